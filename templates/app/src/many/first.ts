// The map of a page of many records, which draws its first view from the head alone.

import { openMap } from "../map/map";
import type { MapRoom } from "../map/room";
import type { Head } from "../payload";
import { modeOf } from "../theme";
import { type BubblesOverlay, makeBubbles } from "./bubbles";
import type { Bubbles } from "./types";

export interface ManyMap {
  map: MapRoom;
  bubbles: Bubbles;
}

export function openManyMap(room: HTMLElement, head: Head, onPlace: (place: number) => void): ManyMap {
  let overlay: BubblesOverlay | null = null;
  let listen = onPlace;
  let measured = false;
  const map = openMap(
    room,
    head,
    modeOf(document.documentElement),
    (place) => listen(place),
    (options) => {
      overlay = makeBubbles(options, () => {
        if (measured) map.arrange();
      });
      return overlay;
    },
  );
  return {
    map: {
      ...map,
      tell(exhibit) {
        overlay?.tell(exhibit);
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
      setColumns: (places, chunks) => overlay?.setColumns(places, chunks),
      setMask: (found) => overlay?.setMask(found),
      choose(place, frame = null) {
        overlay?.choose(place, frame);
        // A place that is nearer or farther than usual is the overlay's.
        map.choose(place, [], frame && (frame.bbox || place < 0) ? frame : null);
      },
      onPlace(listener) {
        listen = listener;
      },
      focusPlace: (place) => overlay?.focusPlace(place),
    },
  };
}
