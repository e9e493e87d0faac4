// The places that a visitor looks for, out of the file beside the page that has them by the words of their names: blocks of so
// many in the order of the words, lists of the largest where too many words begin alike, and what is where at the end.

import { type Labelled, labelsOf } from "./labels";
import { keeping, readJson } from "./ranges";
import type { WebFacts } from "./types";

export interface Named extends Labelled {
  id: string;
  precision: string;
  lon: number;
  lat: number;
  events: number;
}

export interface Looked {
  /** those with most records first */
  found: Named[];
  /** whether these are all that there are */
  whole: boolean;
}

export interface Names {
  /** Reads what is where, before anything is looked for; what fails is told then. */
  prepare(): void;
  /** The places of which some words of their names begin with these, which are folded. */
  find(words: readonly string[]): Promise<Looked>;
}

/** What is where in the file. */
export interface NamesIndex {
  /** the word that each block begins with, in the order of their code points */
  first: string[];
  /** where each begins, and where the last one ends */
  start: number[];
  /** by what too many words begin with, where the list of the largest places is, and its length */
  crowded: Record<string, [start: number, length: number]>;
}

/** Places as columns. */
export interface NamesBlock {
  id: string[];
  label: string[];
  precision: (string | null)[];
  lon: number[];
  lat: number[];
  events: number[];
  /** all words of its names */
  words: string[];
}

/** So many are told at once. */
const MOST = 40;
/** Blocks that are kept, of those that were read last. */
const MOST_KEPT = 48;

/** Whether a text comes before another in the order of their code points, which surrogates are not in. Pure. */
export function isBefore(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [own, others] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (own === others) continue;
    const high = (unit: number): number => Number(unit >= 0xd800 && unit < 0xe000);
    return (high(own) - high(others) || own - others) < 0;
  }
  return one.length < other.length;
}

/** The blocks that may have words which begin so, as [from, to). Pure. */
export function blocksOf(
  { first }: Pick<NamesIndex, "first">,
  beginning: string,
): [from: number, to: number] {
  let [low, high] = [0, first.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(first[middle] as string, beginning)) low = middle + 1;
    else high = middle;
  }
  let to = low;
  while (first[to]?.startsWith(beginning)) to++;
  // The block before them may end with some.
  return [Math.max(0, low - 1), to];
}

/** Of the words asked for the one that the fewest blocks may have; which of them that is. Pure. */
export function rarest(
  index: NamesIndex,
  asked: readonly string[],
): { word: string; crowded: boolean } | null {
  let [best, fewest] = ["", Number.POSITIVE_INFINITY];
  for (const word of asked) {
    if (Object.hasOwn(index.crowded, word)) continue;
    const [from, to] = blocksOf(index, word);
    if (to - from < fewest) [best, fewest] = [word, to - from];
  }
  if (best) return { word: best, crowded: false };
  const longest = asked.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? null : { word: longest, crowded: true };
}

/** The places of blocks that have all words asked for, each once, the largest first. Pure. */
export function matching(blocks: readonly NamesBlock[], asked: readonly string[]): Named[] {
  const found = new Map<string, Named>();
  for (const block of blocks) {
    const { id, label, precision, lon, lat, events, words } = block;
    id.forEach((own, row) => {
      const all = ` ${words[row]}`;
      if (!asked.every((each) => all.includes(` ${each}`))) return;
      found.set(own, {
        id: own,
        label: label[row] ?? "",
        labels: labelsOf(block, row),
        precision: precision[row] ?? "site",
        lon: lon[row] ?? 0,
        lat: lat[row] ?? 0,
        events: events[row] ?? 0,
      });
    });
  }
  return [...found.values()].sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1));
}

export function openNames({ file, index: at, bytes: whole }: WebFacts["names"]): Names {
  const index = keeping<NamesIndex>(1);
  const known = keeping<NamesBlock>(MOST_KEPT);

  function block(start: number, length: number): Promise<NamesBlock> {
    return known(start, () => readJson(file, start, length, whole));
  }

  const opened = (): Promise<NamesIndex> => index(at, () => readJson(file, at, whole - at, whole));

  return {
    prepare: () => void opened().catch(() => undefined),
    async find(asked) {
      const where = await opened();
      const rare = rarest(where, asked);
      if (!rare) return { found: [], whole: true };
      if (rare.crowded) {
        const [start, length] = where.crowded[rare.word] ?? [0, 0];
        return { found: matching([await block(start, length)], asked), whole: false };
      }
      const [from, to] = blocksOf(where, rare.word);
      const numbers = Array.from({ length: to - from }, (_, more) => from + more);
      const blocks = await Promise.all(
        numbers.map((number) => {
          const [start = 0, end = 0] = [where.start[number], where.start[number + 1]];
          return block(start, end - start);
        }),
      );
      const found = matching(blocks, asked);
      return { found: found.slice(0, MOST), whole: found.length <= MOST };
    },
  };
}
