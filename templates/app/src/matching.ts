// Which events a selection asks for, and what each further choice would show. Pure; columns and typed arrays throughout,
// so that one pass over a million events makes no object and calls nothing.

import type { Events } from "./payload";
import { EVERYTHING, FACETS, type Facet, type Selection } from "./state";

/** What is known of the events, by column; made once of an exhibit, and once more of each language's search texts. */
export interface EventIndex {
  readonly size: number;
  /** how many of them are shown at all */
  readonly total: number;
  /** 64 for those that no selection finds, for they are not shown; else 0 */
  readonly hidden: Uint8Array;
  /** first and last days; -Infinity and Infinity where that end is open, NaN both where nothing is known */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly facets: Record<Facet, FacetColumn>;
  /** each event's folded search text */
  readonly texts: readonly string[];
}

/** The values of each event, one after the other: those of event `i` are `values[offsets[i] … offsets[i + 1])`. */
export interface FacetColumn {
  readonly offsets: Uint32Array;
  readonly values: Uint32Array;
  /** how many different values there are */
  readonly size: number;
}

export interface Matching {
  /** 1 for each event that the selection asks for, else 0 */
  readonly events: Uint8Array;
  readonly count: number;
  /**
   * For each facet and value: how many events have it and satisfy everything else that is asked for, so that a count
   * says what choosing that value alone in its facet would show.
   */
  readonly counts: Record<Facet, Uint32Array>;
}

const HIDDEN = 64;
const SPAN = 1;
const TEXT = 2;
const BIT: Record<Facet, number> = { category: 4, group: 8, place: 16, source: 32 };

export interface Sizes {
  categories: number;
  groups: number;
  places: number;
  sources: number;
}

/** `sources` are the texts' own and other sources of each event. */
export function indexEvents(
  events: Events,
  sources: { source: readonly number[]; other_sources: readonly (readonly number[])[] },
  sizes: Sizes,
  texts: readonly string[] = [],
  isHidden: (event: number) => boolean = () => false,
): EventIndex {
  const size = events.id.length;
  const hidden = Uint8Array.from({ length: size }, (_, event) => (isHidden(event) ? HIDDEN : 0));
  const first = new Float64Array(size);
  const last = new Float64Array(size);
  for (let event = 0; event < size; event++) {
    const [start, end] = [events.start_day[event] ?? null, events.end_day[event] ?? null];
    const undated = start === null && end === null;
    first[event] = undated ? Number.NaN : (start ?? Number.NEGATIVE_INFINITY);
    last[event] = undated ? Number.NaN : (end ?? Number.POSITIVE_INFINITY);
  }
  const own = (column: readonly number[]) => (event: number) => [column[event] ?? -1];
  return {
    size,
    total: hidden.reduce((sum, one) => sum + (one === 0 ? 1 : 0), 0),
    hidden,
    first,
    last,
    texts,
    facets: {
      category: toColumn(size, sizes.categories, own(events.category)),
      group: toColumn(size, sizes.groups, own(events.group)),
      place: toColumn(size, sizes.places, (event) => [
        events.place[event] ?? -1,
        ...(events.places?.[event] ?? []),
      ]),
      source: toColumn(size, sizes.sources, (event) => [
        sources.source[event] ?? -1,
        ...(sources.other_sources[event] ?? []),
      ]),
    },
  };
}

/** The same events in another language's search texts. */
export function withTexts(index: EventIndex, texts: readonly string[]): EventIndex {
  return { ...index, texts };
}

function toColumn(events: number, size: number, valuesOf: (event: number) => readonly number[]): FacetColumn {
  const offsets = new Uint32Array(events + 1);
  const values: number[] = [];
  for (let event = 0; event < events; event++) {
    for (const value of new Set(valuesOf(event))) if (value >= 0) values.push(value);
    offsets[event + 1] = values.length;
  }
  return { offsets, values: Uint32Array.from(values), size };
}

/**
 * The events of a selection whose search text is folded already. An event matches a span of days that it overlaps, an
 * undated one none; it matches a text when it has each of its words, and a facet when it has one of the values chosen.
 */
export function matching(index: EventIndex, selection: Selection, folded: string): Matching {
  const { size, first, last, texts } = index;
  const failed = index.hidden.slice();
  const { from, to } = selection;
  if (from !== null || to !== null) {
    const [low, high] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
    for (let event = 0; event < size; event++) {
      const overlaps = (first[event] as number) <= high && (last[event] as number) >= low;
      if (!overlaps) failed[event] = (failed[event] as number) | SPAN;
    }
  }
  for (const word of folded.split(" ")) {
    if (!word) continue;
    for (let event = 0; event < size; event++) {
      if (!has(texts[event] ?? "", word)) failed[event] = (failed[event] as number) | TEXT;
    }
  }
  for (const facet of FACETS) {
    const chosen = selection[facet];
    if (chosen.size === 0) continue;
    const column = index.facets[facet];
    const wanted = new Uint8Array(column.size);
    for (const value of chosen) wanted[value] = 1;
    for (let event = 0; event < size; event++) {
      const end = column.offsets[event + 1] as number;
      let at = column.offsets[event] as number;
      while (at < end && wanted[column.values[at] as number] === 0) at++;
      if (at === end) failed[event] = (failed[event] as number) | (BIT[facet] as number);
    }
  }
  const events = new Uint8Array(size);
  let count = 0;
  for (let event = 0; event < size; event++) {
    if (failed[event] !== 0) continue;
    events[event] = 1;
    count++;
  }
  const counts = Object.fromEntries(
    FACETS.map((facet) => [facet, countsOf(index.facets[facet], failed, BIT[facet])]),
  ) as Record<Facet, Uint32Array>;
  return { events, count, counts };
}

/** How many events have each value and fail in nothing but, perhaps, this facet. */
function countsOf(column: FacetColumn, failed: Uint8Array, bit: number): Uint32Array {
  const counts = new Uint32Array(column.size);
  for (let event = 0; event < failed.length; event++) {
    if (((failed[event] as number) & ~bit) !== 0) continue;
    const end = column.offsets[event + 1] as number;
    for (let at = column.offsets[event] as number; at < end; at++) {
      const value = column.values[at] as number;
      counts[value] = (counts[value] as number) + 1;
    }
  }
  return counts;
}

/** One or two Latin letters or digits are looked for where a word begins, anything else anywhere. */
function has(text: string, word: string): boolean {
  if (word.length > 2 || !/^[a-z0-9]+$/.test(word)) return text.includes(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[a-z0-9]/.test(text[at - 1] as string)) return true;
  }
  return false;
}

/** A part of a selection that can be given up. */
export type Part = "span" | "text" | Facet;

/** The selection without one part of it. */
export function without(selection: Selection, part: Part): Selection {
  if (part === "span") return { ...selection, from: null, to: null };
  return { ...selection, [part]: EVERYTHING[part] };
}

export function partsOf(selection: Selection): Part[] {
  const parts: Part[] = selection.text.trim() ? ["text"] : [];
  if (selection.from !== null || selection.to !== null) parts.push("span");
  return parts.concat(FACETS.filter((facet) => selection[facet].size > 0));
}

/** The parts of which giving up one alone would show something, each with how many events; best first. */
export function waysOut(
  index: EventIndex,
  selection: Selection,
  folded: string,
): { part: Part; count: number }[] {
  return partsOf(selection)
    .map((part) => ({
      part,
      count: matching(index, without(selection, part), part === "text" ? "" : folded).count,
    }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}
