// What the page says of its own accessibility, worded by Python.

import { h, rich } from "../dom";
import type { Exhibit } from "../exhibit";
import { words } from "../words";

/** The statement, under a button that leads back. */
export function renderStatement(exhibit: Exhibit, back: HTMLElement): HTMLElement {
  const { statement, ui } = exhibit.telling;
  const worded = ui.lang ? { lang: ui.lang, dir: ui.dir } : {};
  return h(
    "div",
    { class: "view view-statement", "data-panel": true },
    back,
    h("h2", { "data-focus": true, tabindex: -1, ...worded }, statement.title),
    statement.draft && h("p", { class: "draft" }, words(exhibit, "page.draft")),
    ...statement.sections.map(({ heading, body }) =>
      h("section", worded, heading && h("h3", {}, heading), h("div", { class: "text" }, ...rich(body))),
    ),
  );
}
