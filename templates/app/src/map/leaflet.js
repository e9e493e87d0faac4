// The parts of Leaflet that the page uses, from Leaflet's own modules: the whole of it would be a third larger.
// The bundler puts this in the place of `leaflet`; a handler adds itself to the map when it is imported.

import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.Keyboard.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";
import * as DomEvent from "leaflet/src/dom/DomEvent.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js";
import { svg } from "leaflet/src/layer/vector/SVG.js";
import { Map as LeafletMap } from "leaflet/src/map/Map.js";

// Leaflet's own way to a renderer brings its canvas along, which the page does not use: a path is SVG here.
// ref: Leaflet 1.9.4, src/layer/vector/Renderer.getRenderer.js
LeafletMap.include({
  getRenderer({ options: { pane, renderer } }) {
    const own = renderer ?? this._getPaneRenderer(pane);
    if (!this.hasLayer(own)) this.addLayer(own);
    return own;
  },
  _getPaneRenderer(pane = "overlayPane") {
    this._paneRenderers[pane] ??= svg({ pane });
    return this._paneRenderers[pane];
  },
});

export { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
export { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
export { toBounds as bounds } from "leaflet/src/geometry/Bounds.js";
export { toPoint as point } from "leaflet/src/geometry/Point.js";
export { imageOverlay } from "leaflet/src/layer/ImageOverlay.js";
export { Layer } from "leaflet/src/layer/Layer.js";
export { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
export { marker } from "leaflet/src/layer/marker/Marker.js";
export { TileLayer } from "leaflet/src/layer/tile/TileLayer.js";
export { circle } from "leaflet/src/layer/vector/Circle.js";
export { circleMarker } from "leaflet/src/layer/vector/CircleMarker.js";
export { polygon } from "leaflet/src/layer/vector/Polygon.js";
export { polyline } from "leaflet/src/layer/vector/Polyline.js";
export { createMap as map } from "leaflet/src/map/Map.js";
export { DomEvent, DomUtil, svg };
