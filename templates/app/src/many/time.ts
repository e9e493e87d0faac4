// The timeline of many records: how many there are in each stretch of time. It counts dates, not events.

import { append } from "../dom";
import type { Exhibit } from "../exhibit";
import type { Range } from "../timeline/brush";
import { type Density, makeDensity, undatedCount } from "../timeline/density";
import { makeFrame, type TimelineActions } from "../timeline/frame";
import { railsOfMany } from "../timeline/room";
import { type Extent, makeScale } from "../timeline/scale";
import { type ManyEvents, NO_DAY } from "./types";

const UNDATED_EM = 6;
/** Events by which the scale is reckoned, each for as many of them. */
const SAMPLE = 2000;

export interface ManyTimeline {
  readonly element: HTMLElement;
  tell(exhibit: Exhibit): void;
  /** What is found: how many events of each date, and the days of the brush. */
  show(found: Uint32Array, range: Range | null): void;
  /** The event that is open; -1 for none. */
  choose(event: number): void;
  resize(): void;
  remove(): void;
}

/** What a timeline asks about the records. */
export interface Dated {
  events: ManyEvents;
  /** how many events each date has */
  all: Uint32Array;
  /** the dated events that are found, in time order, without their context */
  steps(): { count: number; at(event: number): number; event(step: number): number };
}

/** Where each date begins, or ends where its beginning is open; NaN of undated ones. */
export function daysOf({
  date_first,
  date_last,
}: Pick<ManyEvents, "date_first" | "date_last">): Float64Array {
  const days = Float64Array.from(date_first);
  for (let date = 0; date < days.length; date++) {
    if (days[date] !== NO_DAY) continue;
    const last = date_last[date] as number;
    days[date] = last !== NO_DAY ? last : Number.NaN;
  }
  return days;
}

/** So many extents that stand for all of the events, and the first and last day of them. */
export function sampleOf(days: Float64Array, lasts: Int32Array, counts: Uint32Array): Extent[] {
  const order = inOrderOf(days);
  let total = 0;
  for (const date of order) total += counts[date] ?? 0;
  const step = Math.max(1, total / SAMPLE);
  const extents: Extent[] = [];
  let sum = 0;
  let next = step / 2;
  let end = Number.NEGATIVE_INFINITY;
  for (const date of order) {
    sum += counts[date] ?? 0;
    const last = lasts[date] as number;
    for (; next <= sum; next += step) {
      extents.push({ start: days[date] ?? 0, end: last === NO_DAY ? null : last });
    }
    end = Math.max(end, last === NO_DAY ? (days[date] ?? end) : last);
  }
  const [first] = order;
  if (first !== undefined) extents.push({ start: days[first] ?? 0, end });
  return extents;
}

/** The dated ones by their days, those of one day by their numbers. */
function inOrderOf(days: Float64Array): Uint32Array {
  const order = new Uint32Array(days.length);
  let size = 0;
  let isSorted = true;
  let before = Number.NEGATIVE_INFINITY;
  for (let date = 0; date < days.length; date++) {
    const day = days[date] as number;
    if (Number.isNaN(day)) continue;
    order[size++] = date;
    isSorted = isSorted && before <= day;
    before = day;
  }
  const dated = order.subarray(0, size);
  // They are numbered in time order, which differs where a beginning is open.
  return isSorted ? dated : dated.sort((one, other) => (days[one] ?? 0) - (days[other] ?? 0) || one - other);
}

export function openManyTimeline(
  host: HTMLElement,
  first: Exhibit,
  { events, all, steps }: Dated,
  actions: TimelineActions,
): ManyTimeline {
  const days = daysOf(events);
  const extents = sampleOf(days, events.date_last, all);
  const starts = Array.from(days, (day) => (Number.isNaN(day) ? null : day));
  const undated = all.reduce((sum, count, date) => sum + (starts[date] === null ? count : 0), 0);
  let found = all;
  let chosen = -1;
  let density: Density | null = null;

  const frame = makeFrame({
    host,
    exhibit: first,
    actions,
    rails: railsOfMany(first.head),
    steps() {
      const played = steps();
      return { count: played.count, at: played.at(chosen), event: played.event };
    },
    draw({ width }) {
      const { apart, em_px, lanes } = frame;
      const aside = undated === 0 ? 0 : UNDATED_EM * em_px + apart;
      const scale = makeScale(extents, width - aside);
      density =
        scale &&
        makeDensity({
          exhibit: frame.exhibit,
          scale,
          words: frame.words(),
          days: starts,
          counts: all,
          least_px: apart,
          onPress: ({ from, to }) => frame.choosePeriod({ from, to: to - 1 }),
        });
      if (density) append(lanes, density.nodes);
      const x0 = width - aside + apart;
      if (undated > 0) lanes.append(undatedCount(frame.exhibit, undated, x0));
      return { scale, undated_px: undated > 0 ? x0 : null };
    },
    mark() {
      density?.show(found);
      drawChosen();
    },
    stops: () => density?.buttons ?? [],
  });

  function drawChosen(): void {
    density?.choose(events.date[chosen] ?? -1);
    frame.settle();
  }

  frame.tell(first);
  return {
    element: frame.element,
    tell: frame.tell,
    show(nextFound, range) {
      found = nextFound;
      frame.show(range);
      density?.show(found);
    },
    choose(event) {
      chosen = event;
      drawChosen();
    },
    resize: frame.resize,
    remove: frame.remove,
  };
}
