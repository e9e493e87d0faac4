// Which tiles a view needs, and those that have been read: at most so many bytes of them, the longest unseen go first.

import { type Area, areaOf, type Window } from "../map/outline";
import type { Archive } from "./archive";

export interface TileAddress {
  zoom: number;
  x: number;
  y: number;
}

/** A square of the view, and the tile that fills it: its own, one of a zoom above, or none. */
export interface Cell<Content> extends TileAddress {
  tile: (TileAddress & { content: Content }) | null;
}

/** Read tiles kept beside those in view, in bytes. */
const MOST_BYTES = 48e6;
/** So many zooms above its own a tile may fill a square; what is coarser the shipped map draws better. */
const MOST_UP = 3;
/** So many tiles are inflated while one is read. */
const BATCH = 4;
/** How long the page may be kept from other work, in milliseconds. */
const SLICE_MS = 8;

type Known<Content> = { content: Content | null; bytes: number };

export class Store<Content extends { bytes: number }> {
  /** In the order of use, the longest unseen first; `content` is null where the archive has no tile. */
  private readonly known = new Map<string, Known<Content>>();
  private wanted: TileAddress[] = [];
  private reading = false;
  private bytes = 0;
  private sliceEnd = 0;

  constructor(
    private readonly archive: Archive,
    private readonly area: Area,
    private readonly read: (
      bytes: Uint8Array<ArrayBuffer>,
      rest: () => Promise<void> | null,
    ) => Promise<Content>,
    private readonly onRead: () => void,
    /** A tile is drawn about 256 pixels wide, or 512: the zooms by which it lies above the view's. */
    private readonly above: 0 | 1,
  ) {}

  /** The zoom of the tiles for a view's; below the archive's own there are none. */
  zoomFor(zoom: number): number | null {
    const fitting = Math.round(zoom - this.above);
    return fitting < this.archive.header.minZoom ? null : Math.min(fitting, this.archive.header.maxZoom);
  }

  /** The squares of one world's copy that lie in the window and in the archive's area, row by row. */
  addresses(window: Window, zoom: number, reach_px: number): TileAddress[] {
    const tiles = this.zoomFor(zoom);
    if (tiles === null) return [];
    const count = 2 ** tiles;
    const seen = areaOf({
      ...window,
      originX: window.originX - reach_px,
      originY: window.originY - reach_px,
      width: window.width + 2 * reach_px,
      height: window.height + 2 * reach_px,
    });
    const from = (one: number, two: number): number => Math.max(0, Math.floor(Math.max(one, two) * count));
    const to = (one: number, two: number): number => Math.min(count, Math.ceil(Math.min(one, two) * count));
    const found: TileAddress[] = [];
    for (let y = from(seen.north, this.area.north); y < to(seen.south, this.area.south); y++) {
      for (let x = from(seen.west, this.area.west); x < to(seen.east, this.area.east); x++) {
        found.push({ zoom: tiles, x, y });
      }
    }
    return found;
  }

  /** What fills the squares, as far as it has been read. */
  cells(addresses: readonly TileAddress[]): Cell<Content>[] {
    return addresses.map((address) => {
      for (const above of upwards(address, this.archive.header.minZoom)) {
        const content = this.known.get(keyOf(above))?.content;
        if (content) return { ...address, tile: { ...above, content } };
      }
      return { ...address, tile: null };
    });
  }

  /** Reads what is not there yet, nearest to the middle first; true when there is nothing to be read. */
  ask(addresses: readonly TileAddress[]): boolean {
    const middle = addresses[addresses.length >> 1];
    const away = ({ x, y }: TileAddress): number => (middle ? Math.hypot(x - middle.x, y - middle.y) : 0);
    this.wanted = [...addresses].sort((one, two) => away(one) - away(two));
    for (const address of this.wanted) this.touch(address);
    const missing = this.nextMissing().length > 0;
    if (missing && !this.reading) void this.work();
    return !missing;
  }

  /** The square's tile, or that of the first zoom above which has one, has been read or is known not to be. */
  private missing(address: TileAddress): TileAddress | null {
    for (const above of upwards(address, this.archive.header.minZoom)) {
      const known = this.known.get(keyOf(above));
      if (!known) return above;
      if (known.content) return null;
    }
    return null;
  }

  private nextMissing(): TileAddress[] {
    const found = new Map<string, TileAddress>();
    for (const address of this.wanted) {
      const missing = this.missing(address);
      if (missing) found.set(keyOf(missing), missing);
      if (found.size === BATCH) break;
    }
    return [...found.values()];
  }

  private touch(address: TileAddress): void {
    for (const above of upwards(address, this.archive.header.minZoom)) {
      const key = keyOf(above);
      const known = this.known.get(key);
      if (!known) return;
      this.known.delete(key);
      this.known.set(key, known);
      if (known.content) return;
    }
  }

  private async work(): Promise<void> {
    this.reading = true;
    this.sliceEnd = performance.now() + SLICE_MS;
    for (let batch = this.nextMissing(); batch.length > 0; batch = this.nextMissing()) {
      // All are inflated at once, which the browser does beside us, and then read one after the other.
      const reading = batch.map((address) => ({ address, bytes: this.bytesOf(address) }));
      for (const { address, bytes } of reading) this.keep(address, await this.readOne(address, bytes));
    }
    this.reading = false;
    this.onRead();
  }

  /** A tile that cannot be read is told of, and taken as one that is not there: the shipped map stands in its place. */
  private async readOne(
    { zoom, x, y }: TileAddress,
    inflating: Promise<Uint8Array<ArrayBuffer> | Error | null>,
  ): Promise<Content | null> {
    try {
      const bytes = await inflating;
      if (bytes instanceof Error) throw bytes;
      return bytes && bytes.length > 0 ? await this.read(bytes, () => this.rest()) : null;
    } catch (error) {
      console.error(`Tile ${zoom}/${x}/${y} of the base map cannot be read.`, error);
      return null;
    }
  }

  private bytesOf({ zoom, x, y }: TileAddress): Promise<Uint8Array<ArrayBuffer> | Error | null> {
    return this.archive.tile(zoom, x, y).catch((error: unknown) => new Error(String(error)));
  }

  private rest(): Promise<void> | null {
    if (performance.now() < this.sliceEnd) return null;
    return new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        this.sliceEnd = performance.now() + SLICE_MS;
        done();
      };
      port2.postMessage(null);
    });
  }

  private keep(address: TileAddress, content: Content | null): void {
    this.known.set(keyOf(address), { content, bytes: content?.bytes ?? 100 });
    this.bytes += content?.bytes ?? 100;
    if (this.bytes <= MOST_BYTES) return;
    const needed = new Set(
      this.wanted.flatMap((each) => upwards(each, this.archive.header.minZoom).map(keyOf)),
    );
    for (const [key, { bytes }] of this.known) {
      if (this.bytes <= MOST_BYTES) break;
      if (needed.has(key)) continue;
      this.known.delete(key);
      this.bytes -= bytes;
    }
  }
}

function upwards({ zoom, x, y }: TileAddress, least: number): TileAddress[] {
  const found: TileAddress[] = [];
  for (let up = 0; up <= MOST_UP && zoom - up >= least; up++)
    found.push({ zoom: zoom - up, x: x >> up, y: y >> up });
  return found;
}

export function keyOf({ zoom, x, y }: TileAddress): string {
  return `${zoom}/${x}/${y}`;
}
