// The names of many places: of some at once, and which places have a text in theirs.

import { type FoldTable, foldWords } from "../fold";
import { sizesOf, type Whole } from "./slice";
import { hasWord } from "./word-index";
import { wordsOfSpot } from "./words";

/** Milliseconds between two tellings of what was found. */
const TOLD_MS = 150;

export async function namesOf(
  { exhibit, chunks, meet }: Whole,
  places: readonly number[],
): Promise<{ id: string; label: string }[]> {
  const tag = exhibit.telling.language;
  const spots = await Promise.all(places.map((place) => chunks.spot(place, tag)));
  spots.forEach(({ id }, index) => {
    meet("places", places[index] as number, id);
  });
  return spots.map(({ id, label }) => ({ id, label }));
}

export interface PlaceFinder {
  /** Tells of the places found so far; an earlier search ends. */
  find(text: string, tell: (places: number[], whole: boolean) => void): void;
}

export function makePlaceFinder(whole: () => Whole, table: FoldTable): PlaceFinder {
  let running = 0;
  async function look(text: string, tell: (places: number[], whole: boolean) => void): Promise<void> {
    running++;
    const mine = running;
    const { exhibit, data, chunks } = whole();
    const { place_rows } = sizesOf(exhibit.head);
    const tag = exhibit.telling.language;
    const asked = foldWords(text, table).split(" ").filter(Boolean);
    const found: number[] = [];
    let told = performance.now();
    for (let first = 0; first < data.places.size && asked.length > 0; first += place_rows) {
      const spots = await chunks.spotChunk(first / place_rows, tag);
      if (mine !== running) return;
      for (let row = 0; row < spots.id.length; row++) {
        const words = wordsOfSpot(spots, row, table);
        if (asked.every((word) => hasWord(words, word))) found.push(first + row);
      }
      if (performance.now() - told < TOLD_MS) continue;
      tell([...found], false);
      await new Promise((rest) => setTimeout(rest));
      if (mine !== running) return;
      told = performance.now();
    }
    tell(found, true);
  }
  return { find: (text, tell) => void look(text, tell) };
}
