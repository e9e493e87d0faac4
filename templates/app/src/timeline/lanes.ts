// Lays a timeline's entries out on rails, without overlap: each is a bead, with a line where it lasts. Pure.
//
// Rails are less than half a bead apart, so that a line touches the beads beside it and crosses none. What is short lies nearest to the axis;
// what lasts long lies above it, its bead wherever on its line there is room.

export interface Item {
  /** pixels of the line's ends; those of what is shorter than a bead are its own */
  x0: number;
  x1: number;
  /** whether there is a line on which the bead stands; else it has its time for itself */
  slides: boolean;
}

export interface Place {
  /** counted from the axis; the bead's middle is on it */
  rail: number;
  /** pixels, of the bead's middle */
  x: number;
}

export interface Rails {
  /** how many there are */
  count: number;
  /** pixels between two */
  pitch: number;
  /** pixels that the middles of two beads are apart at least, so that each can be touched (WCAG 2.2, 2.5.8) */
  apart: number;
  /** pixels that are there */
  width: number;
}

/** Pixels between what stands on one rail. */
const GAP = 4;
/** Pixels by which a bead is moved along its line. */
const STEP = 4;

/** Where each item stands; null where they do not all find room. */
export function pack(items: readonly Item[], rails: Rails): Place[] | null {
  const order = items.map((_, index) => index).sort((a, b) => length(items[a]) - length(items[b]) || a - b);
  const taken: [number, number][][] = Array.from({ length: rails.count }, () => []);
  const beads: Place[] = [];
  const places: Place[] = new Array(items.length);
  const reach = Math.ceil(rails.apart / rails.pitch);
  for (const index of order) {
    const item = items[index];
    if (!item) continue;
    const place = firstFree(item, rails, taken, beads, reach);
    if (!place) return null;
    places[index] = place;
    beads.push(place);
    taken[place.rail]?.push(extentAt(item, place.x, rails));
  }
  return places;
}

function length(item: Item | undefined): number {
  return item?.slides ? item.x1 - item.x0 : 0;
}

/** What an item takes up of its rail. */
function extentAt({ x0, x1, slides }: Item, x: number, { apart }: Rails): [number, number] {
  const half = apart / 2;
  return slides ? [Math.min(x0, x - half), Math.max(x1, x + half)] : [x - half, x + half];
}

function firstFree(
  item: Item,
  rails: Rails,
  taken: readonly [number, number][][],
  beads: readonly Place[],
  reach: number,
): Place | null {
  const choices = beadsOf(item, rails);
  // Half a bead stands below its rail, and half above it.
  for (let rail = 1; rail < rails.count - 1; rail++) {
    const near = beads.filter((bead) => Math.abs(bead.rail - rail) < reach);
    for (const x of choices) {
      const [left, right] = extentAt(item, x, rails);
      if (taken[rail]?.some(([from, to]) => left < to + GAP && from < right + GAP)) {
        // On the rail of a line a bead further along is in its way as well.
        if (item.slides) break;
        continue;
      }
      if (near.every((bead) => isApart(bead, { rail, x }, rails))) return { rail, x };
    }
  }
  return null;
}

function isApart(a: Place, b: Place, { pitch, apart }: Rails): boolean {
  return Math.hypot(a.x - b.x, (a.rail - b.rail) * pitch) >= apart;
}

/** Where an item's bead may stand, the best place first: from a line's beginning on, from a day's middle outwards. */
function beadsOf({ x0, x1, slides }: Item, { apart, width }: Rails): number[] {
  const half = apart / 2;
  const inside = (x: number): number => Math.max(half, Math.min(width - half, x));
  const [first, last] = [x0 + half, x1 - half];
  const found: number[] = [];
  if (slides) {
    for (let x = first; x <= last; x += STEP) found.push(inside(x));
    return found;
  }
  const middle = (x0 + x1) / 2;
  found.push(inside(middle));
  for (let x = middle + STEP; x <= last; x += STEP) found.push(inside(x), inside(2 * middle - x));
  return found;
}

export interface Bin {
  /** first day and day after the last */
  from: number;
  to: number;
  /** what begins in it, or ends where its beginning is open */
  items: number[];
}

/** What begins between each two of the days, which ascend; the last of them ends the last bin. */
export function binsOf(days: readonly number[], starts: readonly (number | null)[]): Bin[] {
  const bins = days.slice(1).map((to, index): Bin => ({ from: days[index] ?? to, to, items: [] }));
  // Items mostly ascend as the bins do, so that the next is the same one's or near to it.
  let at = 0;
  starts.forEach((day, item) => {
    if (day === null) return;
    while (at > 0 && day < (days[at] ?? 0)) at--;
    while (at < bins.length - 1 && day >= (days[at + 1] ?? 0)) at++;
    bins[at]?.items.push(item);
  });
  return bins;
}
