// The paragraphs of sources that a few of many records quote, read when these are shown.

import { column, type Row, rowsOf } from "./rows";
import { type Slice, sizesOf, type Whole } from "./slice";
import type { PassageChunk, ToldChunk } from "./types";

/** The slice with the passages around its quotations. */
export async function withPassages({ exhibit: { head }, chunks }: Whole, part: Slice): Promise<Slice> {
  const { exhibit, events } = part;
  const { rows } = sizesOf(head);
  const used = passagesOf(part.spans);
  if (used.length === 0) return part;
  const tag = exhibit.telling.language;
  const [passages, told] = await Promise.all([
    rowsOf(used, rows, (chunk) => chunks.passageChunk(chunk)),
    rowsOf(events, rows, (chunk) => chunks.toldChunk(chunk, tag)),
  ]);
  return quoting(part, used, passages, told);
}

/** The passages that quotations are in, each once. */
export function passagesOf(spans: Slice["spans"]): number[] {
  return [...new Set(spans.flat().map(([passage]) => passage))];
}

/** The slice with passages that have been read, and of each event where its quotation stands. */
export function quoting(
  part: Slice,
  used: readonly number[],
  passages: readonly Row<PassageChunk>[],
  told: readonly Row<ToldChunk>[],
): Slice {
  if (used.length === 0) return part;
  const { exhibit, spans } = part;
  const { texts, telling } = exhibit;
  const own = new Map(used.map((passage, index) => [passage, index]));
  return {
    ...part,
    exhibit: {
      ...exhibit,
      texts: {
        ...texts,
        events: {
          ...texts.events,
          passages: spans.map((each) =>
            each.map(([passage, start, end]) => [own.get(passage) ?? -1, start, end]),
          ),
        },
        passages: { source: column(passages, "source", -1), text: column(passages, "text", "") },
      },
      telling: { ...telling, passages: column(told, "passages", "") },
    },
  };
}
