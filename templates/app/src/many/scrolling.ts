// Reading the story by scrolling on a page of many records: where it can be read so, which step is being read, and what
// becomes of it as its texts arrive or other records are found.

import { paneOf } from "../pane";
import type { Head } from "../payload";
import { isStep, type Store, type View } from "../state";
import { MOST_STEPS, makeScroller } from "../story/scroll";
import type { Story } from "../story/steps";
import type { Records } from "./records";

export interface Scrolling {
  /** The way to the story on one page; null where there never is one. */
  way(): (() => void) | null;
  /** Shows or hides the way, by what is found. */
  offer(): void;
  /** Takes note of a view that is opened. */
  turn(view: View): void;
  /** What stands for a view: who was reading the story on one page returns to that. */
  returned(view: View): View;
  /** Whether the story can be drawn, is none that can be read so, or is not known yet. */
  due(): "draw" | "leave" | "wait";
  /** Whether other records than those that are drawn are to be read. */
  isOther(): boolean;
  /** Follows a view that has been put into the page; null for any other. */
  follow(view: HTMLElement | null): void;
  show(step: number): void;
  refill(view: HTMLElement, change: () => void): void;
}

export interface ScrollingOptions {
  head: Head;
  store: Store;
  body: HTMLElement;
  records(): Records | null;
  story(): Story;
}

export function makeScrolling({ head, store, body, records, story }: ScrollingOptions): Scrolling {
  const scroller = makeScroller(body, (step) => store.update({ step }));
  let scrolls = false;
  let followed: HTMLElement | null = null;
  /** the records of the view that is followed */
  let drawn: readonly number[] = [];
  /** where it was put by itself, without the visitor */
  let put = 0;

  function place(view: HTMLElement): void {
    const steps = view.querySelectorAll(".scroll-step");
    const at = Math.max(0, story().at(store.get()));
    // Who steps on while a view is being drawn is ahead of it.
    for (const step of steps) step.removeAttribute("aria-current");
    steps[at]?.setAttribute("aria-current", "step");
    scroller.follow(view, at);
    put = paneOf(body).scrollTop;
  }

  return {
    way() {
      const { told, count } = story();
      const all = told ? count : (head.many?.count ?? 0);
      if (head.profile !== "web" || all < 2 || (told && count > MOST_STEPS)) return null;
      return () => store.update({ view: { kind: "scroll" }, step: Math.max(0, story().at(store.get())) });
    },
    offer() {
      const { count } = story();
      const way = body.querySelector(".scroll-start");
      way?.toggleAttribute("hidden", count === 0 || count > MOST_STEPS);
    },
    turn(view) {
      if (view.kind === "records" || isStep(view)) scrolls = view.kind === "scroll";
    },
    returned: (view) => (view.kind === "step" && scrolls ? { kind: "scroll" } : view),
    due() {
      const { told, count } = story();
      if (told) return count > MOST_STEPS ? "leave" : "draw";
      const looked = records()?.looked() ?? "asked";
      if (looked === "asked") return "wait";
      if (count > MOST_STEPS) return "leave";
      if (looked === "some") return "wait";
      return count === 0 ? "leave" : "draw";
    },
    isOther() {
      const found = records()?.sequence() ?? [];
      return found.length !== drawn.length || drawn.some((event, step) => found[step] !== event);
    },
    follow(view) {
      if (!view) scroller.follow(null, -1);
      else {
        // Who comes from elsewhere begins at the beginning.
        if (!followed && paneOf(body) === body) body.scrollTop = 0;
        drawn = story().told ? [] : [...(records()?.sequence() ?? [])];
        place(view);
      }
      followed = view;
    },
    show: (step) => scroller.show(step),
    refill(view, change) {
      if (view !== followed) {
        change();
        return;
      }
      const current = view.querySelector(".scroll-step[aria-current]");
      const top = current?.getBoundingClientRect().top ?? 0;
      const moved = paneOf(body).scrollTop !== put;
      change();
      if (moved) paneOf(body).scrollTop += (current?.getBoundingClientRect().top ?? 0) - top;
      else place(view);
    },
  };
}
