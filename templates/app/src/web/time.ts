// The timeline of a page that reads its records from a server: how many records begin in each bucket of time, and the period
// that is chosen. It plays nothing: records are read where a place is opened.

import { append } from "../dom";
import type { Exhibit } from "../exhibit";
import type { Range } from "../timeline/brush";
import { type Density, makeDensity, undatedCount } from "../timeline/density";
import { makeFrame } from "../timeline/frame";
import { scaleOfEdges } from "../timeline/scale";
import type { CountsFacts } from "./types";

const UNDATED_EM = 6;
/** Of the lanes. */
export const RAILS = 16;

export interface WebTimeline {
  tell(exhibit: Exhibit): void;
  /** How many of those found begin in each bucket, and the period. */
  show(found: readonly number[], range: Range | null): void;
  resize(): void;
}

export interface WebTimelineActions {
  brush(range: Range | null): void;
  announce(words: string): void;
}

export function openWebTimeline(
  host: HTMLElement,
  first: Exhibit,
  { edges, begins, combinations }: Pick<CountsFacts, "edges" | "begins" | "combinations">,
  actions: WebTimelineActions,
): WebTimeline {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const undated = sum(combinations) - sum(begins);
  const starts = edges.slice(0, -1);
  let found: readonly number[] = begins;
  let density: Density | null = null;

  const frame = makeFrame({
    host,
    exhibit: first,
    actions: { ...actions, choose: () => undefined },
    rails: RAILS,
    steps: () => ({ count: 0, at: -1, event: () => -1 }),
    draw({ width }) {
      const { apart, em_px, lanes } = frame;
      const aside = undated === 0 ? 0 : UNDATED_EM * em_px + apart;
      const scale = scaleOfEdges(edges, width - aside);
      density = makeDensity({
        exhibit: frame.exhibit,
        scale,
        words: frame.words(),
        days: starts,
        counts: begins,
        least_px: apart,
        onPress: ({ from, to }) => frame.choosePeriod({ from, to: to - 1 }),
      });
      append(lanes, density.nodes);
      const x0 = width - aside + apart;
      if (undated > 0) lanes.append(undatedCount(frame.exhibit, undated, x0));
      return { scale, undated_px: undated > 0 ? x0 : null };
    },
    mark() {
      density?.show(found);
      frame.settle();
    },
    stops: () => density?.buttons ?? [],
  });

  frame.tell(first);
  return {
    tell: frame.tell,
    show(nextFound, range) {
      found = nextFound;
      frame.show(range);
      density?.show(found);
    },
    resize: frame.resize,
  };
}
