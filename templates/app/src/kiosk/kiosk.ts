// The script of a kiosk's page: guards it, lets its heart beat, returns it to its beginning when nobody is there, and shows
// its places meanwhile. It holds no state of the exhibit: it asks the stage for what is shown, and for the way back.

import { button, h } from "../dom";
import { door } from "../door";
import { isContext, say } from "../exhibit";
import { eventsToShow, makeLoop, makeScreen, type Screen } from "./attract";
import { realClock } from "./clock";
import { MOST_ERRORS, makeBoundary } from "./errors";
import { guard, keepAwake } from "./guard";
import { lineOf, type Pulse, startHeart } from "./heartbeat";
import { watchIdle, wordsInSight } from "./idle";
import type { Stage } from "./stage";
import { makeStill } from "./still";

/** A page that is not drawn by then is broken. */
const DRAWN_MS = 60_000;
/** How often it is asked whether the page should load itself anew. */
const RELOAD_MS = 60_000;
/** Moves of a cursor within so many milliseconds count once. */
const MOVES_MS = 500;

const clock = realClock;
const root = document.documentElement;

function start(): void {
  const pulse: Pulse = {
    count: 0,
    errors: 0,
    resets: 0,
    reloads: 0,
    since: new Date().toISOString(),
    state: "waiting",
    wake: "none",
  };
  const boundary = makeBoundary({
    clock,
    memory: {
      read: () => window.name,
      write: (text) => {
        window.name = text;
      },
    },
    wall: () => Date.now(),
    reload: () => location.reload(),
  });
  const caught = (): void => {
    boundary.caught();
    pulse.errors = boundary.errors();
  };
  window.addEventListener("error", caught);
  window.addEventListener("unhandledrejection", caught);
  pulse.reloads = boundary.reloads();
  clock.after(DRAWN_MS, () => {
    if (root.dataset.ready === "true") return;
    for (let error = 0; error < MOST_ERRORS; error++) caught();
  });
  startHeart({
    clock,
    frame: (act) => requestAnimationFrame(act),
    // A change of language takes the mark away for a moment; the heart goes on.
    ready: () => root.dataset.ready === "true" || pulse.count > 0,
    pulse,
    beat() {
      root.dataset.heartbeat = String(pulse.count);
      console.info(lineOf(pulse));
    },
  });
  guard({ clock, target: document, cursor: (shown) => root.classList.toggle("no-cursor", !shown) });
  keepAwake(document, navigator.wakeLock, (wake) => {
    pulse.wake = wake;
  });
  // Before the app draws: sizes go by it, and links are told instead of made.
  root.dataset.profile = "kiosk";
  door().kiosk = (stage) => open(stage, pulse);
}

function open(stage: Stage, pulse: Pulse): void {
  const settings = stage.head.kiosk;
  const shell = document.querySelector<HTMLElement>(".shell");
  const panel = document.querySelector<HTMLElement>(".panel");
  if (!settings || !shell || !panel) throw new Error("The page lacks what a kiosk needs.");
  // What a watchdog may ask for, beside the version that the exhibit has left there.
  Object.assign((window as unknown as { mapbuilder: object }).mapbuilder, { heartbeat: pulse });

  // What languages and tools leave free of their line is the low mode's button.
  const foot = h("div", { class: "kiosk-foot" });
  const bar = settings.controls === "bottom" ? panel.querySelector(".bar") : null;
  if (bar) foot.append(bar);
  if (bar || settings.low) panel.append(foot);
  // The notice lies over the reading, and not over what stands below it.
  const steps = panel.querySelector<HTMLElement>(".panel-steps");
  const measure = new ResizeObserver(() => {
    // In parts of pixels: of rounded heights the sum leaves a line of the reading to be seen.
    const [below = 0, above = 0] = [foot, steps].map((each) => each?.getBoundingClientRect().height);
    root.style.setProperty("--feet", `${below + above}px`);
  });
  for (const each of [foot, steps]) if (each) measure.observe(each);

  const words = (key: string): string => say(stage.exhibit(), `kiosk.${key}`);

  const still = makeStill({ keep: () => idle.touch(), leave: () => idle.leave() });
  document.body.append(still.element);

  const low = button({ class: "low-switch", "data-action": "low", "aria-pressed": "false" }, () =>
    setLow(!root.classList.contains("low")),
  );
  const lowHead = h("p", { class: "low-head", "aria-hidden": "true" });
  if (settings.low) {
    foot.append(low);
    shell.before(lowHead);
  }
  function setLow(on: boolean): void {
    root.classList.toggle("low", on);
    low.setAttribute("aria-pressed", String(on));
    tell();
  }
  function tell(): void {
    low.textContent = words(root.classList.contains("low") ? "high" : "low");
    lowHead.textContent = stage.exhibit().telling.exhibit.title;
  }

  const idle = watchIdle({
    clock,
    idle_s: settings.idle_s,
    warning_s: settings.warning_s,
    words_per_s: settings.words_per_s,
    words() {
      const body = panel.querySelector<HTMLElement>(".panel-body");
      return body ? wordsInSight(body.textContent ?? "", body.scrollHeight, body.clientHeight) : 0;
    },
    // A tour is watched without a touch, as a film is.
    plays: () => root.hasAttribute("data-touring") || media().some(({ paused, ended }) => !paused && !ended),
    tell(presence, left_s) {
      pulse.state = presence;
      root.dataset.presence = presence;
      if (presence !== "warning") {
        still.close();
        return;
      }
      still.ask(
        {
          question: words("still_there"),
          rest: (count) => say(stage.exhibit(), "kiosk.restart_in", { count }),
          keep: words("keep"),
          leave: words("start_over"),
        },
        left_s,
      );
    },
    reset() {
      pulse.resets += 1;
      still.close();
      begin();
      wait();
    },
  });

  /** Everything as it was when the page opened. */
  function begin(): void {
    for (const each of media()) {
      each.pause();
      each.currentTime = 0;
      each.volume = 1;
    }
    setLow(false);
    stage.reset();
    // After that: the list comes back as its last visitor has left it.
    for (const details of panel?.querySelectorAll("details") ?? []) details.open = false;
    panel?.querySelector(".panel-body")?.scrollTo({ top: 0, behavior: "instant" });
    window.scrollTo({ top: 0, behavior: "instant" });
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  const { places, events } = stage.head;
  let screen: Screen | null = null;
  /** what the loop shows */
  let shown = -1;
  const loop = makeLoop({
    clock,
    events: eventsToShow(events.place, (event) => isContext(stage.exhibit(), event)),
    seconds: settings.attract_s,
    show(event) {
      shown = event;
      stage.open({ kind: "event", event });
      tellShown();
    },
  });

  function tellShown(): void {
    const { telling } = stage.exhibit();
    const { title, date } = telling.events;
    const place = events.place[shown] ?? -1;
    // In the place's own words where it is told; a place without a label has none.
    const label = telling.places.label[place] ?? places.label[place] ?? "";
    screen?.say({ title: title[shown] ?? "", date: date[shown] ?? "", place: label });
  }

  function nameScreen(): void {
    const exhibit = stage.exhibit();
    screen?.name(exhibit.telling.exhibit, exhibit.only ? say(exhibit, "page.only") : "");
  }

  // The map lies between title and invitation, so that the chosen place stands in the middle of what is seen of it.
  const beside = new ResizeObserver((parts) => {
    for (const { target } of parts) {
      root.style.setProperty(`--${target.className}`, `${(target as HTMLElement).offsetHeight}px`);
    }
  });

  /** Nobody is there: the exhibit shows itself. */
  function wait(): void {
    if (!settings?.attract || !shell || screen) return;
    const { begin: asked } = settings;
    // A language that the interface does not speak has the words of another, which are said once.
    const begins = stage.head.languages
      .map(({ tag }, index) => ({ tag, text: asked[index] ?? "" }))
      .filter(({ text }, index) => asked.indexOf(text) === index);
    screen = makeScreen(clock, begins, () => {
      loop.stop();
      beside.disconnect();
      screen?.element.remove();
      screen = null;
      root.classList.remove("attracting");
      shell.inert = false;
      begin();
      idle.touch();
      shell.querySelector<HTMLElement>("[data-focus]")?.focus({ preventScroll: true });
    });
    nameScreen();
    root.classList.add("attracting");
    shell.inert = true;
    document.body.append(screen.element);
    for (const part of screen.element.children) beside.observe(part);
    const foot = shell.querySelector(".map-foot");
    if (foot) beside.observe(foot);
    screen.element.focus({ preventScroll: true });
    loop.start();
  }

  listen();
  new MutationObserver(() => {
    tell();
    // The loop begins before the page speaks its first language again.
    nameScreen();
    tellShown();
  }).observe(root, { attributes: true, attributeFilter: ["lang"] });
  tell();
  pulse.state = idle.presence();
  root.dataset.presence = idle.presence();
  // What stands in the address is what an earlier visitor looked at, from before the page loaded itself anew.
  if (!settings.attract) stage.reset();
  wait();
  reloadInTime();

  function listen(): void {
    const touch = (event: Event): void => {
      // The screen of the loop and the question hear for themselves what is touched on them.
      if (!screen && !(event.target instanceof Node && still.element.contains(event.target))) idle.touch();
    };
    const options = { capture: true, passive: true };
    for (const name of ["pointerdown", "touchmove", "wheel", "keydown", "input"]) {
      document.addEventListener(name, touch, options);
    }
    let moved = clock.now();
    document.addEventListener(
      "pointermove",
      (event) => {
        if (event.pointerType !== "mouse" || clock.now() - moved < MOVES_MS) return;
        moved = clock.now();
        touch(event);
      },
      options,
    );
  }

  /** A page that has been open for long loads itself anew, while nobody is there to see it. */
  function reloadInTime(): void {
    const due = clock.now() + (settings?.reload_h ?? 12) * 3_600_000;
    const ask = (): void => {
      if (clock.now() >= due && idle.presence() === "waiting") location.reload();
      else clock.after(RELOAD_MS, ask);
    };
    clock.after(RELOAD_MS, ask);
  }
}

function media(): HTMLMediaElement[] {
  return [...document.querySelectorAll<HTMLMediaElement>("audio, video")];
}

// A page for the web becomes a kiosk's by its address, where its exhibit allows that: else it has not this script.
const byAddress = /[?&#]kiosk(?:[=&]|$)/.test(location.search + location.hash);
if (root.dataset.profile === "kiosk" || byAddress) start();
