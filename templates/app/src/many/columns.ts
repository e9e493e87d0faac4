// The columns of many places and events: a container of byte planes in, typed arrays out. Nothing is made for each event.

import type { Head } from "../payload";
import { readBytes } from "../payload";
import { arrived } from "./arrived";
import {
  type Further,
  type ManyData,
  type ManyEvents,
  type ManyFacts,
  type ManyPlaces,
  NONE_16,
  NONE_32,
  type Numbering,
} from "./types";

/** Parts of the mercator square's side in which places are counted. */
export const SIDE = 67_108_864;

type Kind = "u8" | "u16" | "u32" | "i32" | "u56";

interface Entry {
  name: string;
  type: Kind;
  length: number;
  delta: boolean;
}

/** A column as it stands in the container: one plane a byte, the lowest first. */
export interface Planes extends Entry {
  planes: Uint8Array[];
}

const BYTES: Record<Kind, number> = { u8: 1, u16: 2, u32: 4, i32: 4, u56: 7 };

export async function makeData({ many }: Head): Promise<ManyData> {
  if (!many) throw new Error("The page has no columns of many records.");
  const [places, events] = await Promise.all(["many-places", "many-events"].map(readColumns));
  if (!places || !events) throw new Error("The page lacks its columns of places and events.");
  const placed = toPlaces(places, many);
  const stand = toEvents(events, many, placed);
  const others = many.others ? await readColumns("many-others") : null;
  const further = {
    place: furtherOf(stand.place, events.get("further_event"), events.get("further_place")),
    source: furtherOf(stand.source, others?.get("accounts_event"), others?.get("accounts_source")),
  };
  return {
    places: further.place ? { ...placed, further: byPlace(further.place, placed.size, stand.place) } : placed,
    events: further.place || further.source ? { ...stand, further } : stand,
    chunks: toChunks(events),
  };
}

/** What two columns say of events, without what stands in `first` already. */
export function furtherOf(
  first: Numbering,
  events: Planes | undefined,
  values: Planes | undefined,
): Further | undefined {
  if (!events || !values) return undefined;
  const { length } = events;
  const event = fill(events, new Uint32Array(length), 0);
  const value = fill(values, new Uint32Array(length), 0);
  let kept = 0;
  for (let at = 0; at < length; at++) {
    const [of, one] = [event[at] as number, value[at] as number];
    if (first[of] === one) continue;
    [event[kept], value[kept]] = [of, one];
    kept++;
  }
  return { event: event.subarray(0, kept), value: value.subarray(0, kept) };
}

/** The same by place: where the events of each begin, and the events in their order. */
export function byPlace(
  pairs: Further,
  places: number,
  stands: Numbering,
): NonNullable<ManyPlaces["further"]> {
  const { event, value } = pairs;
  const start = new Uint32Array(places + 1);
  for (const place of value) start[place + 1] = (start[place + 1] as number) + 1;
  for (let place = 0; place < places; place++)
    start[place + 1] = (start[place + 1] as number) + (start[place] as number);
  const next = start.slice();
  const order = new Uint32Array(event.length);
  value.forEach((place, at) => {
    const to = next[place] as number;
    order[to] = event[at] as number;
    next[place] = to + 1;
  });
  return { start, event: order, pairs, stands };
}

/** The events that name a place and are shown, in time order. */
export function eventsOf(
  {
    data: { places, events },
    hidden,
  }: { data: Pick<ManyData, "places" | "events">; hidden?: Uint8Array | null },
  place: number,
): Uint32Array {
  const { start, further } = places;
  const [first = 0, end = 0] = [start[place], start[place + 1]];
  const more = further?.event.subarray(further.start[place], further.start[place + 1]) ?? [];
  const all = Uint32Array.from({ length: end - first }, (_, index) => first + index);
  if (more.length === 0) return all.filter((event) => hidden?.[event] !== 1);
  const isHere = new Uint8Array(events.size).fill(1, first, end);
  for (const event of more) isHere[event] = 1;
  return events.inTime.filter((event) => isHere[event] === 1 && hidden?.[event] !== 1);
}

/** How many events name a place: those that stand there, and those that stand elsewhere. */
export function eventsAt({ start, further }: Pick<ManyPlaces, "start" | "further">, place: number): number {
  const own = (start[place + 1] ?? 0) - (start[place] ?? 0);
  return further ? own + (further.start[place + 1] ?? 0) - (further.start[place] ?? 0) : own;
}

/** The columns of a block, or null where the page has none of that name. */
export async function readColumns(id: string): Promise<Map<string, Planes> | null> {
  await arrived(id);
  const bytes = await readBytes(id);
  return bytes && columnsOf(bytes);
}

/** The columns of a container by their names; nothing is copied. */
export function columnsOf(bytes: Uint8Array): Map<string, Planes> {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Entry[];
  let at = 4 + length;
  const columns = new Map<string, Planes>();
  for (const entry of header) {
    const planes: Uint8Array[] = [];
    for (let plane = 0; plane < BYTES[entry.type]; plane++) {
      planes.push(bytes.subarray(at, at + entry.length));
      at += entry.length;
    }
    columns.set(entry.name, { ...entry, planes });
  }
  if (at !== bytes.length) throw new Error(`Got ${bytes.length} bytes of columns when expected ${at}.`);
  return columns;
}

/** Writes a column's values into an array, whose type cuts them to their width; `none` where there is no column. */
export function fill<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(
  column: Planes | undefined,
  into: T,
  none: number,
): T {
  if (!column) return into.fill(none) as T;
  const size = into.length;
  if (column.length !== size) {
    throw new Error(`Got ${column.length} values of ${column.name} when expected ${size}.`);
  }
  const [a, b, c, d] = column.planes;
  // The loops differ in what they read: one for all would ask a million times which it is.
  if (a && b && c && d)
    for (let i = 0; i < size; i++)
      into[i] = byte(a, i) | (byte(b, i) << 8) | (byte(c, i) << 16) | (byte(d, i) << 24);
  else if (a && b) for (let i = 0; i < size; i++) into[i] = byte(a, i) | (byte(b, i) << 8);
  else if (a) into.set(a);
  if (column.delta) {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      sum = (sum + (into[i] as number)) | 0;
      into[i] = sum;
    }
  }
  return into;
}

function byte(plane: Uint8Array, index: number): number {
  return plane[index] as number;
}

export function toPlaces(columns: Map<string, Planes>, { places: size }: ManyFacts): ManyPlaces {
  const count = fill(columns.get("count"), new Uint32Array(size), 1);
  const start = new Uint32Array(size + 1);
  for (let place = 0; place < size; place++)
    start[place + 1] = (start[place] as number) + (count[place] as number);
  return {
    size,
    ...toSquare(columns.get("code"), size),
    start,
    precision: fill(columns.get("precision"), new Uint8Array(size), 255),
    doubt: fill(columns.get("doubt"), new Uint8Array(size), 0),
    category: fill(columns.get("category"), new Uint16Array(size), NONE_16),
    uncertainty_m: fill(columns.get("uncertainty_m"), new Uint32Array(size), NONE_32),
    shape: columns.has("shape") ? fill(columns.get("shape"), new Uint16Array(size), NONE_16) : null,
  };
}

/** Morton codes, stored as differences, as x and y on the mercator square. */
function toSquare(code: Planes | undefined, size: number): { x: Uint32Array; y: Uint32Array } {
  const [x, y] = [new Uint32Array(size), new Uint32Array(size)];
  const [a, b, c, d, e, f, g] = code?.planes ?? [];
  if (code?.length !== size || !code.delta || !a || !b || !c || !d || !e || !f || !g) {
    throw new Error(`Got no codes of ${size} places.`);
  }
  // Two halves of 28 bits, since no number of the language's holds 56 whole.
  const half = 2 ** 28;
  let [low, high] = [0, 0];
  for (let i = 0; i < size; i++) {
    low += byte(a, i) | (byte(b, i) << 8) | (byte(c, i) << 16) | ((byte(d, i) & 15) << 24);
    high += (byte(d, i) >> 4) | (byte(e, i) << 4) | (byte(f, i) << 12) | (byte(g, i) << 20);
    if (low >= half) {
      low -= half;
      high += 1;
    }
    high &= half - 1;
    x[i] = everySecond(low) | (everySecond(high) << 14);
    y[i] = everySecond(low >> 1) | (everySecond(high >> 1) << 14);
  }
  return { x, y };
}

/** The bits at even positions of 28, moved together. ref: H. S. Warren, "Hacker's Delight", section 7-2. */
function everySecond(bits: number): number {
  let n = bits & 0x5555555;
  n = (n | (n >> 1)) & 0x33333333;
  n = (n | (n >> 2)) & 0x0f0f0f0f;
  n = (n | (n >> 4)) & 0x00ff00ff;
  return (n | (n >> 8)) & 0x0000ffff;
}

export function toEvents(
  columns: Map<string, Planes>,
  { count: size, placed, dates, places: none }: ManyFacts,
  places: ManyPlaces,
): ManyEvents {
  // As narrow as the number of places lets it be, one more for none.
  const place = none < 0xffff ? new Uint16Array(size) : new Uint32Array(size);
  place.fill(none, places.start[none]);
  for (let at = 0; at < none; at++) place.fill(at, places.start[at], places.start[at + 1]);
  const date = numbering(columns.get("date"), size);
  const bounds = columns.get("date_bounds");
  const borrowed = columns.get("borrowed");
  return {
    size,
    placed,
    place,
    date,
    category: numbering(columns.get("category"), size),
    group: numbering(columns.get("group"), size),
    source: numbering(columns.get("source"), size),
    date_first: fill(columns.get("date_first"), new Int32Array(dates), -0x8000_0000),
    date_last: fill(columns.get("date_last"), new Int32Array(dates), -0x8000_0000),
    date_bounds: bounds ? fill(bounds, new Uint8Array(dates), 0) : null,
    borrowed: borrowed ? fill(borrowed, new Uint8Array(size), 0) : null,
    inTime: inTimeOf(date, dates, columns),
  };
}

/** A column in the type in which it stands in the page; where there is none, none throughout. */
function numbering(column: Planes | undefined, size: number): Numbering {
  if (column?.type === "u16") return fill(column, new Uint16Array(size), 0);
  if (column?.type === "u32") return fill(column, new Uint32Array(size), 0);
  return fill(column, new Uint8Array(size), 255);
}

/** What a column says of an event, or -1. */
export function numberOf(column: Numbering, event: number): number {
  const number = column[event] ?? noneIn(column);
  return number === noneIn(column) ? -1 : number;
}

function noneIn({ BYTES_PER_ELEMENT }: Numbering): number {
  return 2 ** (8 * BYTES_PER_ELEMENT) - 1;
}

/** The events' numbers by their dates'; of the same days by their turns, and where none are told in their own order. */
function inTimeOf(date: Numbering, dates: number, columns: Map<string, Planes>): Uint32Array {
  const turn = columns.has("turn") ? numbering(columns.get("turn"), date.length) : null;
  const tied = fill(columns.get("date_tied"), new Uint8Array(dates), 0);
  // Dates of the same days are one step of time.
  const step = new Uint32Array(dates + 1);
  for (let at = 1; at <= dates; at++) step[at] = (step[at - 1] as number) + 1 - (tied[at] ?? 0);
  const next = new Uint32Array(dates + 2);
  countsOf(date, dates).forEach((count, at) => {
    const after = (step[at] as number) + 1;
    next[after] = (next[after] as number) + count;
  });
  for (let i = 1; i < next.length; i++) next[i] = (next[i] as number) + (next[i - 1] as number);
  const order = new Uint32Array(date.length);
  for (let event = 0; event < date.length; event++) {
    const at = step[Math.min(date[event] as number, dates)] as number;
    const own = next[at] as number;
    if (turn) order[own + (turn[event] as number)] = event;
    else {
      order[own] = event;
      next[at] = own + 1;
    }
  }
  return order;
}

/** How many events have each of so many values; behind them stand those that have none. */
export function countsOf(column: Numbering, values: number): Uint32Array {
  const counts = new Uint32Array(values + 1);
  for (let event = 0; event < column.length; event++) {
    const value = Math.min(column[event] as number, values);
    counts[value] = (counts[value] as number) + 1;
  }
  return counts;
}

function toChunks(columns: Map<string, Planes>): ManyData["chunks"] {
  const found: ManyData["chunks"] = new Map();
  for (const [name, column] of columns) {
    if (!name.startsWith("chunk:")) continue;
    const series = name.slice(6);
    const { length } = column;
    found.set(series, {
      length: fill(column, new Uint32Array(length), 0),
      part: fill(columns.get(`part:${series}`), new Uint16Array(length), 0),
    });
  }
  return found;
}

/** The number of a place's line or area, or -1. */
export function shapeOf({ shape }: ManyPlaces, place: number): number {
  const number = shape?.[place] ?? NONE_16;
  return number === NONE_16 ? -1 : number;
}

export function lonOf({ x }: ManyPlaces, place: number): number {
  return (((x[place] as number) + 0.5) / SIDE) * 360 - 180;
}

export function latOf({ y }: ManyPlaces, place: number): number {
  return latAt(((y[place] as number) + 0.5) / SIDE);
}

/** Degrees of what lies so far down the mercator square, whose side is 1. */
export function latAt(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}
