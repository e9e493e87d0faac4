// The filters of a page that reads its records from a server: kinds in the panel, a period under the map. They show a
// selection and ask for another; of the spots on the map and the records of a place they leave what is wanted.

import { append, button, h } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { type Choice, choiceButton, nameOf, showChoice, waysOutOf } from "../find-parts";
import { type Part, without } from "../matching";
import { EVERYTHING, type Selection, type Store, toggled } from "../state";
import { apart, words } from "../words";
import { openCounts } from "./counts";
import {
  type FoundInAll,
  foundOfAll,
  type Narrowed,
  narrowedBy,
  type Totals,
  wholeBuckets,
} from "./narrowed";
import { FileFault } from "./ranges";
import { fromHash, toPairs } from "./said";
import type { Cells } from "./spots";
import { openWebTimeline, type WebTimeline } from "./time";
import type { Spot, WebHead } from "./types";
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
  tell(exhibit: Exhibit): void;
  resize(): void;
}

export interface FiltersOptions {
  head: WebHead;
  store: Store;
  cells: Cells;
  /** where the timeline will be */
  time: HTMLElement;
  /** What was asked for is there. */
  changed(): void;
  failed(fault: FileFault): void;
  announce(words: string): void;
}

/** So many kinds at most are told apart; then others may have been left out (`record_facets.py`). */
const MOST_KINDS = 40;
const NOTHING: Totals = { begins: [], moved: [] };

export function makeFilters({
  head,
  store,
  cells,
  time,
  changed,
  failed,
  announce,
}: FiltersOptions): Filters {
  const facts = head.web.counts ?? {
    file: "",
    index: 0,
    bytes: 0,
    block_rows: 1,
    edges: [],
    kinds: [],
    begins: [],
  };
  const { edges, kinds } = facts;
  const { id: ids } = head.categories;
  const counts = openCounts(facts);
  const isMany = ids.length >= MOST_KINDS;
  const inOrder = [...ids.keys()];
  if (isMany) inOrder.sort((one, other) => (kinds[other] ?? 0) - (kinds[one] ?? 0) || one - other);
  const element = h("div", { class: "narrowing" });

  let exhibit: Exhibit | null = null;
  let timeline: WebTimeline | null = null;
  let choices: Choice[] = [];
  let narrowed: Narrowed | null = null;
  let totals: Totals | null = null;
  let unfolded = false;
  let hushed = false;

  const summary = h("summary", {});
  const list = h("div", { class: "choices", role: "group" });
  const note = h("p", { class: "note" });
  const details = h("details", { class: "filters" }, summary, isMany && note, list);
  const count = h("span", { role: "status" });
  const everything = button({ class: "plain", "data-action": "clear-all" }, () => clear());
  const told = h("div", { class: "found", hidden: true }, count, everything);
  const help = h("div", { class: "none-found", hidden: true });
  append(element, [ids.length > 1 && details, told, help]);

  function choose(selection: Selection): void {
    store.update({ selection });
  }

  function clear(): void {
    const held = element.contains(document.activeElement);
    choose(EVERYTHING);
    if (held) (ids.length > 1 ? summary : null)?.focus();
  }

  function giveUp(part: Part): void {
    choose(without(store.get().selection, part));
    (ids.length > 1 ? summary : null)?.focus();
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
    narrowed = narrowedBy(selection, edges);
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
    const all = foundOfAll(totals ?? NOTHING, kinds, narrowed);
    return narrowed ? all : { ...all, begins: facts.begins };
  }

  function draw(): void {
    if (!exhibit) return;
    const now = exhibit;
    const { selection } = store.get();
    const all = found();
    const chosen = [...selection.category].sort((one, other) => one - other);
    const names = chosen.map((value) => now.telling.categories[value] ?? "").join(", ");
    summary.replaceChildren(
      h("span", {}, words(now, "filter.category"), names && " \u00b7 ", names && apart(names)),
    );
    for (const choice of choices) {
      const { value } = choice;
      showChoice(now, choice, selection.category.has(value), (all?.kinds ?? kinds)[value] ?? 0);
    }
    told.hidden = !narrowed || hushed;
    const total = head.web.rows;
    const sentence = !narrowed ? "" : all ? say(now, "found", { count: all.count, total }) : "";
    // What is said again in the same words would be heard again.
    if (count.textContent !== sentence) count.replaceChildren(sentence);
    everything.replaceChildren(words(now, "clear_all"));
    help.hidden = all?.count !== 0 || hushed;
    if (all?.count === 0) {
      const ways = (["category", "span"] as const)
        .map((part) => ({ part, count: all.without[part] ?? 0 }))
        .filter((way) => way.count > 0)
        .sort((one, other) => other.count - one.count);
      help.replaceChildren(...waysOutOf(now, ways, selection, giveUp));
    }
    const { from, to } = selection;
    timeline?.show(all?.begins ?? facts.begins, from === null && to === null ? null : { from, to });
  }

  function drawChoices(now: Exhibit): void {
    const held = list.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-value")
      : null;
    choices = inOrder.map((value) =>
      choiceButton("category", value, ids[value], nameOf(now, "category", value), () =>
        choose(toggled(store.get().selection, "category", value)),
      ),
    );
    list.setAttribute("aria-label", say(now, "filter.category"));
    list.replaceChildren(...choices.map((choice) => choice.element));
    note.replaceChildren(words(now, "many.most_frequent"));
    if (held) list.querySelector<HTMLElement>(`[data-value="${CSS.escape(held)}"]`)?.focus();
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
      const { category, from, to } = fromHash(hash, ids);
      const period = wholeBuckets({ from, to }, edges);
      if (category.size > 0 && !unfolded) details.setAttribute("open", "");
      unfolded ||= category.size > 0;
      choose({ ...EVERYTHING, category, from: period?.from ?? null, to: period?.to ?? null });
    },
    chosen: () => narrowed !== null,
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
