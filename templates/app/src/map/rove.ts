// From one point to the next by the arrow keys. Pure.

export interface Point {
  x: number;
  y: number;
}

const WAYS: Record<string, readonly [number, number] | undefined> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};
/** What lies aside counts for so much more than what lies ahead. */
const ASIDE = 2;

/**
 * The point to which a key leads, or null for a key that leads nowhere. An arrow leads to the nearest point on its side,
 * the straighter the better; Page Down and Page Up lead through all points in their order, Home and End to its ends.
 */
export function keyTarget(key: string, points: readonly Point[], from: number): number | null {
  const count = points.length;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "PageDown") return (from + 1) % count;
  if (key === "PageUp") return (from - 1 + count) % count;
  const way = WAYS[key];
  const at = points[from];
  if (!way || !at) return null;
  const [wayX, wayY] = way;
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  points.forEach(({ x, y }, index) => {
    const [dx, dy] = [x - at.x, y - at.y];
    const ahead = dx * wayX + dy * wayY;
    if (index === from || ahead < 1) return;
    const aside = Math.abs(dx * wayY) + Math.abs(dy * wayX);
    // Whatever lies more ahead than aside comes before all else.
    const cost = ahead + ASIDE * aside + (aside > ahead ? 1e6 : 0);
    if (cost < least) [best, least] = [index, cost];
  });
  return best;
}
