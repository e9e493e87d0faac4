// The guided tour: plays the steps of a story at the pace of reading, from a visitor's touch on and never by itself. Any
// touch or key pauses it, and so does the browser's Back: what is read is not taken away (WCAG 2.2, 2.2.2).

import { type Clock, makePlayer } from "../timeline/play";

export interface Tour {
  readonly playing: boolean;
  /** From the step after `from`; from the first where there is none such. */
  play(from: number): void;
  pause(): void;
}

export interface TourOptions {
  clock?: Clock;
  /** where touches, keys and the browser's Back are heard */
  target: Pick<EventTarget, "addEventListener">;
  /** how many steps there are now */
  count(): number;
  /** milliseconds for a step */
  dwell_ms(step: number): number;
  /** whether something is the tour's own button, which pauses by itself */
  isOwn(target: EventTarget | null): boolean;
  onStep(step: number): void;
  /** it has been paused, or has come to its end */
  onStop(ended: boolean): void;
}

const realClock: Clock = {
  set: (act, ms) => window.setTimeout(act, ms),
  clear: (timer) => clearTimeout(timer),
};

export function makeTour({ clock = realClock, target, isOwn, ...play }: TourOptions): Tour {
  const player = makePlayer({ clock, ...play });
  const wait = (event: Event): void => {
    const presses = !("key" in event) || event.key === "Enter" || event.key === " ";
    if (!(presses && isOwn(event.target))) player.pause();
  };
  for (const name of ["pointerdown", "keydown", "wheel", "popstate"]) {
    target.addEventListener(name, wait, { capture: true, passive: true });
  }
  return player;
}
