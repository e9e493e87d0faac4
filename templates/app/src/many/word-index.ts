// The words of many records and in which chunks each of them is: which chunks a search has to look through. Pure.

/** As it stands in the page: every word's postings one after the other, and how many bytes each takes. */
export interface WordIndex {
  /** all folded words in the order of their code points, each between line feeds */
  readonly words: string;
  /** where each word begins in `words` */
  readonly at: Uint32Array;
  /** where each word's postings begin, and where the last one's end */
  readonly from: Uint32Array;
  readonly postings: Uint8Array;
}

export function makeWordIndex(length: Uint32Array, postings: Uint8Array, bytes: Uint8Array): WordIndex {
  const words = `\n${new TextDecoder().decode(bytes)}\n`;
  const at = new Uint32Array(length.length);
  for (let word = 0, next = 0; word < at.length; word++) {
    at[word] = next + 1;
    next = words.indexOf("\n", next + 1);
  }
  const from = new Uint32Array(length.length + 1);
  for (let word = 0; word < length.length; word++)
    from[word + 1] = (from[word] as number) + (length[word] as number);
  return { words, at, from, postings };
}

/** Codes of a, z, 0 and 9. */
const [A, Z, ZERO, NINE] = [97, 122, 48, 57] as const;

/** Whether what was found at a place of a text is one of the query's words: short Latin ones begin a word. */
function begins(text: string, at: number, short: boolean): boolean {
  if (!short || at === 0) return true;
  // Asked for each letter of a text: a pattern would take several times as long.
  const before = text.charCodeAt(at - 1);
  return !((before >= A && before <= Z) || (before >= ZERO && before <= NINE));
}

/** One or two Latin letters or digits are looked for where a word begins, anything else anywhere, as in `matching`. */
export function isShort(word: string): boolean {
  return word.length <= 2 && /^[a-z0-9]+$/.test(word);
}

export function hasWord(text: string, word: string): boolean {
  const short = isShort(word);
  let at = text.indexOf(word);
  while (at >= 0 && !begins(text, at, short)) at = text.indexOf(word, at + 1);
  return at >= 0;
}

/** 1 for each chunk in which some word has what is asked for in it. */
export function chunksOf(index: WordIndex, asked: string, chunks: number): Uint8Array {
  const { words, at, from, postings } = index;
  const short = isShort(asked);
  const found = new Uint8Array(chunks);
  let next = words.indexOf(asked);
  while (next >= 0) {
    if (begins(words, next, short)) {
      const word = wordAt(at, next);
      let chunk = -1;
      let byte = from[word] as number;
      const end = from[word + 1] as number;
      while (byte < end) {
        let gap = 0;
        for (let shift = 0; ; shift += 7) {
          const part = postings[byte++] as number;
          gap += (part & 127) * 2 ** shift;
          if (part < 128) break;
        }
        chunk += gap + 1;
        found[chunk] = 1;
      }
      // A word is counted once, wherever in it that is.
      next = words.indexOf(asked, words.indexOf("\n", next));
    } else next = words.indexOf(asked, next + 1);
  }
  return found;
}

/** The chunks that may hold events with all of the words, in order. */
export function chunksOfAll(index: WordIndex | null, asked: readonly string[], chunks: number): number[] {
  const all = new Uint8Array(chunks).fill(1);
  for (const word of index ? asked : []) {
    const own = chunksOf(index as WordIndex, word, chunks);
    for (let chunk = 0; chunk < chunks; chunk++) if (own[chunk] === 0) all[chunk] = 0;
  }
  return [...all.keys()].filter((chunk) => all[chunk] === 1);
}

/** The word that holds a place in the words. */
function wordAt(at: Uint32Array, place: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
