// Lines and areas of many places: of those in the view the largest are drawn, and given up when they have left it.

import type * as L from "leaflet";
import { type Drawn, type Placed, Shapes } from "./shapes";

/** How large one is at least to be drawn, and how many are. */
const LEAST_PX = 4;
const MOST = 300;

export class ShapesInView extends Shapes {
  // They are set while the other class is made.
  declare private order: readonly Placed[];
  declare private isOut: ((place: number) => boolean) | undefined;

  protected override begin(order: readonly Placed[], drawOne: (one: Placed) => Drawn): void {
    this.order = order;
    this.map.on("moveend", () => this.follow(drawOne));
    this.follow(drawOne);
  }

  private follow(drawOne: (one: Placed) => Drawn): void {
    const view = this.map.getBounds().pad(0.3);
    const px = (256 * 2 ** this.map.getZoom()) / 360;
    const wanted = this.order
      .filter(({ place, shape: { bbox } }) => {
        const [west, south, east, north] = bbox;
        const isLarge = Math.max(east - west, north - south) * px >= LEAST_PX;
        return isLarge && view.intersects(this.beside(place, { bbox, parts: [] }).bounds);
      })
      .slice(0, MOST);
    const known = new Map(this.drawn.map((each) => [each.place, each]));
    const next = wanted.map((one) => known.get(one.place) ?? drawOne(one));
    for (const each of this.drawn) {
      if (next.includes(each)) continue;
      for (const path of each.paths) path.remove();
      each.arrows?.remove();
    }
    if (next.some((each) => !this.drawn.includes(each))) {
      // Small areas lie over large ones, and lines over areas.
      for (const { paths, arrows } of next) {
        for (const path of paths) path.bringToFront();
        if (arrows) arrows.parentNode?.append(arrows);
      }
    }
    this.drawn = next;
    const [place = -1, ...all] = this.chosen;
    this.chosen = [];
    this.choose(place, all);
    if (this.isOut) this.setOut(this.isOut);
  }

  override boundsOf(place: number): L.LatLngBounds | null {
    const found = this.order.find((each) => each.place === place);
    return found ? this.beside(place, { ...found.shape, parts: [] }).bounds : null;
  }

  override setOut(isOut: (place: number) => boolean): void {
    this.isOut = isOut;
    super.setOut(isOut);
  }
}
