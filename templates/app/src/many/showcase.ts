// Which of many records a screen shows to nobody.

import { eventsOf } from "./columns";
import type { Whole } from "./slice";

const SHOWN_PLACES = 12;

/** The events of the places with most of them, and of the largest part of the map each, in time order. */
export function showcased(whole: Whole, isContext: (event: number) => boolean): number[] {
  const { events } = whole.data;
  const level = whole.exhibit.head.many?.first.at(-1);
  const cells = (level?.place ?? []).map((place, cell) => ({ place, count: level?.count[cell] ?? 0 }));
  cells.sort((one, other) => other.count - one.count || one.place - other.place);
  const chosen = cells.slice(0, SHOWN_PLACES).flatMap(({ place }) => {
    const own = eventsOf(whole, place);
    return own.find((event) => !isContext(event)) ?? own.at(-1) ?? [];
  });
  return Array.from(events.inTime.filter((event) => chosen.includes(event)));
}
