// The page's sources: what each reference is and how it was read, then the credits.

import { append, h, richBlock } from "./dom";
import { type Exhibit, fallbackLanguage, say } from "./exhibit";

/** All sources, under a button that leads back. */
export function renderSources(exhibit: Exhibit, back: HTMLElement): HTMLElement {
  const { texts, telling } = exhibit;
  const known = texts.sources;
  const list = h("ol", { class: "references" });
  known.id.forEach((id, index) => {
    const facts = [known.author[index], known.type[index], known.date[index]].filter(Boolean).join(", ");
    append(list, [
      h(
        "li",
        { id: `reference-${index + 1}`, tabindex: -1 },
        h("span", { class: "reference-id" }, id),
        h(
          "div",
          {},
          h("cite", { lang: sourceLanguage(exhibit, index) }, known.title[index]),
          facts && h("p", { class: "reference-facts" }, facts),
          known.standpoint[index] &&
            h(
              "p",
              { class: "reference-facts" },
              `${say(exhibit, "page.standpoint")}: ${known.standpoint[index]}`,
            ),
          known.access[index] &&
            h("p", { class: "reference-facts" }, `${say(exhibit, "page.access")}: ${known.access[index]}`),
          known.url[index] && h("p", { class: "address", dir: "ltr" }, known.url[index]),
        ),
      ),
    ]);
  });
  const credits = h("ul", { class: "attributions" });
  for (const { title, credit, licence } of texts.attributions) {
    append(credits, [h("li", {}, `${title}: ${credit}${licence ? ` (${licence})` : ""}`)]);
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
    h("h2", { "data-focus": true, tabindex: -1 }, say(exhibit, "sources")),
    known.id.length > 0 && h("p", { class: "note" }, say(exhibit, "page.sources_note")),
    known.id.length > 0 && list,
    telling.exhibit.credits && h("h2", {}, say(exhibit, "page.credits")),
    richBlock("text", telling.exhibit.credits, fallbackLanguage(exhibit, "exhibit.credits")),
    telling.scans && h("h3", {}, say(exhibit, "scans.maps")),
    telling.scans && maps,
    h("h3", {}, say(exhibit, "page.attributions")),
    online && h("p", { class: "note" }, say(exhibit, "page.online", { hosts: online.hosts.join(", ") })),
    credits,
  );
}

/** The language of a source's title where it is not the page's. */
export function sourceLanguage(exhibit: Exhibit, index: number): string | null {
  const tag = exhibit.texts.sources.language[index] ?? "";
  return /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(tag) && tag !== exhibit.telling.language ? tag : null;
}
