// The canvas that lies over the base map: larger than the view, carried along while the map moves, and where it is in
// the world.

import * as L from "leaflet";
import { carry, covers, type Painted } from "../map/carried";

/** How much larger than the view it is on each side, as a part of the view. */
const PADDING = 0.2;
/** More canvas pixels than this are not painted sharply. */
const MOST_PIXELS = 14e6;
/** While the map travels, the picture may be enlarged or shrunk so much before it is painted anew. */
const MOST_STRETCH = 1.4;

/** What is painted: pixels of the world's copy zero, at the canvas' top left corner, and the canvas' size. */
export interface Frame {
  originX: number;
  originY: number;
  width: number;
  height: number;
  world_px: number;
  zoom: number;
}

export interface Sheet {
  /**
   * A cleared context in CSS pixels, and what it shows; null where the map has no size. `bare` of what lies around the
   * view; on `paper` so many pixels a CSS pixel, and 0 on the screen.
   */
  begin(bare?: boolean, paper?: number): Begun | null;
}

/** Where to paint, and what is called once that is done. */
export interface Begun {
  ctx: CanvasRenderingContext2D;
  frame: Frame;
  end(): void;
}

/** `paint` is called when the picture no longer covers the view on the map's way. */
export function makeSheet(map: L.Map, paint: () => void): Sheet {
  const canvas = L.DomUtil.create("canvas", "bubbles leaflet-zoom-animated", map.getPane("overlayPane"));
  canvas.setAttribute("aria-hidden", "true");
  const printed = canvas.cloneNode() as HTMLCanvasElement;
  let painted: Painted = { centre: map.getCenter(), zoom: map.getZoom(), padding: L.point(0, 0) };
  let asked = 0;

  map.on("move", () => {
    // One that is asked for already is kept: a flight asks in each frame.
    if (!asked && !covers(map, painted, MOST_STRETCH)) asked = requestAnimationFrame(paint);
  });
  map.on("zoom", () => carry(map, canvas, painted, map.getCenter(), map.getZoom()));
  map.on("zoomanim", (event) => {
    const { center, zoom: to } = event as L.ZoomAnimEvent;
    carry(map, canvas, painted, center, to);
  });

  return {
    begin(bare = false, paper = 0) {
      cancelAnimationFrame(asked);
      asked = 0;
      const size = map.getSize();
      if (size.x === 0 || size.y === 0) return null;
      const padding = size.multiplyBy(bare || paper ? 0 : PADDING).round();
      const [width, height] = [size.x + 2 * padding.x, size.y + 2 * padding.y];
      const zoom = map.getZoom();
      painted = { centre: map.getCenter(), zoom, padding };
      const ratio = Math.min(
        paper || window.devicePixelRatio || 1,
        Math.sqrt(MOST_PIXELS / (width * height)),
      );
      const [across, down] = [Math.floor(width * ratio), Math.floor(height * ratio)];
      // While a page is printed Chromium records what is drawn on its canvases, and what is cleared on one of them is clear
      // on all below it. One that shows a finished picture takes its place.
      const sheet = paper ? printed : canvas;
      if (!sheet.isConnected) (paper ? canvas : printed).replaceWith(sheet);
      if (sheet.width !== across || sheet.height !== down) {
        sheet.width = across;
        sheet.height = down;
        sheet.style.width = `${width}px`;
        sheet.style.height = `${height}px`;
      }
      const corner = map.containerPointToLayerPoint(padding.multiplyBy(-1));
      L.DomUtil.setTransform(sheet, corner, 1);
      const picture = paper ? new OffscreenCanvas(across, down) : null;
      const ctx = (picture ?? canvas).getContext("2d") as CanvasRenderingContext2D | null;
      if (!ctx) return null;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, width, height);
      const origin = map.getPixelOrigin().add(corner);
      const world_px = 256 * 2 ** zoom;
      return {
        ctx,
        frame: { originX: origin.x, originY: origin.y, width, height, world_px, zoom },
        end() {
          if (picture)
            sheet.getContext("bitmaprenderer")?.transferFromImageBitmap(picture.transferToImageBitmap());
        },
      };
    },
  };
}
