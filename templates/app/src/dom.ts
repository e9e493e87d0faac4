// Builds DOM nodes from texts and attributes. Text is always text: nothing here reads HTML.

import type { Rich, RichNode } from "./payload";

export type Child = Node | string | null | undefined | false;
export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** An element with attributes (null, undefined and false leave one out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child);
  }
}

/** A button that does one thing. */
export function button(attributes: Attributes, act: () => void, ...children: Child[]): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", act);
  return element;
}

/** After the next paint. */
export function painted(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

const RICH_TAGS = new Set(["p", "em", "strong", "ul", "ol", "li", "blockquote", "br"]);

/** The nodes of a text tree; a tag outside the subset is shown as its text. */
export function rich(tree: Rich): Node[] {
  if (typeof tree === "string") return [h("p", {}, tree)];
  return tree.map(richNode);
}

function richNode(node: RichNode): Node {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, ...rest] = node;
  const first = rest[0];
  const attributes = isAttributes(first) ? first : {};
  const children = (isAttributes(first) ? rest.slice(1) : rest) as RichNode[];
  let element: Element;
  if (tag === "a" && document.documentElement.dataset.profile === "kiosk") {
    // Nothing leads out of a kiosk: the address is told.
    element = h("span", { class: "address" }, ` (${attributes.href})`);
    element.prepend(...children.map(richNode));
    return element;
  }
  if (tag === "a" && /^(https?|mailto):/i.test(attributes.href ?? "")) {
    element = h("a", { href: attributes.href, rel: "noreferrer", target: "_blank" });
  } else if (RICH_TAGS.has(tag)) {
    element = document.createElement(tag);
  } else {
    element = document.createElement("span");
  }
  element.append(...children.map(richNode));
  return element;
}

function isAttributes(part: unknown): part is { href?: string } {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes (null, undefined and false leave one out) and children. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** An icon of one path on a 24-pixel field, drawn in the text's colour, silent to screen readers. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 24 24",
    class: "icon",
    "aria-hidden": "true",
  })) {
    svg.setAttribute(name, value);
  }
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** A block of rich text, or nothing. */
export function richBlock(
  name: string,
  tree: Rich | null | undefined,
  lang: string | null = null,
): HTMLElement | null {
  return tree ? h("div", { class: name, lang, dir: lang && "auto" }, ...rich(tree)) : null;
}
