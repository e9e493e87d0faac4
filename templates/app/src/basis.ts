// Where a date comes from, if not from the record's own source: said with every date of the page.

import { type Child, h } from "./dom";
import type { Exhibit } from "./exhibit";
import { apart, words } from "./words";

/** "(date from other sources: S06, S36)", behind a space; nothing where the record's source gives the date. */
export function basisOf(exhibit: Exhibit, event: number): Child[] {
  const { events, sources } = exhibit.texts;
  const from = events.date_sources[event] ?? [];
  if (from.length === 0) return [];
  const named = from.map((source) => sources.id[source] ?? "").join(", ");
  return [
    " ",
    h("span", { class: "basis" }, "(", words(exhibit, "page.date_sources"), " ", apart(named), ")"),
  ];
}
