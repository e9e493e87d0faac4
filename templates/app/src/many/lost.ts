// What stands where a text of many records cannot be read, and the note that says which file is missing. The map and all
// that the columns say go on.

import { h } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { words } from "../words";
import type { FactsChunk, PassageChunk, SpotChunk, ToldChunk } from "./types";

/** Rows that say so themselves, instead of those of a chunk that was not read. */
export function lostFacts(rows: number): FactsChunk {
  return { id: Array(rows).fill(""), lost: true };
}

export function lostTold(rows: number, exhibit: Exhibit): ToldChunk {
  return { title: Array(rows).fill(say(exhibit, "many.lost_text")), lost: true };
}

export function lostSpots(rows: number, exhibit: Exhibit): SpotChunk {
  const none: string[] = Array(rows).fill("");
  const label: string[] = Array(rows).fill(say(exhibit, "many.lost_place"));
  return { id: none, label, coordinates: none, precision: none, search: none, lost: true };
}

export function lostPassages(rows: number, exhibit: Exhibit): PassageChunk {
  return { source: Array(rows).fill(-1), text: Array(rows).fill(say(exhibit, "many.lost_text")) };
}

/** Puts a note above what the panel shows, once something has been lost; of several files it names the last. */
export function makeLostNote(body: HTMLElement, exhibit: () => Exhibit): (file?: string) => void {
  let lost = "";
  const note = h("p", { class: "lost" });
  return (file = lost) => {
    lost = file;
    if (!lost) return;
    note.replaceChildren(words(exhibit(), "many.lost_why", { file: lost }));
    body.firstElementChild?.prepend(note);
  };
}
