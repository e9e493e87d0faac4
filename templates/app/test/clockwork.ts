// Time for tests: it passes when it is told to.

import type { Clock } from "../src/timeline/play";

export interface Clockwork extends Clock {
  pass(ms: number): void;
  readonly waiting: number;
}

export function clockwork(): Clockwork {
  let now = 0;
  let last = 0;
  const timers = new Map<number, { at: number; act: () => void }>();
  return {
    set(act, ms) {
      last += 1;
      timers.set(last, { at: now + ms, act });
      return last;
    },
    clear(timer) {
      timers.delete(timer);
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due[0]);
        now = due[1].at;
        due[1].act();
      }
      now = end;
    },
    get waiting() {
      return timers.size;
    },
  };
}
