// What the page begins with: its parts, still empty, and the map with the first view's cells, which stand in the head. It
// is painted before anything is unpacked or asked for; what the page does with its map is handed over later.

import { h } from "../dom";
import { openMap } from "../map/map";
import type { MapRoom } from "../map/room";
import { modeOf } from "../theme";
import { makeWebOverlay, type WebOverlay } from "./overlay";
import { type Cells, eachOf, type Known, knownSpots } from "./spots";
import { RAILS } from "./time";
import type { Spot, WebHead } from "./types";

export interface First {
  head: WebHead;
  bar: HTMLElement;
  body: HTMLElement;
  room: HTMLElement;
  notice: HTMLElement;
  live: HTMLElement;
  /** under the map; hidden where time tells nothing apart */
  time: HTMLElement;
  map: MapRoom;
  overlay: WebOverlay;
  known: Known;
  /** Arranges marks and labels: from now on both can be measured. */
  measure(): void;
  /** Hands the map over. */
  hand(use: Use): void;
  /** The place that was touched before. */
  touched(): Spot | null;
}

/** What the page does with its map. */
export interface Use {
  /** what the map shows of the cells */
  cells: Cells;
  /** How many records of a spot are wanted. */
  countOf(spot: Spot): number;
  onSpot(spot: Spot): void;
  /** What the view shows is another. */
  onSeen(): void;
}

export function openFirst(app: HTMLElement, head: WebHead): First {
  const { web: facts } = head;
  const bar = h("div", { class: "bar" });
  const body = h("div", { class: "panel-body", tabindex: -1 });
  const room = h("section", { class: "map-room" });
  const panel = h("main", { class: "panel" }, bar, body);
  const live = h("p", { class: "visually-hidden", role: "status" });
  const notice = h("section", { class: "notice", hidden: true });
  const time = h("div", { class: "time-host", hidden: (facts.counts?.edges.length ?? 0) < 3 });
  time.style.setProperty("--time-rails", String(RAILS));
  const shell = h("div", { class: "shell" }, notice, panel, room, time);
  app.append(shell, live);

  let use: Use | null = null;
  let touched: Spot | null = null;
  let measured = false;
  let overlay: WebOverlay | null = null;
  const known = knownSpots(facts.first);
  const map = openMap(
    room,
    head,
    modeOf(document.documentElement),
    () => undefined,
    (options) => {
      overlay = makeWebOverlay({
        ...options,
        cells: {
          spots(squares, ask) {
            if (use) return use.cells.spots(squares, ask);
            const there = eachOf(squares, known.spotsIn);
            return there.includes(undefined) ? null : there.flatMap((spots) => spots ?? []);
          },
        },
        countOf: (spot) => use?.countOf(spot) ?? spot.events,
        facts,
        again() {
          if (measured) map.arrange();
          // Marks wait for no fonts; their labels do.
          else overlay?.arrange(null);
        },
        onSpot(spot) {
          if (use) use.onSpot(spot);
          else touched = spot;
        },
        onSeen: () => use?.onSeen(),
      });
      return overlay;
    },
  );
  if (!overlay) throw new Error("The map has asked for nothing to lie over it.");
  return {
    head,
    bar,
    body,
    room,
    notice,
    live,
    time,
    map,
    overlay,
    known,
    measure() {
      measured = true;
      map.arrange();
    },
    hand(given) {
      use = given;
    },
    touched: () => touched,
  };
}
