// In the place of Leaflet's vectors for Internet Explorer 8, which no browser asks for that runs this page.

export const vmlCreate = null;
export const vmlMixin = {};
