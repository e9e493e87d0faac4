// The bubbles of cells and places over the base map: those of the tiles that the view asks for, drawn as the page of many
// records draws its own.

import * as L from "leaflet";
import { type Exhibit, formOf, grouped, numeral, say } from "../exhibit";
import { targetOf } from "../kiosk/target";
import type { Box } from "../layout";
import { type Bubble, keyOf, makeButtons } from "../many/buttons";
import { type Frame, makeSheet } from "../many/canvas";
import { type Cell, merged } from "../many/cells";
import { latAt } from "../many/columns";
import type { Overlay, OverlayOptions } from "../many/overlay";
import { lookOf, paintPlace, paintSeveral, radiusOf } from "../many/paint";
import { PRECISIONS } from "../many/types";
import { travel } from "../map/journey";
import { type Cells, squaresOf } from "./tiles";
import type { Spot, WebFacts } from "./types";

/** Buttons at once; more cannot be gone through by keys. */
export const MOST_BUTTONS = 40;
/** Tiles are those of the zoom below the view's that is nearest, less this. */
const SPARE = 0.25;
/** Kept free around each bubble, in the sheet's pixels. */
const FREE_PX = 2;
/** What a pointer hits at least, in pixels from the middle (WCAG 2.2, 2.5.8). */
const HIT_PX = 12;
/** How much nearer a bubble of several places is shown. */
const NEARER = 2;
/** Zoom at which a chosen place is seen with its surroundings. */
const CLOSE: Record<string, number> = { site: 12.5, town: 11, city: 11, region: 7.5, country: 5 };

/** Several places of a view, or one alone. */
export interface Seen {
  spot: Spot;
  count: number;
  places: number;
}

export interface WebOverlay extends Overlay {
  /** With null before the map can be measured: marks without labels. */
  arrange(fixed: readonly Box[] | null): Box[];
  tell(exhibit: Exhibit): void;
  /** Shows a place as chosen and travels to it; null chooses none. */
  choose(spot: Spot | null): void;
  /** What the view shows, the largest first. */
  seen(): { list: Seen[]; all: number; whole: boolean };
  /** As if it had been touched. */
  act(seen: Seen): void;
  adapt(): void;
  /** What was asked for is there. */
  changed(): void;
}

export interface WebOverlayOptions extends OverlayOptions {
  cells: Cells;
  facts: WebFacts;
  onSpot(spot: Spot): void;
  /** Arranges the map anew, once it can be measured. */
  again(): void;
  /** What the view shows is another. */
  onSeen(): void;
}

export function makeWebOverlay(options: WebOverlayOptions): WebOverlay {
  const { map, head, em_px, middle, cells, facts, onSpot, again, onSeen } = options;
  const root = document.documentElement;
  const middleX = (middle + 180) / 360;
  const spots = new Map<number, Spot>();
  const said = new Set<string>();
  let exhibit: Exhibit | null = null;
  let chosen: Spot | null = null;
  let look = lookOf(root, unitOf());
  let drawn: Bubble[] = [];
  let whole = false;
  let hovered = -1;
  let version = 0;
  let before = "";
  let taken: Box[] = [];
  let told = "";

  function unitOf(): number {
    return (em_px / 16) * (Number(getComputedStyle(root).getPropertyValue("--marks")) || 1);
  }

  const sheet = makeSheet(map, paint);
  const names = {
    of: (place: number) => spots.get(place),
    read: () => undefined,
    setChunks: () => undefined,
    setLanguage: () => undefined,
    said,
  };
  const buttons = makeButtons({ map, names, target: () => targetOf(head), act });

  /** What is read of a frame, of the zoom that fits it or else of the nearest above it. */
  function spotsIn(frame: Frame): Spot[] {
    const fitting = Math.floor(frame.zoom + SPARE - Math.log2(look.unit));
    const wanted = Math.max(0, Math.min(facts.deepest, fitting));
    whole = false;
    for (let zoom = wanted; zoom >= 0; zoom--) {
      const parts = squaresOf(frame, zoom).map(({ squares, copy }) => ({
        copy,
        found: cells.spots(squares, zoom === wanted),
      }));
      if (parts.some(({ found }) => found === null)) continue;
      whole = zoom === wanted;
      return parts.flatMap(({ copy, found }) =>
        (found ?? []).flatMap((spot) => {
          spots.set(spot.place, spot.places === 1 ? spot : (spots.get(spot.place) ?? spot));
          said.add(spot.label.toLowerCase());
          // The square repeats; of a place's copies the one nearest to the exhibit's middle is drawn.
          const x = spot.x + Math.round(middleX - spot.x);
          return Math.floor(x) === copy ? [{ ...spot, x }] : [];
        }),
      );
    }
    return [];
  }

  function bubblesIn(frame: Frame): Bubble[] {
    const half = targetOf(head) / 2;
    const radius = ({ count }: { count: number }): number => radiusOf(count) * look.unit;
    const reach = (cell: Cell): number =>
      (Math.max(radius(cell), half) + FREE_PX * look.unit) / frame.world_px;
    const found = spotsIn(frame).map(
      ({ place, x, y, events, places, precision }): Cell => ({
        place,
        x,
        y,
        places,
        count: events,
        runs: [place, place + 1],
        precision: places === 1 ? PRECISIONS.indexOf(precision as (typeof PRECISIONS)[number]) : 255,
        category: -1,
      }),
    );
    return merged(found, reach).map((cell) => ({ ...cell, radius: radius(cell) }));
  }

  /** The chosen place has its own mark, whatever stands around it. */
  function chosenBubble(): Bubble | null {
    if (!chosen) return null;
    return {
      x: chosen.x + Math.round(middleX - chosen.x),
      y: chosen.y,
      place: chosen.place,
      places: 1,
      count: chosen.events,
      precision: PRECISIONS.indexOf(chosen.precision as (typeof PRECISIONS)[number]),
      category: -1,
      runs: [chosen.place, chosen.place + 1],
      radius: Math.max(13, radiusOf(chosen.events)) * look.unit,
    };
  }

  function paint(): void {
    const begun = sheet.begin();
    if (!begun) return;
    const { ctx, frame } = begun;
    const own = chosenBubble();
    drawn = bubblesIn(frame).filter(({ place, places }) => places > 1 || place !== own?.place);
    drawn.sort((a, b) => b.count - a.count || a.place - b.place);
    if (own) drawn.unshift(own);
    for (const bubble of drawn.toReversed()) {
      const text = bubble.count < 2 ? "" : exhibit ? numeral(exhibit, bubble.count) : grouped(bubble.count);
      const x = bubble.x * frame.world_px - frame.originX;
      const y = bubble.y * frame.world_px - frame.originY;
      if (x < -60 || y < -60 || x > frame.width + 60 || y > frame.height + 60) continue;
      const disc = { x, y, radius: bubble.radius, text };
      if (bubble.places > 1) paintSeveral(ctx, disc, look);
      else {
        const precision = PRECISIONS[bubble.precision] ?? "site";
        paintPlace(ctx, disc, precision, formOf(head, -1), bubble === own, look);
      }
    }
  }

  /** Where a bubble's middle is in the view. */
  function inView({ x, y }: Bubble): L.Point {
    const world_px = 256 * 2 ** map.getZoom();
    return map.layerPointToContainerPoint(L.point(x * world_px, y * world_px).subtract(map.getPixelOrigin()));
  }

  function isSeen(bubble: Bubble): boolean {
    const size = map.getSize();
    const { x, y } = inView(bubble);
    return x >= 0 && y >= 0 && x <= size.x && y <= size.y;
  }

  function hit(point: L.Point): Bubble | null {
    const least = Math.max(HIT_PX, targetOf(head) / 2);
    let [best, nearest]: [Bubble | null, number] = [null, Number.POSITIVE_INFINITY];
    for (const bubble of drawn) {
      const away = inView(bubble).distanceTo(point);
      if (away <= Math.max(bubble.radius, least) && away < nearest) [best, nearest] = [bubble, away];
    }
    return best;
  }

  /** A place opens; what stands for several is shown nearer, or at the nearest opens them in turn. */
  function act(bubble: Bubble): void {
    const most = map.getMaxZoom();
    if (bubble.places > 1 && map.getZoom() < most) {
      const to = L.latLng(latAt(bubble.y), bubble.x * 360 - 180);
      travel(map, to, Math.min(most, map.getZoom() + NEARER));
      return;
    }
    const members = bubble.runs.filter((_, at) => at % 2 === 0);
    const next = members[(members.indexOf(chosen?.place ?? -1) + 1) % members.length] ?? bubble.place;
    const spot = spots.get(bubble.places > 1 ? next : bubble.place);
    if (spot) onSpot(spot);
  }

  map.on("click", (event) => {
    const bubble = hit((event as L.LeafletMouseEvent).containerPoint);
    if (bubble) act(bubble);
  });
  let moving = false;
  map.on("movestart zoomstart", () => (moving = true));
  map.on("moveend", () => (moving = false));
  map.on("mousemove", (event) => {
    if (moving) return;
    const found = hit((event as L.LeafletMouseEvent).containerPoint);
    const key = found && !buttons.has(keyOf(found)) ? keyOf(found) : hovered;
    if (key === hovered) return;
    hovered = key;
    refresh();
  });

  function refresh(): void {
    version += 1;
    again();
  }

  function anew(): void {
    buttons.measureAnew();
    version += 1;
  }

  function arrange(fixed: readonly Box[] | null): Box[] {
    const { lat, lng } = map.getCenter();
    const view = [map.getZoom(), lat, lng, ...Object.values(map.getSize())];
    const arranged = JSON.stringify([view, version, fixed]);
    if (arranged === before) return taken;
    paint();
    const seen = drawn.filter(isSeen);
    const held = buttons.focused();
    const further = seen.slice(MOST_BUTTONS).filter((bubble) => [hovered, held].includes(keyOf(bubble)));
    buttons.show([...seen.slice(0, MOST_BUTTONS), ...further], chosen?.place ?? -1);
    buttons.tell(exhibit);
    const shown = seen.map((bubble) => `${keyOf(bubble)} ${bubble.count}`).join();
    if (shown !== told) {
      told = shown;
      onSeen();
    }
    if (!fixed) return [];
    const discs = drawn.map((bubble): Box => {
      const { x, y } = inView(bubble);
      const { radius } = bubble;
      return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
    });
    [before, taken] = [arranged, [...fixed, ...discs, ...buttons.label(fixed, discs)]];
    return taken;
  }

  arrange(null);
  return {
    said,
    arrange,
    tell(next) {
      exhibit = next;
      anew();
      // Another script's fonts come only now that its letters are on the page.
      if (document.fonts.status === "loading") void document.fonts.ready.then(anew).then(again);
    },
    choose(spot) {
      chosen = spot;
      if (spot) spots.set(spot.place, spot);
      refresh();
      if (!spot) return;
      const x = spot.x + Math.round(middleX - spot.x);
      const zoom = Math.min(head.view.max_zoom, Math.max(map.getZoom(), CLOSE[spot.precision] ?? 10));
      travel(map, L.latLng(latAt(spot.y), x * 360 - 180), zoom);
    },
    seen() {
      const all = drawn.filter(isSeen);
      return {
        whole,
        all: all.length,
        list: all.slice(0, MOST_BUTTONS).flatMap(({ place, places, count }) => {
          const spot = spots.get(place);
          return spot ? [{ spot, places, count }] : [];
        }),
      };
    },
    act({ spot, places }) {
      const bubble = drawn.find((each) => each.place === spot.place && each.places === places);
      if (bubble) act(bubble);
    },
    adapt() {
      look = lookOf(root, unitOf());
      anew();
      again();
    },
    changed: refresh,
    shown(now) {
      const seen = drawn.filter(isSeen);
      if (seen.length === 0) return say(now, "view_shows_none");
      const count = seen.reduce((sum, bubble) => sum + bubble.count, 0);
      const place = spots.get(seen[0]?.place ?? -1)?.label;
      const words = say(now, "many.view_shows", { count, total: facts.rows });
      return place ? `${words} ${say(now, "many.view_largest", { place })}` : words;
    },
  };
}
