// The base map: levels of land and sea, finer ones above coarser ones, painted on one canvas under the markers.

import type { FeatureCollection, Geometry, Position } from "geojson";
import * as L from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { type Box, overlap } from "../layout";

export const BASEMAP_VERSION = 1;

interface RawLevel {
  bbox: [number, number, number, number];
  min_zoom: number;
  land: Topology | FeatureCollection;
}

interface RawName {
  lon: number;
  lat: number;
  min_zoom: number;
  max_zoom: number;
  names: Record<string, string>;
}

interface RawBasemap {
  version: number;
  levels: RawLevel[];
  names: { countries: RawName[]; waters: RawName[] };
}

/** Web-mercator coordinates of one line or ring, x and y in turn, in fractions of the world (0 to 1). */
type Path = Float64Array;

interface Level {
  box: { west: number; north: number; east: number; south: number };
  minZoom: number;
  /** what `fill` holds: the sea over land, or the land over sea */
  fills: "sea" | "land";
  fill: Path[];
  lakes: Path[];
  borders: Path[];
}

export interface Name {
  x: number;
  y: number;
  minZoom: number;
  maxZoom: number;
  water: boolean;
  names: Record<string, string>;
}

export interface Basemap {
  levels: Level[];
  names: Name[];
}

/** Colours and widths in pixels of the base map; a narrow band of lightness, so that the marks lead. */
export interface BasemapStyle {
  land: string;
  sea: string;
  shore: string;
  shoreGlow: string;
  border: string;
  country: string;
  water: string;
  glow: string;
}

export function basemapStyle(mode: "light" | "dark"): BasemapStyle {
  return mode === "dark"
    ? {
        land: "#2a323a",
        sea: "#18222b",
        shore: "#4f5d69",
        shoreGlow: "rgb(120 150 170 / 0.10)",
        border: "rgb(195 193 186 / 0.28)",
        country: "#a6a7a3",
        water: "#8fa9bb",
        glow: "#222a32",
      }
    : {
        land: "#f3eee3",
        sea: "#cfdadf",
        shore: "#8da0aa",
        shoreGlow: "rgb(70 100 120 / 0.10)",
        border: "rgb(90 80 66 / 0.34)",
        country: "#6d675c",
        water: "#43647a",
        glow: "#f7f3ea",
      };
}

/** The base map that the bytes describe; refuses another version by name. */
export function decodeBasemap(bytes: Uint8Array): Basemap {
  const raw = JSON.parse(new TextDecoder().decode(bytes)) as RawBasemap;
  if (raw.version !== BASEMAP_VERSION) {
    throw new Error(`Got base map v${raw.version} when expected v${BASEMAP_VERSION}.`);
  }
  const name =
    (water: boolean) =>
    ({ lon, lat, min_zoom, max_zoom, names }: RawName): Name => ({
      x: worldX(lon),
      y: worldY(lat),
      minZoom: min_zoom,
      maxZoom: max_zoom,
      water,
      names,
    });
  return {
    levels: raw.levels.map(decodeLevel),
    names: [...raw.names.waters.map(name(true)), ...raw.names.countries.map(name(false))],
  };
}

function decodeLevel({ bbox: [west, south, east, north], min_zoom, land }: RawLevel): Level {
  const box = { west: worldX(west), north: worldY(north), east: worldX(east), south: worldY(south) };
  if (land.type === "Topology") {
    const paths = (name: string): Path[] => {
      const object = land.objects[name] as GeometryCollection | undefined;
      return object ? feature(land, object).features.flatMap(({ geometry }) => toPaths(geometry)) : [];
    };
    return {
      box,
      minZoom: min_zoom,
      fills: "sea",
      fill: paths("sea"),
      lakes: paths("lakes"),
      borders: paths("borders"),
    };
  }
  const fill = land.features.flatMap(({ geometry }) => toPaths(geometry));
  return { box, minZoom: min_zoom, fills: "land", fill, lakes: [], borders: [] };
}

function toPaths(geometry: Geometry): Path[] {
  switch (geometry.type) {
    case "Polygon":
    case "MultiLineString":
      return geometry.coordinates.map(project);
    case "MultiPolygon":
      return geometry.coordinates.flat().map(project);
    case "LineString":
      return [project(geometry.coordinates)];
    default:
      return [];
  }
}

function project(line: Position[]): Path {
  const path = new Float64Array(line.length * 2);
  line.forEach(([lon, lat], index) => {
    path[2 * index] = worldX(lon ?? 0);
    path[2 * index + 1] = worldY(lat ?? 0);
  });
  return path;
}

function worldX(lon: number): number {
  return (lon + 180) / 360;
}

/** ref: EPSG 1024, "Popular Visualisation Pseudo-Mercator". */
function worldY(lat: number): number {
  const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export interface Scene {
  /** world pixel at the canvas's top left corner */
  originX: number;
  originY: number;
  zoom: number;
  width: number;
  height: number;
  style: BasemapStyle;
  language: string;
  borders: "on" | "faint" | "off";
  /** pixels of the canvas outside the view, on each side; no name is cut by the view's edge */
  marginX: number;
  marginY: number;
  /** boxes in canvas pixels that names leave free */
  obstacles: readonly Box[];
}

/** Paints the scene on a context that is scaled to CSS pixels. */
export function paintBasemap(ctx: CanvasRenderingContext2D, { levels, names }: Basemap, scene: Scene): void {
  const world_px = 256 * 2 ** scene.zoom;
  ctx.fillStyle = scene.style.land;
  ctx.fillRect(0, 0, scene.width, scene.height);
  const first = Math.floor(scene.originX / world_px);
  const last = Math.floor((scene.originX + scene.width) / world_px);
  for (let copy = first; copy <= last; copy++) {
    const shift = { x: copy * world_px - scene.originX, y: -scene.originY, scale: world_px };
    for (const level of levels) {
      if (scene.zoom >= level.minZoom) paintLevel(ctx, level, scene, shift);
    }
  }
  paintNames(ctx, names, scene, world_px, first, last);
}

interface Shift {
  x: number;
  y: number;
  scale: number;
}

function paintLevel(ctx: CanvasRenderingContext2D, level: Level, scene: Scene, shift: Shift): void {
  const { style } = scene;
  const left = level.box.west * shift.scale + shift.x;
  const right = level.box.east * shift.scale + shift.x;
  const top = level.box.north * shift.scale + shift.y;
  const bottom = level.box.south * shift.scale + shift.y;
  if (right < 0 || bottom < 0 || left > scene.width || top > scene.height) return;
  ctx.save();
  ctx.beginPath();
  // Whole pixels inside the box: beyond its last whole pixel the coarser level shows, without a seam.
  const edge = { left: Math.ceil(left) + 1, top: Math.ceil(top) + 1 };
  ctx.rect(edge.left, edge.top, Math.floor(right) - 1 - edge.left, Math.floor(bottom) - 1 - edge.top);
  ctx.clip();
  const sea = level.fills === "sea";
  ctx.fillStyle = sea ? style.land : style.sea;
  ctx.fillRect(left - 1, top - 1, right - left + 2, bottom - top + 2);
  const coast = new Path2D();
  for (const path of [...level.fill, ...level.lakes]) addRing(coast, path, shift);
  ctx.fillStyle = sea ? style.sea : style.land;
  ctx.fill(coast, "evenodd");
  const outline = new Path2D();
  for (const path of [...level.fill, ...level.lakes]) addCoast(outline, path, shift, level.box);
  ctx.lineJoin = "round";
  ctx.strokeStyle = style.shoreGlow;
  for (const width of [9, 5]) {
    ctx.lineWidth = width;
    ctx.stroke(outline);
  }
  ctx.strokeStyle = style.shore;
  ctx.lineWidth = 0.9;
  ctx.stroke(outline);
  if (scene.borders !== "off" && level.borders.length > 0) {
    const lines = new Path2D();
    for (const path of level.borders) addLine(lines, path, shift);
    ctx.strokeStyle = style.border;
    ctx.globalAlpha = scene.borders === "faint" ? 0.7 : 1;
    ctx.lineWidth = scene.borders === "faint" ? 0.9 : 1.3;
    ctx.setLineDash([5, 3]);
    ctx.stroke(lines);
  }
  ctx.restore();
}

function addRing(target: Path2D, path: Path, shift: Shift): void {
  addLine(target, path, shift);
  target.closePath();
}

function addLine(target: Path2D, path: Path, { x, y, scale }: Shift): void {
  target.moveTo((path[0] ?? 0) * scale + x, (path[1] ?? 0) * scale + y);
  for (let i = 2; i < path.length; i += 2) {
    target.lineTo((path[i] ?? 0) * scale + x, (path[i + 1] ?? 0) * scale + y);
  }
}

/** The ring without the stretches along the edge of its box, where it was cut and no coast is. */
function addCoast(target: Path2D, path: Path, { x, y, scale }: Shift, box: Level["box"]): void {
  const near = 4e-6;
  let drawing = false;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [path[i], path[i + 1], path[i + 2], path[i + 3]];
    const cut =
      [box.west, box.east].some((edge) => Math.abs(x0 - edge) < near && Math.abs(x1 - edge) < near) ||
      [box.north, box.south].some((edge) => Math.abs(y0 - edge) < near && Math.abs(y1 - edge) < near);
    if (cut) {
      drawing = false;
      continue;
    }
    if (!drawing) target.moveTo(x0 * scale + x, y0 * scale + y);
    target.lineTo(x1 * scale + x, y1 * scale + y);
    drawing = true;
  }
}

function paintNames(
  ctx: CanvasRenderingContext2D,
  names: readonly Name[],
  scene: Scene,
  world_px: number,
  first: number,
  last: number,
): void {
  const taken: Box[] = [...scene.obstacles];
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const { x, y, minZoom, maxZoom, water, names: byLanguage } of names) {
    if (scene.zoom < minZoom || scene.zoom > maxZoom) continue;
    const text = byLanguage[scene.language] ?? byLanguage.en;
    if (!text) continue;
    const size_px = water ? 15 : 13;
    ctx.font = water
      ? `italic 400 ${size_px}px "Source Serif 4", "Noto Serif", Georgia, serif`
      : `600 ${size_px}px "Noto Sans", system-ui, sans-serif`;
    ctx.letterSpacing = water ? "1px" : "2px";
    const width = ctx.measureText(text).width;
    for (let copy = first; copy <= last; copy++) {
      const at = { x: (x + copy) * world_px - scene.originX, y: y * world_px - scene.originY };
      const box = { x: at.x - width / 2 - 4, y: at.y - size_px, width: width + 8, height: size_px * 2 };
      const whole =
        box.x >= scene.marginX &&
        box.y >= scene.marginY &&
        box.x + box.width <= scene.width - scene.marginX &&
        box.y + box.height <= scene.height - scene.marginY;
      if (!whole || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      if (!water) {
        ctx.strokeStyle = scene.style.glow;
        ctx.lineWidth = 4;
        ctx.strokeText(text, at.x, at.y);
      }
      ctx.fillStyle = water ? scene.style.water : scene.style.country;
      ctx.fillText(text, at.x, at.y);
    }
  }
  ctx.letterSpacing = "0px";
}

export interface BasemapOptions {
  style: BasemapStyle;
  language: string;
  borders: "on" | "faint" | "off";
  /** Boxes in pixels of the view that names leave free. */
  obstacles: readonly Box[];
}

/** How much larger than the view the canvas is, on each side, as a part of the view. */
const PADDING = 0.25;

/** One canvas in the tile pane: repainted when the map rests, moved and scaled while it travels. */
export class BasemapLayer extends L.Layer {
  private readonly canvas = document.createElement("canvas");
  private corner: L.Point = L.point(0, 0);
  private centre: L.LatLng = L.latLng(0, 0);
  private zoom = 0;
  private pending = 0;

  constructor(
    private readonly basemap: Basemap,
    private readonly look: BasemapOptions,
  ) {
    super();
    this.canvas.className = "basemap leaflet-zoom-animated";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  override onAdd(map: L.Map): this {
    map.getPane("tilePane")?.append(this.canvas);
    this.paint();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.pending);
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => this.paint(),
      moveend: () => this.paint(),
      zoom: () => this.follow(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.follow(center, zoom);
      },
    };
  }

  setStyle(style: BasemapStyle): void {
    this.look.style = style;
    this.paint();
  }

  setLanguage(language: string): void {
    if (this.look.language === language) return;
    this.look.language = language;
    this.paint();
  }

  /** Boxes in pixels of the view that names leave free. */
  setObstacles(boxes: readonly Box[]): void {
    this.look.obstacles = boxes;
    this.schedule();
  }

  private schedule(): void {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => this.paint());
  }

  /** ref: Leaflet 1.9.4, Renderer._updateTransform: where the painted view lies in the travelling one. */
  private follow(centre: L.LatLng, zoom: number): void {
    const map = this._map;
    const scale = map.getZoomScale(zoom, this.zoom);
    const half = map.getSize().multiplyBy(0.5 + PADDING);
    const painted = map.project(this.centre, zoom);
    const origin = map
      .project(centre, zoom)
      .subtract(map.containerPointToLayerPoint(map.getSize().divideBy(2)));
    const at = painted.subtract(origin).subtract(half.multiplyBy(scale));
    L.DomUtil.setTransform(this.canvas, at, scale);
  }

  private paint(): void {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const padding = size.multiplyBy(PADDING).round();
    const width = size.x + 2 * padding.x;
    const height = size.y + 2 * padding.y;
    if (width === 0 || height === 0) return;
    this.zoom = map.getZoom();
    this.centre = map.getCenter();
    this.corner = map.containerPointToLayerPoint([-padding.x, -padding.y]);
    const { canvas } = this;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    L.DomUtil.setTransform(canvas, this.corner, 1);
    const ctx = canvas.getContext("2d", { alpha: false });
    if (!ctx) return;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const origin = map.getPixelOrigin().add(this.corner);
    paintBasemap(ctx, this.basemap, {
      originX: origin.x,
      originY: origin.y,
      zoom: this.zoom,
      width,
      height,
      ...this.look,
      marginX: padding.x,
      marginY: padding.y,
      obstacles: this.look.obstacles.map((box) => ({ ...box, x: box.x + padding.x, y: box.y + padding.y })),
    });
  }
}
