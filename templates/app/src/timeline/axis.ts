// The axis of a timeline: ticks with their words, what these are parts of, and the breaks where its scale changes.

import { h } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { toCivil } from "./calendar";
import { BREAK_PX, type Room, type Scale, type Tick, ticksOf } from "./scale";
import { dayWords, partsOf, type TimeWords, tickWords, yearWords } from "./words";

/** Pixels that ticks are apart at least for what stands at them, in root em. */
const ROOM_EM: Room = { day: 1.5, month: 2.9, year: 2.6 };
/** Width of a letter of the axis, in root em. */
const LETTER_EM = 0.47;

/** The nodes of an axis and of the grounds of its stretches; the latter reach as high as the lanes. */
export function renderAxis(exhibit: Exhibit, scale: Scale, words: TimeWords, em_px: number): HTMLElement[] {
  const longest = Math.max(
    ...[scale.from, scale.to - 1].map((day) => yearWords(toCivil(day).year, words).length),
  );
  const room = {
    day: ROOM_EM.day * em_px,
    month: ROOM_EM.month * em_px,
    year: Math.max(ROOM_EM.year, (longest + 1) * LETTER_EM) * em_px,
  };
  return scale.stretches.flatMap((stretch, index) => {
    const ticks = ticksOf(stretch, room);
    // Into the break, or into the margin.
    const beyond = index < scale.stretches.length - 1 ? BREAK_PX / 2 : 1.5 * em_px;
    const nodes = ticks.map((tick, at) =>
      tickNode(tick, words, isWide(tick, ticks[at + 1], { x1: stretch.x1 + beyond }, em_px, words)),
    );
    const parts = partsOf(ticks, words);
    parts.forEach(({ x, text }, at) => {
      const end = parts[at + 1]?.x ?? stretch.x1;
      const suffix = stretch.larger && at === 0 ? ` · ${say(exhibit, "timeline_larger")}` : "";
      const fits = (letters: number): boolean => letters * LETTER_EM * em_px < end - x;
      if (!fits(text.length)) return;
      const part = h(
        "span",
        { class: "time-part" },
        fits(text.length + suffix.length) ? text + suffix : text,
      );
      part.style.insetInlineStart = `${x}px`;
      nodes.push(part);
    });
    const ground = h("span", { class: "time-ground", "data-larger": stretch.larger });
    ground.style.insetInlineStart = `${stretch.x0}px`;
    ground.style.inlineSize = `${stretch.x1 - stretch.x0}px`;
    nodes.push(ground);
    if (index > 0) {
      const mark = h("span", { class: "time-break" });
      mark.style.insetInlineStart = `${stretch.x0 - BREAK_PX}px`;
      nodes.push(mark);
    }
    return nodes;
  });
}

function tickNode(tick: Tick, words: TimeWords, said: boolean): HTMLElement {
  const node = h(
    "span",
    { class: "time-tick", "data-unit": tick.unit },
    said ? tickWords(tick, words) : null,
  );
  node.style.insetInlineStart = `${tick.x}px`;
  return node;
}

/** Whether a tick's words, which begin at it, end before the next one and before the stretch does. */
function isWide(
  tick: Tick,
  next: Tick | undefined,
  stretch: { x1: number },
  em_px: number,
  words: TimeWords,
): boolean {
  const end = Math.min(next?.x ?? Number.POSITIVE_INFINITY, stretch.x1);
  return (tickWords(tick, words).length * LETTER_EM + 0.3) * em_px <= end - tick.x;
}

/** In words: from when to when time runs, and what of it is drawn larger. */
export function describeScale(exhibit: Exhibit, scale: Scale, words: TimeWords): string {
  const ends = ({ from, to }: { from: number; to: number }): Record<string, string> => ({
    from: dayWords(from, words),
    to: dayWords(to - 1, words),
  });
  const larger = scale.stretches.filter((stretch) => stretch.larger);
  return [
    say(exhibit, "timeline_range", ends(scale)),
    ...larger.map(
      (stretch) => `${say(exhibit, "timeline_larger")}: ${say(exhibit, "timeline_range", ends(stretch))}`,
    ),
  ].join("; ");
}
