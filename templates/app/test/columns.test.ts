import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsAt, leastHeight, type Piece } from "../src/paper/columns";
import { quoted } from "../src/paper/handout";
import { numbers } from "./numbers";

const text = (height: number): Piece => ({ height, leads: false });
const heading = (height: number): Piece => ({ height, leads: true });

test("columns are filled one after the other, and none is higher than it may be", () => {
  assert.deepEqual(columnsAt([text(40), text(40), text(40), text(40)], 100), [0, 2]);
  assert.deepEqual(columnsAt([text(250), text(40)], 100), [0, 1]);
  assert.deepEqual(columnsAt([], 100), []);
});

test("a heading is never the last of its column", () => {
  assert.deepEqual(columnsAt([text(60), heading(20), text(60)], 100), [0, 1]);
  assert.deepEqual(columnsAt([text(60), heading(20), heading(10), text(60)], 100), [0, 1]);
});

test("the least height is the least: pieces fit at it, and not two pixels below", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = numbers(seed);
    const pieces = Array.from({ length: 1 + Math.floor(next() * 40) }, () => ({
      height: 8 + next() * 90,
      leads: next() < 0.15,
    }));
    const count = 1 + Math.floor(next() * 6);
    const height = leastHeight(pieces, count);
    assert.ok(columnsAt(pieces, height).length <= count, `seed ${seed}`);
    const highest = Math.max(...blocksAt(pieces, columnsAt(pieces, height)));
    assert.ok(highest <= height + 1e-6, `seed ${seed}`);
    const below = height - 2;
    const fits = columnsAt(pieces, below);
    assert.ok(
      fits.length > count || Math.max(...blocksAt(pieces, fits)) > below,
      `seed ${seed}: ${height} is not the least`,
    );
  }
});

function blocksAt(pieces: readonly Piece[], starts: readonly number[]): number[] {
  return starts.map((start, index) =>
    pieces.slice(start, starts[index + 1]).reduce((sum, { height }) => sum + height, 0),
  );
}

test("a title in a style sheet stays text", () => {
  assert.equal(quoted("Bakı, 19–20"), '"Bakı, 19–20"');
  assert.equal(quoted('a"; } body { x: url(y)'), '"a\\22 ; \\7d  body \\7b  x: url\\28 y\\29 "');
  assert.equal(quoted("a\\b\n"), '"a\\5c b\\a "');
});
