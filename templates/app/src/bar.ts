// The bar over the panel: the languages, the way to the sources, light or dark.

import { append, button, h, icon } from "./dom";
import { type Exhibit, say, type View } from "./exhibit";
import { MOON, SUN } from "./icons";
import type { Mode } from "./map/basemap";
import { words } from "./words";

export interface BarActions {
  open(view: View): void;
  speak(language: string): void;
  setTheme(theme: Mode): void;
}

export function renderBar(exhibit: Exhibit, mode: Mode, actions: BarActions): HTMLElement[] {
  const { languages } = exhibit.head;
  const label = say(exhibit, "page.languages");
  const switches = h("div", { class: "languages", role: "group", "aria-label": label });
  for (const { tag, name } of languages.length > 1 ? languages : []) {
    const pressed = String(tag === exhibit.telling.language);
    append(switches, [
      button({ lang: tag, "data-language": tag, "aria-pressed": pressed }, () => actions.speak(tag), name),
    ]);
  }
  const dimmed = mode === "dark";
  const name = say(exhibit, dimmed ? "theme_light" : "theme_dark");
  const tools = h(
    "div",
    { class: "tools" },
    button({ "data-action": "sources" }, () => actions.open({ kind: "sources" }), words(exhibit, "sources")),
    button(
      { class: "square", "data-action": "theme", "aria-label": name, title: name },
      () => actions.setTheme(dimmed ? "light" : "dark"),
      icon(dimmed ? SUN : MOON),
    ),
  );
  return [switches, tools];
}
