// The bar over the panel: the languages, the way to the sources, and how the page is shown.

import type { Switches } from "./display/switches";
import { append, button, h } from "./dom";
import { type Exhibit, say, type View } from "./exhibit";
import { words } from "./words";

export interface BarActions {
  open(view: View): void;
  speak(language: string): void;
}

export function renderBar(exhibit: Exhibit, switches: Switches, actions: BarActions): HTMLElement[] {
  const { languages } = exhibit.head;
  const label = say(exhibit, "page.languages");
  const spoken = h("div", { class: "languages", role: "group", "aria-label": label });
  for (const { tag, name } of languages.length > 1 ? languages : []) {
    const pressed = String(tag === exhibit.telling.language);
    append(spoken, [
      button({ lang: tag, "data-language": tag, "aria-pressed": pressed }, () => actions.speak(tag), name),
    ]);
  }
  const tools = h(
    "div",
    { class: "tools" },
    button({ "data-action": "sources" }, () => actions.open({ kind: "sources" }), words(exhibit, "sources")),
    switches.toggle,
  );
  return [spoken, tools, switches.panel];
}
