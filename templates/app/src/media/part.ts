// What the script that only pages with media have lends to the panel. Types alone, so that no other page holds more.

import type { Exhibit } from "../exhibit";

export interface MediaPart {
  /** The player of the recording in which an event's text is read aloud; null without one in this language. */
  reading(exhibit: Exhibit, event: number): HTMLElement | null;
  /** The pictures, sounds and films of an event; null where it has none. */
  shown(exhibit: Exhibit, event: number): HTMLElement | null;
  /** Stops what plays and closes what is enlarged: something else is about to be shown. */
  quiet(): void;
  /** The same, and the loudness as it was at first. */
  reset(): void;
}
