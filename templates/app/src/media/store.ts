// The bytes of the media as the page holds them, handed out as addresses and taken back when they are no longer shown.

import { readRaw } from "../payload";

const lent: string[] = [];

/** The address of a picture: that of the text version's, or one of its own. */
export function pictureAt(file: number): string | null {
  const element = document.getElementById(`media-${file}`);
  return element instanceof HTMLImageElement ? element.src : recordingAt(file, "image/webp");
}

/** An address for the bytes of a block, until all are taken back. */
export function recordingAt(file: number, type: string): string | null {
  const bytes = readRaw(`media-${file}`);
  if (!bytes || bytes.length === 0) return null;
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  lent.push(address);
  return address;
}

/** Takes back every address that was lent, so that memory stays flat over days. */
export function takeBack(): void {
  for (const address of lent.splice(0)) URL.revokeObjectURL(address);
}
