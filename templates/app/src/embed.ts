// The page in another page's frame: it opens what the page around it asks for, and tells that what is open. Only the
// window around it is heard, and nothing that it says is more than an address would say: ids, dates and words.

import { fromFragment, type Ids, toFragment } from "./address";
import type { State, Store } from "./state";

/** Of the messages, as docs/embedding.md has them. */
export const VERSION = 1;
const LONGEST = 500;
/** What a message may say of the page, each named as in its address. */
const SELECTING = ["lang", "from", "to", "q"] as const;
const OPENING = ["event", "place", "step"] as const;
/** Pixels that a map takes above the reading, and a frame at least. */
const MAP_PX = 384;
const LEAST_PX = 480;
/** Pixels that a list of any length takes. */
const READING_PX = 720;

export type Asked =
  | { kind: "open"; state: Partial<State> }
  | { kind: "get" }
  | { kind: "refused"; reason: string };

/** What a message asks for; null where it is none of ours. */
export function readMessage(message: unknown, now: State, ids: Ids): Asked | null {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return null;
  const said = message as Record<string, unknown>;
  const { type, version = VERSION } = said;
  if (typeof type !== "string" || !type.startsWith("mapbuilder:")) return null;
  if (version !== VERSION) return { kind: "refused", reason: `version must be ${VERSION}` };
  if (type === "mapbuilder:get") return { kind: "get" };
  if (type !== "mapbuilder:open") return { kind: "refused", reason: "type must be open or get" };
  const asked = new Map<string, string>();
  for (const key of [...OPENING, ...SELECTING]) {
    const value = said[key];
    if (value === undefined) continue;
    if (value === null) asked.set(key, "");
    else if (typeof value === "string" && value.length <= LONGEST) asked.set(key, value);
    else if (key === "step" && Number.isInteger(value)) asked.set(key, String(value));
    else return { kind: "refused", reason: `${key} must be a text of at most ${LONGEST} letters` };
  }
  // What is not named stays as it is.
  const address = new URLSearchParams(toFragment(now, ids).replaceAll("+", "%2B"));
  if (OPENING.some((key) => asked.has(key))) {
    for (const key of [...OPENING, "view"]) address.delete(key);
  }
  for (const [key, value] of asked) {
    if (value) address.set(key, value);
    else address.delete(key);
  }
  const state = fromFragment(
    [...address].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&"),
    ids,
  );
  if (!state) return { kind: "refused", reason: "nothing of this is known" };
  const got = new URLSearchParams(toFragment(state, ids).replaceAll("+", "%2B"));
  const first = ids.head.language;
  for (const [key, value] of asked) {
    // A step of a story may be said by its number, and opens a record where there is no table of steps.
    const known =
      key === "step"
        ? state.step >= 0 || state.view.kind === "event"
        : (got.get(key) ?? (key === "lang" ? first : "")) === (key === "q" ? value.trim() : value);
    if (value && !known) return { kind: "refused", reason: `${key} is not known: ${value}` };
  }
  return { kind: "open", state };
}

/** What is open, in the words of the address; null for what is not. */
export function tellState(state: State, ids: Ids): Record<string, unknown> {
  const fragment = toFragment(state, ids);
  const said = new URLSearchParams(fragment.replaceAll("+", "%2B"));
  return {
    type: "mapbuilder:state",
    version: VERSION,
    ...Object.fromEntries([...OPENING, "view", "from", "to", "q"].map((key) => [key, said.get(key)])),
    lang: state.language,
    fragment,
  };
}

export interface Embedded {
  /** Says that the page is there, and what is open. */
  ready(): void;
}

/** Listens to the window around the page and answers it. Nothing is sent to any other. */
export function openEmbed(store: Store, ids: Ids, panel: HTMLElement, host: Window = window): Embedded {
  const outside = host.parent;
  if (outside === host) return { ready: () => undefined };
  let height = 0;
  let width = 0;

  // Whoever frames the page can read it in its file as well: nothing in these messages is a secret.
  const send = (message: Record<string, unknown>): void => outside.postMessage(message, "*");
  const tell = (): void => send(tellState(store.get(), ids));

  /** The height at which nothing would have to be scrolled, of the present width. */
  const tellHeight = (): void => {
    const parts = [...panel.children] as HTMLElement[];
    const reading = MANY
      ? READING_PX
      : parts.reduce(
          (sum, part) => sum + ((part.querySelector(":scope > .view") as HTMLElement) ?? part).offsetHeight,
          0,
        );
    const beside = panel.offsetLeft > 0 || panel.offsetWidth < host.innerWidth;
    const time = document.querySelector<HTMLElement>(".time-host")?.offsetHeight ?? 0;
    const wanted = Math.ceil(Math.max(LEAST_PX, beside ? reading : reading + MAP_PX + time));
    if (wanted === height) return;
    height = wanted;
    send({ type: "mapbuilder:height", version: VERSION, height });
  };

  host.addEventListener("message", ({ source, data }: MessageEvent) => {
    if (source !== outside) return;
    const asked = readMessage(data, store.get(), ids);
    if (asked?.kind === "open") store.update({ tour: false, ...asked.state });
    else if (asked?.kind === "get") tell();
    else if (asked) send({ type: "mapbuilder:refused", version: VERSION, reason: asked.reason });
  });
  return {
    ready() {
      const { languages, events, places } = ids.head;
      send({
        type: "mapbuilder:ready",
        version: VERSION,
        languages: languages.map(({ tag }) => tag),
        // Of many nobody wants a list; each is opened by its id.
        events: MANY ? [] : events.id,
        places: MANY ? [] : places.id,
      });
      tell();
      tellHeight();
      store.subscribe(() => {
        tell();
        requestAnimationFrame(tellHeight);
      });
      // Not when the frame's height changes: a frame that follows what is told would follow itself.
      host.addEventListener("resize", () => {
        if (host.innerWidth === width) return;
        width = host.innerWidth;
        tellHeight();
      });
      width = host.innerWidth;
    },
  };
}
