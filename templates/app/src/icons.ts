// The page's icons, drawn for it: paths on one grid of 24 that keep to the 18 in its middle, all of one stroke (app.css,
// .icon), with no fillings. A glyph of a button is one of these, never a letter: letters are read aloud and look
// different in each font.

export const BACK = "M15 5l-7 7 7 7";
export const FORWARD = "M9 5l7 7-7 7";
export const UP = "M5 15l7-7 7 7";
/** Turned to where something lies; drawn to the north. */
export const ARROW = "M12 4v16M6 10l6-6 6 6";
export const ASIDE = "M9 7l-5 5 5 5M15 7l5 5-5 5";

export const PLAY = "M8 5l11 7-11 7z";
export const PAUSE = "M8.5 5v14M15.5 5v14";
/** A span as the timeline draws it. */
export const PERIOD = "M4 7v10M20 7v10M4 12h16";

export const PLUS = "M12 5v14M5 12h14";
export const MINUS = "M5 12h14";
export const WHOLE = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";
export const LAYERS = "M12 4l8 4.5-8 4.5-8-4.5zM4 12.5l8 4.5 8-4.5M4 16.5l8 4.5 8-4.5";

export const GLASS = "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20";
export const CROSS = "M6 6l12 12M18 6L6 18";

export const RESTART = "M6 5v14M19 5L9 12l10 7z";
export const SPEAKER = "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11";
export const MUTED = "M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5";
export const ENLARGE = "M9.5 4H4v5.5M14.5 4H20v5.5M9.5 20H4v-5.5M14.5 20H20v-5.5";
/** Lines of text, and the way down them. */
export const SCROLL = "M5 4.5h14M5 9.5h14M12 13v7M8.5 16.5L12 20l3.5-3.5";
export const DOWN = "M5 9l7 7 7-7";
export const EYE =
  "M3 12a10.5 10.5 0 0 1 18 0a10.5 10.5 0 0 1-18 0zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z";
/** To all four sides. */
export const MOVE =
  "M12 4v16M4 12h16M9.5 6.5L12 4l2.5 2.5M9.5 17.5L12 20l2.5-2.5M6.5 9.5L4 12l2.5 2.5M17.5 9.5L20 12l-2.5 2.5";
