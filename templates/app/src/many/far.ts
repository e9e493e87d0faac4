// Signs to far places among many records: those of the head, drawn as the small page draws its own.

import type { Exhibit } from "../exhibit";
import { type FarSigns, makeFarSigns } from "../map/far";
import type { OverlayOptions } from "./overlay";

/** The signs at the map's edge, or null where no place is far; `onPlace` gets a place's number among all. */
export function makeManyFarSigns(
  { map, head, middle }: OverlayOptions,
  onPlace: (place: number) => void,
): FarSigns | null {
  const far = head.many?.far;
  if (!far) return null;
  const { place: all, id, lat, lon, precision } = far;
  const places = {
    ...head.places,
    id,
    lat,
    lon,
    precision,
    far_km: all.map(() => 0),
    label: all.map(() => ""),
  };
  const lons = lon.map((degrees) => degrees + 360 * Math.round((middle - degrees) / 360));
  const signs = makeFarSigns(map, { ...head, places }, lons, (at) => onPlace(all[at] ?? -1));
  return {
    ...signs,
    setOut: (isOut) => signs.setOut((at) => isOut(all[at] ?? -1)),
    tell(next: Exhibit) {
      const { telling } = next;
      const label = far.label[telling.language] ?? [];
      const distance = far.distance[telling.language] ?? [];
      signs.tell({
        ...next,
        telling: { ...telling, places: { ...telling.places, label, far: distance } },
      });
    },
  };
}
