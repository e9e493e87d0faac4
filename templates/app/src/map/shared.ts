// The parts of Leaflet that the second script uses too; they are in the first, and handed over. What only some exhibits
// show is in their scripts alone.

import * as L from "leaflet";

/** Named one by one, or the bundle would hold all of Leaflet. */
export const leaflet = {
  bounds: L.bounds,
  circle: L.circle,
  circleMarker: L.circleMarker,
  DomEvent: L.DomEvent,
  DomUtil: L.DomUtil,
  latLng: L.latLng,
  latLngBounds: L.latLngBounds,
  Layer: L.Layer,
  point: L.point,
  polyline: L.polyline,
  ...(EXTRAS && {
    imageOverlay: L.imageOverlay,
    polygon: L.polygon,
    svg: L.svg,
    TileLayer: L.TileLayer,
  }),
};

export type Leaflet = typeof leaflet;
