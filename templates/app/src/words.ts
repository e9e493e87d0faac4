// The interface's words as nodes. An exhibit's language of which the interface knows nothing gets English words; these
// are marked as such and set apart, so that they neither are read in the wrong voice nor turn the text around them.

import { type Attributes, type Child, h } from "./dom";
import { type Exhibit, fallbackLanguage, say } from "./exhibit";

/** A sentence of the interface. */
export function words(
  exhibit: Exhibit,
  key: string,
  values: Record<string, string | number> = {},
): Node | string {
  const { ui } = exhibit.telling;
  if (!ui.lang) return say(exhibit, key, values);
  // First-strong isolates (UAX #9) around what is filled in.
  const apart = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? `\u2068${value}\u2069` : value,
  ]);
  return worded(exhibit, say(exhibit, key, Object.fromEntries(apart)));
}

/** A text that was written in the interface's language when the page was built: a distance, a precision. */
export function worded(exhibit: Exhibit, text: string): Node | string {
  const { lang, dir } = exhibit.telling.ui;
  return lang ? h("bdi", { lang, dir }, text) : text;
}

/** Dates and the like: in the exhibit's language where that has all their words, else in the interface's. */
export function dated(exhibit: Exhibit, column: string, index: number, text: string): Node | string {
  const rows = exhibit.telling.fallback[`ui:${column}`];
  return Array.isArray(rows) && rows.includes(index) ? worded(exhibit, text) : text;
}

/** Attributes of a text that may stand in for a missing translation: its language and direction if it does. */
export function standIn(exhibit: Exhibit, key: string, index?: number): Attributes {
  const lang = fallbackLanguage(exhibit, key, index);
  return lang ? { lang, dir: exhibit.head.languages[0]?.dir } : {};
}

/** A text of the exhibit's within a line of other words. */
export function apart(text: string, attributes: Attributes = {}): Node {
  return h("bdi", attributes, text);
}

const DAY =
  /(\d{1,2}(?:\u2060?[-\u2013]\u2060?\d{1,2})? \p{L}{3,} \d{4}(?:-\p{L}{1,4})?(?: (?:il|\u0433\u043e\u0434\u0430))?)/u;

/** A title whose dates do not break where they fit on a line. */
export function title(text: string): Child[] {
  return unbroken(text)
    .split(DAY)
    .map((part, index) => (index % 2 ? h("span", { class: "together" }, part) : part));
}

/** Spans of numbers keep together at a line's end (UAX #14: U+2060 forbids a break). */
export function unbroken(text: string | undefined): string {
  return (text ?? "").replace(/(\d)\u2013(\d)/g, "$1\u2060\u2013\u2060$2");
}
