import assert from "node:assert/strict";
import { test } from "node:test";
import { shortestArc } from "../src/review/chart";
import { type Answer, fromRows, parseCsv, toCsv } from "../src/review/ledger";

const NEW = { rows: [], delimiter: ",", newline: "\n" };

function answer(given: Partial<Answer>): Answer {
  return {
    toponym: "Bakuu",
    context: null,
    place: "baku",
    label: "Baku, AZ",
    candidates: "baku = Baku, AZ",
    who: "A. B.",
    when: "2026-03-01",
    note: "",
    ...given,
  };
}

test("a new file has the columns of decisions.py and the mark of its encoding", () => {
  assert.equal(
    toCsv(NEW, [
      answer({}),
      answer({ toponym: "X", context: "1990", place: null, label: null, note: "a farm" }),
    ]),
    "\ufefftoponym,context,place,label,candidates,who,when,note\n" +
      'Bakuu,,baku,"Baku, AZ","baku = Baku, AZ",A. B.,2026-03-01,\n' +
      'X,1990,,,"baku = Baku, AZ",A. B.,2026-03-01,none: a farm\n',
  );
});

test("rows that were there stay, an answer takes the place of earlier ones, columns are added", () => {
  const rows = [
    ["shelf", "Toponym", "choice"],
    ["7", "Bakuu", "moscow"],
    ["8", "Other", "x"],
    ["9", "Bakuu", "paris"],
  ];
  const written = parseCsv(toCsv({ rows, delimiter: ";", newline: "\r\n" }, [answer({})]));
  assert.deepEqual(written[0]?.slice(0, 4), ["shelf", "Toponym", "choice", "context"]);
  assert.deepEqual(
    written.slice(1).map((row) => row.slice(0, 3)),
    [
      ["7", "Bakuu", "baku"],
      ["8", "Other", "x"],
    ],
  );
  assert.deepEqual(
    written.map((row) => row.length),
    [9, 9, 9],
  );
});

test("what is written is read back, whatever it holds", () => {
  const hard = ["=1+1", "+7", "-x", "@y", "'=z", 'a "b"', "c,d;e", "two\nlines", "\u0628\u0627\u06a9\u0648"];
  const answers = hard.map((text) => answer({ toponym: text, who: text, label: text, candidates: "" }));
  const csv = toCsv(NEW, answers);
  assert.deepEqual(fromRows(parseCsv(csv)), answers);
  const cells = parseCsv(csv).slice(1).flat();
  assert.deepEqual(
    cells.filter((cell) => /^[=+\-@]/.test(cell)),
    [],
  );
});

test("none of these is read in each of its forms, and another table is refused", () => {
  const read = (text: string) => fromRows(parseCsv(text))?.map(({ place, note }) => [place, note]);
  assert.deepEqual(read("toponym,place,note\na,,none\nb,,None: c\nd,none,\ne,,\nf,x,none\n"), [
    [null, ""],
    [null, "c"],
    [null, ""],
    ["x", "none"],
  ]);
  assert.equal(read("name,id\na,b\n"), undefined);
});

test("a CSV is read with its own delimiter and ends of lines", () => {
  assert.deepEqual(parseCsv('\ufeffsep=;\r\na;b\r\n"1;""2""";\r\n\r\n'), [
    ["a", "b"],
    ['1;"2"', ""],
  ]);
  assert.deepEqual(parseCsv("a\tb\n1\t2"), [
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("places on both sides of 180 degrees lie together", () => {
  const [start, length] = shortestArc([0.99, 0.01]);
  assert.ok(Math.abs(start - 0.99) < 1e-9);
  assert.ok(Math.abs(length - 0.02) < 1e-9);
  const [whole, none] = shortestArc([0.25]);
  assert.ok(Math.abs(whole - 0.25) < 1e-9 && Math.abs(none) < 1e-9);
});
