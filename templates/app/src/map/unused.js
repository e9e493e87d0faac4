// In the place of two parts of Leaflet that the page has no use for. Leaflet asks whether they are there.

export const vmlCreate = null;
export const vmlMixin = {};
export const MarkerDrag = null;
