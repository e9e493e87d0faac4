// The map's view on paper: what the page shows, in the shape that the map has there; and afterwards the page's again.

import type * as L from "leaflet";

export interface KeptView {
  /** Brings the map to the room's size, where it shows what it has shown before; the whole exhibit as that fits best. */
  fit(map: L.Map, whole: () => void): void;
  /** Shows again what was shown, once the room has its own size. */
  restore(): void;
}

/** Pixels that the middle may be away from where it is when the whole exhibit is shown. */
const NEAR_PX = 2;

export function keepView(): KeptView {
  let restore: (() => void) | null = null;
  return {
    fit(map, whole) {
      const [centre, zoom, seen] = [map.getCenter(), map.getZoom(), map.getBounds()];
      const away = (): number => map.project(centre).distanceTo(map.project(map.getCenter()));
      // Still in the size of the screen.
      whole();
      const isWhole = map.getZoom() === zoom && away() < NEAR_PX;
      map.invalidateSize({ animate: false });
      whole();
      if (!isWhole) map.fitBounds(seen, { animate: false });
      restore = () => {
        map.invalidateSize({ animate: false });
        whole();
        map.setView(centre, zoom, { animate: false });
      };
    },
    restore() {
      restore?.();
      restore = null;
    },
  };
}
