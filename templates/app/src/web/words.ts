// The records that a visitor looks for, out of the file beside the page that has their numbers by their words: pieces of so many
// numbers in the order of the words, and what is where at the end.

import { blocksOf } from "./names";
import { FileFault, inflated, keeping, readJson, readPart } from "./ranges";
import type { WebFacts } from "./types";

export interface Hits {
  /** numbers of records, ascending */
  rows: number[];
  /** whether these are all that there are */
  whole: boolean;
}

export interface RecordWords {
  /** Reads what is where, before anything is looked for; what fails is told then. */
  prepare(): void;
  /** The records of which some words begin with these, which are folded. */
  find(words: readonly string[]): Promise<Hits>;
}

/** What is where in the file. */
export interface WordsIndex {
  /** the word that each piece begins with, in the order of their code points */
  first: string[];
  /** the first record of it there */
  row: number[];
  /** where each piece begins, and where the last one ends */
  start: number[];
}

/** A piece: its words, and the numbers of each in so many bytes. */
export interface Piece {
  words: string[];
  bytes: number[];
  postings: Uint8Array;
}

/** So much is read of the word that has least, */
const MOST_BYTES = 1_500_000;
/** and of each other. */
const MORE_BYTES = 4_000_000;
/** So many pieces that follow one another are one request. */
const TOGETHER = 16;
/** Pieces that are kept, of those that were read last. */
const MOST_KEPT = 400;

/** Letters of scripts that have no spaces between words (`passages.py`). */
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

/** What is asked for, where no spaces part words in pieces of so many letters: longer ones are not in the index. Pure. */
export function inPieces(query: string, longest: number): string {
  return query
    .split(/\s+/)
    .flatMap((word) => {
      const letters = [...word];
      if (letters.length <= longest || !UNSPACED.test(word)) return [word];
      const last = letters.length - longest;
      return Array.from({ length: Math.ceil(letters.length / longest) }, (_, piece) =>
        letters
          .slice(Math.min(piece * longest, last))
          .slice(0, longest)
          .join(""),
      );
    })
    .join(" ");
}

/** A piece as it is written. Pure. */
export function toPiece(bytes: Uint8Array): Piece {
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Omit<Piece, "postings">;
  return { ...head, postings: bytes.subarray(end + 1) };
}

/** Notes the records of a piece's words that `isMeant`: a bit for each of all, as many as there are. */
export function noteRows(
  { words, bytes, postings }: Piece,
  isMeant: (word: string) => boolean,
  bits: Uint32Array,
): void {
  let at = 0;
  words.forEach((word, number) => {
    const end = at + (bytes[number] ?? 0);
    if (isMeant(word)) {
      // Gaps less one, the first from -1, in groups of seven bits, the lowest first (LEB128).
      for (let row = -1; at < end; ) {
        let gap = 0;
        let shift = 1;
        let part: number;
        do {
          part = postings[at++] as number;
          gap += (part & 127) * shift;
          shift *= 128;
        } while (part > 127);
        row += gap + 1;
        bits[row >>> 5] = (bits[row >>> 5] as number) | (1 << (row & 31));
      }
    }
    at = end;
  });
}

/** Whether a record is noted. Pure. */
export function isNoted(bits: Uint32Array, row: number): boolean {
  return ((bits[row >>> 5] as number) & (1 << (row & 31))) !== 0;
}

/** The numbers of the records that are noted, ascending. Pure. */
export function noted(bits: Uint32Array): number[] {
  const rows: number[] = [];
  bits.forEach((word, at) => {
    for (let rest = word; rest !== 0; rest = (rest & (rest - 1)) >>> 0)
      rows.push(at * 32 + 31 - Math.clz32(rest & -rest));
  });
  return rows;
}

/** Whether a piece may have some of these records, ascending, of the word that it begins with. Pure. */
export function mayHave({ first, row }: WordsIndex, piece: number, rows: readonly number[]): boolean {
  // Only where the piece is of one word do its records say anything.
  if (first[piece] !== first[piece + 1]) return true;
  const [from, to] = [row[piece] as number, row[piece + 1] as number];
  return countBefore(rows, from) < countBefore(rows, to);
}

/** Ascending numbers in runs of those that follow one another, none longer than `most`. Pure. */
export function runsOf(numbers: readonly number[], most: number): number[][] {
  const runs: number[][] = [];
  for (const number of numbers) {
    const run = runs[runs.length - 1];
    if (run && run.length < most && run[run.length - 1] === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs;
}

/** How many of ascending numbers come before one. Pure. */
export function countBefore(rows: readonly number[], row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function openWords({ words: { file, index: at, bytes: whole }, rows: count }: WebFacts): RecordWords {
  const kept = keeping<WordsIndex>(1);
  const known = keeping<Piece>(MOST_KEPT);

  /** The pieces, those that follow one another by one request. */
  async function read({ start }: WordsIndex, numbers: readonly number[]): Promise<Piece[]> {
    const runs = runsOf(numbers, TOGETHER).map((run) => {
      const [first, last] = [run[0] as number, run[run.length - 1] as number];
      const from = start[first] ?? 0;
      let bytes: Promise<Uint8Array<ArrayBuffer>> | null = null;
      return run.map((number) =>
        known(number, async () => {
          bytes ??= readPart(file, from, (start[last + 1] ?? 0) - from, { whole });
          const own = (await bytes).slice((start[number] ?? 0) - from, (start[number + 1] ?? 0) - from);
          const piece = await inflated(own, file);
          try {
            return toPiece(piece);
          } catch {
            throw new FileFault("broken", file);
          }
        }),
      );
    });
    return Promise.all(runs.flat());
  }

  async function rowsIn(
    index: WordsIndex,
    pieces: readonly number[],
    isMeant: (word: string) => boolean,
  ): Promise<Uint32Array> {
    const bits = new Uint32Array(Math.ceil(count / 32));
    for (const piece of await read(index, pieces)) noteRows(piece, isMeant, bits);
    return bits;
  }

  /** So many pieces, from the first on, as have no more bytes together. */
  function within({ start }: WordsIndex, pieces: readonly number[], most: number): number[] {
    let sum = 0;
    return pieces.filter((piece) => {
      sum += (start[piece + 1] ?? 0) - (start[piece] ?? 0);
      return sum <= most;
    });
  }

  /** Of records, ascending, those that have another word as well. */
  async function having(index: WordsIndex, word: string, { rows, whole: all }: Hits): Promise<Hits> {
    const begins = piecesOf(index, word).filter((piece) => mayHave(index, piece, rows));
    if (within(index, begins, MORE_BYTES).length === begins.length) {
      const found = await rowsIn(index, begins, (one) => one.startsWith(word));
      return { rows: rows.filter((row) => isNoted(found, row)), whole: all };
    }
    // What so many words begin with is taken for a word itself: "of", "a".
    // Of all of them it comes first.
    const own = begins.filter((piece, order) => order === 0 || index.first[piece] === word);
    const some = within(index, own, MORE_BYTES);
    const found = await rowsIn(index, some, (one) => one === word);
    const [last] = own.slice(some.length);
    const end = last === undefined ? Number.POSITIVE_INFINITY : (index.row[last] ?? 0);
    return { rows: rows.filter((row) => row < end && isNoted(found, row)), whole: all && last === undefined };
  }

  const opened = (): Promise<WordsIndex> => kept(at, () => readJson(file, at, whole - at, whole));

  return {
    prepare: () => void opened().catch(() => undefined),
    async find(asked) {
      const index = await opened();
      const sizeOf = (word: string): number =>
        piecesOf(index, word).reduce(
          (sum, piece) => sum + (index.start[piece + 1] ?? 0) - (index.start[piece] ?? 0),
          0,
        );
      const [rarest, ...others] = [...new Set(asked)].sort((one, other) => sizeOf(one) - sizeOf(other));
      if (rarest === undefined) return { rows: [], whole: true };
      const pieces = piecesOf(index, rarest);
      const some = within(index, pieces, MOST_BYTES);
      const found = await rowsIn(index, some, (one) => one.startsWith(rarest));
      let hits: Hits = { rows: noted(found), whole: some.length === pieces.length };
      for (const word of others) hits = await having(index, word, hits);
      return hits;
    },
  };
}

/** The pieces that may have words which begin so. */
function piecesOf(index: WordsIndex, beginning: string): number[] {
  const [from, to] = blocksOf(index, beginning);
  return Array.from({ length: to - from }, (_, more) => from + more);
}
