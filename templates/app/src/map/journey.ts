// How the map gets from where it is to where it shall be: a cut for who wants no motion, a short glide to what is near, a
// flight that rises and falls once to what is far.

import * as L from "leaflet";

/** Levels of the map within which it glides. */
const NEAR_ZOOM = 0.5;
/** Of the view's shorter side, how far away is near. */
const NEAR_PART = 0.8;

/** Zoom at which a chosen place is seen with its surroundings. */
const CLOSE: Record<string, number> = { site: 12.5, town: 11, city: 11, region: 7.5, country: 5 };

export function closeTo(precision: string): number {
  return CLOSE[precision] ?? 10;
}

/** As the device is set, and as the visitor has switched it on the page. */
export function isStill(): boolean {
  return (
    document.documentElement.dataset.motion === "reduced" ||
    window.matchMedia("(prefers-reduced-motion: reduce)").matches
  );
}

/** Of the theme's scale of motion, in seconds. */
function seconds(name: "--motion-glide" | "--motion-flight"): number {
  const written = getComputedStyle(document.documentElement).getPropertyValue(name);
  return Number(/([\d.]+)ms/.exec(written)?.[1] ?? 0) / 1000;
}

export function travel(map: L.Map, center: L.LatLng, zoom: number): void {
  map.stop();
  const size = map.getSize();
  const near = NEAR_PART * Math.min(size.x, size.y);
  // In a frame that is not shown there is no room to fly through.
  if (isStill() || near === 0) {
    map.setView(center, zoom, { animate: false });
    return;
  }
  const { x, y } = map.latLngToContainerPoint(center).subtract(size.divideBy(2));
  if (Math.abs(zoom - map.getZoom()) <= NEAR_ZOOM && Math.hypot(x, y) <= near) {
    map.setView(center, zoom, {
      animate: true,
      duration: seconds("--motion-glide"),
      easeLinearity: 0.25,
    } as L.ZoomPanOptions);
  } else map.flyTo(center, zoom, { duration: seconds("--motion-flight"), easeLinearity: 0.3 });
}

/** The same to an extent, which is then seen whole. */
export function travelOver(
  map: L.Map,
  extent: L.LatLngBounds,
  { padding, maxZoom }: { padding: L.Point; maxZoom: number },
): void {
  const zoom = Math.min(maxZoom, map.getBoundsZoom(extent, false, padding.multiplyBy(2)));
  // The middle of what is seen is not that of the degrees: the map grows towards the poles.
  const corners = [extent.getSouthWest(), extent.getNorthEast()].map((corner) => map.project(corner, zoom));
  const middle = L.point(
    corners.reduce((sum, { x }) => sum + x, 0),
    corners.reduce((sum, { y }) => sum + y, 0),
  );
  travel(map, map.unproject(middle.divideBy(2), zoom), zoom);
}

/** What a step of the story frames: a box, around a place where there is no box, nearer or farther by its zoom. */
export function travelTo(
  map: L.Map,
  place: L.LatLng | null,
  { bbox, zoom }: { bbox: readonly number[] | null; zoom: number | null },
  lonNear: (lon: number) => number,
): void {
  const maxZoom = Math.min(map.getMaxZoom(), zoom ?? Number.POSITIVE_INFINITY);
  if (bbox) {
    const [west = 0, south = 0, east = 0, north = 0] = bbox;
    const width = east < west ? east + 360 - west : east - west;
    const shift = lonNear(west + width / 2) - (west + width / 2);
    const extent = L.latLngBounds([south, west + shift], [north, west + shift + width]);
    const size = map.getSize();
    travelOver(map, extent, {
      padding: L.point(Math.min(48, size.x / 10), Math.min(48, size.y / 10)),
      maxZoom,
    });
  } else travel(map, place ?? map.getCenter(), Math.max(map.getMinZoom(), maxZoom));
}
