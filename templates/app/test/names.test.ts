import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Box, overlap } from "../src/layout";
import type { Name } from "../src/map/levels";
import { type Measure, namesInView, placeNames, type View } from "../src/map/names";
import { toOutline, worldX, worldY } from "../src/map/outline";
import { enlarged, type MapTheme, type NameKind } from "../src/map/style";
import { numbers } from "./numbers";

interface Row {
  kind: NameKind;
  rank: number;
  lon: number;
  lat: number;
  min_zoom: number;
  max_zoom: number | null;
  names: Record<string, string>;
  path?: [number, number][];
  capital?: boolean;
}

const DATA = new URL("../../../geodata/basemap/names.json", import.meta.url);
const THEME = new URL("../../themes/memorial.map.json", import.meta.url);
const theme = JSON.parse(readFileSync(THEME, "utf8")) as MapTheme;
const rows = Object.values(JSON.parse(readFileSync(DATA, "utf8")) as Record<string, Row[]>).flat();
const names: Name[] = rows.map((row) => ({
  x: worldX(row.lon),
  y: worldY(row.lat),
  kind: row.kind,
  rank: row.rank,
  minZoom: row.min_zoom,
  maxZoom: row.max_zoom ?? Infinity,
  capital: row.capital ?? false,
  path: row.path ? toOutline(row.path).points : null,
  texts: row.names,
}));

/** About as wide as the page's fonts are; the engine asks nothing else of them. */
const measure: Measure = (text, font, spacing) => {
  const size_px = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return [...text].length * (size_px * 0.56 + spacing);
};

const LANGUAGES = ["en", "az", "ru"];
const SIZES: [number, number][] = [
  [908, 900],
  [1220, 1080],
  [1080, 1020],
  [390, 330],
  [2400, 2160],
];

function scene(seed: number): { zoom: number; language: string; view: View } {
  const next = numbers(seed);
  const zoom = Math.round((2 + next() * 12) * 4) / 4;
  const [width, height] = SIZES[Math.floor(next() * SIZES.length)] ?? [900, 900];
  const world_px = 256 * 2 ** zoom;
  const obstacles = Array.from({ length: Math.floor(next() * 8) }, () => ({
    x: next() * width,
    y: next() * height,
    width: 34 + next() * 200,
    height: 34,
  }));
  const originX = worldX(40 + next() * 16) * world_px - width / 2;
  const originY = worldY(36 + next() * 10) * world_px - height / 2;
  const language = LANGUAGES[Math.floor(next() * 3)] ?? "en";
  return { zoom, language, view: { originX, originY, width, height, world_px, obstacles } };
}

test("no name meets a name, an obstacle or the edge of the view, in 2,000 views, sizes and languages", () => {
  const layouts = new Map<string, ReturnType<typeof placeNames>>();
  let shown = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const { zoom, language, view } = scene(seed);
    const key = `${zoom} ${language}`;
    const placed = layouts.get(key) ?? placeNames(names, theme, zoom, language, measure);
    layouts.set(key, placed);
    const inView = namesInView(placed, view).map(({ placed: each, dx }) =>
      each.boxes.map((box): Box => ({ ...box, x: box.x + dx, y: box.y - view.originY })),
    );
    shown += inView.length;
    inView.forEach((boxes, index) => {
      const others = [...inView.slice(index + 1).flat(), ...view.obstacles];
      for (const box of boxes) {
        assert.ok(!others.some((other) => overlap(box, other)), `seed ${seed}`);
        assert.ok(box.x >= 0 && box.y >= 0, `seed ${seed}`);
        assert.ok(box.x + box.width <= view.width && box.y + box.height <= view.height, `seed ${seed}`);
      }
    });
  }
  assert.ok(shown > 10_000);
});

test("a name keeps its place while the map is moved", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { zoom, language, view } = scene(seed);
    const placed = placeNames(names, theme, zoom, language, measure);
    const free = { ...view, obstacles: [] };
    const moved = { ...free, originX: view.originX + 40, originY: view.originY - 25 };
    const before = new Set(namesInView(placed, free).map(({ placed: each }) => each));
    const inner = (box: Box): boolean =>
      box.x > view.originX + 41 &&
      box.y > view.originY + 1 &&
      box.x + box.width < view.originX + view.width - 1 &&
      box.y + box.height < view.originY + view.height - 26;
    const after = new Set(namesInView(placed, moved).map(({ placed: each }) => each));
    for (const each of before) if (each.boxes.every(inner)) assert.ok(after.has(each), `seed ${seed}`);
  }
});

test("the same names come out whatever order they are given in, but for names of one rank", () => {
  const ranked = names.map((name, index) => ({ ...name, rank: index }));
  const one = placeNames(ranked, theme, 8, "en", measure).map(({ text, x, y }) => [text, x, y]);
  const other = placeNames(ranked.toReversed(), theme, 8, "en", measure).map(({ text, x, y }) => [
    text,
    x,
    y,
  ]);
  assert.deepEqual(one, other);
});

test("a name in no language of the exhibit is shown in English", () => {
  const [baku] = names.filter(({ texts }) => texts.en === "Baku");
  assert.ok(baku);
  const [placed] = placeNames([baku], theme, 8, "ka", measure);
  assert.equal(placed?.text, "Baku");
});

test("the name of a sea follows its line, from the top where it falls", () => {
  const seas = names.filter(({ kind, path }) => kind === "sea" && path);
  const [caspian] = placeNames(seas, theme, 8.25, "en", measure);
  const letters = caspian?.letters ?? [];
  assert.equal(letters.map(({ text }) => text).join(""), "Caspian Sea");
  assert.ok((letters.at(-1)?.y ?? 0) > (letters[0]?.y ?? 0) + 100);
});

test("Arabic letters are never set apart", () => {
  const sea = names.find(({ kind, path }) => kind === "sea" && path);
  assert.ok(sea);
  const [placed] = placeNames([{ ...sea, texts: { ar: "بحر قزوين" } }], theme, sea.minZoom, "ar", measure);
  assert.equal(placed?.letters, null);
});

test("on a wall of pixels a place's dot and the room about it grow with its letters", () => {
  const town = names.filter(({ kind }) => kind === "town").slice(0, 1);
  const zoom = 9;
  const [small] = placeNames(town, theme, zoom, "en", measure);
  const [large] = placeNames(town, enlarged(theme, 3), zoom, "en", measure);
  assert.ok(small && large && small.dot_px > 0);
  assert.ok(Math.abs(large.dot_px - 3 * small.dot_px) < 1e-9);
  const room = ({ boxes: [name] }: { boxes: Box[] }, pointX: number) => (name?.x ?? 0) - pointX;
  assert.ok(room(large, large.pointX) > 2 * room(small, small.pointX));
});
