// A PMTiles archive: its header and directories, and the bytes of one tile after the other. It is in memory, or read piece
// by piece.
//
// ref: PMTiles Version 3 Specification, https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md

export interface Header {
  rootOffset: number;
  rootLength: number;
  leafOffset: number;
  dataOffset: number;
  internalCompression: number;
  tileCompression: number;
  minZoom: number;
  maxZoom: number;
}

interface Entry {
  id: number;
  offset: number;
  length: number;
  /** how many tiles from `id` on share the bytes; 0 for a leaf directory */
  run: number;
}

export interface Archive {
  header: Header;
  /** The tile's bytes, inflated; null where the archive has none. */
  tile(zoom: number, x: number, y: number): Promise<Uint8Array<ArrayBuffer> | null>;
}

const HEADER_BYTES = 127;
const NONE = 1;
const GZIP = 2;
/** A directory may point to directories; more than this deep is no archive. (Section 4.) */
const MOST_DEPTH = 4;
/** Leaf directories kept read; each holds some thousand entries. */
const MOST_LEAVES = 64;

/** Reads the header; refuses what is no PMTiles v3, by name. (Section 3.) */
export function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 7));
  const version = bytes[7] ?? 0;
  if (bytes.length < HEADER_BYTES || magic !== "PMTiles" || version !== 3) {
    throw new Error(
      `Got ${magic === "PMTiles" ? `PMTiles v${version}` : "other bytes"} when expected PMTiles v3.`,
    );
  }
  const number = (at: number): number => Number(view.getBigUint64(at, true));
  const header = {
    rootOffset: number(8),
    rootLength: number(16),
    leafOffset: number(40),
    dataOffset: number(56),
    internalCompression: bytes[97] ?? 0,
    tileCompression: bytes[98] ?? 0,
    minZoom: bytes[100] ?? 0,
    maxZoom: bytes[101] ?? 0,
  };
  for (const compression of [header.internalCompression, header.tileCompression]) {
    if (compression !== NONE && compression !== GZIP) {
      throw new Error(
        `Got PMTiles compression ${compression} when expected ${NONE} (none) or ${GZIP} (gzip).`,
      );
    }
  }
  return header;
}

/** The number of a tile on the Hilbert curves of its zoom and those above. (Section 4.1.) */
export function tileId(zoom: number, column: number, row: number): number {
  let [x, y] = [column, row];
  // All zooms above hold (4^zoom - 1) / 3 tiles. Numbers of zoom 26 still fit a double.
  let id = (4 ** zoom - 1) / 3;
  for (let side = 2 ** (zoom - 1); side >= 1; side /= 2) {
    const right = Math.floor(x / side) % 2;
    const below = Math.floor(y / side) % 2;
    id += side * side * ((3 * right) ^ below);
    if (below === 0) {
      if (right === 1) {
        x = side - 1 - (x % side);
        y = side - 1 - (y % side);
      }
      [x, y] = [y, x];
    }
  }
  return id;
}

/** ref: Protocol Buffers, "Base 128 Varints"; numbers up to 2^53 are read exactly. */
function readVarints(bytes: Uint8Array): () => number {
  let at = 0;
  return () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("A directory of the PMTiles archive ends too early.");
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
}

/** The entries of a directory, in rising order of their ids. (Section 4.2.) */
export function readDirectory(bytes: Uint8Array): Entry[] {
  const next = readVarints(bytes);
  const count = next();
  const entries: Entry[] = [];
  let id = 0;
  for (let index = 0; index < count; index++) {
    id += next();
    entries.push({ id, offset: 0, length: 0, run: 0 });
  }
  for (const entry of entries) entry.run = next();
  for (const entry of entries) entry.length = next();
  entries.forEach((entry, index) => {
    const offset = next();
    const before = entries[index - 1];
    // 0 stands for "directly after the entry before".
    entry.offset = offset === 0 && before ? before.offset + before.length : offset - 1;
  });
  return entries;
}

/** The entry that holds the tile or the directory that may; null where neither is. */
export function findEntry(entries: readonly Entry[], id: number): Entry | null {
  let [low, high] = [0, entries.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.id ?? 0) <= id) low = middle + 1;
    else high = middle - 1;
  }
  const found = entries[high];
  if (!found) return null;
  return found.run === 0 || id - found.id < found.run ? found : null;
}

/** Gives so many of the archive's bytes, and no fewer. */
export type ReadPart = (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;

export function openArchive(bytes: Uint8Array<ArrayBuffer>): Promise<Archive> {
  return openArchiveBy(async (offset, length) => {
    if (offset < 0 || offset + length > bytes.length) throw new Error("The PMTiles archive is cut short.");
    return bytes.subarray(offset, offset + length);
  });
}

export async function openArchiveBy(part: ReadPart): Promise<Archive> {
  const header = readHeader(await part(0, HEADER_BYTES));
  const directory = async (offset: number, length: number): Promise<Entry[]> =>
    readDirectory(await inflate(await part(offset, length), header.internalCompression));
  const root = await directory(header.rootOffset, header.rootLength);
  const leaves = new Map<number, Promise<Entry[]>>();

  function leaf({ offset, length }: Entry): Promise<Entry[]> {
    const known = leaves.get(offset);
    if (known) return known;
    const [oldest] = leaves.keys();
    if (oldest !== undefined && leaves.size >= MOST_LEAVES) leaves.delete(oldest);
    const read = directory(header.leafOffset + offset, length);
    leaves.set(offset, read);
    return read;
  }

  return {
    header,
    async tile(zoom, x, y) {
      const id = tileId(zoom, x, y);
      let entries = root;
      for (let depth = 0; depth < MOST_DEPTH; depth++) {
        const entry = findEntry(entries, id);
        if (!entry) return null;
        if (entry.run > 0) {
          return inflate(await part(header.dataOffset + entry.offset, entry.length), header.tileCompression);
        }
        entries = await leaf(entry);
      }
      throw new Error("The directories of the PMTiles archive are nested too deep.");
    },
  };
}

async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  compression: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (compression === NONE) return bytes;
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(bytes), writer.close()]);
  const inflated = new Uint8Array(await new Response(readable).arrayBuffer());
  await written;
  return inflated;
}
