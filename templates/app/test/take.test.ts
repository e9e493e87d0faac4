// Files made in the page: what other programs read of them is what the page has.

import assert from "node:assert/strict";
import test from "node:test";
import { type Row, toCsv, toGeoJson } from "../src/take";

const row = (id: string, points: Row["points"], title = "T"): Row => ({ cells: { id, title }, points });
const ROWS = [
  row("a", [[49.8, -40.4]], 'A "b",\nc'),
  row("b", []),
  row(
    "c",
    [
      [1, 2],
      [3, 4],
    ],
    "=1+1",
  ),
];

test("a table has a mark of its encoding, a heading and a line for each record", () => {
  assert.equal(
    toCsv(ROWS),
    '\ufeff"id","title","lon","lat"\r\n"a","A ""b"",\nc","49.8","-40.4"\r\n"b","T","",""\r\n' +
      // A spreadsheet would run it; the coordinate above begins with a minus and is a number.
      '"c","\'=1+1","1","2"\r\n',
  );
});

test("a table of no records has its coordinates' headings", () => {
  assert.equal(toCsv([]), '\ufeff"lon","lat"\r\n');
});

test("each record is a feature, at its points or at none", () => {
  const whole = JSON.parse(toGeoJson("N", ["by us"], ROWS));
  assert.deepEqual(
    [whole.type, whole.name, whole.credits, whole.features.length],
    ["FeatureCollection", "N", ["by us"], 3],
  );
  assert.deepEqual(
    whole.features.map((one: { geometry: unknown }) => one.geometry),
    [
      { type: "Point", coordinates: [49.8, -40.4] },
      null,
      {
        type: "MultiPoint",
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
  );
  assert.deepEqual(whole.features[2].properties, { id: "c", title: "=1+1" });
});
