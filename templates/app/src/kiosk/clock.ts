// Time as the kiosk sees it. Whatever waits asks a clock, so that a test can let days pass in a moment.

export interface Clock {
  /** milliseconds since some moment; never goes back */
  now(): number;
  /** Does something once, later; the function returned calls it off. */
  after(ms: number, act: () => void): () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
