// Paints one view of the base map on a canvas context: water, land, relief, lines, then the names.

import type { Basemap, Level } from "./levels";
import type { PlacedName } from "./names";
import { type Area, areaOf, meets, type Outline, trace, type Window } from "./outline";
import { at, type MapTheme, type Palette } from "./style";

export interface Scene extends Window {
  zoom: number;
  palette: Palette;
  borders: "on" | "faint" | "off";
  /** the reliefs in the palette's tones, as the base map has them; none while they are not there */
  relief: readonly (CanvasImageSource | null)[];
}

/** Width of the strip over which a finer level fades in at the edge of what it covers, in pixels. */
const FEATHER_PX = 48;

/** Paints on a context that is scaled to CSS pixels, in steps that each find room in a frame. */
export function* paintGround(ctx: CanvasRenderingContext2D, basemap: Basemap, scene: Scene): Generator<void> {
  ctx.fillStyle = scene.palette.sea;
  ctx.fillRect(0, 0, scene.width, scene.height);
  const first = Math.floor(scene.originX / scene.world_px);
  const last = Math.floor((scene.originX + scene.width) / scene.world_px);
  for (let copy = first; copy <= last; copy++) {
    const window = { ...scene, originX: scene.originX - copy * scene.world_px };
    const seen = areaOf(window);
    const levels = basemap.levels.filter(
      ({ area, minZoom, maxZoom }) => scene.zoom >= minZoom && scene.zoom < maxZoom && meets(area, seen),
    );
    // What a finer level covers whole need not be painted first.
    const lowest = levels.findLastIndex(({ area }) => covers(area, seen));
    for (const level of levels.slice(Math.max(0, lowest))) {
      if (covers(level.area, seen) || level === basemap.levels[0])
        yield* paintLevel(ctx, basemap, level, scene, window);
      else yield* paintFeathered(ctx, basemap, level, scene, window);
    }
  }
}

export function covers(area: Area, seen: Area): boolean {
  return (
    area.west <= seen.west && area.north <= seen.north && area.east >= seen.east && area.south >= seen.south
  );
}

/** A level whose edge is in the view is painted apart and faded at that edge, so that no edge shows. */
function paintFeathered(
  ctx: CanvasRenderingContext2D,
  basemap: Basemap,
  level: Level,
  scene: Scene,
  window: Window,
): Generator<void> {
  return paintFaded(ctx, level.area, window, (layer, shifted) => {
    layer.fillStyle = scene.palette.sea;
    layer.fillRect(0, 0, shifted.width, shifted.height);
    return paintLevel(layer, basemap, level, scene, shifted);
  });
}

/** What `draw` paints of the area in the window, faded at those of the area's edges that are seen. */
export function* paintFaded(
  ctx: CanvasRenderingContext2D,
  area: Area,
  window: Window,
  draw: (layer: CanvasRenderingContext2D, shifted: Window) => Iterable<void>,
): Generator<void> {
  const ratio = ctx.getTransform().a;
  const box = pixelsOf(area, window);
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const right = Math.min(window.width, Math.ceil(box.right));
  const bottom = Math.min(window.height, Math.ceil(box.bottom));
  const width = right - left;
  const height = bottom - top;
  if (width <= 0 || height <= 0) return;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * ratio);
  canvas.height = Math.ceil(height * ratio);
  const layer = canvas.getContext("2d");
  if (!layer) return;
  layer.setTransform(ratio, 0, 0, ratio, 0, 0);
  const shifted = { ...window, originX: window.originX + left, originY: window.originY + top, width, height };
  yield* draw(layer, shifted);
  const feather = Math.min(FEATHER_PX, width / 2, height / 2);
  layer.globalCompositeOperation = "destination-in";
  for (const [shown, x0, y0, x1, y1] of [
    // At 180° the map goes on with its next copy.
    [box.left > 0 && area.west > 0, 0, 0, feather, 0],
    [box.right < window.width && area.east < 1, width, 0, width - feather, 0],
    [box.top > 0, 0, 0, 0, feather],
    [box.bottom < window.height, 0, height, 0, height - feather],
  ] as const) {
    if (!shown) continue;
    const fade = layer.createLinearGradient(x0, y0, x1, y1);
    fade.addColorStop(0, "rgb(0 0 0 / 0)");
    fade.addColorStop(1, "rgb(0 0 0 / 1)");
    layer.fillStyle = fade;
    // Beyond the strip the fade changes nothing, and to mix a whole canvas with it costs as much as to draw the map.
    layer.save();
    layer.beginPath();
    layer.rect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0) || width, Math.abs(y1 - y0) || height);
    layer.clip();
    layer.fillRect(0, 0, width, height);
    layer.restore();
  }
  ctx.drawImage(canvas, left, top, width, height);
  yield;
}

export function pixelsOf({ west, north, east, south }: Area, { originX, originY, world_px }: Window) {
  return {
    left: west * world_px - originX,
    top: north * world_px - originY,
    right: east * world_px - originX,
    bottom: south * world_px - originY,
  };
}

function* paintLevel(
  ctx: CanvasRenderingContext2D,
  basemap: Basemap,
  level: Level,
  scene: Scene,
  window: Window,
): Generator<void> {
  const { theme } = basemap;
  const { palette, zoom } = scene;
  const seen = areaOf(window);
  const fill = (outlines: readonly Outline[]): Path2D => {
    const path = new Path2D();
    for (const outline of outlines) {
      if (!meets(outline, seen)) continue;
      trace(path, outline, window);
      path.closePath();
    }
    return path;
  };
  const stroke = (outlines: Iterable<Outline>, fine_px?: number): Path2D => {
    const path = new Path2D();
    for (const outline of outlines)
      if (meets(outline, seen)) trace(path, outline, window, level.area, fine_px);
    return path;
  };
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  const coast = stroke(level.land);
  ctx.strokeStyle = palette.seaNear;
  const near = at(theme.lines.seaNear, zoom);
  // Under so wide a line no small step shows, and each costs a round corner.
  const wide = stroke(level.land, near / 2);
  for (const part of [1, 0.7, 0.42, 0.16]) {
    ctx.lineWidth = 2 * near * part;
    ctx.stroke(wide);
  }
  yield;
  const land = fill(level.land);
  ctx.fillStyle = palette.land;
  ctx.fill(land, "evenodd");
  if (level.urban.length > 0) {
    ctx.fillStyle = palette.urban;
    ctx.fill(fill(level.urban), "evenodd");
  }
  paintRelief(ctx, land, basemap, scene, window);
  yield;
  const flowing = at(theme.rivers, zoom);
  for (const rank of flowing > 0 ? new Set(level.rivers.map((river) => river.rank)) : []) {
    ctx.globalAlpha = flowing;
    ctx.strokeStyle = palette.river;
    ctx.lineWidth = at(theme.lines.river, zoom) * Math.max(0.45, 1.5 - rank * 0.15);
    ctx.stroke(stroke(level.rivers.filter((river) => river.rank === rank).map(({ outline }) => outline)));
    ctx.globalAlpha = 1;
  }
  const lakes = fill(level.lakes);
  ctx.fillStyle = palette.lake;
  ctx.fill(lakes, "evenodd");
  ctx.strokeStyle = palette.shore;
  ctx.lineWidth = at(theme.lines.shore, zoom);
  ctx.stroke(coast);
  ctx.stroke(stroke(level.lakes));
  if (scene.borders !== "off") paintBorders(ctx, level, scene, stroke, theme);
  yield;
}

/** The reliefs on the land, coarser ones first. */
export function paintRelief(
  ctx: CanvasRenderingContext2D,
  land: Path2D,
  { relief, theme }: Pick<Basemap, "relief" | "theme">,
  scene: Scene,
  window: Window,
): void {
  const opacity = at(theme.relief, scene.zoom);
  if (opacity <= 0) return;
  ctx.save();
  ctx.clip(land, "evenodd");
  ctx.globalAlpha = opacity;
  ctx.imageSmoothingQuality = "low";
  for (const [index, { area }] of relief.entries()) {
    const { left, top, right, bottom } = pixelsOf(area, window);
    const picture = scene.relief[index];
    if (!picture || right < 0 || bottom < 0 || left > window.width || top > window.height) continue;
    ctx.drawImage(picture, left, top, right - left, bottom - top);
  }
  ctx.restore();
}

function paintBorders(
  ctx: CanvasRenderingContext2D,
  level: Level,
  { palette, zoom, borders }: Scene,
  stroke: (outlines: Iterable<Outline>) => Path2D,
  theme: MapTheme,
): void {
  const of = (kinds: string[]): Outline[] =>
    level.borders.filter(({ kind }) => kinds.includes(kind)).map(({ outline }) => outline);
  ctx.save();
  ctx.globalAlpha = borders === "faint" ? 0.6 : 1;
  ctx.lineWidth = at(theme.lines.border, zoom);
  ctx.strokeStyle = palette.border;
  ctx.lineCap = "butt";
  ctx.setLineDash([7, 3, 1.5, 3]);
  ctx.stroke(stroke(of(["country"])));
  ctx.setLineDash([3, 4]);
  ctx.stroke(stroke(of(["disputed"])));
  if (borders === "on" && zoom >= 6) {
    ctx.strokeStyle = palette.firstOrder;
    ctx.stroke(stroke(of(["first-order"])));
  }
  ctx.restore();
}

/** Paints names that have been placed; `dx` and `dy` bring world pixels into the canvas. */
export function paintName(
  ctx: CanvasRenderingContext2D,
  placed: PlacedName,
  palette: Palette,
  dx: number,
  dy: number,
): void {
  const { name, style, text, letters, dot_px } = placed;
  const { times = 1 } = style;
  ctx.font = placed.font;
  ctx.letterSpacing = letters ? "0px" : `${style.spacing}px`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.strokeStyle = palette.halo;
  ctx.fillStyle = palette[style.colour];
  ctx.lineWidth = style.colour === "waterName" ? 0 : 3 * times;
  if (letters) {
    const set = (how: "strokeText" | "fillText"): void => {
      for (const letter of letters) {
        ctx.save();
        ctx.translate(letter.x + dx, letter.y + dy);
        ctx.rotate(letter.turn);
        ctx[how](letter.text, 0, 0);
        ctx.restore();
      }
    };
    if (style.colour !== "waterName") set("strokeText");
    set("fillText");
  } else {
    // Space is set after the last letter too; half of it back keeps the name in the middle.
    const x = placed.x + dx + style.spacing / 2;
    if (ctx.lineWidth > 0 && style.colour !== "waterName") ctx.strokeText(text, x, placed.y + dy);
    ctx.fillText(text, x, placed.y + dy);
  }
  if (dot_px > 0) {
    ctx.beginPath();
    ctx.arc(placed.pointX + dx, placed.pointY + dy, dot_px, 0, 2 * Math.PI);
    ctx.lineWidth = 1.2 * times;
    ctx.strokeStyle = palette.dot;
    ctx.fillStyle = name.capital ? palette.dot : palette.halo;
    ctx.fill();
    ctx.stroke();
  }
  ctx.letterSpacing = "0px";
}
