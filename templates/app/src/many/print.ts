// Printing a page of many records: the handout of those that are shown. What is printed must be there when the browser asks for
// it, so it is read as soon as the page is at rest, but for what takes many files; of what is not there the handout says so.

import { type Child, h } from "../dom";
import { type Chosen, type Exhibit, numeral } from "../exhibit";
import { keepView } from "../map/paper-view";
import type { MapRoom } from "../map/room";
import { MOST_EVENTS } from "../paper/handout";
import { PRINT_RATIO, printWithMap } from "../print";
import { sourceLanguage } from "../sources";
import { FACETS, type Facet, isEverything, type Selection } from "../state";
import { modeOf } from "../theme";
import { dayWords } from "../timeline/words";
import { apart, standIn, words } from "../words";
import { makeHeld } from "./held";
import type { Numbers } from "./in-view";
import { withKinds } from "./opening";
import type { Whole } from "./slice";
import type { Bubbles } from "./types";

/** As many places as an ordinary page has at most are listed and numbered. */
const MOST_NUMBERS = 100;
/** Milliseconds after which nothing else is about to be asked for. */
const REST_MS = 1000;
/** Chunks of events that are read unasked where files beside the page hold more than `FEW_CHUNKS`: a server may have to send them. */
const MOST_CHUNKS = 8;
const FEW_CHUNKS = 48;
/** Milliseconds without a touch after which more chunks than those are read unasked: who waits for a text comes first. */
const LEFT_MS = 8000;

/** What has been asked for, and what was found of it. */
export interface Asked {
  selection: Selection;
  /** the events of each list, in its order */
  orders: readonly Uint32Array[];
  count: number;
  total: number;
  /** whether more may be found yet */
  searches: boolean;
}

export interface PaperOptions {
  room: HTMLElement;
  map: MapRoom;
  bubbles: Bubbles;
  /** what prints; null while the records are being arranged anew */
  records(): { whole(): Whole; asked(): Asked; drawFound(): void } | null;
}

export interface Paper {
  /** Other records are shown, or the same in other words. */
  changed(): void;
}

/** From now on paper has the records that are shown. */
export function openPaper({ room, map, bubbles, records }: PaperOptions): Paper {
  const root = document.documentElement;
  let whole = records()?.whole();
  const held = makeHeld(() => whole as Whole);
  const view = keepView();
  let timer = 0;
  let touched = 0;
  /** whether what is being read unasked takes long */
  let isLong = false;
  let printed: { exhibit: Exhibit; chosen: Chosen; numbers: Numbers | null; isWhole: boolean } | null = null;

  function chosenNow(): { events: number[]; asked: Asked | null } {
    const asked = records()?.asked() ?? null;
    whole = records()?.whole() ?? whole;
    const events: number[] = [];
    for (const order of asked?.orders ?? []) {
      for (const event of order.subarray(0, MOST_EVENTS - events.length)) events.push(event);
    }
    return { events, asked };
  }

  /** Whether what is to be read is many files beside the page. */
  function isApart(): boolean {
    const { count = 0, rows = 1 } = whole?.exhibit.head.many ?? {};
    return document.getElementById("many-files") !== null && count > rows * FEW_CHUNKS;
  }

  /** Reads what is to be printed; what takes much reading only where somebody has printed. */
  async function read(isAsked: boolean): Promise<void> {
    const { events, asked } = chosenNow();
    const cost = isAsked ? 0 : held.cost(events);
    if (!asked || (cost > MOST_CHUNKS && isApart())) return;
    isLong = cost > FEW_CHUNKS;
    const wait = touched + LEFT_MS - performance.now();
    if (isLong && wait > 0) {
      timer = window.setTimeout(() => void read(false), wait);
    } else if (await held.read(events, [...asked.selection.place])) {
      isLong = false;
      root.dataset.printable = "true";
    }
  }

  function touch(): void {
    touched = performance.now();
    if (!isLong) return;
    held.stop();
    clearTimeout(timer);
    timer = window.setTimeout(() => void read(false), LEFT_MS);
  }

  function changed(): void {
    clearTimeout(timer);
    held.stop();
    isLong = false;
    delete root.dataset.printable;
    timer = window.setTimeout(() => void read(false), REST_MS);
  }

  function make(): Exhibit {
    const { events, asked } = chosenNow();
    const { part, isWhole } = held.slice(events);
    const all = (whole as Whole).exhibit;
    const count = asked?.count ?? 0;
    const isFew = part.places.length <= MOST_NUMBERS;
    const isAll = count <= MOST_EVENTS;
    const numbers = isFew && isAll ? new Map(part.places.map((place, own) => [place, own + 1])) : null;
    const chosen: Chosen = {
      count,
      listed: isFew,
      numbered: isFew && isAll,
      key: withKinds(all, (whole as Whole).data.places),
      said: () => [
        ...(asked ? askedFor(all, asked, held.label) : []),
        ...(asked && isWhole ? [] : [h("p", { class: "draft" }, words(all, "many.print_again"))]),
      ],
    };
    const exhibit = { ...part.exhibit, chosen };
    printed = { exhibit, chosen, numbers, isWhole: isWhole && asked !== null };
    return exhibit;
  }

  /** Gives a handout without numbers, where the map has come to show marks that have none. */
  function draw(): Exhibit | null {
    records()?.drawFound();
    bubbles.toPaper(PRINT_RATIO, printed?.numbers ?? null);
    map.print(PRINT_RATIO, view.fit);
    if (!printed?.numbers || bubbles.isNumbered()) return null;
    return { ...printed.exhibit, chosen: { ...printed.chosen, numbered: false } };
  }

  function restore(): void {
    bubbles.toPaper(0, null);
    view.restore();
    map.setMode(modeOf(root));
    if (printed?.isWhole === false) {
      clearTimeout(timer);
      void read(true);
    }
    printed = null;
  }

  printWithMap(room, make, draw, restore);
  for (const type of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(type, touch, { capture: true, passive: true });
  }
  changed();
  return { changed };
}

/** How many were found, and by what: in the words in which it was asked for. */
function askedFor(
  exhibit: Exhibit,
  { selection, count, total, searches }: Asked,
  placeName: (place: number) => string,
): HTMLElement[] {
  const lines: Child[][] = [];
  if (!isEverything(selection)) {
    const more = searches ? [" · ", words(exhibit, "many.searching")] : [];
    lines.push([words(exhibit, "found", { count, total }), ...more]);
  }
  // Whoever holds a hundred pages should not have to look for it on the last one.
  if (count > MOST_EVENTS) {
    lines.push([words(exhibit, "page.cut", { shown: numeral(exhibit, MOST_EVENTS), count })]);
  }
  const text = selection.text.trim();
  if (text) lines.push([words(exhibit, "find"), ": ", apart(text)]);
  for (const facet of FACETS) {
    const names = [...selection[facet]].map((value) => named(exhibit, facet, value, placeName));
    if (names.length === 0) continue;
    const listed = names.flatMap((name, at): Child[] => (at > 0 ? ["; ", name] : [name]));
    lines.push([words(exhibit, `filter.${facet}`), ": ", ...listed]);
  }
  lines.push(...period(exhibit, selection));
  if (lines.length === 0) return [];
  return [h("div", { class: "handout-asked" }, ...lines.map((line) => h("p", {}, ...line)))];
}

function named(exhibit: Exhibit, facet: Facet, value: number, placeName: (place: number) => string): Child {
  const { telling, texts } = exhibit;
  const { sources } = texts;
  switch (facet) {
    case "category":
      return apart(telling.categories[value] ?? "", standIn(exhibit, "categories", value));
    case "group":
      return apart(telling.groups.label[value] ?? "", standIn(exhibit, "groups.label", value));
    case "source":
      return apart(sources.title[value] || sources.id[value] || "", { lang: sourceLanguage(exhibit, value) });
    case "place":
      return apart(placeName(value));
  }
}

/** The days that were asked for, both included. */
function period(exhibit: Exhibit, { from, to }: Selection): Child[][] {
  const { time } = exhibit.telling;
  if (!time) return [];
  const said = (day: number | null): string => (day === null ? "" : dayWords(day, time));
  if (from !== null && to !== null) {
    const range = words(exhibit, "timeline_range", { from: said(from), to: said(to) });
    return [[words(exhibit, "timeline"), ": ", range]];
  }
  if (from === null && to === null) return [];
  return [[words(exhibit, from === null ? "timeline_to" : "timeline_from"), ": ", apart(said(from ?? to))]];
}
