import assert from "node:assert/strict";
import { test } from "node:test";
import { type Exhibit, eventsAt, sequence, severalOf } from "../src/exhibit";
import type { Head } from "../src/payload";

const EVENTS: Head["events"] = {
  id: ["a", "b", "c", "d"],
  place: [1, 0, -1, 2],
  start_day: [],
  end_day: [],
  category: [],
  group: [-1, -1, -1, -1],
};

function exhibitOf(places?: number[][]): Exhibit {
  const events = places ? { ...EVENTS, places } : EVENTS;
  return { head: { events, groups: { id: [], panel: [], markers: [] } } } as unknown as Exhibit;
}

test("an event of several places is at each of them, and stands once in the telling", () => {
  const exhibit = exhibitOf([[1, 0, 2], [], [], [2, 1]]);
  assert.deepEqual(
    [0, 1, 2].map((place) => eventsAt(exhibit, place)),
    [
      [0, 1],
      [0, 3],
      [0, 3],
    ],
  );
  assert.deepEqual(severalOf(exhibit.head, 0), [1, 0, 2]);
  assert.deepEqual(severalOf(exhibit.head, 1), []);
  assert.deepEqual(sequence(exhibit), [0, 1, 2, 3]);
});

test("where no event has several places each is at its own", () => {
  const exhibit = exhibitOf();
  assert.deepEqual(
    [0, 1, 2].map((place) => eventsAt(exhibit, place)),
    [[1], [0], [3]],
  );
  assert.deepEqual(severalOf(exhibit.head, 0), []);
});
