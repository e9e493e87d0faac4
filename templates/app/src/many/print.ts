// Printing a page of many records: what it prints is its text version, which says how many of the records it holds.

export function printText(root: HTMLElement, app: HTMLElement): void {
  window.addEventListener("beforeprint", () => {
    root.classList.remove("js");
    app.hidden = true;
  });
  window.addEventListener("afterprint", () => {
    root.classList.add("js");
    app.hidden = false;
  });
}
