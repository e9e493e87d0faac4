import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, makeMet } from "../src/many/ids";
import { chunksOf, chunksOfAll, hasWord, makeWordIndex } from "../src/many/word-index";
import { numbers } from "./numbers";

/** The index as it stands in the page. */
function indexOf(words: Map<string, Set<number>>): Parameters<typeof makeWordIndex> {
  const sorted = [...words.keys()].sort();
  const postings: number[] = [];
  const lengths = sorted.map((word) => {
    const before = postings.length;
    let last = -1;
    for (const chunk of [...(words.get(word) ?? [])].sort((a, b) => a - b)) {
      let gap = chunk - last - 1;
      last = chunk;
      for (; gap >= 128; gap = Math.floor(gap / 128)) postings.push((gap % 128) + 128);
      postings.push(gap);
    }
    return postings.length - before;
  });
  const letters = new TextEncoder().encode(sorted.join("\n"));
  return [Uint32Array.from(lengths), Uint8Array.from(postings), letters];
}

const LETTERS = ["ba", "ku", "tan", "k", "mos", "1990", "東", "京", "ы"];
const CHUNKS = 400;

test("an index leads to the chunks that have a word with what is asked for", () => {
  const next = numbers(9);
  const words = new Map<string, Set<number>>();
  for (let at = 0; at < 3000; at++) {
    const word = Array.from(
      { length: 1 + Math.floor(next() * 3) },
      () => LETTERS[Math.floor(next() * LETTERS.length)],
    ).join("");
    words.set(word, (words.get(word) ?? new Set()).add(Math.floor(next() ** 2 * CHUNKS)));
  }
  const index = makeWordIndex(...indexOf(words));
  const brute = (asked: string): number[] => {
    const found = new Set([...words].flatMap(([word, chunks]) => (hasWord(word, asked) ? [...chunks] : [])));
    return [...found].sort((a, b) => a - b);
  };
  for (const asked of ["baku", "ku", "k", "an", "tank", "京", "199", "0", "ыba", "missing"]) {
    const found = chunksOf(index, asked, CHUNKS);
    assert.deepEqual(
      [...found.keys()].filter((chunk) => found[chunk] === 1),
      brute(asked),
      asked,
    );
  }
  const both = brute("tank").filter((chunk) => brute("京").includes(chunk));
  assert.deepEqual(chunksOfAll(index, ["tank", "京"], CHUNKS), both);
  assert.equal(chunksOfAll(null, ["tank"], CHUNKS).length, CHUNKS);
  assert.equal(chunksOfAll(index, [], CHUNKS).length, CHUNKS);
});

test("short Latin words are looked for where a word begins, others anywhere", () => {
  assert.ok(hasWord("a party", "a"));
  assert.ok(!hasWord("party", "ar"));
  assert.ok(hasWord("party", "art"));
  assert.ok(hasWord("art party", "ar"));
  assert.ok(hasWord("東京", "京"));
});

test("the hash of an id is FNV-1a's, its highest byte left out", () => {
  // ref: draft-eastlake-fnv, appendix C
  assert.equal(hashOf(""), 0x811c9dc5 & 0xffffff);
  assert.equal(hashOf("a"), 0xe40c292c & 0xffffff);
  assert.equal(hashOf("foobar"), 0xbf9cf968 & 0xffffff);
  assert.equal(hashOf("ə"), hashOf("\u0259"));
});

test("only ids that have been met have a number", () => {
  const { ids, meet } = makeMet();
  assert.equal(ids.indexOf("ev9"), -1);
  meet(999_999, "ev9");
  assert.equal(ids.indexOf("ev9"), 999_999);
  assert.equal(ids[999_999], "ev9");
  assert.equal(ids[3], undefined);
});
