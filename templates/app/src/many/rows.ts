// Rows out of chunks: of a few of many records, and what a column says of each.

export interface Row<Of> {
  of: Of;
  row: number;
}

/** The row of each number in its chunk; each chunk is read once. */
export async function rowsOf<Of>(
  numbers: readonly number[],
  size: number,
  read: (chunk: number) => Promise<Of>,
): Promise<Row<Of>[]> {
  const needed = [...new Set(numbers.map((number) => Math.floor(number / size)))];
  const chunks = await Promise.all(needed.map(read));
  const by = new Map(needed.map((chunk, index) => [chunk, chunks[index] as Of]));
  return numbers.map((number) => ({ of: by.get(Math.floor(number / size)) as Of, row: number % size }));
}

/** A column of the rows, `none` where a chunk has nothing of it. */
export function column<Of, Name extends keyof Of, None>(
  rows: readonly Row<Of>[],
  name: Name,
  none: None,
): (None | (NonNullable<Of[Name]> extends readonly (infer Value)[] ? Value : never))[] {
  return rows.map(({ of, row }) => (of[name] as readonly never[] | undefined)?.[row] ?? none);
}

/** A row as a chunk of its own, so that it can be kept without all the others. */
export function alone<Of extends object>({ of, row }: Row<Of>): Row<Of> {
  const own = Object.entries(of).map(([name, column]: [string, unknown]) => [
    name,
    Array.isArray(column) ? [column[row]] : name === "fallback" ? fallenAlone(column, row) : column,
  ]);
  return { of: Object.fromEntries(own) as Of, row: 0 };
}

/** By column whether the row is in the default language. */
function fallenAlone(fallback: unknown, row: number): Record<string, number[] | boolean> {
  const columns = Object.entries(fallback as Record<string, number[] | boolean>);
  return Object.fromEntries(
    columns.map(([name, rows]) => [name, Array.isArray(rows) ? (rows.includes(row) ? [0] : []) : rows]),
  );
}
