// The texts of many records: chunks that are cut out of the page's large elements when they are asked for.

import { fromBase64, type Head, inflate } from "../payload";
import { arrived } from "./arrived";
import type {
  Chunk,
  Chunks,
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

export function makeChunks({ many }: Head, { chunks }: ManyData): Chunks {
  const { rows, place_rows } = many ?? { rows: 256, place_rows: 256 };
  const where = new Map([...chunks].map(([series, each]) => [series, { ...each, from: startsOf(each) }]));
  /** What was asked for last stands last. */
  const kept = new Map<string, Promise<unknown>>();

  function chunk<Columns>(series: string, number: number): Promise<Columns> {
    const key = `${series} ${number}`;
    const asked = kept.get(key) ?? read(series, number);
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
    await arrived(id);
    const text = cut(id, found.from[number] as number, length);
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

  const factsChunk = (number: number) => chunk<Chunk<FactsRow>>("facts", number);
  const toldChunk = (number: number, tag: string) => chunk<ToldChunk>(`told-${tag}`, number);
  const spotChunk = (number: number, tag: string) => chunk<SpotChunk>(`spots-${tag}`, number);
  return {
    factsChunk,
    toldChunk,
    spotChunk,
    passageChunk: (number) => chunk<PassageChunk>("passages", number),
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

/** A piece of an element's text; the whole of it is never copied. A parser may have split it into several nodes. */
function cut(id: string, from: number, length: number): string {
  let [at, left, found] = [from, length, ""];
  for (let node = document.getElementById(id)?.firstChild; node && left > 0; node = node.nextSibling) {
    const { data } = node as Text;
    const piece = data.slice(at, at + left);
    at = Math.max(0, at - data.length);
    left -= piece.length;
    found += piece;
  }
  if (left > 0) throw new Error(`The page's block ${id} is shorter than it should be.`);
  return found;
}
