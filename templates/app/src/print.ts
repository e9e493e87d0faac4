// Printing: the page gives way to the handout, which has the map in it, drawn for the width of a page.

import type { Exhibit } from "./exhibit";
import { takeBack } from "./media/store";
import { renderHandout, runningSheet } from "./paper/handout";

/** Dots a CSS pixel of the printed map: 307 an inch. Chromium prints a canvas in whole 64ths of its size, here in 20. */
export const PRINT_RATIO = 64 / 20;

/**
 * Lets `draw` draw the map for paper before a page is printed, and `restore` for the screen after it. Where what
 * the map has come to show asks for another handout, `draw` gives the exhibit of that one.
 */
export function printWithMap(
  room: HTMLElement,
  exhibit: () => Exhibit,
  draw: () => Exhibit | null | undefined,
  restore: () => void,
): void {
  const home = room.parentElement;
  const root = document.documentElement;
  let handout: HTMLElement | null = null;
  let running: CSSStyleSheet | null = null;
  window.addEventListener("beforeprint", () => {
    if (handout) return;
    const { element, frame } = renderHandout(exhibit());
    handout = element;
    running = runningSheet(exhibit());
    document.adoptedStyleSheets.push(running);
    // The map has reckoned with the screen's size of letters; paper keeps it.
    root.style.fontSize = getComputedStyle(root).fontSize;
    root.classList.add("printing");
    frame.append(room);
    document.body.append(element);
    if (!MANY) {
      draw();
      return;
    }
    const other = draw();
    if (!other) return;
    const again = renderHandout(other);
    again.frame.append(room);
    element.replaceWith(again.element);
    handout = again.element;
  });
  // A canvas is printed as it is when the pages are written, which with Chromium is after this event.
  window.addEventListener("afterprint", () => setTimeout(leave));

  function leave(): void {
    if (!handout) return;
    if (MANY) home?.insertBefore(room, home.querySelector(".time-host"));
    else home?.append(room);
    handout.remove();
    handout = null;
    takeBack();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== running);
    root.style.fontSize = "";
    root.classList.remove("printing");
    restore();
  }
}
