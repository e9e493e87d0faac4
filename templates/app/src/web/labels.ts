// What places are called in each language: columns or properties beside `label`, which is the default one's; `label_az` is
// there where that is called otherwise. Pure.

export interface Labelled {
  label: string;
  /** by their columns' names; missing where all languages call it the same */
  labels?: Readonly<Record<string, string>> | undefined;
}

const BEGIN = "label_";

/** As columns of tables are named. */
function columnOf(tag: string): string {
  return BEGIN + tag.toLowerCase().replaceAll("-", "_");
}

/** The labels of a place in other languages, of its properties or of a row of columns. */
export function labelsOf(given: object, row?: number): Labelled["labels"] {
  const own = Object.entries(given).flatMap(([name, value]): [string, string][] => {
    const text = row === undefined ? value : value?.[row];
    return name.startsWith(BEGIN) && text ? [[name, text]] : [];
  });
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** What a place is called in a language. */
export function labelIn({ label, labels }: Labelled, tag: string): string {
  return labels?.[columnOf(tag)] ?? label;
}
