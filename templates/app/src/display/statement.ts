// What the page says of its own accessibility, worded by Python.

import { type Attributes, h } from "../dom";
import type { Exhibit } from "../exhibit";
import { toldStatement } from "../told";
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
    ...sectionsOf(exhibit, worded),
  );
}

/** What follows its title in the text version, which has it for every language. */
function sectionsOf({ telling }: Exhibit, worded: Attributes): HTMLElement[] {
  const [, ...told] = toldStatement(telling.language);
  const sections: HTMLElement[] = [];
  let text: HTMLElement | null = null;
  for (const element of told) {
    const isHeading = /^H\d$/.test(element.tagName);
    if (element.className === "draft") continue;
    if (isHeading || !text) {
      text = h("div", { class: "text" });
      sections.push(h("section", worded, isHeading && h("h3", {}, element.textContent), text));
    }
    if (!isHeading) text.append(element.cloneNode(true));
  }
  return sections;
}
