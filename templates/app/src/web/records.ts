// The records of a place, out of the file beside the page that has them by place: blocks of so many, each deflated JSON.

import type { Rich } from "../payload";
import { FileFault, keeping, readJson, readPart } from "./ranges";
import type { Block, Told, WebFacts, WebRecord } from "./types";

export interface Records {
  /** So many records from one on, in a language; `fallback` is that of texts which the language has not. */
  read(first: number, count: number, language: string, fallback: string): Promise<WebRecord[]>;
  /** Some records, by their numbers. */
  pick(rows: readonly number[], language: string, fallback: string): Promise<WebRecord[]>;
}

const POSITION_BYTES = 8;
/** Positions that are read at once: those of 131,072 records. */
const POSITIONS = 512;
/** Blocks that are kept, of those that were read last: those of as many records as are told at once, and some. */
const MOST = 64;

/** Where a block's bytes begin and end, of the positions that follow one another. Pure. */
export function rangeOf(positions: Uint8Array, at: number): { offset: number; length: number } {
  const view = new DataView(positions.buffer, positions.byteOffset, positions.byteLength);
  const offset = Number(view.getBigUint64(at * POSITION_BYTES, true));
  const end = Number(view.getBigUint64((at + 1) * POSITION_BYTES, true));
  return { offset, length: end - offset };
}

/** The record of a row of a block. Pure. */
export function recordOf(block: Block, row: number, language: string, fallback: string): WebRecord {
  function told<Text extends string | Rich>(by: Record<string, Text[]> | undefined): Told<Text> {
    const own = by?.[language]?.[row];
    if (own) return { text: own, lang: null };
    const other = by?.[fallback]?.[row];
    if (other) return { text: other, lang: language === fallback ? null : fallback };
    return { text: "" as Text, lang: null };
  }
  const { places } = block;
  const place = block.place[row] ?? -1;
  return {
    row: block.first + row,
    id: block.id[row] ?? "",
    place: {
      id: places.id[place] ?? "",
      label: places.label[place] ?? "",
      precision: places.precision[place] ?? "site",
      lon: places.lon[place] ?? 0,
      lat: places.lat[place] ?? 0,
      first: places.first[place] ?? 0,
      events: places.events[place] ?? 0,
    },
    date: (block.dates[language] ?? block.dates[fallback])?.[block.date[row] ?? -1] ?? "",
    title: told(block.title),
    text: told(block.text),
    draft: block.draft?.[language]?.[row] ?? false,
    source: block.source_title?.[row] ?? "",
    locator: block.locator?.[row] ?? "",
    quote: block.quote?.[row] ?? "",
  };
}

export function openRecords(facts: WebFacts): Records {
  const { records: file, blocks, block_rows, index, bytes: whole } = facts;
  const positions = keeping<Uint8Array>(MOST);
  const known = keeping<Block>(MOST);

  async function read(number: number): Promise<Block> {
    const part = Math.floor(number / POSITIONS);
    const from = part * POSITIONS;
    const count = Math.min(POSITIONS, blocks - from) + 1;
    const found = await positions(part, () =>
      readPart(file, index + from * POSITION_BYTES, count * POSITION_BYTES, { whole }),
    );
    const { offset, length } = rangeOf(found, number - from);
    if (offset + length > index) throw new FileFault("broken", file);
    const block = await readJson<Block>(file, offset, length, whole);
    if (block.first !== number * block_rows) throw new FileFault("broken", file);
    return block;
  }

  async function pick(rows: readonly number[], language: string, fallback: string): Promise<WebRecord[]> {
    const numberOf = (row: number): number => Math.floor(row / block_rows);
    const numbers = [...new Set(rows.map(numberOf))];
    const read_ = await Promise.all(numbers.map((number) => known(number, () => read(number))));
    const of = new Map(numbers.map((number, at) => [number, read_[at]]));
    return rows.map((row) => {
      const block = of.get(numberOf(row));
      if (!block) throw new FileFault("broken", file);
      return recordOf(block, row % block_rows, language, fallback);
    });
  }

  return {
    pick,
    read: (first, count, language, fallback) =>
      pick(
        Array.from({ length: count }, (_, at) => first + at),
        language,
        fallback,
      ),
  };
}
