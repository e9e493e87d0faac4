// Of the bubbles that are drawn those in the view: what a pointer is on, what keys can reach, and the room they take.

import * as L from "leaflet";
import { type Exhibit, formOf, grouped, numeral, say } from "../exhibit";
import { targetOf } from "../kiosk/target";
import type { Box } from "../layout";
import type { Head } from "../payload";
import { type Bubble, type Buttons, keyOf } from "./buttons";
import type { Frame } from "./canvas";
import { type Look, paintPlace, paintSeveral } from "./paint";
import { PRECISIONS } from "./types";

/** Buttons at once; more cannot be gone through by keys. */
export const MOST_BUTTONS = 40;
/** Kept free around each bubble, in the sheet's pixels. */
export const FREE_PX = 2;
/** What a pointer hits at least, in pixels from the middle (WCAG 2.2, 2.5.8). */
const HIT_PX = 12;
/** Pixels beyond the sheet within which a bubble may still be seen on it. */
const BEYOND_PX = 60;

/** How much larger than at first marks are now. */
export function unitOf(em_px: number): number {
  return (em_px / 16) * (Number(getComputedStyle(document.documentElement).getPropertyValue("--marks")) || 1);
}

export interface InView {
  /** Those in the view, in their order. */
  seen(): Bubble[];
  /** The largest in view, and those that are pointed at or focused. */
  reachable(most: number): Bubble[];
  /** The room that each takes up, in the view's pixels. */
  discs(): Box[];
}

export interface InViewOptions {
  map: L.Map;
  head: Head;
  buttons: Buttons;
  /** what is drawn, the largest first */
  drawn(): readonly Bubble[];
  act(bubble: Bubble): void;
  /** Other bubbles are to have buttons. */
  refresh(): void;
}

/** Follows the pointer over the map, and tells what is in the view. */
export function watchView({ map, head, buttons, drawn, act, refresh }: InViewOptions): InView {
  let hovered = -1;
  let moving = false;

  function middleOf({ x, y }: Bubble): L.Point {
    const world_px = 256 * 2 ** map.getZoom();
    return map.layerPointToContainerPoint(L.point(x * world_px, y * world_px).subtract(map.getPixelOrigin()));
  }

  function hit(point: L.Point): Bubble | null {
    const least = Math.max(HIT_PX, targetOf(head) / 2);
    let [best, nearest]: [Bubble | null, number] = [null, Number.POSITIVE_INFINITY];
    for (const bubble of drawn()) {
      const away = middleOf(bubble).distanceTo(point);
      if (away <= Math.max(bubble.radius, least) && away < nearest) [best, nearest] = [bubble, away];
    }
    return best;
  }

  function seen(): Bubble[] {
    const { x: width, y: height } = map.getSize();
    return drawn().filter((bubble) => {
      const { x, y } = middleOf(bubble);
      return x >= 0 && y >= 0 && x <= width && y <= height;
    });
  }

  map.on("click", (event) => {
    const bubble = hit((event as L.LeafletMouseEvent).containerPoint);
    if (bubble) act(bubble);
  });
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

  return {
    seen,
    reachable(most) {
      const all = seen();
      const held = buttons.focused();
      const further = all.slice(MOST_BUTTONS).filter((bubble) => [hovered, held].includes(keyOf(bubble)));
      return [...all.slice(0, most), ...further];
    },
    discs: () =>
      drawn().map((bubble) => {
        const { x, y } = middleOf(bubble);
        const { radius } = bubble;
        return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
      }),
  };
}

export interface Painting {
  head: Head;
  exhibit: Exhibit | null;
  /** the chosen one */
  own: Bubble | null;
  look: Look;
  /** by place what is written on its mark instead of how many records it stands for */
  numbers?: Numbers | null;
}

/** The numbers of places in a list that is printed with the map. */
export type Numbers = ReadonlyMap<number, number>;

/** Paints bubbles, the first on top; `under` paints what lies below them all. */
export function paintBubbles(
  { ctx, frame }: { ctx: CanvasRenderingContext2D; frame: Frame },
  drawn: readonly Bubble[],
  { head, exhibit, own, look, numbers }: Painting,
  under: (bubble: Bubble, at: { x: number; y: number }) => void = () => undefined,
): void {
  const at = ({ x, y }: Bubble) => ({
    x: x * frame.world_px - frame.originX,
    y: y * frame.world_px - frame.originY,
  });
  for (const bubble of drawn) if (bubble.places === 1) under(bubble, at(bubble));
  for (const bubble of drawn.toReversed()) {
    const { count, radius, uncounted } = bubble;
    const { x, y } = at(bubble);
    if (Math.min(x, y) < -BEYOND_PX || x > frame.width + BEYOND_PX || y > frame.height + BEYOND_PX) continue;
    const told = numbers ? (numbers.get(bubble.place) ?? 0) : count < 2 || uncounted ? 0 : count;
    const text = told < 1 ? "" : exhibit ? numeral(exhibit, told) : grouped(told);
    const disc = { x, y, radius, text };
    if (bubble.places > 1) paintSeveral(ctx, disc, look);
    else {
      const precision = PRECISIONS[bubble.precision] ?? "site";
      paintPlace(ctx, disc, precision, formOf(head, bubble.category), bubble === own, look);
    }
  }
}

/** The largest first, and on top the chosen one, which has its own mark whatever stands around it. */
export function inOrder(bubbles: readonly Bubble[], own: Bubble | null): Bubble[] {
  const others = bubbles.filter(({ place, places }) => places > 1 || place !== own?.place);
  others.sort((a, b) => b.count - a.count || a.place - b.place);
  return own ? [own, ...others] : others;
}

/** The records that bubbles stand for, each by itself. */
export function countIn(seen: readonly Bubble[]): number {
  return seen.reduce((sum, { count }) => sum + count, 0);
}

/** What the view shows, in words: so many of all records; `nameOf` knows what a place is called, once it has been read. */
export function shownIn(
  exhibit: Exhibit,
  seen: readonly Bubble[],
  count: number,
  total: number,
  nameOf: (place: number) => string | undefined,
): string {
  if (seen.length === 0) return say(exhibit, "view_shows_none");
  const place = nameOf(seen.find((bubble) => bubble.count > 0)?.place ?? -1);
  const told = say(exhibit, "many.view_shows", { count, total });
  return place ? `${told} ${say(exhibit, "many.view_largest", { place })}` : told;
}
