// What the page asks of its map.

import type { Exhibit } from "../exhibit";
import type { Mode } from "./basemap";
import type { Shape } from "./forms";
import type { Basemap } from "./levels";
import type { OwnTiles, OwnTilesOptions } from "./own";
import type { Reliefs } from "./relief";

export interface MapRoom {
  /**
   * Lays the base map under the marks, until then they stand on the land's colour; settles when the first view is
   * painted. `open` opens the user's own map, which lies over the shipped one.
   */
  lay(basemap: Basemap, relief: Reliefs, open: OpenOwn | null): Promise<void>;
  /** Lays the reliefs anew, once others of them are read. */
  setRelief(relief: Reliefs): void;
  /** Draws the places that are lines and areas. */
  outline(shapes: readonly Shape[]): void;
  /** Draws marks and labels in the exhibit's language. */
  tell(exhibit: Exhibit): void;
  /**
   * Shows the place as chosen and travels to it; -1 returns to the whole exhibit. Of an event of several places `all`
   * are chosen, and the map frames them.
   */
  choose(place: number, all?: readonly number[]): void;
  setMode(mode: Mode): void;
  focusPlace(place: number): void;
  /** Places marks and labels anew, once the fonts that measure them are there. */
  arrange(): void;
  resize(): void;
  /** Lays the historical map over today's with which the page opens, if there is one. */
  openScan(): Promise<void>;
  /** Draws the whole exhibit in the room's size, in the light colours of paper, before the next line runs. */
  print(): void;
}

export type OpenOwn = (options: OwnTilesOptions) => Promise<OwnTiles | null>;
