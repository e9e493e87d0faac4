// What the exhibit lends to the kiosk: its state and the way back to the first one. Types alone, so that the exhibit's
// scripts hold nothing of the kiosk's.

import type { Exhibit, View } from "../exhibit";
import type { Head } from "../payload";

export interface Stage {
  head: Head;
  /** in the language that is shown now */
  exhibit(): Exhibit;
  open(view: View): void;
  /** Returns to the first view, language, filters, sizes and colours, and to the map of the whole exhibit. */
  reset(): void;
}

/** Takes the stage once the first view is drawn. */
export type OpenKiosk = (stage: Stage) => void;
