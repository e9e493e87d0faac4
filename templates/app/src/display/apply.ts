// Shows the page as the visitor chose, and as the device asks: what style sheets and map go by, on the root.

import type { Display } from "./display";

export const moreContrast = window.matchMedia("(prefers-contrast: more)");
export const lessMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Writes it where style sheet and map find it: on the root. */
export function applyDisplay(root: HTMLElement, { theme, text_size, contrast, motion }: Display): void {
  const { dataset } = root;
  dataset.theme = theme;
  mark(dataset, "textSize", text_size > 0 && String(text_size));
  mark(dataset, "contrast", (contrast === "more" || moreContrast.matches) && "more");
  mark(dataset, "motion", (motion === "reduced" || lessMotion.matches) && "reduced");
}

function mark(dataset: DOMStringMap, name: string, value: string | false): void {
  if (value) dataset[name] = value;
  else delete dataset[name];
}
