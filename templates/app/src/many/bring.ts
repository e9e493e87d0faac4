// Brings the record that was opened among many into view; the lists around it are laid out once it has been painted.

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

export function bringIntoView({ body, panel, pane, layOut, isShown }: Brought): void {
  const article = body.querySelector<HTMLElement>("li.chosen");
  const before = article?.offsetTop ?? 0;
  if (pane() !== body) {
    // A small screen: the whole page scrolls, and what has been opened comes into view.
    (before > window.innerHeight * 0.4 ? article : panel)?.scrollIntoView();
  } else {
    // The place's head stays at the top; what scrolls comes to stand under it.
    const above = body.querySelector<HTMLElement>(".place-head")?.offsetHeight ?? 0;
    body.scrollTop = before > body.clientHeight * 0.5 ? before - above : 0;
  }
  if (!article) {
    layOut();
    return;
  }
  void painted().then(() => {
    if (!isShown()) return;
    // In the window, not in what scrolls: most browsers keep what is seen in its place by themselves.
    const { top } = article.getBoundingClientRect();
    layOut();
    const moved = article.getBoundingClientRect().top - top;
    if (Math.abs(moved) < 1) return;
    pane().scrollTop += moved;
    layOut();
  });
}
