// What a selection leaves of records that are counted by their combinations of kind, group and sources, and by buckets of
// time. Pure.

import type { Part } from "../matching";
import type { Selection } from "../state";
import type { Range } from "../timeline/brush";
import type { CountsFacts, WebFacet } from "./types";

/** The bucket of a record without a day. */
const UNDATED = 255;

export const WEB_FACETS: readonly WebFacet[] = ["category", "group", "source"];

export type Values = CountsFacts["values"];
export type Chosen = Pick<Selection, WebFacet>;

/** What is wanted; the same object means the same. */
export interface Narrowed {
  /** null for all combinations */
  combinations: ReadonlySet<number> | null;
  /** the first and last bucket; undated records are in none */
  from: number;
  to: number;
  /** whether a period is chosen at all */
  timed: boolean;
}

/** By combination and bucket how many records begin there, and how many more end there than begin. */
export interface Totals {
  begins: readonly (readonly number[])[];
  moved: readonly (readonly number[])[];
}

/** What is found of all records. */
export interface FoundInAll {
  count: number;
  /** of each value what choosing it alone in its facet would show */
  counts: Record<WebFacet, number[]>;
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

/** What a combination has of a facet. */
export function valuesOf(values: Values, facet: WebFacet, combination: number): readonly number[] {
  const own = values[facet]?.[combination] ?? -1;
  return typeof own === "object" ? own : own < 0 ? [] : [own];
}

/** Whether a combination has what is chosen of each facet, but for one. */
function isChosen(chosen: Chosen, values: Values, combination: number, but?: WebFacet): boolean {
  return WEB_FACETS.every(
    (facet) =>
      facet === but ||
      chosen[facet].size === 0 ||
      valuesOf(values, facet, combination).some((value) => chosen[facet].has(value)),
  );
}

/** What a selection asks for; null where that is everything. */
export function narrowedBy(
  selection: Chosen & Pick<Selection, "from" | "to">,
  { edges, combinations, values }: Pick<CountsFacts, "edges" | "combinations" | "values">,
): Narrowed | null {
  const { from, to } = selection;
  const timed = edges.length > 2 && (from !== null || to !== null);
  const all = WEB_FACETS.every((facet) => selection[facet].size === 0);
  if (all && !timed) return null;
  const numbers = [...combinations.keys()];
  return {
    combinations: all ? null : new Set(numbers.filter((number) => isChosen(selection, values, number))),
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
  combination: number,
  begin: number,
  end: number,
  { combinations, from, to, timed }: Narrowed,
): boolean {
  if (combinations && !combinations.has(combination)) return false;
  return !timed || (begin !== UNDATED && begin <= to && end >= from);
}

/** What is found of all records. */
export function foundOfAll(
  totals: Totals,
  { combinations, values }: Pick<CountsFacts, "combinations" | "values">,
  chosen: Chosen,
  narrowed: Narrowed | null,
): FoundInAll {
  const timed = narrowed?.timed === true;
  const inTime = combinations.map((all, number) => {
    if (!timed) return all;
    const { from, to } = narrowed;
    const [begins = [], moved = []] = [totals.begins[number], totals.moved[number]];
    // What begins until the last bucket, less what ends before the first one.
    return begins.reduce((sum, count, bucket) => {
      const ended = bucket < from ? count + (moved[bucket] ?? 0) : 0;
      return sum + (bucket <= to ? count : 0) - ended;
    }, 0);
  });
  const sum = (counts: readonly number[], but?: WebFacet): number =>
    counts.reduce((total, count, number) => total + (isChosen(chosen, values, number, but) ? count : 0), 0);
  const ofEach = (facet: WebFacet): number[] => {
    const counts: number[] = [];
    inTime.forEach((count, number) => {
      if (!isChosen(chosen, values, number, facet)) return;
      for (const value of valuesOf(values, facet, number)) counts[value] = (counts[value] ?? 0) + count;
    });
    return counts;
  };
  const buckets = totals.begins[0]?.length ?? 0;
  const begins = Array.from({ length: buckets }, (_, bucket) =>
    timed && (bucket < narrowed.from || bucket > narrowed.to)
      ? 0
      : sum(totals.begins.map((each) => each[bucket] ?? 0)),
  );
  return {
    count: sum(inTime),
    counts: { category: ofEach("category"), group: ofEach("group"), source: ofEach("source") },
    begins,
    without: {
      category: sum(inTime, "category"),
      group: sum(inTime, "group"),
      source: sum(inTime, "source"),
      span: sum(combinations),
    },
  };
}
