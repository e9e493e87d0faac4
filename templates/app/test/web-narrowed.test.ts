import assert from "node:assert/strict";
import { test } from "node:test";
import { EVERYTHING } from "../src/state";
import { toDay } from "../src/timeline/calendar";
import { atEdges, scaleOfEdges, stopsOf } from "../src/timeline/scale";
import { foundIn } from "../src/web/counts";
import { bucketOf, foundOfAll, narrowedBy, WEB_FACETS, wholeBuckets, within } from "../src/web/narrowed";
import { fromHash, toPairs } from "../src/web/said";

const EDGES = [1988, 1989, 1990, 1991, 1992].map((year) => toDay(year));
const IDS = { category: ["arrest", "a&b=c", "trial"], group: ["core", "more"], source: ["S1", "S 2"] };
/** What each of five combinations has. */
const VALUES = {
  category: [0, 0, 1, 2, -1],
  group: [0, 1, 1, -1, 0],
  source: [[0], [0, 1], [], [1], [0]],
};

/** Some records of two features, five combinations and four buckets; 255 has no day. */
const RECORDS = Array.from({ length: 200 }, (_, at) => {
  const begin = at % 9 === 0 ? 255 : (at * 7) % 4;
  const end = begin === 255 ? 255 : Math.min(3, begin + (at % 3 === 0 ? at % 4 : 0));
  return { feature: at % 2, kind: (at * 7) % 5, begin, end };
});

function columnsOf(records: typeof RECORDS): number[][] {
  const count = (of: (one: (typeof RECORDS)[number]) => [number, number, number, number][]): number[][] => {
    const sums = new Map<string, number[]>();
    for (const [feature, kind, bucket, n] of records.flatMap(of)) {
      const key = `${feature} ${kind} ${String(bucket).padStart(3, "0")}`;
      const own = sums.get(key) ?? [feature, kind, bucket, 0];
      own[3] = (own[3] ?? 0) + n;
      sums.set(key, own);
    }
    return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
  };
  const pairs = count(({ feature, kind }) => [[feature, kind, 0, 1]]);
  const timed = (rows: number[][]): number[][] => [
    pairs.map(
      ([feature, kind]) => rows.filter(([a, b, , n]) => a === feature && b === kind && n !== 0).length,
    ),
    rows.filter(([, , , n]) => n !== 0).map(([, , bucket]) => bucket ?? 0),
    rows.filter(([, , , n]) => n !== 0).map(([, , , n]) => n ?? 0),
  ];
  const dated = ({ begin }: (typeof RECORDS)[number]): boolean => begin !== 255;
  return [
    pairs.map(([feature]) => feature ?? 0),
    pairs.map(([, kind]) => kind ?? 0),
    pairs.map(([, , , n]) => n ?? 0),
    ...timed(count((one) => (dated(one) ? [[one.feature, one.kind, one.begin, 1]] : []))),
    ...timed(
      count((one) =>
        dated(one) && one.begin !== one.end
          ? [
              [one.feature, one.kind, one.end, 1],
              [one.feature, one.kind, one.begin, -1],
            ]
          : [],
      ),
    ),
  ];
}

test("what is found is what counting one record after the other finds", () => {
  const columns = columnsOf(RECORDS);
  const numbers = [0, 1, 2, 3, 4];
  const combinations = numbers.map((kind) => RECORDS.filter((one) => one.kind === kind).length);
  const facts = { edges: EDGES, combinations, values: VALUES };
  const table = (of: (one: (typeof RECORDS)[number]) => number): number[][] =>
    numbers.map((kind) =>
      [0, 1, 2, 3].map((bucket) => RECORDS.filter((one) => one.kind === kind && of(one) === bucket).length),
    );
  const begins = table((one) => one.begin);
  const moved = table((one) => one.end).map((row, kind) =>
    row.map((n, bucket) => n - (begins[kind]?.[bucket] ?? 0)),
  );
  const choices: Partial<Record<"category" | "group" | "source", number[]>>[] = [
    {},
    { category: [1] },
    { category: [0, 2], source: [1] },
    { source: [0, 1], group: [0] },
    { category: [2], group: [0] },
  ];
  for (const choice of choices) {
    const chosen = {
      ...EVERYTHING,
      ...Object.fromEntries(WEB_FACETS.map((facet) => [facet, new Set(choice[facet])])),
    };
    /** As `matching` has it: of each facet one of what is chosen, if something is. */
    const has = (kind: number, but = ""): boolean =>
      WEB_FACETS.every((facet) => {
        const own = [VALUES[facet][kind] ?? []].flat();
        return facet === but || chosen[facet].size === 0 || own.some((value) => chosen[facet].has(value));
      });
    for (let first = 0; first < 4; first++) {
      for (let last = first; last < 4; last++) {
        const [from, to] = [EDGES[first] ?? 0, (EDGES[last + 1] ?? 0) - 1];
        const whole = wholeBuckets({ from, to }, EDGES);
        const narrowed = narrowedBy({ ...chosen, ...(whole ?? { from: null, to: null }) }, facts);
        assert.equal(whole === null, first === 0 && last === 3);
        assert.equal(narrowed === null, whole === null && Object.keys(choice).length === 0);
        if (!narrowed) continue;
        const inTime = RECORDS.filter(
          ({ begin, end }) => whole === null || (begin !== 255 && begin <= last && end >= first),
        );
        const wanted = inTime.filter((one) => has(one.kind));
        assert.deepEqual(
          RECORDS.filter((one) => within(one.kind, one.begin, one.end, narrowed)),
          wanted,
        );
        const own = [0, 1].map((feature) => wanted.filter((one) => one.feature === feature).length);
        const columns_ = columns.map((column) => Int32Array.from(column));
        assert.deepEqual([...foundIn(columns_, narrowed)], own);
        const all = foundOfAll({ begins, moved }, facts, chosen, narrowed);
        assert.equal(all.count, wanted.length);
        for (const facet of WEB_FACETS) {
          const others = inTime.filter((one) => has(one.kind, facet));
          assert.equal(all.without[facet], others.length);
          for (const value of IDS[facet].keys()) {
            const alone = others.filter((one) => [VALUES[facet][one.kind] ?? []].flat().includes(value));
            assert.equal(all.counts[facet][value] ?? 0, alone.length, `${facet} ${value}`);
          }
        }
        assert.equal(all.without.span, RECORDS.filter((one) => has(one.kind)).length);
      }
    }
  }
});

test("a period is made as wide as the buckets that it touches", () => {
  const day = (year: number, month: number): number => toDay(year, month);
  assert.deepEqual(
    [day(1980, 1), day(1988, 1), day(1990, 6), day(2000, 1)].map((at) => bucketOf(EDGES, at)),
    [0, 0, 2, 3],
  );
  assert.deepEqual(wholeBuckets({ from: day(1989, 3), to: day(1990, 3) }, EDGES), {
    from: day(1989, 1),
    to: day(1991, 1) - 1,
  });
  // At the ends it is open, as what began before or ended after them is in it.
  assert.deepEqual(wholeBuckets({ from: day(1980, 1), to: day(1989, 3) }, EDGES), {
    from: null,
    to: day(1990, 1) - 1,
  });
  assert.equal(wholeBuckets({ from: day(1980, 1), to: day(1999, 3) }, EDGES), null);
  // Beyond all records it would show some that nobody asked for.
  assert.equal(wholeBuckets({ from: day(1995, 1), to: null }, EDGES), null);
  assert.equal(wholeBuckets({ from: null, to: day(1970, 1) }, EDGES), null);
});

test("an address says what records are filtered by, and leads back to it", () => {
  const at = (from: number | null, to: number | null, ...category: number[]) => ({
    category: new Set(category),
    group: new Set<number>(),
    source: new Set<number>(),
    from,
    to,
  });
  const cases: [ReturnType<typeof at>, string][] = [
    [at(toDay(1990), toDay(2000) - 1), "1990/1999"],
    [at(toDay(1990), toDay(1991) - 1), "1990"],
    [at(toDay(1990, 1), toDay(1990, 3) - 1, 1, 0), "1990-01/1990-02"],
    [at(toDay(1990, 1, 20), toDay(1990, 1, 20)), "1990-01-20"],
    [at(null, toDay(1990) - 1), "../1989"],
    [at(toDay(1990, 2), null), "1990-02/.."],
    [at(toDay(-499), toDay(1) - 1), "-000499/0000"],
    [at(-1_643_591_969_162, null), "-1643591969162/.."],
  ];
  for (const [filter, period] of cases) {
    const pairs = toPairs(filter, IDS);
    assert.equal(pairs.at(-1)?.[1], period);
    const hash = `#${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
    assert.deepEqual(fromHash(hash, IDS), filter);
  }
  const several = { ...at(null, null, 2), group: new Set([1]), source: new Set([0, 1]) };
  const said: [string, string][] = [
    ["category", "trial"],
    ["group", "more"],
    ["source", "S1"],
    ["source", "S 2"],
  ];
  assert.deepEqual(toPairs(several, IDS), said);
  assert.deepEqual(fromHash(`#${new URLSearchParams(said)}`.replaceAll("+", "%20"), IDS), several);
  assert.deepEqual(
    fromHash("#category=none&period=1990-02-31/2000&category=trial", IDS),
    at(null, toDay(2001) - 1, 2),
  );
  assert.deepEqual(fromHash("#period=2000/1990", IDS), at(null, null));
  assert.deepEqual(fromHash("#period=1990-13", IDS), at(null, null));
});

test("a timeline of buckets begins and ends with them, and its period has no other ends", () => {
  const years = Array.from({ length: 92 }, (_, at) => toDay(1900 + at));
  const cases: [number[], boolean[]][] = [
    [years, [false]],
    [
      [toDay(190), ...years],
      [false, true],
    ],
    [
      [toDay(190), ...years, toDay(2190)],
      [false, true, false],
    ],
    [
      [...years, toDay(2190)],
      [true, false],
    ],
    [[toDay(1990), toDay(1991), toDay(2000)], [false]],
    [[19, 20, 21].map((day) => toDay(1990, 1, day)), [false]],
  ];
  for (const [edges, larger] of cases) {
    for (const width of [280, 900, 3000]) {
      const scale = scaleOfEdges(edges, width);
      assert.deepEqual([scale.from, scale.to, scale.width], [edges[0], edges.at(-1), width]);
      assert.deepEqual(
        scale.stretches.map((stretch) => stretch.larger),
        larger,
      );
      assert.deepEqual([scale.stretches[0]?.x0, scale.stretches.at(-1)?.x1], [0, width]);
      for (const [at, stretch] of scale.stretches.entries()) {
        assert.ok(stretch.x1 > stretch.x0 && stretch.to > stretch.from);
        assert.equal(stretch.from, scale.stretches[at - 1]?.to ?? edges[0]);
      }
      for (const room of [6, 24]) {
        const stops = atEdges(scale, edges, stopsOf(scale, room), room);
        assert.ok(stops.every((stop) => edges.includes(stop)));
        assert.deepEqual([stops[0], stops.at(-1)], [edges[0], edges.at(-1)]);
        // What is far off is no part of a column with others.
        for (const stretch of scale.stretches) assert.ok(stops.includes(stretch.from));
        assert.ok(stops.length > Math.min(edges.length - 1, 4));
      }
    }
  }
});
