// In the place of `leaflet` in the second script: the parts of it that the first one has, and hands over.

export const {
  bounds,
  circle,
  circleMarker,
  DomEvent,
  DomUtil,
  imageOverlay,
  latLng,
  latLngBounds,
  Layer,
  point,
  polygon,
  polyline,
  svg,
  TileLayer,
} = window.mapbuilder.leaflet;
