// Pieces of a list in columns of the least height, none of them divided. Pure: heights in, columns out.
//
// Browsers set columns themselves, but do not say what they left out, and Chromium never ends where columns stand in
// columns whose pieces must not be divided.

export interface Piece {
  /** pixels */
  height: number;
  /** whether it may not be the last of its column: a heading */
  leads: boolean;
}

/** The first piece of each column at a height; no column is higher, unless one piece alone is. */
export function columnsAt(pieces: readonly Piece[], height: number): number[] {
  const starts: number[] = [];
  let filled = Number.POSITIVE_INFINITY;
  let index = 0;
  while (index < pieces.length) {
    // A heading goes with what it leads.
    let last = index;
    let block = pieces[index]?.height ?? 0;
    while (pieces[last]?.leads && last + 1 < pieces.length) {
      last += 1;
      block += pieces[last]?.height ?? 0;
    }
    if (filled + block > height) {
      starts.push(index);
      filled = 0;
    }
    filled += block;
    index = last + 1;
  }
  return starts;
}

/** The least height, to a pixel, at which the pieces find room in so many columns. */
export function leastHeight(pieces: readonly Piece[], count: number): number {
  const all = pieces.reduce((sum, { height }) => sum + height, 0);
  let low = Math.max(all / Math.max(1, count), ...blocksOf(pieces));
  let high = Math.max(all, low);
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (columnsAt(pieces, middle).length <= count) high = middle;
    else low = middle;
  }
  return columnsAt(pieces, low).length <= count ? low : high;
}

function blocksOf(pieces: readonly Piece[]): number[] {
  const blocks: number[] = [0];
  let leading = 0;
  for (const { height, leads } of pieces) {
    leading += height;
    if (leads) continue;
    blocks.push(leading);
    leading = 0;
  }
  return [...blocks, leading];
}
