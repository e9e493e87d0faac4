// The timeline of many records: how many there are in each stretch of time, the brush, and a way to play through it. It draws
// with the parts of every timeline; what it counts are dates, not events.

import { append, button, h, icon } from "../dom";
import { type Exhibit, numeral, say } from "../exhibit";
import { PAUSE, PERIOD, PLAY, UP } from "../icons";
import { describeScale, renderAxis } from "../timeline/axis";
import { makeBrush, type Range } from "../timeline/brush";
import { makePlayer } from "../timeline/play";
import { railsOfMany } from "../timeline/room";
import { type Extent, makeScale, type Scale, stopsOf } from "../timeline/scale";
import type { TimelineActions } from "../timeline/timeline";
import { dayWords, type TimeWords } from "../timeline/words";
import { words } from "../words";
import { type ManyEvents, NO_DAY } from "./types";

const DWELL_MS = 6000;
/** In root em: what a column takes. */
const APART_EM = 1.5;
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

/** A stretch of time, and the dates that begin in it. */
interface Column {
  from: number;
  to: number;
  /** first date, and the one after the last */
  first: number;
  last: number;
  count: number;
  node: HTMLButtonElement;
  part: HTMLElement;
}

/** Where each date begins, or ends where its beginning is open; NaN of undated ones. */
export function daysOf({
  date_first,
  date_last,
}: Pick<ManyEvents, "date_first" | "date_last">): Float64Array {
  return Float64Array.from(date_first, (first, date) => {
    const last = date_last[date] as number;
    return first !== NO_DAY ? first : last !== NO_DAY ? last : Number.NaN;
  });
}

/** So many extents that stand for all of the events, and the first and last day of them. */
export function sampleOf(days: Float64Array, lasts: Int32Array, counts: Uint32Array): Extent[] {
  const order = [...days.keys()].filter((date) => !Number.isNaN(days[date])).sort(byDay);
  const total = order.reduce((sum, date) => sum + (counts[date] ?? 0), 0);
  const step = Math.max(1, total / SAMPLE);
  const extents: Extent[] = [];
  let sum = 0;
  let next = step / 2;
  let end = Number.NEGATIVE_INFINITY;
  for (const date of order) {
    sum += counts[date] ?? 0;
    for (; next <= sum; next += step) extents.push({ start: days[date] ?? 0, end: null });
    const last = lasts[date] as number;
    end = Math.max(end, last === NO_DAY ? (days[date] ?? end) : last);
  }
  const [first] = order;
  if (first !== undefined) extents.push({ start: days[first] ?? 0, end });
  return extents;

  function byDay(one: number, other: number): number {
    return (days[one] as number) - (days[other] as number) || one - other;
  }
}

export function openManyTimeline(
  host: HTMLElement,
  first: Exhibit,
  { events, all, steps }: Dated,
  actions: TimelineActions,
): ManyTimeline {
  const em_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const apart = APART_EM * em_px;
  const days = daysOf(events);
  const extents = sampleOf(days, events.date_last, all);
  // Dates in the order of the days at which they stand.
  const dated = [...days.keys()].filter((date) => !Number.isNaN(days[date]));
  dated.sort((one, other) => (days[one] as number) - (days[other] as number) || one - other);
  let undated = 0;
  all.forEach((count, date) => {
    if (Number.isNaN(days[date])) undated += count;
  });

  let exhibit = first;
  let found = all;
  let range: Range | null = null;
  let chosen = -1;
  let width = -1;
  let height = -1;
  let scale: Scale | null = null;
  let columns: Column[] = [];
  let most = 1;

  const lanes = h("div", { class: "time-lanes", role: "group" });
  const axis = h("div", { class: "time-axis", "aria-hidden": "true" });
  const account = h("p", { class: "visually-hidden" });
  const brush = makeBrush((next) => {
    range = next;
    actions.brush(next);
    actions.announce(rangeWords(next));
  });
  const stage = h("div", { class: "time-stage" }, axis, lanes, brush.element);
  const playButton = button({ "data-action": "time-play" }, () => {
    if (player.playing) player.pause();
    else {
      actions.announce(say(exhibit, "timeline_playing"));
      player.play(steps().at(chosen));
      drawPlay();
    }
  });
  const periodButton = button({ "data-action": "time-period", "aria-expanded": "false" }, () => {
    const open = brush.element.hidden === true;
    if (!open && range) setRange(null);
    setPeriod(open);
  });
  const tools = h("div", { class: "time-tools" }, playButton, brush.tools, periodButton);
  const body = h("div", { class: "time-body" }, tools, stage);
  // On a small screen the timeline is one line until it is asked for.
  const toggle = button(
    { class: "time-toggle", "data-action": "time-open", "aria-expanded": "false" },
    () => {
      const open = element.classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
      layOut();
    },
  );
  const element = h("section", { class: "time" }, toggle, account, body);
  element.style.setProperty("--time-rails", String(railsOfMany(first.head)));
  host.append(element);

  function timeWords(): TimeWords {
    const found = exhibit.telling.time;
    if (!found) throw new Error("The page lacks the words of its timeline.");
    return found;
  }

  const player = makePlayer({
    clock: { set: (act, ms) => window.setTimeout(act, ms), clear: (timer) => clearTimeout(timer) },
    dwell_ms: () => DWELL_MS,
    count: () => steps().count,
    onStep: (step) => actions.choose(steps().event(step), true),
    onStop: (ended) => {
      drawPlay();
      actions.announce(say(exhibit, ended ? "timeline_ended" : "timeline_paused"));
    },
  });
  // Whatever a visitor does, the timeline waits: what is read is not taken away (WCAG 2.2, 2.2.2).
  const wait = (event: Event): void => {
    const own = event.target instanceof Node && playButton.contains(event.target);
    const presses = !(event instanceof KeyboardEvent) || event.key === "Enter" || event.key === " ";
    if (!(own && presses)) player.pause();
  };
  const INPUTS = ["pointerdown", "keydown", "wheel"] as const;
  for (const name of INPUTS) document.addEventListener(name, wait, { capture: true, passive: true });

  function setRange(next: Range | null): void {
    range = next;
    brush.show(next);
    actions.brush(next);
    actions.announce(rangeWords(next));
  }

  function rangeWords(next: Range | null): string {
    if (!next || !scale) return say(exhibit, "timeline_all");
    const to = next.to === null ? scale.to : next.to + 1;
    return describeScale(
      exhibit,
      { ...scale, from: next.from ?? scale.from, to, stretches: [] },
      timeWords(),
    );
  }

  function drawPlay(): void {
    const text = player.playing ? "timeline_pause" : "timeline_play";
    playButton.replaceChildren(icon(player.playing ? PAUSE : PLAY), h("span", {}, words(exhibit, text)));
  }

  function setPeriod(open: boolean): void {
    brush.element.hidden = !open;
    brush.tools.hidden = !open;
    element.classList.toggle("brushing", open);
    drawPeriod();
  }

  function drawPeriod(): void {
    const open = brush.element.hidden === false;
    periodButton.setAttribute("aria-expanded", String(open));
    periodButton.replaceChildren(
      icon(PERIOD),
      h("span", {}, words(exhibit, open ? "timeline_all" : "timeline_period")),
    );
  }

  function layOut(): void {
    width = lanes.clientWidth;
    height = lanes.clientHeight;
    if (width < 4 * apart || getComputedStyle(lanes).display === "none") return;
    const held = columns.findIndex(({ node }) => node === document.activeElement);
    const aside = undated === 0 ? 0 : UNDATED_EM * em_px + apart;
    scale = makeScale(extents, width - aside);
    lanes.replaceChildren();
    columns = [];
    const onAxis: HTMLElement[] = [];
    if (scale) {
      drawColumns(scale);
      const letters = Number(getComputedStyle(element).getPropertyValue("--letters-on-map")) || 1;
      onAxis.push(...renderAxis(exhibit, scale, timeWords(), em_px * letters));
      brush.element.style.inlineSize = `${scale.width}px`;
      brush.measure(scale);
    }
    if (undated > 0) {
      const start = `${width - aside + apart}px`;
      const label = h("span", { class: "time-undated" }, words(exhibit, "page.undated"));
      label.style.insetInlineStart = start;
      onAxis.push(label);
      const count = h("span", { class: "time-count" }, say(exhibit, "marker_records", { count: undated }));
      count.style.insetInlineStart = start;
      lanes.append(count);
    }
    axis.replaceChildren(...onAxis);
    axis.lang = timeWords().lang ?? "";
    if (!timeWords().lang) axis.removeAttribute("lang");
    account.textContent = scale ? describeScale(exhibit, scale, timeWords()) : "";
    drawFound();
    drawChosen();
    columns[held]?.node.focus({ preventScroll: true });
  }

  /** A column a stretch of time that has events; above the tallest stands how many it is. */
  function drawColumns(to: Scale): void {
    const stops = stopsOf(to, apart);
    let at = 0;
    for (let index = 0; index + 1 < stops.length; index++) {
      const [from, end] = [stops[index] ?? 0, stops[index + 1] ?? 0];
      const first = at;
      let count = 0;
      // The last of the columns has what is on its end as well.
      const last = index + 2 === stops.length;
      for (; at < dated.length && (last || (days[dated[at] ?? 0] as number) < end); at++) {
        count += all[dated[at] ?? 0] ?? 0;
      }
      if (count > 0) columns.push(columnOf(to, { from, to: end, first, last: at, count }));
    }
    most = Math.max(1, ...columns.map(({ count }) => count));
    for (const { node, count } of columns) {
      for (const part of node.children) (part as HTMLElement).style.blockSize = size(count);
    }
    append(
      lanes,
      columns.map(({ node }) => node),
    );
    const tallest = columns.find(({ count }) => count === most);
    const said = h("span", { class: "time-most", "aria-hidden": "true" }, numeral(exhibit, most));
    if (tallest) {
      said.style.insetInlineStart = tallest.node.style.insetInlineStart;
      said.style.minInlineSize = tallest.node.style.inlineSize;
    }
    lanes.append(said);
  }

  function columnOf(to: Scale, bin: Omit<Column, "node" | "part">): Column {
    const part = h("span", { class: "time-column", "data-part": true });
    const span = say(exhibit, "timeline_range", {
      from: dayWords(bin.from, timeWords()),
      to: dayWords(bin.to - 1, timeWords()),
    });
    const node = button(
      {
        class: "time-bin",
        tabindex: -1,
        "aria-label": `${span}. ${say(exhibit, "marker_records", { count: bin.count })}`,
      },
      () => {
        setPeriod(true);
        setRange({ from: bin.from, to: bin.to - 1 });
      },
      h("span", { class: "time-column" }),
      part,
    );
    const x0 = to.x(bin.from);
    const x1 = to.stretches.find((stretch) => stretch.to === bin.to)?.x1 ?? to.x(bin.to);
    node.style.insetInlineStart = `${x0}px`;
    node.style.inlineSize = `${x1 - x0}px`;
    return { ...bin, node, part };
  }

  function size(count: number): string {
    return `${((90 * count) / most).toFixed(2)}%`;
  }

  function drawFound(): void {
    for (const { first, last, part } of columns) {
      let count = 0;
      for (let at = first; at < last; at++) count += found[dated[at] as number] as number;
      part.style.blockSize = size(count);
    }
  }

  function drawChosen(): void {
    const day = days[events.date[chosen] ?? -1] ?? Number.NaN;
    for (const { from, to, node } of columns) node.classList.toggle("chosen", day >= from && day < to);
    if (columns.some(({ node }) => node === document.activeElement)) return;
    const at = Math.max(
      0,
      columns.findIndex(({ node }) => node.classList.contains("chosen")),
    );
    columns.forEach(({ node }, index) => {
      node.tabIndex = index === at ? 0 : -1;
    });
  }

  lanes.addEventListener("keydown", (event) => {
    const at = columns.findIndex(({ node }) => node === event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const rtl = getComputedStyle(lanes).direction === "rtl";
    const to = {
      ArrowRight: rtl ? at - 1 : at + 1,
      ArrowLeft: rtl ? at + 1 : at - 1,
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: columns.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = columns[Math.max(0, Math.min(columns.length - 1, to))]?.node;
    for (const { node } of columns) node.tabIndex = node === next ? 0 : -1;
    next?.focus({ preventScroll: true });
  });

  const watcher = new ResizeObserver(() => {
    if (lanes.clientWidth !== width || lanes.clientHeight !== height) layOut();
  });
  watcher.observe(lanes);

  const api: ManyTimeline = {
    element,
    tell(next) {
      exhibit = next;
      element.setAttribute("aria-label", say(next, "timeline"));
      lanes.setAttribute("aria-label", say(next, "timeline_records"));
      toggle.replaceChildren(h("span", {}, words(next, "timeline")), icon(UP));
      brush.tell(next, timeWords());
      drawPlay();
      drawPeriod();
      layOut();
    },
    show(nextFound, nextRange) {
      [found, range] = [nextFound, nextRange];
      if (range && brush.element.hidden) setPeriod(true);
      brush.show(range);
      drawFound();
    },
    choose(event) {
      chosen = event;
      drawChosen();
    },
    resize: layOut,
    remove() {
      player.pause();
      watcher.disconnect();
      for (const name of INPUTS) document.removeEventListener(name, wait, { capture: true });
      element.remove();
    },
  };
  api.tell(first);
  return api;
}
