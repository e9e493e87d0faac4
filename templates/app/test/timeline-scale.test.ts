import assert from "node:assert/strict";
import { test } from "node:test";
import { toCivil, toDay } from "../src/timeline/calendar";
import { BREAK_PX, type Extent, makeScale, type Scale, stopsOf, ticksOf } from "../src/timeline/scale";
import { dayWords, partsOf, type TimeWords, tickWords, yearWords } from "../src/timeline/words";
import { CASES } from "./calendar-cases";
import { numbers } from "./numbers";

const day = (text: string): number => Date.parse(text) / 86_400_000;
const single = (at: number): Extent => ({ start: at, end: at });
const ROOM = { day: 24, month: 44, year: 40 };

const ENGLISH: TimeWords = {
  months: "January February March April May June July August September October November December".split(" "),
  alone: "January February March April May June July August September October November December".split(" "),
  short: "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split(" "),
  day: "{d} {m} {y}",
  month: "{m} {y}",
  bce: "{y} BC",
  group: ",",
};

/** Of the default exhibit: some nights, some years around them, and one day long after. */
const NIGHTS = [
  "1987-01-01",
  "1988-01-01",
  "1988-02-27",
  "1989-12-01",
  "1989-12-01",
  "1990-01-01",
  "1990-01-12",
]
  .concat(["19", "19", "19", "19", "20", "21", "22", "22", "25", "26"].map((of) => `1990-01-${of}`))
  .concat("1991-05-01", "2021-01-21")
  .map((text) => single(day(text)));

/** Exhibits of every kind: an instant, a night, decades, ages; dense somewhere or nowhere; open at an end. */
function scene(seed: number): Extent[] {
  const next = numbers(seed);
  const middle = Math.round((next() - 0.5) * 10 ** (1 + next() * 8));
  const reach = 10 ** (next() * 7);
  const dense = next() < 0.5 ? 10 ** (next() * 3) : reach;
  return Array.from({ length: 1 + Math.floor(next() * 60) }, () => {
    const start = middle + Math.round((next() - 0.5) * (next() < 0.7 ? dense : reach));
    const end = start + (next() < 0.5 ? 0 : Math.floor(next() * dense));
    const open = next();
    return { start: open < 0.05 ? null : start, end: open > 0.95 ? null : end };
  });
}

function eachScale(check: (scale: Scale, extents: Extent[]) => void): void {
  for (let seed = 1; seed <= 500; seed++) {
    const extents = scene(seed);
    const scale = makeScale(extents, 200 + (seed % 9) * 150);
    assert.ok(scale);
    check(scale, extents);
  }
}

test("the calendar is numpy's, from before the stars to long after", () => {
  assert.ok(CASES.length > 250);
  for (const [at, year, month, of] of CASES) {
    assert.deepEqual(toCivil(at), { year, month, day: of }, String(at));
    assert.equal(toDay(year, month, of), at);
  }
});

test("months beyond December are those of the next year", () => {
  assert.equal(toDay(1989, 13), day("1990-01-01"));
  assert.equal(toDay(-1, 13), toDay(0, 1));
});

test("undated events have no scale", () => {
  assert.equal(makeScale([], 600), null);
  assert.equal(makeScale([{ start: null, end: null }], 600), null);
});

test("one instant stands within its scale, with room on both sides", () => {
  const scale = makeScale([single(7324)], 600);
  assert.ok(scale);
  assert.equal(scale.stretches.length, 1);
  assert.ok(scale.x(7324) >= 100 && scale.x(7325) <= 500);
});

test("time runs evenly where events are spread evenly", () => {
  const scale = makeScale(
    Array.from({ length: 40 }, (_, index) => single(index * 365)),
    600,
  );
  assert.equal(scale?.stretches.length, 1);
});

test("nights among decades are drawn larger, and the years around them stay in sight", () => {
  const scale = makeScale(NIGHTS, 700);
  assert.ok(scale);
  const { stretches } = scale;
  assert.deepEqual(
    stretches.map((stretch) => stretch.larger),
    [false, true, false],
  );
  const [before, nights, after] = stretches;
  assert.ok(before && nights && after);
  assert.equal(toCivil(before.from).year, 1987);
  assert.equal(toCivil(after.to).year, 2022);
  assert.ok(nights.from <= day("1990-01-19") && nights.to > day("1990-01-26"));
  // Each of the nights has the room of a bead.
  assert.ok(scale.x(day("1990-01-20")) - scale.x(day("1990-01-19")) >= 24);
  assert.ok(before.x1 - before.x0 > 60 && after.x1 - after.x0 > 60);
  assert.equal(nights.x0 - before.x1, BREAK_PX);
});

test("years of which half are one year are not drawn as its first days", () => {
  const year = (of: number): Extent => ({ start: toDay(of), end: toDay(of + 1) - 1 });
  assert.equal(makeScale([year(1901), year(1901), year(1902)], 600)?.stretches.length, 1);
  const larger = makeScale([year(1901), year(1901), year(1902), year(1950)], 600)?.stretches.find(
    (stretch) => stretch.larger,
  );
  assert.deepEqual([larger?.from, larger?.to], [toDay(1901), toDay(1902)]);
  assert.ok(larger && ticksOf(larger, ROOM).every((tick) => tick.unit === "month"));
});

test("later is never nearer to where time begins, and no day lies outside, in 500 exhibits", () => {
  eachScale((scale, extents) => {
    const days = extents.flatMap(({ start, end }) => [start, end]).filter((at) => at !== null);
    days.sort((a, b) => a - b);
    let last = -1;
    for (const at of days) {
      const x = scale.x(at);
      assert.ok(x >= last - 1e-6 && x >= 0 && x <= scale.width, `${at} at ${x}`);
      last = x;
      assert.ok(at >= scale.from && at < scale.to);
    }
  });
});

test("the day at a place is the day that stands there, in 500 exhibits", () => {
  eachScale((scale, extents) => {
    for (const { start } of extents) {
      if (start === null) continue;
      const width = Math.max(1, scale.to - scale.from);
      assert.ok(Math.abs(scale.day(scale.x(start)) - start) < width * 1e-9 + 1e-6);
    }
  });
});

test("stretches follow one another without a gap in time, breaks between them, to the ends", () => {
  eachScale(({ stretches, width, from, to }) => {
    assert.ok(stretches.length >= 1 && stretches.length <= 3);
    assert.equal(stretches[0]?.x0, 0);
    assert.ok(Math.abs((stretches.at(-1)?.x1 ?? 0) - width) < 1e-6);
    assert.equal(stretches[0]?.from, from);
    assert.equal(stretches.at(-1)?.to, to);
    stretches.slice(1).forEach((stretch, index) => {
      assert.equal(stretch.from, stretches[index]?.to);
      assert.ok(Math.abs(stretch.x0 - (stretches[index]?.x1 ?? 0) - BREAK_PX) < 1e-6);
    });
    for (const stretch of stretches) assert.ok(stretch.x1 > stretch.x0 && stretch.to > stretch.from);
    // What is drawn larger is larger than what is beside it.
    const scales = stretches.map((stretch) => (stretch.x1 - stretch.x0) / (stretch.to - stretch.from));
    stretches.forEach((stretch, index) => {
      if (stretch.larger) for (const other of scales) assert.ok((scales[index] ?? 0) >= other);
    });
  });
});

test("ticks stand on whole days, months or years, with the room for their words, in 500 exhibits", () => {
  eachScale(({ stretches }) => {
    for (const stretch of stretches) {
      const ticks = ticksOf(stretch, ROOM);
      ticks.forEach(({ day: at, unit, x }, index) => {
        const { month, day: of } = toCivil(at);
        assert.ok(Number.isInteger(at) && at >= stretch.from && at < stretch.to);
        if (unit !== "day") assert.equal(of, 1);
        if (unit === "year") assert.equal(month, 1);
        const before = ticks[index - 1];
        // February and the last days of a month are a little short.
        if (before) assert.ok(x - before.x > ROOM[unit] * 0.45, `${x - before.x} ${unit}`);
      });
      assert.ok(ticks.length <= 1 + (stretch.x1 - stretch.x0) / 10);
    }
  });
});

test("years before 1 are round as they are counted, and no year is 0", () => {
  const scale = makeScale([single(toDay(-499)), single(toDay(520)), single(toDay(1490))], 600);
  assert.ok(scale);
  const ticks = ticksOf(scale.stretches[0] as Scale["stretches"][number], ROOM);
  const said = ticks.map((tick) => tickWords(tick, ENGLISH));
  assert.deepEqual(said.slice(0, 4), ["400 BC", "200 BC", "200", "400"]);
  assert.ok(!said.includes("0"));
  // Columns on both sides of the year 1 are as wide as the others.
  const stops = stopsOf(scale, 30).map((day) => toCivil(day).year);
  assert.deepEqual(stops.slice(1, 8), [-499, -399, -299, -199, -99, 1, 100]);
});

test("from before the dinosaurs to after us there are few, round ticks", () => {
  const ages = [single(toDay(-65_000_000)), single(toDay(-2_000_000)), single(toDay(2050))];
  const scale = makeScale(ages, 600);
  assert.ok(scale);
  const ticks = scale.stretches.flatMap((stretch) => ticksOf(stretch, { ...ROOM, year: 90 }));
  assert.ok(ticks.length > 3 && ticks.length < 20);
  const said = ticks.map((tick) => tickWords(tick, ENGLISH));
  assert.ok(said.includes("50,000,000 BC") && said.includes("1,500,000 BC"), String(said));
});

test("a brush can stand at the ends, and its stops ascend", () => {
  eachScale((scale) => {
    const stops = stopsOf(scale, 14);
    assert.equal(stops[0], scale.from);
    assert.equal(stops.at(-1), scale.to);
    assert.ok(stops.length >= 2 && stops.length <= scale.width / 5 + 6);
    assert.deepEqual(
      stops,
      stops.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(stops).size, stops.length);
  });
});

test("days, years and eras are said by the language's forms", () => {
  assert.equal(dayWords(day("1990-01-20"), ENGLISH), "20 January 1990");
  assert.equal(dayWords(toDay(-43, 3, 15), ENGLISH), "15 March 44 BC");
  assert.equal(yearWords(0, ENGLISH), "1 BC");
  assert.equal(yearWords(12_000, ENGLISH), "12,000");
  const japanese = { ...ENGLISH, day: "{y}年{n}月{d}日" };
  assert.equal(dayWords(day("1990-01-20"), japanese), "1990年1月20日");
  const persian = { ...ENGLISH, group: "٬", digits: "۰۱۲۳۴۵۶۷۸۹" };
  assert.equal(dayWords(day("1990-01-20"), persian), "۲۰ January ۱۹۹۰");
  assert.equal(yearWords(1_234_567, persian), "۱٬۲۳۴٬۵۶۷");
  assert.equal(tickWords({ day: day("1990-01-20"), unit: "day", x: 0 }, persian), "۲۰");
});

test("what ticks are parts of is said once, where it begins", () => {
  const scale = makeScale([single(day("1989-12-20")), single(day("1990-01-15"))], 900);
  const ticks = ticksOf(scale?.stretches[0] as Scale["stretches"][number], ROOM);
  assert.deepEqual(
    partsOf(ticks, ENGLISH).map(({ text }) => text),
    ["December 1989", "January 1990"],
  );
  const years = makeScale([single(0), single(40_000)], 900);
  assert.deepEqual(partsOf(ticksOf(years?.stretches[0] as Scale["stretches"][number], ROOM), ENGLISH), []);
});
