// Plural forms by the tables that Python makes; the numbers and forms are CLDR's.

import assert from "node:assert/strict";
import test from "node:test";
import { type Exhibit, numeral, say } from "../src/exhibit";
import { pluralForm } from "../src/plural";

/** A table as `plurals.py` writes it, by a rule. */
const table = (rule: (count: number) => string): string =>
  [...Array(200).keys(), 1_000_000].map(rule).join("");

const RUSSIAN = table((n) => {
  const [ten, hundred] = [n % 10, n % 100];
  if (ten === 1 && hundred !== 11) return "o";
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? "f" : "m";
});
const ARABIC = table((n) => {
  if (n < 3) return "zot"[n] ?? "x";
  return n % 100 >= 3 && n % 100 <= 10 ? "f" : n % 100 >= 11 ? "m" : "x";
});
const FRENCH = table((n) => (n < 2 ? "o" : n === 1_000_000 ? "m" : "x"));

test("a number has the form of its language, however large it is", () => {
  const forms = (rule: string, ...counts: number[]): string[] => counts.map((n) => pluralForm(rule, n));
  assert.deepEqual(forms(RUSSIAN, 0, 1, 2, 5, 11, 21, 22, 111, 121, 1001, 1012, 1_000_000), [
    ..."many one few many many one few many one one many many".split(" "),
  ]);
  assert.deepEqual(forms(ARABIC, 0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 200, 203, 1000), [
    ..."zero one two few few many many other other other few many other few other".split(" "),
  ]);
  assert.deepEqual(forms(FRENCH, 0, 1, 2, 200, 1_000_000, 3_000_000, 1_000_001), [
    ..."one one other other many many other".split(" "),
  ]);
});

test("what is no whole number, or has no table, has the form of the rest", () => {
  assert.deepEqual(
    [1.5, -1, Number.NaN].map((count) => pluralForm(RUSSIAN, count)),
    ["other", "other", "other"],
  );
  assert.equal(pluralForm(undefined, 1), "other");
});

test("a counted sentence is said in its form and in the language's digits", () => {
  const ui = {
    plural: RUSSIAN,
    "n.one": "{count} запись",
    "n.few": "{count} записи",
    "n.other": "{count} записей",
    plain: "{count} из {all}",
    digits: "۰۱۲۳۴۵۶۷۸۹",
  };
  const exhibit = { telling: { ui } } as unknown as Exhibit;
  assert.equal(say(exhibit, "n", { count: 21 }), "۲۱ запись");
  assert.equal(say(exhibit, "n", { count: 3 }), "۳ записи");
  assert.equal(say(exhibit, "n", { count: 5 }), "۵ записей");
  assert.equal(say(exhibit, "plain", { count: 5, all: "as it is 5" }), "۵ из as it is 5");
  assert.equal(say(exhibit, "missing", { count: 5 }), "missing");
  assert.equal(numeral(exhibit, 1990), "۱۹۹۰");
  assert.equal(numeral(exhibit, 1_234_567), "۱\u202f۲۳۴\u202f۵۶۷");
});
