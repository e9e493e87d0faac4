import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { overlap } from "../src/layout";
import type { Name } from "../src/map/levels";
import { type Measure, namesInView, type PlacedName, placeNames } from "../src/map/names";
import type { Lettered } from "../src/map/own";
import type { MapTheme } from "../src/map/style";
import { folded, joined, Lettering, REACH_PX } from "../src/tiles/lettering";
import { type Point, SIDE, type Street, type VectorContent } from "../src/tiles/shapes";
import type { Cell } from "../src/tiles/store";
import { numbers } from "./numbers";

const THEME = new URL("../../themes/memorial.map.json", import.meta.url);
const theme = JSON.parse(readFileSync(THEME, "utf8")) as MapTheme;

const measure: Measure = (text, font, spacing) => {
  const size_px = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return [...text].length * (size_px * 0.56 + spacing);
};

const CORNER = { x: 5228, y: 3088 };
const TILES = 13;
const ACROSS = 5;

type VectorCell = Cell<VectorContent>;

/** A town of invented streets: some straight through all tiles, some winding, some short; and quarters and villages. */
function town(seed: number): VectorCell[] {
  const next = numbers(seed);
  const whole: { text: string; to: Street["to"]; line: number[] }[] = [];
  for (let i = 0; i < 90; i++) {
    const [x, y] = [next() * ACROSS * SIDE, next() * ACROSS * SIDE];
    const heading = next() * 2 * Math.PI;
    const winding = next() < 0.4 ? 0.5 : 0.03;
    const line = [x, y];
    let turn = heading;
    for (let step = 0; step < 4 + next() * 60; step++) {
      turn += (next() - 0.5) * winding;
      line.push((line.at(-2) ?? 0) + 200 * Math.cos(turn), (line.at(-1) ?? 0) + 200 * Math.sin(turn));
    }
    const to = (["primary", "secondary", "tertiary", "minor", "minor"] as const)[Math.floor(next() * 5)];
    whole.push({
      text: `${["Nizami", "Füzuli", "Xaqani", "Səməd Vurğun"][i % 4]} ${i >> 2} küçəsi`,
      to: to ?? "minor",
      line,
    });
  }
  const points = Array.from({ length: 60 }, (_, i) => ({
    text: `${["Yasamal", "Montin", "Bayıl"][i % 3]} ${i >> 1}`,
    x: next() * ACROSS * SIDE,
    y: next() * ACROSS * SIDE,
    to: next() < 0.5 ? ({ kind: "district", from: 11 } as const) : ({ kind: "village", from: 10 } as const),
    rank: Math.floor(next() * 5),
  }));
  return Array.from({ length: ACROSS * ACROSS }, (_, index): VectorCell => {
    const [column, row] = [index % ACROSS, Math.floor(index / ACROSS)];
    const shift = (value: number, odd: number): number => value - (odd ? row : column) * SIDE;
    const streets = whole.map(
      ({ text, to, line }): Street => ({
        texts: { "": text },
        to,
        lines: [line.map((value, i) => Math.round(shift(value, i % 2)))],
      }),
    );
    const here = points.flatMap(({ text, x, y, to, rank }): Point[] => {
      const [px, py] = [shift(x, 0), shift(y, 1)];
      return px >= 0 && py >= 0 && px < SIDE && py < SIDE
        ? [{ texts: { "": text }, to, rank, x: px, y: py }]
        : [];
    });
    const content: VectorContent = {
      areas: new Map(),
      lines: new Map(),
      tunnels: new Map(),
      streets,
      points: here,
      bytes: 1,
    };
    const address = { zoom: TILES, x: CORNER.x + column, y: CORNER.y + row };
    return { ...address, tile: { ...address, content } };
  });
}

function shippedNames(seed: number): Name[] {
  const next = numbers(seed);
  return Array.from({ length: 12 }, (_, i) => ({
    x: (CORNER.x + next() * ACROSS) / 2 ** TILES,
    y: (CORNER.y + next() * ACROSS) / 2 ** TILES,
    kind: "town",
    rank: i,
    minZoom: 0,
    maxZoom: Infinity,
    capital: false,
    path: null,
    texts: { en: `Town ${i}` },
  }));
}

function lettered(seed: number, zoom: number, more: Partial<Lettered> = {}): Lettered {
  const shipped = placeNames(shippedNames(seed), theme, zoom, "az", measure);
  return { language: "az", measure, shipped, said: new Set(), silent: [], ...more };
}

const told = (names: readonly PlacedName[]) =>
  names.map(({ text, x, y }) => `${text} ${x.toFixed(3)} ${y.toFixed(3)}`).sort();

test("no name of the tiles meets another or one of the shipped map's, in 24 towns", () => {
  let [points, streets] = [0, 0];
  for (let seed = 1; seed <= 24; seed++) {
    const zoom = 13.5 + (seed % 9) / 4;
    const given = lettered(seed, zoom);
    const names = new Lettering(theme).names(town(seed), zoom, given);
    points += names.filter(({ letters }) => !letters).length;
    streets += names.filter(({ letters }) => letters).length;
    const all = [...names, ...given.shipped];
    all.forEach((one, index) => {
      for (const two of all.slice(index + 1)) {
        const meeting = one.boxes.some((box) => two.boxes.some((other) => overlap(box, other)));
        assert.ok(!meeting, `seed ${seed}: ${one.text} and ${two.text}`);
      }
    });
  }
  assert.ok(points > 200 && streets > 1000, `${points} ${streets}`);
});

test("the same names stand whatever order the tiles come in, one by one or at once", () => {
  for (let seed = 1; seed <= 15; seed++) {
    const zoom = 14.25;
    const given = lettered(seed, zoom);
    const cells = town(seed);
    const expected = told(new Lettering(theme).names(cells, zoom, given));
    const next = numbers(seed + 1000);
    const shuffled = [...cells].map((cell) => ({ cell, by: next() })).sort((a, b) => a.by - b.by);
    const lettering = new Lettering(theme);
    let last: PlacedName[] = [];
    for (let count = 5; count <= shuffled.length; count += 5) {
      last = lettering.names(
        shuffled.slice(0, count).map(({ cell }) => cell),
        zoom,
        given,
      );
    }
    assert.deepEqual(told(last), expected, `seed ${seed}`);
  }
});

test("a name that is seen whole stays while the map is moved, whatever tiles are read around the view", () => {
  let kept = 0;
  for (let seed = 1; seed <= 15; seed++) {
    const zoom = 14.5;
    const given = lettered(seed, zoom);
    const cells = town(seed);
    const world_px = 256 * 2 ** zoom;
    const side = world_px / 2 ** TILES;
    const next = numbers(seed);
    const view = {
      originX: CORNER.x * side + REACH_PX + next() * side * 2,
      originY: CORNER.y * side + REACH_PX + next() * side * 2,
      width: 700,
      height: 600,
      world_px,
      obstacles: [],
    };
    const around = (reach: number): VectorCell[] =>
      cells.filter(
        ({ x, y }) =>
          x * side < view.originX + view.width + reach &&
          (x + 1) * side > view.originX - reach &&
          y * side < view.originY + view.height + reach &&
          (y + 1) * side > view.originY - reach,
      );
    const all = new Lettering(theme).names(cells, zoom, given);
    const near = new Lettering(theme).names(around(REACH_PX), zoom, given);
    const seen = (names: PlacedName[]) => told(namesInView(names, view).map(({ placed }) => placed));
    assert.deepEqual(seen(near), seen(all), `seed ${seed}`);
    kept += seen(all).length;
  }
  assert.ok(kept > 60, `${kept}`);
});

test("the same street is named again only after a good way", () => {
  for (let seed = 1; seed <= 15; seed++) {
    const names = new Lettering(theme).names(town(seed), 15, lettered(seed, 15));
    const along = names.filter(({ letters }) => letters);
    along.forEach((one, index) => {
      for (const two of along.slice(index + 1)) {
        if (one.text !== two.text) continue;
        const apart = Math.hypot(one.x - two.x, one.y - two.y);
        assert.ok(apart >= REACH_PX, `seed ${seed}: ${one.text} ${apart}`);
      }
    });
  }
});

const FIRST = { zoom: TILES, x: CORNER.x, y: CORNER.y };

function cellOf(streets: Street[], points: Point[] = []): VectorCell {
  const content = { areas: new Map(), lines: new Map(), tunnels: new Map(), streets, points, bytes: 1 };
  return { ...FIRST, tile: { ...FIRST, content } };
}

const STRAIGHT: Street["lines"] = [[200, 2000, 3900, 2000]];
const BENT: Street["lines"] = [
  Array.from({ length: 40 }, (_, i) => [200 + i * 90, 2000 + 500 * Math.sin(i / 7)]).flat(),
];

function backwards(line: readonly number[]): number[] {
  const points = Array.from({ length: line.length / 2 }, (_, i) => line.slice(2 * i, 2 * i + 2));
  return points.toReversed().flat();
}

test("along a straight street the name is set as one, along a bent one letter by letter, and read from the left", () => {
  const set = (lines: Street["lines"]): PlacedName | undefined =>
    new Lettering(theme).names(
      [cellOf([{ texts: { "": "Nizami" }, to: "primary", lines }])],
      14,
      lettered(1, 14),
    )[0];
  assert.deepEqual(
    set(STRAIGHT)?.letters?.map(({ text }) => text),
    ["Nizami"],
  );
  const letters = set([backwards(BENT[0] ?? [])])?.letters ?? [];
  const bent = set(BENT)?.letters ?? [];
  assert.equal(bent.map(({ text }) => text).join(""), "Nizami");
  assert.ok(bent.every(({ x }, index) => index === 0 || x > (bent[index - 1]?.x ?? 0)));
  assert.equal(letters.map(({ text }) => text).join(""), "Nizami");
  assert.ok(letters.every(({ x }, index) => index === 0 || x > (letters[index - 1]?.x ?? 0)));
});

test("joined letters are never set apart: straight they stand, bent they are left out", () => {
  const arabic = (lines: Street["lines"]): PlacedName[] =>
    new Lettering(theme).names(
      [cellOf([{ texts: { "": "شارع نظامي" }, to: "primary", lines }])],
      14,
      lettered(1, 14),
    );
  assert.equal(arabic(STRAIGHT)[0]?.letters?.length, 1);
  assert.deepEqual(arabic(BENT), []);
});

test("a name is told in the exhibit's language, then as it is written at home", () => {
  const street: Street = {
    texts: { az: "Nizami küçəsi", "": "улица Низами" },
    to: "primary",
    lines: STRAIGHT,
  };
  const text = (language: string): string | undefined =>
    new Lettering(theme).names([cellOf([street])], 14, { ...lettered(1, 14), language })[0]?.text;
  assert.equal(text("az"), "Nizami küçəsi");
  assert.equal(text("de"), "улица Низами");
});

test("what the shipped map or a label of the exhibit names is not named again, however it is spelt", () => {
  const middle = { x: (CORNER.x + 0.5) / 2 ** TILES, y: (CORNER.y + 0.5) / 2 ** TILES };
  const point: Point = {
    texts: { "": "Bakı", en: "Baku" },
    to: { kind: "city", from: 5 },
    rank: 1,
    x: 2048,
    y: 2048,
  };
  const shipped: Name = {
    ...middle,
    kind: "city",
    rank: 1,
    minZoom: 0,
    maxZoom: Infinity,
    capital: true,
    path: null,
    texts: { ru: "Баку", az: "BAKI" },
  };
  const names = (more: Partial<Lettered>): string[] =>
    new Lettering(theme)
      .names([cellOf([], [point])], 12, { ...lettered(1, 12, { shipped: [] }), ...more })
      .map(({ text }) => text);
  assert.deepEqual(names({}), ["Bakı"]);
  assert.deepEqual(names({ shipped: placeNames([shipped], theme, 12, "az", measure) }), []);
  assert.deepEqual(names({ silent: [shipped] }), []);
  assert.deepEqual(names({ said: new Set(["baku"]) }), []);
  const elsewhere = { ...shipped, x: shipped.x + 0.01 };
  assert.deepEqual(names({ silent: [elsewhere] }), ["Bakı"]);
});

test("names are compared without marks and case, dotted and dotless i alike", () => {
  assert.equal(folded("SƏMƏD Vurğun"), folded("samad vurgun"));
  assert.equal(folded("Bakı"), folded("BAKI"));
  assert.equal(folded("İsmayıllı"), folded("ismayilli"));
});

test("pieces of a street that touch become one line, whichever way they run", () => {
  assert.deepEqual(
    joined([
      [0, 0, 1, 0],
      [2, 0, 1, 0],
      [2, 0, 3, 0],
    ]),
    [[0, 0, 1, 0, 2, 0, 3, 0]],
  );
  assert.deepEqual(
    joined([
      [0, 0, 1, 0],
      [5, 5, 6, 6],
    ]),
    [
      [0, 0, 1, 0],
      [5, 5, 6, 6],
    ],
  );
  assert.deepEqual(
    joined([
      [1, 0, 0, 0],
      [1, 0, 2, 0],
    ]),
    [[0, 0, 1, 0, 2, 0]],
  );
});
