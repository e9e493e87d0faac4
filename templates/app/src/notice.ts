// What stands before a visitor first, until he goes on.

import { button, h, rich } from "./dom";
import { type Exhibit, say } from "./exhibit";
import { standIn, words } from "./words";

export interface Notice {
  draw(exhibit: Exhibit): void;
  goOn(): void;
}

export function makeNotice(notice: HTMLElement, body: HTMLElement): Notice {
  function goOn(): void {
    notice.hidden = true;
    body.querySelector<HTMLElement>("[data-focus]")?.focus({ preventScroll: true });
  }

  // Who goes on by keys is not left under the notice (WCAG 2.2, 2.4.11).
  body.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && target.tabIndex >= 0) notice.hidden = true;
  });
  return {
    draw(exhibit) {
      const text = exhibit.telling.exhibit.notice;
      if (!text) return;
      notice.setAttribute("aria-label", say(exhibit, "page.notice"));
      notice.replaceChildren(
        h("div", { class: "notice-text", ...standIn(exhibit, "exhibit.notice") }, ...rich(text)),
        button({ "data-action": "continue" }, goOn, words(exhibit, "continue")),
      );
    },
    goOn,
  };
}
