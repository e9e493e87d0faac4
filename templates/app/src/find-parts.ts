// What finding is made of, among few records and many: the field, the values of a filter, the ways out of nothing.

import { button, type Child, h, icon } from "./dom";
import { type Exhibit, numeral, say } from "./exhibit";
import { CROSS } from "./icons";
import type { Part } from "./matching";
import { sourceLanguage } from "./sources";
import type { Facet, Selection } from "./state";
import { standIn, words } from "./words";

/** A value of a filter, as a button. */
export interface Choice {
  facet: Facet;
  value: number;
  element: HTMLElement;
  count: HTMLElement;
}

export function searchField(exhibit: Exhibit, label: string, onInput: () => void): HTMLInputElement {
  const field = h("input", {
    type: "search",
    class: "find-text",
    "aria-label": label,
    placeholder: label,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    lang: exhibit.telling.language,
  });
  field.addEventListener("input", onInput);
  return field;
}

export function clearButton(exhibit: Exhibit, onPress: () => void): HTMLElement {
  const label = say(exhibit, "find_clear");
  return button(
    { class: "find-clear", "data-action": "find-clear", "aria-label": label, title: label, hidden: true },
    onPress,
    icon(CROSS),
  );
}

export function choiceButton(
  facet: Facet,
  value: number,
  id: string | undefined,
  named: readonly Child[],
  onPress: () => void,
): Choice {
  const count = h("span", { class: "choice-count" });
  const element = button(
    { class: "choice", "data-facet": facet, "data-value": id, "aria-pressed": "false" },
    () => {
      if (element.getAttribute("aria-disabled") !== "true") onPress();
    },
    ...named,
    " ",
    count,
  );
  return { facet, value, element, count };
}

/** Shows whether a value is chosen, and how many records it would show. */
export function showChoice(
  exhibit: Exhibit,
  { element, count }: Choice,
  pressed: boolean,
  showing: number,
): void {
  element.setAttribute("aria-pressed", String(pressed));
  element.toggleAttribute("data-empty", showing === 0);
  if (showing === 0 && !pressed) element.setAttribute("aria-disabled", "true");
  else element.removeAttribute("aria-disabled");
  count.textContent = numeral(exhibit, showing);
}

export function choiceText(content: string | undefined, attributes = {}): HTMLElement {
  return h("span", { class: "choice-text", dir: "auto", ...attributes }, content);
}

/** What a kind, part or source is called; places are named by those who know their marks. */
export function nameOf(exhibit: Exhibit, facet: Exclude<Facet, "place">, value: number): Child[] {
  const { telling, texts, head } = exhibit;
  if (facet === "category") {
    const symbol = head.categories.symbol[value] ?? "circle";
    return [
      h("span", { class: "symbol", "data-symbol": symbol, "aria-hidden": "true" }),
      choiceText(telling.categories[value], standIn(exhibit, "categories", value)),
    ];
  }
  if (facet === "group")
    return [choiceText(telling.groups.label[value], standIn(exhibit, "groups.label", value))];
  const { id, title } = texts.sources;
  const titled = title[value] && title[value] !== id[value];
  return [
    titled ? h("span", { class: "choice-id" }, id[value]) : null,
    choiceText(titled ? title[value] : id[value], { lang: sourceLanguage(exhibit, value) }),
  ];
}

/** What to give up where nothing is found; nothing where giving up one thing alone would not help. */
export function waysOutOf(
  exhibit: Exhibit,
  ways: readonly { part: Part; count: number }[],
  { text }: Selection,
  giveUp: (part: Part) => void,
): HTMLElement[] {
  if (ways.length === 0) return [];
  return [
    h("p", {}, words(exhibit, "none_found")),
    ...ways.map(({ part, count }) =>
      button(
        { class: "way-out", "data-give-up": part },
        () => giveUp(part),
        words(exhibit, `give_up.${part}`, part === "text" ? { text: text.trim(), count } : { count }),
      ),
    ),
  ];
}
