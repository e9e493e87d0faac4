// The filters of a page that reads its records from a server: kinds, groups and sources in the panel, a period under the map.
// They show a selection and ask for another; of the spots on the map and the records of a place they leave what is wanted.

import { append, button, type Child, h } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { type Choice, choiceButton, nameOf, showChoice, waysOutOf } from "../find-parts";
import { type Part, without } from "../matching";
import type { Texts } from "../payload";
import { EVERYTHING, type Selection, type Store, toggled } from "../state";
import { apart, words } from "../words";
import { openCounts } from "./counts";
import {
  type FoundInAll,
  foundOfAll,
  type Narrowed,
  narrowedBy,
  type Totals,
  WEB_FACETS,
  wholeBuckets,
} from "./narrowed";
import { FileFault } from "./ranges";
import { fromHash, type Ids, toPairs } from "./said";
import type { Cells } from "./spots";
import { openWebTimeline, type WebTimeline } from "./time";
import type { CountsFacts, Spot, WebFacet, WebHead } from "./types";
import type { Hits } from "./words";

export interface Filters {
  /** between the field in which places are looked for and the list */
  element: HTMLElement;
  /** The map's spots with those of their records that are wanted; a spot without is not there. */
  cells: Cells;
  /** How many records of a spot are wanted, as far as that is known. */
  countOf(spot: Spot): number;
  /** The numbers of a place's records that are wanted; null for all of them. */
  rowsOf(spot: Spot): Promise<number[] | null>;
  /** Of records that were found those that are wanted; null for all of them. */
  among(hits: Hits): Promise<Hits | null>;
  /** Whether what is found is told elsewhere. */
  hush(quiet: boolean): void;
  clear(): void;
  /** What the address says of them. */
  said(): [string, string][];
  /** Takes what an address asks for. */
  follow(hash: string): void;
  /** Whether something is chosen. */
  chosen(): boolean;
  /** How many records a source has, all of them; 0 where it cannot be chosen. */
  countOfSource(source: number): number;
  /** Leaves those records alone. */
  chooseSource(source: number): void;
  tell(exhibit: Exhibit): void;
  resize(): void;
}

export interface FiltersOptions {
  head: WebHead;
  texts: Texts;
  store: Store;
  cells: Cells;
  /** where the timeline will be */
  time: HTMLElement;
  /** What was asked for is there. */
  changed(): void;
  failed(fault: FileFault): void;
  announce(words: string): void;
}

const NOTHING: Totals = { begins: [], moved: [] };
const NO_COUNTS: CountsFacts = {
  file: "",
  index: 0,
  bytes: 0,
  block_rows: 1,
  edges: [],
  combinations: [],
  values: {},
  cut: [],
  begins: [],
};

/** What can be chosen of a facet. */
interface Section {
  facet: WebFacet;
  choices: Choice[];
}

export function makeFilters({
  head,
  texts,
  store,
  cells,
  time,
  changed,
  failed,
  announce,
}: FiltersOptions): Filters {
  const facts = head.web.counts ?? NO_COUNTS;
  const { edges } = facts;
  const ids: Ids = { category: head.categories.id, group: head.groups.id, source: texts.sources.id };
  const counts = openCounts(facts);
  const whole = foundOfAll(NOTHING, facts, EVERYTHING, null);
  const facets = WEB_FACETS.filter((facet) => facts.values[facet]);
  // Of what is listed and cannot be chosen it is not known how many records there are: an address cannot ask for it.
  const within = (facet: WebFacet): string[] =>
    ids[facet].map((id, at) => (whole.counts[facet][at] ? id : ""));
  const choosable: Ids = { category: within("category"), group: within("group"), source: within("source") };
  const element = h("div", { class: "narrowing" });

  let exhibit: Exhibit | null = null;
  let timeline: WebTimeline | null = null;
  let sections: Section[] = [];
  let narrowed: Narrowed | null = null;
  let totals: Totals | null = null;
  let hushed = false;
  /** facets that an address has asked for */
  const shown = new Set<WebFacet>();

  const summary = h("summary", {});
  const details = h("details", { class: "filters", "data-part": "filters" }, summary);
  const count = h("span", { role: "status" });
  const everything = button({ class: "plain", "data-action": "clear-all" }, () => clear());
  const told = h("div", { class: "found", hidden: true }, count, everything);
  const help = h("div", { class: "none-found", hidden: true });
  append(element, [facets.length > 0 && details, told, help]);

  function choose(selection: Selection): void {
    store.update({ selection });
  }

  function clear(): void {
    const held = element.contains(document.activeElement);
    choose(EVERYTHING);
    if (held && facets.length > 0) summary.focus();
  }

  function giveUp(part: Part): void {
    choose(without(store.get().selection, part));
    if (facets.length > 0) summary.focus();
  }

  /** All spots' counts that are wanted; null while some are not read, which `ask` has read. */
  function wantedOf(spots: Spot[], by: Narrowed): Spot[] | null {
    const found: Spot[] = [];
    for (const spot of spots) {
      const own = counts.found(spot.tile, by);
      if (!own) return null;
      const number = own[spot.row] ?? 0;
      if (number > 0) found.push({ ...spot, found: number });
    }
    return found;
  }

  const tilesOf = (spots: readonly Spot[]): number[] => [...new Set(spots.map(({ tile }) => tile))];

  function fail(error: unknown): void {
    if (!(error instanceof FileFault)) throw error;
    failed(error);
  }

  function select(selection: Selection): void {
    narrowed = narrowedBy(selection, facts);
    draw();
    if (narrowed) readTotals();
  }

  function readTotals(): void {
    if (totals) return;
    counts.totals().then((read) => {
      totals = read;
      draw();
    }, fail);
  }

  function arrived(): void {
    // They may have failed before.
    readTotals();
    changed();
  }

  function found(): FoundInAll | null {
    if (narrowed && !totals) return null;
    const all = foundOfAll(totals ?? NOTHING, facts, store.get().selection, narrowed);
    return narrowed ? all : { ...all, begins: facts.begins };
  }

  function draw(): void {
    if (!exhibit) return;
    const now = exhibit;
    const { selection } = store.get();
    const all = found();
    summary.replaceChildren(...called(now, selection));
    for (const { facet, choices } of sections) {
      for (const choice of choices) {
        const { value } = choice;
        const showing = (all ?? whole).counts[facet][value] ?? 0;
        showChoice(now, choice, selection[facet].has(value), showing);
      }
    }
    told.hidden = !narrowed || hushed;
    const total = head.web.rows;
    const sentence = !narrowed ? "" : all ? say(now, "found", { count: all.count, total }) : "";
    // What is said again in the same words would be heard again.
    if (count.textContent !== sentence) count.replaceChildren(sentence);
    everything.replaceChildren(words(now, "clear_all"));
    help.hidden = all?.count !== 0 || hushed;
    if (all?.count === 0) {
      const ways = ([...WEB_FACETS, "span"] as const)
        .map((part) => ({ part, count: all.without[part] ?? 0 }))
        .filter((way) => way.count > 0)
        .sort((one, other) => other.count - one.count);
      help.replaceChildren(...waysOutOf(now, ways, selection, giveUp));
    }
    const { from, to } = selection;
    timeline?.show(all?.begins ?? facts.begins, from === null && to === null ? null : { from, to });
  }

  /** What the filters are called: where there is but one, with what is chosen. */
  function called(now: Exhibit, selection: Selection): (Node | string)[] {
    const [only, ...more] = facets;
    if (!only || more.length > 0) {
      const on = facets.reduce((sum, facet) => sum + selection[facet].size, 0);
      return [on > 0 ? words(now, "filters_on", { count: on }) : words(now, "filters")];
    }
    const chosen = [...selection[only]].sort((one, other) => one - other);
    const names = chosen.map((value) => namedIn(now, only, value)).join(", ");
    return [h("span", {}, words(now, `filter.${only}`), names && " \u00b7 ", names && apart(names))];
  }

  function drawChoices(now: Exhibit): void {
    const active = document.activeElement;
    const held = active && details.contains(active) ? active.getAttribute("data-value") : null;
    const of = held === null ? null : active?.getAttribute("data-facet");
    const unfolded = new Set([...details.querySelectorAll("details[open]")].map(partOf));
    const isOnly = facets.length === 1;
    const drawn: Child[] = [];
    sections = facets.map((facet) => {
      const choices = inOrder(facet).map((value) =>
        choiceButton(facet, value, ids[facet][value], nameOf(now, facet, value), () =>
          choose(toggled(store.get().selection, facet, value)),
        ),
      );
      const note = facts.cut.includes(facet) && h("p", { class: "note" }, words(now, "many.most_frequent"));
      const list = h(
        "div",
        { class: "choices", role: "group", "aria-label": say(now, `filter.${facet}`) },
        ...choices.map((choice) => choice.element),
      );
      const name = h("summary", {}, words(now, `filter.${facet}`));
      const open = unfolded.has(facet);
      if (isOnly) drawn.push(note, list);
      else drawn.push(h("details", { class: "filter", "data-part": facet, open }, name, note, list));
      return { facet, choices };
    });
    details.replaceChildren(summary);
    append(details, drawn);
    if (held === null) return;
    details.querySelector<HTMLElement>(`[data-facet="${of}"][data-value="${CSS.escape(held)}"]`)?.focus();
  }

  /** What can be chosen; of very many those with most records come first. */
  function inOrder(facet: WebFacet): number[] {
    const all = whole.counts[facet];
    const order = [...ids[facet].keys()].filter((value) => (all[value] ?? 0) > 0);
    return facts.cut.includes(facet)
      ? order.sort((one, other) => (all[other] ?? 0) - (all[one] ?? 0) || one - other)
      : order;
  }

  /** What an address asks for is shown once; who folds it up again has seen it. */
  function unfold(facet: WebFacet): void {
    if (shown.has(facet)) return;
    shown.add(facet);
    for (const each of [details, ...details.querySelectorAll(`[data-part="${facet}"]`)])
      each.setAttribute("open", "");
  }

  store.subscribe((now, before) => {
    if (now.selection === before.selection) return;
    select(now.selection);
  });

  return {
    element,
    cells: {
      async read(squares) {
        const spots = await cells.read(squares);
        if (narrowed) await counts.read(tilesOf(spots), narrowed);
        return spots;
      },
      spots(squares, ask) {
        const spots = cells.spots(squares, ask);
        if (!spots || !narrowed) return spots;
        const all = wantedOf(spots, narrowed);
        if (!all && ask) counts.read(tilesOf(spots), narrowed).then(arrived, fail);
        return all;
      },
    },
    countOf(spot) {
      return (narrowed && counts.found(spot.tile, narrowed)?.[spot.row]) ?? spot.events;
    },
    rowsOf: async (spot) => (narrowed ? counts.rows(spot.first, spot.events, narrowed) : null),
    async among({ rows, whole }) {
      if (!narrowed) return null;
      const found = await counts.among(rows, narrowed);
      return { rows: found.rows, whole: whole && found.whole };
    },
    hush(quiet) {
      hushed = quiet;
      draw();
    },
    clear,
    said: () => toPairs(store.get().selection, ids),
    follow(hash) {
      const asked = fromHash(hash, choosable);
      const period = wholeBuckets(asked, edges);
      for (const facet of facets) if (asked[facet].size > 0) unfold(facet);
      choose({ ...EVERYTHING, ...asked, from: period?.from ?? null, to: period?.to ?? null });
    },
    chosen: () => narrowed !== null,
    countOfSource: (source) => whole.counts.source[source] ?? 0,
    chooseSource(source) {
      unfold("source");
      choose({ ...EVERYTHING, source: new Set([source]) });
    },
    tell(next) {
      exhibit = next;
      drawChoices(next);
      if (timeline) timeline.tell(next);
      else if (!time.hidden) {
        timeline = openWebTimeline(time, next, facts, {
          brush: (range) => {
            const period = range && wholeBuckets(range, edges);
            choose({ ...store.get().selection, from: period?.from ?? null, to: period?.to ?? null });
          },
          announce,
        });
      }
      draw();
    },
    resize: () => timeline?.resize(),
  };
}

function partOf(element: Element): string {
  return element.getAttribute("data-part") ?? "";
}

/** What a value is called, as plain text. */
function namedIn({ telling, texts }: Exhibit, facet: WebFacet, value: number): string {
  const { id, title } = texts.sources;
  const named = { category: telling.categories, group: telling.groups.label, source: title };
  return named[facet][value] || (facet === "source" ? (id[value] ?? "") : "");
}
