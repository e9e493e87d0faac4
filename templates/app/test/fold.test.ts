import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { foldWords, toFoldTable } from "../src/fold";

// Written by tests/test_finding.py: the table, then texts with what Python makes of them.
const [first = "", ...lines] = readFileSync("test/folded.txt", "utf8").trimEnd().split("\n");
const table = toFoldTable(JSON.parse(first) as Record<string, string>);

test("the page folds what is typed as Python folds what is found", () => {
  assert.ok(lines.length > 1000);
  const otherwise = lines
    .map((line) => line.split("\t"))
    .filter(([text = "", folded]) => foldWords(text, table) !== folded)
    .map(([text = "", folded]) => `${text}: ${foldWords(text, table)}, not ${folded}`);
  assert.deepEqual(otherwise, []);
});

test("what is no word is nothing to look for", () => {
  assert.equal(foldWords("  – “…” !", table), "");
  assert.equal(foldWords("Bakı — 1990!", table), "baki 1990");
});

test("a folded text is folded for good", () => {
  for (const line of lines) {
    const once = foldWords(line.split("\t")[0] ?? "", table);
    assert.equal(foldWords(once, table), once);
  }
});
