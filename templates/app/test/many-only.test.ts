import assert from "node:assert/strict";
import { test } from "node:test";
import { makeMasks } from "../src/many/masks";
import { onlySpoken } from "../src/many/only";
import { type ManyData, NO_DAY, NONE_16, NONE_32 } from "../src/many/types";
import { EVERYTHING } from "../src/state";

/** Five events: the third is context, the date of the second is another source's. */
const DATA = {
  places: { size: 1 },
  events: {
    size: 5,
    placed: 5,
    place: new Uint32Array(5),
    date: Uint32Array.from([0, 1, 1, 0, 1]),
    category: new Uint16Array(5).fill(NONE_16),
    group: Uint16Array.from([0, NONE_16, 1, 0, 0]),
    source: Uint32Array.from([2, 0, 1, NONE_32, 2]),
    date_first: Int32Array.from([10, 20]),
    date_last: Int32Array.from([15, 20]),
    date_bounds: Uint8Array.from([1, 2]),
    borrowed: Uint8Array.from([0, 1, 0, 0, 0]),
    inTime: Uint32Array.from([0, 3, 1, 2, 4]),
  },
} as unknown as Pick<ManyData, "places" | "events">;

test("where only the sources speak context is gone, and so are dates of other sources", () => {
  const { data, hidden } = onlySpoken(DATA, ["events", "context"]);
  const { events } = data;
  assert.deepEqual([...(hidden ?? [])], [0, 0, 1, 0, 0]);
  assert.deepEqual([...events.date], [0, 2, 2, 0, 1]);
  assert.deepEqual([...events.date_first], [10, 20, NO_DAY]);
  assert.deepEqual([...events.date_last], [15, 20, NO_DAY]);
  assert.deepEqual([...(events.date_bounds ?? [])], [1, 2, 0]);
  // Records keep their order, and what was read stays as it was.
  assert.deepEqual(events.inTime, DATA.events.inTime);
  assert.deepEqual([...DATA.events.date], [0, 1, 1, 0, 1]);
});

test("what is hidden is counted nowhere, whatever is asked for", () => {
  const { data, hidden } = onlySpoken(DATA, ["events", "context"]);
  const masks = makeMasks(data.events, data.places, { category: 0, group: 2, source: 3 }, hidden);
  assert.equal(masks.total, 4);
  assert.deepEqual([...masks.all.group], [3, 0]);
  assert.deepEqual([...masks.all.source], [1, 0, 2]);
  assert.deepEqual([...masks.allDates], [2, 1, 1]);
  masks.select({ ...EVERYTHING, group: new Set([1]) });
  assert.equal(masks.count().count, 0);
  assert.deepEqual([...masks.found.counts.group], [3, 0]);
  masks.select({ ...EVERYTHING, from: 18, to: null });
  assert.deepEqual([...masks.count().events], [0, 0, 0, 0, 1]);
});
