// The records of a page of many to take along: those that are found, or all. While a file is being made the page says how far
// it has come, and it can be stopped; what is being made goes on whatever else is opened meanwhile.

import { button, h } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { apart, words } from "../words";
import { LostError } from "./beside";
import type { Whole } from "./slice";
import { FORMATS, type Format, makeFile } from "./take-file";

/** Until the browser has taken the file. */
const TAKEN_MS = 60_000;

export interface Taker {
  /** The section of the sources' view; null where nobody is there to take a file. */
  render(): HTMLElement | null;
  /** What is found has changed. */
  show(): void;
  stop(): void;
}

/** What can be taken now. */
export interface Findable {
  count: number;
  total: number;
  /** whether anything is asked for */
  asks: boolean;
  /** whether more may be found yet */
  searches: boolean;
}

export interface TakerOptions {
  whole(): Whole;
  found(): Findable;
  /** The events that are found, or all that are shown, in time order. */
  order(all: boolean): Uint32Array;
  announce(said: string): void;
}

interface Part {
  all: boolean;
  element: HTMLElement;
  said: HTMLElement;
  buttons: HTMLButtonElement[];
}

export function makeTaker({ whole, found, order, announce }: TakerOptions): Taker {
  /** the file that is being made, and how far it is; a later one is another object */
  let making: { file: string; percent: number } | null = null;
  /** what shows it now */
  let parts: Part[] = [];
  let progress = h("span");
  let line = h("p");
  let pressed: { all: boolean; index: number } | null = null;

  function render(): HTMLElement | null {
    const { exhibit } = whole();
    if (exhibit.head.profile !== "web" || self !== top) return null;
    parts = [false, true].map((all) => partOf(exhibit, all));
    progress = h("span", { class: "searching" });
    line = h(
      "p",
      { class: "taking" },
      button({ class: "copy", "data-action": "take-stop" }, stopByHand, words(exhibit, "many.take_stop")),
      progress,
    );
    show();
    return h(
      "section",
      { class: "take" },
      h("h2", {}, words(exhibit, "take")),
      h("p", { class: "note" }, words(exhibit, "take_note")),
      ...parts.map(({ element }) => element),
      line,
    );
  }

  function partOf(exhibit: Exhibit, all: boolean): Part {
    const said = h("p");
    const buttons = FORMATS.map((format, index) =>
      button(
        { class: "copy" },
        () => {
          pressed = { all, index };
          void take(format, all);
        },
        words(exhibit, "take_as", { format: format.name }),
      ),
    );
    const element = h("div", { role: "group" }, said, h("p", { class: "taking" }, ...buttons));
    return { all, element, said, buttons };
  }

  function show(): void {
    const { exhibit } = whole();
    const { count, total, asks, searches } = found();
    for (const { all, element, said, buttons } of parts) {
      const name = all ? say(exhibit, "all_records") : say(exhibit, "found", { count, total });
      element.hidden = !all && !asks;
      element.setAttribute("aria-label", name);
      said.hidden = !asks;
      said.replaceChildren(all ? words(exhibit, "all_records") : words(exhibit, "found", { count, total }));
      const idle = making === null && (all || (count > 0 && !searches));
      for (const each of buttons) each.disabled = !idle;
    }
    line.hidden = !making;
    showProgress();
  }

  function showProgress(): void {
    if (!making) return;
    const percent = say(whole().exhibit, "view_percent", { number: making.percent });
    progress.replaceChildren(apart(making.file), " ", percent);
  }

  async function take(format: Format, all: boolean): Promise<void> {
    const from = whole();
    const events = order(all);
    const mine = { file: `${from.exhibit.head.exhibit}.${format.ending}`, percent: 0 };
    making = mine;
    show();
    // A button that can no longer be pressed would lose the focus.
    line.querySelector("button")?.focus();
    const isOver = (): boolean => making !== mine;
    let file: Blob | null = null;
    try {
      file = await makeFile(from, events, format, {
        isOver,
        tell(done) {
          mine.percent = Math.floor((100 * done) / events.length);
          if (!isOver()) showProgress();
        },
      });
    } catch (error) {
      if (!(error instanceof LostError)) {
        end(mine, "many.take_stopped");
        throw error;
      }
    }
    if (file && !isOver()) save(file, mine.file);
    end(mine, file ? "many.take_made" : "many.take_stopped");
  }

  /** What was stopped has said so. */
  function end(mine: typeof making, key: string): void {
    if (!mine || making !== mine) return;
    const held = line.contains(document.activeElement);
    making = null;
    show();
    const part = parts.find(({ all }) => all === pressed?.all);
    if (held) part?.buttons[pressed?.index ?? 0]?.focus();
    announce(say(whole().exhibit, key, { file: mine.file }));
  }

  function stopByHand(): void {
    end(making, "many.take_stopped");
  }

  return {
    render,
    show,
    stop() {
      making = null;
    },
  };
}

function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), TAKEN_MS);
}
