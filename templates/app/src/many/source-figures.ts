// The figures that a source gives, among many: as on every source's page, or where they are too many, their records.

import { h } from "../dom";
import { type PanelActions, renderView } from "../panel";
import { words } from "../words";
import { fill, readColumns } from "./columns";
import type { Rows } from "./list";
import { type Slice, slice, type Whole } from "./slice";
import { NONE_32 } from "./types";

/** Records whose figures are told; of more there is a list. */
const FEW = 60;

let columns: Promise<{ event: Uint32Array; source: Uint32Array } | null> | null = null;

/** Of all figures the event and the source, read when a source's page is first opened. */
function read(): NonNullable<typeof columns> {
  columns ??= readColumns("many-figures").then((found) => {
    const event = found?.get("event");
    if (!event) return null;
    return {
      event: fill(event, new Uint32Array(event.length), 0),
      source: fill(found?.get("source"), new Uint32Array(event.length), NONE_32),
    };
  });
  return columns;
}

/** The section of a source's page; null where it gives no figure. */
export async function figuresAmong(
  whole: Whole,
  source: number,
  within: (part: Slice) => PanelActions,
  listed: (order: Uint32Array) => Rows,
): Promise<HTMLElement | null> {
  const figures = whole.exhibit.head.many?.figures ? await read() : null;
  const { exhibit, data, hidden } = whole;
  const found = new Set(figures?.event.filter((_, row) => figures.source[row] === source));
  if (exhibit.only) {
    // Of each record its own source's.
    for (const event of found) {
      if (hidden?.[event] === 1 || data.events.source[event] !== source) found.delete(event);
    }
  }
  if (found.size === 0) return null;
  const order = data.events.inTime.filter((event) => found.has(event));
  if (order.length > FEW) {
    const heading = h("h3", {}, words(whole.exhibit, "source.figures"));
    return h("section", {}, heading, listed(order).element);
  }
  const part = await slice(whole, [...order]);
  const { texts } = part.exhibit;
  // The source's page of an exhibit in which nothing but figures rests on it.
  const events = { ...texts.events, source: [], other_sources: [], date_sources: [] };
  const figured = { ...part.exhibit, texts: { ...texts, events } };
  return renderView(figured, { kind: "source", source }, within(part), null).querySelector("section");
}
