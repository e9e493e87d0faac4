// The field in which a visitor looks for records and places, and what is found.

import { append, button, h, icon } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { clearButton, searchField } from "../find-parts";
import { GLASS } from "../icons";
import { makeSearch } from "../search";
import { words } from "../words";
import { PAGE, pagerOf, placeEntry, recordEntry, renderFault } from "./found";
import { labelIn } from "./labels";
import type { Looked, Named, Names } from "./names";
import { FileFault } from "./ranges";
import type { WebFacts, WebRecord } from "./types";
import { type Hits, inPieces, type RecordWords } from "./words";

/** Milliseconds after the last letter until it is looked for. */
const REST_MS = 150;
/** So many places stand before the records. */
const FIRST_PLACES = 5;

export interface Finder {
  /** the field */
  element: HTMLElement;
  /** what is found; hidden where nothing is asked for */
  results: HTMLElement;
  /** In the exhibit's language; what was asked for stays. */
  tell(exhibit: Exhibit): void;
  /** Whether something is asked for. */
  asks(): boolean;
  /** The records that are found, by their numbers, ascending; null where that is not known of all. */
  hits(): readonly number[] | null;
  /** Asks for nothing. */
  clear(): void;
  /** What the address says of it. */
  said(): [string, string][];
  /** Looks for what an address asks for. */
  follow(hash: string): void;
  /** Looks again, where others of the records are wanted now. */
  again(): void;
}

export interface FinderOptions {
  facts: WebFacts;
  names: Names;
  words: RecordWords;
  /** Records by their numbers, as a language tells them. */
  pick(rows: readonly number[], language: string): Promise<WebRecord[]>;
  open(place: Named): void;
  openRecord(record: WebRecord): void;
  /** Of what was found what filters leave; null where none is on. */
  wanted(hits: Hits): Promise<Hits | null>;
  /** The way from what filters leave back to all records. */
  clear(): void;
  /** Something is asked for, or nothing any more. */
  onAsked(): void;
  /** Something else is asked for. */
  onQuery(): void;
  /** Something else is found. */
  onFound(): void;
  announce(said: string): void;
}

/** What is found of the records: which, and those of them that are told at once, from one on. */
interface Found extends Hits {
  /** whether filters may have left some of them out */
  narrowed: boolean;
  first: number;
  told: readonly WebRecord[];
}

export function makeFinder(options: FinderOptions): Finder {
  const { facts, names, onAsked, announce } = options;
  const element = h("div", { class: "finding", role: "search" });
  const results = h("div", { class: "listing results", hidden: true });
  let exhibit: Exhibit | null = null;
  let field: HTMLInputElement | null = null;
  let places: Looked | FileFault | null = null;
  let found: Found | FileFault | null = null;
  let all_places = false;
  let fold = (text: string): string => text;
  let timer = 0;
  let turn = 0;

  /** What is asked for; signs without a letter or a number ask for nothing. */
  function asked(): string {
    const text = field?.value.trim() ?? "";
    return fold(text) === "" ? "" : text;
  }

  function onInput(): void {
    turn += 1;
    clearTimeout(timer);
    all_places = false;
    if (asked() === "") {
      [places, found] = [null, null];
      options.onQuery();
      options.onFound();
    } else timer = window.setTimeout(() => void look(turn), REST_MS);
    show();
  }

  function ask(query: string): void {
    if (query === asked()) return;
    if (field) field.value = query;
    onInput();
  }

  async function look(mine: number): Promise<void> {
    options.onQuery();
    const folded = (query: string): string[] => fold(query).split(" ").filter(Boolean);
    const [near, far] = await Promise.all([
      held(names.find(folded(asked()))),
      held(find(folded(inPieces(asked(), facts.words.longest)))),
    ]);
    if (mine !== turn) return;
    [places, found] = [near, far];
    show();
    options.onFound();
    announce([called(), results.querySelector(".found-records, p")?.textContent].filter(Boolean).join(". "));
  }

  async function find(query: readonly string[]): Promise<Found> {
    const hits = await options.words.find(query);
    const wanted = await options.wanted(hits);
    return told({ ...(wanted ?? hits), narrowed: wanted !== null }, 0);
  }

  /** Of what was found the page that begins with one of the records. */
  async function told(hits: Hits & { narrowed: boolean }, first: number): Promise<Found> {
    const language = exhibit?.telling.language ?? "";
    return { ...hits, first, told: await options.pick(hits.rows.slice(first, first + PAGE), language) };
  }

  /** Reads a page of what was found; false where something else is asked for by now. */
  async function read(first: number): Promise<boolean> {
    if (found === null || found instanceof FileFault) return false;
    const mine = turn;
    const next = await held(told(found, first));
    if (mine !== turn) return false;
    found = next;
    show();
    return true;
  }

  async function page(first: number): Promise<void> {
    if (!(await read(first))) return;
    const head = results.querySelector<HTMLElement>(".found-records");
    head?.scrollIntoView({ block: "start" });
    head?.focus({ preventScroll: true });
    announce(results.querySelector(".pager p, .fault p")?.textContent ?? "");
  }

  /** What places were found in a few words: the largest, and how many others. */
  function called(): string {
    if (!exhibit || !places || places instanceof FileFault) return "";
    const [first, ...others] = places.found;
    if (!first) return "";
    const place = labelIn(first, exhibit.telling.language);
    if (others.length === 0) return place;
    return say(exhibit, "many.place_and_others", { place, count: others.length });
  }

  function show(): void {
    const asks = asked() !== "";
    const clear = element.querySelector<HTMLElement>(".find-clear");
    if (clear) clear.hidden = field?.value === "";
    if (results.hidden === asks) {
      results.hidden = !asks;
      onAsked();
    }
    results.replaceChildren(...(exhibit && asks ? rendered(exhibit) : []));
  }

  function rendered(now: Exhibit): HTMLElement[] {
    if (places === null || found === null)
      return [h("p", { class: "note", "data-reading": true }, words(now, "many.searching"))];
    const fault = [places, found].find((one) => one instanceof FileFault);
    // What cannot be read is told once, and what can be is told as well.
    const told_ = fault ? [renderFault(now, fault, () => void look(turn))] : [];
    const near = places instanceof FileFault ? [] : renderPlaces(now, places);
    const far = found instanceof FileFault ? [] : renderRecords(now, found);
    if (near.length + far.length + told_.length === 0)
      return [h("p", { class: "note" }, words(now, "web.none_found"))];
    return [...told_, ...near, ...far];
  }

  function renderPlaces(now: Exhibit, { found: some, whole }: Looked): HTMLElement[] {
    // Of the largest alone it is not known whether others have such a name.
    const note = h("p", { class: "note" }, words(now, "web.most"));
    if (some.length === 0) return whole ? [] : [note];
    const first = all_places ? some : some.slice(0, FIRST_PLACES);
    const list = h("ol", { class: "entries" });
    for (const place of first)
      append(list, [
        h(
          "li",
          {},
          placeEntry(now, place, () => options.open(place)),
        ),
      ]);
    const more = some.length - first.length;
    const rest = button(
      { class: "plain", "data-action": "more-places" },
      showAll,
      words(now, "review.more", { count: more }),
    );
    return [h("h2", {}, words(now, "page.places")), list, ...(more > 0 ? [rest] : whole ? [] : [note])];
  }

  function showAll(): void {
    all_places = true;
    show();
    // The first of those that have come.
    results.querySelectorAll<HTMLElement>("[data-place]")[FIRST_PLACES]?.focus();
  }

  function renderRecords(now: Exhibit, { rows, whole, narrowed, first, told: some }: Found): HTMLElement[] {
    const count = rows.length;
    if (count === 0 && whole && !narrowed) return [];
    const head = whole
      ? words(now, "found", { count, total: facts.rows })
      : words(now, "web.found_some", { count });
    const list = h("ol", { class: "entries" });
    for (const record of some)
      append(list, [
        h(
          "li",
          {},
          recordEntry(now, record, () => options.openRecord(record)),
        ),
      ]);
    const pager = (): HTMLElement => pagerOf(now, count, first, (next) => void page(next));
    const all = button(
      { class: "plain", "data-action": "clear-all" },
      options.clear,
      words(now, "clear_all"),
    );
    return [
      h("h2", { class: "found-records", tabindex: -1 }, head),
      ...(narrowed ? [all] : []),
      ...(count > 0 ? [list] : []),
      ...(count > PAGE ? [pager()] : []),
      ...(count > 0 && facts.several ? [h("p", { class: "note" }, words(now, "web.several"))] : []),
    ];
  }

  return {
    element,
    results,
    asks: () => asked() !== "",
    hits: () => (found !== null && !(found instanceof FileFault) && found.whole ? found.rows : null),
    clear: () => ask(""),
    said: () => (asked() ? [["q", asked()]] : []),
    follow: (hash) => ask(new URLSearchParams(hash.replace(/^#/, "")).get("q")?.trim() ?? ""),
    again() {
      turn += 1;
      if (asked() !== "") void look(turn);
    },
    tell(next) {
      const changed = exhibit !== null && exhibit.telling.language !== next.telling.language;
      exhibit = next;
      fold = makeSearch(next.texts).fold;
      const [text, held_] = [field?.value ?? "", document.activeElement === field];
      const label = say(next, "web.find");
      const own = searchField(next, label, onInput);
      own.value = text;
      // What is where is read while the visitor writes.
      own.addEventListener("focus", () => {
        names.prepare();
        options.words.prepare();
      });
      field = own;
      const clear = clearButton(next, () => {
        own.value = "";
        onInput();
        own.focus();
      });
      element.setAttribute("aria-label", label);
      element.replaceChildren(h("div", { class: "find-field" }, icon(GLASS), own, clear));
      if (held_) own.focus({ preventScroll: true });
      show();
      if (changed && found !== null && !(found instanceof FileFault)) void read(found.first);
    },
  };
}

/** What is read, or why it cannot be. */
async function held<Value>(reading: Promise<Value>): Promise<Value | FileFault> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return error;
  }
}
