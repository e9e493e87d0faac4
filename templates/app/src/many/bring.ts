// Brings the record that was opened among many into view, and back into view where the window's size has put it out of
// sight: on a screen that is turned another element scrolls. The lists around it are laid out once it has been painted.

import { painted } from "../dom";
import { paneOf, portOf, reveal } from "../pane";

export interface Bringing {
  body: HTMLElement;
  panel: HTMLElement;
  /** Lays the lists out, as far as they are seen. */
  layOut(): void;
}

/** Brings the record that the body shows now into view; `isShown` says whether it is what is shown still. */
export type Bring = (isShown: () => boolean) => void;

export function makeBring({ body, panel, layOut }: Bringing): Bring {
  let isAsked = (): boolean => false;
  /** whether some of the record was in sight when the page was painted last */
  let seen = false;
  const watcher = new IntersectionObserver((changes) => {
    seen = changes.at(-1)?.isIntersecting === true;
  });

  function chosen(): HTMLElement | null {
    return body.querySelector<HTMLElement>("li.chosen");
  }

  function bring(isShown: () => boolean): void {
    isAsked = isShown;
    watcher.disconnect();
    const article = chosen();
    if (!article) {
      reveal(body, panel, null);
      layOut();
      return;
    }
    // To ask where something stands lays the page out, which is done for the frame that shows it: it is read no later.
    requestAnimationFrame(() => {
      if (!isShown()) return;
      reveal(body, panel, article);
      void painted().then(() => {
        if (!isShown()) return;
        // In the window, not in what scrolls: most browsers keep what is seen in its place by themselves.
        const { top } = article.getBoundingClientRect();
        layOut();
        const moved = article.getBoundingClientRect().top - top;
        watcher.observe(article);
        if (Math.abs(moved) < 1) return;
        paneOf(body).scrollTop += moved;
        layOut();
      });
    });
  }

  window.addEventListener("resize", () => {
    if (!seen) return;
    const isShown = isAsked;
    void painted().then(() => {
      const article = chosen();
      if (!article || !isShown()) return;
      const { top, bottom } = article.getBoundingClientRect();
      const sight = portOf(body);
      if (bottom <= sight.top || top >= sight.top + sight.height) bring(isShown);
    });
  });
  return bring;
}
