// The records that are to be printed, as far as they have been read. To print does not wait: what chunks hold is read before
// it, and of each only the rows that are wanted are kept.

import { filesArrived } from "./files";
import { alone, type Row, rowsOf } from "./rows";
import { placesAmong, type Slice, sizesOf, sliceOf, type Whole } from "./slice";
import { passagesOf, quoting } from "./slice-passages";
import type { FactsChunk, FactsRow, PassageChunk, SpotChunk, ToldChunk } from "./types";

/** Stands for what has not been read. */
const UNREAD = "…";
const NO_FACTS: Row<FactsChunk> = { of: { id: [""] }, row: 0 };
const NO_TOLD: Row<ToldChunk> = { of: { title: [UNREAD] }, row: 0 };
const NO_SPOT: Row<SpotChunk> = {
  of: { id: [""], label: [UNREAD], coordinates: [""], precision: [""] },
  row: 0,
};

export interface Held {
  /** How many chunks of events would be read. */
  cost(events: readonly number[]): number;
  /**
   * Reads what is missing of events and of more places, and gives up what others had; true once all is there, false
   * where something else was asked for before.
   */
  read(events: readonly number[], places: readonly number[]): Promise<boolean>;
  /** Ends what is being read. */
  stop(): void;
  /** The events as an exhibit of their own, and whether it lacks anything. */
  slice(events: readonly number[]): { part: Slice; isWhole: boolean };
  /** What a place is called. */
  label(place: number): string;
}

export function makeHeld(whole: () => Whole): Held {
  const facts = new Map<number, Row<FactsChunk>>();
  const told = new Map<number, Row<ToldChunk>>();
  const spots = new Map<number, Row<SpotChunk>>();
  const passages = new Map<number, Row<PassageChunk>>();
  /** the language of what is held */
  let tag = "";
  /** grows with each reading */
  let turn = 0;

  /** What is held is in the language that is shown. */
  function inLanguage(): string {
    const { language } = whole().exhibit.telling;
    if (language !== tag) for (const rows of [told, spots]) rows.clear();
    tag = language;
    return tag;
  }

  function rowsIn(): number {
    return sizesOf(whole().exhibit.head).rows;
  }

  /** A chunk that could not be read is asked for again. */
  function isHeld(event: number): boolean {
    const rows = [facts.get(event), told.get(event)];
    return rows.every((row) => row !== undefined && !row.of.lost);
  }

  function placesOf(events: readonly number[]): number[] {
    const known = events.map((event) => facts.get(event) ?? NO_FACTS);
    return placesAmong(whole(), events, known);
  }

  function spansOf(events: readonly number[]): NonNullable<FactsRow["passages"]>[] {
    return events.map((event) => facts.get(event)?.of.passages?.[0] ?? []);
  }

  async function read(events: readonly number[], more: readonly number[]): Promise<boolean> {
    turn++;
    const mine = turn;
    const { chunks, exhibit } = whole();
    const { rows, place_rows } = sizesOf(exhibit.head);
    const language = inLanguage();
    keep(events, facts, told);
    for (const own of byChunk(
      events.filter((event) => !isHeld(event)),
      rows,
    )) {
      await idle();
      if (mine !== turn) return false;
      const [known, said] = await Promise.all([
        rowsOf(own, rows, (chunk) => chunks.factsChunk(chunk)),
        rowsOf(own, rows, (chunk) => chunks.toldChunk(chunk, language)),
      ]);
      if (mine !== turn) return false;
      hold(own, known, facts);
      hold(own, said, told);
    }
    const places = [...new Set([...placesOf(events), ...more])];
    keep(places, spots);
    for (const own of byChunk(
      places.filter((place) => spots.get(place)?.of.lost ?? true),
      place_rows,
    )) {
      await idle();
      if (mine !== turn) return false;
      const found = await rowsOf(own, place_rows, (chunk) => chunks.spotChunk(chunk, language));
      if (mine !== turn) return false;
      hold(own, found, spots);
    }
    const used = passagesOf(spansOf(events));
    keep(used, passages);
    for (const own of byChunk(
      used.filter((passage) => !passages.has(passage)),
      rows,
    )) {
      await idle();
      if (mine !== turn) return false;
      const found = await rowsOf(own, rows, (chunk) => chunks.passageChunk(chunk));
      if (mine !== turn) return false;
      hold(own, found, passages);
    }
    await filesArrived(slice(events).part.exhibit);
    return mine === turn;
  }

  function slice(events: readonly number[]): { part: Slice; isWhole: boolean } {
    inLanguage();
    const rows = {
      facts: events.map((event) => facts.get(event) ?? NO_FACTS),
      told: events.map((event) => told.get(event) ?? NO_TOLD),
    };
    const places = placesOf(events);
    const found = places.map((place) => spots.get(place) ?? NO_SPOT);
    // Nobody opens by an address what is only printed.
    const all = { ...whole(), meet: () => undefined };
    const part = sliceOf(all, events, places, { ...rows, spots: found });
    const wanted = passagesOf(part.spans);
    const used = wanted.filter((passage) => passages.has(passage));
    const quoted = used.map((passage) => passages.get(passage) as Row<PassageChunk>);
    return {
      part: quoting(part, used, quoted, rows.told),
      isWhole:
        events.every((event) => facts.has(event) && told.has(event)) &&
        places.every((place) => spots.has(place)) &&
        used.length === wanted.length,
    };
  }

  return {
    cost(events) {
      inLanguage();
      return byChunk(
        events.filter((event) => !isHeld(event)),
        rowsIn(),
      ).length;
    },
    read,
    stop() {
      turn++;
    },
    slice,
    label: (place) => spots.get(place)?.of.label[0] ?? UNREAD,
  };
}

/** Numbers by the chunk that they are in. */
function byChunk(numbers: readonly number[], size: number): number[][] {
  const chunks = new Map<number, number[]>();
  for (const number of numbers) {
    const chunk = Math.floor(number / size);
    const own = chunks.get(chunk);
    if (own) own.push(number);
    else chunks.set(chunk, [number]);
  }
  return [...chunks.values()];
}

function hold<Of extends object>(
  numbers: readonly number[],
  rows: readonly Row<Of>[],
  into: Map<number, Row<Of>>,
): void {
  numbers.forEach((number, index) => {
    into.set(number, alone(rows[index] as Row<Of>));
  });
}

/** Gives up what is none of these. */
function keep(numbers: readonly number[], ...maps: Map<number, unknown>[]): void {
  const wanted = new Set(numbers);
  for (const map of maps) for (const number of map.keys()) if (!wanted.has(number)) map.delete(number);
}

/** Waits until the page has nothing else to do; Safari does not tell. */
function idle(): Promise<void> {
  return new Promise((done) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => done(), { timeout: 500 });
    else setTimeout(done, 20);
  });
}
