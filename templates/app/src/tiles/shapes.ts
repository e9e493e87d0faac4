// One vector tile as our map needs it: shapes by class, cut to the tile, and what has a name. Pure.
//
// ref: Mapbox Vector Tile Specification 2.1, https://github.com/mapbox/vector-tile-spec/tree/master/2.1

import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { clipLine, clipRing } from "./clip";
import {
  type AreaClass,
  attribute,
  classify,
  isTunnel,
  type LineClass,
  type NameRule,
  own,
  type Properties,
  type Schema,
  textsOf,
} from "./schema";

/** Units of a tile's side, whatever extent it was written with. */
export const SIDE = 4096;
/** How far shapes go on beyond the tile's edge, so that neighbours overlap and no seam shows. */
export const MARGIN = 16;

/** Rings or lines one after the other. */
export interface Shapes {
  /** x and y in turn, in units of the tile */
  points: Int16Array;
  /** for each ring or line, the index in `points` behind its last */
  ends: Uint32Array;
  /** for each, west, north, east and south */
  boxes: Int16Array;
}

export interface Street {
  texts: Readonly<Record<string, string>>;
  to: LineClass;
  lines: number[][];
}

export interface Point {
  texts: Readonly<Record<string, string>>;
  to: NameRule;
  rank: number;
  x: number;
  y: number;
}

export interface VectorContent {
  areas: ReadonlyMap<AreaClass, Shapes>;
  lines: ReadonlyMap<LineClass, Shapes>;
  tunnels: ReadonlyMap<LineClass, Shapes>;
  streets: readonly Street[];
  points: readonly Point[];
  /** about how much memory this takes */
  bytes: number;
}

class Gathering<Class> {
  private readonly classes = new Map<Class, number[][]>();

  add(to: Class, parts: readonly number[][]): void {
    if (parts.length === 0) return;
    const known = this.classes.get(to);
    if (known) known.push(...parts);
    else this.classes.set(to, [...parts]);
  }

  packed(): Map<Class, Shapes> {
    return new Map([...this.classes].map(([to, parts]) => [to, pack(parts)]));
  }
}

export function pack(parts: readonly number[][]): Shapes {
  const points = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  const ends = new Uint32Array(parts.length);
  const boxes = new Int16Array(parts.length * 4);
  let at = 0;
  parts.forEach((part, index) => {
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < part.length; i += 2) {
      const x = Math.round(part[i] ?? 0);
      const y = Math.round(part[i + 1] ?? 0);
      points[at++] = x;
      points[at++] = y;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    ends[index] = at;
    boxes.set([west, north, east, south], index * 4);
  });
  return { points, ends, boxes };
}

/** Lines whose names are set along them. */
const NAMED: ReadonlySet<LineClass> = new Set([
  "river",
  "motorway",
  "trunk",
  "primary",
  "secondary",
  "tertiary",
  "minor",
]);

/** To ask for the time costs time, too. */
const REST_AFTER = 16;

const POINT = 1;
const LINE = 2;
const AREA = 3;

/** Reads a tile; `rest` is awaited between pieces of work, so that whoever asks can let others work. */
export async function readVector(
  bytes: Uint8Array,
  schema: Schema,
  languages: readonly string[],
  rest: () => Promise<void> | null,
): Promise<VectorContent> {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const areas = new Gathering<AreaClass>();
  const lines = new Gathering<LineClass>();
  const tunnels = new Gathering<LineClass>();
  const streets: Street[] = [];
  const points: Point[] = [];
  for (const name of Object.keys(layers).sort()) {
    const layer = layers[name];
    if (!layer) continue;
    const named = own(schema.named, name);
    // Of the types of geometry that a feature may have, those of which the layer tells something.
    const told = [false, own(schema.points, name), own(schema.lines, name) ?? named, own(schema.areas, name)];
    for (let index = 0; index < layer.length; index++) {
      const pause = index % REST_AFTER === 0 ? rest() : null;
      if (pause) await pause;
      const feature = layer.feature(index);
      if (!told[feature.type]) continue;
      const properties = feature.properties as Properties;
      if (feature.type === AREA) {
        const to = classify(schema, schema.areas, name, properties);
        if (to) areas.add(to, ringsOf(feature));
      } else if (feature.type === LINE) {
        const to = classify(schema, schema.lines, name, properties);
        const street = named ? classify(schema, schema.lines, named, properties) : null;
        const texts = street && NAMED.has(street) ? textsOf(properties, languages) : {};
        const hasName = Object.keys(texts).length > 0;
        if (!to && !hasName) continue;
        const under = isTunnel(schema, properties);
        const parts = linesOf(feature);
        if (to) (under ? tunnels : lines).add(to, parts);
        if (street && hasName && !under && parts.length > 0)
          streets.push({ texts, to: street, lines: parts });
      } else if (feature.type === POINT) {
        const to = classify(schema, schema.points, name, properties);
        const texts = to && textsOf(properties, languages);
        if (!to || Object.keys(texts ?? {}).length === 0) continue;
        const given = Number(attribute(schema, properties, schema.rank.attribute) ?? 0);
        const rank = schema.rank.largest ? -given : given || 99;
        for (const [x, y] of pointsOf(feature)) points.push({ texts: texts ?? {}, to, rank, x, y });
      }
    }
  }
  const content = {
    areas: areas.packed(),
    lines: lines.packed(),
    tunnels: tunnels.packed(),
    streets,
    points,
  };
  return { ...content, bytes: bytesOf(content) };
}

/** Points of a feature's parts in our units, and whether all lie in the tile and its margin. */
function partsOf(feature: VectorTileFeature): { flat: number[]; inside: boolean }[] {
  const scale = SIDE / feature.extent;
  return feature.loadGeometry().map((part) => {
    const flat: number[] = [];
    let [low, high] = [Infinity, -Infinity];
    for (const point of part) {
      const x = point.x * scale;
      const y = point.y * scale;
      flat.push(x, y);
      low = Math.min(low, x, y);
      high = Math.max(high, x, y);
    }
    return { flat, inside: low >= -MARGIN && high <= SIDE + MARGIN };
  });
}

function ringsOf(feature: VectorTileFeature): number[][] {
  return partsOf(feature).flatMap(({ flat, inside }) => {
    const ring = inside ? flat : clipRing(flat, -MARGIN, SIDE + MARGIN);
    return ring.length >= 6 ? [ring] : [];
  });
}

function linesOf(feature: VectorTileFeature): number[][] {
  return partsOf(feature).flatMap(({ flat, inside }) => {
    if (!inside) return clipLine(flat, -MARGIN, SIDE + MARGIN);
    return flat.length >= 4 ? [flat] : [];
  });
}

/** Points in the tile itself: those in its margin are the neighbours'. */
function pointsOf(feature: VectorTileFeature): [x: number, y: number][] {
  return partsOf(feature).flatMap(({ flat: [x = -1, y = -1] }): [number, number][] =>
    x >= 0 && y >= 0 && x < SIDE && y < SIDE ? [[x, y]] : [],
  );
}

function bytesOf({ areas, lines, tunnels, streets, points }: Omit<VectorContent, "bytes">): number {
  let bytes = 400 + points.length * 200;
  for (const group of [areas, lines, tunnels]) {
    for (const shapes of group.values()) {
      bytes += 300 + shapes.points.byteLength + shapes.ends.byteLength + shapes.boxes.byteLength;
    }
  }
  for (const street of streets) {
    bytes += 200 + street.lines.reduce((sum, line) => sum + 8 * line.length, 0);
  }
  return bytes;
}
