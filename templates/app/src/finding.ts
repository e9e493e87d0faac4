// Finding: the search field and the filters over the list, how many records they leave, and what helps where they leave
// none. It shows the selection and asks for another; which events that is, `matching` says.

import { append, button, type Child, h, icon } from "./dom";
import { type Exhibit, say } from "./exhibit";
import {
  type Choice,
  choiceButton,
  choiceText,
  clearButton,
  nameOf,
  searchField,
  showChoice,
  waysOutOf,
} from "./find-parts";
import { GLASS } from "./icons";
import { type EventIndex, type Matching, matching, type Part, waysOut, without } from "./matching";
import { mark } from "./panel";
import { EVERYTHING, FACETS, type Facet, isEverything, type Selection, toggled } from "./state";
import { standIn, words } from "./words";

export interface Finding {
  element: HTMLElement;
  /** Shows a selection, what it finds, and with `folded` its text as it was looked for. */
  show(selection: Selection, found: Matching, folded: string): void;
  /** Which of its parts are unfolded, to be unfolded again in another language. */
  unfolded(): ReadonlySet<string>;
}

export interface FindingOptions {
  exhibit: Exhibit;
  index: EventIndex;
  choose(selection: Selection): void;
  unfolded: ReadonlySet<string>;
}

export function makeFinding({ exhibit, index, choose, unfolded }: FindingOptions): Finding {
  let selection = EVERYTHING;
  const all = matching(index, EVERYTHING, "").counts;

  const label = say(exhibit, "find");
  const field = searchField(exhibit, label, () => choose({ ...selection, text: field.value }));
  const clear = clearButton(exhibit, () => giveUp("text"));

  const choices: Choice[] = [];
  const sections = FACETS.flatMap((facet) => section(facet) ?? []);
  const summary = h("summary", {});
  const filters =
    sections.length > 0
      ? h("details", { class: "filters", "data-part": "filters", open: unfolded.has("filters") }, summary)
      : null;
  if (filters) append(filters, sections);

  const count = h("span", { role: "status" });
  const everything = button(
    { class: "plain", "data-action": "clear-all", hidden: true },
    () => {
      choose(EVERYTHING);
      field.focus();
    },
    words(exhibit, "clear_all"),
  );
  const told = h("div", { class: "found" }, count, everything);
  const help = h("div", { class: "none-found", hidden: true });
  const element = h(
    "div",
    { class: "finding", role: "search", "aria-label": label },
    h("div", { class: "find-field" }, icon(GLASS), field, clear),
    filters,
    told,
    help,
  );

  /** One kind of filter with its values; nothing where there is but one. */
  function section(facet: Facet): HTMLElement | null {
    const used = inOrder(facet).filter((value) => (all[facet][value] ?? 0) > 0);
    if (used.length < 2) return null;
    const list = h("div", { class: "choices", role: "group", "aria-label": say(exhibit, `filter.${facet}`) });
    for (const value of used) {
      const choice = choiceButton(facet, value, idsOf(facet)[value], named(facet, value), () =>
        choose(toggled(selection, facet, value)),
      );
      choices.push(choice);
      list.append(choice.element);
    }
    return h(
      "details",
      { class: "filter", "data-part": facet, open: unfolded.has(facet) },
      h("summary", {}, words(exhibit, `filter.${facet}`)),
      list,
    );
  }

  function idsOf(facet: Facet): readonly string[] {
    const { categories, groups, places } = exhibit.head;
    return { category: categories.id, group: groups.id, place: places.id, source: exhibit.texts.sources.id }[
      facet
    ];
  }

  function inOrder(facet: Facet): readonly number[] {
    return facet === "place" ? exhibit.telling.search.places_in_order : [...idsOf(facet).keys()];
  }

  function named(facet: Facet, value: number): Child[] {
    if (facet !== "place") return nameOf(exhibit, facet, value);
    const label = exhibit.telling.places.label[value];
    return [mark(exhibit, value), choiceText(label, standIn(exhibit, "places.label", value))];
  }

  function giveUp(part: Part): void {
    choose(without(selection, part));
    field.focus();
  }

  return {
    element,
    unfolded: () =>
      new Set(
        [...element.querySelectorAll("details[open]")].map((each) => each.getAttribute("data-part") ?? ""),
      ),
    show(next, found, folded) {
      selection = next;
      if (field.value !== next.text) field.value = next.text;
      clear.hidden = next.text === "";
      const on = choices.filter(({ facet, value }) => next[facet].has(value)).length;
      summary.replaceChildren(
        on > 0 ? words(exhibit, "filters_on", { count: on }) : words(exhibit, "filters"),
      );
      for (const choice of choices) {
        const { facet, value } = choice;
        showChoice(exhibit, choice, next[facet].has(value), found.counts[facet][value] ?? 0);
      }
      const whole = isEverything(next);
      everything.hidden = whole;
      const sentence = whole ? "" : say(exhibit, "found", { count: found.count, total: index.total });
      // What is said again in the same words would be heard again.
      if (count.textContent !== sentence) count.replaceChildren(whole ? "" : sentence);
      told.hidden = whole;
      help.hidden = found.count > 0;
      help.replaceChildren(
        ...(found.count === 0 ? waysOutOf(exhibit, waysOut(index, next, folded), next, giveUp) : []),
      );
    },
  };
}

/** Leaves in a list of records those that were found; a section with none of them is not shown. */
export function showFound(view: HTMLElement, { head }: Exhibit, found: Matching): void {
  const shown = new Set(head.events.id.filter((_, event) => found.events[event] === 1));
  for (const section of view.querySelectorAll<HTMLElement>(".listing")) {
    let some = false;
    for (const item of section.querySelectorAll<HTMLElement>(".entries > li")) {
      const id = item.querySelector<HTMLElement>(".entry")?.dataset.event ?? "";
      item.hidden = !shown.has(id);
      some ||= !item.hidden;
    }
    section.hidden = !some;
  }
}

/** Marks those of a place's records that the selection leaves out. */
export function markOutside(view: HTMLElement, { head }: Exhibit, found: Matching): void {
  const shown = new Set(head.events.id.filter((_, event) => found.events[event] === 1));
  for (const entry of view.querySelectorAll<HTMLElement>(".events .entry")) {
    entry.classList.toggle("outside", !shown.has(entry.dataset.event ?? ""));
  }
}

export function foundAt(found: Matching, place: number, events: readonly number[]): number {
  return place < 0 ? 0 : events.reduce((sum, event) => sum + (found.events[event] ?? 0), 0);
}
