import assert from "node:assert/strict";
import { test } from "node:test";
import { type Run, runsOf } from "../src/paper/quoted";

const LONG = Array.from({ length: 80 }, (_, number) => `word${number}`).join(" ");

function marked(runs: Run[]): string[] {
  return runs.filter(([, quoted]) => quoted).map(([text]) => text);
}

test("of a short paragraph all stands there, its quoted words told apart", () => {
  assert.deepEqual(runsOf("The tram ran to the station.", [[4, 8]]), [
    ["The ", false],
    ["tram", true],
    [" ran to the station.", false],
  ]);
  assert.deepEqual(runsOf("All of it.", [[0, 10]]), [["All of it.", true]]);
});

test("quoted words that touch or lie over each other are marked once", () => {
  const text = "One two three four.";
  assert.deepEqual(
    marked(
      runsOf(text, [
        [0, 7],
        [4, 13],
      ]),
    ),
    ["One two three"],
  );
  assert.deepEqual(
    marked(
      runsOf(text, [
        [4, 13],
        [0, 3],
      ]),
    ),
    ["One", "two three"],
  );
  assert.deepEqual(
    marked(
      runsOf(text, [
        [0, 13],
        [4, 7],
      ]),
    ),
    ["One two three"],
  );
  assert.equal(
    runsOf(text, [
      [4, 13],
      [0, 7],
    ])
      .map(([said]) => said)
      .join(""),
    text,
  );
});

test("far from quoted words a paragraph is left out, between words and with a mark", () => {
  const quoted = "QUOTED WORDS";
  const text = `${LONG} ${quoted} ${LONG} ${quoted} ${LONG}`;
  const first = LONG.length + 1;
  const second = 2 * LONG.length + quoted.length + 3;
  const runs = runsOf(text, [
    [first, first + quoted.length],
    [second, second + quoted.length],
  ]);
  assert.deepEqual(marked(runs), [quoted, quoted]);
  const around = runs.filter(([, is]) => !is).map(([said]) => said);
  assert.equal(around.length, 3);
  assert.match(around[0] ?? "", /^\u2026 word\d+ .* word79 $/);
  assert.match(around[1] ?? "", /^ word0 .* word\d+ \u2026 word\d+ .* word79 $/);
  assert.match(around[2] ?? "", /^ word0 .* word\d+ \u2026$/);
  for (const said of around) assert.ok(said.length <= 2 * 160 + 3, said);
});
