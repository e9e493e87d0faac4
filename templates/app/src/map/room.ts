// What the page asks of its map.

import type * as L from "leaflet";
import type { Exhibit } from "../exhibit";
import type { Frame } from "../story/steps";
import type { BasemapLayer, Mode } from "./basemap";
import type { Shape } from "./forms";
import type { Basemap } from "./levels";
import type { makeLocator } from "./locator";
import type { makeOnline } from "./online";
import type { OwnTiles, OwnTilesOptions } from "./own";
import type { makeReach } from "./reach";
import type { Reliefs } from "./relief";
import type { makeScans } from "./scans";
import type { extentOf } from "./several";
import type { Shapes } from "./shapes";
import type { enlarged } from "./style";

export type { Frame } from "../story/steps";

/** What the second script brings to a map whose marks are drawn. */
export interface MapParts {
  makeGround(...options: ConstructorParameters<typeof BasemapLayer>): BasemapLayer;
  makeLocator: typeof makeLocator;
  makeReach: typeof makeReach;
  enlarged: typeof enlarged;
  /** null where the exhibit shows none of it */
  extras: {
    makeOnline: typeof makeOnline;
    makeScans: typeof makeScans;
    makeShapes(...options: ConstructorParameters<typeof Shapes>): Shapes;
    extentOf: typeof extentOf;
  } | null;
}

export interface MapRoom {
  /** Takes what comes with the second script, before anything but the marks is asked for. */
  furnish(parts: MapParts): void;
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
   * are chosen, and the map frames them. A step of the story may say another `frame`.
   */
  choose(place: number, all?: readonly number[], frame?: Frame | null): void;
  /** Draws the places faintly of which no event is found; `counts` says of each how many are. */
  show(counts: readonly number[]): void;
  setMode(mode: Mode): void;
  focusPlace(place: number): void;
  /** Places marks and labels anew, once the fonts that measure them are there. */
  arrange(): void;
  resize(): void;
  /** Takes up how the page is shown now: the size of letters and marks, and whether anything glides. */
  adapt(): void;
  /** Lays over today's map what the page opens with: a historical map or none, and the online one or not. */
  reset(): Promise<void>;
  /**
   * Draws the whole exhibit in the room's size, in the light colours of paper and with `ratio` dots a CSS pixel, before
   * the next line runs. Of many records `fit` brings the map to the room's size and says what it shows; `whole` shows
   * the whole exhibit.
   */
  print(ratio: number, fit?: (map: L.Map, whole: () => void) => void): void;
}

export type OpenOwn = (options: OwnTilesOptions) => Promise<OwnTiles | null>;
