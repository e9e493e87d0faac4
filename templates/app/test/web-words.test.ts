import assert from "node:assert/strict";
import { test } from "node:test";
import { foundAt, foundOf } from "../src/web/hits";
import { isBefore } from "../src/web/names";
import type { Spot } from "../src/web/types";
import { inPieces, isNoted, mayHave, noted, noteRows, type Piece, runsOf, toPiece } from "../src/web/words";
import { numbers } from "./numbers";

/** As `word_index.py` writes them. */
function toPostings(rows: readonly number[]): number[] {
  return rows.flatMap((row, at) => {
    let gap = row - (rows[at - 1] ?? -1) - 1;
    const octets: number[] = [];
    for (; gap > 127; gap = Math.floor(gap / 128)) octets.push((gap % 128) + 128);
    return [...octets, gap];
  });
}

function pieceOf(words: Record<string, number[]>): Piece {
  const postings = Object.values(words).map(toPostings);
  return {
    words: Object.keys(words),
    bytes: postings.map(({ length }) => length),
    postings: Uint8Array.from(postings.flat()),
  };
}

test("of a piece the records are those of the words that are meant", () => {
  const random = numbers(7);
  const count = 40_000;
  const ascending = (rows: number[]): number[] => [...new Set(rows)].sort((a, b) => a - b);
  const some = (): number[] =>
    ascending(Array.from({ length: 40 }, () => Math.floor(random() ** 6 * count)).concat(count - 1));
  const words = { tram: some(), trams: some(), tree: some() };
  const piece = pieceOf(words);
  const of = (isMeant: (word: string) => boolean): Uint32Array => {
    const bits = new Uint32Array(count / 32);
    noteRows(piece, isMeant, bits);
    return bits;
  };
  assert.deepEqual(noted(of((word) => word === "trams")), words.trams);
  const all = of((word) => word.startsWith("tr"));
  const every = ascending(Object.values(words).flat());
  assert.deepEqual(noted(all), every);
  for (let row = 0; row < count; row++) assert.equal(isNoted(all, row), every.includes(row));
  const head = new TextEncoder().encode(`${JSON.stringify({ words: piece.words, bytes: piece.bytes })}\n`);
  assert.deepEqual(toPiece(Uint8Array.from([...head, ...piece.postings])), piece);
});

test("a piece of one word has no records but those between its first and the next piece's", () => {
  const index = { first: ["of", "of", "of", "tram"], row: [0, 100, 200, 5], start: [] };
  assert.ok(mayHave(index, 0, [99, 300]));
  assert.ok(!mayHave(index, 0, [100, 300]));
  assert.ok(mayHave(index, 1, [100]));
  assert.ok(!mayHave(index, 1, [99, 200]));
  // Where another word begins in it, and in the last one, nobody knows.
  assert.ok(mayHave(index, 2, [0]));
  assert.ok(mayHave(index, 3, [0]));
});

test("numbers that follow one another are a run, no longer than is asked for", () => {
  assert.deepEqual(runsOf([], 3), []);
  assert.deepEqual(runsOf([1, 2, 3, 4, 6, 8, 9], 3), [[1, 2, 3], [4], [6], [8, 9]]);
});

test("what is longer than the index has it, without spaces, is looked for in pieces", () => {
  assert.equal(inPieces("tram  conductors1990", 8), "tram conductors1990");
  assert.equal(inPieces("天安門広場で集会", 8), "天安門広場で集会");
  assert.equal(inPieces("天安門広場で集会が", 8), "天安門広場で集会 安門広場で集会が");
  assert.equal(inPieces("天安門広場", 2), "天安 門広 広場");
});

test("texts are in the order of their code points, in which surrogates come last", () => {
  const all = ["", "a", "ab", "b", "é", "中", "\uffee", "😀", "😀a"];
  for (const [at, one] of all.entries()) {
    for (const [other_at, other] of all.entries())
      assert.equal(isBefore(one, other), at < other_at, `${one} ${other}`);
  }
});

test("a spot has those of the found records that are among its own", () => {
  const spot = { first: 20, from: 10, events: 15 } as Spot;
  const hits = [0, 9, 10, 11, 24, 25, 34, 35];
  assert.equal(foundAt(hits, spot), 3);
  assert.equal(foundAt([], spot), 0);
  assert.deepEqual(foundOf(hits, spot), [24, 25, 34]);
});
