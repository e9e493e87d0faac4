// The timeline under the map: every event at its time, a brush for a part of it, and a way to play through it. It keeps
// no selection of its own: it shows what it is told, and asks for changes.

import { basisOf } from "../basis";
import { append, h } from "../dom";
import { type Exhibit, isContext, isHidden } from "../exhibit";
import type { Range } from "./brush";
import { type Density, makeDensity, undatedCount } from "./density";
import { dateOf, datingOf, type Entry, entryButton, isDated, itemOf, putEntry } from "./entries";
import { makeFrame, type TimelineActions } from "./frame";
import { type Item, pack } from "./lanes";
import type { Clock } from "./play";
import { railsOf } from "./room";
import { makeScale } from "./scale";

export type { Range } from "./brush";

export interface Timeline {
  readonly element: HTMLElement;
  /** Tells everything in the exhibit's language. */
  tell(exhibit: Exhibit): void;
  /** What is looked for: 1 for each event that matches, and the days of the brush. */
  show(matching: Uint8Array | null, range: Range | null): void;
  /** The event that is open; -1 for none. */
  choose(event: number): void;
  /** Draws it anew in the room that there is. */
  resize(): void;
  remove(): void;
}

export interface TimelineOptions {
  clock?: Clock;
  /** milliseconds for which each event is shown while it plays */
  dwell_ms?: number;
}

/** More entries than these are not told apart one by one. */
const MOST_ENTRIES = 150;
/** In root em: between two rails; the second where the first leaves no room for all. */
const PITCHES_EM = [0.625, 0.5];
/** Of the width that undated events may take. */
const UNDATED_SHARE = 0.25;
const UNDATED_EM = 6;

export function openTimeline(
  host: HTMLElement,
  first: Exhibit,
  actions: TimelineActions,
  { clock, dwell_ms }: TimelineOptions = {},
): Timeline {
  const { head } = first;
  const all = head.events.id.map((_, event) => event);
  const datings = all.map((event) => datingOf(head, event));
  const hasDay = (event: number): boolean => isDated(datings[event] ?? { start: null, end: null });
  const shown = all.filter((event) => !isHidden(first, event));
  const dated = shown.filter(hasDay);
  const undated = shown.filter((event) => !hasDay(event));

  let matching: Uint8Array | null = null;
  let chosen = -1;
  let entries: Entry[] = [];
  let density: Density | null = null;

  const frame = makeFrame({
    host,
    exhibit: first,
    actions,
    rails: railsOf(head),
    // The dated events that match, in time order, without their context.
    steps() {
      const played = dated.filter((event) => !isContext(frame.exhibit, event) && matching?.[event] !== 0);
      return { count: played.length, at: played.indexOf(chosen), event: (step) => played[step] ?? -1 };
    },
    draw,
    mark() {
      drawMatching();
      drawChosen();
    },
    stops: () => (density ? density.buttons : entries.map((entry) => entry.button)),
    clock,
    dwell_ms,
  });
  const { apart, em_px, lanes } = frame;
  const tip = h("p", { class: "time-tip", "aria-hidden": "true", hidden: true });
  frame.stage.append(tip);

  function draw({ width, height }: { width: number; height: number }) {
    const perColumn = Math.max(1, Math.floor(height / apart));
    const columns = Math.ceil(undated.length / perColumn);
    const few = columns * apart <= width * UNDATED_SHARE;
    const aside = undated.length === 0 ? 0 : Math.max(UNDATED_EM * em_px, few ? columns * apart : 0) + apart;
    const scale = makeScale(datings, width - aside);
    entries = [];
    density = null;
    if (scale) {
      const items = dated.map((event) => itemOf(datings[event] as (typeof datings)[number], scale, apart));
      const packed = dated.length <= MOST_ENTRIES ? packIn(items, scale.width, height) : null;
      if (packed) {
        const { places, base, pitch } = packed;
        dated.forEach((event, index) => {
          const [dating, item, place] = [datings[event], items[index], places[index]];
          if (!dating || !item || !place) return;
          const entry = addEntry(event);
          putEntry(entry, dating, item, { x: place.x, up_px: base + place.rail * pitch });
        });
      } else {
        density = makeDensity({
          exhibit: frame.exhibit,
          scale,
          words: frame.words(),
          days: datings.map(({ start, end }) => start ?? end),
          ids: head.events.id,
          least_px: apart,
          onPress: ({ from, to, items }) => {
            const only = items.length === 1 ? items[0] : undefined;
            if (only !== undefined) actions.choose(only, false);
            else frame.choosePeriod({ from, to: to - 1 });
          },
        });
        append(lanes, density.nodes);
      }
    }
    const x0 = width - aside + apart;
    if (undated.length > 0 && few && !density) {
      undated.forEach((event, index) => {
        const entry = addEntry(event);
        const x = x0 + apart * (Math.floor(index / perColumn) + 0.5);
        const at = { x, up_px: apart * ((index % perColumn) + 0.5) + 1 };
        putEntry(entry, datings[event] as (typeof datings)[number], { x0: x, x1: x, slides: false }, at);
      });
    } else if (undated.length > 0) lanes.append(undatedCount(frame.exhibit, undated.length, x0));
    return { scale, undated_px: undated.length > 0 ? x0 : null };
  }

  function packIn(items: readonly Item[], within: number, height: number) {
    for (const pitch_em of PITCHES_EM) {
      const pitch = pitch_em * em_px;
      // The beads of the first rail stand just above the axis.
      const base = apart / 2 + 1 - pitch;
      const count = Math.floor((height - base) / pitch) + 1;
      const places = pack(items, { count, pitch, apart, width: within });
      if (places) return { places, base, pitch };
    }
    return null;
  }

  function addEntry(event: number): Entry {
    const entry = {
      event,
      button: entryButton(frame.exhibit, event, () => actions.choose(event, false)),
      line: null,
    };
    lanes.append(entry.button);
    entries.push(entry);
    return entry;
  }

  function drawMatching(): void {
    for (const { event, button: body, line } of entries) {
      const out = matching?.[event] === 0;
      body.classList.toggle("out", out);
      line?.classList.toggle("out", out);
    }
    density?.show(matching);
  }

  function drawChosen(): void {
    for (const { event, button: body, line } of entries) {
      const own = event === chosen;
      body.classList.toggle("chosen", own);
      body.setAttribute("aria-pressed", String(own));
      line?.classList.toggle("chosen", own);
    }
    density?.choose(chosen);
    frame.settle();
  }

  function showTip(target: EventTarget | null): void {
    const entry = entries.find((each) => each.button === target);
    tip.hidden = !entry;
    if (!entry) return;
    tip.replaceChildren(
      h("b", {}, dateOf(frame.exhibit, entry.event)),
      h("span", {}, ...basisOf(frame.exhibit, entry.event)),
      " ",
      frame.exhibit.telling.events.title[entry.event] ?? "",
    );
    const x = Number.parseFloat(entry.button.style.insetInlineStart);
    // It stands on the side on which there is more room.
    const { clientWidth: width } = lanes;
    const before = x > width / 2;
    tip.style.insetInlineStart = before ? "auto" : `${x}px`;
    tip.style.insetInlineEnd = before ? `${width - x}px` : "auto";
    tip.style.insetBlockEnd = `calc(${entry.button.style.insetBlockEnd} + var(--time-axis) + ${apart * 0.75}px)`;
  }
  for (const [name, shown] of [
    ["pointerover", true],
    ["focusin", true],
    ["pointerout", false],
    ["focusout", false],
  ] as const) {
    lanes.addEventListener(name, (event) => {
      if (event instanceof PointerEvent && event.pointerType !== "mouse") return;
      const target = event.target instanceof Element ? event.target.closest(".time-entry") : null;
      if (!shown || name === "pointerover" || target?.matches(":focus-visible"))
        showTip(shown ? target : null);
    });
  }

  frame.tell(first);
  return {
    element: frame.element,
    tell: frame.tell,
    show(nextMatching, range) {
      matching = nextMatching;
      frame.show(range);
      drawMatching();
    },
    choose(event) {
      chosen = event;
      drawChosen();
    },
    resize: frame.resize,
    remove: frame.remove,
  };
}
