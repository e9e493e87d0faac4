// The figures of a record: a table for each thing that is counted, each figure as its source gives it, in the order in
// which Python has set them. Where several are numbers, each stands on a scale of its own row: nothing joins two of them.

import { append, type Child, h } from "./dom";
import { type Exhibit, numeral } from "./exhibit";
import { apart, dated, standIn, worded, words } from "./words";

/** Says whose the figure of a row is, and `where` its source gives it: the source's date, a locator. */
export type Cite = (source: number, where: Child[], row: number) => Child[];

/** The figures of an event, or nothing. */
export function renderFigures(exhibit: Exhibit, event: number, cite: Cite): HTMLElement | null {
  const { figures } = exhibit.telling;
  const measures = new Map<string, number[]>();
  figures.event.forEach((of, row) => {
    if (of !== event) return;
    const measure = figures.measure[row] ?? "";
    measures.set(measure, [...(measures.get(measure) ?? []), row]);
  });
  if (measures.size === 0) return null;
  return h(
    "section",
    { class: "figures" },
    h("h4", {}, words(exhibit, "page.figures")),
    ...[...measures].map(([measure, rows]) => table(exhibit, measure, rows, cite)),
  );
}

/** The date of a figure's source, and where it stands in that. */
function whereIn(exhibit: Exhibit, source: number, row: number): Child[] {
  const { figures, sources } = exhibit.telling;
  const [date, locator] = [sources.date[source], figures.locator[row]];
  return [
    date && h("span", { class: "unbroken" }, dated(exhibit, "sources.date", source, date)),
    date && locator && ", ",
    locator && apart(locator, standIn(exhibit, "figures.locator", row)),
  ].filter(Boolean);
}

function table(exhibit: Exhibit, measure: string, rows: readonly number[], cite: Cite): HTMLElement {
  const { figures } = exhibit.telling;
  const scale = scaleOf(exhibit, rows);
  const differ = new Set(rows.map((row) => figures.value[row])).size > 1;
  const body = h("tbody", {});
  for (const row of rows) {
    const source = figures.source[row] ?? -1;
    append(body, [
      h(
        "tr",
        {},
        h("th", { scope: "row", class: "figure-value" }, worded(exhibit, figures.value[row] ?? "")),
        h(
          "td",
          {},
          scale > 0 && track(exhibit, row, scale),
          h("p", { class: "figure-scope", ...standIn(exhibit, "figures.scope", row) }, figures.scope[row]),
          source >= 0 && h("p", { class: "source" }, ...cite(source, whereIn(exhibit, source, row), row)),
        ),
      ),
    ]);
  }
  return h(
    "table",
    { class: "figure-table" },
    h(
      "caption",
      {},
      apart(measure, { class: "measure" }),
      rows.length > 1 &&
        h(
          "span",
          { class: "figure-note" },
          differ && words(exhibit, "page.sources_differ"),
          " ",
          words(exhibit, "page.each_figure"),
        ),
    ),
    h(
      "thead",
      {},
      h(
        "tr",
        { class: "visually-hidden" },
        ...["page.value", "page.scope"].map((key) => h("th", { scope: "col" }, words(exhibit, key))),
      ),
    ),
    body,
    scale > 0 &&
      h(
        "tfoot",
        { "aria-hidden": "true" },
        h(
          "tr",
          {},
          h("td"),
          h(
            "td",
            {},
            h(
              "p",
              { class: "figure-ends" },
              ...[0, scale].map((end) => h("span", {}, numeral(exhibit, end, set(exhibit, end)))),
            ),
          ),
        ),
      ),
  );
}

/** A number in groups as the figures beside it have them (`wording.py`), which the interface's own have not. */
function set({ telling }: Exhibit, value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, telling.time?.group ?? "\u202f");
}

/** The end of the scale on which the rows are shown; 0 where fewer than two of them are numbers. */
function scaleOf({ texts }: Exhibit, rows: readonly number[]): number {
  const ends = rows.flatMap((row) => spanOf(texts.figures, row) ?? []);
  return ends.length > 3 ? Math.max(...ends) : 0;
}

type Numbers = Exhibit["texts"]["figures"];

/** Least and most of a figure; of one open end both are the other. */
function spanOf(numbers: Numbers, row: number): [number, number] | null {
  const low = numbers?.low[row] ?? numbers?.high[row];
  const high = numbers?.high[row] ?? low;
  return low == null || high == null || low < 0 ? null : [low, high];
}

/** A figure on its scale: a dot, a ring where it is qualified, a bar where it is a range. The words beside it say all of it. */
function track({ texts }: Exhibit, row: number, scale: number): HTMLElement {
  const span = spanOf(texts.figures, row);
  const dot = h("i", { "data-rough": Boolean(texts.figures?.rough[row]) });
  if (span) {
    dot.style.setProperty("--low", (span[0] / scale).toFixed(4));
    dot.style.setProperty("--high", (span[1] / scale).toFixed(4));
  }
  return h("span", { class: "figure-track", "aria-hidden": "true" }, span && dot);
}
