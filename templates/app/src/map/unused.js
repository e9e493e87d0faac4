// In the place of parts of Leaflet that the page has no use for. Leaflet asks whether the first three are there; it makes
// one pin of its own, which no mark of the page shows.

export const vmlCreate = null;
export const vmlMixin = {};
export const MarkerDrag = null;
export const IconDefault = Object;
