// What records are filtered by, in the page's address: `#category=ID&source=ID&period=1990-01/1990-02`, each as often as there
// are some. Pure.

import { toDate } from "../address";
import type { Selection } from "../state";
import type { Range } from "../timeline/brush";
import { toCivil, toDay } from "../timeline/calendar";
import { WEB_FACETS } from "./narrowed";
import type { WebFacet } from "./types";

type Filter = Pick<Selection, WebFacet | "from" | "to">;
/** The ids of what can be chosen. */
export type Ids = Record<WebFacet, readonly string[]>;

const OPEN = "..";
/** A year of four digits, or of six with its sign; then a month, a day. */
const DATE = /^(\d{4}|[+-]\d{6})(?:-(\d\d)(?:-(\d\d))?)?$/;

/** A day that is too far off for a date. */
const COUNTED = /^-?\d{7,15}$/;

/** The names and values of what is chosen. */
export function toPairs(filter: Filter, ids: Ids): [string, string][] {
  const { from, to } = filter;
  const said = WEB_FACETS.flatMap((facet) =>
    [...filter[facet]]
      .sort((one, other) => one - other)
      .map((value): [string, string] => [facet, ids[facet][value] ?? ""]),
  );
  if (from !== null || to !== null) said.push(["period", toPeriod({ from, to })]);
  return said;
}

/** Years where the period has whole ones, else months or days. */
function toPeriod({ from, to }: Range): string {
  // A date as long as its year, without its month, without its day.
  const starts = from === null ? null : toDate(from);
  const ends = to === null ? null : toDate(to);
  const after = to === null ? null : toCivil(to + 1);
  const first = from === null ? null : toCivil(from);
  const months = (first?.day ?? 1) === 1 && (after?.day ?? 1) === 1;
  const years = months && (first?.month ?? 1) === 1 && (after?.month ?? 1) === 1;
  const cut = (date: string | null): string =>
    date === null
      ? OPEN
      : COUNTED.test(date)
        ? date
        : years
          ? date.slice(0, -6)
          : months
            ? date.slice(0, -3)
            : date;
  const said = [cut(starts), cut(ends)];
  return said[0] === said[1] ? (said[0] ?? OPEN) : said.join("/");
}

/** What an address asks for; what is unknown is passed over. */
export function fromHash(hash: string, ids: Ids): Filter {
  const given = new URLSearchParams(hash.replace(/^#/, "").replaceAll("+", "%2B"));
  const known = (facet: WebFacet): Set<number> =>
    new Set(
      given
        .getAll(facet)
        .map((id) => (id ? ids[facet].indexOf(id) : -1))
        .filter((value) => value >= 0),
    );
  const [begins, ends] = (given.get("period") ?? "").split("/");
  const from = daysOf(begins)?.from ?? null;
  const to = daysOf(ends ?? begins)?.to ?? null;
  return {
    category: known("category"),
    group: known("group"),
    source: known("source"),
    ...(from !== null && to !== null && from > to ? { from: null, to: null } : { from, to }),
  };
}

/** The first and last day of a date; null where it is none. */
function daysOf(text: string | undefined): { from: number; to: number } | null {
  if (COUNTED.test(text ?? "")) return { from: Number(text), to: Number(text) };
  const [, year, month, day] = DATE.exec(text ?? "") ?? [];
  if (year === undefined) return null;
  const from = toDay(Number(year), Number(month ?? 1), Number(day ?? 1));
  // The 31st of February is no day.
  if (day !== undefined && toCivil(from).day !== Number(day)) return null;
  if (month !== undefined && !(Number(month) >= 1 && Number(month) <= 12)) return null;
  const after = day ? from + 1 : month ? toDay(Number(year), Number(month) + 1) : toDay(Number(year) + 1);
  return { from, to: after - 1 };
}
