// The map of many records: what lies together is one bubble, until the map is near enough for each place to have its
// own mark. All are drawn on one canvas; the largest have buttons, with their names.

import * as L from "leaflet";
import { painted } from "../dom";
import type { Exhibit } from "../exhibit";
import { targetOf } from "../kiosk/target";
import type { Box } from "../layout";
import { closeTo, travel, travelOver } from "../map/journey";
import type { Frame as StepFrame } from "../story/steps";
import { type Bubble, makeButtons } from "./buttons";
import { makeNames } from "./called";
import { type Frame, makeSheet } from "./canvas";
import { type Cell, foundOf, type Ground, groundOf, groundOfHead, type Mask, maskOf, merged } from "./cells";
import { eventsAt, latAt, SIDE, shapeOf } from "./columns";
import {
  countIn,
  FREE_PX,
  inOrder,
  MOST_BUTTONS,
  type Numbers,
  paintBubbles,
  shownIn,
  unitOf,
  watchView,
} from "./in-view";
import { joined, repeated } from "./once";
import type { Overlay, OverlayOptions } from "./overlay";
import { lookOf, paintHalo, radiusOf } from "./paint";
import { type Bubbles, type ManyPlaces, NONE_32, PRECISIONS } from "./types";

/** Buttons of the first view: those whose names the head has. */
const FIRST_BUTTONS = 12;
/** Cells of the grid are so many levels finer than the map's tiles of 256 pixels: 54 to 108 pixels wide. */
const FINER = 2.25;
/** Cells around the canvas that may join what is drawn on it. */
const MARGIN = 4;
/** The least radius of a mark with a number in it, in the sheet's pixels. */
const NUMBERED_PX = 13;
/** Milliseconds of rest after which names are read. */
const REST_MS = 120;
const EQUATOR_M = 40_075_017;

export interface BubblesOverlay extends Overlay, Omit<Bubbles, "onPlace" | "choose" | "outline"> {
  /** As the bubbles' own; what has an `extent` is shown whole. */
  choose(place: number, frame?: StepFrame | null, extent?: L.LatLngBounds | null): void;
  tell(exhibit: Exhibit): void;
  /** Takes up how the page is shown now. */
  adapt(): void;
}

/** The events of runs of places, of those that are found; one of several of them is one. */
function eventsIn(runs: readonly number[], { start, further }: ManyPlaces, mask: Mask | null): number {
  const within = (before: Uint32Array): number => {
    let sum = 0;
    for (let run = 0; run < runs.length; run += 2)
      sum += (before[runs[run + 1] ?? 0] ?? 0) - (before[runs[run] ?? 0] ?? 0);
    return sum;
  };
  const named = mask ? within(mask.events) : within(start) + (further ? within(further.start) : 0);
  return named - (further ? (repeated([{ runs, places: runs.length }], further, mask?.further)[0] ?? 0) : 0);
}

/** `again` arranges the map anew, once it can be measured. */
export function makeBubbles(
  { map, head, em_px, middle, onPlace }: OverlayOptions,
  again: () => void,
): BubblesOverlay {
  const root = document.documentElement;
  const middleX = (middle + 180) / 360;
  const names = makeNames(head);
  let ground: Ground = groundOfHead(head.many?.first ?? []);
  let places: ManyPlaces | null = null;
  let mask: Mask | null = null;
  let exhibit: Exhibit | null = null;
  let chosen = -1;
  let look = lookOf(root, unitOf(em_px));
  // To look up the first letters takes as long as all else of the first view: it has none, and nothing that is out of sight.
  let bare = true;
  let drawn: Bubble[] = [];
  let shownView = "";
  /** grows with what changes the buttons of a view */
  let version = 0;
  let before = "";
  let taken: Box[] = [];
  let timer = 0;
  /** pixels a CSS pixel on paper, or 0 */
  let paper = 0;
  let numbers: Numbers | null = null;
  let numbered = false;

  const sheet = makeSheet(map, () => {
    paint();
    shownView = currentView();
  });
  const buttons = makeButtons({ map, names, target: () => targetOf(head), act });
  const inView = watchView({ map, head, buttons, drawn: () => drawn, act, refresh });

  /** The bubbles of what the canvas shows. */
  function bubblesIn({ originX, originY, width, height, world_px, zoom }: Frame): Bubble[] {
    const level = ground.levelAt(Math.floor(zoom + FINER - Math.log2(look.unit)));
    const cells_px = world_px / 2 ** level;
    const last = 2 ** level - 1;
    const within = (part: number): number => Math.max(0, Math.min(last, Math.floor(part * 2 ** level)));
    const spare = (MARGIN * cells_px) / world_px;
    const west = Math.max(middleX - 0.5, originX / world_px - spare);
    const east = Math.min(middleX + 0.5, (originX + width) / world_px + spare);
    const top = within(originY / world_px - spare);
    const bottom = within((originY + height) / world_px + spare);
    const cells: Cell[] = [];
    // The square repeats; of a place's copies the one nearest to the exhibit's middle is drawn.
    for (let copy = Math.floor(west); copy < east; copy++) {
      const [left, right] = [Math.max(west, copy) - copy, Math.min(east, copy + 1) - copy];
      const box = { left: within(left), right: within(right), top, bottom };
      for (const cell of ground.cells(level, box)) {
        const x = cell.x + Math.round(middleX - cell.x);
        // A cell on the seam is found from both sides.
        if (Math.floor(x) === copy) cells.push({ ...cell, x });
      }
    }
    const half = targetOf(head) / 2;
    const least = numbered ? NUMBERED_PX : 0;
    const radius = ({ count }: { count: number }): number => Math.max(least, radiusOf(count)) * look.unit;
    const reach = (cell: Cell): number => (Math.max(radius(cell), half) + FREE_PX * look.unit) / world_px;
    const found = merged(cells, reach).map((cell) => (mask && places ? foundOf(cell, places, mask) : cell));
    const more = places?.further && repeated(found, places.further, mask?.further);
    return found.flatMap((cell, index) => {
      if (cell.count === 0) return [];
      const count = cell.count - (more?.[index] ?? 0);
      const x = cell.x + Math.round(middleX - cell.x);
      return [{ ...cell, count, uncounted: isUncounted(cell), x, radius: radius({ count }) }];
    });
  }

  /** The head does not tell which events have several places. */
  function isUncounted({ places: own }: Cell): boolean {
    return !places && own > 1 && head.many?.several === true;
  }

  /** The chosen place has its own mark, whatever stands around it. */
  function chosenBubble(): Bubble | null {
    if (chosen < 0 || !places) return null;
    const at = pointOf(places, chosen);
    const found = mask ? (mask.events[chosen + 1] ?? 0) - (mask.events[chosen] ?? 0) : -1;
    const count = found < 0 ? eventsAt(places, chosen) : found;
    const category = places.category[chosen] ?? 0xffff;
    return {
      ...at,
      place: chosen,
      places: 1,
      count,
      precision: places.precision[chosen] ?? 255,
      category: category === 0xffff ? -1 : category,
      runs: [chosen, chosen + 1],
      radius: Math.max(NUMBERED_PX, radiusOf(count)) * look.unit,
    };
  }

  function pointOf(of: ManyPlaces, place: number): { x: number; y: number } {
    const x = ((of.x[place] ?? 0) + 0.5) / SIDE;
    return { x: x + Math.round(middleX - x), y: ((of.y[place] ?? 0) + 0.5) / SIDE };
  }

  function paint(): void {
    const begun = sheet.begin(bare, paper);
    if (!begun) return;
    const { ctx, frame } = begun;
    const own = chosenBubble();
    const show = (): boolean => {
      drawn = inOrder(bubblesIn(frame), own);
      return inView.seen().every(({ places }) => places === 1);
    };
    numbered = numbers !== null;
    // Where one of several places is in view its count would be taken for a number.
    if (!show() && numbered) {
      numbered = false;
      show();
    }
    const written = bare ? { ...look, sans: "" } : look;
    const painting = { head, exhibit, own, look: written, numbers: numbered ? numbers : null };
    paintBubbles(begun, drawn, painting, (bubble, at) => halo(ctx, bubble, at, frame));
    begun.end();
  }

  /** A halo that is wider than the view would tint all of it and tell nothing; one within its mark is not seen. */
  function halo(
    ctx: CanvasRenderingContext2D,
    { place, y, precision, radius }: Bubble,
    at: { x: number; y: number },
    { world_px }: Frame,
  ): void {
    const metres = places?.uncertainty_m[place] ?? NONE_32;
    if (!places || metres === NONE_32 || PRECISIONS[precision] === "site") return;
    // What has a line or area has no halo.
    if (shapeOf(places, place) >= 0) return;
    const wide_px = (metres * world_px) / (EQUATOR_M * Math.cos((latAt(y) * Math.PI) / 180));
    const { x: width, y: height } = map.getSize();
    if (wide_px <= radius || wide_px > Math.hypot(width, height) / 2) return;
    paintHalo(ctx, { ...at, radius: wide_px }, places.doubt[place] ?? 0, look);
  }

  /** A place opens; what stands for several shows them apart, or where no zoom does that opens them in turn. */
  function act(bubble: Bubble): void {
    if (bubble.places === 1) {
      onPlace(bubble.place);
      return;
    }
    const [zoom, most] = [map.getZoom(), map.getMaxZoom()];
    const extent = extentOf(bubble);
    if (zoom >= most || (extent && zoom >= most - 1 && map.getBoundsZoom(extent) >= most + 4)) {
      onPlace(nextOf(bubble));
      return;
    }
    const size = map.getSize();
    const padding = L.point(Math.min(120, size.x / 5), Math.min(90, size.y / 6));
    const fitting = extent ? map.getBoundsZoom(extent, false, padding.multiplyBy(2)) : 0;
    if (extent && fitting >= zoom + 1) travelOver(map, extent, { padding, maxZoom: most });
    else travel(map, L.latLng(latAt(bubble.y), bubble.x * 360 - 180), Math.min(most, zoom + 2));
  }

  function isFound(place: number): boolean {
    return !mask || (mask.places[place + 1] ?? 0) > (mask.places[place] ?? 0);
  }

  function extentOf({ runs }: Bubble): L.LatLngBounds | null {
    if (!places || runs.length === 0) return null;
    let [west, east, north, south] = [Number.POSITIVE_INFINITY, -1, 1, 0];
    for (let run = 0; run < runs.length; run += 2) {
      for (let place = runs[run] ?? 0; place < (runs[run + 1] ?? 0); place++) {
        if (!isFound(place)) continue;
        const { x, y } = pointOf(places, place);
        west = Math.min(west, x);
        east = Math.max(east, x);
        north = Math.min(north, y);
        south = Math.max(south, y);
      }
    }
    return east < west
      ? null
      : L.latLngBounds([latAt(south), west * 360 - 180], [latAt(north), east * 360 - 180]);
  }

  /** The place of a bubble that follows the chosen one; its anchor first. */
  function nextOf({ runs, place }: Bubble): number {
    const all: number[] = [];
    for (let run = 0; run < runs.length; run += 2) {
      for (let each = runs[run] ?? 0; each < (runs[run + 1] ?? 0); each++) if (isFound(each)) all.push(each);
    }
    const at = all.indexOf(chosen);
    return at < 0 ? place : (all[(at + 1) % all.length] ?? place);
  }

  function readNames(bubbles: readonly Bubble[]): void {
    clearTimeout(timer);
    const wanted = bubbles.map(({ place }) => place);
    timer = window.setTimeout(() => names.read(wanted, refresh), REST_MS);
  }

  function choose(place: number, frame: StepFrame | null = null, extent: L.LatLngBounds | null = null): void {
    chosen = place;
    stale();
    again();
    if (place < 0 || !places || frame?.bbox) return;
    if (extent && !frame) {
      // A line or area is shown whole.
      const size = map.getSize();
      const padding = L.point(Math.min(120, size.x / 5), Math.min(90, size.y / 6));
      travelOver(map, extent, { padding, maxZoom: Math.min(13, head.view.max_zoom) });
      return;
    }
    const { x, y } = pointOf(places, place);
    const close = closeTo(PRECISIONS[places.precision[place] ?? 0] ?? "town");
    const zoom = Math.min(head.view.max_zoom, frame?.zoom ?? Math.max(map.getZoom(), close));
    travel(map, L.latLng(latAt(y), x * 360 - 180), zoom);
  }

  function stale(): void {
    shownView = "";
    version += 1;
  }

  /** Letters, and with them all that is drawn and measured, have changed. */
  function anew(): void {
    buttons.measureAnew();
    stale();
  }

  function refresh(): void {
    version += 1;
    // What is drawn while the pages are written is lost to them.
    if (!paper) again();
  }

  function currentView(): string {
    const { lat, lng } = map.getCenter();
    return [map.getZoom(), lat, lng, ...Object.values(map.getSize())].join(" ");
  }

  function arrange(fixed: readonly Box[] | null): Box[] {
    const view = currentView();
    // A zoom ends with two events, and names come in while nothing else changes.
    const arranged = JSON.stringify([view, version, fixed]);
    if (arranged === before) return taken;
    if (view !== shownView) paint();
    shownView = fixed ? view : "";
    if (bare) return [];
    const bubbles = inView.reachable(fixed ? MOST_BUTTONS : FIRST_BUTTONS);
    buttons.show(bubbles, chosen);
    buttons.tell(exhibit);
    if (!fixed) return [];
    if (!paper) readNames(bubbles);
    const discs = inView.discs();
    [before, taken] = [arranged, [...fixed, ...discs, ...buttons.label(fixed, discs)]];
    return taken;
  }

  arrange(null);
  void painted().then(() => {
    if (!bare) return;
    bare = false;
    stale();
    arrange(null);
  });
  return {
    said: names.said,
    arrange,
    tell(next) {
      exhibit = next;
      names.setLanguage(next.telling.language);
      anew();
      // Another script's fonts come only now that its letters are on the page.
      if (document.fonts.status === "loading") void document.fonts.ready.then(anew).then(again);
    },
    setColumns(next, chunks) {
      places = next;
      ground = groundOf(next);
      names.setChunks(chunks);
      mask = null;
      stale();
      again();
      if (chosen >= 0) choose(chosen);
    },
    toPaper(ratio, by) {
      paper = ratio;
      numbers = by;
      look = lookOf(root, unitOf(em_px));
      stale();
    },
    isNumbered: () => numbered,
    setMask(found) {
      if (!places) return;
      mask = found ? maskOf(places, found) : null;
      stale();
      again();
    },
    choose,
    adapt() {
      look = lookOf(root, unitOf(em_px));
      bare = false;
      anew();
      again();
    },
    shown(now) {
      const seen = inView.seen();
      if (!places && seen.some(({ uncounted }) => uncounted)) return "";
      // The chosen place may stand on a bubble that has it too.
      const runs = joined(seen.flatMap((bubble) => bubble.runs));
      const count = places ? eventsIn(runs, places, mask) : countIn(seen);
      const total = (mask?.standing ?? places?.start)?.[head.many?.places ?? 0] ?? head.many?.placed ?? 0;
      return shownIn(now, seen, count, total, (place) => names.of(place)?.label);
    },
    focusPlace(place) {
      if (buttons.focus(place) || !places) return;
      const { x, y } = pointOf(places, place);
      map.panTo(L.latLng(latAt(y), x * 360 - 180), { animate: false });
      if (!buttons.focus(place)) map.getContainer().focus({ preventScroll: true });
    },
  };
}
