// What a visitor could leave the exhibit by: links, menus, keys, gestures of the browser. Each is refused in the page
// itself, since the flags of a browser come and go. Nothing that the exhibit uses is taken away.

import type { Clock } from "./clock";

export interface GuardOptions {
  clock: Clock;
  /** where the events are heard: the document */
  target: EventTarget;
  /** Shows or hides the cursor. */
  cursor(shown: boolean): void;
}

/** Seconds after which a cursor that nobody moves is hidden. */
export const CURSOR_S = 5;

interface Key {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

const BROWSERS_KEYS =
  /^(F\d{1,2}|Browser.*|GoBack|Launch.*|ContextMenu|PrintScreen|Print|Help|Zoom.*|Open|Save|New|Close|Find)$/;
/** With control they edit the text of a search. */
const EDITING = new Set([
  "a",
  "c",
  "v",
  "x",
  "z",
  "arrowleft",
  "arrowright",
  "home",
  "end",
  "backspace",
  "delete",
]);

/** Whether the key is the browser's and not the exhibit's: reload, print, zoom, tabs, tools, back and forward. */
export function isBrowsers({ key, ctrlKey, altKey, metaKey }: Key): boolean {
  if (BROWSERS_KEYS.test(key)) return true;
  // AltGr writes characters, and is control and alt at once.
  if (ctrlKey && altKey && key.length === 1) return false;
  if (altKey || metaKey) return key !== "Alt" && key !== "Meta";
  return ctrlKey && key !== "Control" && !EDITING.has(key.toLowerCase());
}

/** Whether an address leads to another place of this page. */
export function staysInside(href: string): boolean {
  return href.startsWith("#");
}

/** Refuses the ways out; the function returned opens them again. */
export function guard({ clock, target, cursor }: GuardOptions): () => void {
  const offs: (() => void)[] = [];
  const on = (name: string, act: (event: Event) => void): void => {
    const options = { capture: true, passive: false };
    target.addEventListener(name, act, options);
    offs.push(() => target.removeEventListener(name, act, options));
  };
  const refuse = (event: Event): void => event.preventDefault();

  // Menus, dragged texts and pictures, Safari's pinch, files dropped from elsewhere.
  for (const name of ["contextmenu", "dragstart", "dragover", "drop", "gesturestart"]) on(name, refuse);
  on("selectstart", (event) => {
    if (!isEditable(event.target)) event.preventDefault();
  });
  on("wheel", (event) => {
    if ((event as WheelEvent).ctrlKey) event.preventDefault();
  });
  on("keydown", (event) => {
    if (isBrowsers(event as KeyboardEvent)) event.preventDefault();
  });
  // A middle button opens a new tab, the others go back and forward.
  for (const name of ["auxclick", "mousedown", "mouseup"]) {
    on(name, (event) => {
      if ((event as MouseEvent).button > 0) event.preventDefault();
    });
  }
  for (const name of ["click", "auxclick"]) {
    on(name, (event) => {
      const link = closest(event.target, "a[href]");
      if (link && !staysInside(link.getAttribute("href") ?? "")) event.preventDefault();
    });
  }
  on("submit", refuse);

  let cancel = (): void => undefined;
  on("pointermove", (event) => {
    // A finger has no cursor, and a browser's own moves are not a visitor's.
    if ((event as PointerEvent).pointerType !== "mouse") return;
    cancel();
    cursor(true);
    cancel = clock.after(CURSOR_S * 1000, () => cursor(false));
  });
  cursor(false);
  return () => {
    cancel();
    cursor(true);
    for (const off of offs) off();
  };
}

function closest(target: EventTarget | null, selector: string): Element | null {
  return (target as Partial<Element> | null)?.closest?.(selector) ?? null;
}

function isEditable(target: EventTarget | null): boolean {
  const node = target as (Partial<Element> & { parentElement?: Element | null }) | null;
  return closest(node?.closest ? target : (node?.parentElement ?? null), "input, textarea") !== null;
}

export type Wake = "none" | "awake" | "refused";

/** Asks the browser to keep the screen awake, and again whenever it is seen anew; hears what became of it. */
export function keepAwake(
  page: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">,
  lock: Pick<WakeLock, "request"> | undefined,
  tell: (wake: Wake) => void,
): () => void {
  let ended = false;
  let held: WakeLockSentinel | null = null;
  async function ask(): Promise<void> {
    if (!lock || page.visibilityState !== "visible" || (held && !held.released)) return;
    try {
      held = await lock.request("screen");
      if (ended) await held.release();
      else tell("awake");
    } catch {
      // Refused in a frame without permission or on an empty battery: then the screen's own settings count, and the
      // compositor of a kiosk has no blanking at all.
      tell("refused");
    }
  }
  tell("none");
  const seen = (): void => void ask();
  page.addEventListener("visibilitychange", seen);
  void ask();
  return () => {
    ended = true;
    page.removeEventListener("visibilitychange", seen);
    void held?.release();
  };
}
