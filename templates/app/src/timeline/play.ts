// Plays a timeline: opens one thing after the other at a calm pace. Knows no page; the clock is given to it.

export interface Clock {
  set(act: () => void, ms: number): number;
  clear(timer: number): void;
}

export interface Player {
  readonly playing: boolean;
  /** From the step after `from`, which is the first where there is none such. */
  play(from: number): void;
  pause(): void;
}

export interface PlayOptions {
  clock: Clock;
  /** milliseconds that a step is shown */
  dwell_ms(step: number): number;
  /** how many steps there are now; they may become fewer while it plays */
  count(): number;
  onStep(step: number): void;
  /** it has been paused, or after the last step has come to its end */
  onStop(ended: boolean): void;
}

export function makePlayer({ clock, dwell_ms, count, onStep, onStop }: PlayOptions): Player {
  let timer: number | null = null;
  const stop = (ended: boolean): void => {
    if (timer !== null) clock.clear(timer);
    timer = null;
    onStop(ended);
  };
  const show = (step: number): void => {
    if (step >= count()) {
      stop(true);
      return;
    }
    timer = clock.set(() => show(step + 1), dwell_ms(step));
    onStep(step);
  };
  return {
    get playing() {
      return timer !== null;
    },
    play(from) {
      if (timer !== null || count() === 0) return;
      show(from + 1 >= count() ? 0 : from + 1);
    },
    pause() {
      if (timer !== null) stop(false);
    },
  };
}
