// Signs to the places that are far from the others: at the map's edge, where their direction meets it.

import type * as L from "leaflet";
import { button, h, icon } from "../dom";
import { type Exhibit, markAttributes, numeral } from "../exhibit";
import { ARROW } from "../icons";
import { type Box, overlap } from "../layout";
import type { Head } from "../payload";

export interface FarSigns {
  element: HTMLElement;
  /** Shows the signs of places out of view, where they meet none of the boxes; gives their own. */
  arrange(taken: readonly Box[]): Box[];
  /** Draws the signs faintly of places that are out of the selection. */
  setOut(isOut: (place: number) => boolean): void;
  /** Writes their names and distances in the exhibit's language. */
  tell(exhibit: Exhibit): void;
}

/** Between a sign and the map's edge, in pixels. */
const EDGE_PX = 16;
/** Around a sign, in pixels. */
const ROOM_PX = 6;

/** `lons` are the longitudes at which the places' markers stand. */
export function makeFarSigns(
  map: L.Map,
  head: Head,
  lons: readonly number[],
  onPlace: (place: number) => void,
): FarSigns {
  const { places } = head;
  const element = h("div", { class: "far-places" });
  const signs = places.id.flatMap((id, place) => {
    if (places.far_km[place] == null) return [];
    const arrow = h("span", { class: "far-arrow", "aria-hidden": "true" }, icon(ARROW));
    const text = h("span", {}, places.label[place] ?? "");
    const distance = h("span", { class: "far-distance" });
    // Among many records marks have no numbers.
    const disc = h("span", markAttributes(head, place), !MANY && String(place + 1));
    const sign = button(
      { class: "far-place", "data-far": id, hidden: true },
      () => onPlace(place),
      disc,
      text,
      distance,
      arrow,
    );
    element.append(sign);
    return [{ place, sign, disc, text, distance, arrow }];
  });
  return {
    element,
    arrange(marks) {
      const size = map.getSize();
      const centre = size.divideBy(2);
      const taken = [...marks];
      return signs.flatMap(({ place, sign, arrow }) => {
        const point = map.latLngToContainerPoint([places.lat[place] ?? 0, lons[place] ?? 0]);
        const seen = point.x >= 0 && point.y >= 0 && point.x <= size.x && point.y <= size.y;
        sign.hidden = seen;
        if (seen) return [];
        const away = point.subtract(centre);
        const { offsetWidth: width, offsetHeight: height } = sign;
        const most = { x: size.x - width - EDGE_PX, y: size.y - height - EDGE_PX };
        const reach = Math.min(
          (centre.x - width / 2 - EDGE_PX) / Math.max(1, Math.abs(away.x)),
          (centre.y - height / 2 - EDGE_PX) / Math.max(1, Math.abs(away.y)),
        );
        const wanted = {
          x: centre.x + away.x * reach - width / 2,
          y: centre.y + away.y * reach - height / 2,
        };
        const boxAt = ({ x, y }: { x: number; y: number }): Box => ({
          x: Math.round(x) - ROOM_PX,
          y: Math.round(y) - ROOM_PX,
          width: width + 2 * ROOM_PX,
          height: height + 2 * ROOM_PX,
        });
        // Else along the edge, as near to where the direction meets it as there is room.
        const along: { x: number; y: number }[] = [];
        for (let x = EDGE_PX; x <= most.x; x += 8) along.push({ x, y: EDGE_PX });
        for (let y = EDGE_PX; y <= most.y; y += 8) along.push({ x: EDGE_PX, y }, { x: most.x, y });
        const far = ({ x, y }: { x: number; y: number }): number => Math.hypot(x - wanted.x, y - wanted.y);
        along.sort((one, two) => far(one) - far(two));
        const box =
          [wanted, ...along]
            .map(boxAt)
            .find((candidate) => !taken.some((other) => overlap(candidate, other))) ?? boxAt(wanted);
        taken.push(box);
        sign.style.transform = `translate(${box.x + ROOM_PX}px, ${box.y + ROOM_PX}px)`;
        arrow.style.transform = `rotate(${Math.atan2(away.x, -away.y)}rad)`;
        return [box];
      });
    },
    setOut(isOut) {
      for (const { place, sign } of signs) sign.classList.toggle("out", isOut(place));
    },
    tell(next) {
      const { telling } = next;
      for (const { place, disc, text, distance } of signs) {
        if (!MANY) disc.textContent = numeral(next, place + 1);
        text.textContent = telling.places.label[place] ?? "";
        distance.textContent = telling.places.far[place] ?? "";
      }
    },
  };
}
