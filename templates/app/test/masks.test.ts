import assert from "node:assert/strict";
import { test } from "node:test";
import { mostOf } from "../src/many/find";
import { inOrder, makeMasks } from "../src/many/masks";
import { type Further, type ManyEvents, NO_DAY, NONE_16, NONE_32 } from "../src/many/types";
import { indexEvents, matching, waysOut } from "../src/matching";
import { EVERYTHING, FACETS, type Selection } from "../src/state";
import { numbers } from "./numbers";

const SIZES = { categories: 4, groups: 3, places: 7, sources: 5 };

/** The same records as the columns of a page of many and as those of a page of few. */
function made(size: number, seed: number): { many: ManyEvents; few: Parameters<typeof indexEvents> } {
  const next = numbers(seed);
  const one = (count: number): number => Math.floor(next() * (count + 1)) - 1;
  const days = 12;
  const first = Int32Array.from({ length: days }, (_, date) => (date > 9 ? NO_DAY : date * 3 - 9));
  const last = Int32Array.from({ length: days }, (_, date) =>
    date > 10 ? NO_DAY : first[date] === NO_DAY ? 4 : (first[date] ?? 0) + (date % 4),
  );
  const date = Uint32Array.from({ length: size }, () => Math.floor(next() * days));
  const of = (count: number): number[] => Array.from({ length: size }, () => one(count));
  const [category, group, place, source] = [
    of(SIZES.categories),
    of(SIZES.groups),
    of(SIZES.places),
    of(SIZES.sources),
  ];
  const more = (first: readonly number[], count: number) =>
    Array.from({ length: size }, (_, event) =>
      [...new Set(next() < 0.3 ? [one(count), one(count)] : [])]
        .filter((value) => value >= 0 && value !== first[event])
        .sort((a, b) => a - b),
    );
  const [places, sources] = [more(place, SIZES.places), more(source, SIZES.sources)];
  const further = (values: readonly (readonly number[])[]): Further => ({
    event: Uint32Array.from(values.flatMap((own, event) => own.map(() => event))),
    value: Uint32Array.from(values.flat()),
  });
  const day = (column: Int32Array): (number | null)[] =>
    [...date].map((at) => (column[at] === NO_DAY ? null : (column[at] ?? null)));
  const inTime = [...date.keys()].sort((a, b) => (date[a] ?? 0) - (date[b] ?? 0) || a - b);
  return {
    many: {
      size,
      placed: size,
      place: Uint32Array.from(place, (at) => (at < 0 ? SIZES.places : at)),
      date,
      category: Uint16Array.from(category, (at) => (at < 0 ? NONE_16 : at)),
      group: Uint16Array.from(group, (at) => (at < 0 ? NONE_16 : at)),
      source: Uint32Array.from(source, (at) => (at < 0 ? NONE_32 : at)),
      date_first: first,
      date_last: last,
      date_bounds: null,
      borrowed: null,
      inTime: Uint32Array.from(inTime),
      further: { place: further(places), source: further(sources) },
    },
    few: [
      {
        id: category.map(String),
        place,
        start_day: day(first),
        end_day: day(last),
        category,
        group,
        places,
      },
      { source, other_sources: sources },
      SIZES,
      category.map((_, event) => (event % 3 === 0 ? "baku" : "moskva")),
    ],
  };
}

function selections(seed: number): Selection[] {
  const next = numbers(seed);
  const some = (count: number): Set<number> =>
    new Set(next() < 0.5 ? [] : Array.from({ length: 2 }, () => Math.floor(next() * count)));
  return Array.from({ length: 40 }, () => ({
    from: next() < 0.5 ? null : Math.floor(next() * 20) - 8,
    to: next() < 0.5 ? null : Math.floor(next() * 20) - 2,
    text: next() < 0.3 ? "baku" : "",
    category: some(SIZES.categories),
    group: some(SIZES.groups),
    place: some(SIZES.places),
    source: some(SIZES.sources),
  }));
}

const facets = { category: SIZES.categories, group: SIZES.groups, source: SIZES.sources };

test("what is found of many, and each count, is what is found of few", () => {
  const { many, few } = made(300, 7);
  const index = indexEvents(...few);
  const masks = makeMasks(many, { size: SIZES.places }, facets);
  const [all, dates] = [masks.all, masks.allDates];
  masks.setText(null);
  const anew = masks.count();
  for (const facet of FACETS)
    assert.deepEqual(anew.counts[facet], all[facet], "counted before, column by column");
  assert.deepEqual([anew.dates, anew.count], [dates, masks.total]);
  assert.deepEqual(
    masks.sources,
    [...new Set(many.source)].filter((source) => source < SIZES.sources).sort(),
  );
  const baku = Uint8Array.from({ length: many.size }, (_, event) => Number(event % 3 === 0));
  for (const selection of [EVERYTHING, ...selections(3), EVERYTHING]) {
    masks.select(selection);
    masks.setText(selection.text ? baku : null);
    const found = masks.count();
    const wanted = matching(index, selection, selection.text);
    assert.deepEqual(found.events, wanted.events);
    assert.equal(found.count, wanted.count);
    for (const facet of FACETS) assert.deepEqual([...found.counts[facet]], [...wanted.counts[facet]], facet);
    for (const { part, count } of waysOut(index, selection, selection.text)) {
      assert.equal(found.without[part] + found.count, count, part);
    }
    assert.equal(
      found.dates.reduce((all, one) => all + one, 0),
      found.count,
    );
  }
});

test("what has been counted is not counted again until something is asked for or given up", () => {
  const { many } = made(60, 5);
  const masks = makeMasks(many, { size: SIZES.places }, facets);
  const first = masks.found;
  masks.select(EVERYTHING);
  assert.equal(masks.count(), first);
  const asked = { ...EVERYTHING, from: 3, category: new Set([1]) };
  for (const [change, least] of [
    [() => masks.select(asked), 0],
    [() => masks.setText(new Uint8Array(many.size)), 0],
    [() => masks.setText(null), 1],
    [() => masks.select(EVERYTHING), many.size],
  ] as const) {
    const before = masks.found;
    change();
    assert.notEqual(masks.count(), before);
    assert.ok(masks.found.count >= least);
    assert.equal(masks.count(), masks.found);
  }
});

test("a list is in time order, and has the groups that are its own", () => {
  const { many } = made(120, 11);
  const masks = makeMasks(many, { size: SIZES.places }, facets);
  const groups = Uint8Array.from([1, 1, 0, 1]);
  masks.select({ ...EVERYTHING, category: new Set([1, 2]) });
  const found = masks.count();
  const wanted = [...many.inTime].filter((event) => found.events[event] === 1 && many.group[event] !== 1);
  assert.deepEqual([...inOrder(many, found, groups)], wanted);
  assert.equal(inOrder(many, found, new Uint8Array(4).fill(1)).length, found.count);
  assert.equal(inOrder(many, found, new Uint8Array(4)).length, 0);
});

test("the most frequent come first, the earlier of as many before the later", () => {
  const counts = Uint32Array.from([3, 9, 0, 9, 1, 5]);
  assert.deepEqual(mostOf([0, 1, 3, 4, 5], counts, 3), [1, 3, 5]);
  assert.deepEqual(mostOf([4], counts, 3), [4]);
  assert.deepEqual(mostOf([], counts, 3), []);
});

test("a hundred thousand records are narrowed within 30 ms of work", () => {
  const { many } = made(100_000, 5);
  const masks = makeMasks(many, { size: SIZES.places }, facets);
  const times = selections(13).map((selection) => {
    const start = process.cpuUsage();
    masks.select(selection);
    masks.count();
    inOrder(many, masks.found, new Uint8Array(4).fill(1));
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  times.sort((one, other) => one - other);
  assert.ok((times[Math.floor(times.length * 0.5)] ?? 0) < 30, `${times}`);
});
