// The story of many records: the steps of a table, each with the record and the place that it leads to.

import type { Exhibit } from "../exhibit";
import { type PanelActions, renderView } from "../panel";
import type { StoryFacts } from "../payload";
import { type Story, storyOfSteps } from "../story/steps";
import type { Records } from "./records";
import type { Slice, Whole } from "./slice";

/** The steps; where their records are is known once these have been read. */
export function storyAmong(facts: StoryFacts, placeOf: (event: number) => number): Story {
  const places: number[] = [];
  for (const event of facts.event) if (event >= 0) places[event] = placeOf(event);
  return storyOfSteps(facts, places);
}

/** The records that are found, one after the other. */
export function storyOfRecords(records: () => Records | null): Story {
  const event = (step: number): number => records()?.sequence()[step] ?? -1;
  return {
    told: false,
    get count() {
      return records()?.sequence().length ?? 0;
    },
    at({ view, step }) {
      if (view.kind === "scroll") return Math.min(step, this.count - 1);
      const opened = records()?.eventOf(view) ?? -1;
      return opened < 0 ? -1 : (records()?.sequence().indexOf(opened) ?? -1);
    },
    to: (step) => ({
      view: event(step) < 0 ? { kind: "records" } : { kind: "event", event: event(step) },
      step: -1,
    }),
    stop: (step) => ({
      event: event(step),
      place: records()?.placeOf({ kind: "event", event: event(step) }) ?? -1,
      frame: null,
    }),
  };
}

/** A step in the panel, with what it leads to read. */
export async function stepView(
  { exhibit }: Whole,
  step: number,
  shown: (events: number[], places: number[]) => Promise<Slice>,
  within: (part: Slice) => PanelActions,
): Promise<HTMLElement> {
  const { story } = exhibit.texts;
  const [event, place] = [story?.event[step] ?? -1, story?.place[step] ?? -1];
  const known = (number: number): number[] => (number < 0 ? [] : [number]);
  const part = await shown(known(event), known(place));
  return renderView(storyIn(part), { kind: "step" }, within(part), null);
}

/** The exhibit of a slice, with a story whose steps lead to what is in it, and to nothing else. */
export function storyIn({ exhibit, events, places }: Pick<Slice, "exhibit" | "events" | "places">): Exhibit {
  const { story } = exhibit.texts;
  if (!story) return exhibit;
  const own = (all: readonly number[], among: readonly number[]): number[] =>
    all.map((number) => (number < 0 ? -1 : among.indexOf(number)));
  const led = { ...story, event: own(story.event, events), place: own(story.place, places) };
  return { ...exhibit, texts: { ...exhibit.texts, story: led } };
}
