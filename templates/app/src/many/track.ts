// Where the rows of a list of any length stand that is scrolled through. Pure.
//
// Browsers lay out nothing that is taller than some 16 million pixels. A list that would be has a track of that height: small
// movements move its rows by as much, a jump goes to the same part of the list, and at rest the track is put where
// the list is.

/** Pixels of the tallest track. */
const TALLEST = 8_000_000;
/** Views that a movement is, at most, that moves the rows by as much. */
const NEAR = 2;

export interface Track {
  count: number;
  /** pixels of a row */
  row: number;
  /** pixels of all rows */
  whole: number;
  /** pixels of the track */
  height: number;
}

/** Where one looks: both in pixels, of the track and of all rows, at the upper edge of what is seen. */
export interface Stand {
  track: number;
  top: number;
}

export function makeTrack(count: number, row: number, tallest = TALLEST): Track {
  const whole = count * row;
  return { count, row, whole, height: Math.min(whole, tallest) };
}

/** Where one looks after the track has been scrolled to `to`, through a view of so many pixels. */
export function scrolled({ whole, height }: Track, from: Stand, to: number, view: number): Stand {
  if (whole === height) return { track: to, top: to };
  const [most, mostTop] = [height - view, whole - view];
  const track = Math.max(0, Math.min(most, to));
  if (track === 0 || track === most) return { track, top: track === 0 ? 0 : mostTop };
  const moved = track - from.track;
  const near = Math.abs(moved) <= NEAR * view;
  return { track, top: near ? Math.max(0, Math.min(mostTop, from.top + moved)) : (track / most) * mostTop };
}

/** Where the track stands when the rows are looked at from `top` on. */
export function settled({ whole, height }: Track, top: number, view: number): Stand {
  if (whole === height) return { track: top, top };
  const mostTop = whole - view;
  const at = Math.max(0, Math.min(mostTop, top));
  // Neither end, unless it is the list's own: what is at an end goes no further.
  const track = (at / mostTop) * (height - view);
  return { track: at > 0 && at < mostTop ? Math.max(1, Math.min(height - view - 1, track)) : track, top: at };
}

/** The first row that is seen, and the one after the last; with some around them, which are there before they are seen. */
export function rowsIn({ count, row }: Track, top: number, view: number, around = 0): [number, number] {
  const first = Math.max(0, Math.floor(top / row) - around);
  const end = Math.min(count, Math.ceil((top + view) / row) + around);
  return [first, Math.max(first, end)];
}

/** Pixels from the track's beginning to a row, as one looks now. */
export function rowAt({ row }: Track, { track, top }: Stand, index: number): number {
  return track + index * row - top;
}

/** Where one has to look from for a row to be seen, moving as little as may be; `above` pixels of the view are covered. */
export function showing({ row }: Track, top: number, view: number, index: number, above = 0): number {
  const start = index * row;
  if (start < top + above) return start - above;
  return start + row > top + view ? start + row - view : top;
}
