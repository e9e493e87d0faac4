// What an exhibit opens with: its title, and what stands under that.

import { type Child, h } from "./dom";
import { type Exhibit, languageOf } from "./exhibit";
import { standIn, title, words } from "./words";

export function opening(exhibit: Exhibit, ...more: Child[]): HTMLElement {
  const { subtitle, title: named } = exhibit.telling.exhibit;
  return h(
    "header",
    { class: "opening" },
    h("h1", { "data-focus": true, tabindex: -1, ...standIn(exhibit, "exhibit.title") }, ...title(named)),
    subtitle && h("p", { class: "subtitle", ...standIn(exhibit, "exhibit.subtitle") }, subtitle),
    languageOf(exhibit)?.draft && h("p", { class: "draft" }, words(exhibit, "page.draft")),
    ...more,
  );
}
