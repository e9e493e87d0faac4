// A list of events of any length: only the rows that are seen are there, and those around them. What is known at once stands
// at once, the rest when its chunk has been read; a row has the same height before and after, so that nothing jumps.

import { button, h } from "../dom";
import { type Exhibit, formOf } from "../exhibit";
import { paneOf } from "../pane";
import { entry, type PanelActions } from "../panel";
import { apart, standIn, unbroken } from "../words";
import { precisionOf, type Slice, slice, type Whole } from "./slice";
import { makeTrack, rowAt, rowsIn, type Stand, scrolled, settled, showing, type Track } from "./track";
import { NONE_16 } from "./types";

/** Rows beyond the edges that are there before they are seen. */
const AROUND = 6;
/** Milliseconds without a movement after which the list is at rest. */
const REST_MS = 160;
/** What a row took when one was last measured, in whichever list. */
let row_px = 72;

export interface Rows {
  readonly element: HTMLElement;
  /** Shows these events, in this order. */
  show(order: Uint32Array): void;
  /** Whether it shows just that. */
  shows(order: Uint32Array): boolean;
  /** Takes up another language. */
  tell(): void;
  /** Draws what is seen now; after it has been put into the page, or something above it has changed its height. */
  look(): void;
  /** Scrolls to an event and gives it the focus; false where it is not in the list. */
  focus(event: number): boolean;
  /** Marks anew what the selection leaves out. */
  mark(): void;
  remove(): void;
}

export interface RowsOptions {
  /** what scrolls, where not the page does */
  scroller: HTMLElement;
  whole(): Whole;
  actions(): PanelActions;
  /** Opens an event, by its number among all. */
  open(event: number): void;
  /** whether the selection asks for an event; left out where the list has no others */
  isFound?: (event: number) => boolean;
  /** whether a row says where its event was */
  placed: boolean;
  /** how many rows stand before these, and how many there are with all others, for those who hear them */
  before?: number;
  total?: number;
}

interface Row {
  index: number;
  event: number;
  item: HTMLLIElement;
  button: HTMLButtonElement;
  read: boolean;
}

export function makeRows({ scroller, whole, actions, open, placed, ...among }: RowsOptions): Rows {
  const element = h("ol", { class: "entries rows", role: "list" });
  const rows = new Map<number, Row>();
  let order = new Uint32Array();
  let track: Track = makeTrack(0, row_px);
  let stand: Stand = { track: 0, top: 0 };
  /** the row that the tabulator reaches */
  let current = 0;
  /** of the events that were shown last: what a selection leaves stays as it is */
  let kept = new Map<number, Row>();
  /** grows with what makes rows that are being read no longer what is asked for */
  let round = 0;
  let reading = false;
  let rest = 0;
  /** what scrolled when it was last looked at */
  let scrolls: Element | null = null;

  function measure(): void {
    const row = rows.values().next().value?.item.getBoundingClientRect().height || row_px;
    row_px = row;
    track = makeTrack(order.length, row);
    element.style.blockSize = `${track.height}px`;
  }

  /** What is seen of the page's list: from and to, in the window's pixels. */
  function sight(): { from: number; to: number } {
    if (getComputedStyle(scroller).overflowY === "visible") return { from: 0, to: window.innerHeight };
    const { top, bottom } = scroller.getBoundingClientRect();
    return { from: Math.max(0, top), to: Math.min(window.innerHeight, bottom) };
  }

  function look(again = true): void {
    if (!element.isConnected) return;
    // Another list has been measured meanwhile: this one is as long as it will be before anybody scrolls to its end.
    if (rows.size === 0 && Math.abs(row_px - track.row) > 1) measure();
    keepPlace();
    const box = element.getBoundingClientRect();
    const { from, to } = sight();
    const view = Math.max(0, to - from);
    stand = scrolled(track, stand, from - box.top, view);
    const out = box.top > to + view || box.bottom < from - view;
    const [first, end] = out ? [0, 0] : rowsIn(track, stand.top, view, AROUND);
    const { row } = track;
    draw(first, end);
    if (again && track.row !== row) {
      // Higher or lower rows than was thought: others are seen.
      look(false);
      return;
    }
    if (track.whole !== track.height) {
      clearTimeout(rest);
      rest = window.setTimeout(settle, REST_MS);
    }
  }

  /**
   * In a window of another width rows are lower or higher, and on a screen that has been turned another element scrolls:
   * the record that was seen first is seen first again.
   */
  function keepPlace(): void {
    const now = paneOf(scroller);
    const row = rows.values().next().value?.item.getBoundingClientRect().height || track.row;
    const changed = scrolls !== null && (scrolls !== now || Math.abs(row - track.row) > 1);
    scrolls = now;
    const index = stand.top / track.row;
    if (!changed || index < 1 || index >= order.length) return;
    measure();
    const { from, to } = sight();
    stand = settled(track, index * track.row, to - from);
    now.scrollTop += element.getBoundingClientRect().top - from + stand.track;
  }

  /** Puts the track of a list that is longer than it to where the list is. */
  function settle(): void {
    if (!element.isConnected) return;
    const { from, to } = sight();
    const next = settled(track, stand.top, to - from);
    if (stand.track <= 0 || Math.abs(next.track - stand.track) < 2) return;
    const by = next.track - stand.track;
    stand = next;
    paneOf(scroller).scrollTop += by;
    place();
  }

  function isSeen({ item }: Row): boolean {
    const { from, to } = sight();
    const { top, bottom } = item.getBoundingClientRect();
    return bottom > from && top < to;
  }

  function place(): void {
    for (const { index, item } of rows.values())
      item.style.insetBlockStart = `${rowAt(track, stand, index)}px`;
  }

  function draw(first: number, end: number): void {
    for (const [index, row] of rows) {
      if ((index >= first && index < end) || row.item.contains(document.activeElement)) continue;
      row.item.remove();
      rows.delete(index);
    }
    // What has the focus may stand away from the others.
    const wanted = new Set(rows.keys());
    for (let index = first; index < end; index++) wanted.add(index);
    let next = element.firstChild;
    for (const index of [...wanted].sort((one, other) => one - other)) {
      const row = rows.get(index);
      if (row) {
        next = row.item.nextSibling;
        continue;
      }
      element.insertBefore(makeRow(index).item, next);
    }
    if (rows.size > 0 && Math.abs((rows.get(first)?.item.offsetHeight ?? track.row) - track.row) > 1) {
      measure();
    }
    place();
    const seen = Math.min(order.length - 1, Math.ceil(stand.top / track.row));
    if (!rows.has(current)) current = rows.has(seen) ? seen : first;
    for (const { index, button } of rows.values()) button.tabIndex = index === current ? 0 : -1;
    void read();
  }

  function makeRow(index: number): Row {
    const event = order[index] as number;
    const { exhibit, data, dates } = whole();
    const at = data.events.place[event] as number;
    const item = h("li", {
      "aria-posinset": (among.before ?? 0) + index + 1,
      "aria-setsize": among.total ?? order.length,
    });
    const before = kept.get(event);
    const row: Row = {
      index,
      event,
      read: before?.read ?? false,
      item,
      button:
        before?.button ??
        button(
          { class: "entry", tabindex: -1 },
          () => open(event),
          h("span", markOf(exhibit, data, at)),
          h(
            "span",
            { class: "entry-text" },
            h("span", { class: "entry-date" }, unbroken(dates[data.events.date[event] as number])),
            h("span", { class: "entry-title unread", "aria-hidden": "true" }),
          ),
        ),
    };
    markRow(row);
    row.item.append(row.button);
    rows.set(index, row);
    return row;
  }

  function markRow({ button, event }: Row): void {
    button.classList.toggle("outside", among.isFound?.(event) === false);
  }

  /** Reads what the rows that are there do not say yet, in one go after the other. */
  async function read(): Promise<void> {
    if (reading) return;
    const unread = [...rows.values()].filter((row) => !row.read);
    if (unread.length === 0) return;
    reading = true;
    const mine = round;
    try {
      const part = await slice(
        whole(),
        unread.map(({ event }) => event),
      );
      if (mine === round) {
        unread.forEach((row, own) => {
          fill(row, part, own);
        });
      }
    } finally {
      reading = false;
    }
    void read();
  }

  /** Says in a row what its event is; the button stays, and the focus on it. */
  function fill(row: Row, { exhibit }: Slice, event: number): void {
    const told = entry(exhibit, event, actions());
    const at = exhibit.head.events.place[event] ?? -1;
    const label = exhibit.telling.places.label[at];
    if (placed && label && (exhibit.head.events.places?.[event] ?? []).length === 0) {
      told
        .querySelector(".entry-date")
        ?.append(" \u00b7 ", apart(label, standIn(exhibit, "places.label", at)));
    }
    row.button.replaceChildren(...told.childNodes);
    for (const [name, value] of Object.entries(told.dataset)) row.button.dataset[name] = value;
    row.read = true;
  }

  /** Lets a row be seen. */
  function reveal(index: number): void {
    const { from, to } = sight();
    const box = element.getBoundingClientRect();
    // A list that begins below the upper edge is seen from its beginning on.
    const lead = Math.max(0, box.top - from);
    const view = to - from;
    const top = showing(track, stand.top, view, index, stickyPx());
    if (top !== stand.top || lead > 0) {
      const next = settled(track, Math.max(0, Math.min(top, Math.max(0, track.whole - view))), view);
      const start = box.top - from + paneOf(scroller).scrollTop;
      stand = next;
      paneOf(scroller).scrollTop = Math.max(0, start + (top < 0 ? top : next.track));
    }
    look();
  }

  /** Pixels of the sight that stay covered by what does not scroll. */
  function stickyPx(): number {
    return element.closest(".view")?.querySelector<HTMLElement>(".place-head")?.offsetHeight ?? 0;
  }

  function go(index: number): void {
    current = Math.max(0, Math.min(order.length - 1, index));
    reveal(current);
    rows.get(current)?.button.focus({ preventScroll: true });
    for (const { index, button } of rows.values()) button.tabIndex = index === current ? 0 : -1;
  }

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { from, to } = sight();
    const page = Math.max(1, Math.floor((to - from) / track.row) - 1);
    const at = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: order.length - 1,
    }[event.key];
    if (at === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(at);
  });
  element.addEventListener("focusin", ({ target }) => {
    for (const { index, button } of rows.values()) {
      if (button === target) current = index;
    }
  });

  // Of the panel, or of the page on a small screen: neither tells the other.
  const onScroll = ({ target }: globalThis.Event): void => {
    if (target === scroller || target === document) look();
  };
  document.addEventListener("scroll", onScroll, { capture: true, passive: true });
  const watcher = new ResizeObserver(() => look());
  watcher.observe(scroller);

  function clear(): void {
    round++;
    kept = new Map([...rows.values()].map((row) => [row.event, row]));
    rows.clear();
    element.replaceChildren();
  }

  return {
    element,
    show(next) {
      const focused = [...rows.values()].find(({ button }) => button === document.activeElement);
      const seen = focused !== undefined && isSeen(focused);
      clear();
      order = next as Uint32Array<ArrayBuffer>;
      const at = focused ? order.indexOf(focused.event) : -1;
      current = Math.max(0, Math.min(at < 0 ? current : at, order.length - 1));
      measure();
      // What a search finds comes bit by bit: whoever has gone into the list meanwhile stays at the same record.
      if (at >= 0) {
        const { item, button } = makeRow(at);
        element.append(item);
        button.focus({ preventScroll: true });
      }
      look();
      if (seen && at >= 0) go(at);
      else if (focused && at < 0) rows.get(current)?.button.focus({ preventScroll: true });
    },
    shows: (other) => order === other,
    tell() {
      clear();
      kept.clear();
      look();
    },
    look: () => look(),
    focus(event) {
      const index = order.indexOf(event);
      if (index < 0) return false;
      go(index);
      return true;
    },
    mark() {
      for (const row of rows.values()) markRow(row);
    },
    remove() {
      clearTimeout(rest);
      document.removeEventListener("scroll", onScroll, { capture: true });
      watcher.disconnect();
      element.remove();
    },
  };
}

/** The attributes of a place's mark, by what the columns say of it; of an event without one, a dash's. */
export function markOf(
  { head }: Exhibit,
  { places }: Pick<Whole["data"], "places">,
  place: number,
): Record<string, string> {
  const category = places.category[place] ?? NONE_16;
  const { symbol, colour } = formOf(head, category === NONE_16 ? -1 : category);
  return {
    class: "mark",
    "data-precision": place < places.size ? precisionOf(places.precision[place]) : "none",
    "data-symbol": symbol,
    "data-tone": colour,
    "aria-hidden": "true",
  };
}
