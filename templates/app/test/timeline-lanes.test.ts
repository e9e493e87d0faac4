import assert from "node:assert/strict";
import { test } from "node:test";
import { besides } from "../src/timeline/brush";
import { datingOf, isDated, itemOf } from "../src/timeline/entries";
import { binsOf, type Item, type Place, pack } from "../src/timeline/lanes";
import { makePlayer, type Player } from "../src/timeline/play";
import { makeScale } from "../src/timeline/scale";
import { clockwork } from "./clockwork";
import { numbers } from "./numbers";

const RAILS = { count: 16, pitch: 10, apart: 24, width: 700 };

function scene(seed: number): Item[] {
  const next = numbers(seed);
  return Array.from({ length: 1 + Math.floor(next() * 30) }, () => {
    const x0 = next() * 660;
    const length = next() < 0.6 ? 8 : next() * (700 - x0);
    return { x0, x1: x0 + length, slides: length > 30 };
  });
}

/** What an item covers of its rail. */
function extent({ x0, x1, slides }: Item, { x }: Place): [number, number] {
  return slides ? [Math.min(x0, x - 12), Math.max(x1, x + 12)] : [x - 12, x + 12];
}

test("no bead meets another, no line runs through one, in 2,000 scenes", () => {
  let packed = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const items = scene(seed);
    const places = pack(items, RAILS);
    if (!places) continue;
    packed += 1;
    assert.equal(places.length, items.length);
    places.forEach((one, a) => {
      assert.ok(one.rail >= 1 && one.rail < RAILS.count - 1);
      places.slice(a + 1).forEach((other, offset) => {
        const b = a + 1 + offset;
        const apart = Math.hypot(one.x - other.x, (one.rail - other.rail) * RAILS.pitch);
        assert.ok(apart >= RAILS.apart - 1e-9, `seed ${seed}: ${apart}`);
        if (one.rail !== other.rail) return;
        const [from, to] = extent(items[a] as Item, one);
        const [start, end] = extent(items[b] as Item, other);
        assert.ok(to <= start || end <= from, `seed ${seed}: lines meet`);
      });
    });
  }
  assert.ok(packed > 1000, `${packed} scenes had room`);
});

test("a bead stands on its own line, and within the width", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const items = scene(seed);
    pack(items, RAILS)?.forEach(({ x }, index) => {
      const { x0, x1, slides } = items[index] as Item;
      assert.ok(x >= 12 && x <= RAILS.width - 12);
      if (slides) assert.ok(x >= x0 - 1e-9 && x <= x1 + 1e-9);
    });
  }
});

test("the same items stand in the same places, whatever else was packed before", () => {
  const items = scene(7);
  const once = pack(items, RAILS);
  pack(scene(8), RAILS);
  assert.deepEqual(pack(items, RAILS), once);
});

test("events of one day share its width, each within it", () => {
  const day = Array.from({ length: 5 }, () => ({ x0: 200, x1: 360, slides: false }));
  const places = pack(day, { ...RAILS, count: 4 });
  assert.ok(places);
  for (const { x } of places) assert.ok(x >= 212 && x <= 348);
  assert.equal(places[0]?.x, 280);
});

test("the days of a brush never cover each other nor leave the width", () => {
  const next = numbers(11);
  for (let round = 0; round < 2000; round++) {
    const width = 250 + next() * 600;
    const [x0, x1] = [next() * width, next() * width].sort((a, b) => a - b) as [number, number];
    const [first, last] = [60 + next() * 60, 60 + next() * 60];
    const [left, right] = besides(x0, x1, first, last, width);
    assert.ok(left >= -1e-9 && left + first <= right + 1e-9 && right + last <= width + 1e-9);
  }
});

test("what does not fit is not squeezed", () => {
  const crowd = Array.from({ length: 12 }, () => ({ x0: 100, x1: 108, slides: false }));
  assert.equal(pack(crowd, RAILS), null);
  assert.ok(pack(crowd.slice(0, 5), RAILS));
});

test("a day is a bead without a line, an open end reaches the edge, one not known fades soon", () => {
  const head = {
    events: {
      id: ["day", "open", "unknown", "before", "none"],
      start_day: [100, 100, 100, null, null],
      end_day: [100, null, null, 100, null],
      bounds: [0, 32, 40, 4, 45],
    },
  } as unknown as Parameters<typeof datingOf>[0];
  const scale = makeScale([{ start: 0, end: 200 }], 1000);
  assert.ok(scale);
  const [day, open, unknown, before] = [0, 1, 2, 3].map((event) => itemOf(datingOf(head, event), scale, 24));
  assert.equal(day?.slides, false);
  assert.deepEqual([open?.x1, open?.slides], [1000, true]);
  assert.ok(unknown && unknown.x1 < 1000 && unknown.x1 > unknown.x0 + 24);
  assert.deepEqual([before?.x0, before?.slides], [0, true]);
  assert.equal(isDated(datingOf(head, 4)), false);
});

test("the bounds of an event are taken apart as they were put together", () => {
  const KINDS = ["sure", "uncertain", "approximate", "both", "open", "unknown"];
  for (let first = 0; first < 6; first++) {
    for (let last = 0; last < 6; last++) {
      for (const within of [0, 64]) {
        const events = { id: ["a"], start_day: [1], end_day: [2], bounds: [first + 8 * last + within] };
        const dating = datingOf({ events } as unknown as Parameters<typeof datingOf>[0], 0);
        assert.deepEqual([dating.first, dating.last, dating.within], [KINDS[first], KINDS[last], within > 0]);
      }
    }
  }
});

test("every dated event is in the one bin of its day, in 300 exhibits", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = numbers(seed);
    const days = [
      ...new Set(Array.from({ length: 2 + Math.floor(next() * 40) }, () => Math.floor(next() * 900))),
    ];
    days.sort((a, b) => a - b);
    if (days.length < 2) continue;
    const [from, to] = [days[0] ?? 0, days.at(-1) ?? 0];
    const starts = Array.from({ length: 500 }, () =>
      next() < 0.1 ? null : from + Math.floor(next() * (to - from)),
    );
    const bins = binsOf(days, starts);
    const binned = bins.flatMap((bin) => bin.items).sort((a, b) => a - b);
    assert.deepEqual(
      binned,
      starts.flatMap((at, event) => (at === null ? [] : [event])),
    );
    for (const { from: first, to: last, items: events } of bins) {
      for (const event of events) assert.ok((starts[event] ?? 0) >= first && (starts[event] ?? 0) < last);
    }
  }
});

test("what is beyond the ends is in the first or the last bin, in whatever order it comes", () => {
  const items = binsOf([0, 5, 9], [20, -3, null, 7, 4, 5, 9, 0]).map((bin) => bin.items);
  assert.deepEqual(items, [
    [1, 4, 7],
    [0, 3, 5, 6],
  ]);
  assert.deepEqual(binsOf([3], [3, 4]), []);
});

/** A clock whose time passes when it is told to. */
function playing(count: () => number) {
  const clock = clockwork();
  const heard: (number | string)[] = [];
  const player: Player = makePlayer({
    clock,
    dwell_ms: () => 6000,
    count,
    onStep: (step) => heard.push(step),
    onStop: (ended) => heard.push(ended ? "ended" : "paused"),
  });
  return { clock, heard, player };
}

test("it never starts by itself, shows each step for as long as it should, and ends", () => {
  const { clock, heard, player } = playing(() => 3);
  clock.pass(60_000);
  assert.deepEqual(heard, []);
  player.play(-1);
  clock.pass(5999);
  assert.deepEqual(heard, [0]);
  clock.pass(1);
  assert.deepEqual(heard, [0, 1]);
  clock.pass(6000);
  assert.equal(player.playing, true);
  clock.pass(6000);
  assert.deepEqual(heard, [0, 1, 2, "ended"]);
  assert.equal(player.playing, false);
  assert.equal(clock.waiting, 0);
});

test("paused, it goes on after what is open; from the last it begins again", () => {
  const { clock, heard, player } = playing(() => 3);
  player.play(0);
  player.pause();
  player.pause();
  clock.pass(60_000);
  assert.deepEqual(heard, [1, "paused"]);
  player.play(1);
  player.pause();
  player.play(2);
  assert.deepEqual(heard.slice(2), [2, "paused", 0]);
});

test("played twice it plays once, and of nothing it plays nothing", () => {
  const { clock, heard, player } = playing(() => 2);
  player.play(-1);
  player.play(-1);
  assert.equal(clock.waiting, 1);
  assert.deepEqual(heard, [0]);
  const none = playing(() => 0);
  none.player.play(-1);
  assert.equal(none.player.playing, false);
  assert.deepEqual(none.heard, []);
});

test("steps that a brush takes away while it plays end it", () => {
  let count = 5;
  const { clock, heard, player } = playing(() => count);
  player.play(1);
  count = 2;
  clock.pass(6000);
  assert.deepEqual(heard, [2, "ended"]);
});
