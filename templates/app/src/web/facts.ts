// What stands under a place's name, as on a page that has its places in it: earlier names, what its mark is, why it is there.

import { type Child, h, richBlock } from "../dom";
import type { Exhibit } from "../exhibit";
import { apart, worded, words } from "../words";
import type { PlaceFacts } from "./types";

export function placeFacts(exhibit: Exhibit, facts: PlaceFacts): HTMLElement {
  const { precision, coordinates } = facts;
  const former = facts.former.flatMap(([name, years], index): Child[] => [
    index > 0 && ", ",
    apart(name),
    years && " (",
    years && worded(exhibit, years),
    years && ")",
  ]);
  return h(
    "div",
    { class: "place-facts" },
    former.length > 0 && h("p", { class: "former" }, words(exhibit, "page.former"), ": ", ...former),
    h(
      "p",
      { class: "precision" },
      precision && worded(exhibit, precision),
      precision && " \u00b7 ",
      h("span", { class: "coordinates" }, worded(exhibit, coordinates)),
    ),
    aboutPoint(exhibit, facts),
  );
}

function aboutPoint(exhibit: Exhibit, { note, source }: PlaceFacts): HTMLElement | null {
  if (!note.text && !source.text) return null;
  return h(
    "details",
    { class: "about-point" },
    h("summary", {}, words(exhibit, "point")),
    richBlock("", note.text || null, note.lang),
    source.text &&
      h(
        "p",
        {},
        words(exhibit, "page.attribution.coordinates"),
        ": ",
        h("span", { lang: source.lang }, source.text),
      ),
  );
}
