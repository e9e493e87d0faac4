// The map of one question: the page's own base map on a canvas, the candidates numbered on it, without Leaflet.

import { button, h, icon } from "../dom";
import { MINUS, PLUS, WHOLE } from "../icons";
import { type Box, overlap } from "../layout";
import type { Basemap } from "../map/levels";
import { namesInView, type PlacedName, placeNames } from "../map/names";
import { worldX, worldY } from "../map/outline";
import { paintGround, paintName } from "../map/paint";

export interface Point {
  lon: number;
  lat: number;
  label: string;
}

export interface ChartWords {
  map: string;
  fit: string;
  zoomIn: string;
  zoomOut: string;
}

/** Between the outermost candidate and the map's edge, in pixels. */
const MARGIN_PX = 72;
const MARK_PX = 32;
const DOT_PX = 5;
const LABEL_PX = 16;
const LABEL_FONT = '600 13px "Noto Sans", system-ui, sans-serif';
/** Width of the corner where the buttons are. */
const TOOLS_PX = 60;
const MOST_ZOOM = 11;
const LONE_ZOOM = 7;
/** Names are placed anew in steps of so much zoom. */
const STEP = 0.25;

export class Chart {
  readonly element: HTMLElement;
  private readonly canvas = h("canvas", { "aria-hidden": "true" });
  private readonly marks = h("div", { class: "marks", "aria-hidden": "true" });
  private readonly pen = document.createElement("canvas").getContext("2d");
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly layouts = new Map<number, PlacedName[]>();
  private candidates: readonly Point[] = [];
  private chosen = -1;
  private x = 0.5;
  private y = 0.5;
  private zoom = 2;
  private pending = 0;

  constructor(
    private readonly basemap: Basemap,
    private readonly language: string,
    private readonly places: readonly Point[],
    words: ChartWords,
    private readonly onCandidate: (index: number) => void,
  ) {
    const tools = h(
      "div",
      { class: "map-tools" },
      button({ "aria-label": words.zoomIn, title: words.zoomIn }, () => this.turn(1), icon(PLUS)),
      button({ "aria-label": words.zoomOut, title: words.zoomOut }, () => this.turn(-1), icon(MINUS)),
      button({ "aria-label": words.fit, title: words.fit }, () => this.fit(), icon(WHOLE)),
    );
    this.element = h(
      "div",
      { class: "chart", role: "group", "aria-label": words.map },
      this.canvas,
      this.marks,
      tools,
    );
    this.canvas.addEventListener("pointerdown", (event) => this.drag(event));
    this.element.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.turn(-Math.sign(event.deltaY) / 2);
      },
      { passive: false },
    );
    this.dark.addEventListener("change", () => this.schedule());
    new ResizeObserver(() => this.fit()).observe(this.element);
  }

  show(candidates: readonly Point[], chosen: number): void {
    this.candidates = candidates;
    this.marks.replaceChildren(
      ...candidates.map(({ label }, index) => {
        const mark = button({ class: "mark", tabindex: -1, title: label }, () => this.onCandidate(index));
        mark.textContent = String(index + 1);
        return mark;
      }),
    );
    this.choose(chosen);
    this.fit();
  }

  choose(chosen: number): void {
    this.chosen = chosen;
    [...this.marks.children].forEach((mark, index) => {
      mark.classList.toggle("chosen", index === this.chosen);
    });
  }

  /** The view that holds all candidates; without any, the exhibit's own places. */
  private fit(): void {
    const points = this.candidates.length > 0 ? this.candidates : this.places;
    const { width, height } = this.size();
    const xs = points.map(({ lon }) => worldX(lon));
    const ys = points.map(({ lat }) => worldY(lat));
    if (points.length === 0) [this.x, this.y, this.zoom] = [0.5, 0.4, Math.log2(width / 256)];
    else {
      const [west, across] = shortestArc(xs);
      const north = Math.min(...ys);
      const down = Math.max(...ys) - north;
      this.x = west + across / 2;
      this.y = north + down / 2;
      const room = (px: number): number => Math.max(64, px - 2 * MARGIN_PX);
      const world_px = Math.min(room(width) / across, room(height) / down);
      const most = points.length === 1 ? LONE_ZOOM : MOST_ZOOM;
      this.zoom = Math.min(most, Math.log2(world_px / 256));
    }
    this.turn(0);
  }

  private turn(steps: number): void {
    const { width, height } = this.size();
    const least = Math.log2(Math.max(width / 2, height) / 256);
    const zoom = Math.max(least, Math.min(MOST_ZOOM + 2, this.zoom + steps));
    this.zoom = Math.floor(zoom / STEP) * STEP;
    if (this.zoom < least) this.zoom = least;
    this.schedule();
  }

  private drag(start: PointerEvent): void {
    this.canvas.setPointerCapture(start.pointerId);
    let [x, y] = [start.clientX, start.clientY];
    const move = (event: PointerEvent): void => {
      const world_px = 256 * 2 ** this.zoom;
      this.x -= (event.clientX - x) / world_px;
      this.y = Math.max(0, Math.min(1, this.y - (event.clientY - y) / world_px));
      [x, y] = [event.clientX, event.clientY];
      this.schedule();
    };
    const end = (): void => {
      this.canvas.removeEventListener("pointermove", move);
    };
    this.canvas.addEventListener("pointermove", move);
    this.canvas.addEventListener("pointerup", end, { once: true });
    this.canvas.addEventListener("pointercancel", end, { once: true });
  }

  private size(): { width: number; height: number } {
    return {
      width: Math.max(1, this.element.clientWidth),
      height: Math.max(1, this.element.clientHeight),
    };
  }

  private schedule(): void {
    cancelAnimationFrame(this.pending);
    delete this.canvas.dataset.painted;
    this.pending = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    const { width, height } = this.size();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const { canvas } = this;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const ctx = canvas.getContext("2d", { alpha: false });
    if (!ctx) return;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const world_px = 256 * 2 ** this.zoom;
    const originX = this.x * world_px - width / 2;
    const originY = this.y * world_px - height / 2;
    const window_ = { originX, originY, world_px, width, height };
    const palette = this.basemap.theme[this.dark.matches ? "dark" : "light"];
    Array.from(
      paintGround(ctx, this.basemap, { ...window_, zoom: this.zoom, palette, borders: "on", relief: [] }),
    );
    const at = ({ lon, lat }: Point): [number, number] => {
      const away = (((worldX(lon) - this.x + 0.5) % 1) + 1) % 1;
      return [(away - 0.5) * world_px + width / 2, worldY(lat) * world_px - originY];
    };
    const around = ([x, y]: [number, number], size: number): Box => ({
      x: x - size / 2,
      y: y - size / 2,
      width: size,
      height: size,
    });
    const marks = this.candidates.map(at);
    const dots = this.places.map(at);
    const obstacles = [
      { x: width - TOOLS_PX, y: 0, width: TOOLS_PX, height: 3 * TOOLS_PX },
      ...marks.map((point) => around(point, MARK_PX + 4)),
      ...dots.map((point) => around(point, 2 * DOT_PX)),
    ];
    const said = this.label(dots, obstacles, width, height);
    obstacles.push(...said.map(({ box }) => box));
    for (const { placed, dx } of namesInView(this.names(), { ...window_, obstacles })) {
      paintName(ctx, placed, palette, dx, -originY);
    }
    ctx.lineWidth = 2;
    ctx.fillStyle = palette.land;
    ctx.strokeStyle = palette.townName;
    for (const [x, y] of dots) {
      ctx.beginPath();
      ctx.arc(x, y, DOT_PX, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    }
    ctx.font = LABEL_FONT;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.letterSpacing = "0px";
    ctx.lineJoin = "round";
    for (const { label, box } of said) {
      ctx.lineWidth = 3;
      ctx.strokeStyle = palette.halo;
      ctx.strokeText(label, box.x, box.y + box.height / 2);
      ctx.fillStyle = palette.townName;
      ctx.fillText(label, box.x, box.y + box.height / 2);
    }
    marks.forEach(([x, y], index) => {
      const mark = this.marks.children[index];
      if (mark instanceof HTMLElement) mark.style.translate = `${x - MARK_PX / 2}px ${y - MARK_PX / 2}px`;
    });
    canvas.dataset.painted = "true";
  }

  /** Names of the exhibit's own places beside their dots, where there is room. */
  private label(
    dots: readonly [number, number][],
    taken: readonly Box[],
    width: number,
    height: number,
  ): { label: string; box: Box }[] {
    const said: { label: string; box: Box }[] = [];
    if (this.pen) this.pen.font = LABEL_FONT;
    dots.forEach(([x, y], index) => {
      const label = this.places[index]?.label;
      if (!label || x < 0 || y < LABEL_PX || x > width || y > height - LABEL_PX) return;
      const long = this.pen ? this.pen.measureText(label).width : label.length * 8;
      const beside = [x + 2 * DOT_PX, x - 2 * DOT_PX - long];
      const box = beside
        .map((left) => ({ x: left, y: y - LABEL_PX / 2, width: long, height: LABEL_PX }))
        .find(
          (one) =>
            one.x > 0 &&
            one.x + one.width < width &&
            !taken.some((other) => overlap(one, other)) &&
            !said.some((other) => overlap(one, other.box)),
        );
      if (box) said.push({ label, box });
    });
    return said;
  }

  private names(): PlacedName[] {
    const made = this.layouts.get(this.zoom);
    if (made) return made;
    const measure = (text: string, font: string, spacing: number): number => {
      if (!this.pen) return text.length * 10;
      this.pen.font = font;
      this.pen.letterSpacing = `${spacing}px`;
      return this.pen.measureText(text).width;
    };
    const { names, theme } = this.basemap;
    const placed = placeNames(names, theme, this.zoom, this.language, measure);
    this.layouts.set(this.zoom, placed);
    return placed;
  }
}

/** Where the shortest arc begins that holds all places on a circle of length 1, and how long it is. */
export function shortestArc(xs: readonly number[]): [start: number, length: number] {
  const ordered = [...new Set(xs.map((x) => ((x % 1) + 1) % 1))].sort((a, b) => a - b);
  let widest = { gap: -1, start: 0 };
  ordered.forEach((x, index) => {
    const next = ordered[index + 1] ?? (ordered[0] ?? 0) + 1;
    if (next - x > widest.gap) widest = { gap: next - x, start: next % 1 };
  });
  return [widest.start, 1 - widest.gap];
}
