// The page of one source: its reference, what is said of it, and what in the exhibit rests on it.

import { append, button, type Child, h, icon } from "./dom";
import type { Exhibit } from "./exhibit";
import { BACK } from "./icons";
import { renderCode } from "./share";
import { reference } from "./sources";
import type { View } from "./state";
import { apart, words } from "./words";

/** What opens a record, named by its title or otherwise. */
export type Entry = (event: number, named?: Child) => HTMLElement;

export function renderSource(
  exhibit: Exhibit,
  index: number,
  from: View | undefined,
  open: (view: View) => void,
  entry: Entry,
): HTMLElement {
  const { texts, telling } = exhibit;
  const { source, other_sources, date_sources } = texts.events;
  const { figures } = telling;
  const rows = figures.source.flatMap((of, row) => (of === index ? [row] : []));
  const sections = [
    listed(
      exhibit,
      "source.records",
      events(source, (of) => of === index).map((event) => entry(event)),
    ),
    listed(
      exhibit,
      "source.figures",
      rows.map((row) =>
        entry(
          figures.event[row] ?? -1,
          h("span", {}, apart(figures.value[row] ?? ""), " ", apart(figures.measure[row] ?? "")),
        ),
      ),
    ),
    listed(
      exhibit,
      "source.accounts",
      events(other_sources, (of) => of.includes(index)).map((event) => entry(event)),
    ),
    listed(
      exhibit,
      "source.dates",
      events(date_sources, (of) => of.includes(index)).map((event) => entry(event)),
    ),
  ].filter(Boolean);
  return h(
    "div",
    { class: "view view-sources view-source", "data-panel": true },
    button(
      { class: "back", "data-action": "back" },
      () => open(from ?? { kind: "sources" }),
      icon(BACK),
      h("span", {}, words(exhibit, from ? "source.back" : "source.all")),
    ),
    h("h2", { "data-focus": true, tabindex: -1 }, words(exhibit, "page.source")),
    h(
      "div",
      { class: "references" },
      reference(exhibit, index, true),
      EXTRAS && renderCode(exhibit, texts.sources.url[index] ?? ""),
    ),
    h("h2", {}, words(exhibit, "source.rests")),
    ...sections,
    sections.length === 0 && h("p", { class: "note" }, words(exhibit, "source.nothing")),
  );
}

function events<T>(column: readonly T[], is: (value: T) => boolean): number[] {
  return column.flatMap((value, event) => (is(value) ? [event] : []));
}

function listed(exhibit: Exhibit, heading: string, entries: HTMLElement[]): HTMLElement | null {
  if (entries.length === 0) return null;
  const list = h("ol", { class: "entries" });
  append(
    list,
    entries.map((one) => h("li", {}, one)),
  );
  return h("section", {}, h("h3", {}, words(exhibit, heading)), list);
}
