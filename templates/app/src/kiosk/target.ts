// How large what is touched has to be, in pixels.

import type { Head } from "../payload";

/** On a kiosk's screen as its settings have it; elsewhere a mark is enough. */
export function targetOf({ kiosk }: Head): number {
  if (!kiosk || document.documentElement.dataset.profile !== "kiosk") return 0;
  const vmin = Math.min(window.innerWidth, window.innerHeight) / 100;
  return Math.max(kiosk.least_target_px, kiosk.target_vmin * vmin);
}
