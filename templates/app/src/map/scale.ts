// The scale bar: a round length on the ground, as long as it is in the middle of the view.

import type * as L from "leaflet";
import { h } from "../dom";
import { type Exhibit, say } from "../exhibit";

/** The bar is no longer than this, in the root's letters. */
const MOST_EM = 7;
/** Round lengths, as multiples of a power of ten. */
const ROUND = [1, 2, 5, 10, 20];

export interface Scale {
  element: HTMLElement;
  draw(map: L.Map, exhibit: Exhibit): void;
}

export function makeScale(): Scale {
  const element = h("div", { class: "scale", "aria-hidden": "true" });
  return {
    element,
    draw(map, exhibit) {
      const most_px = MOST_EM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const { x, y } = map.getSize().divideBy(2);
      const left = map.containerPointToLatLng([x - most_px / 2, y]);
      const right = map.containerPointToLatLng([x + most_px / 2, y]);
      const span_m = map.distance(left, right);
      const base = 10 ** Math.floor(Math.log10(span_m));
      const fitting = ROUND.findLastIndex((factor) => factor * base <= span_m);
      // The next longer one, where a language has more to say than fits on the bar.
      for (const factor of ROUND.slice(Math.max(0, fitting))) {
        const length_m = factor * base;
        element.style.width = `${(most_px * length_m) / span_m}px`;
        element.textContent =
          length_m >= 1000
            ? say(exhibit, "page.kilometres", { number: length_m / 1000 })
            : say(exhibit, "page.metres", { number: Math.round(length_m) });
        if (element.scrollWidth <= element.clientWidth) break;
      }
    },
  };
}
