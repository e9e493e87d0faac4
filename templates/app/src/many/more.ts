// The second script of a page of many records: everything but the first bubbles.

import { closeDoor, door, type Shell } from "../door";
import type { Exhibit } from "../exhibit";
import { decodeBasemap } from "../map/levels";
import { ownMap } from "../map/open";
import { mapParts } from "../map/parts";
import { readRelief } from "../map/relief";
import { readAllRaw, readBytes, readTelling, readTexts } from "../payload";

import { arrived } from "./arrived";
import { makeChunks } from "./chunks";
import { makeData } from "./columns";

async function furnish({ head, map, root, bubbles, onPlace }: Shell): Promise<void> {
  map.furnish(mapParts);
  await Promise.all(["texts", "texts-en", "basemap", "relief-0"].map(arrived));
  const exhibit: Exhibit = {
    head,
    texts: await readTexts(),
    telling: await readTelling(head.language, head),
  };
  map.tell(exhibit);
  const [basemap, relief] = await Promise.all([
    readBytes("basemap"),
    Promise.all(readAllRaw("relief").map(readRelief)),
    document.fonts.ready,
  ]);
  map.arrange();
  const data = await makeData(head);
  bubbles?.setColumns(data.places, makeChunks(head, data));
  onPlace((place) => bubbles?.choose(place));
  if (basemap) await map.lay(decodeBasemap(basemap), relief, ownMap(head));
  closeDoor(head.version);
  root.dataset.ready = "true";
}

door().furnish = furnish;
