// How the page is shown: the size of its letters, contrast, motion, colours. Nothing of it is stored: the address says it,
// as it says all else. Pure.

import type { State } from "../state";

export type Display = Pick<State, "theme" | "text_size" | "contrast" | "motion" | "only">;

/** Sizes of letters in hundredths of the usual one, by `State.text_size`. */
export const TEXT_SIZES: readonly number[] = [100, 125, 150, 200];

/** The parts of an address that say what differs from how the page opens. */
export function toPairs(state: Partial<Display>, opens: Display["theme"]): [string, string][] {
  const { theme, text_size, contrast, motion, only } = state;
  const said: [string, string][] = [];
  if (text_size) said.push(["text", String(TEXT_SIZES[text_size] ?? TEXT_SIZES[0])]);
  if (contrast === "more") said.push(["contrast", contrast]);
  if (motion === "reduced") said.push(["motion", motion]);
  if (theme && theme !== "auto" && theme !== opens) said.push(["colours", theme]);
  if (only) said.push(["only", "source"]);
  return said;
}

/** What an address says of it; nothing of what it does not say, so that going back makes no letters small. */
export function fromPairs(said: URLSearchParams): Partial<Display> {
  const text_size = TEXT_SIZES.indexOf(Number(said.get("text")));
  const theme = said.get("colours");
  return {
    ...(text_size > 0 && { text_size }),
    ...(said.get("contrast") === "more" && { contrast: "more" }),
    ...(said.get("motion") === "reduced" && { motion: "reduced" }),
    ...(said.get("only") === "source" && { only: true }),
    ...((theme === "light" || theme === "dark") && { theme }),
  };
}

/** Whether two states are shown in the same way. */
export function sameDisplay(one: Display, other: Display): boolean {
  return (
    one.theme === other.theme &&
    one.text_size === other.text_size &&
    one.contrast === other.contrast &&
    one.motion === other.motion &&
    one.only === other.only
  );
}
