import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOf, louderBy, trackFor } from "../src/media/clock";

test("time is written as a clock shows it", () => {
  const written = [0, 9.9, 75, 600, 3599, 3700, -1, Number.NaN, Number.POSITIVE_INFINITY].map(clockOf);
  assert.deepEqual(written, ["0:00", "0:09", "1:15", "10:00", "59:59", "1:01:40", "0:00", "0:00", "0:00"]);
});

test("loudness goes in quarters, and neither beyond the loudest nor into silence", () => {
  assert.deepEqual(
    [1, 0.75, 0.5, 0.25].map((volume) => [louderBy(volume, 1), louderBy(volume, -1)]),
    [
      [1, 0.75],
      [1, 0.5],
      [0.75, 0.25],
      [0.5, 0.25],
    ],
  );
  assert.equal(louderBy(0.6, 1), 0.75);
});

test("captions are in the page's language, else in the exhibit's first, else in any", () => {
  assert.equal(trackFor(["az", "en"], "az", "en"), "az");
  assert.equal(trackFor(["az", "en"], "ru", "en"), "en");
  assert.equal(trackFor(["az"], "ru", "en"), "az");
  assert.equal(trackFor([], "ru", "en"), null);
});
