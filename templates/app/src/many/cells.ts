// What of many places a view shows, at each zoom: the occupied cells of a grid over the world, and of those that would
// overlap one for all. Pure; a grid that lies on the world gives a place the same bubble however the map is moved.

import { eventsAt } from "./columns";
import type { Level, ManyPlaces } from "./types";

const BITS = 26;
/** Places in a block whose greatest is known. */
const BLOCK = 256;

/** Columns and rows of a level's grid, both ends counted. */
export interface CellBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** An occupied cell, or several that stand as one. */
export interface Cell {
  /** of the anchor, as parts of the mercator square's side */
  x: number;
  y: number;
  /** the place with most events */
  place: number;
  /** places and events, found or not */
  places: number;
  count: number;
  /** runs of places, one after another as [from, to); none while only the head is known */
  runs: number[];
  /** of the only place */
  precision: number;
  category: number;
}

/** Where cells are from: the head's own, or the columns. */
export interface Ground {
  /** The level that is there, nearest to the one that is asked for. */
  levelAt(level: number): number;
  cells(level: number, box: CellBox): Cell[];
}

/** The head's cells, of which each level is whole. */
export function groundOfHead(levels: readonly Level[]): Ground {
  const nearest = (level: number): Level | undefined =>
    levels.findLast((each) => each.level <= level) ?? levels[0];
  return {
    levelAt: (level) => nearest(level)?.level ?? 0,
    cells(level) {
      const found = nearest(level);
      return (found?.place ?? []).map((place, index) => ({
        x: ((found?.lon[index] ?? 0) + 180) / 360,
        y: downOf(found?.lat[index] ?? 0),
        place,
        places: found?.places?.[index] ?? 2,
        count: found?.count[index] ?? 0,
        runs: [],
        precision: found?.precision?.[index] ?? 255,
        category: found?.category?.[index] ?? -1,
      }));
    },
  };
}

function downOf(lat: number): number {
  const radians = (lat * Math.PI) / 180;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}

export function groundOf(places: ManyPlaces): Ground {
  const { size, x, y, start, further, precision, category } = places;
  const count = (place: number): number => eventsAt(places, place);
  const between = (starts: Uint32Array, from: number, to: number): number =>
    (starts[to] as number) - (starts[from] as number);
  const greatest = new Uint32Array(Math.ceil(size / BLOCK));
  for (let block = 0; block < greatest.length; block++) {
    greatest[block] = most(block * BLOCK, Math.min(size, (block + 1) * BLOCK));
  }

  /** Of a run of places the first of those with most events. */
  function most(from: number, to: number): number {
    let best = from;
    for (let place = from + 1; place < to; place++) if (count(place) > count(best)) best = place;
    return best;
  }

  function anchorOf(from: number, to: number): number {
    const [first, last] = [Math.ceil(from / BLOCK), Math.floor(to / BLOCK)];
    if (first >= last) return most(from, to);
    let best = most(from, Math.max(from + 1, first * BLOCK));
    for (let block = first; block < last; block++) {
      const other = greatest[block] as number;
      if (count(other) > count(best)) best = other;
    }
    if (last * BLOCK === to) return best;
    const other = most(last * BLOCK, to);
    return count(other) > count(best) ? other : best;
  }

  function cellOf(from: number, to: number): Cell {
    const place = to - from === 1 ? from : anchorOf(from, to);
    return {
      x: ((x[place] as number) + 0.5) / 2 ** BITS,
      y: ((y[place] as number) + 0.5) / 2 ** BITS,
      place,
      places: to - from,
      count: between(start, from, to) + (further ? between(further.start, from, to) : 0),
      runs: [from, to],
      precision: precision[place] as number,
      category: category[place] === 0xffff ? -1 : (category[place] as number),
    };
  }

  /** Within a run that shares what comes before this bit: the first place whose bit of the axis is set. */
  function split(axis: Uint32Array, bit: number, from: number, to: number): number {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (((axis[middle] as number) >>> bit) & 1) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    levelAt: (level) => Math.max(0, Math.min(BITS, level)),
    cells(level, box) {
      const found: Cell[] = [];
      const inside = (place: number): boolean => {
        const column = (x[place] as number) >>> (BITS - level);
        const row = (y[place] as number) >>> (BITS - level);
        return column >= box.left && column <= box.right && row >= box.top && row <= box.bottom;
      };
      const descend = (from: number, to: number, depth: number, column: number, row: number): void => {
        if (from >= to) return;
        const below = level - depth;
        if (below === 0 || to - from === 1) {
          if (inside(from)) found.push(cellOf(from, to));
          return;
        }
        // Columns and rows of the level that this square spans; shifts would wrap beyond 31 bits, and 26 is the most.
        const [left, top, side] = [column << below, row << below, 1 << below];
        if (left > box.right || top > box.bottom || left + side <= box.left || top + side <= box.top) return;
        const bit = BITS - 1 - depth;
        // Of y the bit counts for more than that of x.
        const south = split(y, bit, from, to);
        for (const [half, start_, end] of [
          [0, from, south],
          [1, south, to],
        ] as const) {
          const middle = split(x, bit, start_, end);
          descend(start_, middle, depth + 1, 2 * column, 2 * row + half);
          descend(middle, end, depth + 1, 2 * column + 1, 2 * row + half);
        }
      };
      descend(0, size, 0, 0, 0);
      return found;
    },
  };
}

/** How wide a cell of so many places and events is drawn, with what is kept free around it, in parts of the square. */
export type Reach = (cell: Cell) => number;

/**
 * The cells, those that would overlap as one: a cell joins the largest of its neighbours that it meets and that joins no
 * other. Which it joins goes by the cells around it alone, and by all their events, found or not.
 */
export function merged(cells: readonly Cell[], reach: Reach): Cell[] {
  const order = cells.map((_, index) => index).sort((a, b) => larger(cells[a], cells[b]));
  const radii = cells.map(reach);
  const widest = Math.max(...radii, 0);
  const side = 2 * widest || 1;
  const kept = new Map<number, number[]>();
  const key = (column: number, row: number): number => row * 2 ** 26 + column;
  const heads = new Map<number, number[]>();
  for (const index of order) {
    const cell = cells[index];
    if (!cell) continue;
    const [column, row] = [Math.floor(cell.x / side), Math.floor(cell.y / side)];
    let host = -1;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const other of kept.get(key(column + dx, row + dy)) ?? []) {
          const at = cells[other];
          if (!at || (host >= 0 && larger(cells[host], at) < 0)) continue;
          if (Math.hypot(at.x - cell.x, at.y - cell.y) < (radii[other] ?? 0) + (radii[index] ?? 0))
            host = other;
        }
      }
    }
    if (host >= 0) heads.get(host)?.push(index);
    else {
      heads.set(index, []);
      const near = kept.get(key(column, row));
      if (near) near.push(index);
      else kept.set(key(column, row), [index]);
    }
  }
  return [...heads].map(([index, joined]) =>
    together(
      cells[index] as Cell,
      joined.flatMap((each) => cells[each] ?? []),
    ),
  );
}

/** Negative where `a` comes first: more events, then the smaller number. */
function larger(a: Cell | undefined, b: Cell | undefined): number {
  return (b?.count ?? 0) - (a?.count ?? 0) || (a?.place ?? 0) - (b?.place ?? 0);
}

function together(host: Cell, joined: readonly Cell[]): Cell {
  if (joined.length === 0) return host;
  const sum = (of: (cell: Cell) => number): number =>
    joined.reduce((total, cell) => total + of(cell), of(host));
  return {
    ...host,
    places: sum(({ places }) => places),
    count: sum(({ count }) => count),
    runs: [host, ...joined].flatMap(({ runs }) => runs),
    precision: 255,
    category: -1,
  };
}

/** What a filter leaves of each place: events found before each, and places with some before each. */
export interface Mask {
  /** found events before those of each place, one longer than the places */
  events: Uint32Array;
  /** of those the ones that stand there; one of several places stands at its first */
  standing: Uint32Array;
  /** places of which some event is found before each place, one longer than these */
  places: Uint32Array;
  /** 1 for each further place of an event that is found, in the order of the pairs; null where no event has several */
  further: Uint8Array | null;
}

/** Of events that are 1 where they are found, else 0; nothing is kept of these. One of several places counts at each. */
export function maskOf(
  { size, start, further }: Pick<ManyPlaces, "size" | "start" | "further">,
  found: Uint8Array,
): Mask {
  const [events, places] = [new Uint32Array(size + 1), new Uint32Array(size + 1)];
  const standing = further ? new Uint32Array(size + 1) : events;
  let sum = 0;
  for (let place = 0; place < size; place++) {
    const before = sum;
    const end = start[place + 1] as number;
    for (let event = start[place] as number; event < end; event++) sum += found[event] as number;
    if (further) {
      standing[place + 1] = (standing[place] as number) + sum - before;
      const last = further.start[place + 1] as number;
      for (let at = further.start[place] as number; at < last; at++)
        sum += found[further.event[at] as number] as number;
    }
    events[place + 1] = sum;
    places[place + 1] = (places[place] as number) + (sum > before ? 1 : 0);
  }
  const pairs = further && Uint8Array.from(further.pairs.event, (event) => found[event] as number);
  return { events, standing, places, further: pairs ?? null };
}

/** What is found of a cell: events and places, and the anchor, or where that has none the first place that has some. */
export function foundOf(cell: Cell, { x, y, precision, category }: ManyPlaces, mask: Mask): Cell {
  let [count, places, first] = [0, 0, -1];
  for (let i = 0; i < cell.runs.length; i += 2) {
    const [from, to] = [cell.runs[i] as number, cell.runs[i + 1] as number];
    count += (mask.events[to] as number) - (mask.events[from] as number);
    const own = (mask.places[to] as number) - (mask.places[from] as number);
    if (own > 0 && first < 0) first = nextFound(mask.places, from, to);
    places += own;
  }
  const isFound = (mask.places[cell.place + 1] as number) > (mask.places[cell.place] as number);
  const place = isFound || first < 0 ? cell.place : first;
  const only = places === 1;
  return {
    ...cell,
    place,
    count,
    places,
    // A place alone stands on its own point.
    ...(only && { x: ((x[place] as number) + 0.5) / 2 ** BITS, y: ((y[place] as number) + 0.5) / 2 ** BITS }),
    precision: only ? (precision[place] as number) : 255,
    category: only && category[place] !== 0xffff ? (category[place] as number) : -1,
  };
}

/** The first place of a run of which some event is found. */
function nextFound(found: Uint32Array, from: number, to: number): number {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((found[middle + 1] as number) > (found[from] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
