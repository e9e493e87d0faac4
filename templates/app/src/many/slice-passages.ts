// The paragraphs of sources that a few of many records quote, read when these are shown.

import { column, rowsOf } from "./rows";
import { type Slice, sizesOf, type Whole } from "./slice";

/** The slice with the passages around its quotations. */
export async function withPassages({ exhibit: { head }, chunks }: Whole, part: Slice): Promise<Slice> {
  const { exhibit, events, spans } = part;
  const { rows } = sizesOf(head);
  const used = [...new Set(spans.flat().map(([passage]) => passage))];
  if (used.length === 0) return part;
  const tag = exhibit.telling.language;
  const [passages, told] = await Promise.all([
    rowsOf(used, rows, (chunk) => chunks.passageChunk(chunk)),
    rowsOf(events, rows, (chunk) => chunks.toldChunk(chunk, tag)),
  ]);
  const { texts, telling } = exhibit;
  return {
    ...part,
    exhibit: {
      ...exhibit,
      texts: {
        ...texts,
        events: {
          ...texts.events,
          passages: spans.map((own) =>
            own.map(([passage, start, end]) => [used.indexOf(passage), start, end]),
          ),
        },
        passages: { source: column(passages, "source", -1), text: column(passages, "text", "") },
      },
      telling: { ...telling, passages: column(told, "passages", "") },
    },
  };
}
