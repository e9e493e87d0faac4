// The question whether somebody still reads: a large "keep reading", and a way to start again for whoever leaves.

import { button, h } from "../dom";

export interface StillWords {
  question: string;
  /** what happens in so many seconds */
  rest(left_s: number): string;
  keep: string;
  leave: string;
}

/** The keys by which one goes from one button to the other, and presses it. */
const ITS_KEYS = new Set(["Tab", "Shift", "Enter", " "]);

export interface Still {
  element: HTMLDialogElement;
  ask(words: StillWords, left_s: number): void;
  close(): void;
}

export function makeStill(actions: { keep(): void; leave(): void }): Still {
  const question = h("h2", { id: "still-question" });
  const rest = h("p", { id: "still-rest" });
  const keep = button({ class: "still-keep", "data-action": "keep" }, actions.keep);
  const leave = button({ class: "still-leave", "data-action": "start-over" }, actions.leave);
  const element = h(
    "dialog",
    {
      class: "still",
      role: "alertdialog",
      "aria-labelledby": question.id,
      "aria-describedby": rest.id,
    },
    h("div", { class: "still-card" }, question, rest, keep, leave),
  );
  // Whatever else is touched is an answer, too.
  element.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("button"))) actions.keep();
  });
  element.addEventListener("keydown", ({ key }) => {
    if (!ITS_KEYS.has(key)) actions.keep();
  });
  element.addEventListener("cancel", (event) => {
    event.preventDefault();
    actions.keep();
  });
  return {
    element,
    ask(words, left_s) {
      rest.textContent = words.rest(left_s);
      if (element.open) return;
      [question.textContent, keep.textContent, leave.textContent] = [words.question, words.keep, words.leave];
      element.showModal();
      keep.focus();
    },
    close() {
      if (element.open) element.close();
    },
  };
}
