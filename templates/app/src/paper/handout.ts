// The handout: the exhibit in the language that is shown, whole, as it is printed. Text is text, sources are numbered
// notes at the end, and nothing on it is to be touched. Built for each printing and taken away after it.

import { renderDetails } from "../details";
import { onlyLine } from "../display/only";
import { append, h, rich, richBlock } from "../dom";
import { type Exhibit, fallbackLanguage, isHidden, languageOf, numeral } from "../exhibit";
import { renderFigures } from "../figures";
import { renderKey } from "../key";
import { reference } from "../sources";
import { apart, standIn, title, worded, words } from "../words";
import { dateOf, mapInWords, numberMark, type Part, partsOf, placesOf, whereOf, wholeExhibit } from "./entry";
import { mediaOf } from "./media";
import { makeNotes, type Notes } from "./notes";
import { placeInSource, renderPassages, renderQuoted } from "./quoted";
import { renderStrip } from "./strip";

/** As many as the text version holds: some hundred pages. */
export const MOST_EVENTS = 1000;

/** The handout, and the figure in it that the map goes into. */
export function renderHandout(exhibit: Exhibit): { element: HTMLElement; frame: HTMLElement } {
  const { telling, head } = exhibit;
  const language = languageOf(exhibit);
  const notes = makeNotes(exhibit);
  const frame = h("figure", { class: "handout-map", role: "img", "aria-label": mapInWords(exhibit) });
  const parts = withinBudget(partsOf(exhibit, words(exhibit, "records")), MOST_EVENTS);
  const shown = parts.reduce((sum, part) => sum + part.events.length, 0);
  const count =
    MANY && exhibit.chosen
      ? exhibit.chosen.count
      : head.events.id.filter((_, event) => !isHidden(exhibit, event)).length;
  const { title: name, subtitle, notice, intro } = telling.exhibit;
  const element = h(
    "main",
    { id: "handout", lang: telling.language, dir: language?.dir ?? "ltr" },
    h(
      "header",
      {},
      h("h1", { ...standIn(exhibit, "exhibit.title") }, ...title(name)),
      subtitle && h("p", { class: "subtitle", ...standIn(exhibit, "exhibit.subtitle") }, subtitle),
      language?.draft && h("p", { class: "draft" }, words(exhibit, "page.draft")),
      ...onlyLine(exhibit),
      ...((MANY && exhibit.chosen?.said()) || []),
    ),
    notice && h("div", { class: "handout-notice", ...standIn(exhibit, "exhibit.notice") }, ...rich(notice)),
    richBlock("intro", intro, fallbackLanguage(exhibit, "exhibit.intro")),
    frame,
    legend(exhibit, parts),
    renderStrip(exhibit),
    ...parts.map((part) => section(exhibit, part, notes)),
    shown < count &&
      h("p", { class: "cut" }, words(exhibit, "page.cut", { shown: numeral(exhibit, shown), count })),
    sources(exhibit, notes),
    credits(exhibit),
  );
  return { element, frame };
}

function withinBudget(parts: readonly Part[], most: number): Part[] {
  let left = most;
  return parts.flatMap((part) => {
    const events = part.events.slice(0, left);
    left -= events.length;
    return events.length > 0 ? [{ ...part, events }] : [];
  });
}

/** The places by their numbers, then what the marks' forms mean. */
function legend(exhibit: Exhibit, parts: readonly Part[]): HTMLElement | null {
  const { telling } = exhibit;
  const events = parts.flatMap((part) => part.events);
  const places = [...new Set(events.flatMap((event) => placesOf(exhibit, event)))].sort((a, b) => a - b);
  if (places.length === 0) return null;
  const list = h("ol", {});
  for (const place of MANY && exhibit.chosen?.listed === false ? [] : places) {
    const far = telling.places.far[place];
    append(list, [
      h(
        "li",
        {},
        numberMark(exhibit, place),
        h(
          "div",
          {},
          h("strong", { ...standIn(exhibit, "places.label", place) }, telling.places.label[place]),
          h("p", {}, worded(exhibit, telling.places.precision[place] ?? "")),
          far && h("p", {}, words(exhibit, "page.far", { distance: far })),
        ),
      ),
    ]);
  }
  const key = renderKey((MANY && exhibit.chosen?.key) || exhibit);
  key?.setAttribute("open", "");
  return h("section", { class: "handout-legend" }, list, key);
}

function section(exhibit: Exhibit, part: Part, notes: Notes): HTMLElement {
  const { telling } = exhibit;
  return h(
    "section",
    { class: "handout-part", "data-kind": part.kind },
    h("h2", {}, part.heading),
    part.note >= 0 &&
      richBlock("note", telling.groups.note[part.note], fallbackLanguage(exhibit, "groups.note", part.note)),
    ...part.events.map((event) => article(exhibit, event, notes)),
  );
}

function article(exhibit: Exhibit, event: number, notes: Notes): HTMLElement {
  const { telling, texts, head } = exhibit;
  const facts = texts.events;
  const places = placesOf(exhibit, event);
  const untranslated = fallbackLanguage(exhibit, "events.text", event);
  const accounts = telling.events.other_accounts[event];
  const others = facts.other_sources[event] ?? [];
  const dates = facts.date_sources[event] ?? [];
  return h(
    "article",
    { "data-event": head.events.id[event] },
    h(
      "div",
      { class: "handout-margin" },
      h(
        "p",
        { class: "handout-marks" },
        ...(places.length > 0 ? places : [-1]).map((place) => numberMark(exhibit, place)),
      ),
      h("p", { class: "when" }, dateOf(exhibit, event)),
      dates.length > 0 &&
        h("p", { class: "basis" }, words(exhibit, "page.date_sources"), ...notes.cite(dates)),
      h("p", { class: "where" }, ...whereOf(exhibit, event)),
    ),
    h(
      "div",
      { class: "handout-telling" },
      h("h3", { ...standIn(exhibit, "events.title", event) }, telling.events.title[event]),
      telling.events.draft[event] &&
        !languageOf(exhibit)?.draft &&
        h("p", { class: "draft" }, words(exhibit, "page.draft")),
      untranslated &&
        h(
          "p",
          { class: "draft" },
          words(exhibit, "page.untranslated", { language: telling.ui.default ?? untranslated }),
        ),
      richBlock("text", telling.events.text[event], untranslated),
      ...mediaOf(exhibit, event),
      quotation(exhibit, event, notes),
      renderFigures(exhibit, event, (source, where) => [
        ...(where.length > 0 ? ["(", ...where, ")"] : []),
        ...notes.cite([source]),
      ]),
      accounts || others.length > 0
        ? h(
            "section",
            { class: "other" },
            h("h4", {}, words(exhibit, "page.other_accounts"), ...notes.cite(others)),
            richBlock("text", accounts, fallbackLanguage(exhibit, "events.other_accounts", event)),
          )
        : null,
      renderDetails(exhibit, event, { class: "handout-details" }),
    ),
  );
}

function quotation(exhibit: Exhibit, event: number, notes: Notes): HTMLElement | null {
  const source = exhibit.texts.events.source[event] ?? -1;
  const cited = notes.cite([source]);
  const quoted = renderQuoted(exhibit, event, cited);
  if (quoted || source < 0) return quoted;
  const where = placeInSource(exhibit, event);
  return h("p", { class: "source" }, words(exhibit, "page.source"), ...where, ...cited);
}

function sources(exhibit: Exhibit, notes: Notes): HTMLElement | null {
  // The sources of many records would be a book of their own.
  const all = MANY && exhibit.chosen ? notes.cited() : notes.all();
  if (all.length === 0) return null;
  const list = h("ol", { class: "handout-notes" });
  for (const source of all) {
    const number = h("span", { class: "note-number" }, numeral(exhibit, notes.numberOf(source)));
    append(list, [
      h("li", {}, number, h("div", {}, reference(exhibit, source), renderPassages(exhibit, source))),
    ]);
  }
  return h(
    "section",
    { class: "handout-sources" },
    h("h2", {}, words(exhibit, "page.sources")),
    h("p", { class: "note" }, words(exhibit, "page.sources_note")),
    list,
  );
}

function credits(exhibit: Exhibit): HTMLElement {
  const { telling, texts, head } = exhibit;
  // Attributions are written once, in the words of the language that the page opens in.
  const opening =
    head.language === telling.language
      ? { lang: telling.ui.lang, dir: telling.ui.dir }
      : { lang: head.language };
  const lines = texts.attributions.map(({ title: what, credit, licence }) =>
    h("li", {}, apart(`${what}: ${credit}${licence ? ` (${licence})` : ""}`, opening)),
  );
  const maps = (telling.scans?.title ?? []).map((name, index) =>
    h(
      "li",
      {},
      h("cite", { lang: fallbackLanguage(exhibit, "scans.title", index) }, name),
      `, ${telling.scans?.date[index]}: ${telling.scans?.credit[index]} (${texts.scans?.licence[index]})`,
    ),
  );
  return h(
    "section",
    { class: "handout-credits" },
    h("h2", {}, words(exhibit, "page.credits")),
    richBlock("text", telling.exhibit.credits, fallbackLanguage(exhibit, "exhibit.credits")),
    h("h3", {}, words(exhibit, "page.attributions")),
    h("ul", {}, ...maps, ...lines),
    wholeExhibit(exhibit),
  );
}

/** What stands in the margins of each page: the title on top from the second one on, and the pages' numbers. */
export function runningSheet(exhibit: Exhibit): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const { telling } = exhibit;
  const dir = languageOf(exhibit)?.dir ?? "ltr";
  const [start, end] = dir === "rtl" ? ["right", "left"] : ["left", "right"];
  const digits = [...(telling.ui.digits ?? "0123456789")];
  const font = `font: 400 8.5pt/1.2 "Source Serif 4", "Noto Serif", Georgia, serif; color: #333; direction: ${dir}`;
  // Chromium prints a page from right to left beside its paper when a scale is chosen. So the paper has no direction; what
  // is on it, and in its margins, has.
  sheet.replaceSync(`
    @media print { :root, body { direction: ltr } body > * { direction: ${dir} } }
    @counter-style paper-digits { system: numeric; symbols: ${digits.map(quoted).join(" ")}; }
    @page {
      @top-${start} { content: ${quoted(telling.exhibit.title)}; ${font}; vertical-align: bottom; padding-bottom: 5mm; }
      @bottom-${end} {
        content: counter(page, paper-digits) " / " counter(pages, paper-digits);
        ${font}; vertical-align: top; padding-top: 6mm;
      }
    }
    @page :first { @top-${start} { content: none; } }`);
  return sheet;
}

/** A text as a string of a style sheet (CSS Syntax 3, 4.3.5): whatever is in it stays text. */
export function quoted(text: string): string {
  const safe = [...text].map((mark) =>
    /[\p{L}\p{N} ,.:;\u2013\u2014-]/u.test(mark) ? mark : `\\${mark.codePointAt(0)?.toString(16)} `,
  );
  return `"${safe.join("")}"`;
}
