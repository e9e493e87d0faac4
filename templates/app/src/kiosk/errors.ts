// What becomes of errors that nobody caught: they are counted, and after several at once the page loads itself anew, each
// time after a longer pause, so that a page with a lasting fault neither flickers nor stays broken for ever.

import type { Clock } from "./clock";

/** What outlives a reload: the window's name does, on a file: page too, without anything being stored. */
export interface Memory {
  read(): string;
  write(text: string): void;
}

export interface BoundaryOptions {
  clock: Clock;
  memory: Memory;
  /** milliseconds since 1970, which goes on over a reload */
  wall(): number;
  reload(): void;
}

export interface Boundary {
  /** Counts an error; whether it brought a reload about. */
  caught(): boolean;
  /** Errors since the page was loaded. */
  errors(): number;
  /** How often the page has loaded itself anew for errors since the window was opened. */
  reloads(): number;
  end(): void;
}

/** So many errors within so many seconds: the page is broken, and not only one thing in it. */
export const MOST_ERRORS = 3;
export const WITHIN_S = 30;
/** Seconds before the first, second, … reload within an hour; the last for all that follow. */
export const PAUSES_S: readonly number[] = [5, 30, 120, 600, 1800];
const HOUR_MS = 3_600_000;

interface Remembered {
  /** when the page loaded itself anew within the last hour, in milliseconds since 1970 */
  times: number[];
  total: number;
}

export function makeBoundary({ clock, memory, wall, reload }: BoundaryOptions): Boundary {
  let errors = 0;
  let recent: number[] = [];
  let cancel: (() => void) | null = null;
  return {
    caught() {
      errors += 1;
      const now = clock.now();
      recent = [...recent.filter((time) => now - time < WITHIN_S * 1000), now];
      if (recent.length < MOST_ERRORS || cancel) return false;
      const { times, total } = remembered(memory, wall());
      const pause_s = PAUSES_S[Math.min(times.length, PAUSES_S.length - 1)] ?? 0;
      cancel = clock.after(pause_s * 1000, () => {
        const kept = [...times, wall()].slice(-PAUSES_S.length);
        memory.write(`${PREFIX}${JSON.stringify({ times: kept, total: total + 1 })}`);
        reload();
      });
      return true;
    },
    errors: () => errors,
    reloads: () => remembered(memory, wall()).total,
    end() {
      cancel?.();
      cancel = null;
    },
  };
}

const PREFIX = "mapbuilder:";

function remembered(memory: Memory, now: number): Remembered {
  const text = memory.read();
  if (!text.startsWith(PREFIX)) return { times: [], total: 0 };
  try {
    const { times, total } = JSON.parse(text.slice(PREFIX.length)) as Remembered;
    // A clock that was set back must not hold the page for years.
    return { times: times.filter((time) => time <= now && now - time < HOUR_MS), total };
  } catch {
    return { times: [], total: 0 };
  }
}
