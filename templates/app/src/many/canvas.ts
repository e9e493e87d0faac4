// The canvas that lies over the base map: larger than the view, carried along while the map moves, and where it is in
// the world.

import * as L from "leaflet";

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
  /** A cleared context in CSS pixels, and what it shows; null where the map has no size. */
  begin(): { ctx: CanvasRenderingContext2D; frame: Frame } | null;
}

/** `paint` is called when the picture no longer covers the view on the map's way. */
export function makeSheet(map: L.Map, paint: () => void): Sheet {
  const canvas = L.DomUtil.create("canvas", "bubbles leaflet-zoom-animated", map.getPane("overlayPane"));
  canvas.setAttribute("aria-hidden", "true");
  let [centre, zoom, padding] = [map.getCenter(), map.getZoom(), L.point(0, 0)];
  let asked = 0;

  /** ref: Leaflet 1.9.4, Renderer._updateTransform: where the painted view lies in the travelling one. */
  function follow(to: L.LatLng, at: number): void {
    const scale = map.getZoomScale(at, zoom);
    const half = map.getSize().divideBy(2);
    const painted = map.project(centre, at);
    const origin = map.project(to, at).subtract(map.containerPointToLayerPoint(half));
    L.DomUtil.setTransform(
      canvas,
      painted.subtract(origin).subtract(half.add(padding).multiplyBy(scale)),
      scale,
    );
  }

  function covers(): boolean {
    const scale = map.getZoomScale(map.getZoom(), zoom);
    const away = map.project(centre, map.getZoom()).subtract(map.project(map.getCenter()));
    const half = map.getSize().divideBy(2);
    const spare = half.add(padding).multiplyBy(scale).subtract(half);
    return (
      Math.abs(away.x) <= spare.x &&
      Math.abs(away.y) <= spare.y &&
      scale <= MOST_STRETCH &&
      scale >= 1 / MOST_STRETCH
    );
  }

  function keepUp(): void {
    if (covers()) return;
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(paint);
  }

  map.on("move", keepUp);
  map.on("zoom", () => follow(map.getCenter(), map.getZoom()));
  map.on("zoomanim", (event) => {
    const { center, zoom: to } = event as L.ZoomAnimEvent;
    follow(center, to);
  });

  return {
    begin() {
      cancelAnimationFrame(asked);
      const size = map.getSize();
      if (size.x === 0 || size.y === 0) return null;
      padding = size.multiplyBy(PADDING).round();
      const [width, height] = [size.x + 2 * padding.x, size.y + 2 * padding.y];
      [centre, zoom] = [map.getCenter(), map.getZoom()];
      const ratio = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / (width * height)));
      const [across, down] = [Math.floor(width * ratio), Math.floor(height * ratio)];
      if (canvas.width !== across || canvas.height !== down) {
        canvas.width = across;
        canvas.height = down;
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      const corner = map.containerPointToLayerPoint(padding.multiplyBy(-1));
      L.DomUtil.setTransform(canvas, corner, 1);
      const ctx = canvas.getContext("2d");
      if (!ctx) return null;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, width, height);
      const origin = map.getPixelOrigin().add(corner);
      const world_px = 256 * 2 ** zoom;
      return { ctx, frame: { originX: origin.x, originY: origin.y, width, height, world_px, zoom } };
    },
  };
}
