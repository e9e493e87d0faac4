// What stands under the name of a published place, once its records have been read.

import { h, richBlock } from "../dom";
import type { Exhibit } from "../exhibit";
import { placeFacts } from "../place-facts";
import { words } from "../words";
import type { PlaceFacts } from "./types";

export function factsOf(exhibit: Exhibit, facts: PlaceFacts): HTMLElement {
  return placeFacts(exhibit, facts, aboutPoint(exhibit, facts));
}

/** Why it stands where it does. */
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
