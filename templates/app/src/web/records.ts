// The records of a place, out of the file beside the page that has them by place: blocks of so many, each deflated JSON.

import type { Rich } from "../payload";
import { PAGE } from "./found";
import { labelsOf } from "./labels";
import { FileFault, keeping, readJson, readPart } from "./ranges";
import type { Block, Source, Spot, Told, WebFacts, WebRecord } from "./types";

export interface Records {
  /** So many records from one on, in a language; `fallback` is that of texts which the language has not. */
  read(first: number, count: number, language: string, fallback: string): Promise<WebRecord[]>;
  /** Some records, by their numbers. */
  pick(rows: readonly number[], language: string, fallback: string): Promise<WebRecord[]>;
}

/** Records of a place that are shown, and of how many; or why they cannot be read. */
export interface Page {
  records: readonly WebRecord[] | FileFault;
  total: number;
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
  function told<Text extends string | Rich>(by: Record<string, Text[]> | undefined, at = row): Told<Text> {
    const own = by?.[language]?.[at];
    if (own) return { text: own, lang: null };
    const other = by?.[fallback]?.[at];
    if (other) return { text: other, lang: language === fallback ? null : fallback };
    return { text: "" as Text, lang: null };
  }
  function named(number: number): Source {
    const id = block.sources?.id[number] ?? "";
    return { id, title: block.sources?.title?.[number] || id };
  }
  const { places } = block;
  const { [language]: facts, [fallback]: others } = places.facts;
  const place = block.place[row] ?? -1;
  const category = block.category?.[row] ?? -1;
  const source = block.source?.[row] ?? -1;
  const figures = block.figures?.[row] ?? [];
  const [title, text] = [told(block.title), told(block.text)];
  return {
    row: block.first + row,
    id: block.id[row] ?? "",
    place: {
      id: places.id[place] ?? "",
      label: places.label[place] ?? "",
      labels: labelsOf(places, place),
      precision: places.precision[place] ?? "site",
      lon: places.lon[place] ?? 0,
      lat: places.lat[place] ?? 0,
      first: places.first[place] ?? 0,
      events: places.events[place] ?? 0,
      facts: {
        precision: facts?.precision?.[place] ?? "",
        coordinates: facts?.coordinates?.[place] ?? "",
        former: facts?.former?.[place] ?? [],
        note: told({ [language]: facts?.note ?? [], [fallback]: others?.note ?? [] }, place),
        source: told(
          { [language]: facts?.coordinate_source ?? [], [fallback]: others?.coordinate_source ?? [] },
          place,
        ),
      },
    },
    date: (block.dates[language] ?? block.dates[fallback])?.[block.date[row] ?? -1] ?? "",
    title,
    text,
    accounts: told(block.other_accounts),
    // What stands in for a translation is nobody's draft.
    draft: Boolean(block.draft?.[language]?.[row]) && (!title.lang || Boolean(text.text && !text.lang)),
    category:
      category < 0
        ? null
        : { id: block.categories?.id[category] ?? "", label: told(block.categories?.label, category) },
    source: source < 0 ? null : named(source),
    otherSources: (block.other_sources?.[row] ?? []).map(named),
    dateSources: (block.date_sources?.[row] ?? []).map(named),
    locator: told(block.locator),
    quote: { text: block.quote?.[row] ?? "", lang: block.quote_language?.[row] ?? null },
    translated: block.quote_translated?.[language]?.[row] ?? "",
    figures: {
      numbers: figures,
      said: (block.figures_told?.[language] ?? block.figures_told?.[fallback])?.[row] ?? [],
      sources: figures.map(([source]) => (source < 0 ? null : named(source))),
    },
    details: (block.details?.[language] ?? block.details?.[fallback])?.[row] ?? [],
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

/** A page of records of a place, from one of its own on; of `rows` where only some are wanted. */
export async function readPage(
  records: Records,
  { first: own, events }: Pick<Spot, "first" | "events">,
  rows: Promise<readonly number[] | null>,
  { from, language, fallback }: { from: number; language: string; fallback: string },
): Promise<Page> {
  let total = events;
  try {
    const wanted = await rows;
    total = wanted?.length ?? total;
    const read = wanted
      ? records.pick(wanted.slice(from, from + PAGE), language, fallback)
      : records.read(own + from, Math.max(0, Math.min(PAGE, total - from)), language, fallback);
    return { records: await read, total };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return { records: error, total };
  }
}
