// The figures of a few of many records, as those of an exhibit of their own.

import type { Telling, Texts } from "../payload";
import type { FigureNumbers, FigureWords } from "./types";

export interface Figures {
  texts: Pick<Texts, "figures">;
  telling: Telling["figures"];
  fallback: Record<string, number[]>;
}

/** What may be in the default language, by the mark that says so. */
const FALLEN: Record<string, number> = { "figures.scope": 1, "figures.locator": 2 };

/** In go the figures of each event as numbers and in words. */
export function figuresOf(
  facts: readonly (readonly FigureNumbers[])[],
  told: readonly (readonly FigureWords[])[],
): Figures {
  const rows = facts.flatMap((numbers, event) =>
    numbers.map((one, at) => ({ event, numbers: one, said: told[event]?.[at] ?? ["", "", "", ""] })),
  );
  return {
    texts: rows.length > 0 ? { figures: numbersOf(rows.map(({ numbers }) => numbers)) } : {},
    telling: {
      event: rows.map(({ event }) => event),
      measure: rows.map(({ said }) => said[0]),
      value: rows.map(({ said }) => said[1]),
      scope: rows.map(({ said }) => said[2]),
      source: rows.map(({ numbers }) => numbers[0]),
      locator: rows.map(({ said }) => said[3]),
    },
    fallback: Object.fromEntries(
      Object.entries(FALLEN).map(([name, mark]) => [
        name,
        rows.flatMap(({ said }, row) => ((said[4] ?? 0) & mark ? [row] : [])),
      ]),
    ),
  };
}

function numbersOf(rows: readonly FigureNumbers[]): NonNullable<Texts["figures"]> {
  return {
    low: rows.map(([, low]) => low),
    high: rows.map(([, , high]) => high),
    rough: rows.map(([, , , rough]) => rough),
  };
}
