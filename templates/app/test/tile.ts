// Writes small vector tiles and PMTiles archives for the tests, from the specifications and not from our readers.

import { gzipSync } from "node:zlib";
import { PbfWriter } from "pbf";
import { zxyToTileId } from "pmtiles";

type Value = string | number | boolean;
type Ring = readonly (readonly [x: number, y: number])[];

export interface Feature {
  type: "point" | "line" | "area";
  /** the parts; a ring's last point is not said again */
  parts: readonly Ring[];
  properties: Record<string, Value>;
}

export type Layers = Record<string, { extent?: number; features: readonly Feature[] }>;

const TYPES = { point: 1, line: 2, area: 3 };

/** ref: Mapbox Vector Tile Specification 2.1, section 4. */
export function writeTile(layers: Layers): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter();
  for (const [name, layer] of Object.entries(layers)) {
    pbf.writeMessage(3, writeLayer, { name, extent: layer.extent ?? 4096, features: layer.features });
  }
  return pbf.finish().slice();
}

function writeLayer(
  { name, extent, features }: { name: string; extent: number; features: readonly Feature[] },
  pbf: PbfWriter,
): void {
  const keys: string[] = [];
  const values: Value[] = [];
  const numberIn = <Each>(list: Each[], each: Each): number => {
    const known = list.indexOf(each);
    return known >= 0 ? known : list.push(each) - 1;
  };
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  pbf.writeVarintField(5, extent);
  for (const { type, parts, properties } of features) {
    const tags = Object.entries(properties).flatMap(([key, value]) => [
      numberIn(keys, key),
      numberIn(values, value),
    ]);
    const written = { type: TYPES[type], tags, geometry: commands(type, parts) };
    pbf.writeMessage(
      2,
      (feature, inner) => {
        inner.writePackedVarint(2, feature.tags);
        inner.writeVarintField(3, feature.type);
        inner.writePackedVarint(4, feature.geometry);
      },
      written,
    );
  }
  for (const key of keys) pbf.writeStringField(3, key);
  for (const value of values) {
    pbf.writeMessage(
      4,
      (each: Value, inner) => {
        if (typeof each === "string") inner.writeStringField(1, each);
        else if (typeof each === "boolean") inner.writeBooleanField(7, each);
        else inner.writeDoubleField(3, each);
      },
      value,
    );
  }
}

function commands(type: Feature["type"], parts: readonly Ring[]): number[] {
  const zigzag = (value: number): number => (value << 1) ^ (value >> 31);
  const result: number[] = [];
  let [x, y] = [0, 0];
  for (const part of parts) {
    part.forEach(([px, py], index) => {
      if (index === 0) result.push(1 | (1 << 3));
      else if (index === 1) result.push(2 | ((part.length - 1) << 3));
      result.push(zigzag(px - x), zigzag(py - y));
      [x, y] = [px, py];
    });
    if (type === "area") result.push(7 | (1 << 3));
  }
  return result;
}

export interface ArchiveOptions {
  minZoom: number;
  maxZoom: number;
  gzip?: boolean;
  /** entries of one leaf directory; without it, all are in the root */
  leaf?: number;
}

/** ref: PMTiles Version 3 Specification. Tiles that are next to each other and the same become one run. */
export function writeArchive(
  tiles: ReadonlyMap<string, Uint8Array>,
  { minZoom, maxZoom, gzip = true, leaf }: ArchiveOptions,
): Uint8Array<ArrayBuffer> {
  const pack = (bytes: Uint8Array): Uint8Array => (gzip ? gzipSync(bytes) : bytes);
  const sorted = [...tiles]
    .map(([key, bytes]) => {
      const [zoom = 0, x = 0, y = 0] = key.split("/").map(Number);
      return { id: zxyToTileId(zoom, x, y), bytes: Buffer.from(bytes) };
    })
    .sort((one, two) => one.id - two.id);
  const entries: { id: number; offset: number; length: number; run: number; of: Buffer }[] = [];
  const contents = new Map<string, { offset: number; length: number }>();
  const data: Uint8Array[] = [];
  let offset = 0;
  for (const { id, bytes } of sorted) {
    const last = entries.at(-1);
    if (last && last.id + last.run === id && last.of.equals(bytes)) {
      last.run += 1;
      continue;
    }
    const key = bytes.toString("latin1");
    const same = contents.get(key);
    const packed = pack(bytes);
    entries.push({
      id,
      offset: same?.offset ?? offset,
      length: same?.length ?? packed.length,
      run: 1,
      of: bytes,
    });
    if (same) continue;
    contents.set(key, { offset, length: packed.length });
    data.push(packed);
    offset += packed.length;
  }
  const leaves: Uint8Array[] = [];
  let root = entries.map(({ id, offset, length, run }) => ({ id, offset, length, run }));
  if (leaf) {
    const whole = root;
    root = [];
    let at = 0;
    for (let first = 0; first < whole.length; first += leaf) {
      const part = whole.slice(first, first + leaf);
      const packed = pack(writeDirectory(part));
      leaves.push(packed);
      root.push({ id: part[0]?.id ?? 0, offset: at, length: packed.length, run: 0 });
      at += packed.length;
    }
  }
  const rootBytes = pack(writeDirectory(root));
  const leafBytes = Buffer.concat(leaves);
  const tileBytes = Buffer.concat(data);
  const metadata = pack(Buffer.from("{}"));
  const header = Buffer.alloc(127);
  header.write("PMTiles", 0, "latin1");
  header[7] = 3;
  const parts = [rootBytes, metadata, leafBytes, tileBytes];
  let start = 127;
  parts.forEach((part, index) => {
    header.writeBigUInt64LE(BigInt(start), 8 + 16 * index);
    header.writeBigUInt64LE(BigInt(part.length), 16 + 16 * index);
    start += part.length;
  });
  header[96] = 1;
  header[97] = gzip ? 2 : 1;
  header[98] = gzip ? 2 : 1;
  header[99] = 1;
  header[100] = minZoom;
  header[101] = maxZoom;
  return new Uint8Array(Buffer.concat([header, ...parts]));
}

function writeDirectory(
  entries: readonly { id: number; offset: number; length: number; run: number }[],
): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarint(entries.length);
  entries.forEach(({ id }, index) => {
    pbf.writeVarint(id - (entries[index - 1]?.id ?? 0));
  });
  for (const { run } of entries) pbf.writeVarint(run);
  for (const { length } of entries) pbf.writeVarint(length);
  entries.forEach(({ offset }, index) => {
    const before = entries[index - 1];
    pbf.writeVarint(before && before.offset + before.length === offset ? 0 : offset + 1);
  });
  return pbf.finish().slice();
}
