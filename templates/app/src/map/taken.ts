// What lies over the map, where no label may stand.

import type { Box } from "../layout";

const AROUND_PX = 6;

/** The boxes in pixels of the room of what is shown of these elements, and of those in the map's foot. */
export function takenBy(foot: HTMLElement, elements: readonly (HTMLElement | null | undefined)[]): Box[] {
  // What stands at the foot is of two widths, and leaves room beside the narrower.
  return [...elements, ...foot.children].flatMap((each) => {
    if (!(each instanceof HTMLElement) || each.offsetWidth === 0) return [];
    const { offsetLeft, offsetTop } = each.offsetParent === foot ? foot : { offsetLeft: 0, offsetTop: 0 };
    return {
      x: each.offsetLeft + offsetLeft - AROUND_PX,
      y: each.offsetTop + offsetTop - AROUND_PX,
      width: each.offsetWidth + 2 * AROUND_PX,
      height: each.offsetHeight + 2 * AROUND_PX,
    };
  });
}
