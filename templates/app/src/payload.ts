// What Python hands the page, as types, and how it is read out of the data blocks. Pure but for the DOM reads.

import type { ManyFacts } from "./many/types";
import type { OwnMap } from "./map/own";
import type { TimeWords } from "./timeline/words";
import { fillIn } from "./told";

export const VERSION = 1;

export type RichNode = string | [string, ...(RichNode | { href?: string })[]];
export type Rich = string | RichNode[];

export interface Language {
  tag: string;
  name: string;
  dir: "ltr" | "rtl";
  draft: boolean;
}

/** Columns, one entry a place; a place's number is its index + 1. */
export interface Places {
  id: string[];
  lon: number[];
  lat: number[];
  /** site, town, city, district, region, country; or vicinity, of what is near or between others */
  precision: string[];
  uncertainty_m: (number | null)[];
  /** 0 certain, 1 less certain, 2 uncertain */
  doubt: number[];
  /** the category that all its events share, or -1 */
  category: number[];
  /** number of its line or area, or -1 */
  shape: number[];
  far_km: (number | null)[];
  label: string[];
}

/** Columns, one entry an event, in time order; `place` is -1 for an event without a marker. */
export interface Events {
  id: string[];
  place: number[];
  /** all places of an event that has several, none for any other; only where some event has several */
  places?: number[][];
  start_day: (number | null)[];
  end_day: (number | null)[];
  /** how sure both ends are, as `bounds.py` has it; only where some are not sure */
  bounds?: number[];
  category: number[];
  group: number[];
}

export interface Head {
  version: number;
  exhibit: string;
  profile: string;
  language: string;
  theme: "auto" | "light" | "dark";
  languages: Language[];
  view: { bbox: [number, number, number, number] | null; min_zoom: number; max_zoom: number };
  places: Places;
  events: Events;
  categories: {
    id: string[];
    symbol: string[];
    line: string[];
    fill: string[];
    colour: string[];
    directed: boolean[];
    /** which of point, line and area its places are */
    drawn: string[][];
  };
  groups: { id: string[]; panel: string[]; markers: boolean[] };
  /** whether nothing else is in the page than what the records' own sources say */
  only_source?: boolean;
  basemap: { detail: string; borders: "on" | "faint" | "off"; online?: OnlineMap; own?: OwnMap | null };
  scans?: ScanFacts;
  /** where the whole page is on the web */
  public_url?: string;
  /** only in a page that is a poster */
  poster?: PosterFacts;
  /** only in a page that is, or may become, a kiosk's */
  kiosk?: KioskFacts;
  /** only in a page of many records, whose columns of places and events are not here */
  many?: ManyFacts;
  /** only in a page that reads its records from a server: whether a place is near to a pole */
  web?: { polar: boolean };
}

/** The sheet of a poster. */
export interface PosterFacts {
  width_px: number;
  height_px: number;
  /** dots a CSS pixel */
  ratio: number;
  landscape: boolean;
  /** the best first: what each event is told with (0 title, 1 text, 2 other accounts), and its size in points */
  steps: [told: number, size_pt: number][];
}

/** How a page behaves on a public screen, and how large things are on it. */
export interface KioskFacts {
  idle_s: number;
  warning_s: number;
  words_per_s: number;
  attract: boolean;
  attract_s: number;
  controls: "bottom" | "top";
  low: boolean;
  reload_h: number;
  by_address: boolean;
  /** CSS pixels of what is touched, at least */
  least_target_px: number;
  /** hundredths of the screen's shorter side: what is touched, and letters */
  target_vmin: number;
  text_vmin: number;
  /** part of the height, from below, that is reached from a wheelchair */
  low_share: number;
  /** "touch to begin" in each language, in the order of `languages` */
  begin: string[];
}

/** What the page may ask of the network, in an exhibit that has an online map. */
export interface OnlineMap {
  /** whether the page opens with it on */
  on: boolean;
  /** with {z}, {x}, {y} or {-y}, and where it has them {s} and {r} */
  url: string;
  subdomains: string[];
  min_zoom: number;
  max_zoom: number;
  /** west, south, east, north of where there are pictures, when not everywhere */
  bbox: [number, number, number, number] | null;
  /** what the hosts have in common, to be shown */
  host: string;
  hosts: string[];
  /** whether the host answers only pages that come from a web server */
  needs_referrer: boolean;
  /** runs of text, each with the address that it leads to or "" */
  credit: [text: string, address: string][];
}

/** The historical maps, one entry each; only an exhibit that has some says anything of them. */
export interface ScanFacts {
  /** west, south, east, north in degrees */
  bbox: [number, number, number, number][];
  /** 0.1 to 1 */
  opacity: number[];
  max_zoom: number[];
  /** the one with which the page opens, or -1 */
  shown: number;
}

/** Labels and texts; a third where one is in the default language for want of this one's: 1 the text, 2 the label. */
export type Details = [label: string, text: string, marks?: number][];

/** What no language changes. */
export interface Texts {
  version: number;
  /** the keys of the interface's words, in the order in which each telling's block has these */
  words: string[];
  events: {
    quote: (string | null)[];
    source: number[];
    locator: (string | null)[];
    other_sources: number[][];
    date_sources: number[][];
    toponym: (string | null)[];
    details: Details[];
    quote_language: (string | null)[];
    /** where each quotation stands, in UTF-16 units; only where some is in the stored text of its source */
    passages?: [passage: number, start: number, end: number][][];
    join: (string | null)[];
    /** the items of `media` that each shows; only of an exhibit that has some */
    media?: number[][];
  };
  /** what letters become when a query is folded: by outcome, all letters that become it */
  fold: Record<string, string>;
  sources: Record<"id" | "title" | "author" | "url" | "language" | "standpoint", string[]> & {
    /** in what, where and by whom; only where that is known of some */
    published?: string[];
  };
  /** the sources in a citation style; only of an exhibit that names one */
  citations?: (Rich | null)[];
  /** the paragraphs of sources that are quoted */
  passages?: { source: number[]; text: string[] };
  /** `on_map` for those that stand under the map; the others stand with the sources */
  attributions: { title: string; credit: string; licence: string; url: string; on_map?: boolean }[];
  /** the figures as numbers, in the order of the telling's; only of an exhibit that has some */
  figures?: { low: (number | null)[]; high: (number | null)[]; rough: number[] };
  scans?: { licence: string[]; url: string[] };
  media?: MediaFacts;
  /** only of an exhibit with a table of steps */
  story?: StoryFacts;
}

/** The media, one entry an item: a file and what is said of it. A file may be that of several. */
export interface MediaFacts {
  file: number[];
  licence: string[];
  /** captions by the tag of their language: from and to in milliseconds, and the words */
  tracks: Record<string, [start_ms: number, end_ms: number, words: string][]>[];
  /** one entry a file, whose bytes stand in the element `media-` and its number; sizes in pixels, 0 of sound */
  files: { kind: string[]; type: string[]; width: number[]; height: number[]; seconds: number[] };
}

/** The steps of the story, one entry each; what they say is in the telling. */
export interface StoryFacts {
  /** "" for none */
  id: string[];
  /** -1 for none, as is `place` */
  event: number[];
  place: number[];
  /** west, south, east, north in degrees */
  bbox: ([number, number, number, number] | null)[];
  zoom: (number | null)[];
}

/** What is told in one language; `fallback` names what is shown in the default language instead,
 *  and under `ui:` what is shown in the interface's. */
export interface Telling {
  version: number;
  language: string;
  /** The interface's words; `lang` and `dir` only where they are not in the telling's language. */
  ui: Record<string, string>;
  exhibit: {
    title: string;
    subtitle: string;
    intro: Rich | null;
    notice: Rich | null;
    credits: Rich | null;
  };
  places: {
    label: string[];
    former: [string, string][][];
    note: (Rich | null)[];
    coordinates: string[];
    precision: string[];
    far: (string | null)[];
    coordinate_source: (string | null)[];
  };
  categories: string[];
  /** label and forms in words of each category on the map, where a key tells something */
  legend: [string, string][];
  groups: { label: string[]; note: (Rich | null)[] };
  events: {
    title: string[];
    date: string[];
    text: (Rich | null)[];
    other_accounts: (Rich | null)[];
    draft: boolean[];
    locator: string[];
    /** translations, "" for none; only where there are some */
    quote?: string[];
    /** only where some detail is in several languages, and this is not the default one */
    details?: Details[];
    /** the item of the media in which each is read aloud, or -1; only where some is */
    reading?: number[];
  };
  /** the last two have what is in this language, "" for what is not */
  sources: { type: string[]; date: string[]; access: string[]; author?: string[]; standpoint?: string[] };
  /** where in its source each quotation stands, "" for none */
  passages?: string[];
  /** names of the languages that translated quotations are from, by their tags */
  quoted_in?: Record<string, string>;
  /** folded words of each event, left out of few, and of each place; places by their labels in alphabetical order */
  search: { events?: string[]; places: string[]; places_in_order: number[] };
  figures: {
    event: number[];
    measure: string[];
    value: string[];
    scope: string[];
    source: number[];
    locator: (string | null)[];
  };
  /** only where some event is dated */
  time?: TimeWords;
  scans?: { title: string[]; date: string[]; credit: string[] };
  /** one entry an item */
  media?: { title: string[]; alt: string[]; credit: string[]; transcript: (Rich | null)[] };
  /** an empty title, and no text, are those of the step's event */
  story?: { title: string[]; text: (Rich | null)[] };
  /** only of an exhibit with a table of corrections, the newest first; `about` is a record's title */
  corrections?: {
    title: string;
    write: string;
    ways: Rich | null;
    date: string[];
    about: string[];
    text: (Rich | null)[];
    why: (Rich | null)[];
  };
  /** of the page's accessibility, in the interface's language */
  statement: { title: string; draft: boolean };
  fallback: Record<string, number[] | boolean>;
}

/** The head, or an error that names the version when the page and its data do not belong together. */
export function readHead(): Head {
  return checked(JSON.parse(blockText("payload")) as Head);
}

export async function readTexts(): Promise<Texts> {
  return checked((await readBlock("texts")) as Texts);
}

export async function readTelling(tag: string, { events }: Head, { words }: Texts): Promise<Telling> {
  const telling = checked((await readBlock(`texts-${tag}`)) as Telling & { ui: (string | null)[] });
  const ui = words.flatMap((key, at) => (telling.ui[at] == null ? [] : [[key, telling.ui[at]]]));
  return fillIn({ ...telling, ui: Object.fromEntries(ui) }, events.id);
}

export async function readBytes(id: string): Promise<Uint8Array | null> {
  const element = document.getElementById(id);
  return element ? inflate(fromBase64(textIn(element))) : null;
}

/** The bytes of a block that is not deflated, such as a picture. */
export function readRaw(id: string): Uint8Array<ArrayBuffer> | null {
  const element = document.getElementById(id);
  return element && fromBase64(textIn(element));
}

/** The bytes of such blocks called `id-0`, `id-1`, …. */
export function readAllRaw(id: string): Uint8Array<ArrayBuffer>[] {
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (let bytes = readRaw(`${id}-0`); bytes; bytes = readRaw(`${id}-${found.length}`)) found.push(bytes);
  return found;
}

/**
 * The bytes of the user's own base map; null where the page has none, or not all of its parts: what stands beside the
 * page is not read in a sandboxed frame.
 */
export function readOwn({ basemap: { own } }: Head): Uint8Array<ArrayBuffer> | null {
  const element = document.getElementById("tiles");
  if (!own || !element) return null;
  const parts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  return parts.length > 0 && parts.length >= own.parts ? readRaw("tiles") : null;
}

function checked<T extends { version: number }>(block: T): T {
  if (block.version !== VERSION) throw new Error(`Got payload v${block.version} when expected v${VERSION}.`);
  return block;
}

function blockText(id: string): string {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page lacks its block ${id}.`);
  return textIn(element);
}

/** What stands in a block; of many records in a comment, which takes a browser less time and memory than a script's text. */
export function textIn(element: Element): string {
  return element.textContent || (MANY && (element.firstChild as Comment | null)?.data) || "";
}

export async function readBlock(id: string): Promise<unknown> {
  const bytes = await inflate(fromBase64(blockText(id)));
  return JSON.parse(new TextDecoder().decode(bytes));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const decode = (Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> })
    .fromBase64;
  return decode ? decode(text) : Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0));
}

export async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  // What is wrong with the bytes is told to the one who reads.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
