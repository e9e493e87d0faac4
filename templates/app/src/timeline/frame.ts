// What every timeline stands in: the tools that play it and choose a period of it, the axis, the keys that go through it.
// What there is on its lanes is drawn by the one whose frame it is.

import { button, h, icon } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { PAUSE, PERIOD, PLAY, UP } from "../icons";
import { words } from "../words";
import { describeScale, renderAxis } from "./axis";
import { makeBrush, type Range } from "./brush";
import { type Clock, makePlayer } from "./play";
import type { Scale } from "./scale";
import type { TimeWords } from "./words";

/** In root em: what a bead or a column takes. */
const APART_EM = 1.5;
const DWELL_MS = 6000;

/** What a timeline asks of the page. */
export interface TimelineActions {
  /** `playing` where the timeline plays: then the focus stays where it is. */
  choose(event: number, playing: boolean): void;
  brush(range: Range | null): void;
  announce(words: string): void;
}

export interface FrameOptions {
  host: HTMLElement;
  exhibit: Exhibit;
  actions: TimelineActions;
  /** of the lanes, one above the other */
  rails: number;
  /** what is played: how many steps there are, the one that is open or -1, and the event of each */
  steps(): { count: number; at: number; event(step: number): number };
  /** Draws into the empty lanes; gives its scale, and where from it has what is not dated, or null. */
  draw(room: { width: number; height: number }): { scale: Scale | null; undated_px: number | null };
  /** Shows what is found and chosen on what has been drawn. */
  mark(): void;
  /** what the arrow keys go through */
  stops(): readonly HTMLButtonElement[];
  clock?: Clock | undefined;
  /** milliseconds for which each event is shown while it plays */
  dwell_ms?: number | undefined;
}

export interface Frame {
  readonly element: HTMLElement;
  readonly stage: HTMLElement;
  readonly lanes: HTMLElement;
  readonly exhibit: Exhibit;
  readonly em_px: number;
  readonly apart: number;
  words(): TimeWords;
  /** Asks for a period, and unfolds what shows it. */
  choosePeriod(range: Range): void;
  /** Makes the chosen one the one that the tabulator stops at, unless another has the focus. */
  settle(): void;
  tell(exhibit: Exhibit): void;
  /** Shows the days of the brush. */
  show(range: Range | null): void;
  resize(): void;
  remove(): void;
}

export function makeFrame(options: FrameOptions): Frame {
  const { actions, host, stops } = options;
  const em_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const apart = APART_EM * em_px;
  let { exhibit } = options;
  let range: Range | null = null;
  let scale: Scale | null = null;
  let width = -1;
  let height = -1;

  const lanes = h("div", { class: "time-lanes", role: "group" });
  const axis = h("div", { class: "time-axis", "aria-hidden": "true" });
  const account = h("p", { class: "visually-hidden" });
  const brush = makeBrush(ask);
  const stage = h("div", { class: "time-stage" }, axis, lanes, brush.element);
  const playButton = button({ "data-action": "time-play" }, () => {
    if (player.playing) player.pause();
    else {
      actions.announce(say(exhibit, "timeline_playing"));
      player.play(options.steps().at);
      drawPlay();
    }
  });
  const periodButton = button({ "data-action": "time-period", "aria-expanded": "false" }, () => {
    const open = brush.element.hidden === true;
    if (!open && range) {
      brush.show(null);
      ask(null);
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
  element.style.setProperty("--time-rails", String(options.rails));
  host.append(element);

  const player = makePlayer({
    clock: options.clock ?? {
      set: (act, ms) => window.setTimeout(act, ms),
      clear: (timer) => clearTimeout(timer),
    },
    dwell_ms: () => options.dwell_ms ?? DWELL_MS,
    count: () => options.steps().count,
    onStep: (step) => actions.choose(options.steps().event(step), true),
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
  const INPUTS = ["pointerdown", "keydown", "wheel", "popstate"] as const;
  for (const name of INPUTS) window.addEventListener(name, wait, { capture: true, passive: true });

  function timeWords(): TimeWords {
    const found = exhibit.telling.time;
    if (!found) throw new Error("The page lacks the words of its timeline.");
    return found;
  }

  function ask(next: Range | null): void {
    range = next;
    actions.brush(next);
    actions.announce(rangeWords(next));
  }

  function rangeWords(next: Range | null): string {
    if (!next || !scale) return say(exhibit, "timeline_all");
    const to = next.to === null ? scale.to : next.to + 1;
    return describeScale(
      exhibit,
      { ...scale, from: next.from ?? scale.from, to, stretches: [] },
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

  function layOut(): void {
    width = lanes.clientWidth;
    height = lanes.clientHeight;
    if (width < 4 * apart || getComputedStyle(lanes).display === "none") return;
    const held = stops().indexOf(document.activeElement as HTMLButtonElement);
    lanes.replaceChildren();
    const drawn = options.draw({ width, height });
    scale = drawn.scale;
    const onAxis: HTMLElement[] = [];
    if (scale) {
      const letters = Number(getComputedStyle(element).getPropertyValue("--letters-on-map")) || 1;
      onAxis.push(...renderAxis(exhibit, scale, timeWords(), em_px * letters));
      brush.element.style.inlineSize = `${scale.width}px`;
      brush.measure(scale);
    }
    if (drawn.undated_px !== null) {
      const label = h("span", { class: "time-undated" }, words(exhibit, "page.undated"));
      label.style.insetInlineStart = `${drawn.undated_px}px`;
      onAxis.push(label);
    }
    axis.replaceChildren(...onAxis);
    axis.lang = timeWords().lang ?? "";
    if (!timeWords().lang) axis.removeAttribute("lang");
    account.textContent = scale ? describeScale(exhibit, scale, timeWords()) : "";
    options.mark();
    stops()[held]?.focus({ preventScroll: true });
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
    stopAt(next);
    next?.focus({ preventScroll: true });
  });

  function stopAt(stop: HTMLButtonElement | undefined): void {
    for (const each of stops()) each.tabIndex = each === stop ? 0 : -1;
  }

  const watcher = new ResizeObserver(() => {
    if (lanes.clientWidth !== width || lanes.clientHeight !== height) layOut();
  });
  watcher.observe(lanes);

  return {
    element,
    stage,
    lanes,
    em_px,
    apart,
    get exhibit() {
      return exhibit;
    },
    words: timeWords,
    choosePeriod(next) {
      setPeriod(true);
      brush.show(next);
      ask(next);
    },
    settle() {
      const all = stops();
      if (all.includes(document.activeElement as HTMLButtonElement)) return;
      stopAt(all.find((each) => each.classList.contains("chosen")) ?? all[0]);
    },
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
    show(next) {
      range = next;
      if (range && brush.element.hidden) setPeriod(true);
      brush.show(range);
    },
    resize: layOut,
    remove() {
      player.pause();
      watcher.disconnect();
      for (const name of INPUTS) window.removeEventListener(name, wait, { capture: true });
      element.remove();
    },
  };
}
