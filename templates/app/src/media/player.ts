// The player of a sound or a film: the browser's element, and buttons of the page's own. Nothing plays by itself, one thing
// plays at a time, and what is no longer shown does not play on.

import { append, button, h, icon } from "../dom";
import { type Exhibit, numeral, say } from "../exhibit";
import { MINUS, MUTED, PAUSE, PLAY, PLUS, RESTART, SPEAKER } from "../icons";
import { words } from "../words";
import { clockOf, louderBy } from "./clock";

/** How loud everything is; a visitor sets it once. */
const loudness = { volume: 1, muted: false };
let playing: HTMLMediaElement | null = null;

export interface PlayerOptions {
  media: HTMLMediaElement;
  /** what it is called, and in which words the first button says so when they are not "play" */
  name: string;
  begin?: string;
  seconds: number;
  /** the address of its bytes; null where they are not there */
  load(): string | null;
  /** further buttons, at the end of the row */
  more?: HTMLElement[];
}

export function makePlayer(exhibit: Exhibit, options: PlayerOptions): HTMLElement {
  const { media, name, begin, seconds, load } = options;
  const label = (key: string): Record<string, string> => {
    const text = say(exhibit, key);
    return { "aria-label": `${text}: ${name}`, title: text };
  };
  // Both words lie in one cell, so that nothing moves when one gives way to the other.
  const named = h("span", {}, words(exhibit, begin ?? "media.play"));
  const pause = h("span", {}, words(exhibit, "media.pause"));
  const word = h("span", { class: "player-words" }, named, pause);
  const play = button({ class: "player-play", "data-action": "play" }, () => void turn());
  const restart = button(
    { class: "player-button", "data-action": "restart", ...label("media.restart") },
    () => {
      media.currentTime = 0;
      tellTime();
    },
    icon(RESTART),
  );
  const time = h("p", { class: "player-time" });
  const mute = button({ class: "player-button", "data-action": "mute", ...label("media.mute") }, () => {
    media.muted = !media.muted;
  });
  const step = (action: string, key: string, path: string, quarters: number): HTMLButtonElement =>
    button(
      { class: "player-button", "data-action": action, ...label(key) },
      () => {
        media.muted = false;
        media.volume = louderBy(media.volume, quarters);
      },
      icon(path),
    );
  const quieter = step("quieter", "media.quieter", MINUS, -1);
  const louder = step("louder", "media.louder", PLUS, 1);
  const line = h("div", { class: "player-line", "aria-hidden": "true" });
  const failed = h("p", { class: "player-failed", role: "status" });
  const element = h(
    "div",
    { class: "player", role: "group", "aria-label": name },
    line,
    play,
    time,
    h("div", { class: "player-tools" }, restart, mute, quieter, louder, ...(options.more ?? [])),
    failed,
  );

  async function turn(): Promise<void> {
    if (!media.paused) {
      media.pause();
      return;
    }
    if (!media.src) {
      const address = load();
      if (address === null) {
        fail();
        return;
      }
      media.src = address;
    }
    // A pause that comes before it has begun is no fault; one that is, is heard of as an error.
    await media.play().catch(() => undefined);
  }

  function fail(): void {
    element.dataset.state = "failed";
    failed.replaceChildren(words(exhibit, "media.failed"));
    play.setAttribute("aria-disabled", "true");
  }

  function tellState(): void {
    if (element.dataset.state === "failed") return;
    const plays = !media.paused && !media.ended;
    element.dataset.state = plays ? "playing" : media.ended ? "ended" : "paused";
    const key = plays ? "media.pause" : (begin ?? "media.play");
    named.classList.toggle("away", plays);
    pause.classList.toggle("away", !plays);
    play.replaceChildren(icon(plays ? PAUSE : PLAY), word);
    play.setAttribute("aria-label", begin && !plays ? say(exhibit, key) : `${say(exhibit, key)}: ${name}`);
  }

  function tellTime(): void {
    const length = Number.isFinite(media.duration) && media.duration > 0 ? media.duration : seconds;
    const inDigits = (text: string): string =>
      text.replace(/\d/g, (digit) => numeral(exhibit, Number(digit)));
    const at = inDigits(clockOf(media.currentTime));
    const told = words(exhibit, "media.progress", { at, length: inDigits(clockOf(Math.round(length))) });
    time.replaceChildren(told);
    line.style.setProperty("--part", String(length > 0 ? Math.min(1, media.currentTime / length) : 0));
  }

  function tellLoudness(): void {
    mute.replaceChildren(icon(media.muted ? MUTED : SPEAKER));
    mute.setAttribute("aria-pressed", String(media.muted));
    quieter.setAttribute("aria-disabled", String(media.volume <= 0.25));
    louder.setAttribute("aria-disabled", String(media.volume >= 1));
  }

  media.volume = loudness.volume;
  media.muted = loudness.muted;
  const heard: Record<string, () => void> = {
    play() {
      if (playing && playing !== media) playing.pause();
      playing = media;
      tellState();
    },
    pause: tellState,
    ended: tellState,
    timeupdate: tellTime,
    durationchange: tellTime,
    seeked: tellTime,
    error: fail,
    volumechange() {
      Object.assign(loudness, { volume: media.volume, muted: media.muted });
      tellLoudness();
    },
  };
  for (const [event, act] of Object.entries(heard)) media.addEventListener(event, act);
  if (media instanceof HTMLAudioElement) append(element, [media]);
  tellState();
  tellTime();
  tellLoudness();
  return element;
}

/** Stops what plays, and lets go of it. */
export function silence(): void {
  playing?.pause();
  playing = null;
}

/** As loud as at first. */
export function resetLoudness(): void {
  Object.assign(loudness, { volume: 1, muted: false });
}
