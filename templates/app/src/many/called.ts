// The names of places, of which a page of many holds few: from the head, or read when the map rests on them.

import type { Head } from "../payload";
import type { Chunks } from "./types";

export interface Name {
  label: string;
  /** "" while it is not read */
  id: string;
}

export interface PlaceNames {
  /** What is known of a place's name. */
  of(place: number): Name | undefined;
  /** Reads those that are not known; the latest call alone settles, and only where it found something new. */
  read(places: readonly number[], then: () => void): void;
  setChunks(chunks: Chunks): void;
  setLanguage(tag: string): void;
  /** every name that was known so far, in lower case */
  said: Set<string>;
}

export function makeNames({ many, language }: Head): PlaceNames {
  let tag = language;
  let chunks: Chunks | null = null;
  let known = new Map<number, Name>();
  let turn = 0;
  const said = new Set<string>();

  function know(place: number, name: Name): void {
    known.set(place, name);
    said.add(name.label.toLowerCase());
  }

  function begin(): void {
    known = new Map();
    for (const [place, label] of Object.entries(many?.labels[tag] ?? {}))
      know(Number(place), { label, id: "" });
  }
  begin();

  async function readAll(places: readonly number[], own: number): Promise<boolean> {
    let fresh = false;
    // One after the other: what is no longer asked for is not read.
    for (const place of places) {
      if (!chunks || own !== turn) return false;
      if (known.get(place)?.id) continue;
      const { label, id } = await chunks.spot(place, tag);
      if (own !== turn) return false;
      // What cannot be read has no name, and keeps the one from the head.
      if (!id) continue;
      know(place, { label, id });
      fresh = true;
    }
    return fresh;
  }

  return {
    said,
    of: (place) => known.get(place),
    read(places, then) {
      turn += 1;
      readAll(places, turn).then(
        (fresh) => fresh && then(),
        (error: unknown) => console.error(error),
      );
    },
    setChunks(next) {
      chunks = next;
    },
    setLanguage(next) {
      if (next === tag) return;
      tag = next;
      turn += 1;
      begin();
    },
  };
}
