// The map without a pointer that drags, and without eyes: from mark to mark by the arrow keys, moved by four buttons, and
// told in words when a visitor has moved it.

import type * as L from "leaflet";
import { button, h, icon } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { BACK, DOWN, FORWARD, MOVE, UP } from "../icons";
import { isStill } from "./journey";
import type { Marker } from "./marks";
import { keyTarget } from "./rove";

export interface Reach {
  tell(exhibit: Exhibit): void;
  /** How many records of each place are found. */
  show(found: readonly number[]): void;
  /** The map travels of itself to what was chosen: that is told elsewhere. */
  hush(): void;
}

export interface ReachOptions {
  room: HTMLElement;
  /** the group of the map's buttons */
  tools: HTMLElement;
  markers: readonly Marker[];
  focusPlace(place: number): void;
  /** Says what the map shows where that is not its markers. */
  shown?(exhibit: Exhibit): string;
}

const WAYS = {
  up: { path: UP, x: 0, y: -1 },
  left: { path: BACK, x: -1, y: 0 },
  right: { path: FORWARD, x: 1, y: 0 },
  down: { path: DOWN, x: 0, y: 1 },
} as const;
/** Of the view, how far a button moves it. */
const PART = 0.4;
/** Milliseconds of rest after which it is told what the map shows. */
const REST_MS = 900;

export function makeReach(
  map: L.Map,
  { room, tools, markers, focusPlace, shown: overlaid }: ReachOptions,
): Reach {
  let exhibit: Exhibit | null = null;
  let found: readonly number[] = [];
  let asked = false;
  let told = "";
  let timer = 0;

  const account = h("p", { class: "visually-hidden", "aria-live": "polite", "data-shows": true });
  const pad = h("div", { class: "map-pad", id: "map-pad", role: "group", hidden: true });
  const toggle = button(
    { "data-action": "move", "aria-expanded": "false", "aria-controls": "map-pad" },
    () => unfold(pad.hidden === true),
    icon(MOVE),
  );
  const ways = Object.entries(WAYS).map(([way, { path, x, y }]) => {
    const act = (): void => {
      const size = map.getSize();
      map.panBy([x * PART * size.x, y * PART * size.y], { animate: !isStill() });
    };
    const element = button({ "data-action": `pan-${way}` }, act, icon(path));
    pad.append(element);
    return { way, element };
  });
  tools.append(toggle, pad);
  room.append(account);

  function unfold(open: boolean): void {
    pad.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  }
  tools.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || pad.hidden) return;
    event.stopPropagation();
    unfold(false);
    toggle.focus({ preventScroll: true });
  });
  // It lies over marks: who goes on to them does not look for them under it (WCAG 2.2, 2.4.11).
  tools.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !tools.contains(relatedTarget)) unfold(false);
  });

  for (const { place, button: body } of markers) {
    body.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const boxes = markers.map((each) => each.disc.getBoundingClientRect());
      const points = boxes.map((box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 }));
      const to = keyTarget(event.key, points, place);
      if (to === null && !event.key.startsWith("Arrow")) return;
      // Where no mark lies on that side the map stays: its own keys would take the mark out of sight.
      event.preventDefault();
      event.stopPropagation();
      if (to !== null) focusPlace(to);
    });
  }

  /** What is moved by hand, finger or key is told once it rests. */
  function ask(): void {
    asked = true;
    later();
  }

  function later(): void {
    clearTimeout(timer);
    if (asked) timer = window.setTimeout(tell, REST_MS);
  }

  function tell(): void {
    asked = false;
    const words = exhibit && shown(exhibit);
    if (!words || words === told) return;
    told = words;
    account.textContent = words;
  }

  function shown(now: Exhibit): string {
    if (MANY && overlaid) return overlaid(now);
    const { x: width, y: height } = map.getSize();
    const seen = markers.filter(({ place, marker }) => {
      if (found[place] === 0) return false;
      const { x, y } = map.latLngToContainerPoint(marker.getLatLng());
      return x >= 0 && y >= 0 && x <= width && y <= height;
    });
    const labels = seen.map(({ place }) => now.telling.places.label[place] ?? "");
    const [from = "", to = ""] = [labels[0], labels.at(-1)];
    if (seen.length === 0) return say(now, "view_shows_none");
    const names = seen.length === 1 ? from : say(now, "view_shows_range", { from, to });
    return say(now, "view_shows", { count: seen.length, total: markers.length, names });
  }

  const passive = { capture: true, passive: true };
  for (const name of ["pointerdown", "wheel"]) room.addEventListener(name, ask, passive);
  room.addEventListener("keydown", ({ key }) => key !== "Tab" && ask(), passive);
  map.on("move zoom", later);

  return {
    tell(next) {
      exhibit = next;
      told = "";
      account.textContent = "";
      toggle.setAttribute("aria-label", say(next, "view_move"));
      toggle.title = say(next, "view_move");
      pad.setAttribute("aria-label", say(next, "view_move"));
      for (const { way, element } of ways) {
        element.setAttribute("aria-label", say(next, `view_${way}`));
        element.title = say(next, `view_${way}`);
      }
    },
    show(counts) {
      const first = found.length === 0;
      const changed = String(counts) !== String(found);
      found = counts;
      if (changed && !first) ask();
    },
    hush() {
      asked = false;
      clearTimeout(timer);
    },
  };
}
