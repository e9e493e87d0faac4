// How many records of which combination of kind, group and sources and of which time the cells of the map have, and each
// record's own, out of the file beside the page that is read only where a filter is on (`cell_counts.py`).

import { type Narrowed, type Totals, within } from "./narrowed";
import { FileFault, keeping, readInflated, readJson } from "./ranges";
import type { CountsFacts } from "./types";

/** What is where in the file, and what all records come to. */
interface Root {
  /** where each block of combinations and times begins, and where the last one ends */
  rows: number[];
  /** the first tile of each block that says where tiles' counts are, and where these blocks are */
  first: number[];
  start: number[];
  /** by combination and bucket how many records begin there, and how many more end there than begin */
  begins: number[][];
  moved: number[][];
}

/** Of some tiles, in rising order, where their counts by combination are, and how long; those by time follow. */
interface Where {
  tile: number[];
  start: number[];
  kinds: number[];
  times: number[];
}

/**
 * The columns of a tile's counts: of each feature's combinations the feature, the combination, how many; then for each of
 * these how many buckets follow, the buckets, how many begin there; then the same of how many more end there, where some do.
 */
export type TileCounts = readonly Int32Array[];

interface Known {
  columns: TileCounts;
  /** whether those by time are there */
  timed: boolean;
  /** what was last asked for */
  found?: { by: Narrowed; counts: Uint32Array };
}

export interface Counts {
  /** How many records of each of a tile's features are wanted; null where that is not read. */
  found(tile: number, narrowed: Narrowed): Uint32Array | null;
  /** Reads what `found` needs for tiles. */
  read(tiles: readonly number[], narrowed: Narrowed): Promise<void>;
  /** What all records of the exhibit come to. */
  totals(): Promise<Totals>;
  /** Which of so many records from one on are wanted, by their numbers. */
  rows(first: number, count: number, narrowed: Narrowed): Promise<number[]>;
  /** Which of some records, by their numbers, ascending, are wanted; and whether all of them were looked at. */
  among(rows: readonly number[], narrowed: Narrowed): Promise<{ rows: number[]; whole: boolean }>;
}

/** Blocks that are kept, of those that were read last. */
const MOST = 256;
const MOST_TILES = 600;
/** Blocks of records' combinations that are read for one search: those of four million records. */
const MOST_AT_ONCE = 256;
const UNTIMED = 3;
const NONE = new Int32Array();

/** How many records of each of a tile's features are wanted. Pure. */
export function foundIn(columns: TileCounts, { combinations, from, to, timed }: Narrowed): Uint32Array {
  const [at = NONE, combination = NONE, n = NONE, ...times] = columns;
  const found = new Uint32Array((at.at(-1) ?? -1) + 1);
  const wanted = (pair: number): boolean => !combinations || combinations.has(combination[pair] as number);
  const add = (pair: number, count: number): void => {
    const feature = at[pair] as number;
    found[feature] = (found[feature] as number) + count;
  };
  if (!timed) {
    n.forEach((count, pair) => {
      if (wanted(pair)) add(pair, count);
    });
  }
  // What begins until the last bucket, less what ends before the first one.
  for (let part = 0; timed && part < times.length; part += UNTIMED) {
    const [size = NONE, bucket = NONE, count = NONE] = times.slice(part, part + UNTIMED);
    const last = part === 0 ? to : -1;
    let next = 0;
    size.forEach((many, pair) => {
      const end = next + many;
      for (; next < end; next++) {
        if (!wanted(pair)) continue;
        const where = bucket[next] as number;
        const sign = Number(where <= last) - Number(where < from);
        if (sign !== 0) add(pair, sign * (count[next] as number));
      }
    });
  }
  return found;
}

export function openCounts({ file, index, bytes: whole, block_rows }: CountsFacts): Counts {
  const root = keeping<Root>(1);
  const wheres = keeping<Where>(MOST);
  const blocks = keeping<Uint8Array>(MOST);
  const running = new Map<string, Promise<void>>();
  const known = new Map<number, Known>();

  const readRoot = (): Promise<Root> => root(index, () => readJson(file, index, whole - index, whole));

  function keep(tile: number, counts: Known): void {
    known.delete(tile);
    known.set(tile, counts);
    const [oldest = -1] = known.keys();
    if (known.size > MOST_TILES) known.delete(oldest);
  }

  async function readTile(tile: number, timed: boolean): Promise<void> {
    const { first, start } = await readRoot();
    const number = first.findLastIndex((each) => each <= tile);
    const [from = 0, end = 0] = [start[number], start[number + 1]];
    const where = await wheres(number, () => readJson(file, from, end - from, whole));
    const row = where.tile.indexOf(tile);
    const [at = 0, length = 0, more = 0] = [where.start[row], where.kinds[row], where.times[row]];
    const [columns, times] = await Promise.all([
      known.get(tile)?.columns ?? readColumns(at, length),
      timed && more > 0 ? readColumns(at + length, more) : [],
    ]);
    keep(tile, { columns: [...columns, ...times], timed: timed || more === 0 });
  }

  async function readColumns(at: number, length: number): Promise<TileCounts> {
    const columns = await readJson<number[][]>(file, at, length, whole);
    return columns.map((column) => Int32Array.from(column));
  }

  async function readBlock(number: number): Promise<Uint8Array> {
    const { rows } = await readRoot();
    const [from = 0, end = 0] = [rows[number], rows[number + 1]];
    return blocks(number, () => {
      if (end > index) throw new FileFault("broken", file);
      return readInflated(file, from, end - from, whole);
    });
  }

  /** Reads what combinations and times the records of some blocks have: whether one of them is wanted. */
  async function readRecords(numbers: readonly number[], by: Narrowed): Promise<(row: number) => boolean> {
    const read = await Promise.all(numbers.map(readBlock));
    const of = new Map(numbers.map((number, at) => [number, wantedIn(read[at] as Uint8Array, by)]));
    return (row) => of.get(Math.floor(row / block_rows))?.(row % block_rows) ?? false;
  }

  return {
    found(tile, narrowed) {
      const there = known.get(tile);
      if (!there || (narrowed.timed && !there.timed)) return null;
      keep(tile, there);
      // The map is painted many times between two choices.
      if (there.found?.by !== narrowed)
        there.found = { by: narrowed, counts: foundIn(there.columns, narrowed) };
      return there.found.counts;
    },
    async read(tiles, { timed }) {
      await Promise.all(
        tiles.map((tile) => {
          const there = known.get(tile);
          if (there && (there.timed || !timed)) return null;
          const key = `${tile} ${timed}`;
          const asked = running.get(key) ?? readTile(tile, timed).finally(() => running.delete(key));
          running.set(key, asked);
          return asked;
        }),
      );
    },
    totals: readRoot,
    async rows(first, count, narrowed) {
      const numbers: number[] = [];
      const last = Math.floor((first + count - 1) / block_rows);
      for (let number = Math.floor(first / block_rows); number <= last; number++) numbers.push(number);
      const isWanted = await readRecords(numbers, narrowed);
      return Array.from({ length: count }, (_, at) => first + at).filter(isWanted);
    },
    async among(rows, narrowed) {
      const numbers = [...new Set(rows.map((row) => Math.floor(row / block_rows)))];
      const [beyond] = numbers.slice(MOST_AT_ONCE);
      const isWanted = await readRecords(numbers.slice(0, MOST_AT_ONCE), narrowed);
      const end = (beyond ?? Number.POSITIVE_INFINITY) * block_rows;
      return { rows: rows.filter((row) => row < end && isWanted(row)), whole: beyond === undefined };
    },
  };
}

/** Whether a row of a block is wanted, which has three columns one behind the other: combinations, first and last buckets. */
function wantedIn(block: Uint8Array, narrowed: Narrowed): (row: number) => boolean {
  const size = block.length / 3;
  return (row) =>
    row < size &&
    within(block[row] as number, block[size + row] as number, block[2 * size + row] as number, narrowed);
}
