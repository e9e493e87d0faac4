// The files of what records show, which stand at the end of the page.

import type { Exhibit } from "../exhibit";
import { arrived } from "./arrived";

/** Settles when the files that the records show are there. */
export async function filesArrived({ texts: { events, media }, telling }: Exhibit): Promise<void> {
  const items = [...(events.media ?? []), telling.events.reading ?? []].flat();
  await Promise.all(
    items.map((item) => media?.file[item] !== undefined && arrived(`media-${media.file[item]}`)),
  );
}
