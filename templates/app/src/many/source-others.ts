// The records of many that name a source beside their own: for other accounts, and for their dates.

import { type Child, h } from "../dom";
import { words } from "../words";
import { fill, readColumns } from "./columns";
import type { Rows } from "./list";
import type { Whole } from "./slice";
import { NONE_32 } from "./types";

type Named = Record<"accounts" | "dates", { event: Uint32Array; source: Uint32Array }>;

let columns: Promise<Named> | null = null;

/** Of each source that a record names beside its own the record and the source, read with the first source's page. */
function read(): Promise<Named> {
  columns ??= readColumns("many-others").then((found) => {
    const of = (name: keyof Named): Named["accounts"] => {
      const [event, source] = [found?.get(`${name}_event`), found?.get(`${name}_source`)];
      const { length } = event ?? { length: 0 };
      return {
        event: fill(event, new Uint32Array(length), 0),
        source: fill(source, new Uint32Array(length), NONE_32),
      };
    };
    return { accounts: of("accounts"), dates: of("dates") };
  });
  return columns;
}

/** The sections of a source's page, each a list of any length; none of what the sources say alone. */
export async function othersAmong(
  { exhibit, data }: Whole,
  source: number,
  listed: (order: Uint32Array) => Rows,
): Promise<Child[]> {
  if (exhibit.only || !exhibit.head.many?.others) return [];
  const named = await read();
  return (["accounts", "dates"] as const).map((name) => {
    const { event, source: of } = named[name];
    const found = new Uint8Array(data.events.size);
    of.forEach((one, at) => {
      if (one === source) found[event[at] as number] = 1;
    });
    const order = data.events.inTime.filter((one) => found[one] === 1);
    return (
      order.length > 0 &&
      h("section", {}, h("h3", {}, words(exhibit, `source.${name}`)), listed(order).element)
    );
  });
}
