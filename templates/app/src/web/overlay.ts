// The bubbles of cells and places over the base map: those of the tiles that the view asks for, drawn as the page of many
// records draws its own.

import * as L from "leaflet";
import { painted } from "../dom";
import type { Exhibit } from "../exhibit";
import { targetOf } from "../kiosk/target";
import type { Box } from "../layout";
import { type Bubble, keyOf, makeButtons } from "../many/buttons";
import { type Frame, makeSheet } from "../many/canvas";
import { type Cell, merged } from "../many/cells";
import { latAt } from "../many/columns";
import {
  countIn,
  FREE_PX,
  inOrder,
  MOST_BUTTONS,
  paintBubbles,
  shownIn,
  unitOf,
  watchView,
} from "../many/in-view";
import type { Overlay, OverlayOptions } from "../many/overlay";
import { lookOf, radiusOf } from "../many/paint";
import { PRECISIONS } from "../many/types";
import { closeTo, travel } from "../map/journey";
import { labelIn } from "./labels";
import { type Cells, squaresOf } from "./spots";
import type { Spot, WebFacts } from "./types";

/** Tiles are those of the zoom below the view's that is nearest, less this. */
const SPARE = 0.25;
/** How much nearer a bubble of several places is shown. */
const NEARER = 2;
/** Several places of a view, or one alone. */
export interface Seen {
  spot: Spot;
  count: number;
  places: number;
  /** of several places, whether only those count that have some of the wanted records */
  around: boolean;
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
  cells: Pick<Cells, "spots">;
  /** How many records of a spot are wanted. */
  countOf(spot: Spot): number;
  facts: WebFacts;
  onSpot(spot: Spot): void;
  /** Arranges the map anew, once it can be measured. */
  again(): void;
  /** What the view shows is another. */
  onSeen(): void;
}

export function makeWebOverlay(options: WebOverlayOptions): WebOverlay {
  const { map, head, em_px, middle, cells, countOf, facts, onSpot, again, onSeen } = options;
  const root = document.documentElement;
  const middleX = (middle + 180) / 360;
  const spots = new Map<number, Spot>();
  const said = new Set<string>();
  let exhibit: Exhibit | null = null;
  let chosen: Spot | null = null;
  let look = lookOf(root, unitOf(em_px));
  let drawn: Bubble[] = [];
  let whole = false;
  /** Until the first picture has been shown, marks are drawn in the view alone, without letters or buttons. */
  let bare = true;
  let version = 0;
  let before = "";
  let taken: Box[] = [];
  let told = "";
  let telling = 0;

  const sheet = makeSheet(map, paint);
  const names = {
    of(place: number) {
      const spot = spots.get(place);
      return spot && { id: spot.id, label: called(spot) };
    },
    read: () => undefined,
    setChunks: () => undefined,
    setLanguage: () => undefined,
    said,
  };
  const buttons = makeButtons({ map, names, target: () => targetOf(head), act });
  const inView = watchView({ map, head, buttons, drawn: () => drawn, act, refresh });

  function called(spot: Spot): string {
    return labelIn(spot, exhibit?.telling.language ?? head.language);
  }

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
          said.add(called(spot).toLowerCase());
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
    const inFrame = spotsIn(frame);
    const found = inFrame.map(
      ({ place, x, y, events, found: wanted, places, precision, category }): Cell => ({
        place,
        x,
        y,
        places,
        count: wanted ?? events,
        runs: [place, place + 1],
        precision: places === 1 ? PRECISIONS.indexOf(precision as (typeof PRECISIONS)[number]) : 255,
        category: places === 1 ? category : -1,
      }),
    );
    const around = inFrame.some(({ found: wanted }) => wanted !== undefined);
    return merged(found, reach).map((cell) => ({ ...cell, around, radius: radius(cell) }));
  }

  /** The chosen place has its own mark, whatever stands around it. */
  function chosenBubble(): Bubble | null {
    if (!chosen) return null;
    return {
      x: chosen.x + Math.round(middleX - chosen.x),
      y: chosen.y,
      place: chosen.place,
      places: 1,
      count: countOf(chosen),
      precision: PRECISIONS.indexOf(chosen.precision as (typeof PRECISIONS)[number]),
      category: chosen.category,
      runs: [chosen.place, chosen.place + 1],
      radius: Math.max(13, radiusOf(countOf(chosen))) * look.unit,
    };
  }

  function paint(): void {
    const begun = sheet.begin(bare);
    if (!begun) return;
    const own = chosenBubble();
    drawn = inOrder(bubblesIn(begun.frame), own);
    paintBubbles(begun, drawn, { head, exhibit, own, look: bare ? { ...look, sans: "" } : look });
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
    if (bare) return [];
    buttons.show(inView.reachable(MOST_BUTTONS), chosen?.place ?? -1);
    buttons.tell(exhibit);
    const seen = inView.seen().map((bubble) => `${keyOf(bubble)} ${bubble.count}`);
    // Nothing is seen while nothing is read, too.
    const shown = [whole, ...seen].join();
    if (shown !== told) {
      told = shown;
      // In a frame of its own: the map is measured before the list must be laid out.
      cancelAnimationFrame(telling);
      telling = requestAnimationFrame(onSeen);
    }
    if (!fixed) return [];
    const discs = inView.discs();
    [before, taken] = [arranged, [...fixed, ...discs, ...buttons.label(fixed, discs)]];
    return taken;
  }

  arrange(null);
  void painted().then(() => {
    bare = false;
    refresh();
  });
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
      const zoom = Math.min(head.view.max_zoom, Math.max(map.getZoom(), closeTo(spot.precision)));
      travel(map, L.latLng(latAt(spot.y), x * 360 - 180), zoom);
    },
    seen() {
      const all = inView.seen();
      return {
        whole,
        all: all.length,
        list: all.slice(0, MOST_BUTTONS).flatMap(({ place, places, count, around }) => {
          const spot = spots.get(place);
          return spot ? [{ spot, places, count, around: around === true }] : [];
        }),
      };
    },
    act({ spot, places }) {
      const bubble = drawn.find((each) => each.place === spot.place && each.places === places);
      if (bubble) act(bubble);
    },
    adapt() {
      look = lookOf(root, unitOf(em_px));
      anew();
      again();
    },
    changed: refresh,
    shown(now) {
      const seen = inView.seen();
      return shownIn(now, seen, countIn(seen), facts.rows, (place) => names.of(place)?.label);
    },
  };
}
