// A record's own address where the exhibit names its public one: as text, and as a code for a phone's camera. A page on a
// public screen has no link to it: who reads there takes the address away.

import { correction, generate } from "lean-qr";
import { toFragment } from "./address";
import { append, button, h, svg } from "./dom";
import { type Exhibit, say } from "./exhibit";
import { EVERYTHING, type View } from "./state";
import { apart, words } from "./words";

/** Of light around a code, in modules: ISO/IEC 18004 asks for it. */
const QUIET = 4;
/** In characters: a longer address makes a code too fine for a camera before a screen. */
const LONGEST = 300;
const COPIED_MS = 4000;

/** The address of a view in the language that is told; null where the exhibit names none. */
export function addressOf({ head, texts, telling }: Exhibit, view: View): string | null {
  if (!head.public_url) return null;
  const state = { view, language: telling.language, selection: EVERYTHING, step: -1 };
  const fragment = toFragment(state, { head, sources: texts.sources.id });
  const [bare] = head.public_url.split("#");
  return fragment ? `${bare}#${fragment}` : (bare ?? null);
}

/** A QR code of a text, black on white in any theme, as cameras need it; null for a text that is too long. */
export function qrCode(text: string, name: string): SVGSVGElement | null {
  if (text.length > LONGEST) return null;
  const code = generate(text, { minCorrectionLevel: correction.M });
  const side = code.size + 2 * QUIET;
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      let width = 1;
      while (code.get(x + width, y)) width++;
      path += `M${x} ${y}h${width}v1h-${width}z`;
      x += width;
    }
  }
  return svg(
    "svg",
    {
      class: "qr",
      viewBox: `${-QUIET} ${-QUIET} ${side} ${side}`,
      role: "img",
      "aria-label": name,
      "shape-rendering": "crispEdges",
    },
    svg("rect", { x: -QUIET, y: -QUIET, width: side, height: side, fill: "#fff" }),
    svg("path", { d: path, fill: "#000" }),
  );
}

/** A code for an address that a public screen tells but does not lead to; drawn when it is unfolded. */
export function renderCode(exhibit: Exhibit, address: string): HTMLElement | null {
  if (exhibit.head.profile !== "kiosk" || !/^https?:/i.test(address)) return null;
  const folded = h(
    "details",
    { class: "details address-code" },
    h("summary", {}, words(exhibit, "kiosk.code")),
  );
  const draw = (): void => append(folded, [qrCode(address, say(exhibit, "kiosk.code"))]);
  folded.addEventListener("toggle", draw, { once: true });
  return folded;
}

/** The way to take a record along, folded; nothing where the exhibit names no public address. */
export function renderShare(exhibit: Exhibit, event: number): HTMLElement | null {
  const address = addressOf(exhibit, { kind: "event", event });
  if (!address) return null;
  const text = h("p", { class: "address", dir: "ltr" }, apart(address));
  const folded = h(
    "details",
    { class: "details share" },
    h("summary", {}, words(exhibit, "share.title")),
    h(
      "div",
      { class: "share-body" },
      qrCode(address, say(exhibit, "share.code")),
      h(
        "div",
        { class: "share-words" },
        h("p", {}, words(exhibit, "share.how")),
        text,
        exhibit.head.profile !== "kiosk" && copyButton(exhibit, address, text),
      ),
    ),
  );
  return folded;
}

function copyButton(exhibit: Exhibit, address: string, shown: HTMLElement): HTMLElement {
  const said = h("span", { role: "status" });
  const tell = (key: string): void => {
    said.replaceChildren(words(exhibit, key));
    setTimeout(() => said.replaceChildren(), COPIED_MS);
  };
  const copy = button(
    { class: "copy" },
    async () => {
      if (mayCopy() && (await copied(address))) {
        tell("share.copied");
        return;
      }
      // The address is selected, so that it can be copied as any text.
      getSelection()?.selectAllChildren(shown);
      tell("share.chosen");
    },
    words(exhibit, "share.copy"),
  );
  return h("p", { class: "copying" }, copy, " ", said);
}

/** Whether the page around a frame lets it copy; to try where it does not is reported as an error. */
function mayCopy(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return featurePolicy?.allowsFeature("clipboard-write") ?? true;
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
