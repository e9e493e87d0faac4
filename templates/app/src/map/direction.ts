// Which way the page's language is written.

/** 1 where a line goes on to the right, -1 where it goes on to the left. */
export function ahead(): 1 | -1 {
  return document.documentElement.dir === "rtl" ? -1 : 1;
}
