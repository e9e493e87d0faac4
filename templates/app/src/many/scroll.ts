// The whole story of many records on one page, out of a slice with all that its steps lead to. Where the texts of that are
// long in coming the steps stand with what is known without them, and take up the rest in their places.

import { painted } from "../dom";
import { type PanelActions, renderView } from "../panel";
import { storyOfEvents } from "../story/steps";
import { type Slice, sizesOf, slice, type Whole } from "./slice";
import { storyIn } from "./story";
import type { Chunks, FactsChunk, SpotChunk, ToldChunk } from "./types";

/** Until then a visitor does not notice that nothing has changed. */
const SOON_MS = 100;

/** Texts of more chunks take longer than that: they are begun once the steps stand. */
const SOON_CHUNKS = 16;

/** Texts that say nothing. */
const UNREAD: Chunks = {
  facts: async () => ({ id: "" }),
  told: async () => ({ title: "" }),
  spot: async () => ({ id: "", label: "", coordinates: "", precision: "" }),
  factsChunk: async (): Promise<FactsChunk> => ({ id: [] }),
  toldChunk: async (): Promise<ToldChunk> => ({ title: [] }),
  spotChunk: async (): Promise<SpotChunk> => ({ id: [], label: [], coordinates: [], precision: [] }),
  passageChunk: async () => ({ source: [], text: [] }),
};

export interface ScrollOptions {
  whole: Whole;
  /** the records of a story without a table */
  records: readonly number[];
  shown(events: number[], places: number[]): Promise<Slice>;
  within(part: Slice): PanelActions;
  /** Lets what stands in the page be changed, without what is being read moving away. */
  refill(view: HTMLElement, change: () => void): void;
}

export async function scrollView(options: ScrollOptions): Promise<HTMLElement> {
  const { whole, shown, within, refill } = options;
  const { story } = whole.exhibit.texts;
  const known = (numbers: readonly number[] = []): number[] => [
    ...new Set(numbers.filter((number) => number >= 0)),
  ];
  const events = story ? known(story.event) : [...options.records];
  const places = known(story?.place);
  const draw = (part: Slice): HTMLElement => pageOf(part, within(part));
  const { rows } = sizesOf(whole.exhibit.head);
  const scattered = new Set(events.map((event) => Math.floor(event / rows))).size > SOON_CHUNKS;
  const soon = scattered ? null : shown(events, places);
  const part = await Promise.race([soon, new Promise<null>((done) => setTimeout(done, SOON_MS, null))]);
  if (part) return draw(part);
  const element = draw(await slice({ ...whole, chunks: UNREAD }, events, places));
  element.setAttribute("aria-busy", "true");
  for (const step of element.querySelectorAll(".event")) {
    step.classList.toggle("unread", !step.querySelector(".text"));
  }
  void (soon ?? painted().then(() => shown(events, places))).then((part) =>
    refill(element, () => fill(element, draw(part))),
  );
  return element;
}

/** In a slice its own events are the steps of a story without a table. */
function pageOf(part: Slice, actions: PanelActions): HTMLElement {
  const { exhibit, events } = part;
  const story = actions.story.told
    ? actions.story
    : storyOfEvents([...events.keys()], exhibit.head.events.place, () => -1);
  return renderView(storyIn(part), { kind: "scroll" }, { ...actions, story }, null);
}

/** Gives each step what it says; what had the focus has it again. */
function fill(element: HTMLElement, told: HTMLElement): void {
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const within = held?.closest<HTMLElement>(".scroll-step");
  const steps = told.querySelectorAll(".scroll-step");
  element.querySelectorAll(".scroll-step").forEach((step, number) => {
    step.replaceChildren(...(steps[number]?.childNodes ?? []));
  });
  element.removeAttribute("aria-busy");
  if (!held || !within) return;
  const again = within.querySelector<HTMLElement>(held.matches(".entry") ? ".entry" : "h2, h3");
  if (again && again.tabIndex < 0) again.tabIndex = -1;
  again?.focus({ preventScroll: true });
}
