// Days in words, from the names and forms that Python made of the language: ticks, and what a handle of the brush says.

import { type Civil, toCivil } from "./calendar";
import type { Tick } from "./scale";

/** As the payload has them (`time_words.py`). */
export interface TimeWords {
  /** beside a day, alone, and short */
  months: string[];
  alone: string[];
  short: string[];
  /** forms with {d}, {y} and {m}, or {n} where the month is a number */
  day: string;
  month: string;
  /** with {y}, of a year before 1 */
  bce: string;
  /** the language's ten digits, where they are not Latin ones */
  digits?: string;
  /** between thousands, from five digits on */
  group: string;
  /** only where the words are in another language than the telling's */
  lang?: string;
}

function inDigits(text: string, { digits }: TimeWords): string {
  return digits ? text.replace(/\d/g, (digit) => [...digits][Number(digit)] ?? digit) : text;
}

/** Astronomical years in words: 0 is 1 BC. */
export function yearWords(year: number, words: TimeWords): string {
  const digits = String(year > 0 ? year : 1 - year);
  const number = inDigits(
    digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, words.group),
    words,
  );
  return year > 0 ? number : words.bce.replace("{y}", number);
}

function filled(form: string, month: string, civil: Civil, words: TimeWords): string {
  return form
    .replace("{d}", inDigits(String(civil.day), words))
    .replace("{m}", month)
    .replace("{n}", inDigits(String(civil.month), words))
    .replace("{y}", yearWords(civil.year, words));
}

/** A day in full: "20 January 1990". */
export function dayWords(day: number, words: TimeWords): string {
  const civil = toCivil(Math.floor(day));
  return filled(words.day, words.months[civil.month - 1] ?? "", civil, words);
}

/** What stands at a tick; what it is a part of stands below it, once. */
export function tickWords({ day, unit }: Tick, words: TimeWords): string {
  const civil = toCivil(day);
  if (unit === "year") return yearWords(civil.year, words);
  return unit === "month" ? (words.short[civil.month - 1] ?? "") : inDigits(String(civil.day), words);
}

/** What the ticks of a stretch are parts of, each where it begins: months of days, years of months; none of years. */
export function partsOf(ticks: readonly Tick[], words: TimeWords): { x: number; text: string }[] {
  const parts: { x: number; text: string }[] = [];
  for (const { day, unit, x } of ticks) {
    if (unit === "year") continue;
    const civil = toCivil(day);
    const text =
      unit === "month"
        ? yearWords(civil.year, words)
        : filled(words.month, words.alone[civil.month - 1] ?? "", civil, words);
    if (parts.at(-1)?.text !== text) parts.push({ x, text });
  }
  return parts;
}
