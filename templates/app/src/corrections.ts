// What was put right in the exhibit since it was first shown, and to whom an error can be told.

import { type Child, h, richBlock } from "./dom";
import { type Exhibit, fallbackLanguage } from "./exhibit";
import { apart, worded } from "./words";

/** The corrections under their heading, the newest first; nothing where there are none. */
export function renderCorrections(exhibit: Exhibit): Child[] {
  const told = exhibit.telling.corrections;
  if (!told) return [];
  return [
    h("h2", {}, worded(exhibit, told.title)),
    h(
      "ol",
      { class: "references corrections" },
      ...told.date.map((date, index) =>
        h(
          "li",
          {},
          h(
            "p",
            { class: "reference-facts" },
            worded(exhibit, date),
            told.about[index] && ", ",
            apart(told.about[index] ?? ""),
          ),
          ...(["text", "why"] as const).map((part) =>
            richBlock(
              "text",
              told[part][index] ?? null,
              fallbackLanguage(exhibit, `corrections.${part}`, index),
            ),
          ),
        ),
      ),
    ),
    told.ways && h("p", { class: "note" }, worded(exhibit, told.write)),
    richBlock("text", told.ways, null),
  ];
}
