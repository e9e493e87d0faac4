// Lines and rings on the map: their world coordinates, and how they are traced for one view. Pure.

import type { Position } from "geojson";

/** A line or ring in world coordinates: web-mercator fractions of the world, x and y in turn, from 0 to 1. */
export interface Outline {
  points: Float64Array;
  west: number;
  north: number;
  east: number;
  south: number;
}

export interface Area {
  west: number;
  north: number;
  east: number;
  south: number;
}

/** What is seen: the world at a zoom, and where in it the canvas lies. */
export interface Window {
  /** world pixel at the canvas's top left corner */
  originX: number;
  originY: number;
  /** pixels of the whole world's width */
  world_px: number;
  width: number;
  height: number;
}

/** The part of a path that is traced. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export function worldX(lon: number): number {
  return (lon + 180) / 360;
}

/** ref: EPSG 1024, "Popular Visualisation Pseudo-Mercator". */
export function worldY(lat: number): number {
  const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function toOutline(line: readonly Position[]): Outline {
  const points = new Float64Array(line.length * 2);
  const outline = { points, west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  line.forEach(([lon = 0, lat = 0], index) => {
    const x = worldX(lon);
    const y = worldY(lat);
    points[2 * index] = x;
    points[2 * index + 1] = y;
    outline.west = Math.min(outline.west, x);
    outline.east = Math.max(outline.east, x);
    outline.north = Math.min(outline.north, y);
    outline.south = Math.max(outline.south, y);
  });
  return outline;
}

export function meets(one: Area, two: Area): boolean {
  return one.west <= two.east && two.west <= one.east && one.north <= two.south && two.north <= one.south;
}

export function areaOf({ originX, originY, world_px, width, height }: Window): Area {
  return {
    west: originX / world_px,
    north: originY / world_px,
    east: (originX + width) / world_px,
    south: (originY + height) / world_px,
  };
}

/** Vertices nearer than this to the last one drawn do not show. */
const FINE_PX = 0.6;
/** How far outside the canvas a stroke may still reach into it. */
const REACH_PX = 24;

/**
 * Traces an outline for the window. Stretches that lie wholly to one side of it become one straight line, which
 * changes neither what is filled nor what is stroked inside; `open` names an area whose edges are no coast, where the
 * outline was cut, and leaves them out; vertices nearer than `fine_px` to the last one are left out, too.
 */
export function trace(
  pen: Pen,
  { points }: Outline,
  window: Window,
  open: Area | null = null,
  fine_px = FINE_PX,
): void {
  const { world_px, width, height } = window;
  const left = -REACH_PX;
  const right = width + REACH_PX;
  const bottom = height + REACH_PX;
  const near = open ? Math.max(open.east - open.west, open.south - open.north) * 3e-5 : 0;
  const along = (a: number, b: number, edge: number): boolean =>
    Math.abs(a - edge) < near && Math.abs(b - edge) < near;
  let [lastX, lastY, lastSide] = [0, 0, 0];
  let [heldX, heldY] = [0, 0];
  let held = false;
  let down = false;
  const put = (x: number, y: number): void => {
    if (down) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    down = true;
  };
  for (let i = 0; i < points.length; i += 2) {
    const wx = points[i] ?? 0;
    const wy = points[i + 1] ?? 0;
    const x = wx * world_px - window.originX;
    const y = wy * world_px - window.originY;
    const side = (x < left ? 1 : 0) | (x > right ? 2 : 0) | (y < left ? 4 : 0) | (y > bottom ? 8 : 0);
    if (i > 0 && open) {
      const px = points[i - 2] ?? 0;
      const py = points[i - 1] ?? 0;
      const cut =
        along(px, wx, open.west) ||
        along(px, wx, open.east) ||
        along(py, wy, open.north) ||
        along(py, wy, open.south);
      if (cut) {
        if (held) put(heldX, heldY);
        held = false;
        down = false;
      }
    }
    const first = !down && !held;
    const outside = down && (side & lastSide) !== 0;
    const tiny = down && side === 0 && lastSide === 0 && Math.abs(x - lastX) + Math.abs(y - lastY) < fine_px;
    if (first) {
      put(x, y);
    } else if (outside || tiny) {
      if (outside) lastSide &= side;
      [heldX, heldY, held] = [x, y, true];
      continue;
    } else {
      if (held && lastSide !== 0) put(heldX, heldY);
      put(x, y);
    }
    held = false;
    [lastX, lastY, lastSide] = [x, y, side];
  }
  if (held) put(heldX, heldY);
}
