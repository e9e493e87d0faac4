// The buttons that lie over the largest bubbles of the view: what is named, focused, and reached by keys.

import * as L from "leaflet";
import { button, h } from "../dom";
import { type Exhibit, numeral, say } from "../exhibit";
import { type Box, overlap } from "../layout";
import { keyTarget } from "../map/rove";
import type { PlaceNames } from "./called";
import { latAt } from "./columns";

/** What a view shows: one place or several as one. Numbers of the mercator square; x goes on beyond 180°. */
export interface Bubble {
  x: number;
  y: number;
  place: number;
  places: number;
  count: number;
  /** It is not known yet which of its events have several of its places: its number is not told. */
  uncounted?: boolean;
  /** Of its places only those that have an event count, and how many these are is not known. */
  around?: boolean;
  precision: number;
  category: number;
  runs: readonly number[];
  /** in pixels, as drawn */
  radius: number;
}

/** A place alone and a bubble that it is the anchor of are two. */
export function keyOf({ place, places }: Bubble): number {
  return 2 * place + Number(places > 1);
}

interface Button {
  bubble: Bubble;
  marker: L.Marker;
  root: HTMLElement;
  body: HTMLButtonElement;
  label: HTMLElement;
  /** what the label says */
  text: string;
}

const GAP_PX = 3;

export interface Buttons {
  /** Has exactly these, in this order; `chosen` among them. */
  show(bubbles: readonly Bubble[], chosen: number): void;
  /** Writes what they are called. */
  tell(exhibit: Exhibit | null): void;
  /** Places labels where they meet none of the boxes, the first first; gives where they stand. */
  label(taken: readonly Box[], discs: readonly Box[]): Box[];
  /** Whether there is one for a bubble of this key. */
  has(key: number): boolean;
  /** Letters have another size now. */
  measureAnew(): void;
  focus(place: number): boolean;
  /** the key of the one that has the focus, or -1 */
  focused(): number;
}

export interface ButtonsOptions {
  map: L.Map;
  names: PlaceNames;
  /** what is touched is at least so large, in pixels */
  target(): number;
  act(bubble: Bubble): void;
}

export function makeButtons({ map, names, target, act }: ButtonsOptions): Buttons {
  let all: Button[] = [];
  let chosen = -1;
  let dragged = false;
  const measured = new Map<string, { width: number; height: number }>();
  // A map that is dragged by a bubble takes its button along: the click at the end means nothing.
  map.on("dragstart", () => {
    dragged = true;
  });
  map.getContainer().addEventListener("pointerdown", () => (dragged = false), { capture: true });

  function make(bubble: Bubble): Button {
    const label = h("span", { class: "mark-label unplaced" });
    const body = button(
      { class: "place-mark", tabindex: -1 },
      () => {
        if (!dragged) act(own.bubble);
      },
      label,
    );
    const root = h("div", { class: "place-anchor of-many" }, body);
    for (const name of ["click", "dblclick"]) body.addEventListener(name, (event) => event.stopPropagation());
    body.addEventListener("keydown", (event) => byKey(event, own));
    const marker = L.marker([0, 0], {
      icon: L.divIcon({ html: root, className: "place-icon", iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
    });
    for (const [name, height] of [
      ["pointerenter", 2000],
      ["focus", 2000],
      ["pointerleave", 0],
      ["blur", 0],
    ] as const) {
      body.addEventListener(name, () => marker.setZIndexOffset(height || heightOf(own)));
    }
    const own: Button = { bubble, marker, root, body, label, text: "" };
    return own;
  }

  function isChosen({ place, places }: Bubble): boolean {
    return place === chosen && places === 1;
  }

  function rank(own: Button | undefined): number {
    return Number(own !== undefined && isChosen(own.bubble));
  }

  function heightOf({ bubble }: Button): number {
    return isChosen(bubble) ? 1000 : 0;
  }

  function byKey(event: KeyboardEvent, own: Button): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const points = all.map(({ bubble }) => ({ x: bubble.x, y: bubble.y }));
    // Of the square a pixel is far less than 1, which is what a key takes for no distance.
    const scale = 256 * 2 ** map.getZoom();
    const to = keyTarget(
      event.key,
      points.map(({ x, y }) => ({ x: x * scale, y: y * scale })),
      all.indexOf(own),
    );
    if (to === null && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    const next = to === null ? undefined : all[to];
    if (next) focusOn(next);
  }

  function focusOn(own: Button): void {
    for (const { body } of all) body.tabIndex = body === own.body ? 0 : -1;
    own.body.focus({ preventScroll: true });
  }

  function place(own: Button): void {
    const { bubble, marker, root, body } = own;
    const size = 2 * Math.max(bubble.radius, target() / 2);
    marker.setLatLng([latAt(bubble.y), bubble.x * 360 - 180]);
    Object.assign(body.style, {
      width: `${size}px`,
      height: `${size}px`,
      transform: `translate(${-size / 2}px, ${-size / 2}px)`,
    });
    root.classList.toggle("chosen", isChosen(bubble));
    body.setAttribute("aria-pressed", String(isChosen(bubble)));
    marker.setZIndexOffset(heightOf(own));
  }

  /** To ask for the size of what has changed lays the whole page out. */
  function sizeOf({ label, text }: Button): { width: number; height: number } {
    const known = measured.get(text);
    if (known) return known;
    const size = { width: label.offsetWidth, height: label.offsetHeight };
    measured.set(text, size);
    return size;
  }

  function nearest({ bubble: { x, y } }: Button): Button | undefined {
    const away = ({ bubble }: Button): number => Math.hypot(bubble.x - x, bubble.y - y);
    return all.toSorted((a, b) => away(a) - away(b))[0];
  }

  return {
    show(bubbles, now) {
      chosen = now;
      const before = new Map(all.map((own) => [keyOf(own.bubble), own]));
      const held = all.find(({ body }) => body === document.activeElement);
      const next = bubbles.map((bubble) => {
        const kept = before.get(keyOf(bubble));
        before.delete(keyOf(bubble));
        if (!kept) return make(bubble);
        kept.bubble = bubble;
        return kept;
      });
      all = next;
      for (const own of all) {
        place(own);
        if (!map.hasLayer(own.marker)) own.marker.addTo(map);
      }
      const gone = held !== undefined && before.has(keyOf(held.bubble));
      const stop = gone ? nearest(held) : held;
      for (const { body } of all) body.tabIndex = -1;
      const first = stop ?? all[0];
      if (first) first.body.tabIndex = 0;
      if (gone) (first?.body ?? map.getContainer()).focus({ preventScroll: true });
      for (const { marker } of before.values()) marker.remove();
    },
    tell(exhibit) {
      for (const own of all) {
        const { bubble, body, label } = own;
        const name = names.of(bubble.place);
        body.dataset.place = name?.id ?? "";
        const title = name?.label ?? "";
        const facts =
          exhibit && !bubble.uncounted ? say(exhibit, "marker_records", { count: bubble.count }) : "";
        const called =
          exhibit && title && bubble.places > 1
            ? bubble.around
              ? say(exhibit, "web.around", { place: title })
              : say(exhibit, "many.place_and_others", { place: title, count: bubble.places - 1 })
            : title;
        const told = isChosen(bubble) ? facts : "";
        // Who says what stands there is understood (WCAG 2.2, 2.5.3).
        const named = told ? `${called} ${facts}` : `${called} (${facts})`;
        body.setAttribute("aria-label", called && facts ? named : called || facts || "…");
        // The count is that of all the places, not of the one that is named.
        const others = bubble.places - 1;
        const number = bubble.around ? "\u2026" : `+${exhibit ? numeral(exhibit, others) : others}`;
        const more = title && others > 0 ? number : "";
        const text = `${title}\n${told}\n${more}`;
        if (own.text === text) continue;
        own.text = text;
        label.toggleAttribute("data-more", more !== "");
        if (more) label.dataset.more = more;
        label.replaceChildren(
          h("span", {}, title),
          " ",
          told && h("span", { class: "callout-facts", "aria-hidden": "true" }, told),
        );
      }
    },
    label(taken, discs) {
      const { x: width, y: height } = map.getSize();
      const sizes = all.map(sizeOf);
      const placed: Box[] = [];
      const order = all.map((_, index) => index).sort((a, b) => rank(all[b]) - rank(all[a]));
      for (const index of order) {
        const [own, size] = [all[index], sizes[index]];
        if (!own || !size) continue;
        const { bubble, label, marker, body } = own;
        const at = map.latLngToContainerPoint(marker.getLatLng());
        const half = Number.parseFloat(body.style.width) / 2;
        const around = candidates(at, bubble.radius + GAP_PX, size);
        const isFree = (box: Box): boolean =>
          box.x >= 0 &&
          box.y >= 0 &&
          box.x + box.width <= width &&
          box.y + box.height <= height &&
          ![...taken, ...placed].some((other) => overlap(box, other)) &&
          !discs.some((disc) => overlap(box, disc) && !isOwn(disc, at));
        const named = size.width > 0 && label.textContent !== "";
        const inView = at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height;
        const box = named
          ? (around.find(isFree) ?? (isChosen(bubble) && inView ? around[0] : undefined))
          : undefined;
        const shown = box ?? around[0];
        if (box) placed.push(box);
        label.classList.toggle("unplaced", !box);
        if (shown)
          label.style.transform = `translate(${shown.x - at.x + half}px, ${shown.y - at.y + half}px)`;
      }
      return placed;
    },
    measureAnew: () => measured.clear(),
    has: (key) => all.some(({ bubble }) => keyOf(bubble) === key),
    focus(place) {
      const own = all.find(({ bubble }) => bubble.place === place);
      if (own) focusOn(own);
      return own !== undefined;
    },
    focused() {
      const held = all.find(({ body }) => body === document.activeElement);
      return held ? keyOf(held.bubble) : -1;
    },
  };
}

function isOwn(disc: Box, at: { x: number; y: number }): boolean {
  return Math.abs(disc.x + disc.width / 2 - at.x) < 0.5 && Math.abs(disc.y + disc.height / 2 - at.y) < 0.5;
}

/** Imhof's order: right first, then left, above and below. */
function candidates(
  { x, y }: { x: number; y: number },
  side: number,
  { width, height }: { width: number; height: number },
): Box[] {
  const box = (left: number, top: number): Box => ({ x: left, y: top, width, height });
  return [
    box(x + side, y - height / 2),
    box(x - side - width, y - height / 2),
    box(x - width / 2, y - side - height),
    box(x - width / 2, y + side),
  ];
}
