// The story: what previous and next lead through. The steps of the exhibit's own table, else its events in their order.
// Pure, no DOM.

import type { StoryFacts } from "../payload";
import type { State, View } from "../state";

/** Where the map goes instead of to the place as it is usually seen. */
export interface Frame {
  /** west, south, east, north; west > east crosses the antimeridian */
  bbox: readonly number[] | null;
  /** of the map, around the place or the box's middle */
  zoom: number | null;
}

export interface Stop {
  /** -1 for none, as is `place` */
  event: number;
  /** the place that is told, of an event its first */
  place: number;
  frame: Frame | null;
}

type Stand = Pick<State, "view" | "step">;

export interface Story {
  /** whether the exhibit has a table of steps */
  readonly told: boolean;
  readonly count: number;
  /** the step that a state stands on, or -1 outside of the story */
  at(stand: Stand): number;
  /** what a state becomes on a step */
  to(step: number): Stand;
  stop(step: number): Stop;
}

const NOWHERE: Stop = { event: -1, place: -1, frame: null };

/** The story that a table tells; `placeOf` is the place of an event. */
export function storyOfSteps(facts: StoryFacts, placeOf: readonly number[]): Story {
  const stops = facts.event.map((event, step): Stop => {
    const bbox = facts.bbox[step] ?? null;
    const zoom = facts.zoom[step] ?? null;
    const own = facts.place[step] ?? -1;
    return {
      event,
      place: own >= 0 ? own : (placeOf[event] ?? -1),
      frame: bbox === null && zoom === null ? null : { bbox, zoom },
    };
  });
  return {
    told: true,
    count: stops.length,
    at: ({ step }) => (step < stops.length ? step : -1),
    to: (step) => ({ view: { kind: "step" }, step }),
    stop: (step) => stops[step] ?? NOWHERE,
  };
}

/** The events themselves, one after the other; `at` is the event that a view tells first. */
export function storyOfEvents(
  events: readonly number[],
  placeOf: readonly number[],
  at: (view: View) => number,
): Story {
  return {
    told: false,
    count: events.length,
    at: ({ view, step }) =>
      view.kind === "scroll" ? Math.min(step, events.length - 1) : events.indexOf(at(view)),
    to(step) {
      const event = events[step];
      return { view: event === undefined ? { kind: "records" } : { kind: "event", event }, step: -1 };
    },
    stop(step) {
      const event = events[step] ?? -1;
      return { event, place: placeOf[event] ?? -1, frame: null };
    },
  };
}
