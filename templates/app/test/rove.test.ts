import assert from "node:assert/strict";
import { test } from "node:test";
import { keyTarget, type Point } from "../src/map/rove";

// 0 in the middle, 1 to 4 around it, 5 far to the right and a little below, 6 aside to the right.
const points: Point[] = [
  { x: 100, y: 100 },
  { x: 160, y: 100 },
  { x: 40, y: 105 },
  { x: 100, y: 30 },
  { x: 95, y: 180 },
  { x: 400, y: 120 },
  { x: 110, y: 290 },
];

test("an arrow leads to the nearest mark on its side", () => {
  const from = (key: string): number | null => keyTarget(key, points, 0);
  assert.equal(from("ArrowRight"), 1);
  assert.equal(from("ArrowLeft"), 2);
  assert.equal(from("ArrowUp"), 3);
  assert.equal(from("ArrowDown"), 4);
});

test("what lies ahead comes before what is nearer but aside", () => {
  assert.equal(keyTarget("ArrowRight", points, 1), 5);
  assert.equal(keyTarget("ArrowRight", [points[0], points[6], points[5]] as Point[], 0), 2);
});

test("what lies aside is reached where nothing lies ahead", () => {
  assert.equal(keyTarget("ArrowRight", [points[0], points[6]] as Point[], 0), 1);
});

test("an arrow leads nowhere where no mark lies on its side", () => {
  assert.equal(keyTarget("ArrowRight", points, 5), null);
  assert.equal(keyTarget("ArrowUp", points, 3), null);
});

test("marks on one point are reached by the keys that follow their order", () => {
  const same = [points[0], points[0], points[1]] as Point[];
  assert.equal(keyTarget("ArrowRight", same, 0), 2);
  assert.equal(keyTarget("PageDown", same, 0), 1);
  assert.equal(keyTarget("PageDown", same, 2), 0);
  assert.equal(keyTarget("PageUp", same, 0), 2);
  assert.equal(keyTarget("Home", same, 2), 0);
  assert.equal(keyTarget("End", same, 0), 2);
});

test("other keys lead nowhere", () => {
  for (const key of ["Enter", "Tab", "Escape", "a"]) assert.equal(keyTarget(key, points, 0), null);
});
