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

document.documentElement.classList.add("js");
