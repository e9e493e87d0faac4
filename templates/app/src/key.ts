// The key to the map: each category's mark, line and filling beside its name, and what the marks' weights mean.

import { type Child, h, svg } from "./dom";
import { type Exhibit, formOf } from "./exhibit";
import { DASHES } from "./map/forms";
import { pattern } from "./map/pattern";
import type { Head } from "./payload";
import { words } from "./words";

const BORDERED = new Set(["district", "country"]);

type Marks = Pick<Head["places"], "category" | "precision" | "shape" | "doubt">;

/** The key to what these places are drawn as, or null where the map has nothing that needs one. */
export function renderKey(exhibit: Exhibit, places: Marks = exhibit.head.places): HTMLElement | null {
  const { head, telling } = exhibit;
  if (telling.legend.length === 0) return null;
  const list = h("ul", { class: "key-list" });
  head.categories.drawn.forEach((kinds, category) => {
    if (kinds.length === 0) return;
    const swatches = kinds.map((kind) => swatch(exhibit, category, kind));
    list.append(row(swatches, telling.categories[category] ?? ""));
  });
  const { category, precision, shape, doubt } = places;
  const mixed = category.some((of, place) => of < 0 && (shape[place] ?? -1) < 0);
  if (mixed) list.append(row([sample("town", "circle")], words(exhibit, "page.legend.mixed")));
  const weights = h("ul", { class: "key-list key-precision" });
  for (const kind of ["site", "town", "city", "district", "region", "country"]) {
    // A district or country is marked alike, whether its borders are known or only how wide it is.
    const drawn = precision.some(
      (of, place) => of === kind && ((shape[place] ?? -1) < 0 || BORDERED.has(kind)),
    );
    if (drawn) weights.append(row([sample(kind, "circle")], words(exhibit, `page.legend.${kind}`)));
  }
  if (EXTRAS && precision.includes("vicinity")) {
    weights.append(row([edge("vicinity")], words(exhibit, "page.legend.vicinity")));
  }
  if (doubt.some((degree) => degree > 0)) {
    weights.append(row([edge("doubt")], words(exhibit, "page.legend.certainty")));
  }
  return h("details", { class: "key" }, h("summary", {}, words(exhibit, "page.legend")), list, weights);
}

function row(swatches: Element[], text: Child): HTMLElement {
  const signs = h("span", { class: "key-signs", "aria-hidden": "true" }, ...swatches);
  return h("li", {}, signs, h("span", {}, text));
}

function sample(precision: string, symbol: string, tone = "ink"): HTMLElement {
  return h("span", { class: "mark", "data-precision": precision, "data-symbol": symbol, "data-tone": tone });
}

function swatch(exhibit: Exhibit, category: number, kind: string): Element {
  const form = formOf(exhibit.head, category);
  if (!EXTRAS || kind === "point") return sample("town", form.symbol, form.colour);
  const tone = `tone-${form.colour}`;
  if (kind === "area") {
    const id = `key-fill-${category}`;
    return svg(
      "svg",
      { viewBox: "0 0 40 24", class: "key-swatch" },
      svg("defs", {}, pattern(id, form.fill, tone)),
      svg("rect", { x: 1, y: 1, width: 38, height: 22, fill: `url(#${id})`, class: "shape-area" }),
      svg("rect", { x: 1, y: 1, width: 38, height: 22, class: `shape-edge key-edge ${tone}` }),
    );
  }
  const line = { d: "M2 12H38", "stroke-dasharray": DASHES[form.line] ?? "none" };
  return svg(
    "svg",
    { viewBox: "0 0 40 24", class: "key-swatch" },
    svg("path", { ...line, class: `shape-line key-line ${tone}`, "data-line": form.line }),
    form.line === "double" && svg("path", { ...line, class: "shape-gap key-gap" }),
    form.directed && svg("path", { d: "M22 8L29 12L22 16", class: `shape-arrow ${tone}` }),
  );
}

function edge(kind: string): Element {
  return svg(
    "svg",
    { viewBox: "0 0 40 24", class: "key-swatch" },
    svg("rect", { x: 1, y: 1, width: 38, height: 22, class: `key-${kind}` }),
  );
}
