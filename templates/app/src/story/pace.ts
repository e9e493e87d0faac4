// How long a step of the tour is shown: as long as a standing visitor reads it, and some more to look. Pure.

import type { Exhibit } from "../exhibit";
import { plain } from "../plain";
import type { Stop } from "./steps";

/** Of a standing visitor; a kiosk's settings may say another speed. */
export const WORDS_PER_S = 3.3;
const LOOK_S = 4;
const LEAST_S = 8;
/** In scripts that set no spaces, so many letters take as long as a word of others. */
const LETTERS_A_WORD = 2;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}]/gu;

export function countWords(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0;
  const spaced = text.replace(UNSPACED, " ").split(/\s+/u).filter(Boolean).length;
  return spaced + Math.ceil(unspaced / LETTERS_A_WORD);
}

export function dwellOf(words: number, words_per_s = WORDS_PER_S): number {
  return 1000 * Math.max(LEAST_S, words / words_per_s + LOOK_S);
}

/** What is read on a stop of a story: the step's own words, else the event's with its quotation. */
export function readOn(exhibit: Exhibit, step: number, { event }: Stop): string {
  const { story, events } = exhibit.telling;
  const title = story?.title[step] || events.title[event];
  const own = story?.text[step];
  if (own) return [title, plain(own)].join(" ");
  const { quote } = exhibit.texts.events;
  return [events.date[event], title, plain(events.text[event]), story ? "" : quote[event]].join(" ");
}
