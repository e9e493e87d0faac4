// Brings what was opened among many into view before it is painted; the lists around a record are laid out after that.

import { painted } from "../dom";

export interface Brought {
  body: HTMLElement;
  panel: HTMLElement;
  /** what scrolls */
  pane(): Element;
  /** Lays the lists out, as far as they are seen. */
  layOut(): void;
  /** whether it is what is shown still */
  isShown(): boolean;
}

export function bringIntoView(brought: Brought): void {
  const { body, isShown, layOut } = brought;
  const article = body.querySelector<HTMLElement>("li.chosen");
  if (!article) {
    scrollTo(brought, null);
    layOut();
    return;
  }
  // To ask where something stands lays the page out, which is done for the frame that shows it: it is read no later.
  requestAnimationFrame(() => {
    if (!isShown()) return;
    const before = scrollTo(brought, article);
    void painted().then(() => {
      if (!isShown()) return;
      layOut();
      const moved = article.offsetTop - before;
      if (moved === 0) return;
      brought.pane().scrollTop += moved;
      layOut();
    });
  });
}

/** Where the article stood before. */
function scrollTo({ body, panel, pane }: Brought, article: HTMLElement | null): number {
  const before = article?.offsetTop ?? 0;
  if (pane() !== body) {
    // A small screen: the whole page scrolls, and what has been opened comes into view.
    (before > window.innerHeight * 0.4 ? article : panel)?.scrollIntoView();
  } else {
    // The place's head stays at the top; what scrolls comes to stand under it.
    const above = body.querySelector<HTMLElement>(".place-head")?.offsetHeight ?? 0;
    body.scrollTop = before > body.clientHeight * 0.5 ? before - above : 0;
  }
  return before;
}
