// A timeline's entries: what is known of each event's time, the line and the bead that show it, and its name in words.

import { basisOf } from "../basis";
import { button, h } from "../dom";
import { type Exhibit, isContext, markAttributes, numeral } from "../exhibit";
import type { Head } from "../payload";
import { dated, standIn, unbroken } from "../words";
import type { Item } from "./lanes";
import type { Extent, Scale } from "./scale";

/** How sure an end is (`bounds.py`). */
const KINDS = ["sure", "uncertain", "approximate", "both", "open", "unknown"] as const;
export type Kind = (typeof KINDS)[number];

export interface Dating extends Extent {
  first: Kind;
  last: Kind;
  /** whether the event was at some time within its span, and need not have lasted as long */
  within: boolean;
}

/** Pixels of a line whose other end is not known. */
const FADING_PX = 40;
const WITHIN = 64;

export function datingOf({ events }: Head, event: number): Dating {
  const bounds = events.bounds?.[event] ?? 0;
  return {
    start: events.start_day[event] ?? null,
    end: events.end_day[event] ?? null,
    first: KINDS[bounds & 7] ?? "sure",
    last: KINDS[(bounds >> 3) & 7] ?? "sure",
    within: bounds >= WITHIN,
  };
}

export function isDated({ start, end }: Extent): boolean {
  return start !== null || end !== null;
}

/** Where an event's line begins and ends on a scale; `apart` are the pixels that its bead takes. */
export function itemOf(dating: Dating, scale: Scale, apart: number): Item {
  const { start, end, first, last } = dating;
  const from = start === null ? null : scale.x(start);
  const to = end === null ? null : scale.x(end + 1);
  const x0 = from ?? (first === "open" ? 0 : Math.max(0, (to ?? 0) - apart - FADING_PX));
  const x1 = to ?? (last === "open" ? scale.width : Math.min(scale.width, x0 + apart + FADING_PX));
  // A day is a bead and no line, however wide it is drawn.
  return { x0, x1, slides: start !== end && x1 - x0 > apart * 1.25 };
}

export interface Entry {
  event: number;
  button: HTMLButtonElement;
  line: HTMLElement | null;
}

/** The button of an event, with its name in words and the number of its place. */
export function entryButton(exhibit: Exhibit, event: number, onPress: () => void): HTMLButtonElement {
  const { head, telling } = exhibit;
  const place = head.events.place[event] ?? -1;
  return button(
    {
      class: "time-entry",
      "data-event": head.events.id[event],
      "data-context": isContext(exhibit, event),
      "aria-pressed": "false",
      tabindex: -1,
    },
    onPress,
    h(
      "span",
      markAttributes(head, place),
      MANY && place >= 0 && exhibit.chosen?.numbered === false
        ? null
        : place >= 0
          ? numeral(exhibit, place + 1)
          : "–",
    ),
    h(
      "span",
      { class: "visually-hidden" },
      dated(exhibit, "events.date", event, telling.events.date[event] ?? ""),
      ...basisOf(exhibit, event),
      ". ",
      h("span", standIn(exhibit, "events.title", event), telling.events.title[event]),
    ),
  );
}

export function dateOf(exhibit: Exhibit, event: number): Node | string {
  return dated(exhibit, "events.date", event, unbroken(exhibit.telling.events.date[event]));
}

/** Puts an entry where it belongs: its bead, and the line of what is longer than that. */
export function putEntry(entry: Entry, dating: Dating, item: Item, at: { x: number; up_px: number }): void {
  const doubted =
    isDated(dating) && [dating.first, dating.last].some((kind) => kind !== "sure" && kind !== "open");
  entry.button.toggleAttribute("data-doubted", doubted);
  entry.button.style.insetInlineStart = `${at.x}px`;
  entry.button.style.insetBlockEnd = `${at.up_px}px`;
  entry.line?.remove();
  entry.line = null;
  if (!item.slides) return;
  entry.line = h("span", {
    class: "time-line",
    "data-first": dating.first,
    "data-last": dating.last,
    "data-within": dating.within,
    "data-context": entry.button.hasAttribute("data-context"),
  });
  entry.line.style.insetInlineStart = `${item.x0}px`;
  entry.line.style.inlineSize = `${item.x1 - item.x0}px`;
  entry.line.style.insetBlockEnd = `${at.up_px}px`;
  entry.button.before(entry.line);
}
