// "Only what the source says": the exhibit without its context, other accounts and the curator's words. What is left is
// each record's title, its date as its source gives it, the quotation, that source's figures, and its place.

import { button, h } from "../dom";
import { type Exhibit, isContext } from "../exhibit";
import { apart, words } from "../words";

/** Whether there are sources to be shown alone, and other things to be left out for it. */
export function canShowOnly(exhibit: Exhibit): boolean {
  const { head, texts } = exhibit;
  return !head.only_source && texts.events.quote.some((quote, event) => quote && !isContext(exhibit, event));
}

/** The exhibit as it is to be shown; rows keep their numbers, and `isHidden` says which are none of it. */
export function shownPart(whole: Exhibit, only: boolean): Exhibit {
  if (whole.head.only_source) return { ...whole, only: true };
  if (!only) return whole;
  const { head, texts, telling } = whole;
  const facts = texts.events;
  const of = <T>(value: (event: number) => T): T[] => head.events.id.map((_, event) => value(event));
  const context = of((event) => isContext(whole, event));
  const undated = of((event) => context[event] || (facts.date_sources[event] ?? []).length > 0);
  const none = of((): number[] => []);
  const silent = of(() => null);
  const date = telling.events.date.map((said, event) =>
    undated[event] ? (telling.ui["page.undated_source"] ?? said) : said,
  );
  const rows = telling.figures.event.flatMap((event, row) =>
    !context[event] && telling.figures.source[row] === facts.source[event] ? [row] : [],
  );
  const kept = <T>(column: readonly T[]): T[] => rows.map((row) => column[row] as T);
  const unworded = telling.fallback["ui:events.date"];
  const { story: _, ...other } = texts;
  return {
    only: true,
    head: {
      ...head,
      events: {
        ...head.events,
        place: head.events.place.map((place, event) => (context[event] ? -1 : place)),
        ...(head.events.places && {
          places: head.events.places.map((places, event) => (context[event] ? [] : places)),
        }),
        start_day: head.events.start_day.map((day, event) => (undated[event] ? null : day)),
        end_day: head.events.end_day.map((day, event) => (undated[event] ? null : day)),
      },
      groups: {
        ...head.groups,
        panel: head.groups.panel.map((panel) => (panel === "context" ? "hidden" : panel)),
      },
    },
    texts: {
      ...other,
      events: {
        ...facts,
        other_sources: none,
        date_sources: none,
        ...(facts.media && { media: none }),
      },
      ...(texts.figures && {
        figures: {
          low: kept(texts.figures.low),
          high: kept(texts.figures.high),
          rough: kept(texts.figures.rough),
        },
      }),
    },
    telling: {
      ...telling,
      exhibit: { ...telling.exhibit, subtitle: "", intro: null },
      places: {
        ...telling.places,
        former: telling.places.former.map(() => []),
        note: telling.places.note.map(() => null),
      },
      groups: { ...telling.groups, note: telling.groups.note.map(() => null) },
      events: {
        ...telling.events,
        date,
        text: silent,
        other_accounts: silent,
        ...(telling.events.reading && { reading: of(() => -1) }),
      },
      figures: {
        event: kept(telling.figures.event),
        measure: kept(telling.figures.measure),
        value: kept(telling.figures.value),
        scope: kept(telling.figures.scope),
        source: kept(telling.figures.source),
        locator: kept(telling.figures.locator),
      },
      search: { places: telling.search.places, places_in_order: telling.search.places_in_order },
      fallback: {
        ...telling.fallback,
        "events.text": [],
        "figures.scope": moved(telling.fallback["figures.scope"], rows),
        "figures.locator": moved(telling.fallback["figures.locator"], rows),
        ...(telling.ui.lang && {
          "ui:events.date": of((event) => event).filter(
            (event) => undated[event] || (Array.isArray(unworded) && unworded.includes(event)),
          ),
        }),
      },
    },
  };
}

/** The rows that are in the default language, by their new numbers. */
function moved(fallen: number[] | boolean | undefined, rows: readonly number[]): number[] {
  if (!Array.isArray(fallen)) return [];
  return rows.flatMap((row, index) => (fallen.includes(row) ? [index] : []));
}

/** What is shown, whose it is where there is but one source, and the way back; nothing where all is shown. */
export function onlyLine(exhibit: Exhibit, back?: () => void): HTMLElement[] {
  if (!exhibit.only) return [];
  const { sources } = exhibit.texts;
  const used = usedSources(exhibit);
  const [one = -1] = used;
  return [
    h(
      "p",
      { class: "only" },
      h("span", {}, words(exhibit, "page.only"), used.size === 1 && ": ", used.size === 1 && cited()),
      back &&
        !exhibit.head.only_source &&
        button({ class: "plain", "data-action": "everything" }, back, words(exhibit, "only_off")),
    ),
  ];

  function cited(): HTMLElement {
    const cite = apart(sources.title[one] || (sources.id[one] ?? ""), {
      lang: sources.language[one] || null,
    });
    return h("cite", {}, cite);
  }
}

/** The sources of the records and figures that are shown. */
export function usedSources(exhibit: Exhibit): Set<number> {
  if (MANY) return new Set(exhibit.used);
  const { head, texts, telling } = exhibit;
  const used = new Set(telling.figures.source);
  texts.events.source.forEach((source, event) => {
    if (head.groups.panel[head.events.group[event] ?? -1] !== "hidden") used.add(source);
  });
  used.delete(-1);
  return used;
}
