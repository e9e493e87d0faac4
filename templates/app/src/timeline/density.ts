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
  /** Draws in full how many of each item are found, and the rest faintly; null where all are. */
  show(found: ArrayLike<number> | null): void;
  /** Marks the column of an item; none for -1. */
  choose(item: number): void;
}

export interface DensityOptions {
  exhibit: Exhibit;
  scale: Scale;
  words: TimeWords;
  /** where each item, an event or the events of a date, begins, or ends where that is open; null where it is undated */
  days: readonly (number | null)[];
  /** how many events each item is; one where nothing is given */
  counts?: ArrayLike<number>;
  /** of events, what they are called */
  ids?: readonly string[];
  /** pixels that a column is wide at least */
  least_px: number;
  onPress(bin: Bin): void;
}

export function makeDensity(options: DensityOptions): Density {
  const { exhibit, scale, words, days, counts, ids, least_px, onPress } = options;
  const sum = (bin: Bin, of: ArrayLike<number> | undefined): number =>
    of ? bin.items.reduce((total, item) => total + (of[item] ?? 0), 0) : bin.items.length;
  const bins = binsOf(stopsOf(scale, least_px), days)
    .map((bin) => ({ bin, count: sum(bin, counts) }))
    .filter(({ count }) => count > 0);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  // Above the tallest column stands how many it is.
  const size = (count: number): string => `${((84 * count) / most).toFixed(2)}%`;
  const columns = bins.map(({ bin, count }) => {
    const x0 = scale.x(bin.from);
    const x1 = scale.stretches.find((stretch) => stretch.to === bin.to)?.x1 ?? scale.x(bin.to);
    const all = h("span", { class: "time-column" });
    const part = h("span", { class: "time-column", "data-part": true });
    all.style.blockSize = size(count);
    part.style.blockSize = size(count);
    const span = say(exhibit, "timeline_range", {
      from: dayWords(bin.from, words),
      to: dayWords(bin.to - 1, words),
    });
    const node = button(
      {
        class: "time-bin",
        tabindex: -1,
        "aria-label": `${span}. ${say(exhibit, "marker_records", { count })}`,
        "data-event": bin.items.length === 1 ? ids?.[bin.items[0] ?? -1] : null,
      },
      () => onPress(bin),
      all,
      part,
    );
    node.style.insetInlineStart = `${x0}px`;
    node.style.inlineSize = `${x1 - x0}px`;
    return { bin, count, node, part };
  });
  const tallest = columns.find(({ count }) => count === most);
  const said = h("span", { class: "time-most", "aria-hidden": "true" }, numeral(exhibit, most));
  if (tallest) {
    said.style.insetInlineStart = tallest.node.style.insetInlineStart;
    said.style.minInlineSize = tallest.node.style.inlineSize;
  }
  const buttons = columns.map(({ node }) => node);
  return {
    buttons,
    nodes: [...buttons, said],
    show(found) {
      for (const { bin, count, part } of columns)
        part.style.blockSize = size(found ? sum(bin, found) : count);
    },
    choose(item) {
      for (const { bin, node } of columns) node.classList.toggle("chosen", bin.items.includes(item));
    },
  };
}

/** How many events are not dated, where they are not told one by one. */
export function undatedCount(exhibit: Exhibit, count: number, x0: number): HTMLElement {
  const told = h("span", { class: "time-count" }, say(exhibit, "marker_records", { count }));
  told.style.insetInlineStart = `${x0}px`;
  return told;
}
