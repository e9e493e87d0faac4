// Cuts rings and lines to a square, in the tile's own units. Pure.

/** x and y in turn */
export type Flat = readonly number[];

type Inside = (x: number, y: number) => boolean;
type Cross = (x0: number, y0: number, x1: number, y1: number) => [x: number, y: number];

type Side = readonly [inside: Inside, cross: Cross];

const known = new Map<string, readonly Side[]>();

function sides(low: number, high: number): readonly Side[] {
  const key = `${low} ${high}`;
  const made = known.get(key) ?? makeSides(low, high);
  known.set(key, made);
  return made;
}

function makeSides(low: number, high: number): readonly Side[] {
  const upright =
    (edge: number): Cross =>
    (x0, y0, x1, y1) => [edge, y0 + ((y1 - y0) * (edge - x0)) / (x1 - x0)];
  const level =
    (edge: number): Cross =>
    (x0, y0, x1, y1) => [x0 + ((x1 - x0) * (edge - y0)) / (y1 - y0), edge];
  return [
    [(x) => x >= low, upright(low)],
    [(x) => x <= high, upright(high)],
    [(_, y) => y >= low, level(low)],
    [(_, y) => y <= high, level(high)],
  ];
}

/** Whether all points lie between `low` and `high`, both ways. */
export function within(points: Flat, low: number, high: number): boolean {
  for (const value of points) if (value < low || value > high) return false;
  return true;
}

/**
 * The part of a ring inside the square from `low` to `high`, turning the same way; empty where none is.
 *
 * Where the ring leaves the square and comes back, it runs along the edge, so that parts may hang together by a line of
 * no width, which changes nothing of what is filled.
 *
 * ref: I. Sutherland, G. Hodgman, "Reentrant Polygon Clipping", Communications of the ACM 17 (1974).
 */
export function clipRing(ring: Flat, low: number, high: number): number[] {
  let points = [...ring];
  if (within(ring, low, high)) return points;
  for (const [inside, cross] of sides(low, high)) {
    const kept: number[] = [];
    let x0 = points.at(-2) ?? 0;
    let y0 = points.at(-1) ?? 0;
    for (let index = 0; index < points.length; index += 2) {
      const x1 = points[index] ?? 0;
      const y1 = points[index + 1] ?? 0;
      if (inside(x0, y0) !== inside(x1, y1)) kept.push(...cross(x0, y0, x1, y1));
      if (inside(x1, y1)) kept.push(x1, y1);
      [x0, y0] = [x1, y1];
    }
    points = kept;
  }
  return points.length >= 6 ? points : [];
}

/** The parts of a line inside the square, in their order. */
export function clipLine(line: Flat, low: number, high: number): number[][] {
  if (within(line, low, high)) return line.length >= 4 ? [[...line]] : [];
  let parts = [[...line]];
  for (const [inside, cross] of sides(low, high)) {
    parts = parts.flatMap((points) => {
      const kept: number[][] = [];
      let current: number[] = [];
      for (let index = 0; index < points.length; index += 2) {
        const x1 = points[index] ?? 0;
        const y1 = points[index + 1] ?? 0;
        const x0 = points[index - 2] ?? x1;
        const y0 = points[index - 1] ?? y1;
        if (inside(x0, y0) !== inside(x1, y1)) current.push(...cross(x0, y0, x1, y1));
        if (inside(x1, y1)) current.push(x1, y1);
        else if (current.length > 0) {
          kept.push(current);
          current = [];
        }
      }
      kept.push(current);
      return kept.filter((part) => part.length >= 4);
    });
  }
  return parts;
}
