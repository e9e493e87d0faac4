import assert from "node:assert/strict";
import { test } from "node:test";
import { indexEvents, matching, partsOf, waysOut, without } from "../src/matching";
import type { Events } from "../src/payload";
import { EVERYTHING, FACETS, type Facet, type Selection } from "../src/state";
import { numbers } from "./numbers";

const EVENTS: Events = {
  id: ["a", "b", "c", "d", "e"],
  place: [0, 1, -1, 1, 0],
  places: [[], [], [], [1, 2], []],
  start_day: [-10, 0, null, 5, null],
  end_day: [-5, 20, null, null, 3],
  category: [0, 1, 0, -1, 1],
  group: [0, 0, 1, 1, -1],
};
const SOURCES = { source: [0, 1, -1, 0, 1], other_sources: [[1], [], [], [0], []] };
const TEXTS = ["baku tank", "lenkoran baku", "moskva", "a party", "art 東京"];
const index = indexEvents(EVENTS, SOURCES, { categories: 2, groups: 2, places: 3, sources: 2 }, TEXTS);

function chosen(selection: Partial<Selection>, folded = ""): string {
  const { events, count } = matching(index, { ...EVERYTHING, ...selection }, folded);
  const ids = EVENTS.id.filter((_, event) => events[event] === 1);
  assert.equal(ids.length, count);
  return ids.join("");
}

test("an empty selection asks for all events", () => {
  assert.equal(chosen({}), "abcde");
});

test("a span asks for what overlaps it, with open ends open, and for nothing undated", () => {
  assert.equal(chosen({ from: -7, to: -6 }), "ae");
  assert.equal(chosen({ from: -5, to: -5 }), "ae");
  assert.equal(chosen({ from: -4, to: -1 }), "e");
  assert.equal(chosen({ from: 21 }), "d");
  assert.equal(chosen({ to: -11 }), "e");
  assert.equal(chosen({ from: 4, to: 4 }), "b");
});

test("an event has each of the words, short Latin ones where a word begins", () => {
  assert.equal(chosen({}, "baku"), "ab");
  assert.equal(chosen({}, "baku lenk"), "b");
  assert.equal(chosen({}, "ar"), "e");
  assert.equal(chosen({}, "art"), "de");
  assert.equal(chosen({}, "京"), "e");
});

test("of a facet one of the values will do, of several facets each must", () => {
  assert.equal(chosen({ place: new Set([1]) }), "bd");
  assert.equal(chosen({ place: new Set([0, 2]) }), "ade");
  assert.equal(chosen({ place: new Set([0, 2]), category: new Set([1]) }), "e");
  assert.equal(chosen({ source: new Set([1]) }), "abe");
});

test("counts say what choosing a value alone in its facet would show", () => {
  const selections: [Selection, string][] = [
    [EVERYTHING, ""],
    [{ ...EVERYTHING, place: new Set([1]) }, "baku"],
    [{ ...EVERYTHING, category: new Set([1]), group: new Set([0]), from: 0 }, ""],
  ];
  for (const [selection, folded] of selections) {
    const { counts } = matching(index, selection, folded);
    for (const facet of FACETS) {
      counts[facet].forEach((count, value) => {
        const alone = { ...selection, [facet]: new Set([value]) };
        assert.equal(count, matching(index, alone, folded).count, `${facet} ${value}`);
      });
    }
  }
});

test("where nothing is found, what to give up is named, best first", () => {
  const nothing: Selection = { ...EVERYTHING, text: "baku", category: new Set([0]), group: new Set([1]) };
  assert.equal(matching(index, nothing, "baku").count, 0);
  assert.deepEqual(partsOf(nothing), ["text", "category", "group"]);
  assert.deepEqual(waysOut(index, nothing, "baku"), [
    { part: "text", count: 1 },
    { part: "group", count: 1 },
  ]);
  assert.deepEqual(partsOf(without(nothing, "category")), ["text", "group"]);
});

test("the fast way and the plain way agree on random selections", () => {
  const next = numbers(5);
  const some = (size: number): Set<number> => new Set([...Array(size).keys()].filter(() => next() < 0.3));
  for (let round = 0; round < 300; round++) {
    const selection: Selection = {
      ...EVERYTHING,
      from: next() < 0.5 ? Math.floor(next() * 40) - 20 : null,
      to: next() < 0.5 ? Math.floor(next() * 40) - 20 : null,
      category: some(2),
      group: some(2),
      place: some(3),
      source: some(2),
    };
    const valuesOf: Record<Facet, (event: number) => number[]> = {
      category: (event) => [EVENTS.category[event] as number],
      group: (event) => [EVENTS.group[event] as number],
      place: (event) => [EVENTS.place[event] as number, ...(EVENTS.places?.[event] ?? [])],
      source: (event) => [SOURCES.source[event] as number, ...(SOURCES.other_sources[event] ?? [])],
    };
    const plain = EVENTS.id.filter((_, event) => {
      const [start, end] = [EVENTS.start_day[event] ?? null, EVENTS.end_day[event] ?? null];
      const spanned = selection.from !== null || selection.to !== null;
      if (spanned && start === null && end === null) return false;
      if (selection.to !== null && start !== null && start > selection.to) return false;
      if (selection.from !== null && end !== null && end < selection.from) return false;
      return FACETS.every(
        (facet) =>
          selection[facet].size === 0 || valuesOf[facet](event).some((value) => selection[facet].has(value)),
      );
    });
    assert.equal(chosen(selection), plain.join(""));
  }
});

test("a thousand events take well under ten milliseconds", () => {
  const size = 1000;
  const column = Array.from({ length: size }, (_, event) => event);
  const many = indexEvents(
    {
      id: column.map(String),
      place: column.map((event) => event % 40),
      start_day: column,
      end_day: column.map((event) => event + 3),
      category: column.map((event) => event % 7),
      group: column.map((event) => event % 3),
    },
    { source: column.map((event) => event % 20), other_sources: column.map(() => []) },
    { categories: 7, groups: 3, places: 40, sources: 20 },
    column.map((event) => `the ${event}th event of a long story that is told in many words`),
  );
  const selection = { ...EVERYTHING, from: 10, to: 900, category: new Set([1, 2]), place: new Set([3]) };
  const times = Array.from({ length: 50 }, () => {
    const before = performance.now();
    matching(many, selection, "story 7");
    return performance.now() - before;
  }).sort((one, other) => one - other);
  assert.ok((times[25] as number) < 10, `${times[25]} ms`);
});

test("what is not shown is found by nothing and counted nowhere", () => {
  const sizes = { categories: 2, groups: 2, places: 3, sources: 2 };
  const masked = indexEvents(EVENTS, SOURCES, sizes, TEXTS, (event) => event === 0);
  assert.equal(masked.total, index.size - 1);
  const found = matching(masked, EVERYTHING, "");
  assert.equal(found.events[0], 0);
  assert.equal(found.count, matching(index, EVERYTHING, "").count - 1);
  const early = matching(masked, { ...EVERYTHING, from: -100_000, to: 100_000 }, "");
  assert.equal(early.events[0], 0);
  assert.equal(
    found.counts.category.reduce((sum, count) => sum + count, 0) <=
      matching(index, EVERYTHING, "").counts.category.reduce((sum, count) => sum + count, 0),
    true,
  );
});
