import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore, EVERYTHING, firstState, isEverything, type State, toggled } from "../src/state";

const first = firstState({ language: "en", theme: "auto" });

test("a store tells its listeners what was and what is, in the order in which they came", () => {
  const store = createStore(first);
  const heard: string[] = [];
  store.subscribe((now, before) => heard.push(`a ${before.language} ${now.language}`));
  const end = store.subscribe((now) => heard.push(`b ${now.language}`));
  store.update({ language: "az" });
  end();
  store.update({ language: "ru" });
  assert.deepEqual(heard, ["a en az", "b az", "a az ru"]);
});

test("a patch that says nothing new tells nobody, and leaves the same objects", () => {
  const store = createStore(first);
  store.subscribe(() => assert.fail("nothing has changed"));
  store.update({ view: { kind: "records" }, selection: { ...EVERYTHING, place: new Set() } });
  assert.equal(store.get(), first);
});

test("one part that changes leaves the others the same objects", () => {
  const store = createStore(first);
  store.update({ view: { kind: "place", place: 2 }, selection: { ...EVERYTHING } });
  assert.equal(store.get().selection, first.selection);
  assert.deepEqual(store.get().view, { kind: "place", place: 2 });
});

test("a change asked for while listeners are told is told to all of them afterwards", () => {
  const store = createStore(first);
  const heard: string[] = [];
  store.subscribe((now) => {
    heard.push(`a ${now.step}`);
    if (now.step < 2) store.update({ step: now.step + 1 });
  });
  store.subscribe((now, before) => heard.push(`b ${before.step}-${now.step}`));
  store.update({ step: 1 });
  assert.deepEqual(heard, ["a 1", "b -1-1", "a 2", "b 1-2"]);
});

test("a listener that fails does not silence the store", () => {
  const store = createStore(first);
  let broken = true;
  const heard: State[] = [];
  store.subscribe((now) => {
    if (broken) throw new Error("broken");
    heard.push(now);
  });
  assert.throws(() => store.update({ step: 1 }), /broken/);
  broken = false;
  store.update({ step: 2 });
  assert.deepEqual(
    heard.map(({ step }) => step),
    [2],
  );
});

test("a value is chosen, then no longer chosen", () => {
  const chosen = toggled(toggled(EVERYTHING, "place", 3), "place", 1);
  assert.deepEqual([...chosen.place], [3, 1]);
  assert.equal(isEverything(chosen), false);
  assert.equal(isEverything(toggled(toggled(chosen, "place", 1), "place", 3)), true);
  assert.equal(isEverything({ ...EVERYTHING, text: "  " }), true);
});
