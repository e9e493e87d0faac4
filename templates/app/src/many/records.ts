// The records of a page of many, once their columns have been read: what is found of them, the lists that show it, the
// timeline, and the views that open. It keeps no selection: it shows what it is told, and asks for changes.

import { append, h } from "../dom";
import type { Exhibit, View } from "../exhibit";
import { toFoldTable } from "../fold";
import type { PanelActions } from "../panel";
import { type Head, inflate, readBlock } from "../payload";
import { EVERYTHING, isEverything, type Selection, spanOf } from "../state";
import { words } from "../words";
import { arrived } from "./arrived";
import { bytesOf, LostError } from "./beside";
import { makeChunks } from "./chunks";
import { columnsOf, eventsOf, fill, makeData, type Planes } from "./columns";
import { type Finder, makeFinder } from "./find";
import { makePlaceFinder, namesOf } from "./find-places";
import type { Met } from "./ids";
import { makeRows, type Rows } from "./list";
import { inOrder, makeMasks } from "./masks";
import { onlySpoken, type Spoken } from "./only";
import { openingOf, withKinds } from "./opening";
import type { Asked } from "./print";
import { showcased } from "./showcase";
import { type Slice, slice, type Whole } from "./slice";
import { makeTaker } from "./take";
import { type ManyTimeline, openManyTimeline } from "./time";
import type { Bubbles, ManyData } from "./types";
import { makeViews, noteOf, sectionOf } from "./views";
import { makeWordIndex, type WordIndex } from "./word-index";
import { makeSearcher } from "./words";

export interface RecordsOptions {
  exhibit: Exhibit;
  scroller: HTMLElement;
  /** where the timeline will be */
  time: HTMLElement;
  bubbles: Bubbles | null;
  met: Met;
  actions(): PanelActions;
  open(view: View): void;
  /** Opens an event that the timeline plays. */
  play(event: number): void;
  choose(selection: Selection): void;
  announce(said: string): void;
  onFound(): void;
  /** Changes a view whose texts have arrived. */
  refill(view: HTMLElement, change: () => void): void;
  /** what has been read before */
  data: ManyData | null;
  /** takes the sources of what is shown */
  used: Set<number>;
}

export interface Records {
  readonly data: ManyData;
  whole(): Whole;
  isContext(event: number): boolean;
  select(selection: Selection): void;
  /** The found events one after the other, without their context. */
  sequence(): Uint32Array;
  /** How far what is selected has been looked for: not at all yet, what has been found so far, all. */
  looked(): "asked" | "some" | "whole";
  /** The event that a view tells first, and the place that it is at; -1 for none. */
  eventOf(view: View): number;
  placeOf(view: View): number;
  /** The list of records under the exhibit's opening. */
  list(): HTMLElement;
  render(view: View): Promise<HTMLElement>;
  /** A view has been put into the page. */
  drawn(): void;
  /** Letters may have another size. */
  resize(): void;
  focus(event: number): boolean;
  meet(view: View): Promise<void>;
  /** Reads what another language needs, and takes it up. */
  prepare(tag: string): Promise<void>;
  tell(exhibit: Exhibit): Promise<void>;
  timeline(): ManyTimeline | null;
  showcase(): Promise<Showcase>;
  /** What the lists show now. */
  asked(): Asked;
  /** Shows on the map at once what has been found. */
  drawFound(): void;
  /** Gives all up, to be made anew. */
  remove(): void;
}

/** What a screen shows that nobody stands before: a few events, as an exhibit of their own. */
export interface Showcase {
  head(): Head;
  exhibit(): Exhibit;
  whole(view: View): View;
}

interface Section {
  rows: Rows;
  /** which groups are in it; first those events that have none */
  groups: Uint8Array;
  order: Uint32Array;
  element: HTMLElement;
  group: number;
}

export async function makeRecords(options: RecordsOptions): Promise<Records> {
  const { scroller, bubbles, met, actions, open } = options;
  const { head, texts } = options.exhibit;
  const said = new Map<string, Promise<string[]>>();
  const indexes = new Map<string, Promise<WordIndex | null>>();
  const [read, first] = await Promise.all([
    options.data ?? makeData(head),
    datesIn(options.exhibit.telling.language),
  ]);
  const chunks = makeChunks(head, read, () => whole.exhibit);
  const all: Spoken = { data: read, hidden: null };
  const { data, hidden } =
    options.exhibit.only && !head.only_source ? onlySpoken(read, head.groups.panel) : all;
  const { events, places } = data;
  let whole: Whole = {
    exhibit: withKinds(options.exhibit, places),
    data,
    chunks,
    dates: datesOf(options.exhibit, first),
    hidden,
    meet: met.meet,
  };
  /** as it was given, to tell whether another has been chosen meanwhile */
  let given = options.exhibit;
  met.found(read, chunks, async () => {
    const columns = await columnsApart("many-ids");
    return columns && fill(columns.get("hash"), new Uint32Array(events.size), 0);
  });
  if (!options.data) bubbles?.setColumns(places, chunks);

  const masks = makeMasks(
    events,
    places,
    {
      category: head.categories.id.length,
      group: head.groups.id.length,
      source: texts.sources.id.length,
    },
    hidden,
  );
  options.used.clear();
  for (const at of masks.sources) options.used.add(at);
  const searcher = makeSearcher(texts, () => whole, indexOf);
  const placeFinder = makePlaceFinder(() => whole, toFoldTable(texts.fold));
  const views = makeViews({
    scroller,
    whole: () => whole,
    actions,
    open,
    isFound: (event) => masks.found.events[event] === 1,
    sequence,
    refill: options.refill,
    take: () => taker.render(),
  });
  const taker = makeTaker({
    whole: () => whole,
    found: () => ({
      count: masks.found.count,
      total: masks.total,
      asks: !isEverything(selection),
      searches: looked !== "whole",
    }),
    order: (all) =>
      all
        ? events.inTime.filter((event) => hidden?.[event] !== 1)
        : inOrder(events, masks.found, new Uint8Array(head.groups.panel.length + 1).fill(1)),
    announce: options.announce,
  });
  let selection = EVERYTHING;
  let folded = "";
  let looked: ReturnType<Records["looked"]> = "asked";
  let finder: Finder | null = null;
  let timeline: ManyTimeline | null = null;
  let element: HTMLElement | null = null;
  let shown: Slice | null = null;
  let masking = false;
  const sections = sectionsOf();

  /** The columns of a block that may be beside the page; null where it cannot be read. */
  async function columnsApart(id: string): Promise<Map<string, Planes> | null> {
    try {
      const bytes = await bytesOf(id);
      return bytes && columnsOf(await inflate(bytes));
    } catch (error) {
      if (error instanceof LostError) return null;
      throw error;
    }
  }

  function datesIn(tag: string): Promise<string[]> {
    const asked = said.get(tag) ?? read();
    said.set(tag, asked);
    return asked;

    async function read(): Promise<string[]> {
      const id = `many-dates-${tag}`;
      await arrived(id);
      return (await readBlock(id)) as string[];
    }
  }

  /** How each date is said, and behind them how it is said that there is none. */
  function datesOf({ telling: { ui } }: Exhibit, own: readonly string[]): readonly string[] {
    return events.date_first.length > own.length ? [...own, ui["page.undated_source"] ?? ""] : own;
  }

  /** The words' index of a language, read when somebody is about to search. */
  function indexOf(tag: string): Promise<WordIndex | null> {
    const asked = indexes.get(tag) ?? read();
    indexes.set(tag, asked);
    return asked;

    async function read(): Promise<WordIndex | null> {
      const columns = await columnsApart(`many-words-${tag}`);
      const [length, postings, letters] = ["length", "postings", "words"].map((name) => columns?.get(name));
      if (!length || !postings || !letters) return null;
      return makeWordIndex(
        fill(length, new Uint32Array(length.length), 0),
        fill(postings, new Uint8Array(postings.length), 0),
        fill(letters, new Uint8Array(letters.length), 0),
      );
    }
  }

  function sectionsOf(): Section[] {
    const { panel } = head.groups;
    const of = (group: number, groups: Uint8Array): Section => {
      const rows = makeRows({
        scroller,
        whole: () => whole,
        actions,
        open: (event) => open({ kind: "event", event }),
        placed: true,
      });
      return { rows, groups, order: new Uint32Array(), element: h("section"), group };
    };
    // Context stands in lists of its own.
    const core = Uint8Array.from([1, ...panel.map((kind) => Number(kind === "events"))]);
    const own = panel.flatMap((kind, group) => {
      if (kind !== "context" || (masks.all.group[group] ?? 0) === 0) return [];
      return [
        of(
          group,
          Uint8Array.from(core, (_, index) => Number(index === group + 1)),
        ),
      ];
    });
    return [of(-1, core), ...own];
  }

  function isContext(event: number): boolean {
    return (head.groups.panel[events.group[event] ?? -1] ?? "events") !== "events";
  }

  /** Counts what is found now, and shows it everywhere. */
  function show(): void {
    const found = masks.count();
    for (const section of sections) section.order = inOrder(events, found, section.groups);
    drawMask();
    timeline?.show(found.dates, spanOf(selection));
    finder?.show(selection, found);
    taker.show();
    if (element?.isConnected) drawRows();
    else views.mark();
    options.onFound();
  }

  /** The map draws what is found once a frame, however often that has changed. */
  function drawMask(): void {
    if (masking) return;
    masking = true;
    requestAnimationFrame(() => masking && drawFound());
  }

  function drawFound(): void {
    masking = false;
    bubbles?.setMask(isEverything(selection) && !hidden ? null : masks.found.events);
  }

  function drawRows(): void {
    for (const { rows, order, element } of sections) {
      element.hidden = order.length === 0;
      rows.show(order);
    }
  }

  function search(text: string): void {
    if (text === folded) {
      if (!text) looked = "whole";
      return;
    }
    folded = text;
    if (!text) {
      looked = "whole";
      searcher.stop();
      masks.setText(null);
      finder?.searching(false);
      return;
    }
    looked = "asked";
    finder?.searching(true);
    searcher.search(text, (matches, isWhole) => {
      looked = isWhole ? "whole" : "some";
      masks.setText(matches);
      finder?.searching(!isWhole);
      show();
    });
  }

  function drawFinder(): void {
    finder = makeFinder({
      whole: () => whole,
      masks,
      choose: options.choose,
      prepare: () => void indexOf(whole.exhibit.telling.language),
      unfolded: finder?.unfolded() ?? new Set(),
      names: (places) => namesOf(whole, places),
      findPlaces: placeFinder.find,
    });
  }

  function drawTimeline(): void {
    const { exhibit } = whole;
    options.time.hidden = !exhibit.telling.time;
    if (timeline) timeline.tell(exhibit);
    else if (exhibit.telling.time) {
      timeline = openManyTimeline(
        options.time,
        exhibit,
        { events, all: masks.allDates, steps },
        {
          choose: options.play,
          brush(range) {
            const { from, to } = range ?? { from: null, to: null };
            options.choose({ ...selection, from, to });
          },
          announce: options.announce,
        },
      );
    }
  }

  /** What the timeline plays: all that is found and dated; undated events come last. */
  function steps(): ReturnType<Parameters<typeof openManyTimeline>[2]["steps"]> {
    let order = sections[0]?.order ?? new Uint32Array();
    // Those whose date is not their source's stand among the others.
    if (whole.exhibit.only) order = order.filter(isDated);
    let count = order.length;
    while (count > 0 && !isDated(order[count - 1] as number)) count--;
    return {
      count,
      at: (event) => order.indexOf(event),
      event: (step) => order[step] ?? -1,
    };
  }

  function isDated(event: number): boolean {
    const date = events.date[event] as number;
    return Math.max(events.date_first[date] as number, events.date_last[date] as number) > -0x8000_0000;
  }

  function sequence(): Uint32Array {
    return sections[0]?.order ?? new Uint32Array();
  }

  function eventOf(view: View): number {
    if (view.kind === "event") return view.event;
    if (view.kind !== "place") return -1;
    return eventsOf(whole, view.place)[0] ?? -1;
  }

  function placeOf(view: View): number {
    if (view.kind === "place") return view.place;
    if (view.kind !== "event") return -1;
    const at = view.place ?? events.place[view.event] ?? places.size;
    return at < places.size ? at : -1;
  }

  function build(): HTMLElement {
    const { exhibit } = whole;
    const view = openingOf(exhibit, actions(), finder?.element ?? null);
    // What is found may be read on one page or be too much for that: what is chosen by must not move with it.
    const way = exhibit.texts.story ? null : view.querySelector(".scroll-start");
    if (way) finder?.element.after(way);
    for (const section of sections) {
      const { group, rows } = section;
      section.element =
        group < 0
          ? sectionOf(words(exhibit, "records"), rows)
          : sectionOf(exhibit.telling.groups.label[group], rows, noteOf(exhibit, group));
      section.element.classList.toggle("context", group >= 0);
      append(view, [section.element]);
    }
    return view;
  }

  async function showcase(): Promise<Showcase> {
    shown = await slice(whole, showcased(whole, isContext));
    return {
      head: () => (shown as Slice).exhibit.head,
      exhibit: () => (shown as Slice).exhibit,
      whole: (view) => (shown as Slice).whole(view),
    };
  }

  drawFinder();
  drawTimeline();
  return {
    data: read,
    isContext,
    whole: () => ({ ...whole, exhibit: given }),
    select(next) {
      masks.select(next);
      selection = next;
      search(searcher.fold(next.text));
      show();
    },
    sequence,
    looked: () => looked,
    eventOf,
    placeOf,
    list() {
      element ??= build();
      return element;
    },
    render(view) {
      views.clear();
      return views.render(view);
    },
    drawn() {
      if (element?.isConnected) {
        views.clear();
        const stale = sections.some(({ rows, order }) => !rows.shows(order));
        if (stale) drawRows();
        for (const { rows } of sections) rows.look();
      } else views.look();
    },
    resize() {
      for (const { rows } of sections) rows.look();
      views.look();
    },
    focus: (event) => sections.some(({ rows }) => rows.focus(event)),
    async meet(view) {
      if (view.kind === "event") met.meet("events", view.event, (await chunks.facts(view.event)).id);
      const place = view.kind === "place" || view.kind === "event" ? view.place : undefined;
      if (place === undefined) return;
      met.meet("places", place, (await chunks.spot(place, whole.exhibit.telling.language)).id);
    },
    async prepare(tag) {
      await datesIn(tag);
    },
    async tell(exhibit) {
      given = exhibit;
      whole = {
        ...whole,
        exhibit: withKinds(exhibit, places),
        dates: datesOf(exhibit, await datesIn(exhibit.telling.language)),
      };
      if (shown) shown = await slice(whole, shown.events);
      element = null;
      for (const { rows } of sections) rows.tell();
      drawFinder();
      drawTimeline();
      // The same text is looked for in the words of this language.
      folded = "";
    },
    timeline: () => timeline,
    showcase,
    asked: () => ({
      selection,
      orders: sections.map(({ order }) => order),
      count: masks.found.count,
      total: masks.total,
      searches: looked !== "whole",
    }),
    drawFound,
    remove() {
      searcher.stop();
      taker.stop();
      views.clear();
      for (const { rows } of sections) rows.remove();
      timeline?.remove();
    },
  };
}
