// The panel of a page that reads its records from a server: what the map shows, as a list, and the records of a place.

import { append, button, h, icon, richBlock } from "../dom";
import { type Exhibit, fallbackLanguage, formOf, markAttributes, say } from "../exhibit";
import { BACK } from "../icons";
import { renderKey } from "../key";
import { opening } from "../opening";
import { words } from "../words";
import { type OpenSource, renderArticle } from "./article";
import { factsOf } from "./facts";
import { PAGE, pagerOf, renderFault } from "./found";
import { labelIn } from "./labels";
import type { Seen } from "./overlay";
import type { FileFault } from "./ranges";
import type { Spot, WebFacts, WebRecord } from "./types";

/** The head of the list, and under it the field in which places are looked for, the filters and the list. */
export function renderOpening(
  exhibit: Exhibit,
  marks: WebFacts["marks"],
  ...parts: HTMLElement[]
): HTMLElement {
  return h(
    "div",
    { class: "view view-records" },
    opening(
      exhibit,
      richBlock("intro", exhibit.telling.exhibit.intro, fallbackLanguage(exhibit, "exhibit.intro")),
      keyOf(exhibit, marks),
    ),
    ...parts,
  );
}

/** A place's mark, as on the map. */
function markOf({ head }: Exhibit, { precision, category }: Spot): HTMLElement {
  const { symbol, colour } = formOf(head, category);
  const own = { "data-precision": precision, "data-symbol": symbol, "data-tone": colour };
  return h("span", { ...markAttributes(head, -1), ...own });
}

/** The key to the marks of all places. */
function keyOf(exhibit: Exhibit, { precision, mixed }: WebFacts["marks"]): HTMLElement | null {
  return renderKey(exhibit, { precision, category: mixed ? [-1] : [], shape: [], doubt: [] });
}

/** What a bubble is called, as on the map. */
export function calledOf(exhibit: Exhibit, { spot, places, around }: Seen): string {
  const place = labelIn(spot, exhibit.telling.language);
  if (places === 1) return place;
  if (around) return say(exhibit, "web.around", { place });
  return say(exhibit, "many.place_and_others", { place, count: places - 1 });
}

/** The same in the list: a sentence goes as its own language does, whatever script the place's name is in. */
function entryTitle(exhibit: Exhibit, { spot, places, around }: Seen): HTMLElement {
  const label = labelIn(spot, exhibit.telling.language);
  if (places === 1) return h("span", { class: "entry-title", dir: "auto" }, label);
  // First-strong isolates (UAX #9).
  const values = { place: `\u2068${label}\u2069`, count: places - 1 };
  const key = around ? "web.around" : "many.place_and_others";
  return h("span", { class: "entry-title" }, words(exhibit, key, values));
}

/** Fills the list of what is in view; who stands on one of its buttons stays on it. */
export function fillList(
  list: HTMLElement,
  exhibit: Exhibit,
  { seen, all, several }: { seen: readonly Seen[]; all: number; several: boolean },
  act: (seen: Seen) => void,
): void {
  const held = document.activeElement;
  const key = held && list.contains(held) ? held.getAttribute("data-spot") : null;
  const entries = h("ol", { class: "entries" });
  for (const one of seen) {
    const { spot, places, count } = one;
    append(entries, [
      h(
        "li",
        {},
        button(
          { class: "entry", "data-spot": `${spot.id} ${places}`, "data-place": places === 1 && spot.id },
          () => act(one),
          places === 1
            ? markOf(exhibit, spot)
            : h("span", { ...markAttributes(exhibit.head, -1), "data-precision": "city" }),
          h(
            "span",
            { class: "entry-text" },
            h("span", { class: "entry-date" }, words(exhibit, "marker_records", { count })),
            entryTitle(exhibit, one),
          ),
        ),
      ),
    ]);
  }
  list.replaceChildren(
    h("h2", { id: "in-view", tabindex: -1 }, words(exhibit, "web.in_view")),
    all === 0 ? h("p", { class: "note" }, words(exhibit, "view_shows_none")) : entries,
  );
  if (all > seen.length) append(list, [h("p", { class: "note" }, words(exhibit, "web.most"))]);
  if (several && all > 0) append(list, [h("p", { class: "note" }, words(exhibit, "web.several"))]);
  if (key === null) return;
  const again = [...list.querySelectorAll<HTMLElement>("[data-spot]")].find(
    (each) => each.dataset.spot === key,
  );
  (again ?? list.querySelector<HTMLElement>("h2"))?.focus({ preventScroll: true });
}

export interface PlaceActions {
  back(): void;
  turn(first: number): void;
  openSource: OpenSource;
}

export interface Shown {
  first: number;
  /** null while they are read */
  records: readonly WebRecord[] | FileFault | null;
  /** how many of the place's records are wanted; all where nothing is said */
  total?: number;
  /** what is told of that */
  found?: HTMLElement | false;
}

/** A place, and a page of its records. */
export function renderPlace(
  exhibit: Exhibit,
  spot: Spot,
  { first, records, total = spot.events, found }: Shown,
  actions: PlaceActions,
  again: () => void,
): HTMLElement {
  const view = h(
    "div",
    { class: "view view-place", "data-panel": true },
    backButton(exhibit, actions.back),
    h(
      "header",
      { class: "place-head" },
      markOf(exhibit, spot),
      h("h2", { "data-focus": true, tabindex: -1, dir: "auto" }, labelIn(spot, exhibit.telling.language)),
    ),
  );
  if (records === null) {
    append(view, [h("p", { class: "note", "data-reading": true }, words(exhibit, "web.reading"))]);
    return view;
  }
  if (!Array.isArray(records)) {
    append(view, [renderFault(exhibit, records as FileFault, again)]);
    return view;
  }
  const pager = (): HTMLElement => pagerOf(exhibit, total, first, actions.turn);
  const [any] = records as readonly WebRecord[];
  if (any) append(view, [factsOf(exhibit, any.place.facts)]);
  const list = h("ol", { class: "events" });
  for (const record of records)
    append(list, [h("li", { class: "chosen" }, renderArticle(exhibit, record, actions.openSource))]);
  append(view, [found, (!found || total > PAGE) && pager(), list, total > PAGE && pager()]);
  return view;
}

/** What is found in a place that is open, and the way back to all records. */
export function renderFound(exhibit: Exhibit, count: number, total: number, clear: () => void): HTMLElement {
  return h(
    "div",
    { class: "found" },
    h("span", {}, words(exhibit, "found", { count, total })),
    button({ class: "plain", "data-action": "clear-all" }, clear, words(exhibit, "clear_all")),
  );
}

/** The way back, as a rule to the list of what is in view. */
export function backButton(exhibit: Exhibit, back: () => void, key = "web.in_view"): HTMLElement {
  return button(
    { class: "back", "data-action": "back" },
    back,
    icon(BACK),
    h("span", {}, words(exhibit, key)),
  );
}
