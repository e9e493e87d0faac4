import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cell, type CellBox, foundOf, groundOf, groundOfHead, maskOf, merged } from "../src/many/cells";
import { byPlace, latOf, lonOf } from "../src/many/columns";
import { joined, repeated } from "../src/many/once";
import type { ManyPlaces } from "../src/many/types";
import { mortonOf } from "./container";
import { numbers } from "./numbers";

/** Places in clumps and scattered ones, some on the same point, in the order of their codes. */
function invented(size: number, seed: number): ManyPlaces {
  const random = numbers(seed);
  const side = 2 ** 26;
  const clumps = Array.from({ length: 5 }, () => [random() * side, random() * side] as const);
  const points = Array.from({ length: size }, (_, index) => {
    const [cx, cy] = clumps[index % 7] ?? [random() * side, random() * side];
    const wide = side / 10 ** (1 + Math.floor(random() * 7));
    const within = (at: number): number => Math.floor(Math.max(0, Math.min(side - 1, at)));
    return { x: within(cx + (random() - 0.5) * wide), y: within(cy + (random() - 0.5) * wide) };
  });
  const coded = [...points, ...points.slice(0, 9)].map(({ x, y }) => ({ x, y, code: mortonOf(x, y) }));
  coded.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  const start = new Uint32Array(coded.length + 1);
  coded.forEach((_, place) => {
    start[place + 1] = (start[place] ?? 0) + 1 + Math.floor(random() ** 6 * 900);
  });
  // Every third event names some place beside the one where it stands, every ninth two.
  const total = start[coded.length] ?? 0;
  const pairs = Array.from({ length: Math.floor(total / 3) }, (_, at) => {
    const place = Math.floor(random() * (coded.length - 1));
    const values = at % 3 ? [place] : [place, place + 1];
    return values.map((value) => ({ event: 3 * at, value }));
  })
    .flat()
    .filter(({ event, value }) => event < (start[value] ?? 0) || event >= (start[value + 1] ?? 0));
  const stands = new Uint32Array(total + 1).fill(coded.length);
  for (let place = 0; place < coded.length; place++) stands.fill(place, start[place], start[place + 1]);
  const further = byPlace(
    {
      event: Uint32Array.from(pairs, ({ event }) => event),
      value: Uint32Array.from(pairs, ({ value }) => value),
    },
    coded.length,
    stands,
  );
  return {
    size: coded.length,
    x: Uint32Array.from(coded, ({ x }) => x),
    y: Uint32Array.from(coded, ({ y }) => y),
    start,
    precision: Uint8Array.from(coded, (_, place) => place % 3),
    doubt: new Uint8Array(coded.length),
    category: Uint16Array.from(coded, (_, place) => (place % 4 ? place % 4 : 0xffff)),
    uncertainty_m: new Uint32Array(coded.length),
    shape: null,
    further,
  };
}

/** The events that name a place, wherever they stand. */
const namedAt = ({ start, further }: ManyPlaces, place: number): number[] => [
  ...Array.from(
    { length: (start[place + 1] ?? 0) - (start[place] ?? 0) },
    (_, at) => (start[place] ?? 0) + at,
  ),
  ...(further?.event.subarray(further.start[place], further.start[place + 1]) ?? []),
];
const countOf = (places: ManyPlaces, place: number): number => namedAt(places, place).length;

function boxOf(level: number, random: () => number): CellBox {
  const side = 2 ** level;
  const [left, top] = [Math.floor(random() * side), Math.floor(random() * side)];
  const span = (): number => Math.floor(random() * Math.min(side, 40));
  return { left, top, right: Math.min(side - 1, left + span()), bottom: Math.min(side - 1, top + span()) };
}

test("the cells of a view are those that a search of all places finds", () => {
  const random = numbers(11);
  for (const size of [1, 2, 300, 2500]) {
    const places = invented(size, size);
    const ground = groundOf(places);
    for (const level of [0, 1, 3, 7, 12, 20, 26]) {
      const whole = { left: 0, top: 0, right: 2 ** level - 1, bottom: 2 ** level - 1 };
      for (const box of [whole, boxOf(level, random), boxOf(level, random)]) {
        const brute = new Map<string, number[]>();
        for (let place = 0; place < places.size; place++) {
          const column = (places.x[place] ?? 0) >>> (26 - level);
          const row = (places.y[place] ?? 0) >>> (26 - level);
          if (column < box.left || column > box.right || row < box.top || row > box.bottom) continue;
          const key = `${column} ${row}`;
          brute.set(key, [...(brute.get(key) ?? []), place]);
        }
        const expected = [...brute.values()]
          .map((own) => {
            const most = Math.max(...own.map((place) => countOf(places, place)));
            return {
              from: own[0],
              places: own.length,
              count: own.reduce((sum, place) => sum + countOf(places, place), 0),
              place: own.find((place) => countOf(places, place) === most),
            };
          })
          .sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
        const got = ground
          .cells(level, box)
          .map((cell) => ({ from: cell.runs[0], places: cell.places, count: cell.count, place: cell.place }));
        assert.deepEqual(got, expected, `${size} places, level ${level}`);
      }
    }
  }
});

test("a filter's counts are those of the events that it leaves, and nobody stands for what has none", () => {
  const places = invented(800, 5);
  const total = places.start[places.size] ?? 0;
  const random = numbers(3);
  for (const part of [0, 0.01, 0.5, 1]) {
    const kept = Array.from({ length: total }, () => random() < part);
    const mask = maskOf(places, Uint8Array.from(kept, Number));
    const named = kept.filter(Boolean).length;
    const elsewhere = [...(places.further?.event ?? [])].filter((event) => kept[event]).length;
    assert.equal(mask.standing[places.size], named);
    assert.equal(mask.events[places.size], named + elsewhere);
    for (const cell of groundOf(places).cells(5, { left: 0, top: 0, right: 31, bottom: 31 })) {
      const [from = 0, to = 0] = cell.runs;
      const own = Array.from({ length: to - from }, (_, index) => {
        const place = from + index;
        return namedAt(places, place).filter((event) => kept[event]).length;
      });
      const found = foundOf(cell, places, mask);
      assert.equal(
        found.count,
        own.reduce((sum, each) => sum + each, 0),
      );
      assert.equal(found.places, own.filter((each) => each > 0).length);
      if (found.count > 0) assert.ok((own[found.place - from] ?? 0) > 0);
      if ((own[cell.place - from] ?? 0) > 0) assert.equal(found.place, cell.place);
    }
  }
});

test("what stands for several places counts an event of several of them once", () => {
  const random = numbers(37);
  for (const size of [1, 40, 900]) {
    const places = invented(size, size + 6);
    const { further } = places;
    assert.ok(further);
    const total = places.start[places.size] ?? 0;
    const kept = Array.from({ length: total }, () => random() < 0.5);
    const mask = maskOf(places, Uint8Array.from(kept, Number));
    const wide = groundOf(places).cells(3, { left: 0, top: 0, right: 7, bottom: 7 });
    const bubbles = merged(wide, () => 0.07);
    // Of some places nothing is known here: they are out of the view.
    const cells = bubbles.filter((_, index) => index % 4 !== 1);
    const sum = (of: (place: number) => number[], { runs }: Cell): number[] =>
      runs.flatMap((from, at) =>
        at % 2 ? [] : Array.from({ length: (runs[at + 1] ?? 0) - from }, (_, own) => of(from + own)).flat(),
      );
    const every = repeated(cells, further);
    const some = repeated(cells, further, mask.further);
    let most = 0;
    cells.forEach((cell, index) => {
      const named = sum((place) => namedAt(places, place), cell);
      assert.equal(cell.count - (every[index] ?? 0), new Set(named).size);
      const found = named.filter((event) => kept[event]);
      assert.equal(foundOf(cell, places, mask).count - (some[index] ?? 0), new Set(found).size);
      most = Math.max(most, every[index] ?? 0);
    });
    assert.ok(most > 0 || size === 1);
  }
});

test("runs that overlap are joined, and no place is left out or there twice", () => {
  const random = numbers(5);
  const covered = (runs: readonly number[]): number[] =>
    runs.flatMap((from, at) =>
      at % 2 ? [] : Array.from({ length: (runs[at + 1] ?? 0) - from }, (_, i) => from + i),
    );
  for (let turn = 0; turn < 200; turn++) {
    const runs = Array.from({ length: turn % 6 }, () => Math.floor(random() * 20)).flatMap((from) => [
      from,
      from + 1 + Math.floor(random() * 6),
    ]);
    const found = joined(runs);
    assert.deepEqual(
      covered(found),
      [...new Set(covered(runs))].sort((a, b) => a - b),
    );
  }
});

const reach = (radius: number) => () => radius;

test("no two bubbles overlap, and none is lost", () => {
  const places = invented(2000, 21);
  for (const level of [4, 8, 13]) {
    const radius = 0.4 / 2 ** level;
    const last = 2 ** level - 1;
    const cells = groundOf(places).cells(level, { left: 0, top: 0, right: last, bottom: last });
    const bubbles = merged(cells, reach(radius));
    const sum = (all: readonly Cell[]): number => all.reduce((total, { count }) => total + count, 0);
    assert.equal(sum(bubbles), (places.start[places.size] ?? 0) + (places.further?.event.length ?? 0));
    bubbles.forEach((one, index) => {
      for (const other of bubbles.slice(index + 1)) {
        assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 2 * radius);
      }
      const runs = one.runs
        .filter((_, at) => at % 2 === 0)
        .map((from, at) => (one.runs[2 * at + 1] ?? 0) - from);
      assert.equal(
        runs.reduce((total, own) => total + own, 0),
        one.places,
      );
    });
  }
});

test("a place keeps its bubble however the map is moved", () => {
  const places = invented(2500, 8);
  const ground = groundOf(places);
  const level = 9;
  const radius = 0.5 / 2 ** level;
  const margin = 6;
  const core = { left: 200, top: 150, right: 330, bottom: 280 };
  const inCore = ({ x, y }: Cell): boolean =>
    x * 2 ** level > core.left &&
    x * 2 ** level < core.right &&
    y * 2 ** level > core.top &&
    y * 2 ** level < core.bottom;
  const seen = (dx: number, dy: number): string[] => {
    const box = {
      left: core.left - margin - Math.max(0, dx),
      top: core.top - margin - Math.max(0, dy),
      right: core.right + margin - Math.min(0, dx),
      bottom: core.bottom + margin - Math.min(0, dy),
    };
    return merged(ground.cells(level, box), reach(radius))
      .filter(inCore)
      .map(({ place, count, places: own }) => `${place} ${count} ${own}`)
      .sort();
  };
  const still = seen(0, 0);
  assert.ok(still.length > 0);
  for (const [dx, dy] of [
    [1, 0],
    [7, -3],
    [-20, 11],
  ] as const)
    assert.deepEqual(seen(dx, dy), still);
});

test("the first view has the bubbles that the columns give", () => {
  const places = invented(1200, 17);
  const level = 5;
  const ground = groundOf(places);
  const cells = ground.cells(level, { left: 0, top: 0, right: 31, bottom: 31 });
  const short = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
  const head = groundOfHead([
    {
      level,
      place: cells.map(({ place }) => place),
      lon: cells.map(({ place }) => short(lonOf(places, place))),
      lat: cells.map(({ place }) => short(latOf(places, place))),
      count: cells.map(({ count }) => count),
      places: cells.map((cell) => cell.places),
      precision: cells.map(({ precision }) => precision),
      category: cells.map(({ category }) => category),
    },
  ]);
  assert.equal(head.levelAt(9), level);
  const bubbles = (from: readonly Cell[]): Cell[] => merged(from, reach(0.4 / 2 ** level));
  const [first, whole] = [
    bubbles(head.cells(level, { left: 0, top: 0, right: 31, bottom: 31 })),
    bubbles(cells),
  ];
  const said = (from: readonly Cell[]): string[] =>
    from.map(({ place, places: own, count }) => `${place} ${own} ${count}`);
  assert.deepEqual(said(first), said(whole));
  first.forEach(({ x, y }, index) => {
    assert.ok(Math.hypot(x - (whole[index]?.x ?? 0), y - (whole[index]?.y ?? 0)) < 1e-6);
  });
});
