// Where the names of tiles stand. Pure: the same tiles give the same names whatever order they came in, and a tile's
// names do not depend on tiles further off than `REACH_PX`, so that they keep their places while the map is moved.
//
// Three rules make that so. A name at a point stands if it meets no name before it in order, shown or not. Names along
// lines are set tile by tile, within the tile. Of two that say the same too near to each other in two tiles, the one
// in the first tile stands.

import type { Box } from "../layout";
import { capitals } from "../map/capitals";
import type { Name } from "../map/levels";
import {
  boxesOf,
  candidates,
  Grid,
  JOINED,
  type Letter,
  lettersAlong,
  ORDER,
  type PlacedName,
  type Setting,
  type Track,
  trackOf,
} from "../map/names";
import type { Lettered } from "../map/own";
import { at, fontOf, type MapTheme, type NameKind, ROADS } from "../map/style";
import { clipLine } from "./clip";
import type { LineClass } from "./schema";
import { type Point, SIDE, type Street, type VectorContent } from "./shapes";
import { type Cell, keyOf } from "./store";

/** No name is wider, nor felt further off: tiles so far around the view are read, too. */
export const REACH_PX = 256;
/** The name of a street comes again after so much of it; from tile to tile, `REACH_PX`. */
const REPEAT_PX = 400;
/** A line must be so much longer than its name. */
const SPARE = 1.12;
/** radians from one letter to the next */
const MOST_TURN = 0.35;
/** Letters that turn less than this from the first to the last are set as one. */
const STRAIGHT = 0.04;
/** What a name along a line keeps free around it, in pixels. */
const AIR_PX = 2;
/** Tiles whose names are kept placed, and letters kept measured. */
const MOST_TILES = 200;
const MOST_WIDTHS = 5000;
/** Two names that say the same so near to each other name the same: fractions of the world, about 25 km and 800 km. */
const SAME_PLACE = 0.0007;
const SAME_WATER = 0.02;

const STREETS_FROM: Partial<Record<LineClass, number>> = {
  motorway: 11.5,
  trunk: 11.5,
  primary: 12.25,
  secondary: 13,
  tertiary: 13.75,
  minor: 14.5,
  river: 10.5,
};
const LINE_ORDER: readonly LineClass[] = ["river", ...ROADS];
const WATERS: ReadonlySet<NameKind> = new Set(["sea", "bay", "lake", "river"]);

type VectorCell = Cell<VectorContent>;

/** As it is compared: without marks, case and what stands between letters. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("ı", "i")
    .replaceAll("ə", "a");
}

export class Lettering {
  private shipped: readonly PlacedName[] | null = null;
  private key = "";
  private result: PlacedName[] = [];
  private taken = new Grid();
  private readonly spoken = new Map<string, Name[]>();
  private readonly streets = new Map<string, PlacedName[]>();
  private readonly widths = new Map<string, number>();

  constructor(private readonly theme: MapTheme) {}

  /** The names of the tiles in world pixels of the zoom. */
  names(cells: readonly VectorCell[], zoom: number, lettered: Lettered): PlacedName[] {
    const filled = cells
      .filter(({ tile }) => tile !== null)
      .sort((one, two) => one.zoom - two.zoom || one.x - two.x || one.y - two.y);
    const heads = filled.map((cell) => `${keyOf(cell)}<${cell.tile?.zoom}`).join(" ");
    const key = `${zoom} ${lettered.language} ${heads}`;
    if (this.shipped === lettered.shipped && this.key === key) return this.result;
    if (this.shipped !== lettered.shipped) this.restart(lettered);
    this.key = key;

    const points = this.atPoints(filled, zoom, lettered);
    const standing = new Grid();
    for (const { boxes } of points) for (const box of boxes) standing.add(box);
    const along = filled.map((cell) => this.alongLines(cell, zoom, lettered));
    const lines = withoutRepeats(along).filter(({ boxes }) => !boxes.some((box) => standing.meets(box)));
    this.result = [...points, ...lines];
    return this.result;
  }

  private restart({ shipped, silent, said }: Lettered): void {
    this.shipped = shipped;
    this.streets.clear();
    this.spoken.clear();
    this.taken = new Grid();
    for (const { boxes } of shipped) for (const box of boxes) this.taken.add(box);
    for (const name of [...shipped.map((each) => each.name), ...silent]) {
      for (const text of Object.values(name.texts)) {
        if (text) this.spoken.set(folded(text), [...(this.spoken.get(folded(text)) ?? []), name]);
      }
    }
    for (const text of said) if (!this.spoken.has(folded(text))) this.spoken.set(folded(text), []);
  }

  /** Whether the shipped map or an exhibit's label names the same thing. */
  private isSpoken({ texts, to }: Point, x: number, y: number): boolean {
    const near = WATERS.has(to.kind) ? SAME_WATER : SAME_PLACE;
    return Object.values(texts).some((text) => {
      const others = this.spoken.get(folded(text));
      if (!others) return false;
      return others.length === 0 || others.some((other) => Math.hypot(other.x - x, other.y - y) < near);
    });
  }

  private atPoints(cells: readonly VectorCell[], zoom: number, lettered: Lettered): PlacedName[] {
    const world_px = 256 * 2 ** zoom;
    const wanted = cells.flatMap((cell) => this.pointsOf(cell, zoom, lettered));
    wanted.sort(
      (one, two) =>
        ORDER.indexOf(one.name.kind) - ORDER.indexOf(two.name.kind) ||
        one.name.rank - two.name.rank ||
        (one.text < two.text ? -1 : one.text > two.text ? 1 : 0) ||
        one.name.x - two.name.x ||
        one.name.y - two.name.y,
    );
    const before = new Grid();
    const seen = new Map<string, PlacedName[]>();
    return wanted.filter((each) => {
      const same = seen.get(each.text) ?? [];
      const again = same.some(
        ({ name }) => Math.hypot(name.x - each.name.x, name.y - each.name.y) * world_px < REACH_PX,
      );
      seen.set(each.text, [...same, each]);
      const stands = !again && !each.boxes.some((box) => before.meets(box));
      for (const box of each.boxes) before.add(box);
      return stands;
    });
  }

  /** The names at points of one square, each in the first of its places that the shipped map's names leave free. */
  private pointsOf(cell: VectorCell, zoom: number, lettered: Lettered): PlacedName[] {
    const { tile } = cell;
    if (!tile) return [];
    const { language } = lettered;
    const world_px = 256 * 2 ** zoom;
    const side = 1 / 2 ** tile.zoom;
    const square = 1 / 2 ** cell.zoom;
    return tile.content.points.flatMap((point): PlacedName[] => {
      const { to, texts, rank } = point;
      const written = texts[language] ?? texts[""] ?? texts.en;
      if (!written || zoom < to.from || zoom >= (to.until ?? Infinity)) return [];
      const x = (tile.x + point.x / SIDE) * side;
      const y = (tile.y + point.y / SIDE) * side;
      // A tile that stands in for a finer one speaks in its own squares only.
      if (Math.floor(x / square) !== cell.x || Math.floor(y / square) !== cell.y) return [];
      if (this.isSpoken(point, x, y)) return [];
      const set = this.setting(to.kind, written, zoom, lettered);
      const name = nameOf(to.kind, rank, x, y);
      const found = candidates(name, world_px, set).find(
        ({ boxes }) => !boxes.some((box) => box.width > REACH_PX || this.taken.meets(box)),
      );
      if (!found) return [];
      const where = { pointX: x * world_px, pointY: y * world_px };
      return [{ name, ...set, ...where, ...found }];
    });
  }

  /** The names along the lines of one tile, all of them within it. */
  private alongLines(cell: VectorCell, zoom: number, lettered: Lettered): PlacedName[] {
    const { tile } = cell;
    if (!tile || tile.zoom !== cell.zoom) return [];
    const key = `${keyOf(cell)} ${zoom} ${lettered.language}`;
    const known = this.streets.get(key);
    if (known) return known;
    if (this.streets.size > MOST_TILES) this.streets.clear();
    if (this.widths.size > MOST_WIDTHS) this.widths.clear();
    const placed = this.setLines(cell, tile.content.streets, zoom, lettered);
    this.streets.set(key, placed);
    return placed;
  }

  private setLines(
    cell: VectorCell,
    streets: readonly Street[],
    zoom: number,
    lettered: Lettered,
  ): PlacedName[] {
    const { language } = lettered;
    const scale = (256 * 2 ** zoom) / 2 ** cell.zoom / SIDE;
    const corner = { x: cell.x * SIDE * scale, y: cell.y * SIDE * scale };
    const here = new Grid();
    for (const { boxes } of this.pointsOf(cell, zoom, lettered)) for (const box of boxes) here.add(box);
    const inside = ({ x, y, width, height }: Box): boolean =>
      x > corner.x &&
      y > corner.y &&
      x + width < corner.x + SIDE * scale &&
      y + height < corner.y + SIDE * scale;
    const placed: PlacedName[] = [];
    for (const { text, to, tracks } of tracksOf(streets, zoom, language, scale, corner)) {
      const kind = to === "river" ? "river" : "street";
      const set = this.setting(kind, text, zoom, lettered);
      const ends = this.endsOf(set);
      const natural = ends.at(-1) ?? 0;
      const height = Math.ceil(set.size_px * 1.15);
      const spots: Letter[] = [];
      for (const track of tracks) {
        for (const middle of middles(track, natural)) {
          const spot = spotOf(track, text, ends, middle);
          if (!spot) continue;
          const { letters, whole, centre } = spot;
          if (spots.some((other) => Math.hypot(other.x - centre.x, other.y - centre.y) < REPEAT_PX)) continue;
          const boxes = boxesOf(letters, height);
          const airy = boxes.map((box) => grown(box, AIR_PX));
          if (!airy.every(inside) || airy.some((box) => here.meets(box) || this.taken.meets(box))) continue;
          for (const box of boxes) here.add(box);
          spots.push(centre);
          const { x, y } = centre;
          placed.push({
            name: nameOf(kind, LINE_ORDER.indexOf(to), x, y),
            ...set,
            x,
            y,
            letters: whole ? [centre] : letters,
            pointX: x,
            pointY: y,
            dot_px: 0,
            boxes,
          });
        }
      }
    }
    return placed;
  }

  private setting(kind: NameKind, written: string, zoom: number, { language, measure }: Lettered): Setting {
    const style = this.theme.names[kind];
    const text = style.upper ? capitals(written, language) : written;
    const size_px = Math.round(at(style.size, zoom) * 2) / 2;
    return { text, size_px, style, font: fontOf(style, size_px), measure };
  }

  /**
   * Where each letter ends, from the widths of single letters: to measure each beginning of each name takes most of the
   * time. Joined letters have no width of their own; they are set as one, so that their ends need not be true.
   */
  private endsOf({ text, font, style, measure }: Setting): number[] {
    const widthOf = (part: string): number => {
      const key = `${font} ${part}`;
      const width = this.widths.get(key) ?? measure(part, font, style.spacing);
      this.widths.set(key, width);
      return width;
    };
    const marks = [...text];
    const each = JOINED.test(text) ? marks.map(() => widthOf(text) / marks.length) : marks.map(widthOf);
    let end = 0;
    return each.map((width) => {
      end += width;
      return end;
    });
  }
}

function nameOf(kind: NameKind, rank: number, x: number, y: number): Name {
  return { kind, rank, x, y, minZoom: 0, maxZoom: Infinity, capital: false, path: null, texts: {} };
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

interface Tracks {
  text: string;
  to: LineClass;
  tracks: Track[];
}

/** The streets of a tile by name, the most important and longest first, each as the longest lines it makes. */
function tracksOf(
  streets: readonly Street[],
  zoom: number,
  language: string,
  scale: number,
  corner: { x: number; y: number },
): Tracks[] {
  const named = new Map<string, { text: string; to: LineClass; lines: number[][] }>();
  for (const { texts, to, lines } of streets) {
    const text = texts[language] ?? texts[""] ?? texts.en;
    if (!text || zoom < (STREETS_FROM[to] ?? Infinity)) continue;
    const parts = lines.flatMap((line) => clipLine(line, 0, SIDE));
    const known = named.get(text);
    if (!known) {
      named.set(text, { text, to, lines: parts });
      continue;
    }
    if (LINE_ORDER.indexOf(to) < LINE_ORDER.indexOf(known.to)) known.to = to;
    known.lines.push(...parts);
  }
  const found = [...named.values()].map(({ text, to, lines }) => {
    const tracks = joined(lines).map((line) => trackOf(scaled(line, scale, corner)));
    tracks.sort((one, two) => two.length - one.length);
    return { text, to, tracks };
  });
  const longest = ({ tracks }: Tracks): number => tracks[0]?.length ?? 0;
  return found.sort(
    (one, two) =>
      LINE_ORDER.indexOf(one.to) - LINE_ORDER.indexOf(two.to) ||
      longest(two) - longest(one) ||
      (one.text < two.text ? -1 : 1),
  );
}

function scaled(
  line: readonly number[],
  scale: number,
  corner: { x: number; y: number },
): { x: number; y: number }[] {
  return Array.from({ length: line.length / 2 }, (_, index) => ({
    x: (line[2 * index] ?? 0) * scale + corner.x,
    y: (line[2 * index + 1] ?? 0) * scale + corner.y,
  }));
}

/** Lines that end where another begins or ends, as one; where three meet, in the order in which they are given. */
export function joined(lines: readonly (readonly number[])[]): number[][] {
  const chains: (number[] | null)[] = [];
  const open = new Map<string, number>();
  const endKeys = (line: readonly number[]): [string, string] => [
    `${line[0]},${line[1]}`,
    `${line.at(-2)},${line.at(-1)}`,
  ];
  const release = (index: number): number[] => {
    const chain = chains[index] ?? [];
    for (const key of endKeys(chain)) if (open.get(key) === index) open.delete(key);
    chains[index] = null;
    return chain;
  };
  for (const line of lines) {
    let current = [...line];
    for (const which of [0, 1] as const) {
      const key = endKeys(current)[which];
      const other = open.get(key);
      if (other === undefined) continue;
      const chain = release(other);
      const begins = endKeys(chain)[0] === key;
      // The other chain is turned so that it goes on from where this one ends, or ends where this one begins.
      if (which === 1) current = [...current, ...(begins ? chain : turned(chain)).slice(2)];
      else current = [...(begins ? turned(chain) : chain), ...current.slice(2)];
    }
    const index = chains.push(current) - 1;
    for (const key of endKeys(current)) if (!open.has(key)) open.set(key, index);
  }
  return chains.filter((chain) => chain !== null);
}

function turned(line: readonly number[]): number[] {
  const result: number[] = [];
  for (let i = line.length - 2; i >= 0; i -= 2) result.push(line[i] ?? 0, line[i + 1] ?? 0);
  return result;
}

/** Where along the track the name's middle may lie, the best first. */
function* middles({ length }: Track, natural: number): Generator<number> {
  if (natural * SPARE > length || natural > REACH_PX || natural === 0) return;
  const count = Math.max(1, Math.floor(length / REPEAT_PX));
  const spare = length / count - natural * SPARE;
  for (const shift of [0, -0.25, 0.25, -0.5, 0.5]) {
    for (let index = 0; index < count; index++) {
      if (shift !== 0 && spare < 4) continue;
      yield (length * (index + 0.5)) / count + shift * spare;
    }
  }
}

function spotOf(track: Track, text: string, ends: readonly number[], middle: number) {
  const letters = lettersAlong(track, text, ends, middle, 1, MOST_TURN);
  if (!letters) return null;
  const turns = letters.map(({ turn }) => turn);
  const bend = Math.max(...turns) - Math.min(...turns);
  const whole = bend < STRAIGHT;
  // Letters that belong together are never set apart; and a name that turns about is read by nobody.
  if ((!whole && JOINED.test(text)) || bend > 1.2) return null;
  const [first, last] = [letters[0], letters.at(-1)];
  if (!first || !last) return null;
  // The middle of the text, not of its middle letter.
  const half = (ends.at(-1) ?? 0) / 2;
  const ahead = half - (ends[0] ?? 0) / 2;
  const mean = turns.reduce((sum, turn) => sum + turn, 0) / turns.length;
  const centre: Letter = {
    text,
    x: whole ? first.x + ahead * Math.cos(mean) : (first.x + last.x) / 2,
    y: whole ? first.y + ahead * Math.sin(mean) : (first.y + last.y) / 2,
    turn: mean,
  };
  return { letters, whole, centre };
}

/** Leaves out what a tile before says too near. */
function withoutRepeats(tiles: readonly PlacedName[][]): PlacedName[] {
  const said = new Map<string, { tile: number; x: number; y: number }[]>();
  tiles.forEach((names, tile) => {
    for (const { text, x, y } of names) {
      const known = said.get(text);
      if (known) known.push({ tile, x, y });
      else said.set(text, [{ tile, x, y }]);
    }
  });
  return tiles.flatMap((names, tile) =>
    names.filter(
      ({ text, x, y }) =>
        !said
          .get(text)
          ?.some((other) => other.tile < tile && Math.hypot(other.x - x, other.y - y) < REACH_PX),
    ),
  );
}
