// The page's one state: what is open, what is chosen, how it is shown. Map, list, panel and timeline are views of it: each
// draws what it is told and asks for changes by `update`; none keeps a selection of its own. Pure, no DOM.

import type { Head } from "./payload";

export type View =
  | { kind: "records" }
  | { kind: "place"; place: number }
  /** of an event of several places `place` is the one whose panel it is, else the first */
  | { kind: "event"; event: number; place?: number }
  /** the story's, which `State.step` numbers */
  | { kind: "step" }
  /** the whole story on one page, of which `State.step` is being read */
  | { kind: "scroll" }
  | { kind: "sources" }
  /** of one source; `from` is what it was opened from, which no address says */
  | { kind: "source"; source: number; from?: View }
  /** of the page's accessibility */
  | { kind: "statement" };

/** What is looked for. Each set holds indices of the head's or the texts' columns; an empty one asks for nothing. */
export interface Selection {
  /** first and last day, counted from 1970-01-01, both included; null leaves that end open */
  readonly from: number | null;
  readonly to: number | null;
  /** as the visitor typed it */
  readonly text: string;
  readonly category: ReadonlySet<number>;
  readonly group: ReadonlySet<number>;
  readonly place: ReadonlySet<number>;
  readonly source: ReadonlySet<number>;
}

/** What a selection can choose by sets. */
export type Facet = "category" | "group" | "place" | "source";
export const FACETS: readonly Facet[] = ["category", "group", "place", "source"];

export interface State {
  readonly view: View;
  /** tag of one of the head's languages */
  readonly language: string;
  readonly selection: Selection;
  /** number of the story's step from 0, or -1 outside of the story */
  readonly step: number;
  /** whether the steps play by themselves */
  readonly tour: boolean;
  readonly theme: "auto" | "light" | "dark";
  /** how many sizes larger than the usual one the letters are */
  readonly text_size: number;
  readonly contrast: "auto" | "more";
  readonly motion: "auto" | "reduced";
  /** whether only what the records' sources say is shown */
  readonly only: boolean;
}

const NONE: ReadonlySet<number> = new Set();

/** All events. */
export const EVERYTHING: Selection = {
  from: null,
  to: null,
  text: "",
  category: NONE,
  group: NONE,
  place: NONE,
  source: NONE,
};

/** How the page opens, and to what a kiosk returns. */
export function firstState(head: Pick<Head, "language" | "theme">): State {
  return {
    view: { kind: "records" },
    language: head.language,
    selection: EVERYTHING,
    step: -1,
    tour: false,
    theme: head.theme,
    text_size: 0,
    contrast: "auto",
    motion: "auto",
    only: false,
  };
}

export type Listener = (now: State, before: State) => void;

export interface Store {
  get(): State;
  /** Changes what the patch names, then tells every listener; a patch that changes nothing tells nobody. */
  update(patch: Partial<State>): void;
  /** Hears of every change after this; the function returned ends that. */
  subscribe(listener: Listener): () => void;
}

/**
 * A store. Listeners are told in the order in which they came. One that asks for another change while it is told is
 * heard once all have been told of the first, so that no view ever draws two states at once or an older one last.
 */
export function createStore(first: State): Store {
  let now = first;
  let told = first;
  let telling = false;
  const listeners = new Set<Listener>();
  return {
    get: () => now,
    update(patch) {
      const next = merged(now, patch);
      if (next === now) return;
      now = next;
      if (telling) return;
      telling = true;
      try {
        while (told !== now) {
          const [after, before] = [now, told];
          told = now;
          for (const listener of [...listeners]) if (listeners.has(listener)) listener(after, before);
        }
      } finally {
        telling = false;
        told = now;
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The state with the patch in it; the same state where the patch says nothing new. */
function merged(state: State, patch: Partial<State>): State {
  const next = { ...state, ...patch };
  if (sameSelection(next.selection, state.selection)) next.selection = state.selection;
  if (sameView(next.view, state.view)) next.view = state.view;
  const keys = Object.keys(next) as (keyof State)[];
  return keys.every((key) => next[key] === state[key]) ? state : next;
}

/** Whether a view is the story's. */
export function isStep({ kind }: View): boolean {
  return kind === "step" || kind === "scroll";
}

/** The days that are asked for; null where none are. */
export function spanOf({ from, to }: Selection): { from: number | null; to: number | null } | null {
  return from === null && to === null ? null : { from, to };
}

export function sameView(one: View, other: View): boolean {
  if (one.kind !== other.kind) return false;
  const [a, b] = [one, other] as { place?: number; event?: number; source?: number }[];
  return a?.place === b?.place && a?.event === b?.event && a?.source === b?.source;
}

export function sameSelection(one: Selection, other: Selection): boolean {
  return (
    one === other ||
    (one.from === other.from &&
      one.to === other.to &&
      one.text === other.text &&
      FACETS.every((facet) => sameSet(one[facet], other[facet])))
  );
}

function sameSet(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return one === other || (one.size === other.size && [...one].every((value) => other.has(value)));
}

/** Whether the selection asks for anything at all. */
export function isEverything(selection: Selection): boolean {
  return sameSelection({ ...selection, text: selection.text.trim() }, EVERYTHING);
}

/** The selection with one value of a facet chosen that was not, or no longer chosen that was. */
export function toggled(selection: Selection, facet: Facet, value: number): Selection {
  const chosen = new Set(selection[facet]);
  if (!chosen.delete(value)) chosen.add(value);
  return { ...selection, [facet]: chosen };
}
