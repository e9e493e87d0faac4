// Whether somebody is there. Nobody touches the page for a while, and for as long as what it shows takes to read: it asks,
// and returns to its beginning when nobody answers. Any input counts, as often as wanted (WCAG 2.2, 2.2.1).

import type { Clock } from "./clock";

/** waiting: nobody has touched the page since it began; warning: it asks whether somebody still reads. */
export type Presence = "waiting" | "active" | "warning";

export interface IdleOptions {
  clock: Clock;
  /** seconds without input until the warning, beside the time to read */
  idle_s: number;
  /** seconds of the warning; fewer than 20 are made 20 */
  warning_s: number;
  /** how fast somebody reads who stands */
  words_per_s: number;
  /** how many words are in sight */
  words(): number;
  /** whether sound or film plays, which is watched without a touch */
  plays(): boolean;
  /** Hears of each change, and in a warning of each second that is left. */
  tell(presence: Presence, left_s: number): void;
  /** Brings the page back to its beginning. */
  reset(): void;
}

export interface Idle {
  presence(): Presence;
  /** Somebody has touched, pressed or scrolled something. */
  touch(): void;
  /** Somebody leaves, and says so. */
  leave(): void;
  /** Stops counting, for good. */
  end(): void;
}

const LEAST_WARNING_S = 20;
/** While something plays it is asked so often whether it still does. */
const PLAYING_MS = 1000;

export function watchIdle(options: IdleOptions): Idle {
  const { clock } = options;
  const warning_ms = Math.max(LEAST_WARNING_S, options.warning_s) * 1000;
  let presence: Presence = "waiting";
  let touched = clock.now();
  let warned = 0;
  let cancel = (): void => undefined;
  let ended = false;

  const later = (ms: number, act: () => void): void => {
    cancel();
    cancel = clock.after(Math.max(0, ms), act);
  };

  function become(next: Presence, left_s = 0): void {
    presence = next;
    options.tell(next, left_s);
  }

  /** Asks, unless something plays or the time to read is not over. */
  function consider(): void {
    if (options.plays()) {
      touched = clock.now();
      later(PLAYING_MS, consider);
      return;
    }
    const allowed_ms = (options.idle_s + options.words() / options.words_per_s) * 1000;
    const left_ms = touched + allowed_ms - clock.now();
    if (left_ms > 0) {
      later(left_ms, consider);
      return;
    }
    warned = clock.now();
    count();
  }

  function count(): void {
    const left_ms = warned + warning_ms - clock.now();
    if (left_ms <= 0) {
      leave();
      return;
    }
    become("warning", Math.ceil(left_ms / 1000));
    // To the next whole second, however late the timer was.
    if (presence === "warning") later(left_ms % 1000 || 1000, count);
  }

  function leave(): void {
    cancel();
    presence = "waiting";
    options.reset();
    become("waiting");
  }

  return {
    presence: () => presence,
    touch() {
      if (ended) return;
      touched = clock.now();
      if (presence === "active") return;
      become("active");
      later(options.idle_s * 1000, consider);
    },
    leave() {
      if (!ended && presence !== "waiting") leave();
    },
    end() {
      ended = true;
      cancel();
    },
  };
}

/** How many words of a text are in sight where only a part of its height is; scrolling on is an input of its own. */
export function wordsInSight(text: string, height: number, seen: number): number {
  const words = text.split(/\s+/u).filter(Boolean).length;
  return height > seen && height > 0 ? Math.ceil((words * seen) / height) : words;
}
