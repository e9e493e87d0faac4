// The cells and places of the map, out of the vector tiles beside the page, as they are asked for.

import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { type Archive, openArchiveBy, tileId } from "../tiles/archive";
import { labelsOf } from "./labels";
import { FileFault, readPart } from "./ranges";
import { type Cells, eachOf, type Known, type Squares } from "./spots";
import type { Spot } from "./types";

/** Cells that are read as they are asked for. */
export interface ReadCells extends Cells {
  /** Reads where in the file the tiles are. */
  open(): Promise<void>;
}

/** The first request brings the header and, of most archives, all directories. (PMTiles 3, section 2.) */
const FIRST_BYTES = 16_384;
/** Four of them, as a part of the square's side: a point that is told to a metre may be of the next tile. */
const METRES = 1e-7;
/** Tiles that are kept, of those that were seen last. */
const MOST = 600;

/** The properties of a tile as they are written (`cell_tiles.py`). */
interface Properties {
  id: string;
  label: string;
  precision?: string;
  category?: number;
  events: number;
  places?: number;
  first: number;
  /** missing where it is the first */
  from?: number;
}

/** The spots of a tile; `numberOf` gives an id's number. Pure. */
export function spotsOf(
  bytes: Uint8Array,
  { zoom, x, y }: { zoom: number; x: number; y: number },
  numberOf: (id: string) => number,
): Spot[] {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const layer = layers.cells ?? layers.places;
  const tile = tileId(zoom, x, y);
  const found: Spot[] = [];
  for (let index = 0; index < (layer?.length ?? 0); index++) {
    const feature = layer?.feature(index);
    const point = feature?.loadGeometry()[0]?.[0];
    if (!feature || !point) continue;
    const given = feature.properties as unknown as Properties;
    const { id, label, precision, category = -1, events, places, first, from } = given;
    found.push({
      place: numberOf(id),
      id,
      label,
      labels: labelsOf(given),
      precision: precision ?? "site",
      category,
      // The middle of the smallest square that a tile tells apart.
      x: (x + (point.x + 0.5) / feature.extent) / 2 ** zoom,
      y: (y + (point.y + 0.5) / feature.extent) / 2 ** zoom,
      events,
      places: places ?? 1,
      first,
      from: from ?? first,
      tile,
      row: index,
    });
  }
  return found;
}

/** The squares of a zoom that may have a point, which is told to a metre. Pure. */
export function squaresAt(zoom: number, x: number, y: number): Squares {
  const side = 2 ** zoom;
  const within = (at: number): number => Math.max(0, Math.min(side - 1, Math.floor(at * side)));
  return {
    zoom,
    left: within(x - METRES),
    right: within(x + METRES),
    top: within(y - METRES),
    bottom: within(y + METRES),
  };
}

/** The cells of a file beside the page, but for those that the page has. */
export function openCells(
  file: string,
  { numberOf, spotsIn }: Known,
  { changed, failed }: { changed(): void; failed(fault: FileFault): void },
): ReadCells {
  const known = new Map<string, Spot[]>();
  const asked = new Map<string, Promise<Spot[]>>();
  let opening: Promise<Archive> | null = null;

  async function open(): Promise<Archive> {
    const begin = await readPart(file, 0, FIRST_BYTES, { shorter: true });
    return openArchiveBy(async (offset, length) => {
      const end = offset + length;
      return end <= begin.length ? begin.subarray(offset, end) : readPart(file, offset, length);
    });
  }

  async function opened(): Promise<Archive> {
    opening ??= open();
    const own = opening;
    try {
      return await own;
    } catch (error) {
      if (opening === own) opening = null;
      throw faultOf(error);
    }
  }

  /** What cannot be inflated or decoded is not what was written. */
  function faultOf(error: unknown): FileFault {
    return error instanceof FileFault ? error : new FileFault("broken", file);
  }

  async function tile(zoom: number, x: number, y: number): Promise<Spot[]> {
    const archive = await opened();
    try {
      const bytes = await archive.tile(zoom, x, y);
      return bytes ? spotsOf(bytes, { zoom, x, y }, numberOf) : [];
    } catch (error) {
      throw faultOf(error);
    }
  }

  function request(zoom: number, x: number, y: number): Promise<Spot[]> {
    const key = `${zoom}/${x}/${y}`;
    const there = spotsIn(zoom, x, y) ?? known.get(key);
    if (there) return Promise.resolve(there);
    const running = asked.get(key) ?? tile(zoom, x, y);
    if (!asked.has(key)) {
      asked.set(key, running);
      running
        .then((spots) => keep(key, spots))
        .catch(() => {
          // The next look asks anew, from the beginning.
          opening = null;
        })
        .finally(() => asked.delete(key));
    }
    return running;
  }

  function keep(key: string, spots: Spot[]): void {
    known.delete(key);
    known.set(key, spots);
    const [oldest = ""] = known.keys();
    if (known.size > MOST) known.delete(oldest);
  }

  async function read(squares: Squares): Promise<Spot[]> {
    return (await Promise.all(eachOf(squares, request))).flat();
  }

  return {
    read,
    async open() {
      await opened();
    },
    spots(squares, ask) {
      const there = eachOf(squares, (zoom, x, y) => {
        const own = spotsIn(zoom, x, y);
        if (own) return own;
        const key = `${zoom}/${x}/${y}`;
        const spots = known.get(key);
        if (spots) keep(key, spots);
        return spots;
      });
      if (!there.includes(undefined)) return there.flatMap((spots) => spots ?? []);
      if (ask) {
        read(squares).then(changed, (error: unknown) => {
          if (!(error instanceof FileFault)) throw error;
          failed(error);
        });
      }
      return null;
    },
  };
}
