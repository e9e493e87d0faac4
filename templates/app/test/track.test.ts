import assert from "node:assert/strict";
import { test } from "node:test";
import { makeTrack, rowAt, rowsIn, scrolled, settled, showing } from "../src/many/track";
import { numbers } from "./numbers";

const VIEW = 600;

test("a list that fits is scrolled as it is", () => {
  const track = makeTrack(1000, 70);
  const stand = scrolled(track, { track: 0, top: 0 }, 12_345, VIEW);
  assert.deepEqual(stand, { track: 12_345, top: 12_345 });
  assert.equal(rowAt(track, stand, 10), 700);
  assert.deepEqual(rowsIn(track, 700, VIEW), [10, 19]);
  assert.deepEqual(rowsIn(track, 0, VIEW, 3), [0, 12]);
});

test("of a longer one small movements move the rows by as much", () => {
  const track = makeTrack(1_000_000, 70, 8_000_000);
  let stand = settled(track, 35_000_000, VIEW);
  for (const by of [40, -13, 500, 1]) {
    const next = scrolled(track, stand, stand.track + by, VIEW);
    assert.equal(next.top - stand.top, by);
    // What is seen moves against the edge by as much.
    const index = Math.floor(stand.top / 70);
    assert.equal(rowAt(track, next, index) - next.track, rowAt(track, stand, index) - stand.track - by);
    stand = next;
  }
});

test("a jump goes to the same part of the list, and its ends are the list's", () => {
  const track = makeTrack(1_000_000, 70, 8_000_000);
  const from = { track: 0, top: 0 };
  const middle = scrolled(track, from, (8_000_000 - VIEW) / 2, VIEW);
  assert.ok(Math.abs(middle.top - (70_000_000 - VIEW) / 2) < 1);
  assert.equal(scrolled(track, from, 8_000_000, VIEW).top, 70_000_000 - VIEW);
  assert.equal(scrolled(track, middle, -3, VIEW).top, 0);
});

test("at rest the track stands where the list is, and stays where nothing has moved", () => {
  const track = makeTrack(1_000_000, 70, 8_000_000);
  const next = numbers(4);
  for (let at = 0; at < 200; at++) {
    const top = Math.floor(next() * (70_000_000 - VIEW));
    const stand = settled(track, top, VIEW);
    assert.equal(stand.top, top);
    assert.equal(scrolled(track, stand, stand.track, VIEW).top, top);
    assert.ok(stand.track >= 0 && stand.track <= 8_000_000 - VIEW);
  }
  // Near its ends there is still somewhere to go.
  assert.ok(settled(track, 1, VIEW).track >= 1);
  assert.ok(settled(track, 70_000_000 - VIEW - 1, VIEW).track <= 8_000_000 - VIEW - 1);
});

test("every row can be looked at, moving as little as may be", () => {
  const track = makeTrack(1_000_000, 70, 8_000_000);
  assert.equal(showing(track, 700, VIEW, 12), 700);
  assert.equal(showing(track, 700, VIEW, 9), 630);
  assert.equal(showing(track, 700, VIEW, 9, 50), 580);
  assert.equal(showing(track, 700, VIEW, 30), 30 * 70 + 70 - VIEW);
  for (const index of [0, 1, 500_000, 999_998, 999_999]) {
    const stand = settled(track, showing(track, 3_000, VIEW, index), VIEW);
    const [first, end] = rowsIn(track, stand.top, VIEW);
    assert.ok(first <= index && index < end);
    const y = rowAt(track, stand, index) - stand.track;
    assert.ok(y > -0.01 && y + 70 < VIEW + 0.01, `${index}: ${y}`);
  }
});
