// Where the base map's names stand. Pure: a zoom and a language give one layout of the whole world, so that names keep
// their places while the map is moved; a view then shows those that it holds whole and that meet nothing of the exhibit's.
//
// ref: E. Imhof, "Positioning Names on Maps", The American Cartographer 2 (1975), for the order of places beside a point.

import { type Box, overlap } from "../layout";
import { capitals } from "./capitals";
import type { Name } from "./levels";
import { at, fontOf, type MapTheme, type NameKind, type NameStyle } from "./style";

export interface Letter {
  text: string;
  x: number;
  y: number;
  /** radians, clockwise from level */
  turn: number;
}

/** A name in world pixels of its zoom. */
export interface PlacedName {
  name: Name;
  style: NameStyle;
  font: string;
  size_px: number;
  text: string;
  /** middle of the text */
  x: number;
  y: number;
  /** set along a line, letter by letter */
  letters: Letter[] | null;
  /** its point, and the radius of the dot there, 0 for none */
  pointX: number;
  pointY: number;
  dot_px: number;
  boxes: Box[];
}

/** Width in pixels of a text in a font; the same numbers must come out on every machine. */
export type Measure = (text: string, font: string, spacing: number) => number;

/** Names of areas stand in the middle of them, names of points beside. */
export const AREAS: ReadonlySet<NameKind> = new Set([
  "country",
  "region",
  "sea",
  "bay",
  "lake",
  "river",
  "district",
]);
export const DOTS: Partial<Record<NameKind, number>> = {
  city: 3,
  town: 2.4,
  village: 1.8,
  landmark: 2,
  peak: 1.8,
  island: 0,
};
/** A small island is its own dot; its name stands so far from its middle. */
const ISLAND_PX = 9;
/** Who chooses first where two want one place; within a kind, the rank. */
// biome-ignore format: read in lines
export const ORDER: readonly NameKind[] = [
  "country", "sea", "city", "lake", "bay", "town", "landmark", "region", "island", "district", "river", "village",
  "cape", "peak", "street",
];
const GAP_PX = 4;
const CELL_PX = 128;
const DIGITS = 1.0001;
export const JOINED = /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Hebrew}]/u;

/** The names of the zoom, each where it meets no other; those without room are left out. */
export function placeNames(
  names: readonly Name[],
  theme: MapTheme,
  zoom: number,
  language: string,
  measure: Measure,
): PlacedName[] {
  const world_px = 256 * 2 ** zoom;
  const taken = new Grid();
  const wanted = names
    .filter(({ minZoom, maxZoom }) => zoom >= minZoom && zoom < maxZoom * DIGITS)
    .map((name, index) => ({ name, index, order: ORDER.indexOf(name.kind) }))
    .sort((a, b) => a.order - b.order || a.name.rank - b.name.rank || a.index - b.index);
  const placed: PlacedName[] = [];
  for (const { name } of wanted) {
    const written = name.texts[language] ?? name.texts.en;
    const style = theme.names[name.kind];
    if (!written || !style) continue;
    const text = style.upper ? capitals(written, language) : written;
    const size_px = Math.round(at(style.size, zoom) * 2) / 2;
    const set = { text, size_px, style, font: fontOf(style, size_px), measure };
    const found = candidates(name, world_px, set).find(({ boxes }) => !boxes.some((box) => taken.meets(box)));
    if (!found) continue;
    for (const box of found.boxes) taken.add(box);
    const point = { pointX: name.x * world_px, pointY: name.y * world_px };
    placed.push({ name, style, font: set.font, size_px, text, ...point, ...found });
  }
  return placed;
}

export interface Setting {
  text: string;
  size_px: number;
  style: NameStyle;
  font: string;
  measure: Measure;
}

export type Candidate = Pick<PlacedName, "x" | "y" | "letters" | "dot_px" | "boxes">;

export function candidates(name: Name, world_px: number, set: Setting): Candidate[] {
  const x = name.x * world_px;
  const y = name.y * world_px;
  // Rounded up, so that no machine's hinting makes a name wider than its box.
  const width = Math.ceil(set.measure(set.text, set.font, set.style.spacing) / 2) * 2 + 2;
  const height = Math.ceil(set.size_px * 1.3);
  const box = (middleX: number, middleY: number): Box => ({
    x: middleX - width / 2,
    y: middleY - height / 2,
    width,
    height,
  });
  if (AREAS.has(name.kind) || !(name.kind in DOTS)) {
    const along = name.path && !JOINED.test(set.text) ? alongPath(name.path, world_px, set, height) : null;
    const level = { x, y, letters: null, dot_px: 0, boxes: [box(x, y)] };
    if (along) return [along, level];
    // A river's name that has no room along it would stand across it.
    return name.kind === "river" && name.path ? [] : [level];
  }
  const { times = 1 } = set.style;
  const dot_px = times * (DOTS[name.kind] ?? 0);
  const clear_px = name.kind === "island" ? times * ISLAND_PX : dot_px;
  const side = clear_px + times * GAP_PX + width / 2;
  const over = clear_px + (times * GAP_PX) / 2 + height / 2;
  const own = { x: x - dot_px - 1, y: y - dot_px - 1, width: 2 * dot_px + 2, height: 2 * dot_px + 2 };
  return [
    [x + side, y - height / 6],
    [x + side, y + height / 6],
    [x - side, y - height / 6],
    [x, y - over],
    [x, y + over],
    [x - side, y + height / 6],
  ].map(([middleX = x, middleY = y]) => ({
    x: middleX,
    y: middleY,
    letters: null,
    dot_px,
    boxes: [box(middleX, middleY), own],
  }));
}

/** A line to set a name along, and the length of each of its pieces. */
export interface Track {
  points: { x: number; y: number }[];
  lengths: number[];
  length: number;
}

/** The line in the direction in which it is read: from left to right, or from the top if it falls more than it runs. */
export function trackOf(line: readonly { x: number; y: number }[]): Track {
  const points = [...line];
  const [start, end] = [points[0], points.at(-1)];
  if (start && end) {
    const steep = Math.abs(end.y - start.y) > Math.abs(end.x - start.x);
    if (steep ? end.y < start.y : end.x < start.x) points.reverse();
  }
  const lengths = points.map((point, index) => {
    const before = points[index - 1];
    return before ? Math.hypot(point.x - before.x, point.y - before.y) : 0;
  });
  return { points, lengths, length: lengths.reduce((sum, each) => sum + each, 0) };
}

/** Where each letter of a text ends, in pixels from its beginning. */
function endsOf({ text, font, style, measure }: Setting): number[] {
  const marks = [...text];
  return marks.map((_, index) => measure(marks.slice(0, index + 1).join(""), font, style.spacing));
}

/** The letters about `middle_px` along the track; null where it is too bent for them, by radians from one to the next. */
export function lettersAlong(
  { points, lengths }: Track,
  text: string,
  ends: readonly number[],
  middle_px: number,
  stretch: number,
  most_turn: number,
): Letter[] | null {
  const begin = middle_px - ((ends.at(-1) ?? 0) * stretch) / 2;
  const letters: Letter[] = [];
  let previous = 0;
  for (const [index, mark] of [...text].entries()) {
    const finish = ends[index] ?? 0;
    const spot = along(points, lengths, begin + ((previous + finish) / 2) * stretch);
    previous = finish;
    letters.push({ text: mark, ...spot });
  }
  const bent = letters.some(
    ({ turn }, index) => index > 0 && Math.abs(turn - (letters[index - 1]?.turn ?? turn)) > most_turn,
  );
  return bent ? null : letters;
}

/** A square about each letter. */
export function boxesOf(letters: readonly Letter[], height: number): Box[] {
  return letters.map(({ x, y }) => ({ x: x - height / 2, y: y - height / 2, width: height, height }));
}

/** The name letter by letter about the middle of its path; null where the path is too short or too bent for it. */
function alongPath(path: Float64Array, world_px: number, set: Setting, height: number): Candidate | null {
  const track = trackOf(
    Array.from({ length: path.length / 2 }, (_, index) => ({
      x: (path[2 * index] ?? 0) * world_px,
      y: (path[2 * index + 1] ?? 0) * world_px,
    })),
  );
  const ends = endsOf(set);
  const natural = ends.at(-1) ?? 0;
  if (track.points.length === 0 || natural > track.length * 0.92) return null;
  // A name spreads along what it names, but stays one word to the eye.
  const stretch = Math.min(2.2, Math.max(1, (track.length * 0.5) / natural));
  const letters = lettersAlong(track, set.text, ends, track.length / 2, stretch, 0.5);
  if (!letters) return null;
  const middle = along(track.points, track.lengths, track.length / 2);
  return { x: middle.x, y: middle.y, letters, dot_px: 0, boxes: boxesOf(letters, height) };
}

function along(
  points: readonly { x: number; y: number }[],
  lengths: readonly number[],
  distance: number,
): { x: number; y: number; turn: number } {
  let left = distance;
  for (let index = 1; index < points.length; index++) {
    const length = lengths[index] ?? 0;
    const [from, to] = [points[index - 1], points[index]];
    if (!from || !to) break;
    if (left <= length || index === points.length - 1) {
      const part = length > 0 ? left / length : 0;
      return {
        x: from.x + (to.x - from.x) * part,
        y: from.y + (to.y - from.y) * part,
        turn: Math.atan2(to.y - from.y, to.x - from.x),
      };
    }
    left -= length;
  }
  return { x: points[0]?.x ?? 0, y: points[0]?.y ?? 0, turn: 0 };
}

export interface View {
  /** world pixel of the view's top left corner */
  originX: number;
  originY: number;
  width: number;
  height: number;
  world_px: number;
  /** the exhibit's own labels and marks, in pixels of the view */
  obstacles: readonly Box[];
}

/** The names that the view holds whole and clear of its obstacles, each with the shift that brings it into the view. */
export function namesInView(placed: readonly PlacedName[], view: View): { placed: PlacedName; dx: number }[] {
  const first = Math.floor(view.originX / view.world_px);
  const last = Math.floor((view.originX + view.width) / view.world_px);
  const shown: { placed: PlacedName; dx: number }[] = [];
  for (let copy = first; copy <= last; copy++) {
    const dx = copy * view.world_px - view.originX;
    for (const each of placed) {
      const whole = each.boxes.every((box) => {
        const moved = { ...box, x: box.x + dx, y: box.y - view.originY };
        return (
          moved.x >= 0 &&
          moved.y >= 0 &&
          moved.x + moved.width <= view.width &&
          moved.y + moved.height <= view.height &&
          !view.obstacles.some((other) => overlap(moved, other))
        );
      });
      if (whole) shown.push({ placed: each, dx });
    }
  }
  return shown;
}

/** Boxes by cells, so that a thousand names ask only their neighbours. */
export class Grid {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    this.some(box, (key) => {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
      return false;
    });
  }

  meets(box: Box): boolean {
    return this.some(box, (key) => this.cells.get(key)?.some((other) => overlap(box, other)) ?? false);
  }

  /** Cells are numbered by rows of 2^26, more than the world has at any zoom. */
  private some({ x, y, width, height }: Box, test: (key: number) => boolean): boolean {
    const [right, bottom] = [Math.floor((x + width) / CELL_PX), Math.floor((y + height) / CELL_PX)];
    for (let column = Math.floor(x / CELL_PX); column <= right; column++) {
      for (let row = Math.floor(y / CELL_PX); row <= bottom; row++) {
        if (test(row * 2 ** 26 + column)) return true;
      }
    }
    return false;
  }
}
