// Entries of what was found, pages of them, and why nothing can be read.

import { button, h } from "../dom";
import { type Exhibit, markAttributes, say } from "../exhibit";
import { apart, unbroken, words } from "../words";
import { labelIn } from "./labels";
import type { Named } from "./names";
import type { FileFault } from "./ranges";
import type { Told, WebRecord } from "./types";

/** Records that are shown at once. */
export const PAGE = 50;
/** Serves a folder with parts of its files; Python's own server sends whole files only. */
const COMMAND = "npx http-server";

export function placeEntry(exhibit: Exhibit, place: Named, open: () => void): HTMLElement {
  return button(
    { class: "entry", "data-spot": `${place.id} found`, "data-place": place.id },
    open,
    h("span", { ...markAttributes(exhibit.head, -1), "data-precision": place.precision }),
    h(
      "span",
      { class: "entry-text" },
      h("span", { class: "entry-date" }, words(exhibit, "marker_records", { count: place.events })),
      h("span", { class: "entry-title", dir: "auto" }, labelIn(place, exhibit.telling.language)),
    ),
  );
}

/** A record that was found: when, what, where. */
export function recordEntry(exhibit: Exhibit, record: WebRecord, open: () => void): HTMLElement {
  const { row, date, title, place, dateSources } = record;
  const others = dateSources.map(({ id }) => id).join(", ");
  return button(
    { class: "entry", "data-spot": `record ${row}`, "data-record": record.id },
    open,
    h("span", { ...markAttributes(exhibit.head, -1), "data-precision": place.precision }),
    h(
      "span",
      { class: "entry-text" },
      h(
        "span",
        { class: "entry-date" },
        unbroken(date),
        others && " ",
        others &&
          h("span", { class: "basis" }, "(", words(exhibit, "page.date_sources"), " ", apart(others), ")"),
      ),
      h("span", { class: "entry-title", lang: title.lang ?? undefined }, apart(title.text)),
      h("span", { class: "entry-places" }, apart(labelIn(place, exhibit.telling.language))),
    ),
  );
}

/** From which record to which of how many, and the ways to those before and after. */
export function pagerOf(
  exhibit: Exhibit,
  total: number,
  first: number,
  turn: (first: number) => void,
): HTMLElement {
  const to = Math.min(total, first + PAGE);
  if (total <= PAGE) return h("p", { class: "note" }, words(exhibit, "marker_records", { count: total }));
  const range = { from: first + 1, to, total };
  return h(
    "div",
    { class: "pager", role: "group", "aria-label": say(exhibit, "web.range", range) },
    button(
      { class: "plain", "data-action": "page-before", disabled: first === 0 },
      () => turn(Math.max(0, first - PAGE)),
      words(exhibit, "previous"),
    ),
    h("p", { class: "note" }, words(exhibit, "web.range", range)),
    button(
      { class: "plain", "data-action": "page-after", disabled: to >= total },
      () => turn(first + PAGE),
      words(exhibit, "next"),
    ),
  );
}

/** In which language a text is where that is not the page's. */
export function voice<Text>({ lang }: Told<Text>): { lang?: string; dir: string } {
  return { ...(lang && { lang }), dir: "auto" };
}

/** Why nothing can be read, in one sentence. */
export function renderFault(exhibit: Exhibit, { fault, file }: FileFault, again: () => void): HTMLElement {
  return h(
    "div",
    { class: "fault", "data-fault": fault },
    h("p", {}, words(exhibit, `web.${fault}`, { file, command: COMMAND })),
    fault !== "served" &&
      button({ class: "plain", "data-action": "again" }, again, words(exhibit, "web.again")),
  );
}
