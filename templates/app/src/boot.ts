// Runs first in the page: the tripwire behind Trusted Types, the sign that scripts run, and the way in for the second
// script.

import { door } from "./door";
import { readBlock } from "./payload";

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createHTML: () => string; createScript: (text: string) => string },
  ): unknown;
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;

/** The second script, while it is put in; the content policy knows it by its hash, and no other. */
let awaited: string | null = null;

factory?.createPolicy("default", {
  createHTML() {
    throw new TypeError("this page turns no text into HTML");
  },
  createScript(text) {
    if (text === awaited) return text;
    throw new TypeError("this page turns no text into a script");
  },
});

// The text version gives way to the app, unless the app's script has not run by the end of the page: blocked, changed
// on its way here, or too new for the browser. The app fills #app at once, before it reads anything.
const { classList } = document.documentElement;
classList.add("js");
let coming = false;
const judge = (): void => {
  if (!coming && !document.getElementById("app")?.firstChild) classList.remove("js");
};
// Only this script runs surely before that: whoever comes later could wait for it in vain.
door().parsed = new Promise((done) => {
  document.addEventListener("DOMContentLoaded", () => {
    judge();
    done();
  });
});

door().open = async (id) => {
  coming = true;
  try {
    run((await readBlock(id)) as Packed);
  } finally {
    coming = false;
    if (document.readyState !== "loading") judge();
  }
};

interface Packed {
  script: string;
  style: string;
}

function run({ script, style }: Packed): void {
  if (style) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets.push(sheet);
  }
  const element = document.createElement("script");
  try {
    awaited = script;
    element.textContent = script;
    // What is inline runs before the next line.
    document.head.append(element);
  } finally {
    awaited = null;
    element.remove();
  }
}
