import assert from "node:assert/strict";
import { test } from "node:test";
import { fromPairs, sameDisplay, TEXT_SIZES, toPairs } from "../src/display/display";
import { firstState } from "../src/state";

const first = firstState({ language: "en", theme: "auto" });
const said = (pairs: [string, string][]): URLSearchParams => new URLSearchParams(pairs);

test("the page as it opens says nothing of how it is shown", () => {
  assert.deepEqual(toPairs(first, "auto"), []);
  assert.deepEqual(toPairs({ ...first, theme: "dark" }, "dark"), []);
  assert.deepEqual(toPairs({}, "auto"), []);
});

test("an address says what differs, and is read as it was written", () => {
  for (const [text_size] of TEXT_SIZES.entries()) {
    for (const contrast of ["auto", "more"] as const) {
      for (const motion of ["auto", "reduced"] as const) {
        for (const theme of ["auto", "light", "dark"] as const) {
          const display = { text_size, contrast, motion, theme, only: text_size > 1 };
          const read = fromPairs(said(toPairs(display, "auto")));
          assert.ok(sameDisplay({ ...first, ...read }, display), JSON.stringify(display));
        }
      }
    }
  }
});

test("letters have four sizes, up to twice the usual one", () => {
  assert.deepEqual(TEXT_SIZES, [100, 125, 150, 200]);
  assert.deepEqual(toPairs({ text_size: 3 }, "auto"), [["text", "200"]]);
});

test("what an address does not say, or says wrong, is left as it is", () => {
  assert.deepEqual(fromPairs(said([])), {});
  const wrong: [string, string][] = [
    ["text", "300"],
    ["contrast", "less"],
    ["motion", "no"],
    ["colours", "auto"],
  ];
  assert.deepEqual(fromPairs(said(wrong)), {});
  assert.deepEqual(fromPairs(said([["text", "100"]])), {});
});
