// What the parts of a page of many records hand to each other: sorted columns instead of lists, and texts by chunks.
//
// Places are numbered along a Morton curve over the mercator square, events by place and then in the exhibit's time
// order: what lies in a cell of the map is one run of places, and one run of events.

import type { Shapes } from "../map/shapes";
import type { Details, Rich } from "../payload";
import type { Frame } from "../story/steps";
import type { Numbers } from "./in-view";
import type { OverlayOptions } from "./overlay";

/** The largest value of an unsigned column stands for none. */
export const NONE_16 = 0xffff;
export const NONE_32 = 0xffff_ffff;
/** Of a column of days, open or unknown. */
export const NO_DAY = -0x8000_0000;

export const PRECISIONS = ["site", "town", "city", "district", "region", "country", "vicinity"] as const;

/** The occupied cells of a grid of 2^level by 2^level over the mercator square, in Morton order. */
export interface Level {
  level: number;
  /** the cell's anchor: its place with most events, of several the first */
  place: number[];
  /** where the anchor is */
  lon: number[];
  lat: number[];
  /** how many events the cell has */
  count: number[];
  /** how many places; and of a cell of one, what its mark is: precision (255 other) and category (-1 none) */
  places: number[];
  precision: number[];
  category: number[];
}

/** What the head says of the records; its own columns of places and events are empty. */
export interface ManyFacts {
  count: number;
  /** events with a marker: those before this number */
  placed: number;
  places: number;
  /** events, and places, in a chunk */
  rows: number;
  place_rows: number;
  dates: number;
  /** how many figures there are; only where there are some */
  figures?: number;
  /** how often a source is named beside a record's own; only where one is */
  others?: number;
  /** whether an event has several places */
  several?: true;
  /** how many lines and areas there are; only where there are some */
  outlines?: number;
  /** whether what the sources say can be shown alone */
  only?: boolean;
  first: Level[];
  /** by language, names of the largest anchors by the place's number */
  labels: Record<string, Record<string, string>>;
  /** whether a place stands within 10 degrees of a pole */
  polar: boolean;
  /** far places that have a sign, their names and distances by language; only where there are some */
  far?: {
    place: number[];
    id: string[];
    lon: number[];
    lat: number[];
    precision: string[];
    label: Record<string, string[]>;
    distance: Record<string, string[]>;
  };
}

/** Columns, one entry a place. */
export interface ManyPlaces {
  size: number;
  /** on the mercator square, in 2^26 parts; `lonOf` and `latOf` of columns.ts say the degrees */
  x: Uint32Array;
  y: Uint32Array;
  /** first event of each, and the end of the last one's: one longer than the others */
  start: Uint32Array;
  /** number in `PRECISIONS`, 255 for another */
  precision: Uint8Array;
  doubt: Uint8Array;
  /** `NONE_16` where its events have several, or none */
  category: Uint16Array;
  /** `NONE_32` for unknown */
  uncertainty_m: Uint32Array;
  /** number of its line or area; null where no place has one */
  shape: Uint16Array | null;
  /**
   * events that stand at another place and name this one too: where those of each begin, and their numbers; the same by
   * events; and where each event stands
   */
  further?: { start: Uint32Array; event: Uint32Array; pairs: Further; stands: Numbering };
}

/** Values that events have beside the first, in the order of the events; none that an event has already. */
export interface Further {
  event: Uint32Array;
  value: Uint32Array;
}

/** A column of what is numbered, as narrow as its numbers: the largest of its type stands for none. */
export type Numbering = Uint8Array | Uint16Array | Uint32Array;

/** Columns, one entry an event. */
export interface ManyEvents {
  size: number;
  placed: number;
  /** the number of places for none */
  place: Numbering;
  /** number of its date; the order of time */
  date: Numbering;
  category: Numbering;
  group: Numbering;
  source: Numbering;
  /** columns of dates: days since 1970-01-01, `NO_DAY` for open or unknown */
  date_first: Int32Array;
  date_last: Int32Array;
  date_bounds: Uint8Array | null;
  /** 1 for each event whose date other sources give than its own; null where there is none */
  borrowed: Uint8Array | null;
  /** event numbers in time order */
  inTime: Uint32Array;
  /** places and sources that events name beside the first; only where some do */
  further?: { place?: Further | undefined; source?: Further | undefined };
}

export interface ManyData {
  places: ManyPlaces;
  events: ManyEvents;
  /** where the chunks of each series stand: by its name the length in the base64, and the number of the element */
  chunks: Map<string, { length: Uint32Array; part: Uint16Array }>;
}

/** One row of each column; a column with nothing in the whole chunk is left out. */
export interface FactsRow {
  id: string;
  toponym?: string;
  quote?: string | null;
  quote_language?: string | null;
  locator?: string;
  other_sources?: number[];
  date_sources?: number[];
  details?: Details;
  join?: string;
  /** all places of an event that has several */
  places?: number[];
  media?: number[];
  /** source (-1 for none), low, high, and 1 where it is qualified */
  figures?: FigureNumbers[];
  /** where in which passages its quotation is, in UTF-16 units */
  passages?: [passage: number, start: number, end: number][];
}

export type FigureNumbers = [source: number, low: number | null, high: number | null, rough: number];

/** a last entry where one is in the default language: 1 the scope, 2 the locator */
export type FigureWords = [measure: string, value: string, scope: string, locator: string, fallen?: number];

export interface ToldRow {
  title: string;
  text?: Rich | null;
  other_accounts?: Rich | null;
  draft?: boolean;
  locator?: string;
  quote?: string;
  /** only where some language tells them otherwise than the default one */
  details?: Details;
  figures?: FigureWords[];
  /** the item of the media in which it is read aloud, or -1 */
  reading?: number;
  /** where in its source the quotation stands */
  passages?: string;
}

export interface SpotRow {
  id: string;
  label: string;
  former?: [string, string][];
  note?: Rich | null;
  coordinates: string;
  precision: string;
  far?: string | null;
  coordinate_source?: string | null;
  /** where it is, of a place beyond the mercator square */
  point?: [lon: number, lat: number] | null;
  /** the folded words by which it is found */
  search?: string;
}

/** A paragraph of a source that is quoted. */
export interface PassageRow {
  source: number;
  text: string;
}

export type Chunk<Row> = { [Column in keyof Row]: Exclude<Row[Column], undefined>[] };
/** By column, the rows of the chunk that are shown in the default language. */
type Fallen = { fallback?: Record<string, number[]> };
/** Of a chunk that stands in for one that cannot be read. */
type Lost = { lost?: true };
export type FactsChunk = Chunk<FactsRow> & Lost;
export type PassageChunk = Chunk<PassageRow>;
export type ToldChunk = Chunk<ToldRow> & Fallen & Lost;
export type SpotChunk = Chunk<SpotRow> & Fallen & Lost;

/** Texts, read when they are asked for; what was read last is kept. */
export interface Chunks {
  facts(event: number): Promise<FactsRow>;
  told(event: number, tag: string): Promise<ToldRow>;
  spot(place: number, tag: string): Promise<SpotRow>;
  factsChunk(chunk: number): Promise<FactsChunk>;
  toldChunk(chunk: number, tag: string): Promise<ToldChunk>;
  spotChunk(chunk: number, tag: string): Promise<SpotChunk>;
  /** of as many rows as those of events */
  passageChunk(chunk: number): Promise<PassageChunk>;
}

/** What the map draws instead of marks. It is told of the language and of the mode by the map itself. */
export interface Bubbles {
  /** All places instead of those of the first view, and where their names are. */
  setColumns(places: ManyPlaces, chunks: Chunks): void;
  /** 1 for each event that is found, else 0; null: all are. It is read at once. */
  setMask(found: Uint8Array | null): void;
  /** Shows a place as chosen and travels to it, or to the frame of a step; -1 returns to the whole exhibit. */
  choose(place: number, frame?: Frame | null): void;
  /** A place was touched; a bubble of several places is zoomed into instead. */
  onPlace(listener: (place: number) => void): void;
  focusPlace(place: number): void;
  /**
   * What is drawn from now on has so many pixels a CSS pixel, in the colours that the page has now; 0 is the screen's.
   * Where no mark in view stands for several places each is given its number, if there are some.
   */
  toPaper(ratio: number, numbers: Numbers | null): void;
  /** Whether what was drawn last has them. */
  isNumbered(): boolean;
  /** Draws lines and areas under the bubbles; `middle` is the exhibit's, in degrees. */
  outline(make: (map: OverlayOptions["map"], middle: number) => Shapes | null): void;
}
