// What the page's scripts hand to each other while it starts, on the one name that they share: `window.mapbuilder`. Once
// the first view is drawn nothing of it is left there.

import type { OpenKiosk } from "./kiosk/stage";
import type { Bubbles } from "./many/types";
import type { OpenTiles } from "./map/own";
import type { MapRoom } from "./map/room";
import type { Leaflet } from "./map/shared";
import type { MediaPart } from "./media/part";
import type { DrawPoster } from "./paper/poster";
import type { Head } from "./payload";
import type { First } from "./web/first";

export interface Door {
  /** from the first script of all: settles when the page and what stands beside it have been read */
  parsed?: Promise<void>;
  /** from the same: puts in the one that the block of this id holds, with its style sheet */
  open?: (id: string) => Promise<void>;
  /** from the script that only pages with a map of the user's own have */
  tiles?: OpenTiles;
  /** from the script that only a kiosk's page has */
  kiosk?: OpenKiosk;
  /** from the script that only pages with media have */
  media?: MediaPart;
  /** from the script that only a poster's page has */
  poster?: DrawPoster;
  /** from the app's script: the parts of Leaflet that are shared with the second one */
  leaflet?: Leaflet;
  /** from the second script: everything that the first marks could do without */
  furnish?: (shell: Shell) => Promise<void>;
  /** the same of a page that reads its records from a server */
  web?: (first: First) => Promise<void>;
}

/** What the app's script has built by the time that the second one takes over. */
export interface Shell {
  head: Head;
  map: MapRoom;
  root: HTMLElement;
  notice: HTMLElement;
  bar: HTMLElement;
  body: HTMLElement;
  steps: HTMLElement;
  panel: HTMLElement;
  room: HTMLElement;
  /** where the timeline will be; hidden where nothing is dated */
  time: HTMLElement;
  live: HTMLElement;
  /** on the map of a page of many records */
  bubbles?: Bubbles;
  /** Gives the places that are touched from now on, and the one that was touched last before. */
  onPlace(listener: (place: number) => void): void;
}

export function door(): Door {
  const page = window as unknown as { mapbuilder?: Door };
  page.mapbuilder ??= {};
  return page.mapbuilder;
}

/** Leaves nothing on the shared name but what other programs may rely on. */
export function closeDoor(version: number): void {
  (window as unknown as { mapbuilder: object }).mapbuilder = { version };
}
