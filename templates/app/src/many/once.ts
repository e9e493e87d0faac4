// Events of several places: what stands for several of these counts such an event once. Pure.

import type { ManyPlaces } from "./types";

/**
 * Of each cell how much its places have more than there are events: one that names three of them is two too many. No place
 * is in two of the cells; `found` is a mask's.
 */
export function repeated(
  cells: readonly { runs: readonly number[]; places: number }[],
  { start, pairs, stands }: NonNullable<ManyPlaces["further"]>,
  found: Uint8Array | null = null,
): Uint32Array {
  // One longer than the places, for events that stand at none.
  const cellOf = new Int32Array(start.length).fill(-1);
  cells.forEach(({ runs, places }, cell) => {
    if (places < 2) return;
    for (let run = 0; run < runs.length; run += 2) cellOf.fill(cell, runs[run], runs[run + 1]);
  });
  const more = new Uint32Array(cells.length);
  const { event, value } = pairs;
  let first = 0;
  for (let at = 0; at < event.length; at++) {
    if (event[at] !== event[first]) first = at;
    const cell = cellOf[value[at] as number] as number;
    if (cell < 0 || found?.[at] === 0) continue;
    let isThere = cellOf[stands[event[at] as number] as number] === cell;
    for (let before = first; before < at && !isThere; before++)
      isThere = cellOf[value[before] as number] === cell;
    if (isThere) more[cell] = (more[cell] as number) + 1;
  }
  return more;
}

/** Runs that may overlap, as runs that do not. */
export function joined(runs: readonly number[]): number[] {
  const pairs: [number, number][] = [];
  for (let run = 0; run < runs.length; run += 2) pairs.push([runs[run] as number, runs[run + 1] as number]);
  pairs.sort(([a], [b]) => a - b);
  const found: number[] = [];
  for (const [from, to] of pairs) {
    const end = found.at(-1);
    if (end === undefined || from > end) found.push(from, to);
    else found[found.length - 1] = Math.max(end, to);
  }
  return found;
}
