// Plural forms without the browser's locale data, which a kiosk has not for every language.

const FORMS: Record<string, string> = { z: "zero", o: "one", t: "two", f: "few", m: "many" };

/**
 * The form of a whole number, by a table of first letters: of 0 to 199, whose second hundred stands for all that follow,
 * then of a multiple of a million. "other" for anything else.
 */
export function pluralForm(table: string | undefined, count: number): string {
  if (!table || !Number.isInteger(count) || count < 0) return "other";
  const at = count < 200 ? count : count % 1_000_000 === 0 ? 200 : 100 + (count % 100);
  return FORMS[table[at] ?? ""] ?? "other";
}
