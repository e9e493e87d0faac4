// Folds what a visitor types as Python folded the search texts (mapbuilder/letters.py, finding.py): `lenkeran`,
// `Ленкорань` and `LƏNKƏRAN` meet. Pure. Not here are two rules of the join: kana's ヶ between characters, and the nasals
// of Devanagari. Of Han, kana and Hangul the table has what the exhibit's own texts have.

/** What letters become beyond the rules below, by letter. */
export type FoldTable = ReadonlyMap<string, string>;

/** From the payload's form: by outcome, all letters that become it. */
export function toFoldTable(by_outcome: Record<string, string>): FoldTable {
  return new Map(
    Object.entries(by_outcome).flatMap(([outcome, letters]) =>
      [...letters].map((letter): [string, string] => [letter, outcome]),
    ),
  );
}

/** The words of a text, each folded by itself, with single spaces between. */
export function foldWords(text: string, table: FoldTable): string {
  return text
    .normalize("NFKC")
    .split(/\s+/)
    .flatMap((word) => foldWord(word, table).split(" "))
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .join(" ");
}

function foldWord(word: string, table: FoldTable): string {
  let folded = "";
  for (const letter of inContext(word.toLowerCase().normalize("NFC"))) {
    folded += table.get(letter) ?? byRule(letter);
  }
  return folded.replace(/\s+/g, " ").trim().normalize("NFC");
}

function byRule(letter: string): string {
  const [bare = letter] = letter.normalize("NFD");
  if (/^[a-z0-9]$/.test(bare)) return bare;
  return /[\p{L}\p{M}\p{N}]/u.test(letter) ? letter : " ";
}

const AZERBAIJANI = new Map(
  [..."гғҝҹчшхжјыөүһәк"].map((letter, index) => [letter, [..."qğgcçşxjyıöühək"][index] ?? letter]),
);

/** The rules that look at a word as a whole. Patterns are written in ASCII, as the whole script is. */
function inContext(word: string): string {
  let text = word;
  // Letters that only Azerbaijani has in Cyrillic, or has together.
  const own =
    /[\u04b9\u049d]/.test(text) ||
    (text.includes("ј") && /[\u044b\u04d9\u04e9\u04af\u0493\u04bb]/.test(text));
  if (own || (text.includes("ә") && !/[\u049b\u04a3\u0497\u0456]/.test(text))) {
    text = [...text].map((letter) => AZERBAIJANI.get(letter) ?? letter).join("");
  }
  return text
    .replace(/\u0587/g, "եւ")
    .replace(/\u0578\u0582/g, "u")
    .replace(/\u0582/g, "v")
    .replace(/\u03bf[\u03c5\u03cd]/g, "ou")
    .replace(/(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])|(?<=l)\u00b7(?=l)/g, "");
}
