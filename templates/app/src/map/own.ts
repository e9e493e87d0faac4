// What the user's own base map promises the page: the second script keeps it, the map's layer asks for it. Types alone.

import type { Basemap, Name } from "./levels";
import type { Measure, PlacedName } from "./names";
import type { Window } from "./outline";
import type { Scene } from "./paint";

/** What the head says of the archive in the page. */
export interface OwnMap {
  kind: "vector" | "raster";
  schema: "openmaptiles" | "protomaps" | "plain" | null;
  bbox: [west: number, south: number, east: number, north: number];
  min_zoom: number;
  max_zoom: number;
  /** into how many scripts beside the page the archive is cut; 0 when it stands in the page */
  parts: number;
  tile_type: string;
}

export interface OwnTilesOptions {
  basemap: Pick<Basemap, "theme" | "relief">;
  /** the exhibit's languages: names in others are not kept */
  languages: readonly string[];
  /** called when all tiles that were last asked for have been read */
  onRead: () => void;
}

export interface Lettered {
  language: string;
  measure: Measure;
  /** the shipped map's names of the zoom, which stand where they stand */
  shipped: readonly PlacedName[];
  /** Names that the exhibit's own labels say already, in lower case. */
  said: ReadonlySet<string>;
  /** the shipped map's names of what those labels name */
  silent: readonly Name[];
}

export interface OwnTiles {
  /** Asks for the tiles of the canvas and for those around the view that its names need; true when all are there. */
  ask(canvas: Window, view: Window, zoom: number): boolean;
  /** Whether what has been read hides all of the shipped map. */
  covers(scene: Scene): boolean;
  /** Paints what has been read over the shipped map. */
  paint(ctx: CanvasRenderingContext2D, scene: Scene): void;
  /** The names of what has been read, clear of the shipped map's and of each other. */
  names(view: Window, zoom: number, lettered: Lettered): PlacedName[];
  /** Whether at the zoom a picture lies over the point, in world coordinates: it may hold names of its own. */
  pictures(x: number, y: number, zoom: number): boolean;
}

export type OpenTiles = (
  bytes: Uint8Array<ArrayBuffer>,
  own: OwnMap,
  options: OwnTilesOptions,
) => Promise<OwnTiles>;
