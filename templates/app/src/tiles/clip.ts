// Cuts rings and lines to a square, in the tile's own units. Pure.

/** x and y in turn */
export type Flat = readonly number[];

/** A half of the plane: on the side of `edge` to which `sign` points, along x (axis 0) or y (axis 1). */
type Half = readonly [axis: 0 | 1, edge: number, sign: 1 | -1];

function halves(low: number, high: number): Half[] {
  return [
    [0, low, 1],
    [0, high, -1],
    [1, low, 1],
    [1, high, -1],
  ];
}

function inside([axis, edge, sign]: Half, x: number, y: number): boolean {
  return ((axis ? y : x) - edge) * sign >= 0;
}

/** Where the line between two points crosses the edge. */
function cross([axis, edge]: Half, x0: number, y0: number, x1: number, y1: number): [number, number] {
  return axis
    ? [x0 + ((x1 - x0) * (edge - y0)) / (y1 - y0), edge]
    : [edge, y0 + ((y1 - y0) * (edge - x0)) / (x1 - x0)];
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
  for (const half of halves(low, high)) {
    const kept: number[] = [];
    let x0 = points.at(-2) ?? 0;
    let y0 = points.at(-1) ?? 0;
    for (let index = 0; index < points.length; index += 2) {
      const x1 = points[index] ?? 0;
      const y1 = points[index + 1] ?? 0;
      if (inside(half, x0, y0) !== inside(half, x1, y1)) kept.push(...cross(half, x0, y0, x1, y1));
      if (inside(half, x1, y1)) kept.push(x1, y1);
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
  for (const half of halves(low, high)) {
    parts = parts.flatMap((points) => {
      const kept: number[][] = [];
      let current: number[] = [];
      for (let index = 0; index < points.length; index += 2) {
        const x1 = points[index] ?? 0;
        const y1 = points[index + 1] ?? 0;
        const x0 = points[index - 2] ?? x1;
        const y0 = points[index - 1] ?? y1;
        if (inside(half, x0, y0) !== inside(half, x1, y1)) current.push(...cross(half, x0, y0, x1, y1));
        if (inside(half, x1, y1)) current.push(x1, y1);
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
