// Fillings of areas as SVG patterns, for the map and for its key. Their colours are the style sheet's.

import { svg } from "../dom";
import { HATCHES, TILE_PX } from "./forms";

/** A filling by its name, in a tone of the theme. */
export function pattern(id: string, fill: string, tone: string): SVGElement {
  const strokes = HATCHES[fill];
  return svg(
    "pattern",
    {
      id,
      width: TILE_PX,
      height: TILE_PX,
      patternUnits: "userSpaceOnUse",
      class: `shape-fill ${tone}`,
    },
    svg("rect", { width: TILE_PX, height: TILE_PX, class: strokes ? "fill-tint" : "fill-plain" }),
    strokes && svg("path", { d: strokes, class: fill === "dots" ? "fill-dots" : "fill-hatch" }),
  );
}
