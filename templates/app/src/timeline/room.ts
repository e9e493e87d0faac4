// The room that a timeline is given: known before anything is drawn, so that the map has its size at once.

import type { Head } from "../payload";

/** Up to so many events need few rails. */
const FEW = 6;

/** How many rails there is room for; none where nothing is dated. */
export function railsOf({ events }: Pick<Head, "events">): number {
  let dated = 0;
  for (let event = 0; event < events.id.length && dated <= FEW; event++) {
    if ((events.start_day[event] ?? events.end_day[event] ?? null) !== null) dated += 1;
  }
  if (dated === 0) return 0;
  return dated > FEW ? 16 : 8;
}

/** The same of many records, whose dates are counted in the head. */
export function railsOfMany({ many }: Pick<Head, "many">): number {
  return many && many.dates > 0 ? 16 : 0;
}
