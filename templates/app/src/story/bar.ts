// The bar below the reading: previous and next, how far the story is, and the tour. Built anew for each step.

import { append, button, h, icon } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { BACK, FORWARD, PAUSE, PLAY } from "../icons";
import { words } from "../words";
import type { Story } from "./steps";

export interface BarOfSteps {
  story: Story;
  /** the step that is shown, or -1 */
  at: number;
  touring: boolean;
  go(step: number): void;
  tour(): void;
}

/** Outside of the story, next starts it. */
export function renderSteps(exhibit: Exhibit, { story, at, touring, go, tour }: BarOfSteps): HTMLElement {
  const label = say(exhibit, story.told ? "story.title" : "steps");
  const nav = h("nav", { class: "steps", "aria-label": label });
  if (story.count === 0) return nav;
  if (at < 0) {
    nav.classList.add("steps-before");
    append(nav, [
      button(
        { class: "step step-start", "data-action": "next" },
        () => go(0),
        words(exhibit, story.told ? "story.start" : "start"),
      ),
      story.count > 1 &&
        button(
          { class: "step step-tour", "data-action": "tour" },
          tour,
          icon(PLAY),
          h("span", {}, words(exhibit, "tour")),
        ),
    ]);
    return nav;
  }
  const before = at > 0;
  const after = at < story.count - 1;
  const name = say(exhibit, touring ? "tour_pause" : "tour");
  const line = h("div", { class: "step-line", "aria-hidden": "true" });
  line.style.setProperty("--part", String((at + 1) / story.count));
  append(nav, [
    line,
    button(
      { class: "step", "data-action": "previous", "aria-disabled": before ? null : "true" },
      () => before && go(at - 1),
      icon(BACK),
      h("span", {}, words(exhibit, "previous")),
    ),
    h(
      "div",
      { class: "step-middle" },
      h("p", { class: "step-count" }, words(exhibit, "position", { number: at + 1, count: story.count })),
      story.count > 1 &&
        button(
          { class: "step-play", "data-action": "tour", "aria-label": name, title: name },
          tour,
          icon(touring ? PAUSE : PLAY),
        ),
    ),
    button(
      { class: "step", "data-action": "next", "aria-disabled": after ? null : "true" },
      () => after && go(at + 1),
      h("span", {}, words(exhibit, "next")),
      icon(FORWARD),
    ),
  ]);
  return nav;
}
