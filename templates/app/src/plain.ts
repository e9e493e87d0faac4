// The words of a text tree without its marks, as text.py has them. Pure.

import type { Rich, RichNode } from "./payload";

const SET_APART = new Set(["p", "ul", "ol", "li", "blockquote", "br"]);

/** The words, blocks set apart by a space. */
export function plain(tree: Rich | null | undefined): string {
  if (!tree || typeof tree === "string") return tree ?? "";
  return tree.map(words).join("").replace(/ +/g, " ").trim();
}

function words(node: RichNode): string {
  if (typeof node === "string") return node;
  const [tag, ...rest] = node;
  const inner = rest.map((part) => (typeof part === "string" || Array.isArray(part) ? words(part) : ""));
  return inner.join("") + (SET_APART.has(tag) ? " " : "");
}
