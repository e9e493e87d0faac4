// The panel: the list of records, a place with its events, the sources. Built anew for each view.

import { basisOf } from "./basis";
import { renderDetails } from "./details";
import { renderStatement } from "./display/statement";
import { append, button, type Child, h, icon, richBlock } from "./dom";
import {
  type Exhibit,
  eventsAt,
  fallbackLanguage,
  isContext,
  markAttributes,
  numeral,
  severalOf,
  symbolOf,
  type View,
} from "./exhibit";
import { renderFigures } from "./figures";
import { BACK } from "./icons";
import { renderKey } from "./key";
import type { MediaPart } from "./media/part";
import { opening } from "./opening";
import { placeFacts } from "./place-facts";
import { renderQuotation } from "./quotation";
import { entryPlaces, otherPlaces } from "./several";
import { renderShare } from "./share";
import { renderSource } from "./source";
import { renderSources, sourceLanguage } from "./sources";
import { renderStep, scrollButton } from "./story/page";
import { renderScroll } from "./story/scroll";
import type { Story } from "./story/steps";
import { apart, dated, standIn, unbroken, words } from "./words";

/** Records of a list of which what is out of sight is laid out only when it comes into it. */
const LONG = 100;

export interface PanelActions {
  open(view: View): void;
  /** the step of a story that a table tells, or -1; what is opened from it leads back to it */
  step: number;
  story: Story;
  /** leads to the whole story on one page; null where there is no such way */
  scroll: (() => void) | null;
  /** what shows media, in a page that has some */
  media: MediaPart | null;
}

/** The nodes of a view; `finding` stands over the list. The heading that takes the focus carries `data-focus`. */
export function renderView(
  exhibit: Exhibit,
  view: View,
  actions: PanelActions,
  finding: HTMLElement | null,
): HTMLElement {
  switch (view.kind) {
    case "records":
      return records(exhibit, actions, finding);
    case "sources":
      return renderSources(exhibit, backButton(exhibit, actions), (index, text) =>
        sourceLink(exhibit, index, actions, text),
      );
    case "source":
      return renderSource(exhibit, view.source, view.from, actions.open, (event, named) =>
        entry(exhibit, event, actions, undefined, named),
      );
    case "statement":
      return renderStatement(exhibit, backButton(exhibit, actions));
    case "step":
      return renderStep(exhibit, actions.step, actions);
    case "scroll":
      return renderScroll(exhibit, actions, (event) =>
        article(exhibit, event, actions, exhibit.head.events.place[event] ?? -1),
      );
    case "place":
      return place(exhibit, view.place, eventsAt(exhibit, view.place)[0] ?? -1, actions);
    case "event":
      return place(exhibit, view.place ?? exhibit.head.events.place[view.event] ?? -1, view.event, actions);
  }
}

function records(exhibit: Exhibit, actions: PanelActions, finding: HTMLElement | null): HTMLElement {
  const { telling, head } = exhibit;
  const all = head.events.id.map((_, index) => index);
  const core = all.filter((index) => !isContext(exhibit, index));
  const placed = core.filter((index) => (head.events.place[index] ?? -1) >= 0);
  const unplaced = core.filter((index) => (head.events.place[index] ?? -1) < 0);
  const view = h(
    "div",
    { class: "view view-records" },
    opening(
      exhibit,
      ...introduction(exhibit),
      (MANY ? (head.many?.placed ?? 0) > 0 : placed.length > 0) &&
        h("p", { class: "invite" }, words(exhibit, exhibit.texts.story ? "story.invite" : "invite")),
      scrollButton(exhibit, actions),
      renderKey(exhibit),
      head.profile === "embed" &&
        head.public_url &&
        h(
          "p",
          { class: "whole-exhibit" },
          words(exhibit, "embed.whole"),
          ": ",
          h("a", { href: head.public_url, target: "_blank", rel: "noreferrer" }, apart(head.public_url)),
        ),
    ),
    finding,
    listSection(exhibit, words(exhibit, "records"), placed, actions),
    listSection(exhibit, words(exhibit, "page.unplaced"), unplaced, actions),
  );
  head.groups.panel.forEach((panel, group) => {
    const events = all.filter((index) => head.events.group[index] === group);
    if (panel !== "context" || events.length === 0) return;
    const section = listSection(exhibit, telling.groups.label[group] ?? "", events, actions);
    if (!section) return;
    section.classList.add("context");
    const note = richBlock(
      "note",
      telling.groups.note[group],
      fallbackLanguage(exhibit, "groups.note", group),
    );
    if (note) section.querySelector("h2")?.after(note);
    append(view, [section]);
  });
  return view;
}

/** The first paragraph at once, the others behind a word, so that the records are in the first view. */
function introduction(exhibit: Exhibit): Child[] {
  const { intro } = exhibit.telling.exhibit;
  const lang = fallbackLanguage(exhibit, "exhibit.intro");
  if (!intro || typeof intro === "string" || intro.length < 3) return [richBlock("intro", intro, lang)];
  return [
    richBlock("intro", intro.slice(0, 1), lang),
    h(
      "details",
      { class: "more" },
      h("summary", {}, words(exhibit, "more")),
      richBlock("text", intro.slice(1), lang),
    ),
  ];
}

function listSection(
  exhibit: Exhibit,
  heading: Child,
  events: number[],
  actions: PanelActions,
): HTMLElement | null {
  if (events.length === 0) return null;
  const list = h("ol", { class: "entries", "data-long": events.length > LONG });
  for (const event of events) append(list, [h("li", {}, entry(exhibit, event, actions))]);
  return h("section", { class: "listing" }, h("h2", {}, heading), list);
}

/**
 * An event to be opened; in the panel of a place, of several ones of its own, it is opened there. `named` stands instead
 * of its title.
 */
export function entry(
  exhibit: Exhibit,
  event: number,
  actions: PanelActions,
  at?: number,
  named?: Child,
): HTMLElement {
  const { telling, head } = exhibit;
  const place = head.events.place[event] ?? -1;
  // An event of one place is the same view wherever it is opened from.
  const several = at !== undefined && severalOf(head, event).length > 0;
  return button(
    { class: "entry", "data-event": head.events.id[event], "data-symbol": symbolOf(exhibit, event) },
    () => actions.open({ kind: "event", event, ...(several && { place: at }) }),
    mark(exhibit, place),
    h(
      "span",
      { class: "entry-text" },
      h("span", { class: "entry-date" }, date(exhibit, event), ...basisOf(exhibit, event)),
      h(
        "span",
        { class: "entry-title", ...standIn(exhibit, "events.title", event) },
        named ?? telling.events.title[event],
      ),
      EXTRAS && entryPlaces(exhibit, event),
    ),
  );
}

/** A place's number as it stands on the map; an event without a place has a dash. */
export function mark(exhibit: Exhibit, place: number): HTMLElement {
  return h(
    "span",
    markAttributes(exhibit.head, place),
    // Of many places none has a number.
    place >= 0 ? (MANY ? null : numeral(exhibit, place + 1)) : "–",
  );
}

function backButton(exhibit: Exhibit, actions: PanelActions): HTMLElement {
  const inStory = actions.step >= 0;
  return button(
    { class: "back", "data-action": "back" },
    () => actions.open({ kind: inStory ? "step" : "records" }),
    icon(BACK),
    h("span", {}, words(exhibit, inStory ? "story.back" : "all_records")),
  );
}

function place(exhibit: Exhibit, at: number, chosen: number, actions: PanelActions): HTMLElement {
  const { telling, head } = exhibit;
  const context = chosen >= 0 && isContext(exhibit, chosen);
  const group = head.events.group[chosen] ?? -1;
  const view = h("div", { class: "view view-place", "data-panel": true });
  append(view, [backButton(exhibit, actions)]);
  if (at >= 0) {
    append(view, [
      h(
        "header",
        { class: "place-head" },
        mark(exhibit, at),
        h(
          "h2",
          { "data-focus": true, tabindex: -1, ...standIn(exhibit, "places.label", at) },
          telling.places.label[at],
        ),
      ),
      factsOf(exhibit, at),
    ]);
  } else {
    append(view, [
      h(
        "header",
        { class: "place-head" },
        mark(exhibit, -1),
        h(
          "h2",
          { "data-focus": true, tabindex: -1 },
          context ? telling.groups.label[group] : words(exhibit, "page.unplaced"),
        ),
      ),
    ]);
  }
  const siblings = at >= 0 ? eventsAt(exhibit, at) : [chosen];
  const list = h("ol", { class: "events" });
  for (const event of siblings) {
    const item = event === chosen ? article(exhibit, event, actions, at) : entry(exhibit, event, actions, at);
    append(list, [h("li", { class: event === chosen ? "chosen" : null }, item)]);
  }
  append(view, [list]);
  return view;
}

/** What stands under a place's name: earlier names, what its mark means, how far it is, why it stands there. */
function factsOf(exhibit: Exhibit, at: number): HTMLElement {
  const { former, precision, coordinates, far } = exhibit.telling.places;
  return placeFacts(
    exhibit,
    { former: former[at] ?? [], precision: precision[at] ?? "", coordinates: coordinates[at] ?? "" },
    exhibit.head.places.far_km[at] != null &&
      h("p", { class: "precision" }, words(exhibit, "page.far", { distance: far[at] ?? "" })),
    aboutPoint(exhibit, at),
  );
}

function date(exhibit: Exhibit, event: number): Node | string {
  return dated(exhibit, "events.date", event, unbroken(exhibit.telling.events.date[event]));
}

function article(exhibit: Exhibit, event: number, actions: PanelActions, at: number): HTMLElement {
  const { telling, texts, head } = exhibit;
  const facts = texts.events;
  const category = head.events.category[event] ?? -1;
  const draft = telling.events.draft[event] ?? false;
  const dateSources = facts.date_sources[event] ?? [];
  const others = facts.other_sources[event] ?? [];
  const accounts = telling.events.other_accounts[event];
  const untranslated = fallbackLanguage(exhibit, "events.text", event);
  const toponym = facts.toponym[event];
  const unmarked = (head.events.place[event] ?? -1) < 0;
  return h(
    "article",
    { class: "event", "data-event": head.events.id[event] },
    h("p", { class: "date" }, date(exhibit, event)),
    dateSources.length > 0 &&
      h(
        "p",
        { class: "basis" },
        words(exhibit, "page.date_sources"),
        " ",
        ...references(exhibit, dateSources, actions),
      ),
    h("h3", { ...standIn(exhibit, "events.title", event) }, telling.events.title[event]),
    (category >= 0 || (unmarked && toponym)) &&
      h(
        "p",
        { class: "kind" },
        category >= 0 &&
          h("span", { class: "symbol", "data-symbol": symbolOf(exhibit, event), "aria-hidden": "true" }),
        category >= 0
          ? apart(telling.categories[category] ?? "", standIn(exhibit, "categories", category))
          : null,
        unmarked && toponym && category >= 0 ? "\u00b7" : null,
        unmarked && toponym ? apart(toponym) : null,
      ),
    EXTRAS && otherPlaces(exhibit, event, at, actions.open),
    draft && h("p", { class: "draft" }, words(exhibit, "page.draft")),
    untranslated &&
      h(
        "p",
        { class: "draft" },
        words(exhibit, "page.untranslated", { language: telling.ui.default ?? untranslated }),
      ),
    actions.media?.reading(exhibit, event),
    richBlock("text", telling.events.text[event], untranslated),
    actions.media?.shown(exhibit, event),
    quotation(exhibit, event, actions),
    renderFigures(exhibit, event, (source, where) => [
      ...where,
      where.length > 0 && " \u00b7 ",
      sourceLink(exhibit, source, actions, texts.sources.title[source] ?? ""),
    ]),
    (accounts || others.length > 0) &&
      h(
        "section",
        { class: "other" },
        h("h4", {}, words(exhibit, "page.other_accounts")),
        richBlock("text", accounts, fallbackLanguage(exhibit, "events.other_accounts", event)),
        others.length > 0 &&
          h(
            "p",
            { class: "source" },
            words(exhibit, "page.other_sources"),
            ": ",
            ...references(exhibit, others, actions),
          ),
      ),
    details(exhibit, event),
    EXTRAS && renderShare(exhibit, event),
  );
}

function quotation(exhibit: Exhibit, event: number, actions: PanelActions): HTMLElement | null {
  const source = exhibit.texts.events.source[event] ?? -1;
  const locator = exhibit.telling.events.locator[event];
  const cited: Child[] =
    source >= 0
      ? [
          sourceLink(exhibit, source, actions, exhibit.texts.sources.title[source] ?? ""),
          locator && ", ",
          locator && apart(locator, standIn(exhibit, "events.locator", event)),
        ]
      : [];
  const quoted = renderQuotation(exhibit, event, cited);
  if (quoted || source < 0) return quoted;
  return h("p", { class: "source" }, words(exhibit, "page.source"), ": ", ...cited);
}

function details(exhibit: Exhibit, event: number): HTMLElement | null {
  const list = renderDetails(exhibit, event, {});
  return list && h("details", { class: "details" }, h("summary", {}, words(exhibit, "page.details")), list);
}

function references(exhibit: Exhibit, indices: readonly number[], actions: PanelActions): Child[] {
  return indices.flatMap((index, at) => [
    at > 0 ? ", " : null,
    sourceLink(exhibit, index, actions, exhibit.texts.sources.id[index] ?? ""),
  ]);
}

function sourceLink(exhibit: Exhibit, index: number, actions: PanelActions, text: string): HTMLElement {
  const id = exhibit.texts.sources.id[index] ?? "";
  const link = h(
    "a",
    {
      class: "cite",
      href: `#reference=${encodeURIComponent(id)}`,
      "data-source": id,
      lang: sourceLanguage(exhibit, index),
      dir: "auto",
    },
    text,
  );
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const chosen = link.closest<HTMLElement>("article[data-event]")?.dataset.event ?? "";
    const from = exhibit.head.events.id.indexOf(chosen);
    actions.open({
      kind: "source",
      source: index,
      ...(from >= 0 && { from: { kind: "event", event: from } }),
    });
  });
  return link;
}

/** Why the marker stands where it does: the curator's note, whose coordinate it is, how the records name it. */
function aboutPoint(exhibit: Exhibit, at: number): HTMLElement | null {
  const { texts, telling } = exhibit;
  const label = telling.places.label[at];
  const names = new Set(eventsAt(exhibit, at).map((event) => texts.events.toponym[event] ?? ""));
  const others = [...names].filter((name) => name && name !== label);
  const source = telling.places.coordinate_source[at];
  const note = richBlock("", telling.places.note[at], fallbackLanguage(exhibit, "places.note", at));
  if (!note && !source && others.length === 0) return null;
  return h(
    "details",
    { class: "about-point" },
    h("summary", {}, words(exhibit, "point")),
    others.length > 0 && h("p", {}, words(exhibit, "written", { names: others.join("; ") })),
    note,
    source &&
      h(
        "p",
        {},
        words(exhibit, "page.attribution.coordinates"),
        ": ",
        h("span", { ...standIn(exhibit, "places.coordinate_source", at) }, source),
      ),
  );
}
