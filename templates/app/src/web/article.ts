// A record of a place, as whole as on a page that has all of them in it.

import { listOf } from "../details";
import { type Child, h, richBlock } from "../dom";
import type { Exhibit } from "../exhibit";
import { renderFigures } from "../figures";
import { figuresOf } from "../many/slice-figures";
import { apart, unbroken, words } from "../words";
import { voice } from "./found";
import { sourceLink } from "./source";
import type { Source, WebRecord } from "./types";

/** Opens what the page has of a source, out of the record that names it. */
export type OpenSource = (source: number, record: WebRecord) => void;

export function renderArticle(exhibit: Exhibit, record: WebRecord, open: OpenSource): HTMLElement {
  const { title, text, category, dateSources, details } = record;
  const named = (sources: readonly Source[]): Child[] =>
    sources.flatMap((source, at) => [at > 0 && ", ", naming(exhibit, source, record, open, source.id)]);
  const list = listOf(exhibit, details, {});
  return h(
    "article",
    { class: "event", "data-event": record.id, "data-row": record.row, tabindex: -1 },
    h("p", { class: "date" }, unbroken(record.date)),
    dateSources.length > 0 &&
      h("p", { class: "basis" }, words(exhibit, "page.date_sources"), " ", ...named(dateSources)),
    h("h3", voice(title), title.text),
    category && kindOf(exhibit, category),
    record.draft && h("p", { class: "draft" }, words(exhibit, "page.draft")),
    text.lang &&
      h(
        "p",
        { class: "draft" },
        words(exhibit, "page.untranslated", { language: exhibit.telling.ui.default ?? text.lang }),
      ),
    richBlock("text", text.text || null, text.lang),
    cited(exhibit, record, open),
    figured(exhibit, record, open),
    others(exhibit, record, named),
    list && h("details", { class: "details" }, h("summary", {}, words(exhibit, "page.details")), list),
  );
}

/** The record's kind, with its sign where the page has one. */
function kindOf({ head }: Exhibit, { id, label }: NonNullable<WebRecord["category"]>): HTMLElement {
  const symbol = head.categories.symbol[head.categories.id.indexOf(id)];
  return h(
    "p",
    { class: "kind" },
    symbol && h("span", { class: "symbol", "data-symbol": symbol, "aria-hidden": "true" }),
    apart(label.text, { lang: label.lang }),
  );
}

/** What the source says in its own words, over whose they are; else who says it. */
function cited(exhibit: Exhibit, record: WebRecord, open: OpenSource): HTMLElement | null {
  const { source, locator, quote, translated } = record;
  const from: Child[] = source
    ? [
        naming(exhibit, source, record, open, source.title),
        ...(locator.text ? [", ", apart(locator.text, { lang: locator.lang })] : []),
      ]
    : [];
  if (!quote.text) {
    return source && h("p", { class: "source" }, words(exhibit, "page.source"), ": ", ...from);
  }
  return h(
    "figure",
    { class: "quote" },
    h("blockquote", voice(quote), h("p", {}, quote.text)),
    translated &&
      h(
        "div",
        { class: "translated" },
        h("p", { class: "source" }, words(exhibit, "quote.translation")),
        h("p", { dir: "auto" }, translated),
      ),
    source && h("figcaption", {}, words(exhibit, "page.quote"), ": ", ...from),
  );
}

/** What is counted, each figure with whose it is. */
function figured(exhibit: Exhibit, record: WebRecord, open: OpenSource): HTMLElement | null {
  const { numbers, said, sources } = record.figures;
  const { texts, telling, fallback } = figuresOf([numbers], [said]);
  const listed = exhibit.texts.sources.id;
  // The page's own numbers of sources, by which it knows their dates; one more is that of what it does not list.
  const source = sources.map((one) => {
    const at = one ? listed.indexOf(one.id) : -1;
    return one && at < 0 ? listed.length : at;
  });
  const own: Exhibit = {
    ...exhibit,
    texts: { ...exhibit.texts, ...texts },
    telling: {
      ...exhibit.telling,
      figures: { ...telling, source },
      fallback: { ...exhibit.telling.fallback, ...fallback },
    },
  };
  return renderFigures(own, 0, (_, where, row) => {
    const whose = sources[row];
    return [
      ...where,
      where.length > 0 && " \u00b7 ",
      whose && naming(exhibit, whose, record, open, whose.title),
    ];
  });
}

/** What others tell of it, and who does. */
function others(
  exhibit: Exhibit,
  { accounts, otherSources }: WebRecord,
  named: (sources: readonly Source[]) => Child[],
): HTMLElement | null {
  if (!accounts.text && otherSources.length === 0) return null;
  return h(
    "section",
    { class: "other" },
    h("h4", {}, words(exhibit, "page.other_accounts")),
    richBlock("text", accounts.text || null, accounts.lang),
    otherSources.length > 0 &&
      h("p", { class: "source" }, words(exhibit, "page.other_sources"), ": ", ...named(otherSources)),
  );
}

/** A source as \`text\`, which leads to what the page has of it; one that it does not list is called by its title. */
function naming(
  exhibit: Exhibit,
  { id, title }: Source,
  record: WebRecord,
  open: OpenSource,
  text: string,
): HTMLElement | Node {
  const at = exhibit.texts.sources.id.indexOf(id);
  if (at < 0) return apart(title);
  return sourceLink(exhibit, at, text, () => open(at, record));
}
