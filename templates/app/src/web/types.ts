// What the head says of the files beside the page, and what is read out of them.

import type { FigureNumbers, FigureWords } from "../many/types";
import type { Details, Head, Rich } from "../payload";
import type { PlaceWords } from "../place-facts";
import type { Labelled } from "./labels";

export interface WebFacts {
  /** the vector tiles, and the deepest zoom that they have */
  cells: string;
  deepest: number;
  /** what the tiles of the coarsest zooms have */
  first: FirstFacts;
  /** the records by place: blocks of `block_rows`, whose positions stand at `index`, 8 bytes each */
  records: string;
  rows: number;
  blocks: number;
  block_rows: number;
  index: number;
  bytes: number;
  /** whether a record stands at more than one place, and is counted at each */
  several: boolean;
  places: number;
  /** what marks there are: precisions, and whether some place is of no one kind */
  marks: { precision: string[]; mixed: boolean };
  /** whether a place stands within ten degrees of a pole */
  polar: boolean;
  /** the names of places by their words; where in the file stands what is where, and how long it is */
  names: { file: string; index: number; bytes: number };
  /** the records by their words; words without spaces between them are there up to so many letters */
  words: { file: string; index: number; bytes: number; longest: number };
  /** how many records of which combination and time the cells have; missing where there is nothing to filter by */
  counts?: CountsFacts;
  /** whether there are so many sources that the page does not list them */
  unlisted?: true;
}

/** The cells of the coarsest zooms, tile by tile in the order in which the tiles have them (`web_first.py`). */
export interface FirstFacts {
  /** columns of the places that stand for a cell */
  places: { id: string[]; label: string[]; precision: string[]; first: number[]; category?: number[] };
  /** of each zoom columns: the number of that place, where it stands, 4,096 to a tile's side, and what is there */
  cells: { place: number[]; x: number[]; y: number[]; events: number[]; places: number[]; from: number[] }[];
}

export interface CountsFacts {
  file: string;
  /** where in the file stands what is where, and how long it is */
  index: number;
  bytes: number;
  /** records of a block of combinations and times */
  block_rows: number;
  /** the first day of each bucket of time, and the day after the last one; none where time tells nothing apart */
  edges: number[];
  /** how many records have each combination of kind, group and sources */
  combinations: number[];
  /** of what records are filtered by which of it each combination has: a number, -1 for none, or of sources some */
  values: Partial<Record<WebFacet, readonly (number | readonly number[])[]>>;
  /** of which only those of most records can be chosen */
  cut: WebFacet[];
  /** how many records begin in each bucket */
  begins: number[];
}

/** What records are filtered by in the panel. */
export type WebFacet = "category" | "group" | "source";

export interface WebHead extends Head {
  web: WebFacts;
}

/** A place, or a cell of the map at the place in it that has most events. */
export interface Spot extends Labelled {
  /** its number in this page, which is the same for the same id */
  place: number;
  id: string;
  precision: string;
  /** that all its own records share, -1 where they share none */
  category: number;
  /** as parts of the mercator square's side */
  x: number;
  y: number;
  events: number;
  /** how many places are there; 1 for a place alone */
  places: number;
  /** the first of its own records among those of all places */
  first: number;
  /** the first of all its records, which follow one another; of a place alone the same */
  from: number;
  /** how many of its events are wanted, where not all are */
  found?: number;
  /** the tile that it is read from, by its id, and which of that tile's it is */
  tile: number;
  row: number;
}

/** A place as the records at it tell it: they are its `events` from the number `first` on. */
export interface RecordPlace extends Labelled {
  id: string;
  precision: string;
  lon: number;
  lat: number;
  first: number;
  events: number;
  facts: PlaceFacts;
}

/** What stands under a place's name. */
export interface PlaceFacts extends PlaceWords {
  note: Told<Rich>;
  source: Told<string>;
}

/** Columns of some places, with what other languages call them as `label_az`. */
export interface PlaceColumns {
  id: string[];
  label: string[];
  precision: (string | null)[];
  lon: number[];
  lat: number[];
  first: number[];
  events: number[];
  /** by language */
  facts: Record<string, FactColumns>;
}

export interface FactColumns {
  precision?: string[];
  coordinates?: string[];
  former?: PlaceWords["former"][];
  note?: Rich[];
  coordinate_source?: string[];
}

/** Columns of some records; what says nothing in all of them is missing. */
export interface Block {
  first: number;
  id: string[];
  /** numbers into the places */
  place: number[];
  places: PlaceColumns;
  /** numbers into the list of each language */
  date: number[];
  dates: Record<string, string[]>;
  /** by language, "" for none */
  title?: Record<string, string[]>;
  text?: Record<string, Rich[]>;
  /** what others than a record's source tell */
  other_accounts?: Record<string, Rich[]>;
  draft?: Record<string, boolean[]>;
  /** numbers into the categories, -1 for none */
  category?: number[];
  categories?: { id: string[]; label: Record<string, string[]> };
  /** numbers into the sources, -1 for none */
  source?: number[];
  other_sources?: number[][];
  /** those that say when it was, where a record's own does not */
  date_sources?: number[][];
  /** the titles of those that are listed */
  sources?: { id: string[]; title?: string[] };
  locator?: Record<string, string[]>;
  quote?: string[];
  quote_language?: (string | null)[];
  quote_translated?: Record<string, string[]>;
  /** of each record, source numbers as above; and in the words of each language */
  figures?: FigureNumbers[][];
  figures_told?: Record<string, FigureWords[][]>;
  /** what else the table says, by language; the default one's where it is missing */
  details?: Record<string, Details[]>;
}

/** A place that is open: its records from the first that is shown on. */
export interface OpenPlace {
  kind: "place";
  spot: Spot;
  first: number;
  /** the record that is looked at, by its number among all */
  row?: number;
  /** the id of a source that it names, whose page was open */
  source?: string | undefined;
}

/** A text with the language that it is in where that is not the one asked for. */
export interface Told<Text> {
  text: Text;
  lang: string | null;
}

/** A source as a record names it; of one that is in no table the id is its title. */
export interface Source {
  id: string;
  title: string;
}

export interface WebRecord {
  /** its number among all */
  row: number;
  id: string;
  place: RecordPlace;
  date: string;
  title: Told<string>;
  text: Told<Rich>;
  accounts: Told<Rich>;
  draft: boolean;
  category: { id: string; label: Told<string> } | null;
  source: Source | null;
  otherSources: readonly Source[];
  dateSources: readonly Source[];
  locator: Told<string>;
  quote: Told<string>;
  translated: string;
  figures: RecordFigures;
  details: Details;
}

/** The figures of a record as numbers and in words, and whose each is. */
export interface RecordFigures {
  numbers: readonly FigureNumbers[];
  said: readonly FigureWords[];
  sources: readonly (Source | null)[];
}
