// The whole story on one page: the reading scrolls, and the map stands by what is being read. What is being read is where
// a line crosses the text that moves down the reading as this moves up, so that the first and the last step have their turn.

import { h } from "../dom";
import type { Exhibit } from "../exhibit";
import { portOf } from "../pane";
import { mark, type PanelActions } from "../panel";
import { standIn } from "../words";
import { leaveButton, stepText } from "./page";

/** More are no page to read; they have their list. */
export const MOST_STEPS = 200;
/** What leads to a step has arrived by then. */
const ARRIVED_MS = 1200;

/** The steps one below the other; `record` is an event as a record of the panel. */
export function renderScroll(
  exhibit: Exhibit,
  actions: PanelActions,
  record: (event: number) => HTMLElement,
): HTMLElement {
  const { story } = actions;
  const current = Math.max(0, actions.step);
  const steps = Array.from({ length: story.count }, (_, step) =>
    h(
      "section",
      { class: "scroll-step", "data-scroll-step": step, "aria-current": step === current && "step" },
      ...(story.told
        ? stepText(exhibit, step, actions, step === current)
        : [where(exhibit, story.stop(step).place), record(story.stop(step).event)]),
    ),
  );
  const view = h(
    "div",
    { class: "view view-scroll", "data-panel": true },
    leaveButton(exhibit, actions),
    ...steps,
  );
  if (!story.told) {
    const heading = steps[current]?.querySelector("h3");
    heading?.setAttribute("tabindex", "-1");
    heading?.setAttribute("data-focus", "");
  }
  return view;
}

function where(exhibit: Exhibit, place: number): HTMLElement | null {
  if (place < 0) return null;
  const label = h("span", standIn(exhibit, "places.label", place), exhibit.telling.places.label[place]);
  return h("p", { class: "scroll-place" }, mark(exhibit, place), label);
}

/** The step at the line, of the tops of all steps and the line's height, both from the same edge. */
export function stepAt(tops: readonly number[], line: number): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

export interface Scroller {
  /** Follows a view of the story from now on; any other ends that. */
  follow(view: HTMLElement | null, step: number): void;
  /** Brings a step into view, unless it is the one that is being read. */
  show(step: number): void;
  /** Brings the step that is being read back to where it is read, as in a window of another size; false where none is. */
  keep(): boolean;
}

/** Tells which step is being read while `body`, or on a small screen the whole page, is scrolled. */
export function makeScroller(body: HTMLElement, onStep: (step: number) => void): Scroller {
  let steps: HTMLElement[] = [];
  let reading = -1;
  /** the step that is being brought into view, until it is there or the visitor takes over */
  let awaited = -1;
  let timer = 0;
  let frame = 0;

  const arrive = (): void => {
    clearTimeout(timer);
    awaited = -1;
  };

  const read = (): void => {
    frame = 0;
    if (steps.length === 0) return;
    const port = portOf(body);
    const part = port.room > 0 ? Math.min(1, Math.max(0, port.scrolled / port.room)) : 0;
    const line = port.top + port.height * part;
    const step = stepAt(
      steps.map((each) => each.getBoundingClientRect().top),
      line,
    );
    if (awaited >= 0 && step !== awaited) return;
    if (step === awaited) arrive();
    if (step === reading) return;
    point(step);
    onStep(step);
  };

  const point = (step: number): void => {
    steps[reading]?.removeAttribute("aria-current");
    reading = step;
    steps[step]?.setAttribute("aria-current", "step");
  };

  const scrolled = (): void => {
    if (steps.length > 0 && frame === 0) frame = requestAnimationFrame(read);
  };
  body.addEventListener("scroll", scrolled, { passive: true });
  window.addEventListener("scroll", scrolled, { passive: true });
  for (const taken of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    body.addEventListener(taken, arrive, { passive: true });
  }

  return {
    follow(view, step) {
      arrive();
      steps = view ? [...view.querySelectorAll<HTMLElement>(".scroll-step")] : [];
      reading = view ? step : -1;
      // The first one is read from the page's beginning.
      if (view && step > 0) bring(step, true);
    },
    show(step) {
      if (step === reading || !steps[step]) return;
      point(step);
      bring(step, false);
    },
    keep() {
      if (reading > 0) bring(reading, true);
      return reading >= 0;
    },
  };

  function bring(step: number, atOnce: boolean): void {
    const target = steps[step];
    if (!target) return;
    arrive();
    awaited = step;
    timer = window.setTimeout(arrive, ARRIVED_MS);
    const port = portOf(body);
    // Where the line will be when the step's beginning has reached it: a little way into the step.
    const from =
      target.getBoundingClientRect().top - port.top + port.scrolled + Math.min(48, target.offsetHeight / 2);
    const top = port.room > 0 ? (from * port.room) / (port.room + port.height) : 0;
    const calm =
      matchMedia("(prefers-reduced-motion: reduce)").matches ||
      document.documentElement.dataset.motion === "reduced";
    (port.own ? body : window).scrollTo({ top, behavior: atOnce || calm ? "instant" : "smooth" });
  }
}
