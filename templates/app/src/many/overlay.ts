// What the map asks of the bubbles that lie over it in the place of marks, and draw themselves when they are made.

import type * as L from "leaflet";
import type { Exhibit } from "../exhibit";
import type { Box } from "../layout";
import type { Head } from "../payload";

export interface OverlayOptions {
  map: L.Map;
  head: Head;
  /** the root's letters in pixels, and the exhibit's middle in degrees */
  em_px: number;
  middle: number;
  onPlace(place: number): void;
}

export type MakeOverlay = (options: OverlayOptions) => Overlay;

export interface Overlay {
  /** Draws the view around what stands in its corners; gives all that is taken up. */
  arrange(fixed: readonly Box[]): Box[];
  /** What it names, in lower case; it grows as names are read. */
  said: ReadonlySet<string>;
  /** What the view shows, in words. */
  shown(exhibit: Exhibit): string;
}
