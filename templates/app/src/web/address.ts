// What is open, in the page's address: `#place=ID&at=LON,LAT&from=51&lang=az` or `#reference=ID`. The point says which tile has
// the place; what records are filtered by says `said.ts`. Pure.

import { latAt } from "../many/columns";
import { worldX, worldY } from "../map/outline";
import type { Spot } from "./types";

export interface Addressed {
  /** by its id, and where it is as parts of the mercator square's side */
  place: { id: string; x: number; y: number; first: number } | null;
  /** a source by its id */
  reference: string | null;
  language: string | null;
}

/** A metre; the tiles tell ten apart. */
const DIGITS = 5;

export function toFragment(
  open: { spot: Spot; first: number } | { reference: string } | null,
  language: string | null,
  asked: readonly [string, string][] = [],
): string {
  const said: [string, string][] = [];
  if (open && "reference" in open) said.push(["reference", open.reference]);
  else if (open) {
    const { id, x, y } = open.spot;
    // Of a place's copies around the world, the address has the one on the square.
    const lon = (x - Math.floor(x)) * 360 - 180;
    said.push(["place", id], ["at", `${lon.toFixed(DIGITS)},${latAt(y).toFixed(DIGITS)}`]);
    if (open.first > 0) said.push(["from", String(open.first + 1)]);
  }
  said.push(...asked);
  if (language) said.push(["lang", language]);
  return said.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2F", "/")}`).join("&");
}

/** What an address asks for; what is unknown is passed over. */
export function fromFragment(hash: string, languages: readonly string[]): Addressed {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const [id, tag] = [given.get("place"), given.get("lang")];
  const [lon = Number.NaN, lat = Number.NaN] = (given.get("at") ?? "").split(",").map(Number);
  const known = id !== null && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  const from = Math.floor(Number(given.get("from") ?? 1));
  return {
    place: known ? { id, x: worldX(lon), y: worldY(lat), first: from > 1 ? from - 1 : 0 } : null,
    reference: given.get("reference"),
    language: tag !== null && languages.includes(tag) ? tag : null,
  };
}
