// The page's second script: the user's own base map. It is there only in pages that have one, before the app's, and
// leaves the app the one name that opens it.

import { door } from "../door";
import { type Area, areaOf, type Window, worldX, worldY } from "../map/outline";
import type { OpenTiles, OwnMap, OwnTiles } from "../map/own";
import { covers, paintFaded, type Scene } from "../map/paint";
import { openArchive } from "./archive";
import { Lettering, REACH_PX } from "./lettering";
import { paintRaster, paintVector, type RasterContent } from "./paint";
import { SCHEMAS } from "./schema";
import { readVector, type VectorContent } from "./shapes";
import { type Cell, keyOf, Store, type TileAddress } from "./store";

/** How much of the sea's colour lies over pictures in the dark: none would glare, all would hide them. */
const DIM = 0.42;

const PICTURES = ["png", "jpg", "jpeg", "webp", "avif"];

export const openTiles: OpenTiles = async (bytes, own, options) => {
  const archive = await openArchive(bytes);
  if (own.kind === "raster") {
    if (!PICTURES.includes(own.tile_type)) {
      throw new Error(`Got tiles of ${own.tile_type} when expected ${PICTURES.join(", ")}.`);
    }
    const type = `image/${own.tile_type.replace("jpg", "jpeg")}`;
    const read = async (tile: Uint8Array<ArrayBuffer>): Promise<RasterContent> => {
      const image = await createImageBitmap(new Blob([tile], { type }));
      return { image, bytes: 4 * image.width * image.height };
    };
    const store = new Store(archive, boundsOf(own), read, options.onRead, 0);
    const dimmed = ({ palette }: Scene): number => (palette === options.basemap.theme.dark ? DIM : 0);
    return {
      ...common(store, own, (ctx, cells, scene, window) =>
        paintRaster(ctx, cells, scene, window, dimmed(scene)),
      ),
      names: () => [],
    };
  }
  const schema = own.schema && SCHEMAS[own.schema];
  if (!schema)
    throw new Error(`Got tiles of schema ${own.schema} when expected ${Object.keys(SCHEMAS).join(", ")}.`);
  const read = (tile: Uint8Array, rest: () => Promise<void> | null): Promise<VectorContent> =>
    readVector(tile, schema, options.languages, rest);
  const store = new Store(archive, boundsOf(own), read, options.onRead, 1);
  const lettering = new Lettering(options.basemap.theme);
  return {
    ...common(store, own, (ctx, cells, scene, window) =>
      paintVector(ctx, cells, scene, window, options.basemap),
    ),
    names: (view, zoom, lettered) =>
      lettering.names(store.cells(around(store, view, zoom, REACH_PX)), zoom, lettered),
  };
};

/** What vector tiles and pictures have in common: all but how they are painted, and the names. */
function common<Content extends { bytes: number }>(
  store: Store<Content>,
  own: OwnMap,
  paintCells: (
    ctx: CanvasRenderingContext2D,
    cells: readonly Cell<Content>[],
    scene: Scene,
    window: Window,
  ) => void,
): Omit<OwnTiles, "names"> {
  const area = boundsOf(own);
  return {
    ask: (canvas, view, zoom) =>
      store.ask([...around(store, canvas, zoom, 0), ...around(store, view, zoom, REACH_PX)]),
    // Pictures may be clear in places.
    covers: (scene) =>
      own.kind === "vector" &&
      copies(scene).every(
        (window) =>
          covers(area, areaOf(window)) &&
          store.cells(store.addresses(window, scene.zoom, 0)).every(({ tile }) => tile) &&
          store.zoomFor(scene.zoom) !== null,
      ),
    paint(ctx, scene) {
      for (const window of copies(scene)) {
        const cells = store.cells(store.addresses(window, scene.zoom, 0));
        if (!cells.some(({ tile }) => tile)) continue;
        if (covers(area, areaOf(window))) paintCells(ctx, cells, scene, window);
        else
          Array.from(
            paintFaded(ctx, area, window, (layer, shifted) => {
              paintCells(layer, cells, { ...scene, ...shifted }, shifted);
              return [];
            }),
          );
      }
    },
    pictures: (x, y, zoom) =>
      own.kind === "raster" &&
      store.zoomFor(zoom) !== null &&
      x >= area.west &&
      x <= area.east &&
      y >= area.north &&
      y <= area.south,
  };
}

function boundsOf({ bbox: [west, south, east, north] }: OwnMap): Area {
  return { west: worldX(west), north: worldY(north), east: worldX(east), south: worldY(south) };
}

/** The squares of the window and so much around it, each once. */
function around<Content extends { bytes: number }>(
  store: Store<Content>,
  window: Window,
  zoom: number,
  reach_px: number,
): TileAddress[] {
  const found = copies(window).flatMap((copy) => store.addresses(copy, zoom, reach_px));
  return [...new Map(found.map((each) => [keyOf(each), each])).values()];
}

/** The window as each of the world's copies in it sees it. */
function copies(window: Window): Window[] {
  const first = Math.floor(window.originX / window.world_px);
  const last = Math.floor((window.originX + window.width) / window.world_px);
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    originX: window.originX - (first + index) * window.world_px,
    originY: window.originY,
    world_px: window.world_px,
    width: window.width,
    height: window.height,
  }));
}

door().tiles = openTiles;
