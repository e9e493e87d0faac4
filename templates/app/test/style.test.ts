import assert from "node:assert/strict";
import { test } from "node:test";
import { at } from "../src/map/style";

test("between two stops a value runs straight, outside them it stays", () => {
  const stops = [
    [4, 0],
    [6, 10],
    [8, 4],
  ] as const;
  assert.deepEqual(
    [2, 4, 5, 6, 7, 8, 12].map((zoom) => at(stops, zoom)),
    [0, 0, 5, 10, 7, 4, 4],
  );
});
