import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, isBefore, matching, type NamesBlock, rarest } from "../src/web/names";
import { numbers } from "./numbers";

test("the blocks that may have a beginning are all that have it, and at most one more", () => {
  const random = numbers(3);
  const letters = ["a", "b", "ə", "中", "😀"];
  const word = (): string =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => letters[Math.floor(random() * 5)]).join("");
  for (let turn = 0; turn < 300; turn++) {
    const all = Array.from({ length: Math.floor(random() * 40) }, word).sort((one, other) =>
      one === other ? 0 : isBefore(one, other) ? -1 : 1,
    );
    const blocks = Array.from({ length: Math.ceil(all.length / 3) }, (_, at) =>
      all.slice(3 * at, 3 * at + 3),
    );
    const first = blocks.map(([one = ""]) => one);
    const asked = word();
    const having = [...blocks.keys()].filter((at) => blocks[at]?.some((one) => one.startsWith(asked)));
    const [from, to] = blocksOf({ first }, asked);
    for (const at of having) assert.ok(at >= from && at < to, `${asked} in ${all}`);
    assert.ok(to - from <= having.length + 1);
  }
});

test("of several words the one that is in the fewest blocks is looked for", () => {
  const index = {
    first: ["aa", "new", "new", "new", "york"],
    start: [0, 10, 20, 30, 40, 50],
    crowded: { s: [50, 10], sa: [60, 10] } as Record<string, [number, number]>,
  };
  assert.deepEqual(rarest(index, ["new", "york"]), { word: "york", crowded: false });
  assert.deepEqual(rarest(index, ["s", "new"]), { word: "new", crowded: false });
  assert.deepEqual(rarest(index, ["s", "sa"]), { word: "sa", crowded: true });
  assert.equal(rarest(index, []), null);
});

test("a place is found once, by the beginnings of its words, the largest first", () => {
  const block: NamesBlock = {
    id: ["a", "a", "b", "c"],
    label: ["Baku", "Baku", "Baku (village)", "Bakuriani"],
    precision: ["city", "city", null, "town"],
    lon: [49.8, 49.8, 30, 43.5],
    lat: [40.4, 40.4, 50, 41.7],
    events: [900, 900, 3, 950],
    words: ["baku baki", "baku baki", "baku village", "bakuriani"],
  };
  const ids = (...asked: string[]): string[] => matching([block], asked).map(({ id }) => id);
  assert.deepEqual(ids("bak"), ["c", "a", "b"]);
  assert.deepEqual(ids("baki"), ["a"]);
  assert.deepEqual(ids("vill", "baku"), ["b"]);
  assert.deepEqual(ids("illage"), []);
  assert.deepEqual(ids("baku"), ["c", "a", "b"]);
  assert.equal(matching([block], ["village"])[0]?.precision, "site");
});
