// The page's sources: what each reference is and how it was read, then the credits.

import { renderCorrections } from "./corrections";
import { usedSources } from "./display/only";
import { type Attributes, append, type Child, h, rich, richBlock } from "./dom";
import { type Exhibit, fallbackLanguage } from "./exhibit";
import { renderCode } from "./share";
import { renderTake } from "./take";
import { apart, dated, standIn, words } from "./words";

/** All sources, under a button that leads back; `link` leads to the page of one. */
export function renderSources(
  exhibit: Exhibit,
  back: HTMLElement,
  link: (index: number, text: string) => HTMLElement,
): HTMLElement {
  const { texts, telling } = exhibit;
  const known = texts.sources;
  const list = h("ol", { class: "references" });
  const shown = exhibit.only ? usedSources(exhibit) : null;
  known.id.forEach((id, index) => {
    if (shown && !shown.has(index)) return;
    append(list, [
      h(
        "li",
        { id: `reference-${index + 1}`, tabindex: -1 },
        h("span", { class: "reference-id" }, link(index, id)),
        reference(exhibit, index),
        EXTRAS && renderCode(exhibit, known.url[index] ?? ""),
      ),
    ]);
  });
  const credits = h("ul", { class: "attributions" });
  // They are written once, in the words of the language that the page opens in.
  const opening =
    exhibit.head.language === telling.language
      ? { lang: telling.ui.lang, dir: telling.ui.dir }
      : { lang: exhibit.head.language };
  for (const { title, credit, licence } of texts.attributions) {
    const line = `${title}: ${credit}${licence ? ` (${licence})` : ""}`;
    append(credits, [h("li", {}, apart(line, opening))]);
  }
  const { online } = exhibit.head.basemap;
  const maps = h("ul", { class: "attributions" });
  telling.scans?.title.forEach((title, index) => {
    const [date, credit] = [telling.scans?.date[index], telling.scans?.credit[index]];
    const [licence, url] = [texts.scans?.licence[index], texts.scans?.url[index]];
    append(maps, [
      h(
        "li",
        {},
        h("cite", { lang: fallbackLanguage(exhibit, "scans.title", index) }, title),
        `, ${date}: ${credit} (${licence})`,
        url && h("p", { class: "address", dir: "ltr" }, url),
      ),
    ]);
  });
  return h(
    "div",
    { class: "view view-sources", "data-panel": true },
    back,
    h("h2", { "data-focus": true, tabindex: -1 }, words(exhibit, "sources")),
    known.id.length > 0 && h("p", { class: "note" }, words(exhibit, "page.sources_note")),
    known.id.length > 0 && list,
    ...renderCorrections(exhibit),
    telling.exhibit.credits && h("h2", {}, words(exhibit, "page.credits")),
    richBlock("text", telling.exhibit.credits, fallbackLanguage(exhibit, "exhibit.credits")),
    telling.scans && h("h3", {}, words(exhibit, "scans.maps")),
    telling.scans && maps,
    h("h3", {}, words(exhibit, "page.attributions")),
    online && h("p", { class: "note" }, words(exhibit, "page.online", { hosts: online.hosts.join(", ") })),
    credits,
    renderTake(exhibit),
  );
}

/** A source: its title, what is known of it, how it was read, and its address, as a link where that may lead out. */
export function reference(exhibit: Exhibit, index: number, leads = false): HTMLElement {
  const { telling } = exhibit;
  const known = exhibit.texts.sources;
  const citation = exhibit.texts.citations?.[index];
  return h(
    "div",
    {},
    ...(citation
      ? [h("div", { ...inDefault(exhibit), class: "citation" }, ...rich(citation))]
      : [
          h("cite", { lang: sourceLanguage(exhibit, index), dir: "auto" }, known.title[index]),
          referenceFacts(exhibit, index),
        ]),
    said(exhibit, "page.standpoint", ...curators(exhibit, "standpoint", index)),
    said(exhibit, "page.access", telling.sources.access[index], standIn(exhibit, "sources.access", index)),
    known.url[index] && h("p", { class: "address", dir: "ltr" }, address(exhibit, known.url[index], leads)),
  );
}

function address(exhibit: Exhibit, url: string, leads: boolean): Child {
  if (!leads || exhibit.head.profile === "kiosk" || !/^https?:/i.test(url)) return url;
  return h("a", { class: "cite", href: url, target: "_blank", rel: "noreferrer" }, url);
}

/** Author, kind and date, as far as they are known. */
export function referenceFacts(exhibit: Exhibit, index: number): HTMLElement | null {
  const { texts, telling } = exhibit;
  const { published } = texts.sources;
  const { type, date } = telling.sources;
  const [author, attributes] = curators(exhibit, "author", index);
  const parts = [
    author && apart(author, attributes),
    published?.[index] && apart(published[index]),
    type[index] && apart(type[index], standIn(exhibit, "sources.type", index)),
    date[index] && h("span", { class: "unbroken" }, dated(exhibit, "sources.date", index, date[index])),
  ].filter(Boolean);
  return parts.length > 0
    ? h(
        "p",
        { class: "reference-facts" },
        ...parts.flatMap((part, at): Child[] => (at > 0 ? [", ", part] : [part])),
      )
    : null;
}

/** What the curator says of a source, behind the name of what is said. */
function said(
  exhibit: Exhibit,
  key: string,
  text: string | undefined,
  language: Attributes,
): HTMLElement | null {
  if (!text) return null;
  return h("p", { class: "reference-facts" }, words(exhibit, key), ": ", apart(text, language));
}

/** What the curator says of a source: in this language where the table of sources has it, else in the default one. */
function curators(
  exhibit: Exhibit,
  name: "author" | "standpoint",
  index: number,
): [text: string | undefined, language: Attributes] {
  const told = exhibit.telling.sources[name]?.[index];
  return told ? [told, {}] : [exhibit.texts.sources[name][index], inDefault(exhibit)];
}

/** The default language of the exhibit, where that is not the page's. */
function inDefault({ head, telling }: Exhibit): Attributes {
  const language = head.languages[0];
  return language && language.tag !== telling.language ? { lang: language.tag, dir: language.dir } : {};
}

/** The language of a source's title where it is not the page's. */
export function sourceLanguage(exhibit: Exhibit, index: number): string | null {
  const tag = exhibit.texts.sources.language[index] ?? "";
  return /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(tag) && tag !== exhibit.telling.language ? tag : null;
}
