// The timeline under the map: every event at its time, a brush for a part of it, and a way to play through it. It keeps
// no selection of its own: it shows what it is told, and asks for changes.

import { basisOf } from "../basis";
import { append, button, h, icon } from "../dom";
import { type Exhibit, isContext, isHidden, say } from "../exhibit";
import { PAUSE, PERIOD, PLAY, UP } from "../icons";
import { words } from "../words";
import { describeScale, renderAxis } from "./axis";
import { makeBrush, type Range } from "./brush";
import { type Density, makeDensity } from "./density";
import { dateOf, datingOf, type Entry, entryButton, isDated, itemOf, putEntry } from "./entries";
import { type Item, pack } from "./lanes";
import { type Clock, makePlayer } from "./play";
import { railsOf } from "./room";
import { makeScale, type Scale } from "./scale";

export type { Range } from "./brush";

export interface TimelineActions {
  /** `playing` where the timeline plays: then the focus stays where it is. */
  choose(event: number, playing: boolean): void;
  brush(range: Range | null): void;
  announce(words: string): void;
}

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

const DWELL_MS = 6000;
/** More entries than these are not told apart one by one. */
const MOST_ENTRIES = 150;
/** In root em: what a bead takes. */
const APART_EM = 1.5;
/** In root em: between two rails./** The second where the first leaves no room for all. */
const PITCHES_EM = [0.625, 0.5];
/** Of the width that undated events may take. */
const UNDATED_SHARE = 0.25;
const UNDATED_EM = 6;

export function openTimeline(
  host: HTMLElement,
  first: Exhibit,
  actions: TimelineActions,
  { clock, dwell_ms = DWELL_MS }: TimelineOptions = {},
): Timeline {
  const { head } = first;
  const em_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const apart = APART_EM * em_px;
  const all = head.events.id.map((_, event) => event);
  const datings = all.map((event) => datingOf(head, event));
  const hasDay = (event: number): boolean => isDated(datings[event] ?? { start: null, end: null });
  const shown = all.filter((event) => !isHidden(first, event));
  const dated = shown.filter(hasDay);
  const undated = shown.filter((event) => !hasDay(event));

  let exhibit = first;
  let matching: Uint8Array | null = null;
  let range: Range | null = null;
  let chosen = -1;
  let width = -1;
  let height = -1;
  let entries: Entry[] = [];
  let density: Density | null = null;

  const lanes = h("div", { class: "time-lanes", role: "group" });
  const axis = h("div", { class: "time-axis", "aria-hidden": "true" });
  const tip = h("p", { class: "time-tip", "aria-hidden": "true", hidden: true });
  const account = h("p", { class: "visually-hidden" });
  const brush = makeBrush((next) => {
    range = next;
    actions.brush(next);
    actions.announce(rangeWords(next));
  });
  const stage = h("div", { class: "time-stage" }, axis, lanes, brush.element, tip);
  const playButton = button({ "data-action": "time-play" }, () => {
    if (player.playing) player.pause();
    else {
      actions.announce(say(exhibit, "timeline_playing"));
      player.play(steps().indexOf(chosen));
      drawPlay();
    }
  });
  const periodButton = button({ "data-action": "time-period", "aria-expanded": "false" }, () => {
    const open = brush.element.hidden === true;
    if (!open && range) {
      range = null;
      brush.show(null);
      actions.brush(null);
      actions.announce(rangeWords(null));
    }
    setPeriod(open);
  });
  const tools = h("div", { class: "time-tools" }, playButton, brush.tools, periodButton);
  const body = h("div", { class: "time-body" }, tools, stage);
  // On a small screen the timeline is one line until it is asked for.
  const toggle = button(
    { class: "time-toggle", "data-action": "time-open", "aria-expanded": "false" },
    () => {
      const open = element.classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
      layOut();
    },
  );
  const element = h("section", { class: "time" }, toggle, account, body);
  element.style.setProperty("--time-rails", String(railsOf(head)));
  host.append(element);

  function timeWords() {
    const found = exhibit.telling.time;
    if (!found) throw new Error("The page lacks the words of its timeline.");
    return found;
  }

  /** What is played: the dated events that match, in time order, without their context. */
  function steps(): number[] {
    return dated.filter((event) => !isContext(exhibit, event) && matching?.[event] !== 0);
  }

  const player = makePlayer({
    clock: clock ?? { set: (act, ms) => window.setTimeout(act, ms), clear: (timer) => clearTimeout(timer) },
    dwell_ms: () => dwell_ms,
    count: () => steps().length,
    onStep: (step) => actions.choose(steps()[step] ?? -1, true),
    onStop: (ended) => {
      drawPlay();
      actions.announce(say(exhibit, ended ? "timeline_ended" : "timeline_paused"));
    },
  });

  // Whatever a visitor does, the timeline waits: what is read is not taken away (WCAG 2.2, 2.2.2).
  const wait = (event: Event): void => {
    const own = event.target instanceof Node && playButton.contains(event.target);
    const presses = !(event instanceof KeyboardEvent) || event.key === "Enter" || event.key === " ";
    if (!(own && presses)) player.pause();
  };
  const INPUTS = ["pointerdown", "keydown", "wheel"] as const;
  for (const name of INPUTS) document.addEventListener(name, wait, { capture: true, passive: true });

  function rangeWords(next: Range | null): string {
    if (!next || !scale) return say(exhibit, "timeline_all");
    return describeScale(
      exhibit,
      {
        ...scale,
        from: next.from ?? scale.from,
        to: next.to === null ? scale.to : next.to + 1,
        stretches: [],
      },
      timeWords(),
    );
  }

  function drawPlay(): void {
    const text = player.playing ? "timeline_pause" : "timeline_play";
    playButton.replaceChildren(icon(player.playing ? PAUSE : PLAY), h("span", {}, words(exhibit, text)));
  }

  function setPeriod(open: boolean): void {
    brush.element.hidden = !open;
    brush.tools.hidden = !open;
    element.classList.toggle("brushing", open);
    drawPeriod();
  }

  function drawPeriod(): void {
    const open = brush.element.hidden === false;
    periodButton.setAttribute("aria-expanded", String(open));
    periodButton.replaceChildren(
      icon(PERIOD),
      h("span", {}, words(exhibit, open ? "timeline_all" : "timeline_period")),
    );
  }

  let scale: Scale | null = null;

  function layOut(): void {
    const style = getComputedStyle(lanes);
    width = lanes.clientWidth;
    height = lanes.clientHeight;
    if (width < 4 * apart || style.display === "none") return;
    const { held, focused } = focusNow();
    const perColumn = Math.max(1, Math.floor(height / apart));
    const columns = Math.ceil(undated.length / perColumn);
    const few = columns * apart <= width * UNDATED_SHARE;
    const aside = undated.length === 0 ? 0 : Math.max(UNDATED_EM * em_px, few ? columns * apart : 0) + apart;
    scale = makeScale(datings, width - aside);
    lanes.replaceChildren();
    entries = [];
    density = null;
    const axisNodes: HTMLElement[] = [];
    if (scale) {
      const to = scale;
      const items = dated.map((event) => itemOf(datings[event] as (typeof datings)[number], to, apart));
      const packed = dated.length <= MOST_ENTRIES ? packIn(items, to.width) : null;
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
          exhibit,
          scale,
          words: timeWords(),
          days: datings.map(({ start, end }) => start ?? end),
          least_px: apart,
          onPress: ({ from, to: end, events }) => {
            const only = events.length === 1 ? events[0] : undefined;
            if (only !== undefined) actions.choose(only, false);
            else {
              range = { from, to: end - 1 };
              setPeriod(true);
              brush.show(range);
              actions.brush(range);
              actions.announce(rangeWords(range));
            }
          },
        });
        append(lanes, density.nodes);
      }
      const letters = Number(getComputedStyle(element).getPropertyValue("--letters-on-map")) || 1;
      axisNodes.push(...renderAxis(exhibit, scale, timeWords(), em_px * letters));
      brush.element.style.inlineSize = `${scale.width}px`;
      brush.measure(scale);
    }
    if (undated.length > 0) {
      const x0 = width - aside + apart;
      const label = h("span", { class: "time-undated" }, words(exhibit, "page.undated"));
      label.style.insetInlineStart = `${x0}px`;
      axisNodes.push(label);
      if (few && !density) {
        undated.forEach((event, index) => {
          const entry = addEntry(event);
          const x = x0 + apart * (Math.floor(index / perColumn) + 0.5);
          const at = { x, up_px: apart * ((index % perColumn) + 0.5) + 1 };
          putEntry(entry, datings[event] as (typeof datings)[number], { x0: x, x1: x, slides: false }, at);
        });
      } else {
        const count = h(
          "span",
          { class: "time-count" },
          say(exhibit, "marker_records", { count: undated.length }),
        );
        count.style.insetInlineStart = `${x0}px`;
        lanes.append(count);
      }
    }
    axis.replaceChildren(...axisNodes);
    axis.lang = timeWords().lang ?? "";
    if (!timeWords().lang) axis.removeAttribute("lang");
    tellScale();
    drawMatching();
    drawChosen();
    if (focused) stops()[held]?.focus({ preventScroll: true });
  }

  function packIn(items: readonly Item[], within: number) {
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
      button: entryButton(exhibit, event, () => actions.choose(event, false)),
      line: null,
    };
    lanes.append(entry.button);
    entries.push(entry);
    return entry;
  }

  function tellScale(): void {
    account.textContent = scale ? describeScale(exhibit, scale, timeWords()) : "";
  }

  /** What the arrow keys go through. */
  function stops(): readonly HTMLButtonElement[] {
    return density ? density.buttons : entries.map((entry) => entry.button);
  }

  function focusNow(): { held: number; focused: boolean } {
    const held = stops().indexOf(document.activeElement as HTMLButtonElement);
    return { held, focused: held >= 0 };
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
    const all = stops();
    if (all.includes(document.activeElement as HTMLButtonElement)) return;
    const at = Math.max(
      0,
      all.findIndex((each) => each.classList.contains("chosen")),
    );
    all.forEach((each, index) => {
      each.tabIndex = index === at ? 0 : -1;
    });
  }

  lanes.addEventListener("keydown", (event) => {
    const all = stops();
    const at = all.indexOf(event.target as HTMLButtonElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const rtl = getComputedStyle(lanes).direction === "rtl";
    const to = {
      ArrowRight: rtl ? at - 1 : at + 1,
      ArrowLeft: rtl ? at + 1 : at - 1,
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = all[Math.max(0, Math.min(all.length - 1, to))];
    all.forEach((each) => {
      each.tabIndex = each === next ? 0 : -1;
    });
    next?.focus({ preventScroll: true });
  });

  function showTip(target: EventTarget | null): void {
    const entry = entries.find((each) => each.button === target);
    tip.hidden = !entry;
    if (!entry) return;
    tip.replaceChildren(
      h("b", {}, dateOf(exhibit, entry.event)),
      h("span", {}, ...basisOf(exhibit, entry.event)),
      " ",
      exhibit.telling.events.title[entry.event] ?? "",
    );
    const x = Number.parseFloat(entry.button.style.insetInlineStart);
    // It stands on the side on which there is more room.
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

  const watcher = new ResizeObserver(() => {
    if (lanes.clientWidth !== width || lanes.clientHeight !== height) layOut();
  });
  watcher.observe(lanes);

  const api: Timeline = {
    element,
    tell(next) {
      exhibit = next;
      element.setAttribute("aria-label", say(next, "timeline"));
      lanes.setAttribute("aria-label", say(next, "timeline_records"));
      toggle.replaceChildren(h("span", {}, words(next, "timeline")), icon(UP));
      brush.tell(next, timeWords());
      drawPlay();
      drawPeriod();
      layOut();
    },
    show(nextMatching, nextRange) {
      [matching, range] = [nextMatching, nextRange];
      if (range && brush.element.hidden) setPeriod(true);
      brush.show(range);
      drawMatching();
    },
    choose(event) {
      chosen = event;
      drawChosen();
    },
    resize: layOut,
    remove() {
      player.pause();
      watcher.disconnect();
      for (const name of INPUTS) document.removeEventListener(name, wait, { capture: true });
      element.remove();
    },
  };
  api.tell(first);
  return api;
}
