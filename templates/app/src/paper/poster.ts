// The script of a poster's page: one sheet with title, map, numbered list, sources and credits. It takes the fullest
// telling and the largest type that the sheet holds, and says on the root element how that went.

import { basisOf } from "../basis";
import { onlyLine } from "../display/only";
import { type Child, h, rich, richBlock } from "../dom";
import { door } from "../door";
import { type Exhibit, fallbackLanguage, languageOf, numeral } from "../exhibit";
import { renderKey } from "../key";
import type { MapRoom } from "../map/room";
import type { PosterFacts } from "../payload";
import { referenceFacts, sourceLanguage } from "../sources";
import { apart, standIn, title, words } from "../words";
import { columnsAt, leastHeight, type Piece } from "./columns";
import { dateOf, mapInWords, numberMark, type Part, partsOf, placesOf, whereOf, wholeExhibit } from "./entry";
import { makeNotes, type Notes } from "./notes";
import { renderQuoted } from "./quoted";

export interface PosterStage {
  exhibit: Exhibit;
  map: MapRoom;
  room: HTMLElement;
}

/** Draws the poster in place of everything else. */
export type DrawPoster = (stage: PosterStage) => Promise<void>;

/** What an event is told with. */
const TEXTS = 1;
const ACCOUNTS = 2;
/** A mark on the map, in em of the root, as the style sheet has it; and one in the list, in em of its text. */
const MARK_EM = 2.125;
const LIST_MARK_EM = 1.8;
/** Widths of a column at least: of the list, and of the sources, each in em of its own letters. */
const COLUMN_EM = 19;
const SOURCE_EM = 22;
/** The least part of the sheet's height that an upright sheet's map has. */
const LEAST_MAP = 0.24;

/** What Python reads on the root element, as JSON. */
interface Outcome {
  /** number of the step that was taken, or -1 */
  step: number;
  events: number;
  /** events that the sheet cannot hold */
  left_out: number;
  /** how many times as much room the list would need */
  needed: number;
}

async function drawPoster({ exhibit, map, room }: PosterStage): Promise<void> {
  const facts = exhibit.head.poster;
  if (!facts) throw new Error("The page has no sheet to draw a poster on.");
  const root = document.documentElement;
  const list = h("section", { class: "poster-list" });
  const foot = h("footer", { class: "poster-foot" });
  const frame = h("figure", { class: "poster-map", role: "img", "aria-label": mapInWords(exhibit) }, room);
  const sheet = h(
    "main",
    { class: "sheet", "data-form": facts.landscape ? "landscape" : "portrait" },
    masthead(exhibit),
    frame,
    list,
    foot,
  );
  // The sheet with the faces stands at the body's end.
  document.head.append(...document.body.querySelectorAll("style"));
  document.body.replaceChildren(sheet);

  const outcome = await fill(exhibit, facts, { sheet, list, foot });
  map.print(facts.ratio);
  const ground = room.querySelector<HTMLElement>(".basemap");
  while (ground && ground.dataset.whole === "false") await frames(1);
  // Labels that were placed last may have moved names of the ground.
  await frames(2);
  map.print(facts.ratio);
  root.dataset.poster = JSON.stringify(outcome);
}

interface Parts {
  sheet: HTMLElement;
  list: HTMLElement;
  foot: HTMLElement;
}

/** Fills list and foot by the first step that fits. */
async function fill(exhibit: Exhibit, facts: PosterFacts, { sheet, list, foot }: Parts): Promise<Outcome> {
  const events = exhibit.head.events.id.length;
  const mark_px = MARK_EM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const note_px = Number.parseFloat(getComputedStyle(foot).fontSize);
  let outcome: Outcome = { step: -1, events, left_out: events, needed: 1 };
  for (const [step, [told, size_pt]] of facts.steps.entries()) {
    const size_px = (size_pt * 96) / 72;
    const notes = makeNotes(exhibit);
    const pieces = piecesOf(exhibit, notes, told);
    const { sources, credits } = footOf(exhibit, notes);
    sheet.style.setProperty("--text-size", `${size_pt}pt`);
    sheet.style.setProperty("--mark-scale", ((size_px * LIST_MARK_EM) / mark_px).toFixed(4));
    foot.replaceChildren(...(sources ? [sources.heading, sources.list] : []), credits);
    list.replaceChildren();
    // The letters of a script are asked for only now that they are on the page.
    const columns = setIn(list, pieces, size_px * COLUMN_EM);
    await document.fonts.ready;
    const heights = measured(pieces);
    if (sources) balance(sources.list, sources.items, note_px * SOURCE_EM);
    const room_px = roomFor(facts, { sheet, list, foot });
    const needs_px = leastHeight(heights, columns);
    if (needs_px <= room_px) {
      place(list, pieces, columnsAt(heights, needs_px));
      return { step, events, left_out: 0, needed: 1 };
    }
    const shown = columnsAt(heights, Math.max(1, room_px))[columns] ?? pieces.length;
    const out = pieces.slice(shown).filter((piece) => piece.classList.contains("poster-entry"));
    outcome = { step: -1, events, left_out: out.length, needed: needs_px / Math.max(1, room_px) };
  }
  return { ...outcome, left_out: Math.max(1, outcome.left_out) };
}

/** Puts pieces into the first of as many columns as there is room for, to be measured there; returns how many. */
function setIn(list: HTMLElement, pieces: readonly HTMLElement[], least_px: number): number {
  const width = list.getBoundingClientRect().width;
  const count = Math.max(1, Math.floor(width / least_px));
  list.style.setProperty("--columns", String(count));
  list.replaceChildren(h("div", { class: "poster-column" }, ...pieces));
  return count;
}

function measured(pieces: readonly HTMLElement[]): Piece[] {
  return pieces.map((piece) => ({
    height: piece.getBoundingClientRect().height,
    leads: piece.matches("h2, .leads"),
  }));
}

function place(list: HTMLElement, pieces: readonly HTMLElement[], starts: readonly number[]): void {
  list.replaceChildren(
    ...starts.map((start, index) =>
      h("div", { class: "poster-column" }, ...pieces.slice(start, starts[index + 1])),
    ),
  );
}

function balance(list: HTMLElement, pieces: readonly HTMLElement[], least_px: number): void {
  const count = setIn(list, pieces, least_px);
  const heights = measured(pieces);
  place(list, pieces, columnsAt(heights, leastHeight(heights, count)));
}

/** The height that the sheet has for the list, beside what else is on it. */
function roomFor({ landscape }: PosterFacts, { sheet, list, foot }: Parts): number {
  const style = getComputedStyle(sheet);
  const inner_px = sheet.clientHeight - 2 * Number.parseFloat(style.paddingTop);
  const gap_px = Number.parseFloat(style.rowGap);
  const foot_px = foot.getBoundingClientRect().height;
  if (landscape) return inner_px - foot_px - gap_px;
  const head_px = list.parentElement?.querySelector(".masthead")?.getBoundingClientRect().height ?? 0;
  return inner_px - head_px - foot_px - sheet.clientHeight * LEAST_MAP - 3 * gap_px;
}

function masthead(exhibit: Exhibit): HTMLElement {
  const { title: name, subtitle, notice } = exhibit.telling.exhibit;
  return h(
    "header",
    { class: "masthead" },
    h("h1", { ...standIn(exhibit, "exhibit.title") }, ...title(name)),
    subtitle && h("p", { class: "subtitle", ...standIn(exhibit, "exhibit.subtitle") }, subtitle),
    languageOf(exhibit)?.draft && h("p", { class: "draft" }, words(exhibit, "page.draft")),
    ...onlyLine(exhibit),
    notice && h("div", { class: "poster-notice", ...standIn(exhibit, "exhibit.notice") }, ...rich(notice)),
  );
}

/** What stands in the list, piece by piece. */
function piecesOf(exhibit: Exhibit, notes: Notes, told: number): HTMLElement[] {
  const { telling } = exhibit;
  const pieces: (HTMLElement | null)[] = [];
  if (told >= TEXTS && telling.exhibit.intro) {
    const lang = fallbackLanguage(exhibit, "exhibit.intro");
    const intro = richBlock("intro", telling.exhibit.intro, lang);
    for (const paragraph of intro?.children ?? []) {
      pieces.push(h("div", { class: "intro", lang, dir: lang && "auto" }, paragraph.cloneNode(true)));
    }
  }
  for (const part of partsOf(exhibit, words(exhibit, "records"))) {
    pieces.push(h("h2", {}, part.heading));
    if (part.note >= 0 && told >= TEXTS) {
      const lang = fallbackLanguage(exhibit, "groups.note", part.note);
      const note = richBlock("note leads", telling.groups.note[part.note], lang);
      pieces.push(note);
    }
    pieces.push(...part.events.map((event) => entry(exhibit, event, part, notes, told)));
  }
  const key = renderKey(exhibit);
  key?.setAttribute("open", "");
  return [...pieces, key].filter((piece) => piece !== null);
}

function entry(exhibit: Exhibit, event: number, part: Part, notes: Notes, told: number): HTMLElement {
  const { telling, texts, head } = exhibit;
  const facts = texts.events;
  const places = placesOf(exhibit, event);
  const where = whereOf(exhibit, event);
  const accounts = telling.events.other_accounts[event];
  return h(
    "article",
    { class: "poster-entry", "data-kind": part.kind, "data-event": head.events.id[event] },
    h(
      "span",
      { class: "poster-marks" },
      ...(places.length > 0 ? places : [-1]).map((place) => numberMark(exhibit, place)),
    ),
    h(
      "div",
      {},
      h(
        "p",
        { class: "when" },
        dateOf(exhibit, event),
        ...basisOf(exhibit, event),
        where.length > 0 && " · ",
        h("span", { class: "where" }, ...where),
      ),
      h(
        "h3",
        { ...standIn(exhibit, "events.title", event) },
        telling.events.title[event],
        ...notes.cite([facts.source[event] ?? -1, ...(facts.date_sources[event] ?? [])]),
      ),
      told >= TEXTS &&
        richBlock("text", telling.events.text[event], fallbackLanguage(exhibit, "events.text", event)),
      exhibit.only && renderQuoted(exhibit, event, []),
      told >= ACCOUNTS && (accounts || (facts.other_sources[event] ?? []).length > 0)
        ? h(
            "div",
            { class: "other" },
            h(
              "p",
              { class: "other-head" },
              words(exhibit, "page.other_accounts"),
              ...notes.cite(facts.other_sources[event] ?? []),
            ),
            richBlock("text", accounts, fallbackLanguage(exhibit, "events.other_accounts", event)),
          )
        : null,
    ),
  );
}

interface Foot {
  sources: { heading: HTMLElement; list: HTMLElement; items: HTMLElement[] } | null;
  credits: HTMLElement;
}

function footOf(exhibit: Exhibit, notes: Notes): Foot {
  const { telling, texts } = exhibit;
  const known = texts.sources;
  const items = notes
    .cited()
    .map((source) =>
      h(
        "div",
        { class: "poster-source" },
        h("span", { class: "note-number" }, numeral(exhibit, notes.numberOf(source))),
        h(
          "div",
          {},
          h("cite", { lang: sourceLanguage(exhibit, source), dir: "auto" }, known.title[source]),
          referenceFacts(exhibit, source),
        ),
      ),
    );
  // Attributions are written once, in the words of the language that the page opens in.
  const opening =
    exhibit.head.language === telling.language
      ? { lang: telling.ui.lang, dir: telling.ui.dir }
      : { lang: exhibit.head.language };
  const credits = texts.attributions.flatMap(({ title: what, credit, licence }, index): Child[] => [
    index > 0 && " \u00b7 ",
    apart(`${what}: ${credit}${licence ? ` (${licence})` : ""}`, opening),
  ]);
  const { credits: own } = telling.exhibit;
  return {
    sources:
      items.length === 0
        ? null
        : {
            heading: h("h2", {}, words(exhibit, "page.sources")),
            list: h("div", { class: "poster-sources" }),
            items,
          },
    credits: h(
      "section",
      { class: "poster-credits" },
      own && h("div", { ...standIn(exhibit, "exhibit.credits") }, ...rich(own)),
      h("p", {}, ...credits),
      wholeExhibit(exhibit),
    ),
  };
}

async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) await new Promise((done) => requestAnimationFrame(done));
}

door().poster = drawPoster;
