// What keys and presses do beyond the browser's own: arrows step through the story, who closes a view is back where it was
// opened, and a double press is one where what it has brought lies under the pointer.

const NO_FOCUS = { preventScroll: true };

/** Arrow keys on the story's steps press the one that they point to. */
export function stepByKeys(steps: HTMLElement, root: HTMLElement): void {
  steps.addEventListener("keydown", (event) => {
    const [back, on] = root.dir === "rtl" ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
    const action = event.key === on ? "next" : event.key === back ? "previous" : null;
    const to = action && steps.querySelector<HTMLElement>(`[data-action="${action}"]`);
    if (!to || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    to.focus();
    to.click();
  });
}

interface Rooms {
  body: HTMLElement;
  bar: HTMLElement;
  room: HTMLElement;
  time: HTMLElement;
}

/** Gives the focus to what stands in the place of what opened the view that is closed. */
export function returnTo(opener: HTMLElement | null, { body, bar, room, time }: Rooms): void {
  const { place, event } = opener?.dataset ?? {};
  const from = opener && time.contains(opener) ? time : body;
  const again = event
    ? from.querySelector<HTMLElement>(`:is(.entry, .time-entry)[data-event="${CSS.escape(event)}"]`)
    : place
      ? room.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`)
      : bar.contains(opener)
        ? opener
        : null;
  const target = again ?? body.querySelector<HTMLElement>("[data-focus]");
  target?.focus(NO_FOCUS);
  if (event && from === body) target?.scrollIntoView({ block: "center" });
}

/**
 * Passes over the further presses of a double press where the first one has put something else in the place of what was
 * pressed: nobody has chosen that. What goes on in steps can be pressed as fast as one likes.
 */
export function pressOnce(root: HTMLElement): void {
  let pressed: HTMLElement | null = null;
  const heed = (event: MouseEvent): void => {
    const own = (event.target as Element).closest<HTMLElement>("button, a, summary");
    const action = own?.dataset.action;
    const steps = action && action === pressed?.dataset.action;
    if (event.detail > 1 && pressed?.isConnected === false && !steps) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.type === "click") pressed = own;
  };
  // The first half of a press is what moves the focus.
  for (const half of ["mousedown", "click"] as const) root.addEventListener(half, heed, { capture: true });
}
