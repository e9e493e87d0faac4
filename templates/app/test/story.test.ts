import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exhibit } from "../src/exhibit";
import type { StoryFacts } from "../src/payload";
import { countWords, dwellOf, readOn } from "../src/story/pace";
import { stepAt } from "../src/story/scroll";
import { storyOfEvents, storyOfSteps } from "../src/story/steps";
import { makeTour } from "../src/story/tour";
import { clockwork } from "./clockwork";

const FACTS: StoryFacts = {
  id: ["", "", "", ""],
  event: [1, -1, 0, -1],
  place: [-1, 2, 3, -1],
  bbox: [null, [47, 38, 51, 41], null, null],
  zoom: [null, null, 9, null],
};
const story = storyOfSteps(FACTS, [5, 6]);

test("a step stands at its own place, else at its event's, and may say another frame", () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((step) => story.stop(step)),
    [
      { event: 1, place: 6, frame: null },
      { event: -1, place: 2, frame: { bbox: [47, 38, 51, 41], zoom: null } },
      { event: 0, place: 3, frame: { bbox: null, zoom: 9 } },
      { event: -1, place: -1, frame: null },
    ],
  );
  assert.deepEqual(story.stop(9), { event: -1, place: -1, frame: null });
  // The map moves again only where the frame is another one.
  assert.equal(story.stop(1).frame, story.stop(1).frame);
});

test("whoever opens a record on the way is still on the step", () => {
  assert.deepEqual(story.to(2), { view: { kind: "step" }, step: 2 });
  assert.equal(story.at(story.to(2)), 2);
  assert.equal(story.at({ view: { kind: "event", event: 0 }, step: 2 }), 2);
  assert.equal(story.at({ view: { kind: "records" }, step: -1 }), -1);
});

test("without a table the events are the steps, wherever they were opened", () => {
  const events = storyOfEvents([4, 7, 9], [], (view) => (view.kind === "event" ? view.event : -1));
  assert.equal(events.told, false);
  assert.deepEqual(events.to(1), { view: { kind: "event", event: 7 }, step: -1 });
  assert.equal(events.at({ view: { kind: "event", event: 9 }, step: -1 }), 2);
  assert.equal(events.at({ view: { kind: "event", event: 5 }, step: -1 }), -1);
  assert.deepEqual(events.to(3).view, { kind: "records" });
});

test("a step is shown for as long as it is read, and never for less than eight seconds", () => {
  assert.equal(dwellOf(0), 8000);
  assert.equal(dwellOf(13), 8000);
  assert.equal(dwellOf(33), 14_000);
  assert.equal(dwellOf(33, 1.65), 24_000);
});

test("words are counted in every script", () => {
  assert.equal(countWords(""), 0);
  assert.equal(countWords(" In the night\nof 19\u201320 January "), 6);
  assert.equal(countWords("\u0412 \u043d\u043e\u0447\u044c \u0441 19"), 4);
  assert.equal(countWords("\u4e00\u6708\u4e8c\u5341\u65e5 1990"), 4);
});

test("what is read is the step's own text, else its event's", () => {
  const exhibit = {
    telling: {
      story: { title: ["One", ""], text: [[["p", "a ", ["em", "b"], ["a", { href: "x" }, " c"]]], null] },
      events: { title: ["Event"], date: ["1990"], text: [[["p", "its text"]]] },
    },
    texts: { events: { quote: ["its quote"] } },
  } as unknown as Exhibit;
  const stop = { event: 0, place: -1, frame: null };
  assert.equal(readOn(exhibit, 0, stop), "One a b c");
  assert.equal(countWords(readOn(exhibit, 1, stop)), 4);
});

function touring() {
  const clock = clockwork();
  const target = new EventTarget();
  const heard: (number | string)[] = [];
  let own: EventTarget | null = null;
  const tour = makeTour({
    clock,
    target,
    count: () => 3,
    dwell_ms: (step) => 8000 + 1000 * step,
    isOwn: (part) => part === own,
    onStep: (step) => heard.push(step),
    onStop: (ended) => heard.push(ended ? "ended" : "paused"),
  });
  return { clock, target, heard, tour, own: () => (own = target) };
}

test("a tour waits to be asked, gives each step its own time, and ends", () => {
  const { clock, heard, tour } = touring();
  clock.pass(100_000);
  assert.deepEqual(heard, []);
  tour.play(-1);
  clock.pass(7999);
  assert.deepEqual(heard, [0]);
  clock.pass(1);
  assert.deepEqual(heard, [0, 1]);
  clock.pass(8999);
  assert.deepEqual(heard, [0, 1]);
  clock.pass(1 + 10_000);
  assert.deepEqual(heard, [0, 1, 2, "ended"]);
  assert.equal(tour.playing, false);
  assert.equal(clock.waiting, 0);
});

test("any touch, wheel or key pauses a tour, and it goes on with the next step", () => {
  for (const name of ["pointerdown", "wheel", "keydown"]) {
    const { clock, target, heard, tour } = touring();
    tour.play(0);
    target.dispatchEvent(Object.assign(new Event(name), { key: "Tab" }));
    assert.deepEqual(heard, [1, "paused"], name);
    assert.equal(clock.waiting, 0);
    tour.play(1);
    assert.deepEqual(heard, [1, "paused", 2], name);
  }
});

test("the tour's own button is left to pause by itself", () => {
  const { target, heard, tour, own } = touring();
  own();
  tour.play(-1);
  target.dispatchEvent(new Event("pointerdown"));
  target.dispatchEvent(Object.assign(new Event("keydown"), { key: "Enter" }));
  assert.deepEqual(heard, [0]);
  target.dispatchEvent(Object.assign(new Event("keydown"), { key: "Tab" }));
  assert.deepEqual(heard, [0, "paused"]);
});

test("what is being read is the last step that begins above the line", () => {
  assert.equal(stepAt([0, 100, 250], 0), 0);
  assert.equal(stepAt([0, 100, 250], 99), 0);
  assert.equal(stepAt([0, 100, 250], 100), 1);
  assert.equal(stepAt([-400, -300, 20, 700], 300), 2);
  assert.equal(stepAt([40, 100], 0), 0);
  assert.equal(stepAt([-9, -8, -7], 0), 2);
});

test("the story on one page stands on the step that is read, as far as there are any", () => {
  const story = storyOfEvents([4, 7], [], () => -1);
  assert.equal(story.at({ view: { kind: "scroll" }, step: 1 }), 1);
  assert.equal(story.at({ view: { kind: "scroll" }, step: 9 }), 1);
});
