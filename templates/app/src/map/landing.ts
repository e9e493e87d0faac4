// When what lies over the base map is arranged anew: as soon as the map rests, or two frames later where a zoom has been seen.

import type * as L from "leaflet";

export function watchLandings(map: L.Map, room: HTMLElement, arrange: () => void): void {
  let flown = false;
  let asked = 0;
  const land = (): void => {
    flown = false;
    room.classList.remove("zooming");
    arrange();
  };
  // What is drawn in the pixels of the zoom before would grow with a flight. It tells of its zooms frame by frame, and
  // goes on where the room gets another size meanwhile, which ends for Leaflet like a move.
  map.on("zoomstart zoom", () => {
    cancelAnimationFrame(asked);
    room.classList.add("zooming");
  });
  map.on("zoomanim", () => (flown = true));
  // A zoom ends with this as well. The frame in which it lands moves every mark, and has no time for more; without a flight
  // nothing may be seen as it was.
  map.on("moveend resize", () => {
    cancelAnimationFrame(asked);
    if (!flown) land();
    else asked = requestAnimationFrame(() => (asked = requestAnimationFrame(land)));
  });
}
