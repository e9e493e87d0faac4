// How long something has played, as people write it. Pure.

/** 75 seconds are 1:15, 3,700 are 1:01:40; what is no time at all is 0:00. */
export function clockOf(seconds: number): string {
  const whole = Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number: number): string => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The loudness one step up or down, in quarters; silence is what muting is for. */
export function louderBy(volume: number, quarters: number): number {
  return Math.min(1, Math.max(0.25, Math.round(volume * 4 + quarters) / 4));
}

/** Of the languages that captions are in, the one to show: the page's, else the exhibit's first, else whichever there is. */
export function trackFor(
  tags: readonly string[],
  language: string,
  first: string | undefined,
): string | null {
  return [language, first].find((tag) => tag !== undefined && tags.includes(tag)) ?? tags[0] ?? null;
}
