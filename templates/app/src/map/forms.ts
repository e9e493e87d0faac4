// The forms of lines and areas: their outlines as Python hands them on, dashes, hatchings, arrowheads. Pure.

import type { Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { worldX, worldY } from "./outline";

export const OUTLINES_VERSION = 1;

interface RawOutlines {
  version: number;
  kind: Shape["kind"][];
  bbox: [number, number, number, number][];
  topology: Topology;
}

/** A place's line or area; of a line each part is one ring that does not close. */
export interface Shape {
  /** an extent is an area within which something is, somewhere */
  kind: "line" | "area" | "extent";
  /** west, south, east, north in degrees; east may be beyond 180 */
  bbox: [number, number, number, number];
  /** parts, their rings, the rings' (lon, lat) */
  parts: Position[][][];
}

/** The shapes that the bytes describe, by their number in the head; refuses another version by name. */
export function decodeShapes(bytes: Uint8Array): Shape[] {
  const raw = JSON.parse(new TextDecoder().decode(bytes)) as RawOutlines;
  if (raw.version !== OUTLINES_VERSION) {
    throw new Error(`Got outlines v${raw.version} when expected v${OUTLINES_VERSION}.`);
  }
  return raw.kind.map((kind, number) => {
    const object = raw.topology.objects[number] as GeometryCollection | undefined;
    const features = object ? feature(raw.topology, object).features : [];
    const parts = features.flatMap(({ geometry }) => {
      if (geometry.type === "MultiPolygon") return geometry.coordinates;
      return geometry.type === "MultiLineString" ? geometry.coordinates.map((line) => [line]) : [];
    });
    return { kind, bbox: raw.bbox[number] ?? [0, 0, 0, 0], parts };
  });
}

/** SVG's stroke-dasharray by the name of a line, in pixels; a double line is two, one upon the other. */
export const DASHES: Readonly<Record<string, string | undefined>> = {
  dashed: "10 6",
  dotted: "0.1 6",
  "dash-dot": "10 5 0.1 5",
};

/** Edges of areas that are less certain, and of those that are uncertain. */
export const DOUBTS: readonly (string | undefined)[] = [undefined, "7 5", "3 6"];

/** Side of a hatching's tile in pixels. */
export const TILE_PX = 8;

/** The strokes of a hatching's tile; they run on over its corners, so that tiles join without a seam. */
export const HATCHES: Readonly<Record<string, string>> = {
  hatch: "M-2 2L2 -2M0 8L8 0M6 10L10 6",
  "hatch-back": "M-2 6L2 10M0 0L8 8M6 -2L10 2",
  "cross-hatch": "M-2 2L2 -2M0 8L8 0M6 10L10 6M-2 6L2 10M0 0L8 8M6 -2L10 2",
  // A stroke of no length with round ends is a dot.
  dots: "M2 2h0.01M6 6h0.01",
};

/** x and y in turn */
export type Points = Float64Array;

/** A ring or line in world coordinates, x and y in turn from 0 to 1, shifted by whole worlds. */
export function toWorld(ring: readonly Position[], shift: number): Points {
  const points = new Float64Array(ring.length * 2);
  ring.forEach(([lon = 0, lat = 0], index) => {
    points[2 * index] = worldX(lon + shift);
    points[2 * index + 1] = worldY(lat);
  });
  return points;
}

export interface Frame {
  /** world pixel at the frame's top left corner */
  originX: number;
  originY: number;
  world_px: number;
  width: number;
  height: number;
}

/** Stretches of a line that can meet the frame, x1 y1 x2 y2 in turn, in its pixels; short ones are passed over. */
export function stretches(points: Points, frame: Frame, fine_px = 3): number[] {
  const found: number[] = [];
  let [lastX, lastY] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    const x = (points[i] ?? 0) * frame.world_px - frame.originX;
    const y = (points[i + 1] ?? 0) * frame.world_px - frame.originY;
    if (i > 0) {
      if (i + 2 < points.length && Math.abs(x - lastX) + Math.abs(y - lastY) < fine_px) continue;
      const outside =
        Math.max(x, lastX) < 0 ||
        Math.min(x, lastX) > frame.width ||
        Math.max(y, lastY) < 0 ||
        Math.min(y, lastY) > frame.height;
      if (!outside) found.push(lastX, lastY, x, y);
    }
    [lastX, lastY] = [x, y];
  }
  return found;
}

/** The part of a stretch inside a box as fractions of it, or null. ref: Liang and Barsky, 1984. */
export function within(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  box: { x: number; y: number; width: number; height: number },
): [number, number] | null {
  let [from, to] = [0, 1];
  for (const [step, low, high] of [
    [x2 - x1, box.x - x1, box.x + box.width - x1],
    [y2 - y1, box.y - y1, box.y + box.height - y1],
  ] as const) {
    if (step === 0) {
      if (low > 0 || high < 0) return null;
      continue;
    }
    const [one, two] = [low / step, high / step];
    from = Math.max(from, Math.min(one, two));
    to = Math.min(to, Math.max(one, two));
    if (from > to) return null;
  }
  return [from, to];
}

/** Distance between arrowheads along a line, and from its end to the last, in pixels. */
const STEP_PX = 130;
const END_PX = 16;
const HEAD = [
  [-4.5, -4],
  [2.5, 0],
  [-4.5, 4],
] as const;

/**
 * The arrowheads of a line in the frame as an SVG path in its pixels. They are counted from the line's end, so that
 * they stand still on the line while the map is moved; a line shorter than an arrowhead's place has one in its middle.
 */
export function arrowheads(points: Points, frame: Frame): string {
  const pixels: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) {
    pixels.push(
      (points[i] ?? 0) * frame.world_px - frame.originX,
      (points[i + 1] ?? 0) * frame.world_px - frame.originY,
    );
  }
  let length = 0;
  for (let i = 2; i < pixels.length; i += 2) length += stepOf(pixels, i);
  const first = length < 3 * END_PX ? length / 2 : END_PX;
  const box = { x: 0, y: 0, width: frame.width, height: frame.height };
  let path = "";
  let before = 0;
  for (let i = 2; i < pixels.length; i += 2) {
    const size = stepOf(pixels, i);
    const x1 = pixels[i - 2] ?? 0;
    const y1 = pixels[i - 1] ?? 0;
    const x2 = pixels[i] ?? 0;
    const y2 = pixels[i + 1] ?? 0;
    const seen = size > 0 ? within([x1, y1, x2, y2], box) : null;
    if (seen) {
      const turn = Math.atan2(y1 - y2, x1 - x2);
      const least = Math.max(0, Math.ceil((before + seen[0] * size - first) / STEP_PX));
      for (let at = first + least * STEP_PX; at < before + seen[1] * size; at += STEP_PX) {
        const part = (at - before) / size;
        path += headAt(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part, turn);
      }
    }
    before += size;
  }
  return path;
}

function stepOf(pixels: readonly number[], i: number): number {
  return Math.hypot((pixels[i] ?? 0) - (pixels[i - 2] ?? 0), (pixels[i + 1] ?? 0) - (pixels[i - 1] ?? 0));
}

function headAt(x: number, y: number, turn: number): string {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const corners = HEAD.map(
    ([dx, dy]) => `${(x + dx * cos - dy * sin).toFixed(1)} ${(y + dx * sin + dy * cos).toFixed(1)}`,
  );
  return `M${corners.join("L")}`;
}
