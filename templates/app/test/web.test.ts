import assert from "node:assert/strict";
import { test } from "node:test";
import { figuresOf } from "../src/many/slice-figures";
import { fromFragment, toFragment } from "../src/web/address";
import { labelIn } from "../src/web/labels";
import { wholeOf } from "../src/web/ranges";
import { rangeOf, recordOf } from "../src/web/records";
import { eachOf, knownSpots, squaresOf } from "../src/web/spots";
import type { Block } from "../src/web/types";

const BLOCK: Block = {
  first: 512,
  id: ["a", "b"],
  place: [0, 1],
  places: {
    id: ["p", "q"],
    label: ["Baku", "Gəncə"],
    precision: ["city", null],
    lon: [49.8, 46.4],
    lat: [40.4, 40.7],
    first: [500, 513],
    events: [13, 1],
    label_az: ["Bakı", null],
    facts: {
      en: {
        precision: ["a city", "a site"],
        coordinates: ["40.4° N", "40.7° N"],
        note: ["By its centre.", ""],
      },
      az: { precision: ["şəhər", "yer"], coordinates: ["40,4° ş. e.", "40,7° ş. e."], note: ["", ""] },
    },
  } as Block["places"],
  date: [1, 0],
  dates: { en: ["undated", "3 May 1905"], az: ["tarixsiz", "3 may 1905"] },
  title: { en: ["Tram", "Bridge"], az: ["Tramvay", ""] },
  text: { en: ["It ran.", ""] },
  draft: { az: [true, false] },
  category: [0, -1],
  categories: { id: ["line"], label: { en: ["Lines"], az: [""] } },
  source: [1, -1],
  other_sources: [[0, 2], []],
  date_sources: [[], [2]],
  sources: { id: ["S2", "S1", "A diary"], title: ["A letter", "A paper", ""] },
  other_accounts: { en: ["It stood.", ""] },
  locator: { en: ["p. 7", ""], az: ["səh. 7", ""] },
  figures: [
    [
      [1, 130, 130, 0],
      [-1, 62, null, 1],
    ],
    [],
  ],
  figures_told: {
    en: [
      [
        ["passengers", "130", "the day", ""],
        ["passengers", "over 62", "", "annex"],
      ],
      [],
    ],
    az: [
      [
        ["sərnişin", "130", "the day", "", 1],
        ["sərnişin", "62-dən çox", "", "əlavə"],
      ],
      [],
    ],
  },
  quote: ["Es fuhr.", ""],
  quote_language: ["de", null],
  quote_translated: { en: ["It ran.", ""] },
  details: { en: [[["shelf", "12"]], []] },
};

test("a record is told in the language that is asked for, else in the default one, which is marked", () => {
  const az = recordOf(BLOCK, 0, "az", "en");
  assert.deepEqual(az.title, { text: "Tramvay", lang: null });
  assert.deepEqual(az.text, { text: "It ran.", lang: "en" });
  assert.equal(az.date, "3 may 1905");
  assert.equal(az.draft, true);
  assert.deepEqual(az.category, { id: "line", label: { text: "Lines", lang: "en" } });
  assert.deepEqual(az.quote, { text: "Es fuhr.", lang: "de" });
  assert.deepEqual(az.locator, { text: "səh. 7", lang: null });
  assert.equal(az.translated, "");
  assert.equal(recordOf(BLOCK, 0, "en", "en").translated, "It ran.");
  assert.deepEqual(az.details, [["shelf", "12"]]);
  assert.equal(az.row, 512);
  assert.deepEqual(az.place, {
    id: "p",
    label: "Baku",
    labels: { label_az: "Bakı" },
    precision: "city",
    lon: 49.8,
    lat: 40.4,
    first: 500,
    events: 13,
    facts: {
      precision: "şəhər",
      coordinates: "40,4° ş. e.",
      former: [],
      note: { text: "By its centre.", lang: "en" },
      source: { text: "", lang: null },
    },
  });
  assert.equal(labelIn(az.place, "az"), "Bakı");
  assert.equal(labelIn(az.place, "de"), "Baku");
  assert.equal(labelIn(recordOf(BLOCK, 1, "az", "en").place, "az"), "Gəncə");
  assert.equal(labelIn({ label: "Baku", labels: { label_az_cyrl: "Бакы" } }, "az-Cyrl"), "Бакы");
  assert.equal(recordOf(BLOCK, 1, "az", "en").place.precision, "site");
  assert.deepEqual(recordOf(BLOCK, 1, "az", "en").title, { text: "Bridge", lang: "en" });
  assert.deepEqual(recordOf(BLOCK, 1, "en", "en").text, { text: "", lang: null });
});

test("figures are told in the language that is asked for, each with its source", () => {
  const { numbers, said, sources } = recordOf(BLOCK, 0, "az", "en").figures;
  assert.deepEqual(sources, [{ id: "S1", title: "A paper" }, null]);
  assert.deepEqual(numbers, BLOCK.figures?.[0]);
  const { telling, texts, fallback } = figuresOf([numbers], [said]);
  assert.deepEqual(telling.value, ["130", "62-dən çox"]);
  assert.deepEqual(texts.figures, { low: [130, 62], high: [130, null], rough: [0, 1] });
  assert.deepEqual(fallback, { "figures.scope": [0], "figures.locator": [] });
  assert.deepEqual(recordOf(BLOCK, 0, "de", "en").figures.said[1], ["passengers", "over 62", "", "annex"]);
  assert.deepEqual(recordOf(BLOCK, 1, "az", "en").figures, { numbers: [], said: [], sources: [] });
});

test("what a record says, what others tell of it and when it was each have their source", () => {
  const [first, second] = [0, 1].map((row) => recordOf(BLOCK, row, "az", "en"));
  assert.deepEqual(first?.source, { id: "S1", title: "A paper" });
  assert.deepEqual(first?.otherSources, [
    { id: "S2", title: "A letter" },
    { id: "A diary", title: "A diary" },
  ]);
  assert.deepEqual(first?.accounts, { text: "It stood.", lang: "en" });
  assert.deepEqual(second?.dateSources, [{ id: "A diary", title: "A diary" }]);
  assert.equal(second?.source, null);
  assert.equal(second?.category, null);
  assert.equal(second?.accounts.text, "");
});

test("what stands in for a translation is no draft of one", () => {
  const block: Block = { ...BLOCK, draft: { az: [true, true] } };
  assert.equal(recordOf(block, 0, "az", "en").draft, true);
  assert.equal(recordOf(block, 1, "az", "en").draft, false);
});

test("a block's bytes are those from its position to the next one, beyond four gigabytes too", () => {
  const positions = new Uint8Array(BigUint64Array.of(0n, 700n, 6_000_000_000n).buffer);
  assert.deepEqual(rangeOf(positions, 0), { offset: 0, length: 700 });
  assert.deepEqual(rangeOf(positions, 1), { offset: 700, length: 5_999_999_300 });
});

test("how long a file is stands behind the slash, where a server knows it", () => {
  assert.equal(wholeOf("bytes 0-99/1234"), 1234);
  assert.equal(wholeOf("bytes 0-99/*"), null);
  assert.equal(wholeOf(null), null);
});

test("an address leads back to the place that it was written for", () => {
  const spot = { place: 3, id: "geonames:1#2", label: "Baku", precision: "city", category: -1 };
  const at = { x: 0.63859, y: 0.37612 };
  const whole = { ...spot, ...at, events: 120, places: 1, first: 7, from: 7, tile: 0, row: 0 };
  const said = toFragment({ spot: { ...whole, x: 1.63859 }, first: 50 }, "az");
  const { place, language } = fromFragment(`#${said}`, ["en", "az"]);
  assert.equal(language, "az");
  assert.equal(place?.id, "geonames:1#2");
  assert.equal(place?.first, 50);
  for (const [got, given] of [
    [place?.x, at.x],
    [place?.y, at.y],
  ])
    assert.ok(Math.abs((got ?? 0) - (given ?? 0)) < 1e-6);
  assert.equal(toFragment(null, null), "");
  assert.equal(fromFragment(`#${toFragment({ reference: "S 1&2" }, null)}`, ["en"]).reference, "S 1&2");
});

test("what no address of ours says is passed over", () => {
  for (const hash of ["", "#place=a", "#place=a&at=200,3", "#place=a&at=x", "#at=3,4&lang=xx"]) {
    assert.deepEqual(fromFragment(hash, ["en"]), { place: null, reference: null, language: null }, hash);
  }
  assert.equal(fromFragment("#place=a&at=1,2&from=x", []).place?.first, 0);
});

test("a view asks for the tiles that it touches, on both sides of the seam for each", () => {
  const world_px = 1024;
  const view = { originX: 300, originY: 0, width: 200, height: 300, world_px };
  assert.deepEqual(squaresOf(view, 2), [
    { squares: { zoom: 2, left: 1, right: 1, top: 0, bottom: 1 }, copy: 0 },
  ]);
  const seam = squaresOf({ ...view, originX: 900, width: 300 }, 2);
  assert.deepEqual(
    seam.map(({ squares, copy }) => [copy, squares.left, squares.right]),
    [
      [0, 3, 3],
      [1, 0, 0],
    ],
  );
});

test("the head's cells are the spots of their tiles, and a place has one number whatever tells of it", () => {
  const places = { id: ["p", "q"], label: ["Baku", "Gəncə"], precision: ["city", ""], first: [4, 0] };
  const known = knownSpots({
    places: { ...places, ...{ label_az: ["Bakı", ""] }, category: [2, -1] },
    cells: [
      { place: [0], x: [2612], y: [1541], events: [9], places: [2], from: [0] },
      { place: [1, 0], x: [5148, 5224], y: [3072, 3082], events: [4, 5], places: [1, 1], from: [0, 4] },
    ],
  });
  const [cell] = known.spotsIn(0, 0, 0) ?? [];
  assert.deepEqual(cell, {
    place: 0,
    id: "p",
    label: "Baku",
    labels: { label_az: "Bakı" },
    precision: "city",
    category: 2,
    x: 2612.5 / 4096,
    y: 1541.5 / 4096,
    events: 9,
    places: 2,
    first: 4,
    from: 0,
    tile: 0,
    row: 0,
  });
  const there = eachOf({ zoom: 1, left: 0, right: 1, top: 0, bottom: 1 }, known.spotsIn);
  // Columns and rows are gone through from the north-west; three squares have nothing.
  assert.deepEqual(
    there.map((spots) => spots?.map(({ id, precision, tile, row }) => [id, precision, tile, row])),
    [
      [],
      [
        ["q", "site", 4, 0],
        ["p", "city", 4, 1],
      ],
      [],
      [],
    ],
  );
  assert.equal(known.numberOf("p"), 0);
  assert.equal(known.numberOf("q"), 1);
  assert.equal(known.numberOf("r"), 2);
  // What the head does not have is to be read.
  assert.equal(known.spotsIn(2, 0, 0), undefined);
});
