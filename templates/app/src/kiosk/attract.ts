// The loop of a screen that nobody stands before: the exhibit's own events, one after the other. Nothing in it flashes or
// moves but the map, once for each; whoever touches it anywhere has the exhibit.

import { append, h } from "../dom";
import { title as unbroken } from "../words";
import type { Clock } from "./clock";

export interface LoopOptions {
  clock: Clock;
  /** the events to be shown, by their index */
  events: readonly number[];
  /** seconds for each of them */
  seconds: number;
  show(event: number): void;
}

export interface Loop {
  start(): void;
  stop(): void;
  running(): boolean;
}

export function makeLoop({ clock, events, seconds, show }: LoopOptions): Loop {
  let cancel: (() => void) | null = null;
  const step = (at: number): void => {
    const event = events[at % events.length];
    if (event === undefined) return;
    cancel = clock.after(seconds * 1000, () => step((at + 1) % events.length));
    show(event);
  };
  return {
    start() {
      if (!cancel) step(0);
    },
    stop() {
      cancel?.();
      cancel = null;
    },
    running: () => cancel !== null,
  };
}

/** The events worth showing: those with a place, each place once in a round, in time order. */
export function eventsToShow(place: readonly number[], isContext: (event: number) => boolean): number[] {
  const seen = new Set<number>();
  return place.flatMap((at, event) => {
    if (at < 0 || isContext(event) || seen.has(at)) return [];
    seen.add(at);
    return [event];
  });
}

export interface Screen {
  element: HTMLButtonElement;
  /** Says whose loop it is, in the language that is spoken now, and what of it is shown where that is not all. */
  name(exhibit: Named, only: string): void;
  /** Says what is shown. */
  say(shown: { title: string; date: string; place: string }): void;
}

/** After the finger has left the glass the browser sends its click; where none comes it is not waited for longer. */
const CLICK_MS = 400;

interface Named {
  title: string;
  subtitle: string;
}

/** The whole screen as one button: whatever is touched, the exhibit begins. */
export function makeScreen(
  clock: Clock,
  begin: readonly { tag: string; text: string }[],
  act: () => void,
): Screen {
  const date = h("span", { class: "attract-date" });
  const title = h("span", { class: "attract-event" });
  const place = h("span", { class: "attract-place" });
  const head = h("span", { class: "attract-head" });
  const name: Screen["name"] = ({ title, subtitle }, only) => {
    head.replaceChildren(h("span", { class: "attract-title" }, ...unbroken(title)));
    append(head, [
      subtitle && h("span", { class: "attract-subtitle" }, subtitle),
      only && h("span", { class: "attract-only" }, only),
    ]);
  };
  const element = h(
    "button",
    // Its words are its name: whoever speaks to the screen says what stands on it (WCAG 2.2, 2.5.3).
    { type: "button", class: "attract" },
    head,
    h("span", { class: "attract-card" }, date, title, place),
    h(
      "span",
      { class: "attract-begin" },
      ...begin.map(({ tag, text }) => h("span", { lang: tag, dir: "auto" }, text)),
    ),
  );
  let done = false;
  const finish = (): void => {
    if (done) return;
    done = true;
    act();
  };
  // Not at the first contact: the click that follows it would land on what comes to light.
  element.addEventListener("click", finish);
  for (const name of ["pointerup", "pointercancel"]) {
    element.addEventListener(name, () => clock.after(CLICK_MS, finish));
  }
  element.addEventListener("keydown", finish);
  return {
    element,
    name,
    say(shown) {
      date.textContent = shown.date;
      title.replaceChildren();
      append(title, unbroken(shown.title));
      place.textContent = shown.place;
    },
  };
}
