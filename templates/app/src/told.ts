// Texts that the page has once, in its text version (text_version.py): the app reads them there.

import type { Rich, Telling } from "./payload";

/** Stands in the payload for such a text. */
type Held = 0;

interface Packed {
  events: Record<keyof typeof OF_AN_EVENT, (Rich | Held | null)[]>;
  exhibit: { intro: Rich | Held | null };
}

/** Where in an event's article the words of each stand, a paragraph an element. */
const OF_AN_EVENT = {
  title: ":scope > :first-child",
  text: ":scope > .text > *",
  other_accounts: ":scope > .other > div > *",
};

/** Whoever takes the text version out of the page later takes nothing from the app. */
let version: Element | null = null;

/** A telling as the payload has it, made whole. */
export function fillIn(telling: Telling, ids: readonly string[]): Telling {
  version ??= document.getElementById("text");
  const section = version?.querySelector(`#text-${CSS.escape(telling.language)}`);
  if (!section) throw new Error("The page lacks its text version.");
  const articles = new Map([...section.querySelectorAll("article")].map((each) => [each.id, each]));
  const { events, exhibit } = telling as unknown as Packed;
  for (const [name, where] of Object.entries(OF_AN_EVENT) as [keyof typeof OF_AN_EVENT, string][]) {
    events[name].forEach((text, event) => {
      if (text !== 0) return;
      // It goes by the event's number where its id cannot be one of HTML.
      const article =
        articles.get(`${section.id}-${ids[event]}`) ?? articles.get(`${section.id}-.${event + 1}`);
      if (!article) throw new Error(`The text version lacks the event ${ids[event]}.`);
      events[name][event] = read(article, where);
    });
  }
  if (exhibit.intro === 0) exhibit.intro = read(section, ":scope > .intro > *");
  return telling;
}

/** What the page says of its accessibility, in a language. */
export function toldStatement(language: string): Element[] {
  return [...(version?.querySelector(`#text-${CSS.escape(language)} > .statement`)?.children ?? [])];
}

function read(element: Element, where: string): Rich {
  const texts = [...element.querySelectorAll(where)].map((each) => each.textContent ?? "");
  return texts.length === 1 ? (texts[0] ?? "") : texts.map((text): [string, string] => ["p", text]);
}
