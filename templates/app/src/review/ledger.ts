// The decisions as a CSV: rows that were there and answers in, the file out. Pure; the twin of ledger.py.

/** The file of decisions as it was when the page was made. */
export interface Ledger {
  /** the header first; none where there is no file yet */
  rows: string[][];
  delimiter: string;
  newline: string;
}

export interface Answer {
  toponym: string;
  context: string | null;
  /** id of the place; null for none of the known places */
  place: string | null;
  label: string | null;
  /** ids and labels that were offered, in one cell */
  candidates: string;
  who: string;
  when: string;
  note: string;
}

// biome-ignore format: one line, as in decisions.py
export const COLUMNS = ["toponym", "context", "place", "label", "candidates", "who", "when", "note"] as const;

const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const GUARDED = /^'+[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const NONE = "none";
/** Not as a letter of its own, which a bundle of printable ASCII could not hold. */
const TAB = decodeURIComponent("%09");

export function keyOf(toponym: string, context: string | null): string {
  return JSON.stringify([toponym, context]);
}

/** The file with the answers in it, each in the place of earlier ones about the same; marked as UTF-8. */
export function toCsv({ rows, delimiter, newline }: Ledger, answers: readonly Answer[]): string {
  const [header = [], ...body] = rows;
  const names = header.map(toName);
  const aliases: Record<string, string> =
    !names.includes("place") && names.includes("choice") ? { place: "choice" } : {};
  const columns = COLUMNS.map((column) => aliases[column] ?? column);
  const added = columns.filter((column) => !names.includes(column));
  const called = [...names, ...added];
  const at = columns.map((column) => called.indexOf(column));
  const fresh = new Map(answers.map((answer) => [keyOf(answer.toponym, answer.context), answer]));
  const written = new Set<string>();
  const lines = [[...header, ...added]];
  for (const row of body) {
    const cell = (column: number): string => plain((row[at[column] ?? -1] ?? "").trim());
    const key = keyOf(cell(0), cell(1) || null);
    const answer = fresh.get(key);
    if (answer && written.has(key)) continue;
    written.add(key);
    lines.push(answer ? withAnswer(row, answer, at, called.length) : padded(row, called.length));
  }
  for (const [key, answer] of fresh) {
    if (!written.has(key)) lines.push(withAnswer([], answer, at, called.length));
  }
  return `\ufeff${lines.map((line) => line.map((cell) => quoted(cell, delimiter)).join(delimiter) + newline).join("")}`;
}

/** What the rows of a table of decisions say; null for a table of something else. */
export function fromRows(rows: readonly string[][]): Answer[] | null {
  const [header = [], ...body] = rows;
  const names = header.map(toName);
  const place = names.includes("place") ? "place" : "choice";
  if (!names.includes("toponym") || !names.includes(place)) return null;
  return body.flatMap((row) => {
    const cell = (name: string): string => plain((row[names.indexOf(name)] ?? "").trim());
    const written = cell(place) || cell("choice");
    const said = /^none\b/i.test(cell("note"));
    const none = written ? written.toLowerCase() === NONE : said;
    if (!cell("toponym") || (!written && !none)) return [];
    return {
      toponym: cell("toponym"),
      context: cell("context") || null,
      place: none ? null : written,
      label: cell("label") || null,
      candidates: cell("candidates"),
      who: cell("who"),
      when: cell("when"),
      note: none ? cell("note").replace(/^none(: *|$)/i, "") : cell("note"),
    };
  });
}

/** The rows of a CSV; the delimiter is the commonest one of its first line. */
export function parseCsv(text: string): string[][] {
  let body = text.replace(/^\ufeff/, "");
  const told = /^sep=(.)\r?\n/i.exec(body);
  if (told) body = body.slice(told[0].length);
  const first = body.slice(0, Math.max(0, body.search(/[\r\n]|$/)));
  const delimiter = told?.[1] ?? commonest(first);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let inside = false;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    if (row.some((each) => each.trim())) rows.push(row);
    row = [];
  };
  for (let index = 0; index < body.length; index++) {
    const mark = body[index];
    if (inside) {
      if (mark !== '"') cell += mark;
      else if (body[index + 1] === '"') cell += body[++index];
      else inside = false;
    } else if (mark === '"' && cell === "") inside = true;
    else if (mark === delimiter) endCell();
    else if (mark === "\n" || mark === "\r") {
      if (mark === "\r" && body[index + 1] === "\n") index++;
      endRow();
    } else cell += mark;
  }
  endRow();
  return rows;
}

function commonest(line: string): string {
  const count = (mark: string): number => line.split(mark).length;
  return [",", ";", TAB, "|"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** ref: tables.py, to_name */
function toName(written: string): string {
  return written
    .replace(/\ufeff/g, "")
    .trim()
    .toLowerCase()
    .replace(/[\s\-\u2010-\u2015]+/g, "_");
}

function plain(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}

function padded(row: readonly string[], width: number): string[] {
  return [...row, ...Array<string>(Math.max(0, width - row.length)).fill("")];
}

function withAnswer(row: readonly string[], answer: Answer, at: readonly number[], width: number): string[] {
  const note = answer.note.split(/\s+/).filter(Boolean).join(" ");
  const cells: Record<(typeof COLUMNS)[number], string> = {
    toponym: answer.toponym,
    context: answer.context ?? "",
    place: answer.place ?? "",
    label: answer.label ?? "",
    candidates: answer.candidates,
    who: answer.who,
    when: answer.when,
    note: answer.place === null ? (note ? `${NONE}: ${note}` : NONE) : note,
  };
  const filled = padded(row, width);
  COLUMNS.forEach((column, index) => {
    const text = cells[column];
    filled[at[index] ?? 0] = FORMULA.test(text) ? `'${text}` : text;
  });
  return filled;
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}
