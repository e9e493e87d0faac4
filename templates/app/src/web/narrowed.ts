// What a selection leaves of records that are counted by kind and by buckets of time. Pure.

import type { Part } from "../matching";
import type { Selection } from "../state";
import type { Range } from "../timeline/brush";

/** The bucket of a record without a day. */
const UNDATED = 255;

/** What is wanted; the same object means the same. */
export interface Narrowed {
  /** null for all, and those of none */
  kinds: ReadonlySet<number> | null;
  /** the first and last bucket; undated records are in none */
  from: number;
  to: number;
  /** whether a period is chosen at all */
  timed: boolean;
}

/** By kind and bucket how many records begin there, and how many more end there than begin. */
export interface Totals {
  begins: readonly (readonly number[])[];
  moved: readonly (readonly number[])[];
}

/** What is found of all records. */
export interface FoundInAll {
  count: number;
  /** of each kind what choosing it alone would show */
  kinds: number[];
  /** how many begin in each bucket of the period */
  begins: number[];
  /** what giving up one part alone would show */
  without: Partial<Record<Part, number>>;
}

/** The bucket of a day; days beyond are in the outermost. */
export function bucketOf(edges: readonly number[], day: number): number {
  const next = edges.findIndex((edge) => edge > day);
  const last = edges.length - 2;
  return next < 0 ? last : Math.max(0, Math.min(last, next - 1));
}

/** What a selection asks for; null where that is everything. */
export function narrowedBy(
  { category, from, to }: Pick<Selection, "category" | "from" | "to">,
  edges: readonly number[],
): Narrowed | null {
  const timed = edges.length > 2 && (from !== null || to !== null);
  if (category.size === 0 && !timed) return null;
  return {
    kinds: category.size > 0 ? category : null,
    from: timed && from !== null ? bucketOf(edges, from) : 0,
    to: timed && to !== null ? bucketOf(edges, to) : edges.length - 2,
    timed,
  };
}

/** A period as wide as the buckets that it touches; an end in the outermost one is open. Null for all time. */
export function wholeBuckets({ from, to }: Range, edges: readonly number[]): Range | null {
  const [start = 0, end = 0] = [edges[0], edges.at(-1)];
  if (edges.length < 3 || (from !== null && from >= end) || (to !== null && to < start)) return null;
  const first = from === null ? 0 : bucketOf(edges, from);
  const last = to === null ? edges.length - 2 : bucketOf(edges, to);
  const range = {
    from: first === 0 ? null : (edges[first] ?? null),
    to: last === edges.length - 2 ? null : (edges[last + 1] ?? 0) - 1,
  };
  return range.from === null && range.to === null ? null : range;
}

/** Whether a record is wanted. */
export function within(
  kind: number,
  begin: number,
  end: number,
  { kinds, from, to, timed }: Narrowed,
): boolean {
  if (kinds && !kinds.has(kind)) return false;
  return !timed || (begin !== UNDATED && begin <= to && end >= from);
}

/** What is found of all records; `kinds` are how many each kind has, those of none last. */
export function foundOfAll(totals: Totals, kinds: readonly number[], narrowed: Narrowed | null): FoundInAll {
  const timed = narrowed?.timed === true;
  const inTime = kinds.map((all, kind) => {
    if (!timed) return all;
    const { from, to } = narrowed;
    const [begins = [], moved = []] = [totals.begins[kind], totals.moved[kind]];
    // What begins until the last bucket, less what ends before the first one.
    return begins.reduce((sum, count, bucket) => {
      const ended = bucket < from ? count + (moved[bucket] ?? 0) : 0;
      return sum + (bucket <= to ? count : 0) - ended;
    }, 0);
  });
  const sum = (counts: readonly number[]): number =>
    counts.reduce(
      (total, count, kind) => total + (!narrowed?.kinds || narrowed.kinds.has(kind) ? count : 0),
      0,
    );
  const buckets = totals.begins[0]?.length ?? 0;
  const begins = Array.from({ length: buckets }, (_, bucket) =>
    timed && (bucket < narrowed.from || bucket > narrowed.to)
      ? 0
      : sum(totals.begins.map((each) => each[bucket] ?? 0)),
  );
  return {
    count: sum(inTime),
    kinds: inTime,
    begins,
    without: {
      category: inTime.reduce((all, count) => all + count, 0),
      span: sum(kinds),
    },
  };
}
