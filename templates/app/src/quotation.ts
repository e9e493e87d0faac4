// A quotation in the words of its source, its translation beside it, and the paragraph of the source that it stands in.

import { append, type Child, h } from "./dom";
import type { Exhibit } from "./exhibit";
import { apart, words } from "./words";

/** The quotation of an event over where it is from; nothing where it has none. */
export function renderQuotation(
  exhibit: Exhibit,
  event: number,
  cited: readonly Child[],
): HTMLElement | null {
  const facts = exhibit.texts.events;
  const quote = facts.quote[event];
  if (!quote) return null;
  const voice = { lang: facts.quote_language[event], dir: "auto" };
  const translated = exhibit.telling.events.quote?.[event];
  return h(
    "figure",
    { class: "quote" },
    h("blockquote", voice, h("p", {}, quote)),
    // The curator's words, and so in the curator's letters.
    translated &&
      h(
        "div",
        { class: "translated" },
        h("p", { class: "source" }, words(exhibit, "quote.translation")),
        h("p", { dir: "auto" }, translated),
      ),
    h("figcaption", {}, words(exhibit, "page.quote"), ": ", ...cited),
    seenInSource(exhibit, event, voice),
  );
}

/** The paragraphs of the source that the quotation stands in, folded, with its words marked. */
function seenInSource(
  exhibit: Exhibit,
  event: number,
  voice: Record<string, string | null | undefined>,
): HTMLElement | null {
  const { texts, telling } = exhibit;
  const spans = texts.events.passages?.[event] ?? [];
  if (spans.length === 0) return null;
  const folded = h("details", { class: "details in-source" }, h("summary", {}, words(exhibit, "quote.see")));
  for (const passage of new Set(spans.map(([passage]) => passage))) {
    const text = texts.passages?.text[passage] ?? "";
    const paragraph = h("p");
    let at = 0;
    for (const [, start, end] of spans.filter(([of]) => of === passage)) {
      append(paragraph, [text.slice(at, start), h("mark", {}, text.slice(start, end))]);
      at = end;
    }
    append(paragraph, [text.slice(at)]);
    append(folded, [h("blockquote", voice, paragraph)]);
  }
  const where = telling.passages?.[event];
  append(folded, [
    h(
      "p",
      {},
      apart(texts.sources.title[texts.passages?.source[spans[0]?.[0] ?? 0] ?? -1] ?? ""),
      where && ", ",
      where && apart(where),
    ),
  ]);
  return folded;
}
