// The data to take along: what the page carries, as files for other programs. The page makes them; nothing is asked for.

import { toDate } from "./address";
import { button, h, rich } from "./dom";
import type { Exhibit } from "./exhibit";
import { words } from "./words";

/** Until the browser has taken the file. */
const TAKEN_MS = 10_000;

/** One record's cells, in the language that is told, and the points at which it is. */
export interface Row {
  cells: Record<string, string>;
  points: [lon: number, lat: number][];
}

export function toRows({ head, texts, telling }: Exhibit): Row[] {
  const { id, place, places, start_day, end_day } = head.events;
  const day = (days: number | null | undefined): string => (days == null ? "" : toDate(days));
  return id.map((event, i) => {
    const first = place[i] ?? -1;
    const several = EXTRAS && places?.[i]?.length ? places[i] : first < 0 ? [] : [first];
    const { text, title, date, locator } = telling.events;
    return {
      cells: {
        id: event,
        date: date[i] ?? "",
        first_day: day(start_day[i]),
        last_day: day(end_day[i]),
        place: several.map((at) => telling.places.label[at]).join("; "),
        title: title[i] ?? "",
        text: rich(text[i] ?? "")
          .map((node) => node.textContent)
          .join("\n\n"),
        quote: texts.events.quote[i] ?? "",
        source: texts.sources.title[texts.events.source[i] ?? -1] ?? "",
        locator: locator[i] ?? "",
      },
      points: several.map((at) => [head.places.lon[at] ?? 0, head.places.lat[at] ?? 0]),
    };
  });
}

/**
 * The records as a table that spreadsheets open (RFC 4180), with the mark of its encoding. A text that would be run as a
 * formula stands behind an apostrophe.
 */
export function toCsv(rows: readonly Row[]): string {
  const cells = Object.keys(rows[0]?.cells ?? {});
  return ["\ufeff", toCsvLine({ cells, points: [["lon", "lat"]] }), ...rows.map(toCsvLine)].join("");
}

/** What a line of the table is made of: a record, or the names over its columns. */
interface Line {
  cells: Row["cells"] | readonly string[];
  points: readonly (readonly (string | number)[])[];
}

export function toCsvLine({ cells, points }: Line): string {
  return `${[...Object.values(cells), ...(points[0] ?? ["", ""])].map(quoted).join(",")}\r\n`;
}

function quoted(cell: string | number): string {
  const text = typeof cell === "string" ? cell.replace(/^(?=[=+\-@\t\r])/, "'") : String(cell);
  return `"${text.replaceAll('"', '""')}"`;
}

/** The records as features at their places' points (RFC 7946); `credits` say whose those are. */
export function toGeoJson(name: string, credits: readonly string[], rows: readonly Row[]): string {
  return JSON.stringify({ type: "FeatureCollection", name, credits, features: rows.map(toFeature) });
}

/** A record as a feature. */
export function toFeature({ cells, points }: Row): object {
  const coordinates = points[1] ? points : points[0];
  return {
    type: "Feature",
    id: cells.id,
    geometry: coordinates ? { type: points[1] ? "MultiPoint" : "Point", coordinates } : null,
    properties: cells,
  };
}

/** Whose the places are; fonts and programs, which have addresses, are none of the data. */
export function creditsOf({ texts }: Exhibit): string[] {
  return texts.attributions
    .filter(({ url }) => !url)
    .map(({ title, credit, licence }) => `${title}: ${credit}${licence && ` (${licence})`}`);
}

/** Buttons that save the data; in a frame or on a public screen there is nobody to take it. */
export function renderTake(exhibit: Exhibit): HTMLElement | null {
  const { head, telling } = exhibit;
  if (MANY || head.profile !== "web" || self !== top) return null;
  const save = (format: string, ending: string, make: () => string): HTMLElement =>
    button(
      { class: "copy" },
      () => {
        const href = URL.createObjectURL(new Blob([make()]));
        h("a", { href, download: `${head.exhibit}.${ending}` }).click();
        setTimeout(() => URL.revokeObjectURL(href), TAKEN_MS);
      },
      words(exhibit, "take_as", { format }),
    );
  return h(
    "section",
    { class: "take" },
    h("h2", {}, words(exhibit, "take")),
    h("p", { class: "note" }, words(exhibit, "take_note")),
    h(
      "p",
      { class: "taking" },
      save("CSV", "csv", () => toCsv(toRows(exhibit))),
      save("GeoJSON", "geojson", () => toGeoJson(telling.exhibit.title, creditsOf(exhibit), toRows(exhibit))),
      save("Linked Places", "jsonld", () => document.getElementById("linked-places")?.textContent ?? ""),
    ),
  );
}
