// Printing: the map goes with the text version, under its title, drawn for the width of a page.

/** Lets `draw` draw the map for paper before a page is printed, and `restore` for the screen after it. */
export function printWithMap(room: HTMLElement, draw: () => void, restore: () => void): void {
  const home = room.parentElement;
  window.addEventListener("beforeprint", () => {
    const header = document.querySelector("#text .telling > header");
    if (!header || room.parentElement !== home) return;
    document.documentElement.classList.add("printing");
    header.after(room);
    draw();
  });
  window.addEventListener("afterprint", () => {
    if (room.parentElement === home) return;
    home?.append(room);
    document.documentElement.classList.remove("printing");
    restore();
  });
}
