// What the second script brings to the map: the base map and its furniture, and what only some exhibits show.

import { BasemapLayer } from "./basemap";
import { makeLocator } from "./locator";
import { makeOnline } from "./online";
import { makeReach } from "./reach";
import type { MapParts } from "./room";
import { makeScans } from "./scans";
import { extentOf } from "./several";
import { Shapes } from "./shapes";
import { enlarged } from "./style";

export const mapParts: MapParts = {
  makeGround: (...options) => new BasemapLayer(...options),
  makeLocator,
  makeReach,
  enlarged,
  extras: EXTRAS
    ? { makeOnline, makeScans, makeShapes: (...options) => new Shapes(...options), extentOf }
    : null,
};
