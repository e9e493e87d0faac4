import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exhibit } from "../src/exhibit";
import { toFoldTable } from "../src/fold";
import { makeHeld } from "../src/many/held";
import { slice, type Whole } from "../src/many/slice";
import { withPassages } from "../src/many/slice-passages";
import { sampleOf } from "../src/many/time";
import {
  type Chunk,
  type FactsChunk,
  type FactsRow,
  NO_DAY,
  NONE_16,
  NONE_32,
  type ToldChunk,
} from "../src/many/types";
import { makeVerifier } from "../src/many/words";

const ROWS = 2;
/** Five events at three places; the last has no place. */
const FACTS: (Chunk<FactsRow> & { places?: number[][] })[] = [
  { id: ["a", "b"], quote: [null, "words"] },
  { id: ["c", "d"], toponym: ["Bakou", "x"], places: [[], [2, 0]], details: [[["n", "1"]], []] },
  { id: ["e"] },
];
const TOLD: ToldChunk[] = [
  { title: ["A tank", "March"], text: ["In Baku", null] },
  { title: ["Lənkəran", "Fourth"], fallback: { title: [1] } },
  { title: ["Moscow"], draft: [true] },
];
const met: string[] = [];

function whole(): Whole {
  const exhibit = {
    head: {
      many: { rows: ROWS, place_rows: ROWS },
      places: { id: [] },
      events: { id: [] },
      categories: { id: ["x"], symbol: ["square"] },
    },
    texts: { sources: { id: ["S1"] }, events: {} },
    telling: { language: "en", fallback: { "exhibit.title": true }, events: {}, places: {} },
  } as unknown as Exhibit;
  const unused = (): never => assert.fail();
  return {
    exhibit,
    data: {
      places: {
        size: 3,
        x: Uint32Array.from([0, 2 ** 25, 2 ** 26 - 1]),
        y: Uint32Array.from([2 ** 25, 2 ** 25, 2 ** 25]),
        start: Uint32Array.from([0, 2, 3, 4]),
        precision: Uint8Array.from([0, 1, 255]),
        doubt: Uint8Array.from([0, 1, 2]),
        category: Uint16Array.from([0, NONE_16, 0]),
        uncertainty_m: Uint32Array.from([50, NONE_32, 0]),
        shape: null,
      },
      events: {
        size: 5,
        placed: 4,
        place: Uint32Array.from([0, 0, 1, 2, 3]),
        date: Uint32Array.from([1, 0, 2, 0, 0]),
        category: Uint16Array.from([0, NONE_16, 0, 0, 0]),
        group: new Uint16Array(5).fill(NONE_16),
        source: Uint32Array.from([0, NONE_32, 0, 0, 0]),
        date_first: Int32Array.from([10, 20, NO_DAY]),
        date_last: Int32Array.from([10, NO_DAY, NO_DAY]),
        date_bounds: null,
        borrowed: null,
        inTime: Uint32Array.from([1, 3, 4, 0, 2]),
      },
    },
    chunks: {
      facts: unused,
      told: unused,
      spot: unused,
      passageChunk: unused,
      factsChunk: async (chunk) => FACTS[chunk] as Chunk<FactsRow>,
      toldChunk: async (chunk) => TOLD[chunk] as ToldChunk,
      spotChunk: async (chunk) => ({
        id: chunk === 0 ? ["p0", "p1"] : ["p2"],
        label: chunk === 0 ? ["Baku", "Lankaran"] : ["Moskva"],
        coordinates: ["", ""],
        precision: ["a site", "a town"],
        ...(chunk > 0 && { point: [[-12.25, 89.5]] }),
        ...(chunk === 0 && { far: [null, "900 km"], fallback: { "places.label": [1] } }),
      }),
    },
    dates: ["10 May", "from 20 May", "undated"],
    meet: (kind, index, id) => void met.push(`${kind} ${index} ${id}`),
  };
}

test("a few of many records are an exhibit of their own, with numbers of their own", async () => {
  const part = await slice(whole(), [3, 0, 1], [1]);
  const { head, texts, telling } = part.exhibit;
  assert.deepEqual(head.events.id, ["d", "a", "b"]);
  assert.deepEqual(telling.events.title, ["Fourth", "A tank", "March"]);
  assert.deepEqual(telling.events.date, ["10 May", "from 20 May", "10 May"]);
  assert.deepEqual(telling.events.text, [null, "In Baku", null]);
  // The places asked for, those of the events, and the further ones of an event of several.
  assert.deepEqual(head.places.id, ["p1", "p2", "p0"]);
  assert.deepEqual(head.events.place, [1, 2, 2]);
  assert.deepEqual(head.events.places, [[1, 2], [], []]);
  assert.deepEqual(head.events.start_day, [10, 20, 10]);
  assert.deepEqual(head.events.end_day, [10, null, 10]);
  assert.deepEqual(head.events.category, [0, 0, -1]);
  assert.deepEqual(texts.events.source, [0, 0, -1]);
  assert.deepEqual(texts.events.quote, [null, null, "words"]);
  assert.deepEqual(head.places.precision, ["town", "", "site"]);
  assert.deepEqual(head.places.uncertainty_m, [null, 0, 50]);
  assert.deepEqual(head.places.category, [-1, 0, 0]);
  assert.deepEqual(head.places.far_km, [0, null, null]);
  // Rounded as every page's, which undoes what the columns' own steps add; beyond the square they are told.
  assert.deepEqual(head.places.lon, [0, -12.25, -180]);
  assert.deepEqual(head.places.lat, [0, 89.5, 0]);
  assert.deepEqual(telling.fallback, {
    "exhibit.title": true,
    "events.title": [0],
    "places.label": [0],
    "figures.scope": [],
    "figures.locator": [],
  });
  assert.deepEqual(part.whole({ kind: "event", event: 1, place: 2 }), { kind: "event", event: 0, place: 0 });
  assert.deepEqual(part.own({ kind: "event", event: 0 }), { kind: "event", event: 1 });
  assert.deepEqual(part.whole({ kind: "source", source: 0, from: { kind: "event", event: 2 } }), {
    kind: "source",
    source: 0,
    from: { kind: "event", event: 1 },
  });
  assert.ok(met.includes("events 3 d") && met.includes("places 1 p1"));
});

test("figures and passages stand with their records, by numbers of their own", async () => {
  const many = whole();
  const facts: Partial<FactsChunk> = {
    figures: [
      [],
      [
        [2, 5, 7, 1],
        [-1, 3, 3, 0],
      ],
    ],
    passages: [
      [
        [1, 4, 9],
        [0, 2, 3],
      ],
      [],
    ],
  };
  const told: Partial<ToldChunk> = {
    figures: [
      [],
      [
        ["killed", "5 to 7", "all", "p. 1", 1],
        ["killed", "3", "one", "", 2],
      ],
    ],
    passages: ["line 3", ""],
  };
  const { factsChunk, toldChunk } = many.chunks;
  many.chunks = {
    ...many.chunks,
    factsChunk: async (chunk) => ({ ...(await factsChunk(chunk)), ...(chunk === 0 && facts) }),
    toldChunk: async (chunk, tag) => ({ ...(await toldChunk(chunk, tag)), ...(chunk === 0 && told) }),
    passageChunk: async () => ({ source: [4, 5], text: ["None", "Four words of it"] }),
  };
  const { exhibit } = await withPassages(many, await slice(many, [2, 1, 0]));
  const { texts, telling } = exhibit;
  assert.deepEqual(telling.figures, {
    event: [1, 1],
    measure: ["killed", "killed"],
    value: ["5 to 7", "3"],
    scope: ["all", "one"],
    source: [2, -1],
    locator: ["p. 1", ""],
  });
  assert.deepEqual(texts.figures, { low: [5, 3], high: [7, 3], rough: [1, 0] });
  assert.deepEqual(telling.fallback["figures.scope"], [0]);
  assert.deepEqual(telling.fallback["figures.locator"], [1]);
  assert.deepEqual(texts.passages, { source: [5, 4], text: ["Four words of it", "None"] });
  assert.deepEqual(texts.events.passages, [
    [],
    [],
    [
      [0, 4, 9],
      [1, 2, 3],
    ],
  ]);
  assert.deepEqual(telling.passages, ["", "", "line 3"]);
});

test("an event without a place has none in its exhibit either", async () => {
  const { exhibit } = await slice(whole(), [4]);
  assert.deepEqual(exhibit.head.events.place, [-1]);
  assert.deepEqual(exhibit.head.places.id, []);
  assert.deepEqual(exhibit.telling.events.draft, [true]);
});

test("an event is found by its own words, its date's, and its places' names", async () => {
  const table = toFoldTable({});
  const search = async (...asked: string[]): Promise<string> => {
    const matches = new Uint8Array(5);
    const verify = makeVerifier(whole(), table, asked);
    for (const [chunk, told] of TOLD.entries()) {
      await verify(chunk, told, FACTS[chunk] as Chunk<FactsRow>, matches);
    }
    return [..."abcde"].filter((_, event) => matches[event] === 1).join("");
  };
  assert.equal(await search("baku"), "abd");
  assert.equal(await search("baku", "tank"), "a");
  assert.equal(await search("may"), "abde");
  assert.equal(await search("10"), "bde");
  assert.equal(await search("bako"), "c");
  assert.equal(await search("lenkeran"), "c");
  assert.equal(await search("ank"), "ac");
  assert.equal(await search("an"), "");
  assert.equal(await search("moskva"), "d");
});

test("the scale of a timeline is reckoned from so many events as stand for all", () => {
  const days = Float64Array.from([5, 100, Number.NaN, 50]);
  const lasts = Int32Array.from([5, 300, NO_DAY, NO_DAY]);
  const extents = sampleOf(days, lasts, Uint32Array.from([10_000, 30_000, 5_000, 60_000]));
  const at = (day: number): number => extents.filter(({ start }) => start === day).length;
  assert.ok(Math.abs(at(50) - 1200) < 5 && Math.abs(at(100) - 600) < 5 && Math.abs(at(5) - 200) < 5);
  assert.deepEqual(extents.at(-1), { start: 5, end: 300 });
  assert.ok(extents.slice(0, -1).every(({ start, end }) => end === { 5: 5, 50: null, 100: 300 }[start ?? 0]));
  assert.deepEqual(sampleOf(Float64Array.from([Number.NaN]), lasts, Uint32Array.from([4])), []);
});

test("what is held of records is their slice, and before it is read says that it lacks something", async () => {
  const all = whole();
  const held = makeHeld(() => all);
  const events = [3, 0, 1];
  const before = held.slice(events);
  assert.equal(before.isWhole, false);
  assert.deepEqual(before.part.exhibit.telling.events.title, ["…", "…", "…"]);
  assert.deepEqual(before.part.exhibit.telling.events.date, ["10 May", "from 20 May", "10 May"]);
  assert.equal(held.cost(events), 2);
  const overtaken = held.read([4], []);
  assert.equal(await held.read(events, [1]), true);
  assert.equal(await overtaken, false);
  const { part, isWhole } = held.slice(events);
  assert.equal(isWhole, true);
  assert.deepEqual(part.exhibit, (await slice(all, events)).exhibit);
  assert.equal(held.cost(events), 0);
  assert.equal(held.label(1), "Lankaran");
  // What is asked for next is all that is kept.
  await held.read([0], []);
  assert.equal(held.slice([0]).isWhole, true);
  assert.equal(held.slice([3]).isWhole, false);
});
