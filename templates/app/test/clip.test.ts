import assert from "node:assert/strict";
import { test } from "node:test";
import { clipLine, clipRing } from "../src/tiles/clip";
import { numbers } from "./numbers";

const LOW = -16;
const HIGH = 4112;

/** How often the ring winds around the point; ref: Dan Sunday, "Inclusion of a Point in a Polygon" (2001). */
function winding(ring: readonly number[], px: number, py: number): number {
  let turns = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const [x0 = 0, y0 = 0] = [ring[i], ring[i + 1]];
    const [x1 = 0, y1 = 0] = [ring[(i + 2) % ring.length], ring[(i + 3) % ring.length]];
    const left = (x1 - x0) * (py - y0) - (px - x0) * (y1 - y0);
    if (y0 <= py && y1 > py && left > 0) turns++;
    if (y0 > py && y1 <= py && left < 0) turns--;
  }
  return turns;
}

function lengthOf(line: readonly number[]): number {
  let length = 0;
  for (let i = 2; i < line.length; i += 2) {
    length += Math.hypot((line[i] ?? 0) - (line[i - 2] ?? 0), (line[i + 1] ?? 0) - (line[i - 1] ?? 0));
  }
  return length;
}

test("a clipped ring lies in the square and winds around its points as the whole one did", () => {
  let [inside, cut] = [0, 0];
  for (let seed = 1; seed <= 500; seed++) {
    const next = numbers(seed);
    const ring = Array.from({ length: 2 * (3 + Math.floor(next() * 9)) }, () => -3000 + next() * 10_000);
    const clipped = clipRing(ring, LOW, HIGH);
    assert.ok(
      clipped.every((value) => value >= LOW - 1e-6 && value <= HIGH + 1e-6),
      `seed ${seed}`,
    );
    if (clipped.length !== ring.length) cut++;
    for (let i = 0; i < 40; i++) {
      const x = LOW + 1 + next() * (HIGH - LOW - 2);
      const y = LOW + 1 + next() * (HIGH - LOW - 2);
      assert.equal(winding(clipped, x, y), winding(ring, x, y), `seed ${seed}`);
      if (winding(ring, x, y) !== 0) inside++;
    }
  }
  assert.ok(inside > 3000 && cut > 300);
});

test("a ring wholly inside stays as it is, one wholly outside is gone", () => {
  const ring = [0, 0, 100, 0, 100, 100];
  assert.deepEqual(clipRing(ring, LOW, HIGH), ring);
  assert.deepEqual(clipRing([5000, 0, 6000, 0, 6000, 100], LOW, HIGH), []);
});

test("a clipped line keeps the length that it has in the square", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const next = numbers(seed);
    const line = Array.from({ length: 2 * (2 + Math.floor(next() * 9)) }, () => -3000 + next() * 10_000);
    const parts = clipLine(line, LOW, HIGH);
    assert.ok(
      parts.flat().every((value) => value >= LOW - 1e-6 && value <= HIGH + 1e-6),
      `seed ${seed}`,
    );
    // Cut in 20,000 steps, each counted if its middle is inside.
    const whole = lengthOf(line);
    let expected = 0;
    for (let i = 2; i < line.length; i += 2) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = line.slice(i - 2, i + 2);
      const length = Math.hypot(x1 - x0, y1 - y0);
      const steps = Math.ceil((20_000 * length) / whole);
      for (let step = 0; step < steps; step++) {
        const part = (step + 0.5) / steps;
        const [x, y] = [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part];
        if (x >= LOW && x <= HIGH && y >= LOW && y <= HIGH) expected += length / steps;
      }
    }
    const got = parts.reduce((sum, part) => sum + lengthOf(part), 0);
    assert.ok(Math.abs(got - expected) < whole / 1000, `seed ${seed}: ${got}, expected ${expected}`);
  }
});

test("a line that leaves and comes back is two", () => {
  assert.deepEqual(clipLine([10, 10, 10, -30, 50, -30, 50, 10], 0, 100), [
    [10, 10, 10, 0],
    [50, 0, 50, 10],
  ]);
});
