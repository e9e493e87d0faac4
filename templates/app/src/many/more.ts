// The second script of a page of many records: everything but the first bubbles.

import { closeDoor, door, type Shell } from "../door";
import type { Exhibit } from "../exhibit";
import { decodeBasemap } from "../map/levels";
import { ownMap } from "../map/open";
import { mapParts } from "../map/parts";
import { readRelief } from "../map/relief";
import { readAllRaw, readBytes, readTelling, readTexts } from "../payload";

async function furnish({ head, map, root }: Shell): Promise<void> {
  map.furnish(mapParts);
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
  if (basemap) await map.lay(decodeBasemap(basemap), relief, ownMap(head));
  closeDoor(head.version);
  root.dataset.ready = "true";
}

door().furnish = furnish;
