// The icons of media, each a path on a field of 24 pixels.

export const PLAY = "M8 5l11 7-11 7z";
export const PAUSE = "M8 5v14M16 5v14";
export const RESTART = "M6 5v14M19 5L9 12l10 7z";
export const SPEAKER = "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11";
export const MUTED = "M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5";
export const LESS = "M5 12h14";
export const MORE = "M5 12h14M12 5v14";
export const ENLARGE = "M9.5 4H4v5.5M14.5 4H20v5.5M9.5 20H4v-5.5M14.5 20H20v-5.5";
export const CLOSE = "M6 6l12 12M18 6L6 18";
