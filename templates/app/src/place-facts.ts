// What stands under a place's name: earlier names, what its mark means, where it is, and what else there is to say.

import { type Child, h } from "./dom";
import type { Exhibit } from "./exhibit";
import { apart, worded, words } from "./words";

export interface PlaceWords {
  /** earlier names, each with the years in which it was that */
  former: readonly (readonly [name: string, years: string])[];
  /** "" where nothing is said of the mark */
  precision: string;
  coordinates: string;
}

export function placeFacts(
  exhibit: Exhibit,
  { former, precision, coordinates }: PlaceWords,
  ...more: Child[]
): HTMLElement {
  const names = former.flatMap(([name, years], index): Child[] => [
    index > 0 && ", ",
    apart(name),
    years && " (",
    years && worded(exhibit, years),
    years && ")",
  ]);
  return h(
    "div",
    { class: "place-facts" },
    names.length > 0 && h("p", { class: "former" }, words(exhibit, "page.former"), ": ", ...names),
    h(
      "p",
      { class: "precision" },
      precision && worded(exhibit, precision),
      precision && " \u00b7 ",
      h("span", { class: "coordinates" }, worded(exhibit, coordinates)),
    ),
    ...more,
  );
}
