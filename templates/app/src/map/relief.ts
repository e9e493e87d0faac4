// The relief: one grey picture, hill shade over height, tinted in the page's own tones for light and dark.

import type { Palette } from "./style";

type Channels = readonly [red: number, green: number, blue: number, alpha: number];

/** What Python calls flat ground in the shade. */
const FLAT = 128;
/** Over so many of its pixels the relief fades in, since the first step of height would be a line at its edge. */
const FADE = 32;

export interface ReliefPicture {
  width: number;
  height: number;
  shade: Uint8Array;
  rise: Uint8Array;
}

/** As the base map has them, coarser ones first; null for one that is not read yet. */
export type Reliefs = readonly (ReliefPicture | null)[];

/** Reads the picture: its upper half is the shade (128 is flat), its lower half the height (0 is the sea's). */
export async function readRelief(bytes: Uint8Array<ArrayBuffer>): Promise<ReliefPicture> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/webp" }), {
    colorSpaceConversion: "none",
  });
  const { width } = bitmap;
  const height = bitmap.height / 2;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = 2 * height;
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  if (!ctx) throw new Error("This browser draws no canvas.");
  ctx.drawImage(bitmap, 0, 0);
  const { data } = ctx.getImageData(0, 0, width, 2 * height);
  const grey = (from: number): Uint8Array => {
    const half = new Uint8Array(width * height);
    for (let i = 0; i < half.length; i++) half[i] = data[4 * (from + i)] ?? 0;
    return half;
  };
  return { width, height, shade: grey(0), rise: grey(width * height) };
}

/** The relief in a palette: higher ground towards `high`, slopes towards `shade` and `light`. */
export function tintRelief(
  { width, height, shade, rise }: ReliefPicture,
  palette: Palette,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const ctx = canvas.getContext("2d");
  if (!ctx) throw new Error("This browser draws no canvas.");
  const [high, dark, light] = [palette.high, palette.shade, palette.light].map(channelsOf);
  const image = ctx.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  // 256 heights by 256 shades: each pair is mixed once.
  const mixed = new Uint32Array(65_536);
  const known = new Uint8Array(65_536);
  for (let i = 0; i < pixels.length; i++) {
    const pair = ((rise[i] ?? 0) << 8) | (shade[i] ?? FLAT);
    if (!known[pair]) {
      mixed[pair] = mix(pair >> 8, pair & 255, high, dark, light);
      known[pair] = 1;
    }
    pixels[i] = mixed[pair] ?? 0;
  }
  fadeEdges(image);
  ctx.putImageData(image, 0, 0);
  return canvas;
}

function fadeEdges({ data, width, height }: ImageData): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const edge = Math.min(x, y, width - 1 - x, height - 1 - y);
      if (edge < FADE) {
        const alpha = 4 * (y * width + x) + 3;
        data[alpha] = Math.round(((data[alpha] ?? 0) * edge) / FADE);
      } else {
        x = width - 1 - FADE;
      }
    }
  }
}

function mix(rise: number, shade: number, high?: Channels, dark?: Channels, light?: Channels): number {
  const slope = (shade - FLAT) / FLAT;
  const over = slope < 0 ? dark : light;
  if (!high || !over) return 0;
  const top = Math.min(1, Math.abs(slope) * 1.6) * over[3];
  const base = Math.sqrt(rise / 255) * high[3];
  const alpha = top + base * (1 - top);
  if (alpha === 0) return 0;
  const channel = (index: 0 | 1 | 2): number =>
    Math.round((over[index] * top + high[index] * base * (1 - top)) / alpha);
  // Little-endian RGBA, as canvas pixels are on every machine that browsers run on.
  return ((Math.round(alpha * 255) << 24) | (channel(2) << 16) | (channel(1) << 8) | channel(0)) >>> 0;
}

/** A colour as the browser reads it, alpha from 0 to 1. */
function channelsOf(colour: string): Channels {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  if (!ctx) return [0, 0, 0, 0];
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = ctx.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}
