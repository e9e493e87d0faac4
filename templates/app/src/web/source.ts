// The page of a source: its reference, and the way to the records that are its own.

import { button, h } from "../dom";
import type { Exhibit } from "../exhibit";
import { reference, sourceLanguage } from "../sources";
import { words } from "../words";

/** `count` are the records that it is the source of; 0 where nobody has counted them. */
export function renderSourcePage(
  exhibit: Exhibit,
  source: number,
  back: HTMLElement,
  count: number,
  toRecords: () => void,
): HTMLElement {
  return h(
    "div",
    { class: "view view-sources view-source", "data-panel": true },
    back,
    h("h2", { "data-focus": true, tabindex: -1 }, words(exhibit, "page.source")),
    h("div", { class: "references" }, reference(exhibit, source, true)),
    count > 0 && h("h2", {}, words(exhibit, "source.rests")),
    count > 0 &&
      h(
        "section",
        {},
        h("h3", {}, words(exhibit, "source.records")),
        button(
          { class: "plain", "data-action": "records-of" },
          toRecords,
          words(exhibit, "marker_records", { count }),
        ),
      ),
  );
}

/** A link to the page of a source, by its number. */
export function sourceLink(exhibit: Exhibit, source: number, text: string, open: () => void): HTMLElement {
  const id = exhibit.texts.sources.id[source] ?? "";
  const link = h(
    "a",
    {
      class: "cite",
      href: `#reference=${encodeURIComponent(id)}`,
      "data-source": id,
      lang: sourceLanguage(exhibit, source),
      dir: "auto",
    },
    text,
  );
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  return link;
}
