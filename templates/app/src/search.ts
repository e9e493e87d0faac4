// What each event is found by. Pure.

import { type Exhibit, isHidden } from "./exhibit";
import { type FoldTable, foldWords, toFoldTable } from "./fold";
import type { Texts } from "./payload";
import { plain } from "./plain";

export interface Search {
  /** what a visitor asks for, as the texts are folded */
  fold(query: string): string;
  /** the folded words of each event and of its places; of many events Python has folded them (finding.py) */
  wordsOf(exhibit: Exhibit): string[];
}

export function makeSearch(texts: Texts): Search {
  const table = toFoldTable(texts.fold);
  return {
    fold: (query) => foldWords(query, table),
    wordsOf: (exhibit) => {
      const { events } = exhibit.head;
      const { search } = exhibit.telling;
      return events.id.map((_, event) => {
        if (isHidden(exhibit, event)) return "";
        const own = events.places?.[event] ?? [];
        const places = own.length > 0 ? own : [events.place[event] ?? -1];
        const words = search.events?.[event] ?? distinct(writtenOf(exhibit, event), table);
        return [words, ...places.map((place) => search.places[place] ?? "")].join(" ").trim();
      });
    },
  };
}

function writtenOf({ telling: { events }, texts, only }: Exhibit, event: number): string[] {
  const { toponym, quote } = texts.events;
  // Where only the source speaks it is found by its own words.
  const own = only ? quote[event] : null;
  const written = [events.title[event], plain(events.text[event]), events.date[event], toponym[event], own];
  return written.filter((part): part is string => Boolean(part));
}

/** The different words in the order of their coming, and then each with a letter schwa as it is written with e. */
export function distinct(written: readonly string[], table: FoldTable): string {
  const also = written.flatMap((text) =>
    (text.match(/[\p{L}\p{N}_]+/gu) ?? [])
      .filter((word) => /[\u0259\u018f\u04d9\u04d8]/.test(word))
      .map((word) => word.replace(/[\u0259\u04d9]/g, "e").replace(/[\u018f\u04d8]/g, "E")),
  );
  const words = [...written, ...also].flatMap((text) => foldWords(text, table).split(" "));
  return [...new Set(words.filter(Boolean))].join(" ");
}
