// What the panel says before its records have been read: the exhibit's title and words, and the key to its map.

import type { Exhibit } from "../exhibit";
import { type PanelActions, renderView } from "../panel";
import type { Places } from "../payload";
import { shapeOf } from "./columns";
import { precisionOf } from "./slice";
import { type ManyPlaces, NONE_16 } from "./types";

export function openingOf(
  exhibit: Exhibit,
  actions: PanelActions,
  finding: HTMLElement | null = null,
): HTMLElement {
  return renderView(exhibit, { kind: "records" }, actions, finding);
}

/** The exhibit with as many places as its key asks about: one of each kind that there is. */
export function withKinds(exhibit: Exhibit, places: ManyPlaces): Exhibit {
  const seen = new Map<number, number>();
  for (let place = 0; place < places.size; place++) {
    const mixed = places.category[place] === NONE_16 ? 1 : 0;
    const drawn = shapeOf(places, place) < 0 ? 0 : 1;
    const doubt = Math.min(3, places.doubt[place] as number);
    const kind = (places.precision[place] as number) * 16 + doubt * 4 + drawn * 2 + mixed;
    if (!seen.has(kind)) seen.set(kind, place);
  }
  const kinds = [...seen.values()];
  const columns: Partial<Places> = {
    precision: kinds.map((place) => precisionOf(places.precision[place])),
    doubt: kinds.map((place) => places.doubt[place] ?? 0),
    category: kinds.map((place) =>
      places.category[place] === NONE_16 ? -1 : (places.category[place] ?? -1),
    ),
    shape: kinds.map((place) => shapeOf(places, place)),
  };
  return {
    ...exhibit,
    head: { ...exhibit.head, places: { ...exhibit.head.places, ...columns } },
  };
}
