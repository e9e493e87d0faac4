// The locator: a small map in the corner that shows where the view lies.

import { h } from "../dom";
import type { Basemap } from "./levels";
import { areaOf } from "./outline";
import { paintGround } from "./paint";
import type { Palette } from "./style";

const WIDTH_PX = 148;
const HEIGHT_PX = 108;
/** How many zooms the small map stands above the view. */
const STEPS_OUT = 4.4;
/** From a view of a continent there is nothing wider to show. */
const LEAST_ZOOM = 4.5;
/** The frame of the view is never smaller than this. */
const LEAST_FRAME_PX = 7;

export interface Seen {
  /** world coordinates of the view's middle, fractions of the world */
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
}

export interface Locator {
  element: HTMLElement;
  show(seen: Seen, palette: Palette): void;
}

export function makeLocator(basemap: Basemap): Locator {
  const canvas = document.createElement("canvas");
  const frame = h("span", { class: "locator-frame" });
  const element = h("div", { class: "locator", "aria-hidden": "true", hidden: true }, canvas, frame);
  let painted = "";
  return {
    element,
    show({ x, y, zoom, width, height }, palette) {
      element.hidden = zoom < LEAST_ZOOM;
      if (element.hidden) return;
      // Whole steps, so that the small map stands still while the view moves a little.
      const outer = Math.max(1, Math.floor(zoom - STEPS_OUT));
      const world_px = 256 * 2 ** outer;
      const step = { x: WIDTH_PX / 4 / world_px, y: HEIGHT_PX / 4 / world_px };
      const middle = { x: Math.round(x / step.x) * step.x, y: Math.round(y / step.y) * step.y };
      const window = {
        originX: middle.x * world_px - WIDTH_PX / 2,
        originY: Math.min(Math.max(middle.y * world_px - HEIGHT_PX / 2, 0), world_px - HEIGHT_PX),
        world_px,
        width: WIDTH_PX,
        height: HEIGHT_PX,
      };
      const key = `${outer} ${window.originX} ${window.originY} ${palette.land}`;
      if (key !== painted) {
        painted = key;
        const ratio = pixelRatio();
        canvas.width = WIDTH_PX * ratio;
        canvas.height = HEIGHT_PX * ratio;
        const ctx = canvas.getContext("2d", { alpha: false });
        if (!ctx) return;
        ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
        Array.from(
          paintGround(ctx, basemap, { ...window, zoom: outer, palette, borders: "off", relief: [] }),
        );
      }
      const scale = 2 ** (outer - zoom);
      const size = {
        x: Math.max(LEAST_FRAME_PX, width * scale),
        y: Math.max(LEAST_FRAME_PX, height * scale),
      };
      const { west, north } = areaOf(window);
      frame.style.width = `${size.x}px`;
      frame.style.height = `${size.y}px`;
      frame.style.transform = `translate(${(x - west) * world_px - size.x / 2}px, ${(y - north) * world_px - size.y / 2}px)`;
    },
  };
}

function pixelRatio(): number {
  return Math.ceil(window.devicePixelRatio || 1);
}
