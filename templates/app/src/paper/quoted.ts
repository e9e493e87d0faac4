// The words of sources on paper: a quotation over its translation and where it stands, and the paragraphs that quotations
// are from, so that a reader with the source in hand finds the place.

import { append, type Child, h } from "../dom";
import { type Exhibit, isHidden } from "../exhibit";
import { sourceLanguage } from "../sources";
import { apart, standIn, words } from "../words";

/** Letters of a passage that stand before and behind quoted words; the rest is left out. */
const AROUND = 160;

/** Letters, and whether they are quoted. */
export type Run = [text: string, quoted: boolean];

/** Where in its source a record's statement stands, behind a comma: as the curator wrote it, else where it was found. */
export function placeInSource(exhibit: Exhibit, event: number): Child[] {
  const { events, passages } = exhibit.telling;
  const written = events.locator[event];
  if (written) return [", ", apart(written, standIn(exhibit, "events.locator", event))];
  const found = passages?.[event];
  return found ? [", ", apart(found)] : [];
}

/** The quotation of an event, its translation, and where it stands; nothing where it quotes nobody. */
export function renderQuoted(exhibit: Exhibit, event: number, cited: Child[]): HTMLElement | null {
  const { events } = exhibit.texts;
  const { telling } = exhibit;
  const quote = events.quote[event];
  if (!quote) return null;
  const tag = events.quote_language[event];
  const translated = telling.events.quote?.[event];
  const language = translated && tag && telling.quoted_in?.[tag];
  return h(
    "figure",
    { class: "quote" },
    h("blockquote", { lang: tag, dir: "auto" }, h("p", {}, quote)),
    translated &&
      h(
        "div",
        { class: "translated" },
        h("p", { class: "source" }, words(exhibit, "quote.translation")),
        h("p", { dir: "auto" }, translated),
      ),
    h(
      "figcaption",
      {},
      words(exhibit, "page.quote"),
      ...(language ? [" (", apart(language), ")"] : []),
      ...placeInSource(exhibit, event),
      ...cited,
    ),
  );
}

/** The quoted paragraphs of a source, each once, by where they stand; nothing where none is known. */
export function renderPassages(exhibit: Exhibit, source: number): HTMLElement | null {
  const { texts, telling } = exhibit;
  const found = new Map<number, { where: Set<string>; spans: [number, number][] }>();
  texts.events.passages?.forEach((spans, event) => {
    if (isHidden(exhibit, event)) return;
    for (const [passage, start, end] of spans) {
      if (texts.passages?.source[passage] !== source) continue;
      const one = found.get(passage) ?? { where: new Set(), spans: [] };
      one.where.add(telling.passages?.[event] ?? "");
      one.spans.push([start, end]);
      found.set(passage, one);
    }
  });
  if (found.size === 0) return null;
  const list = h("ul", { class: "handout-passages" });
  // Line 9 comes before line 11, in whatever words.
  const inOrder = [...found]
    .map(([passage, { where, spans }]) => ({ passage, spans, places: [...where].filter(Boolean) }))
    .sort((one, other) => one.places.join().localeCompare(other.places.join(), undefined, { numeric: true }));
  for (const { passage, spans, places } of inOrder) {
    const runs = runsOf(texts.passages?.text[passage] ?? "", spans);
    append(list, [
      h(
        "li",
        {},
        h("span", {}, ...places.flatMap((place, at): Child[] => [at > 0 && "; ", apart(place)])),
        h(
          "q",
          { lang: sourceLanguage(exhibit, source), dir: "auto" },
          ...runs.map(([text, quoted]) => (quoted ? h("mark", {}, text) : text)),
        ),
      ),
    ]);
  }
  return list;
}

/** A paragraph with its quoted spans told apart, and cut to what stands around them. Pure. */
export function runsOf(text: string, spans: readonly [start: number, end: number][]): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const [start, end] of [...spans].sort(([one], [other]) => one - other)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    runs.push([shortened(text.slice(at, from), at === 0 ? "before" : "between"), false]);
    const last = runs[runs.length - 2];
    if (from === at && last?.[1]) last[0] += text.slice(from, end);
    else runs.push([text.slice(from, end), true]);
    at = end;
  }
  runs.push([shortened(text.slice(at), "behind"), false]);
  return runs.filter(([said]) => said !== "");
}

/** What stands around quoted words, cut between words. */
function shortened(text: string, where: "before" | "between" | "behind"): string {
  const head = text.slice(0, AROUND).replace(/\s+\S*$/, "");
  const tail = text.slice(-AROUND).replace(/^\S*\s+/, "");
  if (text.length <= (where === "between" ? 2 * AROUND : AROUND)) return text;
  if (where === "before") return `… ${tail}`;
  return where === "behind" ? `${head} …` : `${head} … ${tail}`;
}
