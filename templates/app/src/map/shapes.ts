// Places that are lines and areas: drawn under the marks, styled by their category, opened by a touch.

import * as L from "leaflet";
import { svg } from "../dom";
import { formAt } from "../exhibit";
import type { Box } from "../layout";
import type { Head } from "../payload";
import {
  arrowheads,
  DASHES,
  DOUBTS,
  type Frame,
  type Points,
  type Shape,
  stretches,
  toWorld,
  within,
} from "./forms";
import { pattern } from "./pattern";

/** Width of what a finger finds of a line, in pixels. */
const HIT_PX = 26;
const LINE_PX = 3;
const EDGE_PX = 1.6;

export interface ShapesOptions {
  head: Head;
  shapes: readonly Shape[];
  /** longitude at which each place's marker stands, beside which its shape is drawn */
  lons: readonly number[];
  onPlace: (place: number) => void;
}

export interface Placed {
  place: number;
  shape: Shape;
}

interface Beside {
  bounds: L.LatLngBounds;
  /** parts, their rings, the rings' points */
  latLngs: L.LatLng[][][];
  rings: Points[];
}

export interface Drawn extends Omit<Beside, "latLngs"> {
  place: number;
  paths: L.Path[];
  fill: L.Path | null;
  fillId: string;
  arrows: SVGPathElement | null;
}

export class Shapes {
  protected drawn: Drawn[] = [];
  private readonly renderer: L.Renderer;
  protected chosen: readonly number[] = [];
  private readonly backdrop: L.Renderer;

  constructor(
    protected readonly map: L.Map,
    private readonly options: ShapesOptions,
  ) {
    const pane = map.createPane("shapes");
    // Over the base map, under halos and leader lines.
    pane.style.zIndex = "390";
    this.renderer = L.svg({ pane: "shapes", padding: 0.3 });
    this.renderer.addTo(map);
    // The fillings of extents are opaque in a pane that is faint as a whole: where they overlap, it is no darker.
    map.createPane("extents").style.zIndex = "385";
    this.backdrop = L.svg({ pane: "extents", padding: 0.3 });
    const { container, group } = insides(this.renderer);
    container.setAttribute("aria-hidden", "true");
    container.append(this.patterns());
    const { head, shapes } = options;
    // Small areas lie over large ones, and lines over areas, so that each can be touched.
    const order = head.places.shape
      .flatMap((number, place) => (shapes[number] ? [{ place, shape: shapes[number] }] : []))
      .sort((one, two) => rank(two.shape) - rank(one.shape) || one.place - two.place);
    this.begin(order, ({ place, shape }) =>
      shape.kind === "extent" ? this.drawExtent(place, shape) : this.draw(place, shape, group),
    );
    map.on("zoomend moveend viewreset resize", () => this.drawArrows());
    this.drawArrows();
  }

  protected begin(order: readonly Placed[], drawOne: (one: Placed) => Drawn): void {
    this.drawn = order.map(drawOne);
  }

  /** Where a place's shape lies, or null when it has none. */
  boundsOf(place: number): L.LatLngBounds | null {
    return this.drawn.find((each) => each.place === place)?.bounds ?? null;
  }

  /** Shows a place's shape as chosen, and with it those of `all`. */
  choose(place: number, all: readonly number[]): void {
    const chosen = [place, ...all];
    for (const each of this.drawn) {
      const isChosen = chosen.includes(each.place);
      if (isChosen === this.chosen.includes(each.place)) continue;
      for (const path of each.paths) {
        path.getElement()?.classList.toggle("chosen-shape", isChosen);
        if (isChosen) path.bringToFront();
      }
      each.arrows?.classList.toggle("chosen-shape", isChosen);
      if (isChosen && each.arrows) each.arrows.parentNode?.append(each.arrows);
      each.fill?.setStyle({ fillColor: `url(#${each.fillId}${isChosen ? "-chosen" : ""})` });
    }
    this.chosen = chosen;
  }

  /** Draws the shapes faintly of places that are out of the selection. */
  setOut(isOut: (place: number) => boolean): void {
    for (const { place, paths, arrows } of this.drawn) {
      for (const path of paths) path.getElement()?.classList.toggle("out", isOut(place));
      arrows?.classList.toggle("out", isOut(place));
    }
  }

  /** Whether a box in pixels of the view lies on a line or an edge. */
  crossing(): (box: Box) => boolean {
    const size = this.map.getSize();
    const frame = this.frame(L.point(0, 0), size);
    const lines = this.drawn.flatMap(({ rings }) => rings.flatMap((ring) => stretches(ring, frame)));
    return (box) => {
      for (let i = 0; i < lines.length; i += 4) {
        const x1 = lines[i] ?? 0;
        const y1 = lines[i + 1] ?? 0;
        const x2 = lines[i + 2] ?? 0;
        const y2 = lines[i + 3] ?? 0;
        const apart =
          Math.max(x1, x2) < box.x ||
          Math.min(x1, x2) > box.x + box.width ||
          Math.max(y1, y2) < box.y ||
          Math.min(y1, y2) > box.y + box.height;
        if (!apart && within([x1, y1, x2, y2], box)) return true;
      }
      return false;
    };
  }

  /** A shape beside the copy of its place around the world that has the marker. */
  protected beside(place: number, { bbox, parts }: Pick<Shape, "bbox" | "parts">): Beside {
    const [west, south, east, north] = bbox;
    const shift = 360 * Math.round(((this.options.lons[place] ?? 0) - (west + east) / 2) / 360);
    return {
      bounds: L.latLngBounds([south, west + shift], [north, east + shift]),
      latLngs: parts.map((rings) =>
        rings.map((ring) => ring.map(([lon = 0, lat = 0]) => L.latLng(lat, lon + shift))),
      ),
      rings: parts.flat().map((ring) => toWorld(ring, shift)),
    };
  }

  /** Within which something is, somewhere: a quiet form that has nothing to touch, like a halo. */
  private drawExtent(place: number, shape: Shape): Drawn {
    const { latLngs, ...beside } = this.beside(place, shape);
    const { places } = this.options.head;
    const tone = `tone-${formAt(this.options.head, place).colour}`;
    const doubt = places.precision[place] === "vicinity" ? "vicinity" : `doubt-${places.doubt[place] ?? 0}`;
    // An arc has few points; to pass over any of them would make corners.
    const common = { interactive: false, smoothFactor: 0 };
    const paths = [
      L.polygon(latLngs, {
        ...common,
        renderer: this.backdrop,
        stroke: false,
        className: `extent-area ${tone}`,
      }),
      L.polygon(latLngs, {
        ...common,
        renderer: this.renderer,
        fill: false,
        className: `extent-edge ${doubt} ${tone}`,
      }),
    ];
    for (const path of paths) {
      const element = path.addTo(this.map).getElement();
      if (element instanceof SVGElement) element.dataset.shape = places.id[place] ?? "";
    }
    return { place, ...beside, paths, fill: null, fillId: "", arrows: null };
  }

  private draw(place: number, shape: Shape, group: Element): Drawn {
    const { head, onPlace } = this.options;
    const { kind } = shape;
    const form = formAt(head, place);
    const doubt = head.places.doubt[place] ?? 0;
    const tone = `tone-${form.colour}${doubt ? " doubted" : ""}`;
    const { latLngs, ...beside } = this.beside(place, shape);
    const common = { renderer: this.renderer, smoothFactor: 0.8, bubblingMouseEvents: false };
    const id = head.places.id[place] ?? "";
    const paths: L.Path[] = [];
    const add = (path: L.Path): L.Path => {
      path.addTo(this.map);
      const element = path.getElement();
      if (element instanceof SVGElement) element.dataset.shape = id;
      paths.push(path);
      return path;
    };
    const touchable = (path: L.Path): L.Path => {
      path.on("click", (event) => {
        L.DomEvent.stop(event as unknown as Event);
        onPlace(place);
      });
      return path;
    };
    let fill: L.Path | null = null;
    const fillId = fillName(head, place, doubt);
    if (kind === "area") {
      fill = touchable(
        add(
          L.polygon(latLngs, {
            ...common,
            stroke: false,
            fillOpacity: 1,
            fillColor: `url(#${fillId})`,
            className: `shape-area ${tone}`,
          }),
        ),
      );
      const edge = { ...common, interactive: false, fill: false };
      add(L.polygon(latLngs, { ...edge, weight: EDGE_PX + 2, className: "shape-casing" }));
      const dashArray = DOUBTS[doubt];
      add(
        L.polygon(latLngs, {
          ...edge,
          weight: EDGE_PX,
          className: `shape-edge ${tone}`,
          ...(dashArray && { dashArray }),
        }),
      );
    } else {
      const lines = latLngs.flat();
      const line = { ...common, interactive: false, fill: false };
      const dashArray = DASHES[form.line];
      const wide = form.line === "double" ? 6 : form.line === "dotted" ? 4 : LINE_PX;
      add(L.polyline(lines, { ...line, weight: wide + 2.5, className: "shape-casing" }));
      add(
        L.polyline(lines, {
          ...line,
          weight: wide,
          className: `shape-line ${tone}`,
          ...(dashArray && { dashArray }),
        }),
      );
      if (form.line === "double") add(L.polyline(lines, { ...line, weight: 2.4, className: "shape-gap" }));
      touchable(add(L.polyline(lines, { ...common, weight: HIT_PX, className: "shape-hit" })));
    }
    const arrows = kind === "line" && form.directed ? svg("path", { class: `shape-arrow ${tone}` }) : null;
    if (arrows) group.append(arrows);
    return {
      place,
      ...beside,
      paths,
      fill,
      fillId,
      arrows,
    };
  }

  private drawArrows(): void {
    const size = this.map.getSize();
    if (size.x === 0) return;
    // The renderer's coordinates are the layer's, which stay while the map is dragged.
    const padding = size.multiplyBy(0.3).round();
    const corner = this.map.containerPointToLayerPoint(padding.multiplyBy(-1));
    const frame = this.frame(padding.multiplyBy(-1), size.add(padding.multiplyBy(2)));
    for (const { arrows, rings } of this.drawn) {
      if (!arrows) continue;
      arrows.setAttribute("d", rings.map((ring) => arrowheads(ring, frame)).join(""));
      arrows.setAttribute("transform", `translate(${corner.x} ${corner.y})`);
    }
  }

  /** The frame with its corner at a point of the view. */
  private frame(corner: L.Point, size: L.Point): Frame {
    const { map } = this;
    const origin = map.getPixelOrigin().add(map.containerPointToLayerPoint(corner));
    const world_px = 256 * 2 ** map.getZoom();
    return { originX: origin.x, originY: origin.y, world_px, width: size.x, height: size.y };
  }

  /** A filling for each category and degree of doubt in use, and the same in the accent. */
  private patterns(): SVGElement {
    const { head } = this.options;
    const made = new Map<string, SVGElement>();
    head.places.shape.forEach((number, place) => {
      const doubt = head.places.doubt[place] ?? 0;
      const name = fillName(head, place, doubt);
      if (number < 0 || made.has(name)) return;
      const { fill, colour } = formAt(head, place);
      const hatch = fill === "plain" && doubt > 0 ? "hatch" : fill;
      for (const [id, tone] of [
        [name, `tone-${colour}`],
        [`${name}-chosen`, "chosen-shape"],
      ] as const) {
        made.set(id, pattern(id, hatch, tone));
      }
    });
    return svg("defs", {}, ...made.values());
  }
}

/** The name of a place's filling; places of one category share it. */
function fillName({ places }: Head, place: number, doubt: number): string {
  const category = places.category[place] ?? -1;
  return `shape-fill-${category < 0 ? "mixed" : category}${doubt > 0 ? "-doubted" : ""}`;
}

function rank({ kind, bbox: [west, south, east, north] }: Shape): number {
  return kind === "line" ? -1 : (east - west) * (north - south);
}

/** Leaflet has no words for the parts of its renderer, and none for adding to them. */
function insides(renderer: L.Renderer): { container: SVGElement; group: SVGElement } {
  const { _container, _rootGroup } = renderer as unknown as {
    _container: SVGElement;
    _rootGroup: SVGElement;
  };
  return { container: _container, group: _rootGroup };
}
