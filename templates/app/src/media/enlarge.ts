// A picture in full: over the page, with what it shows and whose it is. The dialog keeps the focus in it and gives it back.

import { button, type Child, h, icon } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { CROSS } from "../icons";
import { words } from "../words";

let opened: HTMLDialogElement | null = null;

export function enlarge(
  exhibit: Exhibit,
  name: string,
  picture: HTMLImageElement,
  caption: Child[],
): HTMLDialogElement {
  putAway();
  const close = button(
    { class: "enlarged-close", "data-action": "close-picture" },
    putAway,
    icon(CROSS),
    h("span", {}, words(exhibit, "media.close")),
  );
  const dialog = h(
    "dialog",
    { class: "enlarged", "aria-label": `${say(exhibit, "media.picture")}: ${name}` },
    h(
      "div",
      { class: "enlarged-sheet" },
      h("div", { class: "enlarged-picture" }, picture),
      h("div", { class: "enlarged-foot" }, h("div", { class: "enlarged-caption" }, ...caption), close),
    ),
  );
  // Escape closes the picture, wherever the focus is, and not the record behind it.
  const keep = (event: KeyboardEvent): void => {
    if (event.key === "Escape") event.stopPropagation();
  };
  document.addEventListener("keydown", keep, true);
  dialog.addEventListener("close", () => {
    document.removeEventListener("keydown", keep, true);
    dialog.remove();
    if (opened === dialog) opened = null;
  });
  dialog.addEventListener("click", ({ target }) => {
    if (target instanceof Element && !target.closest(".enlarged-foot")) putAway();
  });
  document.body.append(dialog);
  opened = dialog;
  dialog.showModal();
  return dialog;
}

export function putAway(): void {
  opened?.close();
}
