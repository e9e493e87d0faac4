// Events of several places: what list and panel say of the places beside the one whose panel it is.

import { button, type Child, h } from "./dom";
import { type Exhibit, markAttributes, numeral, say, severalOf, type View } from "./exhibit";
import { standIn, words } from "./words";

/** The places of an event in its entry of the list, each with its number; null where it has one or none. */
export function entryPlaces(exhibit: Exhibit, event: number): HTMLElement | null {
  const several = severalOf(exhibit.head, event);
  if (several.length === 0) return null;
  const named = several.flatMap((place, index): Child[] => [
    index > 0 && ", ",
    h(
      "span",
      { "data-place": exhibit.head.places.id[place] },
      numbered(exhibit, place),
      label(exhibit, place),
    ),
  ]);
  return h("span", { class: "entry-places" }, ...named);
}

/** Buttons to the other places of an event; null where it has none. */
export function otherPlaces(
  exhibit: Exhibit,
  event: number,
  at: number,
  open: (view: View) => void,
): HTMLElement | null {
  const others = severalOf(exhibit.head, event).filter((place) => place !== at);
  if (others.length === 0) return null;
  const buttons = others.map((place) =>
    button(
      { class: "also-place", "data-place": exhibit.head.places.id[place] },
      () => open({ kind: "event", event, place }),
      h("span", markAttributes(exhibit.head, place), MANY ? null : numeral(exhibit, place + 1)),
      h("span", { class: "visually-hidden" }, numbered(exhibit, place)),
      label(exhibit, place),
    ),
  );
  return h("p", { class: "also-at" }, h("span", {}, words(exhibit, "several.also")), ...buttons);
}

/** The same for those who hear what has been opened; "" where there is nothing to say. */
export function alsoAt(exhibit: Exhibit, event: number, at: number): string {
  const others = severalOf(exhibit.head, event).filter((place) => place !== at);
  const labels = others.map((place) => exhibit.telling.places.label[place]);
  return labels.length > 0 ? `${say(exhibit, "several.also")} ${labels.join(", ")}` : "";
}

/** A number and its label keep together where a line ends. */
function numbered(exhibit: Exhibit, place: number): string {
  return MANY ? "" : `${numeral(exhibit, place + 1)}\u00a0`;
}

function label(exhibit: Exhibit, place: number): HTMLElement {
  return h("bdi", { ...standIn(exhibit, "places.label", place) }, exhibit.telling.places.label[place]);
}
