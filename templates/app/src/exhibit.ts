// The exhibit as the page asks about it: the head, the texts and the telling in the chosen language.

import type { Head, Language, Telling, Texts } from "./payload";
import { pluralForm } from "./plural";

export type { View } from "./state";

export interface Exhibit {
  head: Head;
  texts: Texts;
  telling: Telling;
  /** whether only what the records' sources say is shown */
  only?: boolean;
  /** among many records, the sources of those that are shown; full once these have been read */
  used?: ReadonlySet<number>;
  /** of some of many records, what paper says of them */
  chosen?: Chosen;
}

/** Records that were chosen among many to be printed. */
export interface Chosen {
  /** how many there are; no more than the first of them are in the exhibit */
  count: number;
  /** whether their places are few enough to be listed below the map */
  listed: boolean;
  /** whether the marks on the map have their places' numbers, not how many records each stands for */
  numbered: boolean;
  /** What was asked for, and what could not be said, in lines of their own. */
  said(): HTMLElement[];
  /** the exhibit that the map's key is of */
  key: Exhibit;
}

export function languageOf(exhibit: Exhibit): Language | undefined {
  return exhibit.head.languages.find((language) => language.tag === exhibit.telling.language);
}

/**
 * A sentence of the interface, its {placeholders} filled; a missing key shows itself. One that counts has a text for
 * each plural form of its language, of which a number given as `count` takes its own.
 */
export function say(exhibit: Exhibit, key: string, values: Record<string, string | number> = {}): string {
  const { ui } = exhibit.telling;
  const { count } = values;
  const form = typeof count === "number" ? ui[`${key}.${pluralForm(ui.plural, count)}`] : undefined;
  const text = form ?? ui[`${key}.other`] ?? ui[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? numeral(exhibit, value) : value;
  });
}

/** A number is set in groups of three from five digits on, as the metric system has it. */
export function grouped(value: number): string {
  const digits = String(value);
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** A number in the digits of the interface's language. */
export function numeral({ telling: { ui } }: Exhibit, value: number, plain = grouped(value)): string {
  const { digits } = ui;
  return digits ? plain.replace(/\d/g, (digit) => [...digits][Number(digit)] ?? digit) : plain;
}

/** The language to mark a text with where it is shown in the default language for want of another. */
export function fallbackLanguage(exhibit: Exhibit, key: string, index?: number): string | null {
  const rows = exhibit.telling.fallback[key];
  const fallen = rows === true || (Array.isArray(rows) && index !== undefined && rows.includes(index));
  return fallen ? (exhibit.head.languages[0]?.tag ?? null) : null;
}

export function isContext({ head }: Exhibit, event: number): boolean {
  return (head.groups.panel[head.events.group[event] ?? -1] ?? "events") !== "events";
}

/** Whether an event is no part of what is shown. */
export function isHidden({ head }: Exhibit, event: number): boolean {
  return head.groups.panel[head.events.group[event] ?? -1] === "hidden";
}

/** The events told one after the other by previous and next: all that are not context, in time order. */
export function sequence(exhibit: Exhibit): number[] {
  return exhibit.head.events.id.map((_, index) => index).filter((index) => !isContext(exhibit, index));
}

/** The places of an event that has several, in its order; none of any other. */
export function severalOf({ events }: Head, event: number): readonly number[] {
  return (EXTRAS && events.places?.[event]) || [];
}

export function eventsAt({ head }: Exhibit, place: number): number[] {
  return head.events.place.flatMap((at, event) =>
    at === place || severalOf(head, event).includes(place) ? [event] : [],
  );
}

/** How a category is told apart. */
export interface Form {
  symbol: string;
  line: string;
  fill: string;
  colour: string;
  directed: boolean;
}

/** The form of a category; -1, several at one place or none, has the plainest. */
export function formOf({ categories }: Head, category: number): Form {
  return {
    symbol: categories.symbol[category] ?? "circle",
    line: categories.line[category] ?? "solid",
    fill: categories.fill[category] ?? "plain",
    colour: categories.colour[category] ?? "ink",
    directed: categories.directed[category] ?? false,
  };
}

export function formAt(head: Head, place: number): Form {
  return formOf(head, head.places.category[place] ?? -1);
}

/** The attributes of a place's mark: the same in list, panel and map. */
export function markAttributes(head: Head, place: number): Record<string, string> {
  const { symbol, colour } = formAt(head, place);
  return {
    class: "mark",
    "data-precision": head.places.precision[place] ?? "none",
    "data-symbol": symbol,
    "data-tone": colour,
    "aria-hidden": "true",
  };
}

export function symbolOf({ head }: Exhibit, event: number): string {
  return head.categories.symbol[head.events.category[event] ?? -1] ?? "circle";
}
