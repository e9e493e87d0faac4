// What Leaflet asks about the browser, answered for those that the page is for: Leaflet would try out each, one of them by
// parsing HTML, which takes longer than to draw the first marks. What is not here does not hold: Internet Explorer, VML.
// ref: Leaflet 1.9.4, src/core/Browser.js

const agent = navigator.userAgent.toLowerCase();
const has = (name) => agent.includes(name);
const chrome = has("chrome");

export default {
  any3d: true,
  chrome,
  linux: navigator.platform.startsWith("Linux"),
  mac: navigator.platform.startsWith("Mac"),
  mobile: "orientation" in window || has("mobile"),
  passiveEvents: true,
  pointer: true,
  retina: window.devicePixelRatio > 1,
  safari: !chrome && has("safari"),
  svg: true,
  touch: true,
  touchNative: "ontouchstart" in window || Boolean(window.TouchEvent),
};
