// Which of many events a selection asks for, and what each further choice would show: the same as `matching`, over columns
// of one value an event and the few that have more. Pure. A part that has not changed is not looked at again, and one pass counts everything.

import type { Part } from "../matching";
import { FACETS, type Facet, type Selection } from "../state";
import { countsOf } from "./columns";
import { type Further, type ManyEvents, type ManyPlaces, NO_DAY, type Numbering } from "./types";

/** What was found. The arrays are the same ones each time, written anew. */
export interface Found {
  /** 1 for each event that the selection asks for, else 0 */
  readonly events: Uint8Array;
  readonly count: number;
  /** for each facet and value what choosing it alone in its facet would show */
  readonly counts: Record<Facet, Uint32Array>;
  /** how many were found of each date */
  readonly dates: Uint32Array;
  /** what giving up one part alone would show beside what was found */
  readonly without: Record<Part, number>;
}

export interface Masks {
  readonly found: Found;
  /** how many events are shown where nothing is asked for */
  readonly total: number;
  /** how many events each value of a facet has */
  readonly all: Record<Facet, Uint32Array>;
  readonly allDates: Uint32Array;
  /** those that events which are shown name first */
  readonly sources: readonly number[];
  /** Takes up all of a selection but its text. */
  select(selection: Selection): void;
  /** 1 for each event whose text has what was asked for; null where nothing was. */
  setText(matches: Uint8Array | null): void;
  /** Counts anew, where something has changed. */
  count(): Found;
}

/** Of what is no part of what is shown. */
const HIDDEN = 64;
const BIT: Record<Part, number> = { span: 1, text: 2, category: 4, group: 8, place: 16, source: 32 };
const PARTS = Object.keys(BIT) as Part[];

const NONE: Further = { event: new Uint32Array(), value: new Uint32Array() };

/** How many values each facet has. */
export type Sizes = Record<Facet, number>;

export function makeMasks(
  { size, date, category, group, place, source, date_first, date_last, further = {} }: ManyEvents,
  { size: places }: Pick<ManyPlaces, "size">,
  known: Omit<Sizes, "place">,
  hidden: Uint8Array | null = null,
): Masks {
  const columns: Record<Facet, Numbering> = { category, group, place, source };
  const sizes: Sizes = { ...known, place: places };
  const days = date_first.length;
  const failed = new Uint8Array(size);
  if (hidden) for (let event = 0; event < size; event++) failed[event] = hidden[event] === 1 ? HIDDEN : 0;
  const events = new Uint8Array(size).fill(1);
  // What has no value, or none that is known, is counted behind the others.
  const room = <T>(make: (values: number) => T): Record<Facet, T> =>
    Object.fromEntries(FACETS.map((facet) => [facet, make(sizes[facet] + 1)])) as Record<Facet, T>;
  const tallies = room((values) => new Uint32Array(values));
  const dates = new Uint32Array(days);
  const alone = new Uint32Array(128);
  let asked: Selection | null = null;
  /** whether something has been written since all was counted */
  let stale = false;
  /** the sources that events name first */
  let sources: number[] | null = null;
  let found = hidden ? count() : countAll();
  const all = Object.fromEntries(FACETS.map((facet) => [facet, found.counts[facet].slice()])) as Masks["all"];
  const allDates = dates.slice();
  const total = found.count;

  function count(): Found {
    for (const facet of FACETS) tallies[facet].fill(0);
    dates.fill(0);
    alone.fill(0);
    const [ofCategory, ofGroup, ofPlace, ofSource] = [
      tallies.category,
      tallies.group,
      tallies.place,
      tallies.source,
    ];
    const [noCategory, noGroup, noSource] = [sizes.category, sizes.group, sizes.source];
    let sum = 0;
    for (let event = 0; event < size; event++) {
      const bits = failed[event] as number;
      alone[bits] = (alone[bits] as number) + 1;
      const ok = bits === 0;
      events[event] = ok ? 1 : 0;
      if (ok) {
        sum++;
        const at = date[event] as number;
        dates[at] = (dates[at] as number) + 1;
      }
      if (ok || bits === 4) {
        const value = Math.min(category[event] as number, noCategory);
        ofCategory[value] = (ofCategory[value] as number) + 1;
      }
      if (ok || bits === 8) {
        const value = Math.min(group[event] as number, noGroup);
        ofGroup[value] = (ofGroup[value] as number) + 1;
      }
      if (ok || bits === 16) {
        const value = place[event] as number;
        ofPlace[value] = (ofPlace[value] as number) + 1;
      }
      if (ok || bits === 32) {
        const value = Math.min(source[event] as number, noSource);
        ofSource[value] = (ofSource[value] as number) + 1;
      }
    }
    return counted(sum);
  }

  /** The same where all are found, in a loop for each column: those need not ask what is found. */
  function countAll(): Found {
    for (const facet of FACETS) tallies[facet].set(countsOf(columns[facet], sizes[facet]));
    dates.set(countsOf(date, days).subarray(0, days));
    alone[0] = size;
    return counted(size);
  }

  /** What was found, of each event by its first place and source, with those beside them. */
  function counted(sum: number): Found {
    sources ??= [...tallies.source.subarray(0, -1)].flatMap((own, at) => (own > 0 ? [at] : []));
    for (const facet of ["place", "source"] as const) {
      const { event, value } = further[facet] ?? NONE;
      const tally = tallies[facet];
      for (let at = 0; at < event.length; at++) {
        const bits = failed[event[at] as number] as number;
        if (bits !== 0 && bits !== BIT[facet]) continue;
        const own = Math.min(value[at] as number, sizes[facet]);
        tally[own] = (tally[own] as number) + 1;
      }
    }
    return {
      events,
      count: sum,
      counts: Object.fromEntries(
        FACETS.map((facet) => [facet, tallies[facet].subarray(0, sizes[facet])]),
      ) as Found["counts"],
      dates,
      without: Object.fromEntries(PARTS.map((part) => [part, alone[BIT[part]] ?? 0])) as Found["without"],
    };
  }

  /** Writes one part's bit: that of each event is what its value's entry in `out` says, none if any of several has none. */
  function write(bit: number, values: Numbering, out: Uint8Array, more: Further = NONE): void {
    const last = out.length - 1;
    const others = ~bit;
    stale = true;
    for (let event = 0; event < size; event++) {
      const value = Math.min(values[event] as number, last);
      failed[event] = ((failed[event] as number) & others) | (out[value] as number);
    }
    for (let at = 0; at < more.event.length; at++) {
      if (out[Math.min(more.value[at] as number, last)] !== 0) continue;
      const event = more.event[at] as number;
      failed[event] = (failed[event] as number) & others;
    }
  }

  function clear(bit: number): void {
    const others = ~bit;
    stale = true;
    for (let event = 0; event < size; event++) failed[event] = (failed[event] as number) & others;
  }

  return {
    get found() {
      return found;
    },
    total,
    all,
    allDates,
    sources: sources ?? [],
    select(selection) {
      const { from, to } = selection;
      if (from !== (asked?.from ?? null) || to !== (asked?.to ?? null)) {
        if (from === null && to === null) clear(BIT.span);
        else write(BIT.span, date, datesOutside(date_first, date_last, from, to));
      }
      for (const facet of FACETS) {
        const chosen = selection[facet];
        if (chosen === asked?.[facet] || (!asked && chosen.size === 0)) continue;
        if (chosen.size === 0) {
          clear(BIT[facet]);
          continue;
        }
        const out = new Uint8Array(sizes[facet] + 1).fill(BIT[facet]);
        for (const value of chosen) out[value] = 0;
        // What has no value is never chosen.
        out[sizes[facet]] = BIT[facet];
        write(
          BIT[facet],
          columns[facet],
          out,
          facet === "place" || facet === "source" ? further[facet] : NONE,
        );
      }
      asked = selection;
    },
    setText(matches) {
      if (!matches) {
        clear(BIT.text);
        return;
      }
      stale = true;
      for (let event = 0; event < size; event++) {
        const bits = (failed[event] as number) & ~BIT.text;
        failed[event] = matches[event] === 1 ? bits : bits | BIT.text;
      }
    },
    count() {
      if (stale) found = count();
      stale = false;
      return found;
    },
  };
}

/** Of each date the span's bit where it does not overlap the days asked for; an undated one overlaps none. */
function datesOutside(
  first: Int32Array,
  last: Int32Array,
  from: number | null,
  to: number | null,
): Uint8Array {
  return Uint8Array.from(first, (start, date) => {
    const end = last[date] as number;
    const undated = start === NO_DAY && end === NO_DAY;
    const begins = start === NO_DAY || to === null || start <= to;
    const ends = end === NO_DAY || from === null || end >= from;
    return !undated && begins && ends ? 0 : BIT.span;
  });
}

/** The events of a list in time order: those found whose group is one of its own; `groups[0]` is of no group. */
export function inOrder({ inTime, group }: ManyEvents, found: Found, groups: Uint8Array): Uint32Array {
  const { events, count } = found;
  const all = groups.every((own) => own === 1);
  if (all && count === events.length) return inTime;
  const order = new Uint32Array(count);
  const last = groups.length - 1;
  let next = 0;
  for (let at = 0; at < inTime.length; at++) {
    const event = inTime[at] as number;
    if (events[event] === 0) continue;
    if (!all) {
      const of = group[event] as number;
      if (groups[of >= last ? 0 : of + 1] === 0) continue;
    }
    order[next++] = event;
  }
  return order.subarray(0, next);
}
