import assert from "node:assert/strict";
import { test } from "node:test";
import { type Outline, trace, type Window } from "../src/map/outline";
import { numbers } from "./numbers";

const WINDOW: Window = { originX: 0, originY: 0, world_px: 1, width: 400, height: 300 };

function outline(points: number[]): Outline {
  return { points: Float64Array.from(points), west: 0, north: 0, east: 0, south: 0 };
}

function traced(points: number[], open: Parameters<typeof trace>[3] = null): [number, number][][] {
  const lines: [number, number][][] = [];
  const pen = {
    moveTo: (x: number, y: number) => void lines.push([[x, y]]),
    lineTo: (x: number, y: number) => void lines.at(-1)?.push([x, y]),
  };
  trace(pen, outline(points), WINDOW, open);
  return lines;
}

/** Whether a point lies inside, by the even-odd rule. */
function inside(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let odd = false;
  ring.forEach(([x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) odd = !odd;
  });
  return odd;
}

test("what lies beside the view is left out, and the view is filled as before, in 400 rings", () => {
  let saved = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const next = numbers(seed);
    const ring = Array.from({ length: 60 }, (_, index): [number, number] => {
      const turn = (index / 60) * 2 * Math.PI;
      const far = 120 + next() * 700;
      return [200 + Math.cos(turn) * far + (next() - 0.5) * 500, 150 + Math.sin(turn) * far];
    });
    const [line = []] = traced(ring.flat());
    saved += ring.length - line.length;
    for (let i = 0; i < 40; i++) {
      const [x, y] = [next() * 400, next() * 300];
      assert.equal(inside(line, x, y), inside(ring, x, y), `seed ${seed}`);
    }
  }
  assert.ok(saved > 1000);
});

test("steps too small to be seen are left out, the last one never", () => {
  const points = Array.from({ length: 101 }, (_, index) => [10 + index / 10, 10]).flat();
  const [line = []] = traced(points);
  assert.ok(line.length < 30);
  assert.deepEqual(line.at(-1), [20, 10]);
});

test("an edge along which a ring was cut is not a coast", () => {
  const area = { west: 50, north: 50, east: 350, south: 250 };
  const lines = traced([50, 100, 50, 50, 350, 50, 350, 200, 200, 150, 50, 100], area);
  assert.deepEqual(
    lines.filter((line) => line.length > 1),
    [
      [
        [350, 200],
        [200, 150],
        [50, 100],
      ],
    ],
  );
});
