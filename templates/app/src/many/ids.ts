// The ids of many events and places, of which the page keeps only those that it has met: an address names what is open, and
// what an address names is looked for by a hash of its id, and confirmed by the record itself.

import type { Ids } from "../address";
import type { Head } from "../payload";
import type { Chunks, ManyData } from "./types";

/** Bits of a hash that are kept. */
const KEPT = 0xff_ffff;

/** FNV-1a of 32 bits over a text's UTF-8. ref: draft-eastlake-fnv, section 5 */
export function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x0100_0193);
  return hash & KEPT;
}

/** A sparse list of ids, as an address asks for them. */
export function makeMet(): { ids: string[]; meet(index: number, id: string): void } {
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  // Not among what is copied when the list is handed to another window.
  Object.defineProperty(ids, "indexOf", { value: (id: string) => numbers.get(id) ?? -1 });
  return {
    ids,
    meet(index, id) {
      // Of a record that cannot be read no address can be told.
      if (!id) return;
      ids[index] = id;
      numbers.set(id, index);
    },
  };
}

export interface Met {
  /** What an address can name by now. */
  ids: Ids;
  meet(kind: "events" | "places", index: number, id: string): void;
  /** Whether all that an address names has been met. */
  knows(fragment: string): boolean;
  /** Looks for what an address names and has not been met. */
  resolve(fragment: string): Promise<void>;
  /** Takes what ids are looked for in; until then an address waits. */
  found(data: ManyData, chunks: Chunks, readHashes: () => Promise<Uint32Array | null>): void;
}

export function makeIds(head: Head, sources: readonly string[], steps?: readonly string[]): Met {
  const events = makeMet();
  const places = makeMet();
  let ready: () => void = () => undefined;
  const there = new Promise<void>((done) => {
    ready = done;
  });
  let within: { data: ManyData; chunks: Chunks; hashes: Promise<Uint32Array | null> | null } | null = null;
  let readHashes: () => Promise<Uint32Array | null> = async () => null;

  function meet(kind: "events" | "places", index: number, id: string): void {
    (kind === "events" ? events : places).meet(index, id);
  }

  async function findEvent(id: string): Promise<void> {
    if (!within || events.ids.indexOf(id) >= 0) return;
    within.hashes ??= readHashes();
    const [hashes, asked] = [await within.hashes, hashOf(id)];
    for (
      let event = hashes?.indexOf(asked) ?? -1;
      event >= 0;
      event = hashes?.indexOf(asked, event + 1) ?? -1
    ) {
      const facts = await within.chunks.facts(event);
      meet("events", event, facts.id);
      if (facts.id === id) return;
    }
  }

  /** Places have no index of their ids: they are fewer, and looked through. */
  async function findPlace(id: string): Promise<void> {
    if (!within || places.ids.indexOf(id) >= 0) return;
    const { data, chunks } = within;
    const size = head.many?.place_rows ?? 1;
    for (let chunk = 0; chunk * size < data.places.size; chunk++) {
      const { id: ids } = await chunks.spotChunk(chunk, head.language);
      const row = ids.indexOf(id);
      if (row < 0) continue;
      meet("places", chunk * size + row, id);
      return;
    }
  }

  return {
    ids: {
      head: {
        ...head,
        events: { ...head.events, id: events.ids },
        places: { ...head.places, id: places.ids },
      },
      sources,
      ...(steps && { steps }),
    },
    meet,
    knows(fragment) {
      const { event, at } = named(fragment);
      return (
        (!event || events.ids.indexOf(event) >= 0) && at.every((place) => places.ids.indexOf(place) >= 0)
      );
    },
    async resolve(fragment) {
      const { event, at } = named(fragment);
      if (!event && at.length === 0) return;
      await there;
      if (event) await findEvent(event);
      for (const place of at) await findPlace(place);
    },
    found(data, chunks, read) {
      within = { data, chunks, hashes: null };
      readHashes = read;
      ready();
    },
  };
}

function named(fragment: string): { event: string | null; at: string[] } {
  const said = new URLSearchParams(fragment.replace(/^#/, "").replaceAll("+", "%2B"));
  return { event: said.get("event"), at: [...said.getAll("place"), ...said.getAll("at")] };
}
