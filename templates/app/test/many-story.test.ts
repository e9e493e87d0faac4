import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exhibit, View } from "../src/exhibit";
import type { Records } from "../src/many/records";
import { storyIn, storyOfRecords } from "../src/many/story";

const SCROLL: View = { kind: "scroll" };

function recordsOf(found: number[]): Records {
  return {
    sequence: () => Uint32Array.from(found),
    eventOf: (view: View) => (view.kind === "event" ? view.event : -1),
    placeOf: (view: View) => (view.kind === "event" && view.event >= 0 ? view.event * 10 : -1),
  } as unknown as Records;
}

test("of the records that are found each stands at its own place", () => {
  const story = storyOfRecords(() => recordsOf([4, 7]));
  assert.deepEqual(story.stop(1), { event: 7, place: 70, frame: null });
  assert.deepEqual(story.stop(2), { event: -1, place: -1, frame: null });
});

test("the records on one page stand on the one that is read, as far as there are any", () => {
  const story = storyOfRecords(() => recordsOf([4, 7]));
  assert.equal(story.at({ view: SCROLL, step: 1 }), 1);
  assert.equal(story.at({ view: SCROLL, step: 9 }), 1);
  assert.equal(story.at({ view: { kind: "event", event: 7 }, step: -1 }), 1);
  assert.equal(storyOfRecords(() => recordsOf([])).at({ view: SCROLL, step: 0 }), -1);
  assert.equal(storyOfRecords(() => null).at({ view: SCROLL, step: 0 }), -1);
});

test("in a slice a story's steps lead to what is in it, and to nothing else", () => {
  const exhibit = {
    texts: { story: { id: ["", "b"], event: [900, -1], place: [-1, 50] } },
  } as unknown as Exhibit;
  const all = storyIn({ exhibit, events: [3, 900], places: [50] }).texts.story;
  assert.deepEqual(
    [all?.event, all?.place],
    [
      [1, -1],
      [-1, 0],
    ],
  );
  assert.deepEqual(all?.id, ["", "b"]);
  const none = storyIn({ exhibit, events: [], places: [] }).texts.story;
  assert.deepEqual(
    [none?.event, none?.place],
    [
      [-1, -1],
      [-1, -1],
    ],
  );
  const untold = { texts: {} } as unknown as Exhibit;
  assert.equal(storyIn({ exhibit: untold, events: [], places: [] }), untold);
});
