// A step of the story in the panel: its words, and the way to the record or the place that it speaks of.

import { button, type Child, h, icon, richBlock } from "../dom";
import { type Exhibit, fallbackLanguage, symbolOf } from "../exhibit";
import { BACK, SCROLL } from "../icons";
import { entry, mark, type PanelActions } from "../panel";
import { standIn, words } from "../words";

export function renderStep(exhibit: Exhibit, step: number, actions: PanelActions): HTMLElement {
  return h(
    "div",
    { class: "view view-step", "data-panel": true },
    leaveButton(exhibit, actions),
    scrollButton(exhibit, actions),
    ...stepText(exhibit, step, actions),
  );
}

/** Back to the list of records. */
export function leaveButton(exhibit: Exhibit, actions: PanelActions): HTMLElement {
  return button(
    { class: "back", "data-action": "back" },
    () => actions.open({ kind: "records" }),
    icon(BACK),
    h("span", {}, words(exhibit, actions.story.told ? "story.leave" : "all_records")),
  );
}

/** To the whole story on one page, where a page has that. */
export function scrollButton(exhibit: Exhibit, { scroll }: PanelActions): HTMLElement | null {
  return (
    scroll &&
    button(
      { class: "scroll-start", "data-action": "scroll" },
      scroll,
      icon(SCROLL),
      h("span", {}, words(exhibit, "scroll")),
    )
  );
}

/** A step's own words, and what it leads to; `heading` takes the focus. */
export function stepText(exhibit: Exhibit, step: number, actions: PanelActions, focused = true): Child[] {
  const { head, telling, texts } = exhibit;
  const event = texts.story?.event[step] ?? -1;
  const place = texts.story?.place[step] ?? -1;
  const title = telling.story?.title[step];
  const text = telling.story?.text[step];
  // What the step does not say itself its event says, or at least its place.
  const [named, from]: [string | undefined, ReturnType<typeof standIn>] = title
    ? [title, standIn(exhibit, "story.title", step)]
    : event >= 0
      ? [telling.events.title[event], standIn(exhibit, "events.title", event)]
      : [telling.places.label[place], standIn(exhibit, "places.label", place)];
  const untranslated = text
    ? fallbackLanguage(exhibit, "story.text", step)
    : fallbackLanguage(exhibit, "events.text", event);
  const links: Child[] = [];
  if (event >= 0) {
    links.push(entry(exhibit, event, actions, undefined, title ? undefined : words(exhibit, "story.record")));
  }
  if (place >= 0 && place !== head.events.place[event]) {
    links.push(
      button(
        { class: "entry", "data-place": head.places.id[place], "data-symbol": symbolOf(exhibit, -1) },
        () => actions.open({ kind: "place", place }),
        mark(exhibit, place),
        h(
          "span",
          { class: "entry-text" },
          h(
            "span",
            { class: "entry-title", ...standIn(exhibit, "places.label", place) },
            telling.places.label[place],
          ),
        ),
      ),
    );
  }
  return [
    h(
      "article",
      { class: "event step-text", "data-step": step + 1 },
      h("h2", { class: "step-title", "data-focus": focused, tabindex: -1, ...from }, named),
      untranslated &&
        h(
          "p",
          { class: "draft" },
          words(exhibit, "page.untranslated", { language: telling.ui.default ?? untranslated }),
        ),
      // A text of the step's own is another than the one that is read aloud.
      text || event < 0 ? null : actions.media?.reading(exhibit, event),
      richBlock("text", text ?? telling.events.text[event], untranslated),
      event >= 0 && actions.media?.shown(exhibit, event),
    ),
    links.length > 0 && h("ol", { class: "entries step-links" }, ...links.map((link) => h("li", {}, link))),
  ];
}
