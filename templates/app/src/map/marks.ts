// The marks of places: a button each, with its number and its label, and what is heard of it.

import * as L from "leaflet";
import { button, h, painted } from "../dom";
import { type Exhibit, eventsAt, markAttributes, numeral, say } from "../exhibit";
import type { Head } from "../payload";

export interface Marker {
  place: number;
  marker: L.Marker;
  root: HTMLElement;
  button: HTMLButtonElement;
  disc: HTMLElement;
  label: HTMLElement;
  before: HTMLElement;
  after: HTMLElement;
  /** made when the mark first stands away from its point */
  leader: { line: L.Polyline; point: L.CircleMarker } | null;
}

export interface MarkerOptions {
  at: L.LatLng;
  open(): void;
}

export function makeMarker(map: L.Map, head: Head, place: number, { at, open }: MarkerOptions): Marker {
  const { places } = head;
  const disc = h("span", markAttributes(head, place));
  const label = h("span", { class: "mark-label" });
  // To look up the first letters takes as long as all else of the first view: it has none.
  void painted().then(() => {
    if (disc.firstChild) return;
    disc.textContent = String(place + 1);
    label.textContent = places.label[place] ?? "";
  });
  const before = h("span", { class: "visually-hidden" });
  const after = h("span", { class: "visually-hidden" });
  const body = button(
    { class: "place-mark", "data-place": places.id[place], tabindex: place === 0 ? 0 : -1 },
    open,
    before,
    disc,
    label,
    after,
  );
  const root = h("div", { class: "place-anchor" }, body);
  L.DomEvent.disableClickPropagation(body);
  const marker = L.marker(at, {
    icon: L.divIcon({ html: root, className: "place-icon", iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: -place,
  }).addTo(map);
  // Whoever comes by Tab sees where it is (WCAG 2.2, 2.4.11), wherever the map has been moved to.
  body.addEventListener("focus", () => {
    if (!map.getBounds().contains(at)) map.panTo(at, { animate: false });
  });
  return { place, marker, root, button: body, disc, label, before, after, leader: null };
}

/** Writes a mark in the exhibit's language; one of whose records none is found stands back. */
export function tellMarker(marker: Marker, exhibit: Exhibit, found?: number): void {
  const { place, root, disc, label, before, after } = marker;
  const count = found ?? eventsAt(exhibit, place).length;
  const text = say(exhibit, "marker_records", { count });
  disc.textContent = numeral(exhibit, place + 1);
  before.textContent = `${say(exhibit, "marker", { number: place + 1 })} `;
  label.replaceChildren(
    h("span", {}, exhibit.telling.places.label[place] ?? ""),
    h("span", { class: "callout-facts", "aria-hidden": "true" }, text),
  );
  after.textContent = `(${text})`;
  root.classList.toggle("out", count === 0);
  dimLeader(marker);
}

/** What joins a mark to its point stands back with it. */
export function dimLeader({ root, leader }: Marker): void {
  const out = root.classList.contains("out");
  for (const path of leader ? [leader.line, leader.point] : []) {
    path.getElement()?.classList.toggle("out", out);
  }
}
