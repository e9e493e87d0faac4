// The map of a page of many records, which draws its first view from the head alone.

import type { FarSigns } from "../map/far";
import { openMap } from "../map/map";
import type { MapRoom } from "../map/room";
import type { Shapes } from "../map/shapes";
import type { Head } from "../payload";
import { modeOf } from "../theme";
import { type BubblesOverlay, makeBubbles } from "./bubbles";
import { maskOf } from "./cells";
import { makeManyFarSigns } from "./far";
import type { OverlayOptions } from "./overlay";
import type { Bubbles, ManyPlaces } from "./types";

export interface ManyMap {
  map: MapRoom;
  bubbles: Bubbles;
}

export function openManyMap(room: HTMLElement, head: Head, onPlace: (place: number) => void): ManyMap {
  let overlay: BubblesOverlay | null = null;
  let listen = onPlace;
  let given: OverlayOptions | null = null;
  let columns: ManyPlaces | null = null;
  let shapes: Shapes | null = null;
  let chosen = -1;
  let measured = false;
  let signs: FarSigns | null = null;
  const map = openMap(
    room,
    head,
    modeOf(document.documentElement),
    (place) => listen(place),
    (options) => {
      given = options;
      overlay = makeBubbles(options, () => {
        if (measured) map.arrange();
      });
      const bubbles = overlay;
      return {
        ...bubbles,
        arrange(fixed) {
          const taken = bubbles.arrange(fixed);
          return fixed ? [...taken, ...(signs?.arrange(taken) ?? [])] : taken;
        },
      };
    },
  );
  signs = makeManyFarSigns(given as unknown as OverlayOptions, (place) => listen(place));
  if (signs) room.querySelector(".far-places")?.replaceWith(signs.element);
  return {
    map: {
      ...map,
      tell(exhibit) {
        overlay?.tell(exhibit);
        signs?.tell(exhibit);
        map.tell(exhibit);
      },
      choose(place) {
        overlay?.choose(place);
        map.choose(place);
      },
      setMode(mode) {
        overlay?.adapt();
        map.setMode(mode);
      },
      adapt() {
        overlay?.adapt();
        map.adapt();
      },
      arrange() {
        if (!measured) overlay?.adapt();
        measured = true;
        map.arrange();
      },
      focusPlace: (place) => overlay?.focusPlace(place),
    },
    bubbles: {
      setColumns(places, chunks) {
        columns = places;
        overlay?.setColumns(places, chunks);
      },
      setMask(found) {
        overlay?.setMask(found);
        const mask = (shapes || signs) && columns && found ? maskOf(columns, found) : null;
        for (const each of [shapes, signs]) {
          each?.setOut((place) => mask !== null && mask.places[place] === mask.places[place + 1]);
        }
      },
      choose(place, frame = null) {
        chosen = place;
        overlay?.choose(place, frame, shapes?.boundsOf(place) ?? null);
        shapes?.choose(place, []);
        // A place that is nearer or farther than usual is the overlay's.
        map.choose(place, [], frame && (frame.bbox || place < 0) ? frame : null);
      },
      onPlace(listener) {
        listen = listener;
      },
      focusPlace: (place) => overlay?.focusPlace(place),
      toPaper: (ratio, numbers) => overlay?.toPaper(ratio, numbers),
      isNumbered: () => overlay?.isNumbered() === true,
      outline(make) {
        shapes = given && make(given.map, given.middle);
        shapes?.choose(chosen, []);
      },
    },
  };
}
