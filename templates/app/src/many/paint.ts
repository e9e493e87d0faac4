// Draws bubbles and single places on a canvas as the style sheet draws marks: by precision, symbol and tone.

import type { Form } from "../exhibit";

/** A theme's colours and letters, as the canvas takes them. */
export interface Look {
  ink: string;
  paper: string;
  halo: string;
  accent: string;
  accentInk: string;
  tones: Record<string, string>;
  /** none: nothing is written */
  sans: string;
  /** CSS pixels of a pixel of the sheet: larger on a large screen, and with larger marks */
  unit: number;
}

const TONES = ["slate", "ochre", "moss", "plum"];

export function lookOf(root: HTMLElement, unit: number): Look {
  const style = getComputedStyle(root);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: value("--mark-ink"),
    paper: value("--mark-paper"),
    halo: value("--halo"),
    accent: value("--accent"),
    accentInk: value("--accent-ink"),
    tones: Object.fromEntries(TONES.map((tone) => [tone, value(`--tone-${tone}`)])),
    sans: value("--sans"),
    unit,
  };
}

/** Radius of what stands for so many records, in the sheet's pixels: ten times as many are one step larger. */
export function radiusOf(count: number): number {
  return Math.min(28, count > 1 ? 11.5 + 3.4 * Math.log10(count) : 8.5);
}

export interface Disc {
  x: number;
  y: number;
  radius: number;
  /** what is written in it, or nothing */
  text: string;
}

/** Several places: a disc with a soft rim. */
export function paintSeveral(ctx: CanvasRenderingContext2D, { x, y, radius, text }: Disc, look: Look): void {
  const { unit } = look;
  ctx.fillStyle = look.ink;
  ctx.globalAlpha = 0.2;
  circle(ctx, x, y, radius);
  ctx.fill();
  ctx.globalAlpha = 1;
  circle(ctx, x, y, radius - 3.5 * unit);
  ctx.fillStyle = look.paper;
  ctx.strokeStyle = look.ink;
  ctx.fill();
  ctx.lineWidth = 1.25 * unit;
  ctx.stroke();
  paintText(ctx, x, y, text, look.ink, radius - 3.5 * unit, look);
}

/** A single place, as its mark is. */
export function paintPlace(
  ctx: CanvasRenderingContext2D,
  { x, y, radius, text }: Disc,
  precision: string,
  { symbol, colour }: Form,
  chosen: boolean,
  look: Look,
): void {
  const { unit } = look;
  const line = chosen ? look.accent : (look.tones[colour] ?? look.ink);
  const isSite = precision === "site";
  const small = radius < 12 * unit;
  const gap = chosen ? look.accent : look.paper;
  const fill = isSite || chosen ? line : look.paper;
  const letters = chosen ? look.accentInk : isSite ? look.paper : line;
  const edge = unit * (isSite ? 2 : precision === "town" ? (small ? 3 : 4) : 1.5);
  const draw = (size: number, colour: string): void => {
    trace(ctx, symbol, x, y, size);
    ctx.fillStyle = colour;
    ctx.fill();
  };
  // A hairline of paper around it, so that it stands out from every ground.
  draw(radius + 0.75 * unit, look.paper);
  draw(radius, fill);
  // Lines within the form are as wide at its corners as along its sides.
  ctx.save();
  ctx.clip();
  const rim = (colour: string, width: number): void => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * width;
    ctx.stroke();
  };
  if (isSite) rim(gap, edge + (small ? 1.5 : 2) * unit);
  rim(line, edge);
  ctx.restore();
  if (symbol === "hatch" && !chosen) {
    hatch(ctx, x, y, radius, line, gap, unit);
    draw(radius - (small ? 4 : 6) * unit, gap);
    draw(radius - (small ? 5 : 7) * unit, fill);
  }
  if (symbol === "ring") {
    ctx.strokeStyle = line;
    ctx.lineWidth = 1.5 * unit;
    circle(ctx, x, y, radius + 2.75 * unit);
    ctx.stroke();
  }
  paintText(ctx, x, y + (symbol === "triangle" ? radius / 4 : 0), text, letters, radius - 3 * unit, look);
}

/** How wide around a place it lies somewhere; the radius in pixels. */
export function paintHalo(
  ctx: CanvasRenderingContext2D,
  { x, y, radius }: Omit<Disc, "text">,
  doubt: number,
  look: Look,
): void {
  circle(ctx, x, y, radius);
  ctx.fillStyle = look.halo;
  ctx.strokeStyle = look.halo;
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.07;
  ctx.fill();
  ctx.globalAlpha = 0.45;
  ctx.setLineDash([[], [7, 5], [3, 6]][doubt] ?? []);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function paintText(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  text: string,
  colour: string,
  half: number,
  { sans, unit }: Look,
): void {
  if (!text || !sans) return;
  // Smaller where many digits would not fit: a digit is three fifths as wide as it is high. In whole pixels, since each
  // size of a font is looked up anew.
  const across = Math.max(2, text.length - (text.length > 4 ? 0.6 : 0));
  const size = Math.floor(Math.min(15 * unit, (1.86 * half) / (0.59 * across)));
  ctx.font = `600 ${size}px ${sans}`;
  ctx.fontKerning = "normal";
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colour;
  // Figures are as tall as capitals: 0.714 of the letter's size in the page's sans.
  ctx.fillText(text, x, y + 0.357 * size);
}

function circle(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, Math.max(0, radius), 0, 2 * Math.PI);
}

/** Corners of the symbols that have some, for a circle of radius 1 that looks as large. */
// biome-ignore format: read in lines
const CORNERS: Record<string, readonly number[] | undefined> = {
  diamond: [0, -1.35, 1.35, 0, 0, 1.35, -1.35, 0],
  triangle: [0, -1.35, 1.24, 1, -1.24, 1],
  cross: [
    -0.6, -1.25, 0.6, -1.25, 0.6, -0.6, 1.25, -0.6, 1.25, 0.6, 0.6, 0.6,
    0.6, 1.25, -0.6, 1.25, -0.6, 0.6, -1.25, 0.6, -1.25, -0.6, -0.6, -0.6,
  ],
};

function trace(ctx: CanvasRenderingContext2D, symbol: string, x: number, y: number, radius: number): void {
  const corners = CORNERS[symbol];
  ctx.beginPath();
  if (corners) {
    for (let i = 0; i < corners.length; i += 2) {
      ctx.lineTo(x + (corners[i] ?? 0) * radius, y + (corners[i + 1] ?? 0) * radius);
    }
    ctx.closePath();
  } else if (symbol === "square" || symbol === "hatch") {
    ctx.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, radius / 4);
  } else ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

function hatch(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  line: string,
  gap: string,
  unit: number,
): void {
  ctx.save();
  trace(ctx, "hatch", x, y, radius - 1.5 * unit);
  ctx.fillStyle = gap;
  ctx.fill();
  ctx.clip();
  ctx.strokeStyle = line;
  ctx.lineWidth = 1.5 * unit;
  ctx.beginPath();
  for (let at = -2 * radius; at < 2 * radius; at += 5.6 * unit) {
    ctx.moveTo(x + at - radius, y + radius);
    ctx.lineTo(x + at + radius, y - radius);
  }
  ctx.stroke();
  ctx.restore();
}
