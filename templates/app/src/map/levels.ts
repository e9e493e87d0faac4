// The base map's data: levels of land and water, finer ones over coarser ones, and the names. Pure.

import type { Geometry } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { type Area, type Outline, toOutline, worldX, worldY } from "./outline";
import type { MapTheme, NameKind } from "./style";

export const BASEMAP_VERSION = 3;

interface RawLevel {
  bbox: [number, number, number, number];
  min_zoom: number;
  max_zoom: number | null;
  topology: Topology;
}

interface RawNames {
  lon: number[];
  lat: number[];
  kind: NameKind[];
  rank: number[];
  min_zoom: number[];
  max_zoom: (number | null)[];
  path: ([number, number][] | null)[];
  capital: boolean[];
  names: Record<string, (string | null)[]>;
}

export interface RawRelief {
  bbox: [number, number, number, number];
  min_zoom: number;
  max_zoom: number | null;
  width: number;
  height: number;
}

interface RawBasemap {
  version: number;
  levels: RawLevel[];
  names: RawNames;
  relief: RawRelief[];
  theme: MapTheme;
}

export interface Level {
  area: Area;
  minZoom: number;
  maxZoom: number;
  land: Outline[];
  lakes: Outline[];
  urban: Outline[];
  rivers: { outline: Outline; rank: number }[];
  borders: { outline: Outline; kind: string }[];
}

export interface Name {
  x: number;
  y: number;
  kind: NameKind;
  /** 1 is the most important */
  rank: number;
  minZoom: number;
  maxZoom: number;
  capital: boolean;
  /** world coordinates along which the name is set, x and y in turn */
  path: Float64Array | null;
  texts: Readonly<Record<string, string | null>>;
}

export interface Basemap {
  levels: Level[];
  names: Name[];
  /** coarser ones first; each has a hole where a finer one is */
  relief: (RawRelief & { area: Area })[];
  theme: MapTheme;
}

/** The base map that the bytes describe; refuses another version by name. */
export function decodeBasemap(bytes: Uint8Array): Basemap {
  const raw = JSON.parse(new TextDecoder().decode(bytes)) as RawBasemap;
  if (raw.version !== BASEMAP_VERSION) {
    throw new Error(`Got base map v${raw.version} when expected v${BASEMAP_VERSION}.`);
  }
  const relief = raw.relief.map((facts) => ({ ...facts, area: toArea(facts.bbox) }));
  return { levels: raw.levels.map(decodeLevel), names: decodeNames(raw.names), relief, theme: raw.theme };
}

function toArea([west, south, east, north]: [number, number, number, number]): Area {
  return { west: worldX(west), north: worldY(north), east: worldX(east), south: worldY(south) };
}

function decodeLevel({ bbox, min_zoom, max_zoom, topology }: RawLevel): Level {
  const features = (name: string): { outlines: Outline[]; properties: Record<string, unknown> }[] => {
    const object = topology.objects[name] as GeometryCollection | undefined;
    if (!object) return [];
    return feature(topology, object).features.map(({ geometry, properties }) => ({
      outlines: toOutlines(geometry),
      properties: properties ?? {},
    }));
  };
  const outlines = (name: string): Outline[] => features(name).flatMap((each) => each.outlines);
  return {
    area: toArea(bbox),
    minZoom: min_zoom,
    maxZoom: max_zoom ?? Infinity,
    land: outlines("land"),
    lakes: outlines("lakes"),
    urban: outlines("urban"),
    rivers: features("rivers").flatMap((each) =>
      each.outlines.map((outline) => ({ outline, rank: Number(each.properties.rank ?? 5) })),
    ),
    borders: features("borders").flatMap((each) =>
      each.outlines.map((outline) => ({ outline, kind: String(each.properties.kind ?? "country") })),
    ),
  };
}

function toOutlines(geometry: Geometry | null): Outline[] {
  switch (geometry?.type) {
    case "Polygon":
    case "MultiLineString":
      return geometry.coordinates.map(toOutline);
    case "MultiPolygon":
      return geometry.coordinates.flat().map(toOutline);
    case "LineString":
      return [toOutline(geometry.coordinates)];
    default:
      return [];
  }
}

function decodeNames(raw: RawNames): Name[] {
  return raw.kind.map((kind, index) => ({
    x: worldX(raw.lon[index] ?? 0),
    y: worldY(raw.lat[index] ?? 0),
    kind,
    rank: raw.rank[index] ?? 9,
    minZoom: raw.min_zoom[index] ?? 0,
    maxZoom: raw.max_zoom[index] ?? Infinity,
    capital: raw.capital[index] ?? false,
    path: raw.path[index] ? toOutline(raw.path[index] ?? []).points : null,
    texts: Object.fromEntries(Object.entries(raw.names).map(([tag, column]) => [tag, column[index] ?? null])),
  }));
}
