// A canvas that is larger than the view and carried along while the map moves.

import * as L from "leaflet";

/** The view of which a picture was painted, and how much of it lies beyond the view on each side, in pixels. */
export interface Painted {
  centre: L.LatLng;
  zoom: number;
  padding: L.Point;
}

/** Whether the picture covers the view, and is enlarged or shrunk no more than `most` times. */
export function covers(map: L.Map, { centre, zoom, padding }: Painted, most: number): boolean {
  const scale = map.getZoomScale(map.getZoom(), zoom);
  const away = map.project(centre, map.getZoom()).subtract(map.project(map.getCenter()));
  const half = map.getSize().divideBy(2);
  const spare = half.add(padding).multiplyBy(scale).subtract(half);
  return Math.abs(away.x) <= spare.x && Math.abs(away.y) <= spare.y && scale <= most && scale >= 1 / most;
}

/** Lays the picture where it is in a view. ref: Leaflet 1.9.4, Renderer._updateTransform */
export function carry(
  map: L.Map,
  canvas: HTMLElement,
  { centre, zoom, padding }: Painted,
  to: L.LatLng,
  at: number,
): void {
  const scale = map.getZoomScale(at, zoom);
  const half = map.getSize().divideBy(2);
  const origin = map.project(to, at).subtract(map.containerPointToLayerPoint(half));
  const corner = half.add(padding).multiplyBy(scale);
  L.DomUtil.setTransform(canvas, map.project(centre, at).subtract(origin).subtract(corner), scale);
}
