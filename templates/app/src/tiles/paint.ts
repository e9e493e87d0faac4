// Paints tiles over the shipped map: of each class one path over all tiles, so that no tile's edge shows.

import type { Basemap } from "../map/levels";
import type { Pen, Window } from "../map/outline";
import { paintRelief, pixelsOf, type Scene } from "../map/paint";
import { at, ROADS, type RoadClass } from "../map/style";
import type { AreaClass, LineClass } from "./schema";
import { type Shapes, SIDE, type VectorContent } from "./shapes";
import type { Cell } from "./store";

type Filled<Content> = Cell<Content> & { tile: NonNullable<Cell<Content>["tile"]> };

/** Where a tile lies in the window: its corner, and the pixels of one unit. */
export interface Placing {
  left: number;
  top: number;
  scale: number;
}

/** Vertices nearer than this to the last one drawn do not show. */
const FINE_PX = 0.5;
/** How far outside the canvas a stroke may still reach into it. */
const REACH_PX = 16;
const LINES_OF_PATH = 100;
/** Roads narrower than this are one line; wider ones have an edge on each side. */
const CASED_PX = 1.9;
const BUILDINGS_FROM = 14.5;
const BUILDING_EDGES_FROM = 15.5;
/** Pieces of land and water smaller than this have no line around them: it would be all that is seen. */
const SHORE_LEAST_PX = 3;
/** The brighter water along the shore is for waters so many times as wide as it is. */
const NEAR_LEAST = 3;
const SLEEPERS_FROM = 13;
const MAIN: ReadonlySet<RoadClass> = new Set(["motorway", "trunk", "primary"]);

function isFilled<Content>(cell: Cell<Content>): cell is Filled<Content> {
  return cell.tile !== null;
}

/** The squares' edges on whole pixels of the screen, so that two of them meet without a seam. */
function squares(cells: readonly Cell<unknown>[], window: Window, ratio: number): Path2D {
  const path = new Path2D();
  for (const cell of cells) {
    const { left, top, right, bottom } = squareOf(cell, window, ratio);
    path.rect(left, top, right - left, bottom - top);
  }
  return path;
}

function squareOf({ zoom, x, y }: Cell<unknown>, window: Window, ratio: number) {
  const side = 1 / 2 ** zoom;
  const box = { west: x * side, north: y * side, east: (x + 1) * side, south: (y + 1) * side };
  const { left, top, right, bottom } = pixelsOf(box, window);
  const snap = (value: number): number => Math.round(value * ratio) / ratio;
  return { left: snap(left), top: snap(top), right: snap(right), bottom: snap(bottom) };
}

/** Paints vector tiles; squares that have none keep what is there. */
export function paintVector(
  ctx: CanvasRenderingContext2D,
  cells: readonly Cell<VectorContent>[],
  scene: Scene,
  window: Window,
  basemap: Pick<Basemap, "theme" | "relief">,
): void {
  const ratio = ctx.getTransform().a;
  const filled = cells.filter(isFilled);
  const coarse = new Set(filled.map(({ zoom, tile }) => zoom - tile.zoom));
  // What stands in from a zoom above is painted first and within its squares: its margins are wide.
  for (const up of [...coarse].sort((one, two) => two - one)) {
    const group = filled.filter(({ zoom, tile }) => zoom - tile.zoom === up);
    const tiles = new Map(group.map(({ tile }) => [`${tile.x}/${tile.y}`, tile]));
    ctx.save();
    const land = squares(group, window, ratio);
    if (up > 0 || coarse.size > 1 || filled.length < cells.length) ctx.clip(land);
    const world = [...tiles.values()].map((tile) => {
      const scale = window.world_px / 2 ** tile.zoom / SIDE;
      const placing = {
        left: tile.x * SIDE * scale - window.originX,
        top: tile.y * SIDE * scale - window.originY,
        scale,
      };
      return { content: tile.content, placing };
    });
    paintTiles(ctx, world, land, scene, window, basemap);
    ctx.restore();
  }
}

/**
 * A pen that begins a new path after so many lines: one path of all takes several times as long to paint. It is for
 * colours that let nothing through, since the paths overlap.
 */
class Pieces implements Pen {
  readonly paths: Path2D[] = [];
  private path = new Path2D();
  private lines = 0;

  moveTo(x: number, y: number): void {
    if (this.lines++ % LINES_OF_PATH === 0) {
      this.path = new Path2D();
      this.paths.push(this.path);
    }
    this.path.moveTo(x, y);
  }

  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }

  closePath(): void {
    this.path.closePath();
  }
}

interface Placed {
  content: VectorContent;
  placing: Placing;
}

function paintTiles(
  ctx: CanvasRenderingContext2D,
  tiles: readonly Placed[],
  land: Path2D,
  scene: Scene,
  window: Window,
  basemap: Pick<Basemap, "theme" | "relief">,
): void {
  const { theme } = basemap;
  const { palette, zoom } = scene;
  const area = (to: AreaClass, least_px = 0): Path2D => {
    const path = new Path2D();
    for (const { content, placing } of tiles) {
      const shapes = content.areas.get(to);
      if (shapes) trace(path, shapes, placing, window, true, 4, least_px);
    }
    return path;
  };
  const line = (to: LineClass, of: "lines" | "tunnels" = "lines"): Path2D => {
    const path = new Path2D();
    for (const { content, placing } of tiles) {
      const shapes = content[of].get(to);
      if (shapes) trace(path, shapes, placing, window, false, REACH_PX);
    }
    return path;
  };
  const pieces = (to: LineClass): Path2D[] => {
    const pen = new Pieces();
    for (const { content, placing } of tiles) {
      const shapes = content.lines.get(to);
      if (shapes) trace(pen, shapes, placing, window, false, REACH_PX);
    }
    return pen.paths;
  };
  ctx.fillStyle = palette.land;
  ctx.fill(land);
  for (const to of ["urban", "green", "sand"] as const) {
    ctx.fillStyle = palette[to];
    ctx.fill(area(to), "nonzero");
  }
  paintRelief(ctx, land, basemap, scene, window);
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  ctx.strokeStyle = palette.river;
  ctx.lineWidth = at(theme.lines.river, zoom) * 0.5;
  ctx.stroke(line("stream"));
  ctx.lineWidth = at(theme.lines.river, zoom);
  ctx.stroke(line("river"));
  const edges = (to: AreaClass, least_px: number, fine_px: number): Path2D => {
    const path = new Path2D();
    for (const { content, placing } of tiles) {
      const shapes = content.areas.get(to);
      if (shapes) traceEdges(path, shapes, placing, window, least_px, fine_px);
    }
    return path;
  };
  ctx.fillStyle = palette.sea;
  ctx.fill(area("water"), "nonzero");
  const near = at(theme.lines.seaNear, zoom);
  ctx.save();
  ctx.clip(area("water", NEAR_LEAST * near), "nonzero");
  ctx.strokeStyle = palette.seaNear;
  // Ponds are too small for it; and under so wide a line no small step shows, and each costs a round corner.
  const wide = edges("water", NEAR_LEAST * near, near / 2);
  for (const part of [1, 0.7, 0.42, 0.16]) {
    ctx.lineWidth = 2 * near * part;
    ctx.stroke(wide);
  }
  ctx.restore();
  ctx.lineJoin = "bevel";
  ctx.strokeStyle = palette.shore;
  ctx.lineWidth = at(theme.lines.shore, zoom);
  ctx.stroke(edges("water", SHORE_LEAST_PX, FINE_PX));
  ctx.fillStyle = palette.lake;
  ctx.fill(area("pool"), "nonzero");
  ctx.fillStyle = palette.land;
  ctx.fill(area("pier"), "nonzero");
  ctx.strokeStyle = palette.land;
  ctx.lineWidth = at(theme.roads.service, zoom);
  ctx.stroke(line("pier"));
  ctx.fillStyle = palette.roadCase;
  ctx.globalAlpha = 0.35;
  ctx.fill(area("apron"), "nonzero");
  ctx.strokeStyle = palette.roadCase;
  ctx.lineWidth = at(theme.roads.primary, zoom);
  ctx.stroke(line("runway"));
  ctx.globalAlpha = 1;
  ctx.fillStyle = palette.road;
  ctx.globalAlpha = 0.6;
  ctx.fill(area("square"), "nonzero");
  ctx.globalAlpha = 1;
  if (zoom >= BUILDINGS_FROM) {
    const buildings = area("building");
    ctx.fillStyle = palette.building;
    ctx.fill(buildings, "nonzero");
    if (zoom >= BUILDING_EDGES_FROM) {
      ctx.strokeStyle = palette.buildingEdge;
      ctx.lineWidth = 0.75;
      ctx.stroke(edges("building", SHORE_LEAST_PX, FINE_PX));
    }
  }
  paintRoads(ctx, line, pieces, scene, theme);
  if (scene.borders !== "off") paintBorders(ctx, line, scene, theme);
}

type LinePath = (to: LineClass, of?: "lines" | "tunnels") => Path2D;

function paintRoads(
  ctx: CanvasRenderingContext2D,
  line: LinePath,
  pieces: (to: LineClass) => Path2D[],
  { palette, zoom }: Scene,
  { roads, lines }: Basemap["theme"],
): void {
  const drawn = ROADS.filter((to) => zoom >= (roads[to][0]?.[0] ?? 0))
    .map((to) => ({ to, width: at(roads[to], zoom), paths: pieces(to), main: MAIN.has(to) }))
    .reverse();
  ctx.globalAlpha = 0.4;
  ctx.strokeStyle = palette.roadLine;
  for (const { to, width } of drawn) {
    ctx.lineWidth = Math.max(0.6, width * 0.7);
    ctx.stroke(line(to, "tunnels"));
  }
  ctx.globalAlpha = 1;
  const casing = at(lines.casing, zoom);
  for (const { paths, width } of drawn) {
    // Thin lines need no round corners, which cost most of the time.
    ctx.lineJoin = width < CASED_PX ? "bevel" : "round";
    ctx.lineCap = width < CASED_PX ? "butt" : "round";
    ctx.strokeStyle = width < CASED_PX ? palette.roadLine : palette.roadCase;
    ctx.lineWidth = width < CASED_PX ? width : width + 2 * casing;
    for (const path of paths) ctx.stroke(path);
  }
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  for (const { paths, width, main } of drawn) {
    if (width < CASED_PX) continue;
    ctx.strokeStyle = main ? palette.roadMain : palette.road;
    ctx.lineWidth = width;
    for (const path of paths) ctx.stroke(path);
  }
  const rail = line("rail");
  ctx.lineCap = "butt";
  ctx.strokeStyle = palette.rail;
  ctx.lineWidth = at(lines.rail, zoom);
  ctx.stroke(rail);
  if (zoom >= SLEEPERS_FROM) {
    ctx.strokeStyle = palette.land;
    ctx.lineWidth = at(lines.rail, zoom) * 0.5;
    ctx.setLineDash([5, 5]);
    ctx.stroke(rail);
    ctx.setLineDash([]);
  }
}

function paintBorders(
  ctx: CanvasRenderingContext2D,
  line: LinePath,
  { palette, zoom, borders }: Scene,
  { lines }: Basemap["theme"],
): void {
  ctx.save();
  ctx.globalAlpha = borders === "faint" ? 0.6 : 1;
  ctx.lineWidth = at(lines.border, zoom);
  ctx.strokeStyle = palette.border;
  ctx.lineCap = "butt";
  ctx.setLineDash([7, 3, 1.5, 3]);
  ctx.stroke(line("country"));
  ctx.setLineDash([3, 4]);
  ctx.stroke(line("disputed"));
  if (borders === "on") {
    ctx.strokeStyle = palette.firstOrder;
    ctx.stroke(line("first-order"));
  }
  ctx.restore();
}

/** Traces what of the shapes may be seen in the window; `close` for rings. */
export function trace(
  pen: Pen & { closePath(): void },
  { points, ends, boxes }: Shapes,
  { left, top, scale }: Placing,
  window: Window,
  close: boolean,
  reach_px: number,
  least_px = 0,
): void {
  const west = (-reach_px - left) / scale;
  const north = (-reach_px - top) / scale;
  const east = (window.width + reach_px - left) / scale;
  const south = (window.height + reach_px - top) / scale;
  const fine = FINE_PX / scale;
  let start = 0;
  for (let part = 0; part < ends.length; part++) {
    const end = ends[part] ?? 0;
    const from = start;
    start = end;
    const at = 4 * part;
    const [w = 0, n = 0, e = 0, s = 0] = [boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]];
    if (w > east || n > south || e < west || s < north) continue;
    if (Math.max(e - w, s - n) * scale < least_px) continue;
    let lastX = points[from] ?? 0;
    let lastY = points[from + 1] ?? 0;
    pen.moveTo(lastX * scale + left, lastY * scale + top);
    for (let i = from + 2; i < end; i += 2) {
      const x = points[i] ?? 0;
      const y = points[i + 1] ?? 0;
      if (i < end - 2 && Math.abs(x - lastX) + Math.abs(y - lastY) < fine) continue;
      pen.lineTo(x * scale + left, y * scale + top);
      lastX = x;
      lastY = y;
    }
    if (close) pen.closePath();
  }
}

/** Traces the rings' edges but for those that are no edges on the ground: where the ring was cut at a tile's side. */
export function traceEdges(
  pen: Pen,
  { points, ends, boxes }: Shapes,
  { left, top, scale }: Placing,
  window: Window,
  least_px: number,
  fine_px: number,
): void {
  const reach_px = 24;
  const west = (-reach_px - left) / scale;
  const north = (-reach_px - top) / scale;
  const east = (window.width + reach_px - left) / scale;
  const south = (window.height + reach_px - top) / scale;
  const fine = fine_px / scale;
  const outside = (a: number, b: number): boolean => (a <= 0 && b <= 0) || (a >= SIDE && b >= SIDE);
  let start = 0;
  for (let part = 0; part < ends.length; part++) {
    const end = ends[part] ?? 0;
    const from = start;
    start = end;
    const at = 4 * part;
    const [w = 0, n = 0, e = 0, s = 0] = [boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]];
    if (w > east || n > south || e < west || s < north) continue;
    if (Math.max(e - w, s - n) * scale < least_px) continue;
    let lastX = points[end - 2] ?? 0;
    let lastY = points[end - 1] ?? 0;
    // The corner before, which the last one drawn may have left out: whether an edge is a cut is a thing of its corners.
    let [beforeX, beforeY] = [lastX, lastY];
    let down = false;
    for (let i = from; i < end; i += 2) {
      const x = points[i] ?? 0;
      const y = points[i + 1] ?? 0;
      const cut = outside(beforeX, x) || outside(beforeY, y);
      if (cut) {
        if (down && (beforeX !== lastX || beforeY !== lastY)) {
          pen.lineTo(beforeX * scale + left, beforeY * scale + top);
        }
        down = false;
      } else if (!down) {
        pen.moveTo(beforeX * scale + left, beforeY * scale + top);
        pen.lineTo(x * scale + left, y * scale + top);
        down = true;
      } else if (i < end - 2 && Math.abs(x - lastX) + Math.abs(y - lastY) < fine) {
        [beforeX, beforeY] = [x, y];
        continue;
      } else {
        pen.lineTo(x * scale + left, y * scale + top);
      }
      [beforeX, beforeY] = [x, y];
      lastX = x;
      lastY = y;
    }
  }
}

export interface RasterContent {
  image: ImageBitmap;
  bytes: number;
}

/** Paints pictures; in the dark they are dimmed as far as the page around them. */
export function paintRaster(
  ctx: CanvasRenderingContext2D,
  cells: readonly Cell<RasterContent>[],
  scene: Scene,
  window: Window,
  dim: number,
): void {
  const ratio = ctx.getTransform().a;
  const filled = cells.filter(isFilled);
  ctx.imageSmoothingEnabled = true;
  ctx.imageSmoothingQuality = "high";
  for (const cell of filled) {
    const { image, side, x, y } = sourceOf(cell);
    const { left, top, right, bottom } = squareOf(cell, window, ratio);
    ctx.drawImage(image, x, y, side.x, side.y, left, top, right - left, bottom - top);
  }
  if (dim === 0) return;
  ctx.globalAlpha = dim;
  ctx.fillStyle = scene.palette.sea;
  ctx.fill(squares(filled, window, ratio));
  ctx.globalAlpha = 1;
}

/** The part of the tile's picture that fills the square. */
function sourceOf({ zoom, x, y, tile }: Filled<RasterContent>) {
  const parts = 2 ** (zoom - tile.zoom);
  const { image } = tile.content;
  const side = { x: image.width / parts, y: image.height / parts };
  return { image, side, x: (x - tile.x * parts) * side.x, y: (y - tile.y * parts) * side.y };
}
