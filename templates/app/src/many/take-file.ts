// Files of many records, made piece by piece: texts are read in the order of the page's chunks, each once, and put into the
// order of time. No more of them is held at once than a few pieces; the browser keeps the rest wherever it keeps files.

import type { Exhibit } from "../exhibit";
import { creditsOf, type Row, toCsv, toCsvLine, toFeature, toGeoJson, toRows } from "../take";
import { LostError } from "./beside";
import { rest } from "./rest";
import { sizesOf, slice, type Whole } from "./slice";
import type { Chunks } from "./types";

/** A file is what begins it, its records' pieces with something between them, and what ends it. */
export interface Format {
  name: string;
  ending: string;
  begin(exhibit: Exhibit, first: Row): string;
  piece(row: Row): string;
  between: string;
  end: string;
}

const CSV: Format = {
  name: "CSV",
  ending: "csv",
  begin: (_, first) => toCsv([first]).slice(0, -toCsvLine(first).length),
  piece: toCsvLine,
  between: "",
  end: "",
};
const END = "]}";
const GEOJSON: Format = {
  name: "GeoJSON",
  ending: "geojson",
  begin: (exhibit) => toGeoJson(exhibit.telling.exhibit.title, creditsOf(exhibit), []).slice(0, -END.length),
  piece: (row) => JSON.stringify(toFeature(row)),
  between: ",",
  end: END,
};
export const FORMATS: readonly Format[] = [CSV, GEOJSON];

/** Records that stand one after another in the file. */
const RUN = 2_048;
/** Letters of pieces that are held until the browser is given them: 16 MB at least. */
const HELD = 8_000_000;

export interface Making {
  /** Hears how many records have been read. */
  tell(done: number): void;
  isOver(): boolean;
}

/** A piece's place in the file, and the piece. */
type Placed = [at: number, piece: string];

/** A run's pieces; of those that are held no more their text, and of each its place and how long it is. */
interface Run {
  held: Placed[];
  apart: { text: Blob; pieces: [at: number, length: number][] }[];
}

/** The events in their order as a file; null where it is over before. Throws where a text cannot be read. */
export async function makeFile(
  whole: Whole,
  order: Uint32Array,
  format: Format,
  { tell, isOver }: Making,
): Promise<Blob | null> {
  const { rows } = sizesOf(whole.exhibit.head);
  const strict: Whole = { ...whole, chunks: unlost(whole.chunks), meet: () => undefined };
  const runs = Array.from({ length: Math.ceil(order.length / RUN) }, (): Run => ({ held: [], apart: [] }));
  const places = placesIn(order, whole.data.events.size);
  let [done, held, begin] = [0, 0, ""];
  for (let chunk = 0; chunk * rows < places.length; chunk++) {
    const events = wantedIn(places, chunk * rows, rows);
    if (events.length === 0) continue;
    const { exhibit } = await slice(strict, events);
    if (isOver()) return null;
    toRows(exhibit).forEach((row, own) => {
      begin ||= format.begin(whole.exhibit, row);
      const at = (places[events[own] as number] as number) - 1;
      const piece = format.piece(row);
      runs[Math.floor(at / RUN)]?.held.push([at, piece]);
      held += piece.length;
    });
    if (held > HELD) {
      for (const run of runs) if (putApart(run)) await rest();
      held = 0;
    }
    done += events.length;
    tell(done);
    await rest();
    if (isOver()) return null;
  }
  const parts: BlobPart[] = [begin];
  for (const [index, run] of runs.entries()) {
    const pieces = await inOrder(run);
    // One part a run: as one text they could be more than a text may have.
    parts.push(new Blob([index > 0 ? format.between : "", pieces.join(format.between)]));
    await rest();
    if (isOver()) return null;
  }
  return new Blob([...parts, format.end]);
}

/** Of each event where it stands in the file, counted from one; 0 for those that are none of it. */
function placesIn(order: Uint32Array, size: number): Uint32Array {
  const places = new Uint32Array(size);
  order.forEach((event, at) => {
    places[event] = at + 1;
  });
  return places;
}

function wantedIn(places: Uint32Array, first: number, rows: number): number[] {
  const wanted: number[] = [];
  const end = Math.min(places.length, first + rows);
  for (let event = first; event < end; event++) if (places[event] !== 0) wanted.push(event);
  return wanted;
}

/** Gives the browser what a run holds; false where that is nothing. */
function putApart(run: Run): boolean {
  if (run.held.length === 0) return false;
  // Of thousands of parts a browser would keep each for itself.
  const text = new Blob([run.held.map(([, piece]) => piece).join("")]);
  run.apart.push({ text, pieces: run.held.map(([at, piece]) => [at, piece.length]) });
  run.held = [];
  return true;
}

/** The pieces of a run in the order of the file; it is given up. */
async function inOrder(run: Run): Promise<string[]> {
  const all = run.held;
  const texts = await Promise.all(run.apart.map(({ text }) => text.text()));
  run.apart.forEach(({ pieces }, index) => {
    let from = 0;
    for (const [at, length] of pieces) {
      all.push([at, (texts[index] as string).slice(from, from + length)]);
      from += length;
    }
  });
  run.apart = [];
  run.held = [];
  return all.sort(([one], [other]) => one - other).map(([, piece]) => piece);
}

/** The chunks themselves: what stands in for one that cannot be read is nothing to save. */
function unlost(chunks: Chunks): Chunks {
  async function whole<Chunk extends { lost?: true }>(read: Promise<Chunk>): Promise<Chunk> {
    const chunk = await read;
    if (chunk.lost) throw new LostError("");
    return chunk;
  }
  return {
    ...chunks,
    factsChunk: (chunk) => whole(chunks.factsChunk(chunk)),
    toldChunk: (chunk, tag) => whole(chunks.toldChunk(chunk, tag)),
    spotChunk: (chunk, tag) => whole(chunks.spotChunk(chunk, tag)),
  };
}
