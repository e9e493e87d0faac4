// The details of a record: what its table says besides what the page has words for.

import { type Attributes, h } from "./dom";
import type { Exhibit } from "./exhibit";
import type { Details } from "./payload";

/** The labels and texts of an event's details; nothing where there are none, or only its source is to speak. */
export function renderDetails(exhibit: Exhibit, event: number, attributes: Attributes): HTMLElement | null {
  const { only, telling, texts } = exhibit;
  const details = (telling.events.details ?? texts.events.details)[event] ?? [];
  return only ? null : listOf(exhibit, details, attributes);
}

/** Details as a list; nothing where there are none. */
export function listOf({ head }: Exhibit, details: Details, attributes: Attributes): HTMLElement | null {
  if (details.length === 0) return null;
  const marked = (standsIn: number): Attributes => ({
    lang: standsIn ? head.languages[0]?.tag : null,
    dir: "auto",
  });
  return h(
    "dl",
    attributes,
    ...details.map(([label, text, marks = 0]) =>
      h("div", {}, h("dt", marked(marks & 2), label), h("dd", marked(marks & 1), text)),
    ),
  );
}
