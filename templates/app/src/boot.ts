// Runs first in the page: the tripwire behind Trusted Types, and the sign that scripts run.

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;

// Leaflet asks at load whether the browser draws SVG by writing this one constant; nothing else in the page
// may turn text into HTML, so everything else is refused.
const ALLOWED = new Set(["", "<svg/>"]);

factory?.createPolicy("default", {
  createHTML(text) {
    if (ALLOWED.has(text)) return text;
    throw new TypeError("this page turns no text into HTML");
  },
});

// Leaflet tries Internet Explorer's VML by calling this; where it is missing, the error that Leaflet swallows costs
// the first view a third of its time, since Chromium then looks up the line of every frame in the whole page.
Object.defineProperty(document, "namespaces", { value: { add: () => undefined } });

// The text version gives way to the app, unless the app's script has not run by the end of the page: blocked, changed
// on its way here, or too new for the browser. The app fills #app at once, before it reads anything.
const { classList } = document.documentElement;
classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  if (!document.getElementById("app")?.firstChild) classList.remove("js");
});
