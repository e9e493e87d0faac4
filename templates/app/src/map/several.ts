// What the map shows of what is chosen: one line or area, or several places with their halos and areas.

import * as L from "leaflet";
import type { Places } from "../payload";
import type { Shapes } from "./shapes";

/** Of the height of several places, what is left free below them. */
const FOOT = 0.18;

export interface Extents {
  places: Places;
  /** longitude at which each place's marker stands */
  lons: readonly number[];
  shapes: Shapes | null;
}

/** The box of a chosen place's line or area, or of all places of an event that has several; null of a single point. */
export function extentOf(
  place: number,
  all: readonly number[],
  { places, lons, shapes }: Extents,
): L.LatLngBounds | null {
  if (all.length === 0) return shapes?.boundsOf(place) ?? null;
  const bounds = L.latLngBounds([]);
  for (const each of all) {
    const point = L.latLng(places.lat[each] ?? 0, lons[each] ?? 0);
    bounds.extend(point);
    bounds.extend(shapes?.boundsOf(each) ?? point.toBounds(2 * (places.uncertainty_m[each] ?? 0)));
  }
  // The locator and the scale stand in the south: what lies there must not come to lie under them.
  const south = bounds.getSouth();
  return bounds.extend([south - FOOT * (bounds.getNorth() - south), bounds.getWest()]);
}
