// What the handout and the poster share: marks, places in words, the address of the exhibit.

import { type Child, h } from "../dom";
import { type Exhibit, isHidden, markAttributes, numeral, say, severalOf } from "../exhibit";
import { qrCode } from "../share";
import { apart, dated, standIn, unbroken, words } from "../words";

/** The places of an event, in its order; none of one without a place. */
export function placesOf(exhibit: Exhibit, event: number): readonly number[] {
  const several = severalOf(exhibit.head, event);
  if (several.length > 0) return several;
  const place = exhibit.head.events.place[event] ?? -1;
  return place >= 0 ? [place] : [];
}

/** A place's number in the form that it has on the map; a dash for no place. */
export function numberMark(exhibit: Exhibit, place: number): HTMLElement {
  // On paper it is read: nothing else tells the number.
  const attributes = { ...markAttributes(exhibit.head, place), "aria-hidden": null };
  if (MANY && place >= 0 && exhibit.chosen?.numbered === false) return h("span", attributes);
  return h("span", attributes, place >= 0 ? numeral(exhibit, place + 1) : "–");
}

export function dateOf(exhibit: Exhibit, event: number): Node | string {
  return dated(exhibit, "events.date", event, unbroken(exhibit.telling.events.date[event]));
}

/** The names of an event's places; of one without, the place as its record writes it. */
export function whereOf(exhibit: Exhibit, event: number): Child[] {
  const places = placesOf(exhibit, event);
  if (places.length === 0) {
    const written = exhibit.texts.events.toponym[event];
    return written ? [apart(written)] : [];
  }
  return places.flatMap((place, index): Child[] => [
    index > 0 && " · ",
    apart(exhibit.telling.places.label[place] ?? "", standIn(exhibit, "places.label", place)),
  ]);
}

/** A run of events under one heading, in the order of the text version. */
export interface Part {
  heading: Child;
  note: number;
  kind: "events" | "unplaced" | "context";
  events: number[];
}

/** Events with a marker, events without one, then each group of context. */
export function partsOf(exhibit: Exhibit, heading: Child): Part[] {
  const { head, telling } = exhibit;
  const { events, groups } = head;
  const group = (event: number): number => events.group[event] ?? -1;
  const core: Part = { heading, note: -1, kind: "events", events: [] };
  const unplaced: Part = { heading: words(exhibit, "page.unplaced"), note: -1, kind: "unplaced", events: [] };
  const context = new Map<number, Part>();
  groups.panel.forEach((panel, index) => {
    if (panel !== "context") return;
    const label = telling.groups.label[index] ?? "";
    const named = apart(label, standIn(exhibit, "groups.label", index));
    context.set(index, { heading: named, note: index, kind: "context", events: [] });
  });
  events.id.forEach((_, event) => {
    if (isHidden(exhibit, event)) return;
    const part = context.get(group(event)) ?? (placesOf(exhibit, event).length > 0 ? core : unplaced);
    part.events.push(event);
  });
  return [core, unplaced, ...context.values()].filter((part) => part.events.length > 0);
}

/** The printed map as a picture in words: its places by their numbers. */
export function mapInWords(exhibit: Exhibit): string {
  if (MANY && exhibit.chosen?.numbered === false) return say(exhibit, "map");
  const places = exhibit.telling.places.label.map(
    (label, place) => `${numeral(exhibit, place + 1)} ${label}`,
  );
  return `${say(exhibit, "map")}: ${places.join("; ")}`;
}

/** Where the whole exhibit is on the web: its address as text, beside a code that leads there. */
export function wholeExhibit(exhibit: Exhibit): HTMLElement | null {
  const { public_url } = exhibit.head;
  if (!public_url) return null;
  return h(
    "p",
    { class: "whole-exhibit" },
    EXTRAS && qrCode(public_url, public_url),
    h(
      "span",
      {},
      words(exhibit, "embed.whole"),
      ": ",
      h("bdi", { class: "address", dir: "ltr" }, public_url),
    ),
  );
}
