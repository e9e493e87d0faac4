// The base map as a layer: one canvas under the marks, carried along while the map moves. When the map rests it is painted
// anew beside the old picture, a step a frame, and takes its place when it is whole.

import * as L from "leaflet";
import type { Box } from "../layout";
import { carry, covers, type Painted } from "./carried";
import type { Basemap, Name } from "./levels";
import { type Measure, namesInView, type PlacedName, placeNames } from "./names";
import type { Window } from "./outline";
import type { OwnTiles } from "./own";
import { paintGround, paintName } from "./paint";
import { type ReliefPicture, type Reliefs, tintRelief } from "./relief";

export type Mode = "light" | "dark";

export interface BasemapOptions {
  mode: Mode;
  language: string;
  borders: "on" | "faint" | "off";
  /** Boxes in pixels of the view that names leave free. */
  obstacles: readonly Box[];
  /** Names that the exhibit's own labels say already, in lower case. */
  said: ReadonlySet<string>;
}

/** How much larger than the view the canvas is, on each side, as a part of the view. */
const PADDING = 0.2;
/** More canvas pixels than this are not painted sharply at once: a 4K screen has 8.3 million. */
const MOST_PIXELS = 14e6;
/** A sheet of 594 × 841 mm has 70 million at 300 dpi. */
const MOST_ON_PAPER = 120e6;
/** While the map travels, the picture may be enlarged or shrunk so much before it is painted anew. */
const MOST_STRETCH = 1.7;

export class BasemapLayer extends L.Layer {
  private readonly canvas = document.createElement("canvas");
  private readonly pen = document.createElement("canvas").getContext("2d");
  private painted: Painted = { centre: L.latLng(0, 0), zoom: 0, padding: L.point(0, 0) };
  private pending = 0;
  /** What is left of the picture that is being painted. */
  private steps: Iterator<void> | null = null;
  /** Whoever has seen the old picture on the way sees it until the new one is whole. */
  private flown = false;
  private relief: Reliefs = [];
  private readonly tinted = {
    light: new WeakMap<ReliefPicture, HTMLCanvasElement>(),
    dark: new WeakMap<ReliefPicture, HTMLCanvasElement>(),
  };
  private layout: { key: string; placed: PlacedName[]; silent: Name[] } = { key: "", placed: [], silent: [] };
  /** The map moves: what must be painted on the way is painted of what there is. */
  private moving = false;
  /** Canvas pixels a CSS pixel on paper, whatever the screen has; 0 on the screen. */
  private paper = 0;
  /** The picture is not only of another view, but wrong. */
  private stale = true;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly basemap: Basemap,
    private readonly look: BasemapOptions,
    private readonly own: OwnTiles | null = null,
  ) {
    super();
    this.canvas.className = "basemap leaflet-zoom-animated";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  override onAdd(map: L.Map): this {
    map.getPane("tilePane")?.append(this.canvas);
    this.paint();
    return this;
  }

  override onRemove(): this {
    this.unschedule();
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => this.schedule(),
      resize: () => {
        this.stale = true;
      },
      movestart: () => {
        this.moving = true;
      },
      moveend: () => {
        this.moving = false;
        this.schedule();
      },
      move: () => this.keepUp(),
      // What has been begun would lie where it no longer belongs.
      zoomstart: () => this.unschedule(),
      zoom: () => this.follow(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.flown = true;
        this.follow(center, zoom);
      },
    };
  }

  /** Settles when the view is painted with all its tiles. */
  whole(): Promise<void> {
    return new Promise((done) => {
      this.waiting.push(done);
      this.schedule();
    });
  }

  /** The tiles that were missing are there. */
  complete(): void {
    if (!this.moving || this.canvas.dataset.whole === "false") this.schedule();
  }

  /** Paints the view, and no more than that, in the light colours of paper and so many times as finely. */
  toPaper(ratio: number): void {
    this.setMode("light", ratio);
  }

  setMode(mode: Mode, paper = 0): void {
    this.paper = paper;
    this.look.mode = mode;
    this.stale = true;
    this.paint();
  }

  setLanguage(language: string, said: ReadonlySet<string>): void {
    this.look.language = language;
    this.look.said = said;
    this.stale = true;
    this.schedule();
  }

  setRelief(relief: Reliefs): void {
    this.relief = relief;
    this.stale = true;
    this.paint();
  }

  setObstacles(boxes: readonly Box[]): void {
    if (JSON.stringify(boxes) === JSON.stringify(this.look.obstacles)) return;
    this.look.obstacles = boxes;
    this.schedule();
  }

  /** Before the next frame is shown, and once for all that asks for it until then. */
  private schedule(): void {
    this.steps = null;
    // One that is asked for already is kept: a flight asks in each frame, before the last one's would be painted.
    if (this._map && !this.pending) this.pending = requestAnimationFrame(() => this.paint(true));
  }

  /** Paints anew on the way where the picture no longer covers the view, or is stretched too far. */
  private keepUp(): void {
    if (!this.covers()) this.schedule();
  }

  private covers(): boolean {
    return covers(this._map, this.painted, MOST_STRETCH);
  }

  private follow(centre: L.LatLng, zoom: number): void {
    carry(this._map, this.canvas, this.painted, centre, zoom);
  }

  private unschedule(): void {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    this.steps = null;
  }

  /** Paints at once, or where the old picture does for so long, a step before each frame. */
  private paint(gradual = false): void {
    const begun = this.steps;
    this.unschedule();
    const map = this._map;
    if (!map) return;
    const { centre, zoom } = this.painted;
    const isOther = zoom !== map.getZoom() || !centre.equals(map.getCenter());
    const slow =
      gradual &&
      !this.stale &&
      isOther &&
      (begun !== null || (!this.moving && (this.flown || this.covers())));
    const steps = begun ?? this.draw(map);
    do {
      if (!steps.next().done) continue;
      this.flown = false;
      return;
    } while (!slow);
    this.canvas.dataset.whole = "false";
    this.steps = steps;
    this.pending = requestAnimationFrame(() => this.paint(true));
  }

  private *draw(map: L.Map): Generator<void> {
    const size = map.getSize();
    if (size.x === 0 || size.y === 0) return;
    const padding = size.multiplyBy(this.paper ? 0 : PADDING).round();
    const width = size.x + 2 * padding.x;
    const height = size.y + 2 * padding.y;
    const zoom = map.getZoom();
    const world_px = 256 * 2 ** zoom;
    const corner = map.containerPointToLayerPoint(padding.multiplyBy(-1));
    const origin = map.getPixelOrigin().add(corner);
    const canvasWindow = { originX: origin.x, originY: origin.y, world_px, width, height };
    const view = {
      originX: origin.x + padding.x,
      originY: origin.y + padding.y,
      width: size.x,
      height: size.y,
      world_px,
      obstacles: this.look.obstacles,
    };
    // In a flight the tiles of each zoom would be read for one frame.
    const passing = this.moving && zoom !== this.painted.zoom;
    const whole = !passing && (this.own?.ask(canvasWindow, view, zoom) ?? true);
    // Rather the picture of a moment ago than one with holes that will be filled in the next.
    if (this.own && !whole && !this.stale && this.covers()) {
      this.follow(map.getCenter(), zoom);
      this.canvas.dataset.whole = "false";
      return;
    }
    const painted = { centre: map.getCenter(), zoom, padding };
    const most = Math.sqrt((this.paper ? MOST_ON_PAPER : MOST_PIXELS) / (width * height));
    const ratio = Math.min(this.paper || window.devicePixelRatio || 1, most);
    const { canvas } = this;
    // The new picture is painted beside the old one. While a page is printed, Chromium moreover records what is drawn on
    // its canvases, and loses a part of it; a picture of what was drawn elsewhere comes through whole.
    const drawn = document.createElement("canvas");
    // Rounded down, so that Chromium, which prints a canvas in 64ths of its size and rounds these down, has no less.
    drawn.width = Math.floor(width * ratio);
    drawn.height = Math.floor(height * ratio);
    const ctx = drawn.getContext("2d", { alpha: false });
    if (!ctx) return;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const palette = this.basemap.theme[this.look.mode];
    const scene = { ...canvasWindow, zoom, palette, borders: this.look.borders, relief: this.tint() };
    // The frame in which the exhibit's own marks are arranged has enough to do.
    yield;
    if (!this.own?.covers(scene)) yield* paintGround(ctx, this.basemap, scene);
    this.own?.paint(ctx, scene);
    const names = this.names(view, zoom, passing);
    yield;
    for (const { placed, dx } of namesInView(names, view)) {
      paintName(ctx, placed, palette, dx + padding.x, padding.y - view.originY);
    }
    yield;
    this.stale = false;
    this.painted = painted;
    if (canvas.width !== drawn.width || canvas.height !== drawn.height) {
      canvas.width = drawn.width;
      canvas.height = drawn.height;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    L.DomUtil.setTransform(canvas, corner, 1);
    canvas.getContext("2d", { alpha: false })?.drawImage(drawn, 0, 0);
    canvas.dataset.whole = String(whole);
    if (whole) for (const done of this.waiting.splice(0)) done();
  }

  private tint(): readonly (HTMLCanvasElement | null)[] {
    const { mode } = this.look;
    return this.relief.map((picture) => {
      if (!picture) return null;
      const made = this.tinted[mode].get(picture) ?? tintRelief(picture, this.basemap.theme[mode]);
      this.tinted[mode].set(picture, made);
      return made;
    });
  }

  /** The shipped map's names and the own tiles', whose are too many to be placed in passing. */
  private names(view: Window, zoom: number, passing: boolean): PlacedName[] {
    const { language, said } = this.look;
    const key = `${zoom} ${language}`;
    if (this.layout.key !== key) {
      const isSaid = ({ texts }: Name): boolean =>
        said.has((texts[language] ?? texts.en ?? "").toLowerCase());
      const names = this.basemap.names.filter(
        (name) => !isSaid(name) && !this.own?.pictures(name.x, name.y, zoom),
      );
      const placed = placeNames(names, this.basemap.theme, zoom, language, this.measure);
      this.layout = { key, placed, silent: this.own ? this.basemap.names.filter(isSaid) : [] };
    }
    const { placed: shipped, silent } = this.layout;
    if (!this.own || passing) return shipped;
    const own = this.own.names(view, zoom, { language, said, shipped, silent, measure: this.measure });
    return [...shipped, ...own];
  }

  private readonly measure: Measure = (text, font, spacing) => {
    if (!this.pen) return text.length * 10;
    this.pen.font = font;
    this.pen.letterSpacing = `${spacing}px`;
    return this.pen.measureText(text).width;
  };
}
