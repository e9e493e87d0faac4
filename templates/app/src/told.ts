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

/** A telling as the payload has it, made whole. */
export function fillIn(telling: Telling, ids: readonly string[]): Telling {
  const section = document.getElementById(`text-${telling.language}`);
  if (!section) throw new Error("The page lacks its text version.");
  const { events, exhibit } = telling as unknown as Packed;
  for (const [name, where] of Object.entries(OF_AN_EVENT) as [keyof typeof OF_AN_EVENT, string][]) {
    events[name].forEach((text, event) => {
      if (text === 0) events[name][event] = read(articleOf(section, ids[event] ?? "", event), where);
    });
  }
  if (exhibit.intro === 0) exhibit.intro = read(section, ":scope > .intro > *");
  return telling;
}

/** An event's article; it goes by the event's number where its id cannot be one of HTML. */
function articleOf(section: Element, id: string, event: number): Element {
  for (const name of [id, `.${event + 1}`]) {
    const element = document.getElementById(`${section.id}-${name}`);
    if (element && section.contains(element)) return element;
    // In the telling of another language one may have the same id.
    const own = element && section.querySelector(`#${CSS.escape(element.id)}`);
    if (own) return own;
  }
  throw new Error(`The text version lacks the event ${id}.`);
}

function read(element: Element, where: string): Rich {
  const texts = [...element.querySelectorAll(where)].map((each) => each.textContent ?? "");
  return texts.length === 1 ? (texts[0] ?? "") : texts.map((text): [string, string] => ["p", text]);
}
