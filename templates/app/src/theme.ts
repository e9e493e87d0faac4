// Light or dark: as the visitor chose, else as the exhibit says, else as the device is set.

import type { Mode } from "./map/basemap";

export const deviceIsDark = window.matchMedia("(prefers-color-scheme: dark)");

export function modeOf({ dataset: { theme } }: HTMLElement): Mode {
  return theme === "light" || theme === "dark" ? theme : deviceIsDark.matches ? "dark" : "light";
}
