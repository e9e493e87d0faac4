// The timeline as a strip on paper: its axis, lines and beads, without what narrows or plays it. The list says all of
// it in words, so that screen readers and the outline of a PDF pass over it.

import { h } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { renderAxis } from "../timeline/axis";
import { datingOf, entryButton, isDated, itemOf, putEntry } from "../timeline/entries";
import { type Item, pack } from "../timeline/lanes";
import { makeScale } from "../timeline/scale";

/** A page's width less its margins, less room at the ends for beads and words. */
const WIDTH_PX = 612;
/** More would be a hedge. */
const MOST_EVENTS = 60;
/** The beads are apart by so much, in em; rails lie closer where many are dated. */
const APART_EM = 1.5;
const PITCHES_EM = [0.8, 0.625, 0.5];
const MOST_HEIGHT_EM = 14;

/** The strip, or null where it would tell nothing: nothing dated, one day, or too much for a strip. */
export function renderStrip(exhibit: Exhibit): HTMLElement | null {
  const { head, telling } = exhibit;
  const { time } = telling;
  const datings = head.events.id.map((_, event) => datingOf(head, event));
  const dated = datings.flatMap((dating, event) => (isDated(dating) ? [event] : []));
  const scale = makeScale(
    datings.filter((dating) => isDated(dating)),
    WIDTH_PX,
  );
  if (!time || !scale || dated.length < 2 || dated.length > MOST_EVENTS) return null;
  const em_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const apart = APART_EM * em_px;
  const items = dated.map((event) => itemOf(datings[event] as (typeof datings)[number], scale, apart));
  const packed = packIn(items, apart, em_px);
  if (!packed) return null;
  const { places, pitch, height } = packed;
  const lanes = h("div", { class: "time-lanes" });
  lanes.style.height = `${height}px`;
  dated.forEach((event, index) => {
    const [dating, item, place] = [datings[event], items[index], places[index]];
    if (!dating || !item || !place) return;
    const bead = entryButton(exhibit, event, () => undefined);
    lanes.append(bead);
    const entry = { event, button: bead, line: null };
    putEntry(entry, dating, item, { x: place.x, up_px: apart / 2 + 1 + (place.rail - 1) * pitch });
  });
  const axis = h("div", { class: "time-axis" }, ...renderAxis(exhibit, scale, time, em_px));
  return h(
    "figure",
    { class: "time handout-strip", "aria-hidden": "true", "aria-label": say(exhibit, "timeline") },
    h("div", { class: "time-stage" }, axis, lanes),
  );
}

function packIn(
  items: readonly Item[],
  apart: number,
  em_px: number,
): { places: { rail: number; x: number }[]; pitch: number; height: number } | null {
  for (const pitch_em of PITCHES_EM) {
    const pitch = pitch_em * em_px;
    const most = Math.floor((MOST_HEIGHT_EM * em_px - apart) / pitch) + 1;
    const places = pack(items, { count: most + 2, pitch, apart, width: WIDTH_PX });
    if (!places) continue;
    const highest = Math.max(...places.map(({ rail }) => rail));
    return { places, pitch, height: apart + 2 + (highest - 1) * pitch };
  }
  return null;
}
