import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, type Item, layOut, overlap } from "../src/layout";
import { numbers } from "./numbers";

const OPTIONS = { mark: 34, gap: 5, width: 900, height: 700 };

function scene(seed: number): Item[] {
  const next = numbers(seed);
  const spread = next() < 0.5 ? 60 : 900;
  return Array.from({ length: 1 + Math.floor(next() * 24) }, () => ({
    x: 450 + (next() - 0.5) * spread,
    y: 350 + (next() - 0.5) * spread * 0.8,
    width: 20 + next() * 220,
    height: 18 + Math.floor(next() * 3) * 18,
  }));
}

function markBoxes(items: readonly Item[]): Box[] {
  return layOut(items, OPTIONS).map(({ x, y }) => ({ x: x - 17, y: y - 17, width: 34, height: 34 }));
}

test("no label meets a label, a mark, an obstacle or the edge of the view, in 2,000 scenes", () => {
  const obstacle = { x: 0, y: 0, width: 200, height: 60 };
  for (let seed = 1; seed <= 2000; seed++) {
    const items = scene(seed);
    const slots = layOut(items, { ...OPTIONS, obstacles: [obstacle] });
    const marks = slots.map(({ x, y }) => ({ x: x - 17, y: y - 17, width: 34, height: 34 }));
    const labels = slots.flatMap(({ label }) => (label ? [label] : []));
    labels.forEach((label, index) => {
      const others = [...labels.slice(index + 1), ...marks, obstacle];
      assert.ok(!others.some((other) => overlap(label, other)), `seed ${seed}`);
      assert.ok(
        label.x >= 0 && label.y >= 0 && label.x + label.width <= 900 && label.y + label.height <= 700,
      );
    });
  }
});

test("marks never touch, however near their places are", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const marks = markBoxes(scene(seed));
    marks.forEach((mark, index) => {
      assert.ok(!marks.slice(index + 1).some((other) => overlap(mark, other)), `seed ${seed}`);
    });
  }
});

test("a mark with room stands on its place, its label to the right", () => {
  const [slot] = layOut([{ x: 300, y: 300, width: 80, height: 20 }], OPTIONS);
  assert.deepEqual(slot, { x: 300, y: 300, moved: false, label: { x: 322, y: 290, width: 80, height: 20 } });
});

test("places at one point are stacked in the order of their numbers, and say that they moved", () => {
  const item = { x: 300, y: 300, width: 80, height: 20 };
  const slots = layOut([item, item, item], OPTIONS);
  assert.deepEqual(
    slots.map(({ y, moved }) => [y, moved]),
    [
      [261, true],
      [300, false],
      [339, true],
    ],
  );
  assert.ok(slots.every(({ label }) => label?.x === 322));
});

test("a label at the right edge goes to the left", () => {
  const [slot] = layOut([{ x: 880, y: 300, width: 80, height: 20 }], OPTIONS);
  assert.equal(slot?.label?.x, 778);
});
