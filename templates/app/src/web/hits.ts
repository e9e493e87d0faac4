// What a search leaves of the spots on the map: of each those of its records that are found, which follow one another among
// all records' numbers.

import type { Cells } from "./spots";
import type { Spot } from "./types";
import { countBefore } from "./words";

/** How many of the found records, ascending, a spot has. Pure. */
export function foundAt(hits: readonly number[], { from, events }: Spot): number {
  return countBefore(hits, from + events) - countBefore(hits, from);
}

/** The numbers of a place's records that are found. Pure. */
export function foundOf(hits: readonly number[], { first, events }: Spot): number[] {
  return hits.slice(countBefore(hits, first), countBefore(hits, first + events));
}

/** The spots with those of their records that are found, if all are known; one without is not there. */
export function withHits(cells: Cells, filtered: Cells, hitsOf: () => readonly number[] | null): Cells {
  return {
    read: (squares) => filtered.read(squares),
    spots(squares, ask) {
      const hits = hitsOf();
      // What is found is what filters leave already.
      if (!hits) return filtered.spots(squares, ask);
      const spots = cells.spots(squares, ask);
      return (
        spots?.map((spot) => ({ ...spot, found: foundAt(hits, spot) })).filter(({ found }) => found > 0) ??
        null
      );
    },
  };
}
