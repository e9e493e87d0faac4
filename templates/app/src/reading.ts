// Where in the panel somebody reads: what was opened comes into view, and what is read stays in sight when the window is
// turned, the letters are enlarged or the language is changed. On a screen that is turned another element may scroll.

import { painted } from "./dom";
import { headOf, isFar, paneOf, portOf, reveal } from "./pane";
import type { Scroller } from "./story/scroll";

export interface Reading {
  /** Brings into view what has been opened; by a link, only where it would be out of sight. */
  bring(byLink?: boolean): void;
  /** Brings back into sight what was read. */
  keep(): void;
}

interface ReadingOptions {
  body: HTMLElement;
  panel: HTMLElement;
  /** that of the story on one page, which knows what is read there */
  scroller: Scroller;
  /** whether nothing is open: of a list that nobody has scrolled nothing is read */
  isList(): boolean;
}

interface Anchor {
  element: Element;
  /** how far down in the element, as a part of its height */
  part: number;
  /** how far down in what is seen, as a part of its height */
  at: number;
  /** whether the panel, which scrolls by itself, is at its beginning */
  atTop: boolean;
}

export function makeReading({ body, panel, scroller, isList }: ReadingOptions): Reading {
  let anchor: Anchor | null = null;
  let frame = 0;
  let turning = false;
  let width = window.innerWidth;
  let pane = paneOf(body);

  const chosen = (): HTMLElement | null => body.querySelector("li.chosen article");

  function look(): void {
    frame = 0;
    if (turning) return;
    const port = portOf(body);
    let y = chosen()?.getBoundingClientRect().top ?? -1;
    if (y < port.top || y >= port.top + port.height) y = port.top + port.height / 3;
    const { left, right } = body.getBoundingClientRect();
    const under = document.elementFromPoint((left + right) / 2, y);
    const element = under?.closest<HTMLElement>("[data-event]") ?? under;
    const atTop = port.own && port.scrolled === 0;
    anchor = null;
    if (!element || element === body || !body.contains(element) || (isList() && atTop)) return;
    const { top, height } = element.getBoundingClientRect();
    anchor = { element, part: (y - top) / (height || 1), at: (y - port.top) / port.height, atTop };
  }

  function lookSoon(): void {
    if (frame === 0) frame = requestAnimationFrame(look);
  }

  function keep(): void {
    if (scroller.keep() || !anchor) return;
    const { part, at, atTop } = anchor;
    // In another language a record stands there anew.
    const element = anchor.element.isConnected ? anchor.element : chosen();
    if (!element) return;
    const port = portOf(body);
    if (port.own && atTop) return;
    const { top, height } = element.getBoundingClientRect();
    const by = top + part * height - port.top - Math.max(headOf(body), at * port.height);
    paneOf(body).scrollTop += by;
  }

  body.addEventListener("scroll", lookSoon, { passive: true });
  window.addEventListener("scroll", lookSoon, { passive: true });
  window.addEventListener("resize", () => {
    const now = paneOf(body);
    // The height alone changes when a browser's own bars or keyboard come and go, while somebody scrolls.
    if (window.innerWidth === width && now === pane) return;
    [width, pane] = [window.innerWidth, now];
    turning = true;
    keep();
    // Map and timeline, which may stand above it, have their new heights by then.
    void painted().then(() => {
      keep();
      turning = false;
    });
  });

  return {
    keep,
    bring(byLink = false) {
      const record = body.querySelector<HTMLElement>("li.chosen");
      const isOwn = paneOf(body) === body;
      if (!byLink || isFar(body, record)) {
        if (isOwn || !(byLink || isList())) reveal(body, panel, record);
        // A link in a frame that nobody has touched leaves the page around it where it is.
        else if (byLink) window.scrollBy(0, (record?.getBoundingClientRect().top ?? 0) - headOf(body));
      }
      lookSoon();
    },
  };
}
