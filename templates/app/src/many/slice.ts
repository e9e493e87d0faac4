// A few of many records as an exhibit of their own, with numbers of its own: what the panel shows of it is what it shows of
// any exhibit.

import { shownPart } from "../display/only";
import type { Exhibit } from "../exhibit";
import type { Events, Head, Places, Telling, Texts } from "../payload";
import type { View } from "../state";
import { latOf, lonOf, numberOf } from "./columns";
import { column, type Row, rowsOf } from "./rows";
import { figuresOf } from "./slice-figures";
import {
  type Chunks,
  type FactsChunk,
  type FactsRow,
  type ManyData,
  NO_DAY,
  NONE_32,
  PRECISIONS,
  type SpotChunk,
  type ToldChunk,
} from "./types";

export interface Slice {
  exhibit: Exhibit;
  /** the number among all of each of its events and places */
  events: readonly number[];
  places: readonly number[];
  /** where in which passages of sources each event's quotation is */
  spans: readonly NonNullable<FactsRow["passages"]>[];
  /** A view of all in the slice's numbers, and back. */
  own(view: View): View;
  whole(view: View): View;
}

/** What slices are made of: an exhibit whose columns of events and places are empty, and where they are. */
export interface Whole {
  exhibit: Exhibit;
  data: Pick<ManyData, "places" | "events">;
  chunks: Chunks;
  /** how each date is said */
  dates: readonly string[];
  /** 1 for each event that is no part of what is shown */
  hidden?: Uint8Array | null;
  /** Hears the ids of what has been read. */
  meet(kind: "events" | "places", index: number, id: string): void;
}

/** The rows of chunks that a slice is made of: of its events, and of its places. */
export interface SliceRows {
  facts: readonly Row<FactsChunk>[];
  told: readonly Row<ToldChunk>[];
  spots: readonly Row<SpotChunk>[];
}

export async function slice(
  whole: Whole,
  events: readonly number[],
  places: readonly number[] = [],
): Promise<Slice> {
  const { exhibit, chunks } = whole;
  const { rows, place_rows } = sizesOf(exhibit.head);
  const tag = exhibit.telling.language;
  const [facts, told] = await Promise.all([
    rowsOf(events, rows, (chunk) => chunks.factsChunk(chunk)),
    rowsOf(events, rows, (chunk) => chunks.toldChunk(chunk, tag)),
  ]);
  const all = placesAmong(whole, events, facts, places);
  const spots = await rowsOf(all, place_rows, (chunk) => chunks.spotChunk(chunk, tag));
  return sliceOf(whole, events, all, { facts, told, spots });
}

/** The places that a slice has: those asked for, then those of its events. */
export function placesAmong(
  { data }: Pick<Whole, "data">,
  events: readonly number[],
  facts: readonly Row<FactsChunk>[],
  places: readonly number[] = [],
): number[] {
  const first = events.map((event) => data.events.place[event] ?? data.places.size);
  const several = facts.flatMap(({ of, row }) => of.places?.[row] ?? []);
  return [...new Set([...places, ...first, ...several])].filter((place) => place < data.places.size);
}

/** A slice of rows that have been read. */
export function sliceOf(
  whole: Whole,
  events: readonly number[],
  all: readonly number[],
  { facts, told, spots }: SliceRows,
): Slice {
  const { exhibit, data, meet } = whole;
  const several = facts.map(({ of, row }) => of.places?.[row] ?? []);
  const first = events.map((event) => data.events.place[event] ?? data.places.size);
  facts.forEach(({ of, row }, index) => {
    meet("events", events[index] as number, of.id[row] ?? "");
  });
  spots.forEach(({ of, row }, index) => {
    meet("places", all[index] as number, of.id[row] ?? "");
  });
  const numbers = new Map(all.map((place, own) => [place, own]));
  const ownPlace = (place: number): number => numbers.get(place) ?? -1;
  const head: Head = {
    ...exhibit.head,
    places: placesOf(all, spots, whole),
    events: {
      id: facts.map(({ of, row }) => of.id[row] ?? ""),
      place: first.map(ownPlace),
      ...(several.some((own) => own.length > 0) && {
        places: several.map((own) => own.map(ownPlace).filter((place) => place >= 0)),
      }),
      ...columnsOf(events, data),
    },
  };
  const figures = figuresOf(column(facts, "figures", []), column(told, "figures", []));
  const telling = tellingOf(whole, events, told, spots);
  const texts: Texts = {
    ...exhibit.texts,
    ...figures.texts,
    events: {
      quote: column(facts, "quote", null),
      source: events.map((event) => numberOf(data.events.source, event)),
      locator: column(facts, "locator", null),
      other_sources: column(facts, "other_sources", []),
      date_sources: column(facts, "date_sources", []),
      toponym: column(facts, "toponym", null),
      details: column(facts, "details", []),
      quote_language: column(facts, "quote_language", null),
      join: column(facts, "join", null),
      ...(exhibit.texts.media && { media: column(facts, "media", []) }),
    },
  };
  return {
    exhibit: shownPart(
      {
        head,
        texts,
        telling: {
          ...telling,
          figures: figures.telling,
          fallback: { ...telling.fallback, ...figures.fallback },
        },
      },
      Boolean(exhibit.only),
    ),
    events,
    places: all,
    spans: column(facts, "passages", []),
    own: (view) => renumbered(view, (event) => events.indexOf(event), ownPlace),
    whole: (view) =>
      renumbered(
        view,
        (event) => events[event] ?? -1,
        (place) => all[place] ?? -1,
      ),
  };
}

export function sizesOf({ many }: Head): { rows: number; place_rows: number } {
  if (!many) throw new Error("The page lacks the columns of its many records.");
  return many;
}

function columnsOf(
  events: readonly number[],
  { events: all }: Whole["data"],
): Pick<Events, "start_day" | "end_day" | "category" | "group" | "bounds"> {
  const dates = events.map((event) => all.date[event] ?? -1);
  const day = (days: Int32Array): (number | null)[] =>
    dates.map((date) => {
      const value = days[date] ?? NO_DAY;
      return value === NO_DAY ? null : value;
    });
  return {
    start_day: day(all.date_first),
    end_day: day(all.date_last),
    category: events.map((event) => numberOf(all.category, event)),
    group: events.map((event) => numberOf(all.group, event)),
    ...(all.date_bounds && { bounds: dates.map((date) => all.date_bounds?.[date] ?? 0) }),
  };
}

function placesOf(all: readonly number[], spots: readonly Row<SpotChunk>[], { data }: Whole): Places {
  const { places } = data;
  const points = column(spots, "point", null);
  return {
    id: column(spots, "id", ""),
    lon: all.map((place, own) => points[own]?.[0] ?? short(lonOf(places, place))),
    lat: all.map((place, own) => points[own]?.[1] ?? short(latOf(places, place))),
    precision: all.map((place) => precisionOf(places.precision[place])),
    uncertainty_m: all.map((place) => {
      const radius = places.uncertainty_m[place] ?? NONE_32;
      return radius === NONE_32 ? null : radius;
    }),
    doubt: all.map((place) => places.doubt[place] ?? 0),
    category: all.map((place) => numberOf(places.category, place)),
    shape: all.map(() => -1),
    // How far it is stands in words beside it.
    far_km: spots.map(({ of, row }) => (of.far?.[row] ? 0 : null)),
    label: column(spots, "label", ""),
  };
}

/** Degrees as every page has them: about a metre, which is what the columns tell apart. */
function short(degrees: number): number {
  // Without the sign of a zero, which no text has.
  return (Math.round(degrees * 100_000) || 0) / 100_000;
}

export function precisionOf(number: number | undefined): string {
  return PRECISIONS[number ?? -1] ?? "";
}

function tellingOf(
  { exhibit, data, dates }: Whole,
  events: readonly number[],
  told: readonly Row<ToldChunk>[],
  spots: readonly Row<SpotChunk>[],
): Telling {
  const { telling } = exhibit;
  const quote = column(told, "quote", "");
  // Of many records these are dates.
  const unworded = telling.fallback["ui:events.date"];
  return {
    ...telling,
    places: {
      label: column(spots, "label", ""),
      former: column(spots, "former", []),
      note: column(spots, "note", null),
      coordinates: column(spots, "coordinates", ""),
      precision: column(spots, "precision", ""),
      far: column(spots, "far", null),
      coordinate_source: column(spots, "coordinate_source", null),
    },
    events: {
      title: column(told, "title", ""),
      date: events.map((event) => dates[data.events.date[event] ?? -1] ?? ""),
      text: column(told, "text", null),
      other_accounts: column(told, "other_accounts", null),
      draft: column(told, "draft", false),
      locator: column(told, "locator", ""),
      ...(quote.some(Boolean) && { quote }),
      ...(told.some(({ of }) => of.reading) && { reading: column(told, "reading", -1) }),
      ...(told.some(({ of }) => of.details) && { details: column(told, "details", []) }),
    },
    search: { places: [], places_in_order: [] },
    fallback: {
      ...telling.fallback,
      ...fallen("events", told),
      ...fallen("places", spots),
      ...(Array.isArray(unworded) && {
        "ui:events.date": events.flatMap((event, own) =>
          unworded.includes(data.events.date[event] ?? -1) ? [own] : [],
        ),
      }),
    },
  };
}

/** By column the rows that are in the default language. */
function fallen(
  of: "events" | "places",
  rows: readonly Row<{ fallback?: Record<string, number[] | boolean> }>[],
): Record<string, number[]> {
  const names = new Set(rows.flatMap((row) => Object.keys(row.of.fallback ?? {})));
  return Object.fromEntries(
    [...names].map((name) => [
      // A chunk may call a column as the telling does, or by its own name alone.
      name.includes(".") ? name : `${of}.${name}`,
      rows.flatMap(({ of: chunk, row }, own) => {
        const fell = chunk.fallback?.[name];
        return fell === true || (Array.isArray(fell) && fell.includes(row)) ? [own] : [];
      }),
    ]),
  );
}

function renumbered(view: View, event: (of: number) => number, place: (of: number) => number): View {
  switch (view.kind) {
    case "event":
      return {
        kind: "event",
        event: event(view.event),
        ...(view.place !== undefined && { place: place(view.place) }),
      };
    case "place":
      return { kind: "place", place: place(view.place) };
    case "source":
      return view.from ? { ...view, from: renumbered(view.from, event, place) } : view;
    default:
      return view;
  }
}
