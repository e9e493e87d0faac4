// Sources as numbered notes: on paper nothing can be touched, so that a statement carries its source's number, and the
// sources stand at the end in the order in which they are first named.

import { type Child, h } from "../dom";
import { type Exhibit, numeral } from "../exhibit";

export interface Notes {
  /** The numbers of sources, raised, to stand behind what they are the sources of; none for no source. */
  cite(sources: readonly number[]): Child[];
  /** The number of one. */
  numberOf(source: number): number;
  /** The sources that were cited, in the order of their numbers. */
  cited(): number[];
  /** All sources; those that nobody has cited come last. */
  all(): number[];
}

export function makeNotes(exhibit: Exhibit): Notes {
  const numbers = new Map<number, number>();
  const count = exhibit.texts.sources.id.length;
  const numberOf = (source: number): number => {
    if (!numbers.has(source)) numbers.set(source, numbers.size + 1);
    return numbers.get(source) ?? 0;
  };
  return {
    numberOf,
    cite(sources) {
      const known = [...new Set(sources)].filter((source) => source >= 0 && source < count);
      if (known.length === 0) return [];
      const said = known
        .map(numberOf)
        .sort((one, other) => one - other)
        .map((number) => numeral(exhibit, number));
      // A narrow no-break space: the number never begins a line.
      return ["\u202f", h("sup", { class: "note-number" }, said.join(",\u2009"))];
    },
    cited: () => [...numbers.keys()],
    all() {
      for (let source = 0; source < count; source++) numberOf(source);
      return [...numbers.keys()];
    },
  };
}
