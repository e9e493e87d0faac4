// The brush of a timeline: two handles, a window between them, and a button for each step of each end, so that nothing
// has to be dragged (WCAG 2.2, 2.5.7). It stands at stops only; at the scale's ends it leaves that end open. A period that
// was given otherwise, by a link or in a wider window, may lie between stops: its own days are told, and kept until moved.

import { button, h, icon } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { BACK, FORWARD } from "../icons";
import { words } from "../words";
import { type Scale, stopsOf } from "./scale";
import { dayWords, type TimeWords } from "./words";

/** First and last day, both included; null leaves that end open. */
export interface Range {
  from: number | null;
  to: number | null;
}

export interface Brush {
  /** handles and window, to lie over the lanes */
  readonly element: HTMLElement;
  /** the buttons */
  readonly tools: HTMLElement;
  tell(exhibit: Exhibit, timeWords: TimeWords): void;
  /** Takes the stops of a scale. */
  measure(scale: Scale): void;
  show(range: Range | null): void;
}

interface Ends {
  /** indices into the stops; `first` is less than `last` */
  first: number;
  last: number;
}

type End = keyof Ends;

/** Pixels that stops are apart at least. */
const STOP_PX = 14;
/** The same where they are few: a period is of those alone. */
const EDGE_PX = 6;
/** Width of a letter of a flag, in its em. */
const LETTER_EM = 0.58;
/** Stops that a page key goes at once. */
const PAGE = 5;

/** Where two flags begin that stand outside of a window, or as near to that as the width and the other allow. */
export function besides(
  x0: number,
  x1: number,
  first: number,
  last: number,
  width: number,
): [number, number] {
  const left = Math.max(0, x0 - first);
  const right = Math.min(width - last, x1);
  if (left + first <= right) return [left, right];
  const middle = Math.max(first, Math.min(width - last, (left + first + right) / 2));
  return [middle - first, middle];
}

export function makeBrush(onChange: (range: Range | null) => void): Brush {
  let stops: number[] = [];
  let scale: Scale | null = null;
  let range: Range | null = null;
  let exhibit: Exhibit | null = null;
  let timeWords: TimeWords | null = null;
  let em_px = 12;

  const handle = (end: End): HTMLElement =>
    h("div", { class: "time-handle", role: "slider", tabindex: 0, "data-end": end });
  const handles = { first: handle("first"), last: handle("last") };
  const flag = (end: End): HTMLElement =>
    h("span", { class: "time-flag", "data-end": end, "aria-hidden": "true" });
  const flags = { first: flag("first"), last: flag("last") };
  const pane = h("div", { class: "time-window" });
  const element = h(
    "div",
    { class: "time-brush", hidden: true },
    pane,
    flags.first,
    flags.last,
    handles.first,
    handles.last,
  );

  const step = (end: End, by: number, path: string): HTMLButtonElement =>
    button(
      { "data-action": `time-${end}${by < 0 ? "-earlier" : "-later"}` },
      () => move(end, by),
      icon(path),
    );
  const steps = {
    first: [step("first", -1, BACK), step("first", 1, FORWARD)],
    last: [step("last", -1, BACK), step("last", 1, FORWARD)],
  };
  const labels = { first: h("span", {}), last: h("span", {}) };
  const tools = h(
    "div",
    { class: "time-ends", hidden: true },
    h("div", { class: "time-end" }, labels.first, ...steps.first),
    h("div", { class: "time-end" }, labels.last, ...steps.last),
  );

  function ends(): Ends {
    const most = stops.length - 1;
    const near = (day: number): number => {
      let best = 0;
      stops.forEach((stop, index) => {
        if (Math.abs(stop - day) < Math.abs((stops[best] ?? 0) - day)) best = index;
      });
      return best;
    };
    const first = range?.from == null ? 0 : Math.min(near(range.from), most - 1);
    const last = range?.to == null ? most : Math.max(near(range.to + 1), first + 1);
    return { first, last };
  }

  function set({ first, last }: Ends): void {
    const now = ends();
    const most = stops.length - 1;
    const stopFrom = first <= 0 ? null : (stops[first] ?? null);
    const stopTo = last >= most ? null : (stops[last] ?? 0) - 1;
    const from = first === now.first ? (range?.from ?? null) : stopFrom;
    const to = last === now.last ? (range?.to ?? null) : stopTo;
    const next = from === null && to === null ? null : { from, to };
    if (next?.from === range?.from && next?.to === range?.to) return;
    range = next;
    draw();
    onChange(next);
  }

  function move(end: End, by: number): void {
    put(end, ends()[end] + by);
  }

  function put(end: End, index: number): void {
    const now = ends();
    const most = stops.length - 1;
    set(
      end === "first"
        ? { ...now, first: Math.max(0, Math.min(index, now.last - 1)) }
        : { ...now, last: Math.min(most, Math.max(index, now.first + 1)) },
    );
  }

  function draw(): void {
    if (!scale || stops.length < 2) return;
    const { first, last } = ends();
    const [from, to] = [stops[first] ?? 0, stops[last] ?? 0];
    // A break belongs to neither stretch: a handle at one stands on its own side of it.
    const x0 = scale.x(from);
    const x1 = scale.stretches.find((stretch) => stretch.to === to)?.x1 ?? scale.x(to);
    pane.style.insetInlineStart = `${x0}px`;
    pane.style.inlineSize = `${x1 - x0}px`;
    handles.first.style.insetInlineStart = `${x0}px`;
    handles.last.style.insetInlineStart = `${x1}px`;
    const at: Record<End, { index: number; day: number; least: number; most: number }> = {
      first: { index: first, day: range?.from ?? from, least: 0, most: last - 1 },
      last: { index: last, day: range?.to ?? to - 1, least: first + 1, most: stops.length - 1 },
    };
    for (const end of ["first", "last"] as const) {
      const { index, day, least, most } = at[end];
      const slider = handles[end];
      slider.setAttribute("aria-valuemin", String(least));
      slider.setAttribute("aria-valuemax", String(most));
      slider.setAttribute("aria-valuenow", String(index));
      const text = timeWords ? dayWords(day, timeWords) : "";
      slider.setAttribute("aria-valuetext", text);
      flags[end].textContent = text;
      steps[end].forEach((each, side) => {
        each.setAttribute("aria-disabled", String(side === 0 ? index <= least : index >= most));
      });
    }
    const width = (end: End): number => (1 + LETTER_EM * (flags[end].textContent?.length ?? 0)) * em_px;
    const [left, right] = besides(x0, x1, width("first"), width("last"), scale.width);
    flags.first.style.insetInlineStart = `${left}px`;
    flags.last.style.insetInlineStart = `${right}px`;
  }

  /** The stop that is nearest to a pointer. */
  function stopAt(event: PointerEvent): number {
    const box = element.getBoundingClientRect();
    const rtl = getComputedStyle(element).direction === "rtl";
    const x = rtl ? box.right - event.clientX : event.clientX - box.left;
    const at = scale;
    if (!at) return 0;
    let best = 0;
    stops.forEach((stop, index) => {
      if (Math.abs(at.x(stop) - x) < Math.abs(at.x(stops[best] ?? 0) - x)) best = index;
    });
    return best;
  }

  function drag(
    target: HTMLElement,
    onMove: (stop: number, start: { stop: number; ends: Ends }) => void,
  ): void {
    let start: { stop: number; ends: Ends } | null = null;
    target.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      target.setPointerCapture(event.pointerId);
      start = { stop: stopAt(event), ends: ends() };
    });
    target.addEventListener("pointermove", (event) => {
      if (start) onMove(stopAt(event), start);
    });
    for (const name of ["pointerup", "pointercancel"] as const) {
      target.addEventListener(name, () => {
        start = null;
      });
    }
  }

  for (const end of ["first", "last"] as const) {
    drag(handles[end], (stop) => put(end, stop));
    handles[end].addEventListener("keydown", (event) => {
      const rtl = getComputedStyle(element).direction === "rtl";
      const by = {
        ArrowUp: 1,
        ArrowRight: rtl ? -1 : 1,
        ArrowDown: -1,
        ArrowLeft: rtl ? 1 : -1,
        PageUp: PAGE,
        PageDown: -PAGE,
        Home: -stops.length,
        End: stops.length,
      }[event.key];
      if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      move(end, by);
    });
  }
  drag(pane, (stop, start) => {
    const most = stops.length - 1;
    const { first, last } = start.ends;
    const by = Math.max(-first, Math.min(most - last, stop - start.stop));
    set({ first: first + by, last: last + by });
  });

  return {
    element,
    tools,
    tell(next, nextWords) {
      [exhibit, timeWords] = [next, nextWords];
      for (const [end, name] of [
        ["first", "from"],
        ["last", "to"],
      ] as const) {
        handles[end].setAttribute("aria-label", say(exhibit, `timeline_${name}`));
        labels[end].replaceChildren(words(exhibit, `timeline_${name}`));
        steps[end].forEach((each, side) => {
          const text = say(next, `timeline_${name}_${side === 0 ? "earlier" : "later"}`);
          each.setAttribute("aria-label", text);
          each.title = text;
        });
      }
      draw();
    },
    measure(next) {
      scale = next;
      // Asked for here and not at each step, where it would lay out the whole page.
      em_px = Number.parseFloat(getComputedStyle(flags.first).fontSize) || 12;
      stops = stopsOf(next, MANY && next.edges ? EDGE_PX : STOP_PX);
      draw();
    },
    show(next) {
      range = next;
      draw();
    },
  };
}
