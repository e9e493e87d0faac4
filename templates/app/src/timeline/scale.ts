// The scale of a timeline: where a day stands, and where its ticks are. Pure; pixels run from where time begins.
//
// Time runs evenly where the events allow it. Where at least half of them lie within a small part of the whole, that
// part is drawn larger: then the axis has up to three stretches, each even in itself, with a marked break between two.

import { toCivil, toDay } from "./calendar";

export interface Stretch {
  /** first day */
  from: number;
  /** day after the last */
  to: number;
  /** pixels */
  x0: number;
  x1: number;
  /** whether it is drawn larger than those beside it */
  larger: boolean;
}

export interface Scale {
  stretches: readonly Stretch[];
  /** first day and day after the last */
  from: number;
  to: number;
  width: number;
  /** where alone a period may begin or end; missing where any day will do */
  edges?: readonly number[];
  /** Where a day begins, in pixels; days beyond the ends stand at the ends. */
  x(day: number): number;
  /** The day that is at a place, with its fraction. */
  day(x: number): number;
}

export interface Tick {
  day: number;
  x: number;
  unit: Unit;
}

export type Unit = "day" | "month" | "year";

/** Pixels between two stretches, where the break is drawn. */
export const BREAK_PX = 14;
/** Of the events that the larger part holds, at least. */
const MOST = 0.5;
/** Of the whole time that it may cover, at most. */
const DENSE = 0.2;
/** Of the width that it takes where there is another stretch beside it. */
const SHARE = 0.66;
/** The least share of the width of a stretch beside it. */
const LEAST = 0.1;
/** Days left free at the ends, of the part's own length. */
const MARGIN = 0.05;

export interface Extent {
  start: number | null;
  end: number | null;
}

/** The scale of events in so many pixels; null where none is dated. */
export function makeScale(extents: readonly Extent[], width: number): Scale | null {
  const points = new Float64Array(extents.length);
  let count = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { start, end } of extents) {
    const day = start ?? end;
    if (day === null) continue;
    points[count++] = day;
    first = Math.min(first, day);
    last = Math.max(last, end ?? day);
  }
  if (count === 0) return null;
  const ascending = points.subarray(0, count).sort();
  const dense = densest(ascending);
  if (dense) dense[1] = Math.max(dense[1], dense[0] + usualLength(extents, dense));
  return scaleFor(ascending, dense, first, last, width);
}

/** `points` ascend. */
function scaleFor(
  points: Float64Array,
  dense: [number, number] | null,
  first: number,
  last: number,
  width: number,
): Scale {
  const [from, to] = rounded(first, last + 1);
  const within = dense && rounded(dense[0], dense[1] + 1);
  if (!within || (within[1] - within[0]) / (to - from) > DENSE) {
    return scaleOf(stretchesOf(from, to, null, points, width), width);
  }
  // Beside the larger part there is only time in which something was.
  const [start, end] = [first < within[0] ? from : within[0], last >= within[1] ? to : within[1]];
  return scaleOf(stretchesOf(start, end, within, points, width), width);
}

/** How much smaller what is beside the larger part has to be drawn, or it is drawn with it. */
const SMALLER = 0.4;

/** The shortest time with at least half of the points in it; null where they are too few to be dense anywhere. */
function densest(points: Float64Array): [number, number] | null {
  const count = Math.ceil(points.length * MOST);
  if (count < 2) return null;
  let best: [number, number] | null = null;
  for (let at = 0; at + count <= points.length; at++) {
    const [start, end] = [points[at] ?? 0, points[at + count - 1] ?? 0];
    if (!best || end - start < best[1] - best[0]) best = [start, end];
  }
  if (!best) return null;
  // What is as near to it as its own events are to each other belongs to it.
  const near = (best[1] - best[0]) / count;
  for (const day of points) if (day > best[1] && day - best[1] <= near) best[1] = day;
  for (let at = points.length - 1; at >= 0; at--) {
    const day = points[at] ?? 0;
    if (day < best[0] && best[0] - day <= near) best[0] = day;
  }
  return best;
}

/** In days: what at least half of the events that begin in a time last, or may. Years have no first of January alone. */
function usualLength(extents: readonly Extent[], [from, to]: [number, number]): number {
  const lengths = new Float64Array(extents.length);
  let count = 0;
  for (const { start, end } of extents) {
    const day = start ?? end;
    if (day !== null && day >= from && day <= to) lengths[count++] = start === null ? 0 : (end ?? day) - day;
  }
  return lengths.subarray(0, count).sort()[(count - 1) >> 1] ?? 0;
}

/** A time with a little room at its ends, which lie where its ticks' units begin. */
function rounded(from: number, to: number): [number, number] {
  const length = to - from;
  const room = Math.max(1, length * MARGIN);
  if (length <= 200) return [Math.floor(from - room), Math.ceil(to + room)];
  if (length <= 800) return [floorTo("month", from), ceilTo("month", to)];
  // As many round years as are less than the room.
  const step = roundStep(room / YEAR_DAYS / 2.5);
  const first = Math.floor(toCivil(Math.floor(from)).year / step) * step;
  const last = Math.ceil(toCivil(Math.ceil(to - 1)).year / step + 1 / step) * step;
  return [toDay(first), toDay(last)];
}

function floorTo(unit: "month" | "year", day: number): number {
  const { year, month } = toCivil(day);
  return toDay(year, unit === "month" ? month : 1);
}

function ceilTo(unit: "month" | "year", day: number): number {
  const start = floorTo(unit, day);
  if (start === day) return day;
  const { year, month } = toCivil(start);
  return unit === "month" ? toDay(year, month + 1) : toDay(year + 1);
}

function stretchesOf(
  from: number,
  to: number,
  larger: [number, number] | null,
  points: Float64Array,
  width: number,
): Stretch[] {
  if (!larger) return [{ from, to, x0: 0, x1: width, larger: false }];
  const parts = [
    { from, to: larger[0], larger: false },
    { from: larger[0], to: larger[1], larger: true },
    { from: larger[1], to, larger: false },
  ].filter((part) => part.to > part.from);
  const rest = parts.filter((part) => !part.larger);
  if (rest.length === 0) return stretchesOf(from, to, null, points, width);
  const held = (part: { from: number; to: number }): number =>
    1 + points.reduce((sum, day) => sum + Number(day >= part.from && day < part.to), 0);
  const all = rest.reduce((sum, part) => sum + held(part), 0);
  const room = width - BREAK_PX * (parts.length - 1);
  const spare = rest.length > 1 ? 1 - SHARE : 1 - SHARE - LEAST;
  let x = 0;
  const stretches = parts.map((part) => {
    const free = spare - LEAST * rest.length;
    const share = part.larger ? 1 - spare : LEAST + (free * held(part)) / all;
    const stretch = { ...part, x0: x, x1: x + share * room };
    x = stretch.x1 + BREAK_PX;
    return stretch;
  });
  const day_px = ({ x0, x1, from: first, to: last }: Stretch): number => (x1 - x0) / (last - first);
  const main = stretches.find((stretch) => stretch.larger);
  const near = stretches.find(
    (stretch) => !stretch.larger && main && day_px(stretch) > SMALLER * day_px(main),
  );
  if (!near) return stretches;
  const wider: [number, number] = [Math.min(near.from, larger[0]), Math.max(near.to, larger[1])];
  return stretchesOf(from, to, wider, points, width);
}

function scaleOf(stretches: readonly Stretch[], width: number): Scale {
  const from = stretches[0]?.from ?? 0;
  const to = stretches.at(-1)?.to ?? 1;
  return {
    stretches,
    from,
    to,
    width,
    x(day) {
      const at = Math.max(from, Math.min(to, day));
      const stretch = stretches.find((each) => at < each.to) ?? stretches.at(-1);
      if (!stretch) return 0;
      return stretch.x0 + ((at - stretch.from) / (stretch.to - stretch.from)) * (stretch.x1 - stretch.x0);
    },
    day(x) {
      const at = Math.max(0, Math.min(width, x));
      const stretch = stretches.find((each) => at <= each.x1) ?? stretches.at(-1);
      if (!stretch) return 0;
      const share = Math.max(0, (at - stretch.x0) / (stretch.x1 - stretch.x0));
      return stretch.from + share * (stretch.to - stretch.from);
    },
  };
}

/** Times longer than the next one is an outermost stretch that is no bucket like the others: months differ by less. */
const FAR = 2;
/** Of the width that each of those takes. */
const FAR_SHARE = 0.1;

/** The scale of buckets of time, which have these edges: even, but for what lies far before or after the others. */
export function scaleOfEdges(edges: readonly number[], width: number): Scale {
  const length = (at: number): number => (edges[at + 1] ?? 0) - (edges[at] ?? 0);
  const count = edges.length - 1;
  const before = count > 2 && length(0) > FAR * length(1) ? 1 : 0;
  const after = count > 2 + before && length(count - 1) > FAR * length(count - 2) ? 1 : 0;
  const part = FAR_SHARE * width;
  const x0 = before * (part + BREAK_PX);
  const x1 = width - after * (part + BREAK_PX);
  const day = (at: number): number => edges[at] ?? 0;
  const stretches = [
    { from: day(0), to: day(1), x0: 0, x1: part, larger: false },
    { from: day(before), to: day(count - after), x0, x1, larger: before + after > 0 },
    { from: day(count - 1), to: day(count), x0: width - part, x1: width, larger: false },
  ];
  return { ...scaleOf(stretches.slice(1 - before, 2 + after), width), edges };
}

const DAY_STEPS = [1, 2, 5, 10];
const MONTH_STEPS = [1, 3, 6];
const MONTH_DAYS = 30.44;
const YEAR_DAYS = 365.2425;

/** What the least steps must be apart, in pixels, by what stands at them. */
export interface Room {
  day: number;
  month: number;
  year: number;
}

/**
 * Ticks at whole days, months or years of a stretch, the finest that leave each the room for what stands at it; where
 * `era` asks for it also at the year 1, which is as far from the round years beside it as these are from others.
 */
export function ticksOf(stretch: Stretch, room: Room, era?: boolean): Tick[] {
  const day_px = (stretch.x1 - stretch.x0) / (stretch.to - stretch.from);
  const at = (day: number, unit: Unit): Tick => ({
    day,
    unit,
    x: stretch.x0 + (day - stretch.from) * day_px,
  });
  const isIn = ({ day }: Tick): boolean => day >= stretch.from && day < stretch.to;
  const days = DAY_STEPS.find((step) => step * day_px >= room.day);
  if (days) return daysBy(days, stretch).map((day) => at(day, "day"));
  const months = MONTH_STEPS.find((step) => step * MONTH_DAYS * day_px >= room.month);
  if (months) {
    const { year } = toCivil(stretch.from);
    const count = Math.ceil((stretch.to - stretch.from) / MONTH_DAYS / months) + 12 / months + 1;
    return Array.from({ length: count }, (_, index) => at(toDay(year, 1 + index * months), "month")).filter(
      isIn,
    );
  }
  const step = roundStep(room.year / (YEAR_DAYS * day_px));
  const [first, last] = [toCivil(stretch.from).year, toCivil(stretch.to).year];
  const years = yearsBy(step, first, last);
  if (era && step > 1 && first <= 1 - step && last >= step) years.push(1);
  return years.map((year) => at(toDay(year), "year")).filter(isIn);
}

function daysBy(step: number, { from, to }: Stretch): number[] {
  const days: number[] = [];
  for (let day = Math.ceil(from); day < to; day++) {
    const { day: of } = toCivil(day);
    // The 30th would stand beside the first of the next month.
    if (of === 1 || (of % step === 0 && of <= 31 - step / 2)) days.push(day);
  }
  return days;
}

/** 1, 2 or 5 with noughts: the least that is not less. */
function roundStep(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power >= least) return step * power;
  }
}

/** Years that are round as they are counted: 500 BC is the year -499, and no year is called 0. */
function yearsBy(step: number, first: number, last: number): number[] {
  const years: number[] = [];
  const least = Math.max(1, Math.ceil((1 - last) / step));
  for (let count = Math.floor((1 - first) / step); count >= least; count--) years.push(1 - count * step);
  const start = Math.max(1, Math.ceil(Math.max(1, first) / step)) * step;
  for (let year = start; year <= last; year += step) years.push(year);
  return years;
}

/** The days at which a brush's handles may stand: the scale's ends, its breaks, and ticks that a finger tells apart. */
export function stopsOf(scale: Scale, room_px: number): number[] {
  const room = { day: room_px, month: room_px, year: room_px };
  const days = scale.stretches.flatMap((stretch) => [
    stretch.from,
    ...ticksOf(stretch, room, true).map(({ day }) => day),
    stretch.to,
  ]);
  const stops = [...new Set(days)].sort((a, b) => a - b);
  return MANY && scale.edges ? atEdges(scale, scale.edges, stops, room_px) : stops;
}

/** The edges, where they are as far apart as they must be; else those of them that are stops. */
export function atEdges(
  scale: Scale,
  edges: readonly number[],
  stops: readonly number[],
  room_px: number,
): number[] {
  const isNear = edges.some((edge, at) => at > 0 && scale.x(edge) - scale.x(edges[at - 1] ?? 0) < room_px);
  const own = new Set(stops);
  return edges.filter((edge, at) => !isNear || at === 0 || at === edges.length - 1 || own.has(edge));
}
