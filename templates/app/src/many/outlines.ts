// Lines and areas among many places: their outlines are read when the map stands, and drawn where the map is.

import { decodeShapes } from "../map/forms";
import { ShapesInView } from "../map/shapes-in-view";
import { type Head, type Places, readBytes } from "../payload";
import { arrived } from "./arrived";
import { latOf, lonOf, shapeOf } from "./columns";
import { precisionOf } from "./slice";
import { type Bubbles, type ManyPlaces, NONE_16 } from "./types";

export async function drawOutlines(
  head: Head,
  all: ManyPlaces,
  bubbles: Bubbles,
  onPlace: (place: number) => void,
): Promise<void> {
  if (!head.many?.outlines) return;
  await arrived("many-outlines");
  const bytes = await readBytes("many-outlines");
  if (!bytes) return;
  const { id } = JSON.parse(new TextDecoder().decode(bytes)) as { id: string[] };
  const places = sparsely(all, id);
  bubbles.outline((map, middle) => {
    const lons = places.lon.map((lon) => lon + 360 * Math.round((middle - lon) / 360));
    const shapes = decodeShapes(bytes);
    return new ShapesInView(map, { head: { ...head, places }, shapes, lons, onPlace });
  });
}

/** The columns of those places alone that have a line or area, at their own numbers. */
function sparsely(all: ManyPlaces, ids: readonly string[]): Places {
  const places: Places = {
    id: [],
    lon: [],
    lat: [],
    precision: [],
    uncertainty_m: [],
    doubt: [],
    category: [],
    shape: [],
    far_km: [],
    label: [],
  };
  for (let place = 0; place < all.size; place++) {
    const shape = shapeOf(all, place);
    if (shape < 0) continue;
    const category = all.category[place] ?? NONE_16;
    places.id[place] = ids[shape] ?? "";
    places.lon[place] = lonOf(all, place);
    places.lat[place] = latOf(all, place);
    places.precision[place] = precisionOf(all.precision[place]);
    places.doubt[place] = all.doubt[place] ?? 0;
    places.category[place] = category === NONE_16 ? -1 : category;
    places.shape[place] = shape;
  }
  return places;
}
