import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, fill, latOf, lonOf, numberOf, toEvents, toPlaces } from "../src/many/columns";
import { type ManyFacts, NO_DAY, NONE_16 } from "../src/many/types";
import { mortonOf, toContainer } from "./container";
import { numbers } from "./numbers";

const facts = (given: Partial<ManyFacts>): ManyFacts => ({
  count: 0,
  placed: 0,
  places: 0,
  rows: 256,
  place_rows: 256,
  dates: 0,
  first: [],
  labels: {},
  polar: false,
  ...given,
});

test("every type of column comes back as it was written, with and without differences", () => {
  for (const delta of [false, true]) {
    const columns = columnsOf(
      toContainer([
        { name: "a", type: "u8", delta, values: [255, 0, 7] },
        { name: "b", type: "u16", delta, values: [65535, 1, 300] },
        { name: "c", type: "u32", delta, values: [4294967295, 0, 70000] },
        { name: "d", type: "i32", delta, values: [-2147483648, 2147483647, -1] },
      ]),
    );
    assert.deepEqual([...fill(columns.get("a"), new Uint8Array(3), 0)], [255, 0, 7]);
    assert.deepEqual([...fill(columns.get("b"), new Uint16Array(3), 0)], [65535, 1, 300]);
    assert.deepEqual([...fill(columns.get("c"), new Uint32Array(3), 0)], [4294967295, 0, 70000]);
    assert.deepEqual([...fill(columns.get("d"), new Int32Array(3), 0)], [-2147483648, 2147483647, -1]);
  }
});

test("a column that is not there is none throughout", () => {
  assert.deepEqual([...fill(undefined, new Uint16Array(2), NONE_16)], [NONE_16, NONE_16]);
});

test("columns that end too early, or are of another length, are refused by name", () => {
  const bytes = toContainer([{ name: "a", type: "u16", values: [1, 2] }]);
  assert.throws(() => columnsOf(bytes.subarray(0, -1)), /bytes of columns/);
  assert.throws(
    () => fill(columnsOf(bytes).get("a"), new Uint16Array(3), 0),
    /2 values of a when expected 3/,
  );
});

test("codes become the x and y that they were made of", () => {
  const random = numbers(7);
  const most = 2 ** 26 - 1;
  const points = [
    [0, 0],
    [most, most],
    [0, most],
    [most, 0],
  ].concat(
    Array.from({ length: 500 }, () => [Math.floor(random() * (most + 1)), Math.floor(random() * (most + 1))]),
  );
  const codes = points.map(([x = 0, y = 0]) => ({ x, y, code: mortonOf(x, y) }));
  codes.sort((a, b) => (a.code < b.code ? -1 : 1));
  const columns = columnsOf(
    toContainer([{ name: "code", type: "u56", delta: true, values: codes.map(({ code }) => code) }]),
  );
  const places = toPlaces(columns, facts({ places: codes.length }));
  assert.deepEqual(
    [...places.x],
    codes.map(({ x }) => x),
  );
  assert.deepEqual(
    [...places.y],
    codes.map(({ y }) => y),
  );
});

test("degrees come back within half a metre", () => {
  const [lon, lat] = [49.867, 40.409];
  const x = Math.floor(2 ** 26 * ((lon + 180) / 360));
  const tangent = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const y = Math.floor(2 ** 26 * (0.5 - tangent / (2 * Math.PI)));
  const columns = columnsOf(
    toContainer([
      { name: "code", type: "u56", delta: true, values: [mortonOf(x, y)] },
      { name: "count", type: "u32", values: [3] },
    ]),
  );
  const places = toPlaces(columns, facts({ places: 1 }));
  assert.ok(Math.abs(lonOf(places, 0) - lon) < 5e-6);
  assert.ok(Math.abs(latOf(places, 0) - lat) < 5e-6);
  assert.deepEqual([...places.start], [0, 3]);
});

test("events know their places, and their order in time", () => {
  const codes = [mortonOf(1, 1), mortonOf(9, 9)];
  const placed = columnsOf(
    toContainer([
      { name: "code", type: "u56", delta: true, values: codes },
      { name: "count", type: "u32", values: [2, 3] },
    ]),
  );
  const all = facts({ count: 7, placed: 5, places: 2, dates: 3 });
  const places = toPlaces(placed, all);
  const columns = columnsOf(
    toContainer([
      { name: "date", type: "u32", values: [1, 2, 0, 0, 1, 2, 0] },
      { name: "date_first", type: "i32", values: [10, 20, NO_DAY] },
    ]),
  );
  const events = toEvents(columns, all, places);
  assert.deepEqual([...events.place], [0, 0, 1, 1, 1, 2, 2]);
  assert.deepEqual([...events.inTime], [2, 3, 6, 0, 4, 1, 5]);
  assert.deepEqual([...events.date_first], [10, 20, NO_DAY]);
  assert.deepEqual([...events.date_last], [NO_DAY, NO_DAY, NO_DAY]);
  assert.equal(numberOf(events.source, 0), -1);
  assert.equal(events.date_bounds, null);
});

test("events of the same days have the turns that are told, whatever their places and dates are called", () => {
  const all = facts({ count: 5, placed: 0, places: 0, dates: 3 });
  const places = toPlaces(
    columnsOf(toContainer([{ name: "code", type: "u56", delta: true, values: [] }])),
    all,
  );
  const columns = columnsOf(
    toContainer([
      { name: "date", type: "u8", values: [1, 0, 2, 1, 2] },
      { name: "turn", type: "u8", values: [2, 1, 1, 0, 0] },
      { name: "date_tied", type: "u8", values: [0, 1, 0] },
    ]),
  );
  assert.deepEqual([...toEvents(columns, all, places).inTime], [3, 1, 0, 4, 2]);
});

test("a column is as narrow as it stands in the page, and its largest number is none", () => {
  const all = facts({ count: 3, dates: 3 });
  const places = toPlaces(
    columnsOf(toContainer([{ name: "code", type: "u56", delta: true, values: [] }])),
    all,
  );
  const columns = columnsOf(
    toContainer([
      { name: "date", type: "u32", values: [2, 70000, 4294967295] },
      { name: "category", type: "u16", values: [65535, 300, 255] },
      { name: "source", type: "u8", values: [254, 255, 0] },
    ]),
  );
  const { date, category, group, source, place } = toEvents(columns, all, places);
  const told = [date, category, group, source].map((column) => [0, 1, 2].map((at) => numberOf(column, at)));
  assert.deepEqual(told, [
    [2, 70000, -1],
    [-1, 300, 255],
    [-1, -1, -1],
    [254, -1, 0],
  ]);
  const bytes = [date, category, group, source, place].map((column) => column.BYTES_PER_ELEMENT);
  assert.deepEqual(bytes, [4, 2, 1, 1, 2]);
  assert.deepEqual([...place], [0, 0, 0]);
});
