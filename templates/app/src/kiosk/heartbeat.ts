// A sign of life that a watchdog can read: it is given only after a frame has been drawn, so that a page whose script or
// drawing hangs gives none.

import type { Clock } from "./clock";

export const BEAT_S = 5;

export interface Pulse {
  /** beats since the page was loaded */
  count: number;
  /** errors that nobody caught, since the page was loaded */
  errors: number;
  /** returns to the beginning, since the page was loaded */
  resets: number;
  /** times that the page loaded itself anew for errors */
  reloads: number;
  /** when the page was loaded: ISO 8601, UTC */
  since: string;
  /** waiting, active or warning */
  state: string;
  /** none, awake or refused: whether the browser keeps the screen awake */
  wake: string;
}

export interface HeartOptions {
  clock: Clock;
  /** Asks for the next frame. */
  frame(act: () => void): void;
  /** whether the first view is drawn */
  ready(): boolean;
  pulse: Pulse;
  /** Hears each beat. */
  beat(pulse: Pulse): void;
}

/** Lets a heart beat; the function returned stops it. */
export function startHeart({ clock, frame, ready, pulse, beat }: HeartOptions): () => void {
  let stopped = false;
  let cancel = (): void => undefined;
  const wait = (): void => {
    cancel = clock.after(BEAT_S * 1000, () =>
      frame(() => {
        if (stopped) return;
        if (ready()) {
          pulse.count += 1;
          beat(pulse);
        }
        wait();
      }),
    );
  };
  wait();
  return () => {
    stopped = true;
    cancel();
  };
}

/** The line of a beat. Its first two words are what `kiosk.sh` and `check.sh` look for. */
export function lineOf({ count, errors, resets, reloads, state, wake }: Pulse): string {
  return `mapbuilder heartbeat ${count} errors ${errors} resets ${resets} reloads ${reloads} state ${state} wake ${wake}`;
}
