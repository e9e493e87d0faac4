// Finding among many records: as in `finding`, but of a facet of many values those are offered that most records have, and a
// field looks for the rest.

import { append, button, h, icon } from "../dom";
import { say } from "../exhibit";
import {
  type Choice,
  choiceButton,
  choiceText,
  clearButton,
  nameOf,
  searchField,
  showChoice,
  waysOutOf,
} from "../find-parts";
import { GLASS } from "../icons";
import { type Part, partsOf, without } from "../matching";
import { EVERYTHING, FACETS, type Facet, isEverything, type Selection, toggled } from "../state";
import { words } from "../words";
import { markOf } from "./list";
import type { Found, Masks } from "./masks";
import type { Whole } from "./slice";

/** Values of a facet that are all offered; of more there are so many at first, and the rest is looked for. */
const MOST_CHOICES = 40;
const FEW_CHOICES = 12;
/** Places that are named among those looked for. */
const MOST_NAMED = 20;

export interface Finder {
  readonly element: HTMLElement;
  show(selection: Selection, found: Found): void;
  /** Whether a text is still being looked for. */
  searching(on: boolean): void;
  unfolded(): ReadonlySet<string>;
}

export interface FinderOptions {
  whole(): Whole;
  masks: Masks;
  choose(selection: Selection): void;
  /** Somebody is about to look for a text. */
  prepare(): void;
  unfolded: ReadonlySet<string>;
  /** the ids and names of places, in their order */
  names(places: readonly number[]): Promise<{ id: string; label: string }[]>;
  /** Tells of places whose names have a text in them, as they are found; ends with `whole`. */
  findPlaces(text: string, tell: (places: number[], whole: boolean) => void): void;
}

export function makeFinder(options: FinderOptions): Finder {
  const { masks, choose } = options;
  const { exhibit, data } = options.whole();
  let selection = EVERYTHING;
  let found = masks.found;
  let choices: Choice[] = [];
  /** by facet what its list offers, or will once its names have been read */
  const offered = new Map<Facet, { list: HTMLElement; values: readonly number[] }>();

  const label = say(exhibit, "find");
  const field = searchField(exhibit, label, () => choose({ ...selection, text: field.value }));
  field.addEventListener("focus", options.prepare, { once: true });
  const clear = clearButton(exhibit, () => giveUp("text"));
  const summary = h("summary", {});
  const sections = FACETS.flatMap((facet) => section(facet) ?? []);
  const filters =
    sections.length > 0 &&
    h(
      "details",
      { class: "filters", "data-part": "filters", open: options.unfolded.has("filters") },
      summary,
    );
  if (filters) append(filters, sections);
  const count = h("span", { role: "status" });
  const progress = h("span", { class: "searching", hidden: true }, words(exhibit, "many.searching"));
  const everything = button(
    { class: "plain", "data-action": "clear-all", hidden: true },
    () => {
      choose(EVERYTHING);
      field.focus();
    },
    words(exhibit, "clear_all"),
  );
  const told = h("div", { class: "found" }, h("span", {}, count, " ", progress), everything);
  const help = h("div", { class: "none-found", hidden: true });
  const element = h(
    "div",
    { class: "finding", role: "search", "aria-label": label },
    h("div", { class: "find-field" }, icon(GLASS), field, clear),
    filters,
    told,
    help,
  );

  /** One kind of filter; nothing where there is but one value of it. */
  function section(facet: Facet): HTMLElement | null {
    const all = masks.all[facet];
    const used = valuesOf(all);
    if (used.length < 2) return null;
    const many = used.length > MOST_CHOICES;
    const list = h("div", { class: "choices", role: "group", "aria-label": say(exhibit, `filter.${facet}`) });
    const first = many ? mostOf(used, all, FEW_CHOICES) : used;
    void offer(facet, list, first);
    return h(
      "details",
      { class: "filter", "data-part": facet, open: options.unfolded.has(facet) },
      h("summary", {}, words(exhibit, `filter.${facet}`)),
      many && looking(facet, list, first),
      list,
    );
  }

  /** A field for the values that are not offered; an empty one offers the first again. */
  function looking(facet: Facet, list: HTMLElement, first: readonly number[]): HTMLElement {
    const isAsked = facet === "place" || facet === "source";
    const name = say(exhibit, isAsked ? `many.find_${facet}` : `filter.${facet}`);
    const field = searchField(exhibit, name, () => {
      const text = field.value.trim();
      const show = (values: readonly number[]): void => {
        if (field.value.trim() !== text) return;
        const chosen = [...selection[facet]].filter((value) => !values.includes(value));
        void offer(facet, list, [...chosen, ...values]);
      };
      if (!text) show(first);
      else if (facet === "place") {
        options.findPlaces(text, (places) => show(mostOf(places, masks.all.place, MOST_NAMED)));
      } else show(mostOf(valuesNamed(facet, text), masks.all[facet], MOST_NAMED));
    });
    return h(
      "div",
      { class: "find-value" },
      h("div", { class: "find-field" }, icon(GLASS), field),
      h("p", { class: "note" }, words(exhibit, "many.most_frequent")),
    );
  }

  function valuesNamed(facet: Exclude<Facet, "place">, text: string): number[] {
    const { telling, texts } = exhibit;
    const { id, title } = texts.sources;
    const names = {
      category: telling.categories,
      group: telling.groups.label,
      source: id.map((one, source) => `${one} ${title[source] ?? ""}`),
    }[facet];
    const asked = text.toLowerCase();
    return names.flatMap((name, value) =>
      name.toLowerCase().includes(asked) && masks.all[facet][value] ? [value] : [],
    );
  }

  /** Puts buttons for values into a list, those that were there before and others. */
  async function offer(facet: Facet, list: HTMLElement, values: readonly number[]): Promise<void> {
    const mine = { list, values };
    offered.set(facet, mine);
    const names = facet === "place" ? await options.names(values) : [];
    // Others may have been asked for meanwhile.
    if (offered.get(facet) !== mine) return;
    const made = values.map((value, index) => choiceOf(facet, value, names[index] ?? { id: "", label: "" }));
    choices = [...choices.filter((choice) => choice.facet !== facet), ...made];
    const held = list.contains(document.activeElement) ? document.activeElement : null;
    const kept = held?.getAttribute("data-value");
    list.replaceChildren(...made.map((choice) => choice.element));
    if (made.length === 0) list.append(h("p", { class: "note" }, words(exhibit, "many.no_such")));
    if (kept) list.querySelector<HTMLElement>(`[data-value="${CSS.escape(kept)}"]`)?.focus();
    for (const choice of made) update(choice);
  }

  function choiceOf(facet: Facet, value: number, { id, label }: { id: string; label: string }): Choice {
    const isPlace = facet === "place";
    const named = isPlace
      ? [h("span", markOf(exhibit, data, value)), choiceText(label)]
      : nameOf(exhibit, facet, value);
    return choiceButton(facet, value, isPlace ? id : idOf(facet, value), named, () =>
      choose(toggled(selection, facet, value)),
    );
  }

  function idOf(facet: Exclude<Facet, "place">, value: number): string | undefined {
    const { categories, groups } = exhibit.head;
    return { category: categories.id, group: groups.id, source: exhibit.texts.sources.id }[facet][value];
  }

  function update(choice: Choice): void {
    const { facet, value } = choice;
    showChoice(exhibit, choice, selection[facet].has(value), found.counts[facet][value] ?? 0);
  }

  function giveUp(part: Part): void {
    choose(without(selection, part));
    field.focus();
  }

  function ways(): { part: Part; count: number }[] {
    return partsOf(selection)
      .map((part) => ({ part, count: found.without[part] }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.count - one.count);
  }

  let searches = false;
  return {
    element,
    searching(on) {
      searches = on;
      progress.hidden = !on;
      // What was found is said when that is sure.
      count.setAttribute("aria-live", on ? "off" : "polite");
    },
    unfolded: () =>
      new Set(
        [...element.querySelectorAll("details[open]")].map((each) => each.getAttribute("data-part") ?? ""),
      ),
    show(next, nextFound) {
      [selection, found] = [next, nextFound];
      if (field.value !== next.text) field.value = next.text;
      clear.hidden = next.text === "";
      const on = FACETS.reduce((sum, facet) => sum + next[facet].size, 0);
      summary.replaceChildren(
        on > 0 ? words(exhibit, "filters_on", { count: on }) : words(exhibit, "filters"),
      );
      for (const choice of choices) update(choice);
      for (const [facet, { list, values }] of offered) {
        const chosen = [...next[facet]].filter((value) => !values.includes(value));
        if (chosen.length > 0) void offer(facet, list, [...chosen, ...values]);
      }
      const whole = isEverything(next);
      everything.hidden = whole;
      const sentence = whole ? "" : say(exhibit, "found", { count: found.count, total: masks.total });
      // What is said again in the same words would be heard again.
      if (count.textContent !== sentence) count.replaceChildren(sentence);
      told.hidden = whole;
      const none = found.count === 0 && !searches;
      help.hidden = !none;
      help.replaceChildren(...(none ? waysOutOf(exhibit, ways(), selection, giveUp) : []));
    },
  };
}

/** The values that some event has, in their order. */
function valuesOf(counts: Uint32Array): number[] {
  const used: number[] = [];
  counts.forEach((count, value) => {
    if (count > 0) used.push(value);
  });
  return used;
}

/** Of the values those that most events have, of as many the first; the most frequent first. */
export function mostOf(values: readonly number[], counts: Uint32Array, most: number): number[] {
  const best: number[] = [];
  for (const value of values) {
    const count = counts[value] ?? 0;
    if (best.length === most && count <= (counts[best.at(-1) ?? 0] ?? 0)) continue;
    let at = best.length;
    while (at > 0 && (counts[best[at - 1] ?? 0] ?? 0) < count) at--;
    best.splice(at, 0, value);
    if (best.length > most) best.pop();
  }
  return best;
}
