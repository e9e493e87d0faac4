// The spots of the map's squares: what is asked of them, and those of the coarsest zooms, which the head has.

import type { Window } from "../map/outline";
import { tileId } from "../tiles/archive";
import { labelsOf } from "./labels";
import type { FirstFacts, Spot } from "./types";

/** Squares of a zoom, both ends counted. */
export interface Squares {
  zoom: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Cells {
  /** What is in the squares, or null while some of them is not read; `ask` has it read. */
  spots(squares: Squares, ask: boolean): Spot[] | null;
  /** What is in the squares, once all of them are read. */
  read(squares: Squares): Promise<Spot[]>;
}

/** What the page has from the beginning. */
export interface Known {
  /** The number of a place in this page: the same for the same id. */
  numberOf(id: string): number;
  /** What is in a square; undefined of the zooms that are to be read. */
  spotsIn(zoom: number, x: number, y: number): Spot[] | undefined;
}

/** Of a tile's side, in the units of the cells that the head has. */
const EXTENT = 4096;

/** What there is of each of some squares. */
export function eachOf<Result>(
  { zoom, left, top, right, bottom }: Squares,
  of: (zoom: number, x: number, y: number) => Result,
): Result[] {
  const found: Result[] = [];
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) found.push(of(zoom, x, y));
  return found;
}

/** The squares of the tiles that a frame needs, one range for each copy of the world in it. Pure. */
export function squaresOf(
  { originX, originY, width, height, world_px }: Window,
  zoom: number,
): { squares: Squares; copy: number }[] {
  const count = 2 ** zoom;
  const within = (part: number): number => Math.max(0, Math.min(count - 1, Math.floor(part * count)));
  const [west, east] = [originX / world_px, (originX + width) / world_px];
  const [top, bottom] = [within(originY / world_px), within((originY + height) / world_px)];
  const found: { squares: Squares; copy: number }[] = [];
  for (let copy = Math.floor(west); copy < east; copy++) {
    const [left, right] = [Math.max(west, copy) - copy, Math.min(east, copy + 1) - copy];
    found.push({ squares: { zoom, left: within(left), right: within(right), top, bottom }, copy });
  }
  return found;
}

/** The spots of the coarsest zooms. Pure. */
export function knownSpots({ places, cells }: FirstFacts): Known {
  const numbers = new Map<string, number>();
  const found = new Map<string, Spot[]>();

  function numberOf(id: string): number {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  }

  cells.forEach((columns, zoom) => {
    columns.place.forEach((place, index) => {
      const [left = 0, top = 0] = [columns.x[index], columns.y[index]];
      const [x, y] = [Math.floor(left / EXTENT), Math.floor(top / EXTENT)];
      const key = `${zoom}/${x}/${y}`;
      const there = found.get(key) ?? [];
      const { [place]: id = "" } = places.id;
      const first = places.first[place] ?? 0;
      found.set(key, there);
      there.push({
        place: numberOf(id),
        id,
        label: places.label[place] ?? "",
        labels: labelsOf(places, place),
        precision: places.precision[place] || "site",
        category: places.category?.[place] ?? -1,
        x: (left + 0.5) / EXTENT / 2 ** zoom,
        y: (top + 0.5) / EXTENT / 2 ** zoom,
        events: columns.events[index] ?? 0,
        places: columns.places[index] ?? 1,
        first,
        from: columns.from[index] ?? first,
        tile: tileId(zoom, x, y),
        row: there.length,
      });
    });
  });
  return {
    numberOf,
    spotsIn: (zoom, x, y) => (zoom < cells.length ? (found.get(`${zoom}/${x}/${y}`) ?? []) : undefined),
  };
}
