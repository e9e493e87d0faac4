import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as icons from "../src/icons";

/** The points that a path's lines and arcs end at. */
function ends(path: string): [number, number][] {
  const found: [number, number][] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [, command = "", rest = ""] of path.matchAll(/([MLHVAZ])([^MLHVAZ]*)/gi)) {
    const numbers = (rest.match(/-?\d*\.?\d+/g) ?? []).map(Number);
    const kind = command.toUpperCase();
    const size = { M: 2, L: 2, H: 1, V: 1, A: 7, Z: 0 }[kind] ?? 0;
    const from = (value: number, at: number) => (command === kind ? value : at + value);
    if (kind === "Z") [x, y] = [startX, startY];
    for (let at = 0; size > 0 && at < numbers.length; at += size) {
      const part = numbers.slice(at, at + size);
      assert.equal(part.length, size, path);
      const [a = 0, b = 0] = part.slice(-2);
      if (kind === "H") x = from(a, x);
      else if (kind === "V") y = from(a, y);
      else [x, y] = [from(a, x), from(b, y)];
      if (kind === "M" && at === 0) [startX, startY] = [x, y];
      found.push([x, y]);
    }
  }
  return found;
}

test("every icon keeps to the middle of its grid, and is as large as the others", () => {
  assert.deepEqual(ends("M4 6h3v-2l1 1zA1 1 0 0 1 9 9"), [
    [4, 6],
    [7, 6],
    [7, 4],
    [8, 5],
    [9, 9],
  ]);
  for (const [name, path] of Object.entries(icons)) {
    const all = ends(path).flat();
    assert.ok(Math.min(...all) >= 3 && Math.max(...all) <= 21, name);
    const [xs, ys] = [0, 1].map((axis) => ends(path).map((point) => point[axis] ?? 0)) as [
      number[],
      number[],
    ];
    const reach = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
    assert.ok(reach >= 10, `${name}: ${reach}`);
  }
});

test("no script draws an icon of its own, and no button has a letter for one", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  assert.ok(files.length > 50);
  const stray = files.filter((name) =>
    /\bicon\(\s*["'`]|["'`][×‹›«»▶◀▸▾▲▼←→↑↓✕✖☰⏸⏵]+["'`]/u.test(readFileSync(`src/${name}`, "utf8")),
  );
  assert.deepEqual(stray, []);
  const paths = files.filter(
    (name) => name !== "icons.ts" && /const [A-Z]+ =\s+"M[\d.]+ /.test(readFileSync(`src/${name}`, "utf8")),
  );
  assert.deepEqual(paths, []);
});
