// How many events there are in each stretch of time, where they are too many to be told one by one: columns of one
// stated scale. A column is pressed to choose its time, or its event where it has but one.

import { button, h } from "../dom";
import { type Exhibit, numeral, say } from "../exhibit";
import { type Bin, binsOf } from "./lanes";
import { type Scale, stopsOf } from "./scale";
import { dayWords, type TimeWords } from "./words";

export interface Density {
  /** one a bin that has events, in time order */
  readonly buttons: readonly HTMLButtonElement[];
  readonly nodes: readonly HTMLElement[];
  /** Draws in full what matches of each column, and the rest of it faintly. */
  show(matching: Uint8Array | null): void;
  /** Marks the column of an event; none for -1. */
  choose(event: number): void;
}

export interface DensityOptions {
  exhibit: Exhibit;
  scale: Scale;
  words: TimeWords;
  /** where each event begins, or ends where its beginning is open; null where it is undated */
  days: readonly (number | null)[];
  /** pixels that a column is wide at least */
  least_px: number;
  onPress(bin: Bin): void;
}

export function makeDensity({ exhibit, scale, words, days, least_px, onPress }: DensityOptions): Density {
  const bins = binsOf(stopsOf(scale, least_px), days).filter((bin) => bin.events.length > 0);
  const most = Math.max(1, ...bins.map((bin) => bin.events.length));
  // Above the tallest column stands how many it is.
  const size = (count: number): string => `${((90 * count) / most).toFixed(2)}%`;
  const columns = bins.map((bin) => {
    const x0 = scale.x(bin.from);
    const x1 = scale.stretches.find((stretch) => stretch.to === bin.to)?.x1 ?? scale.x(bin.to);
    const all = h("span", { class: "time-column" });
    const part = h("span", { class: "time-column", "data-part": true });
    all.style.blockSize = size(bin.events.length);
    part.style.blockSize = size(bin.events.length);
    const count = say(exhibit, "marker_records", { count: bin.events.length });
    const span = say(exhibit, "timeline_range", {
      from: dayWords(bin.from, words),
      to: dayWords(bin.to - 1, words),
    });
    const only = bin.events.length === 1 ? exhibit.head.events.id[bin.events[0] ?? -1] : null;
    const node = button(
      { class: "time-bin", tabindex: -1, "aria-label": `${span}. ${count}`, "data-event": only },
      () => onPress(bin),
      all,
      part,
    );
    node.style.insetInlineStart = `${x0}px`;
    node.style.inlineSize = `${x1 - x0}px`;
    return { bin, node, part, of: new Set(bin.events) };
  });
  const tallest = columns.find(({ bin }) => bin.events.length === most);
  const said = h("span", { class: "time-most", "aria-hidden": "true" }, numeral(exhibit, most));
  if (tallest) {
    said.style.insetInlineStart = tallest.node.style.insetInlineStart;
    said.style.minInlineSize = tallest.node.style.inlineSize;
  }
  const buttons = columns.map(({ node }) => node);
  return {
    buttons,
    nodes: [...buttons, said],
    show(matching) {
      for (const { bin, part } of columns) {
        const count = matching ? bin.events.filter((event) => matching[event]).length : bin.events.length;
        part.style.blockSize = size(count);
      }
    },
    choose(event) {
      for (const { node, of } of columns) node.classList.toggle("chosen", of.has(event));
    },
  };
}
