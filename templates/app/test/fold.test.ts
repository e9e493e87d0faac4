import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { foldWords, toFoldTable } from "../src/fold";
import type { Rich } from "../src/payload";
import { plain } from "../src/plain";
import { distinct } from "../src/search";

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

// Written by tests/test_finding.py as well: the table, then title, text, date and toponym with the words to find them by.
const [drawn = "", ...told] = readFileSync("test/found.txt", "utf8").trimEnd().split("\n");
const drawnTable = toFoldTable(JSON.parse(drawn) as Record<string, string>);

test("the page finds an event by the words that Python finds it by", () => {
  assert.ok(told.length > 60);
  for (const line of told) {
    const [title, text, date, toponym, words] = JSON.parse(line) as [string, Rich, string, string, string];
    const written = [title, plain(text), date, toponym].filter(Boolean);
    assert.equal(distinct(written, drawnTable), words);
  }
});
