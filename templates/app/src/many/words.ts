// Searching many records: the words' index says in which chunks to look, the texts themselves say which events are meant, by
// the rules of every search. What has been found is told as it grows, and nothing holds the page up meanwhile.

import { type FoldTable, foldWords, toFoldTable } from "../fold";
import type { Texts } from "../payload";
import { plain } from "../plain";
import { distinct } from "../search";
import { rest } from "./rest";
import type { Whole } from "./slice";
import { sizesOf } from "./slice";
import type { FactsChunk, SpotChunk, ToldChunk } from "./types";
import { chunksOfAll, hasWord, type WordIndex } from "./word-index";

/** Milliseconds that are worked at once. */
const STINT_MS = 8;
/** Milliseconds until what was found is told first, and then again. */
const FIRST_MS = 60;
const AGAIN_MS = 300;
/** Times as long as telling what was found takes, until it is told again. */
const SHARE = 10;
/** Chunks that are read while others are looked through. */
const AHEAD = 4;
/** Different words of texts that are kept in mind. */
const MOST_WORDS = 300_000;

/** What was found so far: 1 for each event; `whole` when nothing is left to look through. */
export type Tell = (matches: Uint8Array, whole: boolean) => void;

export interface Searcher {
  fold(query: string): string;
  /** Looks for folded words; an earlier search ends. */
  search(folded: string, tell: Tell): void;
  stop(): void;
}

export function makeSearcher(
  texts: Texts,
  whole: () => Whole,
  readIndex: (tag: string) => Promise<WordIndex | null>,
): Searcher {
  const table = toFoldTable(texts.fold);
  let running = 0;
  return {
    fold: (query) => foldWords(query, table),
    search(folded, tell) {
      running++;
      const mine = running;
      void look(whole(), table, folded.split(" ").filter(Boolean), {
        readIndex,
        tell,
        isOver: () => mine !== running,
      });
    },
    stop() {
      running++;
    },
  };
}

interface Looking {
  readIndex(tag: string): Promise<WordIndex | null>;
  tell: Tell;
  isOver(): boolean;
}

async function look(whole: Whole, table: FoldTable, asked: string[], looking: Looking): Promise<void> {
  const { exhibit, data, chunks } = whole;
  const { rows } = sizesOf(exhibit.head);
  const tag = exhibit.telling.language;
  const matches = new Uint8Array(data.events.size);
  const started = performance.now();
  let told = started;
  let wait = FIRST_MS;
  let rested = started;
  const index = await looking.readIndex(tag);
  if (looking.isOver()) return;
  const places = chunksOfAll(index, asked, Math.ceil(data.events.size / rows));
  const verify = makeVerifier(whole, table, asked);
  const read = (chunk: number) => Promise.all([chunks.toldChunk(chunk, tag), chunks.factsChunk(chunk)]);
  const ahead = places.slice(0, AHEAD).map(read);
  for (const [at, chunk] of places.entries()) {
    const next = places[at + AHEAD];
    if (next !== undefined) ahead.push(read(next));
    const [words, facts] = await (ahead.shift() as ReturnType<typeof read>);
    await verify(chunk, words, facts, matches);
    if (looking.isOver()) return;
    const now = performance.now();
    if (now - told > wait) {
      looking.tell(matches, false);
      told = performance.now();
      // To tell takes time as well, of which the search leaves most to itself.
      wait = Math.max(AGAIN_MS, SHARE * (told - now));
    }
    if (now - rested > STINT_MS) {
      await rest();
      if (looking.isOver()) return;
      rested = performance.now();
    }
  }
  looking.tell(matches, true);
}

type Verify = (chunk: number, told: ToldChunk, facts: FactsChunk, matches: Uint8Array) => Promise<void>;

/** Marks the events of a chunk that have each of the words: in their own texts, or in the names of their places. */
export function makeVerifier(whole: Whole, table: FoldTable, asked: readonly string[]): Verify {
  const { exhibit, data, chunks, dates } = whole;
  const { rows, place_rows } = sizesOf(exhibit.head);
  const tag = exhibit.telling.language;
  const wanted = asked.slice(0, 30);
  const full = (1 << wanted.length) - 1;
  const known = new Map<string, number>();
  const ofDates = new Map<number, number>();
  const ofPlaces = new Map<number, number>();

  /** Which of the words are in a folded text, as bits. */
  function bitsIn(folded: string): number {
    let bits = 0;
    wanted.forEach((word, bit) => {
      if (hasWord(folded, word)) bits |= 1 << bit;
    });
    return bits;
  }

  /** The same of a text as it is written; a word that has been met is not folded again. */
  function bitsOf(text: string): number {
    let bits = 0;
    // What other white space is in between is folded to a space.
    for (const word of text.split(" ")) {
      let own = known.get(word);
      if (own === undefined) {
        own = bitsIn(distinct([word], table));
        if (known.size > MOST_WORDS) known.clear();
        known.set(word, own);
      }
      bits |= own;
      if (bits === full) break;
    }
    return bits;
  }

  function bitsOfDate(date: number): number {
    let bits = ofDates.get(date);
    if (bits === undefined) {
      bits = bitsOf(dates[date] ?? "");
      ofDates.set(date, bits);
    }
    return bits;
  }

  async function bitsOfPlace(place: number): Promise<number> {
    const known = ofPlaces.get(place);
    if (known !== undefined) return known;
    const spots = await chunks.spotChunk(Math.floor(place / place_rows), tag);
    const bits = bitsIn(wordsOfSpot(spots, place % place_rows, table));
    ofPlaces.set(place, bits);
    return bits;
  }

  return async (chunk, told, facts, matches) => {
    const first = chunk * rows;
    const end = Math.min(data.events.size, first + rows);
    for (let event = first; event < end; event++) {
      const row = event - first;
      let bits = bitsOf((!told.lost && told.title[row]) || "") | bitsOfDate(data.events.date[event] ?? -1);
      if (bits !== full) {
        // Where only the source speaks it is found by its own words.
        const own = exhibit.only ? facts.quote?.[row] : plain(told.text?.[row]);
        bits |= bitsOf(own ?? "") | bitsOf(facts.toponym?.[row] ?? "");
      }
      const place = data.events.place[event] as number;
      if (bits !== full && place < data.places.size) {
        // What has been read is not waited for.
        bits |= ofPlaces.get(place) ?? (await bitsOfPlace(place));
      }
      if (bits !== full) {
        for (const other of facts.places?.[row] ?? []) bits |= await bitsOfPlace(other);
      }
      if (bits === full) matches[event] = 1;
    }
  };
}

/** The folded words by which a place is found. */
export function wordsOfSpot(spots: SpotChunk, row: number, table: FoldTable): string {
  const folded = spots.search?.[row];
  if (folded !== undefined) return folded;
  const former = (spots.former?.[row] ?? []).map(([name]) => name);
  return distinct([spots.label[row] ?? "", ...former], table);
}
