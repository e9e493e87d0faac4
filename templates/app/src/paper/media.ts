// What a record shows beside its text, on paper: pictures, and of what is heard its transcript.

import { type Child, h, richBlock } from "../dom";
import { type Exhibit, fallbackLanguage } from "../exhibit";
import { pictureAt } from "../media/store";
import { apart, standIn, words } from "../words";

/** A figure for each picture, sound and film of an event. */
export function mediaOf(exhibit: Exhibit, event: number): HTMLElement[] {
  const items = exhibit.texts.events.media?.[event] ?? [];
  return items.map((item) => medium(exhibit, item));
}

function medium(exhibit: Exhibit, item: number): HTMLElement {
  const { media: facts } = exhibit.texts;
  const { media: told } = exhibit.telling;
  const file = facts?.file[item] ?? -1;
  const kind = facts?.files.kind[file] ?? "picture";
  const title = told?.title[item];
  const said: Child[] = [
    kind !== "picture" && words(exhibit, `media.${kind}`),
    kind !== "picture" && title && ": ",
    title && h("span", { ...standIn(exhibit, "media.title", item) }, title),
    (kind !== "picture" || title) && ". ",
    apart(`${told?.credit[item]} (${facts?.licence[item]})`, standIn(exhibit, "media.credit", item)),
  ];
  return h(
    "figure",
    { class: "medium" },
    kind === "picture" && picture(exhibit, item, file),
    h("figcaption", {}, ...said),
    richBlock("text", told?.transcript[item], fallbackLanguage(exhibit, "media.transcript", item)),
  );
}

function picture(exhibit: Exhibit, item: number, file: number): HTMLElement {
  const { files } = exhibit.texts.media ?? {};
  return h("img", {
    src: pictureAt(file),
    width: files?.width[file],
    height: files?.height[file],
    alt: exhibit.telling.media?.alt[item] ?? "",
    decoding: "sync",
    ...standIn(exhibit, "media.alt", item),
  });
}
