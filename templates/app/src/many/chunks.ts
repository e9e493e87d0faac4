// The texts of many records: chunks that are cut out of the page's large elements, or of files beside it, when they are
// asked for.

import type { Exhibit } from "../exhibit";
import { fromBase64, type Head, inflate } from "../payload";
import { AGAIN_MS, LostError, textOf } from "./beside";
import { lostFacts, lostPassages, lostSpots, lostTold } from "./lost";
import type {
  Chunk,
  Chunks,
  FactsChunk,
  FactsRow,
  ManyData,
  PassageChunk,
  SpotChunk,
  SpotRow,
  ToldChunk,
  ToldRow,
} from "./types";

/** As many are kept: about 4 MB of texts. */
const KEPT = 64;

export function makeChunks(
  { many }: Head,
  { chunks, events, places }: ManyData,
  exhibit: () => Exhibit,
): Chunks {
  const { rows, place_rows } = many ?? { rows: 256, place_rows: 256 };
  const where = new Map([...chunks].map(([series, each]) => [series, { ...each, from: startsOf(each) }]));
  /** What was asked for last stands last. */
  const kept = new Map<string, Promise<unknown>>();

  /** `lost` stands in for a chunk whose file cannot be read; it is asked for again after a while. */
  function chunk<Columns>(series: string, number: number, lost: () => Columns): Promise<Columns> {
    const key = `${series} ${number}`;
    const asked =
      kept.get(key) ??
      read(series, number).catch((error: unknown) => {
        if (!(error instanceof LostError)) throw error;
        setTimeout(() => kept.delete(key), AGAIN_MS);
        return lost();
      });
    kept.delete(key);
    kept.set(key, asked);
    const [oldest = ""] = kept.keys();
    if (kept.size > KEPT) kept.delete(oldest);
    return asked as Promise<Columns>;
  }

  async function read(series: string, number: number): Promise<unknown> {
    const found = where.get(series);
    const length = found?.length[number];
    if (!found || length === undefined) throw new Error(`The page has no chunk ${number} of ${series}.`);
    const id = `many-${series}-${found.part[number]}`;
    const text = await textOf(id, found.from[number] as number, length);
    return JSON.parse(new TextDecoder().decode(await inflate(fromBase64(text))));
  }

  async function row<Row>(asked: Promise<Chunk<Row>>, at: number): Promise<Row> {
    const columns = await asked;
    const own: Partial<Row> = {};
    for (const name of Object.keys(columns) as (keyof Row)[]) {
      const column: unknown = columns[name];
      if (Array.isArray(column)) own[name] = column[at];
    }
    return own as Row;
  }

  const eventsIn = (number: number): number => Math.min(rows, events.size - number * rows);
  const placesIn = (number: number): number => Math.min(place_rows, places.size - number * place_rows);
  const factsChunk = (number: number) =>
    chunk<FactsChunk>("facts", number, () => lostFacts(eventsIn(number)));
  const toldChunk = (number: number, tag: string) =>
    chunk<ToldChunk>(`told-${tag}`, number, () => lostTold(eventsIn(number), exhibit()));
  const spotChunk = (number: number, tag: string) =>
    chunk<SpotChunk>(`spots-${tag}`, number, () => lostSpots(placesIn(number), exhibit()));
  return {
    factsChunk,
    toldChunk,
    spotChunk,
    passageChunk: (number) => chunk<PassageChunk>("passages", number, () => lostPassages(rows, exhibit())),
    facts: (event) => row<FactsRow>(factsChunk(Math.floor(event / rows)), event % rows),
    told: (event, tag) => row<ToldRow>(toldChunk(Math.floor(event / rows), tag), event % rows),
    spot: (place, tag) => row<SpotRow>(spotChunk(Math.floor(place / place_rows), tag), place % place_rows),
  };
}

/** Where each chunk begins in its element. */
function startsOf({ length, part }: { length: Uint32Array; part: Uint16Array }): Float64Array {
  const from = new Float64Array(length.length);
  for (let i = 1; i < length.length; i++) {
    from[i] = part[i] === part[i - 1] ? (from[i - 1] as number) + (length[i - 1] as number) : 0;
  }
  return from;
}
