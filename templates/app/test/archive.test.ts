import assert from "node:assert/strict";
import { test } from "node:test";
import { PMTiles, zxyToTileId } from "pmtiles";
import { openArchive, readHeader, tileId } from "../src/tiles/archive";
import { numbers } from "./numbers";
import { writeArchive } from "./tile";

test("a tile's number is the reference reader's, for 20,000 tiles down to zoom 22", () => {
  const next = numbers(1);
  for (let zoom = 0; zoom <= 22; zoom++) {
    for (let i = 0; i < 900; i++) {
      const x = Math.floor(next() * 2 ** zoom);
      const y = Math.floor(next() * 2 ** zoom);
      assert.equal(tileId(zoom, x, y), zxyToTileId(zoom, x, y), `${zoom}/${x}/${y}`);
    }
  }
});

test("each tile of an archive is what the reference reader finds, with runs, leaves, inflated or not", async () => {
  let found = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const next = numbers(seed);
    const tiles = new Map<string, Uint8Array>();
    const asked: [number, number, number][] = [];
    for (let zoom = 3; zoom <= 5; zoom++) {
      for (let x = 0; x < 2 ** zoom; x++) {
        for (let y = 0; y < 2 ** zoom; y += 1 + Math.floor(next() * 3)) {
          asked.push([zoom, x, y]);
          // Few different tiles, so that runs and repeated contents come up.
          if (next() < 0.7)
            tiles.set(`${zoom}/${x}/${y}`, new Uint8Array([1 + Math.floor(next() * 3), zoom]));
        }
      }
    }
    const leaf = seed % 3 === 0 ? 20 : undefined;
    const bytes = writeArchive(tiles, {
      minZoom: 3,
      maxZoom: 6,
      gzip: seed % 2 === 0,
      ...(leaf && { leaf }),
    });
    const reference = new PMTiles({
      getKey: () => `seed ${seed}`,
      getBytes: async (offset, length) => ({ data: bytes.slice(offset, offset + length).buffer }),
    });
    const archive = await openArchive(bytes);
    for (const [zoom, x, y] of asked) {
      const got = await archive.tile(zoom, x, y);
      const expected = await reference.getZxy(zoom, x, y);
      assert.deepEqual(expected ? [...new Uint8Array(expected.data)] : null, got && [...got], `seed ${seed}`);
      if (got) found++;
    }
  }
  assert.ok(found > 3000);
});

test("what is no PMTiles v3, is packed in another way or is cut short is refused by name", async () => {
  const bytes = writeArchive(new Map([["0/0/0", new Uint8Array([1, 2, 3])]]), { minZoom: 0, maxZoom: 0 });
  const changed = (at: number, value: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = value;
    return copy;
  };
  assert.throws(() => readHeader(changed(7, 2)), /Got PMTiles v2 when expected PMTiles v3/);
  assert.throws(() => readHeader(changed(0, 65)), /Got other bytes when expected PMTiles v3/);
  assert.throws(() => readHeader(new Uint8Array(20)), /expected PMTiles v3/);
  assert.throws(() => readHeader(changed(98, 3)), /compression 3 when expected 1 \(none\) or 2 \(gzip\)/);
  await assert.rejects(openArchive(bytes.slice(0, 130)), /cut short/);
  const archive = await openArchive(bytes.slice(0, -1));
  await assert.rejects(archive.tile(0, 0, 0), /cut short/);
});
