// The field in which a visitor looks for a place, and what is found.

import { append, button, h, icon } from "../dom";
import { type Exhibit, markAttributes, say } from "../exhibit";
import { clearButton, searchField } from "../find-parts";
import { GLASS } from "../icons";
import { makeSearch } from "../search";
import { words } from "../words";
import type { Looked, Named, Names } from "./names";
import { renderFault } from "./panel";
import { FileFault } from "./ranges";

/** Milliseconds after the last letter until it is looked for. */
const REST_MS = 150;

export interface PlaceFinder {
  element: HTMLElement;
  /** In the exhibit's language; what was asked for stays. */
  tell(exhibit: Exhibit): void;
  /** Whether something is asked for. */
  asks(): boolean;
}

export interface PlaceFinderOptions {
  names: Names;
  open(place: Named): void;
  /** Something is asked for, or nothing any more. */
  onAsked(): void;
  announce(said: string): void;
}

export function makePlaceFinder({ names, open, onAsked, announce }: PlaceFinderOptions): PlaceFinder {
  const element = h("div", { class: "finding", role: "search" });
  const results = h("div", { class: "listing", hidden: true });
  let exhibit: Exhibit | null = null;
  let field: HTMLInputElement | null = null;
  let looked: Looked | FileFault | null = null;
  let fold = (text: string): string => text;
  let timer = 0;
  let turn = 0;

  function asked(): string {
    return field?.value.trim() ?? "";
  }

  function onInput(): void {
    turn += 1;
    clearTimeout(timer);
    if (asked() === "") {
      looked = null;
      show();
      return;
    }
    timer = window.setTimeout(() => void look(turn), REST_MS);
    show();
  }

  async function look(mine: number): Promise<void> {
    let found: Looked | FileFault;
    try {
      found = await names.find(fold(asked()).split(" ").filter(Boolean));
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      found = error;
    }
    if (mine !== turn) return;
    looked = found;
    show();
    announce(results.querySelector("p")?.textContent || called(found));
  }

  /** What was found in a few words: the largest place, and how many others. */
  function called(found: Looked | FileFault): string {
    if (!exhibit || found instanceof FileFault) return "";
    const [first, ...others] = found.found;
    if (!first || others.length === 0) return first?.label ?? "";
    return say(exhibit, "many.place_and_others", { place: first.label, count: others.length });
  }

  function show(): void {
    const asks = asked() !== "";
    const clear = element.querySelector<HTMLElement>(".find-clear");
    if (clear) clear.hidden = field?.value === "";
    if (results.hidden === asks) {
      results.hidden = !asks;
      onAsked();
    }
    if (!exhibit || !asks) {
      results.replaceChildren();
      return;
    }
    results.replaceChildren(...rendered(exhibit, looked));
  }

  function rendered(now: Exhibit, found: Looked | FileFault | null): HTMLElement[] {
    const note = (key: string): HTMLElement => h("p", { class: "note" }, words(now, key));
    if (found === null)
      return [h("p", { class: "note", "data-reading": true }, words(now, "many.searching"))];
    if (found instanceof FileFault) return [renderFault(now, found, () => void look(turn))];
    const list = h("ol", { class: "entries" });
    for (const place of found.found) append(list, [h("li", {}, entry(now, place))]);
    // Of the largest alone it is not known whether others have such a name.
    if (found.found.length === 0) return [note(found.whole ? "web.no_place" : "web.most")];
    return found.whole ? [list] : [list, note("web.most")];
  }

  function entry(now: Exhibit, place: Named): HTMLElement {
    return button(
      { class: "entry", "data-spot": `${place.id} found`, "data-place": place.id },
      () => open(place),
      h("span", { ...markAttributes(now.head, -1), "data-precision": place.precision }),
      h(
        "span",
        { class: "entry-text" },
        h("span", { class: "entry-date" }, words(now, "marker_records", { count: place.events })),
        h("span", { class: "entry-title", dir: "auto" }, place.label),
      ),
    );
  }

  return {
    element,
    asks: () => asked() !== "",
    tell(next) {
      exhibit = next;
      fold = makeSearch(next.texts).fold;
      const [text, held] = [field?.value ?? "", document.activeElement === field];
      const label = say(next, "many.find_place");
      const own = searchField(next, label, onInput);
      own.value = text;
      field = own;
      const clear = clearButton(next, () => {
        own.value = "";
        onInput();
        own.focus();
      });
      element.setAttribute("aria-label", label);
      element.replaceChildren(h("div", { class: "find-field" }, icon(GLASS), own, clear), results);
      if (held) own.focus({ preventScroll: true });
      show();
    },
  };
}
