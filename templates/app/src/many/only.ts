// "Only what the source says" among many records: which events are none of it, and which lose their date.

import { numberOf } from "./columns";
import { type ManyData, NO_DAY } from "./types";

export interface Spoken {
  data: Pick<ManyData, "places" | "events">;
  /** 1 for each event that is not shown; null where all are */
  hidden: Uint8Array | null;
}

/** The records as their sources tell them: rows keep their numbers, and one more date stands for none. */
export function onlySpoken(data: Spoken["data"], panels: readonly string[]): Spoken {
  const { events } = data;
  const { size, borrowed } = events;
  const none = events.date_first.length;
  const context = panels.map((panel) => panel !== "events");
  const hidden = Uint8Array.from(events.group, (_, event) =>
    Number(context[numberOf(events.group, event)] === true),
  );
  // The number behind those of all dates is one of the column's type, if only its last.
  const date = events.date.slice();
  for (let event = 0; event < size; event++) {
    if (hidden[event] === 1 || borrowed?.[event] === 1) date[event] = none;
  }
  return {
    data: {
      ...data,
      events: {
        ...events,
        date,
        date_first: Int32Array.from([...events.date_first, NO_DAY]),
        date_last: Int32Array.from([...events.date_last, NO_DAY]),
        date_bounds: events.date_bounds && Uint8Array.from([...events.date_bounds, 0]),
        // What other sources say is none of what one's own says.
        further: events.further?.place ? { place: events.further.place } : {},
      },
    },
    hidden: hidden.includes(1) ? hidden : null,
  };
}
