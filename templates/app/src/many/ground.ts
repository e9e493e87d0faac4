// The base map of a page of many records, which is read beside their columns.

import { painted } from "../dom";
import { decodeBasemap } from "../map/levels";
import { ownMap } from "../map/open";
import { readRelief } from "../map/relief";
import type { MapRoom } from "../map/room";
import { type Head, readAllRaw, readBytes } from "../payload";
import { arrived } from "./arrived";

/** Lays the base map under the marks once the records have been read and shown. */
export async function layMap(map: MapRoom, head: Head, records: Promise<unknown>): Promise<void> {
  // The pictures of the relief stand between the two.
  await Promise.all(["basemap", `many-dates-${head.language}`].map(arrived));
  const pictures = readAllRaw("relief");
  const [basemap, relief] = await Promise.all([
    readBytes("basemap"),
    // The first view is in the finest; what is around it can wait.
    Promise.all(pictures.map((bytes, index) => (index === pictures.length - 1 ? readRelief(bytes) : null))),
    document.fonts.ready,
  ]);
  await records.catch(() => undefined);
  await painted();
  // Their own letters have come meanwhile.
  map.arrange();
  if (basemap) await map.lay(decodeBasemap(basemap), relief, ownMap(head));
  if (pictures.length > 1) {
    void Promise.all(pictures.map((bytes, index) => relief[index] ?? readRelief(bytes))).then(map.setRelief);
  }
}
