import assert from "node:assert/strict";
import { test } from "node:test";
import { openArchive } from "../src/tiles/archive";
import { type Cell, keyOf, Store, type TileAddress } from "../src/tiles/store";
import { numbers } from "./numbers";
import { writeArchive } from "./tile";

interface Content {
  text: string;
  bytes: number;
}

const WHOLE = { west: 0, north: 0, east: 1, south: 1 };

async function storeOf(
  keys: readonly string[],
  {
    minZoom = 2,
    maxZoom = 6,
    bytes = 1,
    read = (text: string) => Promise.resolve(text),
    above = 1 as 0 | 1,
  } = {},
): Promise<{ store: Store<Content>; done: () => Promise<void>; reads: string[] }> {
  const tiles = new Map(keys.map((key) => [key, new TextEncoder().encode(key)]));
  const archive = await openArchive(writeArchive(tiles, { minZoom, maxZoom }));
  const reads: string[] = [];
  let tell = (): void => {};
  const store = new Store<Content>(
    archive,
    WHOLE,
    async (packed) => {
      const text = new TextDecoder().decode(packed);
      reads.push(text);
      return { text: await read(text), bytes };
    },
    () => tell(),
    above,
  );
  const done = (): Promise<void> =>
    new Promise((resolve) => {
      tell = resolve;
    });
  return { store, done, reads };
}

function window(zoom: number, x: number, y: number, side = 512) {
  const world_px = 256 * 2 ** zoom;
  return { originX: x * world_px, originY: y * world_px, world_px, width: side, height: side };
}

async function readAll(
  { store, done }: Awaited<ReturnType<typeof storeOf>>,
  addresses: TileAddress[],
): Promise<Cell<Content>[]> {
  if (!store.ask(addresses)) await done();
  return store.cells(addresses);
}

test("a view has the tiles of the zoom that draws them 512 pixels wide, pictures 256, and none below the archive's", async () => {
  const { store } = await storeOf([]);
  assert.deepEqual(
    [1.25, 2.4, 2.5, 3.49, 3.5, 7.25, 9].map((zoom) => store.zoomFor(zoom)),
    [null, null, 2, 2, 3, 6, 6],
  );
  const pictures = await storeOf([], { above: 0 });
  assert.deepEqual(
    [1.25, 2.4, 5.5, 9].map((zoom) => pictures.store.zoomFor(zoom)),
    [null, 2, 6, 6],
  );
});

test("a view's squares lie in it, and none outside the archive's area", async () => {
  const { store } = await storeOf([]);
  const keys = (reach: number): string[] => store.addresses(window(5, 0.5, 0.5), 5, reach).map(keyOf);
  assert.deepEqual(keys(0), ["4/8/8"]);
  assert.equal(keys(10).length, 9);
  assert.deepEqual(store.addresses(window(5, -0.3, 0.5), 5, 0), []);
});

test("a square without a tile is filled by one of the three zooms above, or by none", async () => {
  const made = await storeOf(["6/32/32", "5/16/16", "3/4/4", "2/0/0"]);
  const at = (zoom: number, x: number, y: number): TileAddress => ({ zoom, x, y });
  const cells = await readAll(made, [at(6, 32, 32), at(6, 33, 33), at(6, 35, 35), at(6, 0, 0)]);
  assert.deepEqual(
    cells.map(({ tile }) => tile?.content.text ?? null),
    ["6/32/32", "5/16/16", "3/4/4", null],
  );
});

test("asking again for what has been read asks nothing of the archive", async () => {
  const made = await storeOf(["6/1/1"]);
  const addresses = [
    { zoom: 6, x: 1, y: 1 },
    { zoom: 6, x: 2, y: 1 },
  ];
  await readAll(made, addresses);
  assert.ok(made.store.ask(addresses));
  assert.deepEqual(made.reads, ["6/1/1"]);
});

test("whatever order views come in, the last one is read whole", async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const next = numbers(seed);
    const keys = Array.from({ length: 64 }, (_, index) => `6/${index % 8}/${index >> 3}`);
    const made = await storeOf(keys);
    let addresses: TileAddress[] = [];
    for (let i = 0; i < 5; i++) {
      const [x, y] = [Math.floor(next() * 6), Math.floor(next() * 6)];
      addresses = [0, 1, 2, 3].map((each) => ({ zoom: 6, x: x + (each % 2), y: y + (each >> 1) }));
      made.store.ask(addresses);
      if (next() < 0.5) await new Promise((resolve) => setTimeout(resolve, next() * 3));
    }
    while (!made.store.ask(addresses)) await made.done();
    assert.deepEqual(
      made.store.cells(addresses).map(({ tile }) => tile?.content.text),
      addresses.map(keyOf),
      `seed ${seed}`,
    );
  }
});

test("of all that was read, the longest unseen goes when it becomes too much, and never what is seen", async () => {
  const keys = Array.from({ length: 64 }, (_, index) => `6/${index % 8}/${index >> 3}`);
  const made = await storeOf(keys, { bytes: 10e6 });
  const row = (y: number): TileAddress[] => [0, 1, 2, 3].map((x) => ({ zoom: 6, x, y }));
  await readAll(made, row(0));
  await readAll(made, row(1));
  await readAll(made, row(2));
  assert.ok(made.store.cells(row(2)).every(({ tile }) => tile));
  assert.ok(made.store.cells(row(0)).every(({ tile }) => !tile));
  const wide = [...row(3), ...row(4)];
  assert.ok((await readAll(made, wide)).every(({ tile }) => tile));
});

test("a tile that cannot be read leaves its square empty and is told of", async (context) => {
  const told: string[] = [];
  context.mock.method(console, "error", (text: string) => told.push(text));
  const made = await storeOf(["6/1/1", "6/2/1"], {
    read: (text) => (text === "6/1/1" ? Promise.reject(new Error("bad bytes")) : Promise.resolve(text)),
  });
  const cells = await readAll(made, [
    { zoom: 6, x: 1, y: 1 },
    { zoom: 6, x: 2, y: 1 },
  ]);
  assert.deepEqual(
    cells.map(({ tile }) => tile?.content.text ?? null),
    [null, "6/2/1"],
  );
  assert.deepEqual(told, ["Tile 6/1/1 of the base map cannot be read."]);
});
