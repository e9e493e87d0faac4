import assert from "node:assert/strict";
import { test } from "node:test";
import { classify, isTunnel, type Properties, SCHEMAS, textsOf } from "../src/tiles/schema";

type Row = [layer: string, properties: Properties, expected: string | null];

const { openmaptiles, protomaps } = SCHEMAS;

function check(schema: (typeof SCHEMAS)["openmaptiles"], of: "areas" | "lines", rows: Row[]): void {
  for (const [layer, properties, expected] of rows) {
    assert.equal(
      classify<string>(schema, schema[of], layer, properties),
      expected,
      `${layer} ${JSON.stringify(properties)}`,
    );
  }
}

test("the areas of OpenMapTiles are ours", () => {
  check(openmaptiles, "areas", [
    ["landcover", { class: "wood", subclass: "forest" }, "green"],
    ["landcover", { class: "farmland" }, null],
    ["landuse", { class: "residential" }, "urban"],
    ["landuse", { class: "cemetery" }, "green"],
    ["landuse", { class: "military" }, null],
    ["water", { class: "ocean" }, "water"],
    ["water", { class: "lake", intermittent: 0 }, "water"],
    ["water", { class: "lake", intermittent: 1 }, null],
    ["water", { class: "river", brunnel: "tunnel" }, null],
    ["water", { class: "swimming_pool" }, "pool"],
    ["building", { render_height: 12 }, "building"],
    ["transportation", { class: "pier" }, "pier"],
    ["transportation", { class: "motorway" }, null],
    ["housenumber", { housenumber: "7" }, null],
    ["constructor", { class: "wood" }, null],
  ]);
});

test("the lines of OpenMapTiles are ours", () => {
  check(openmaptiles, "lines", [
    ["transportation", { class: "motorway", ramp: 1 }, "motorway"],
    ["transportation", { class: "trunk" }, "trunk"],
    ["transportation", { class: "minor" }, "minor"],
    ["transportation", { class: "path", subclass: "pedestrian" }, "minor"],
    ["transportation", { class: "path", subclass: "footway" }, "path"],
    ["transportation", { class: "track" }, "service"],
    ["transportation", { class: "rail", subclass: "rail" }, "rail"],
    ["transportation", { class: "rail", subclass: "rail", service: "yard" }, null],
    ["transportation", { class: "transit", subclass: "subway" }, null],
    ["transportation", { class: "transit", subclass: "tram" }, "rail"],
    ["transportation", { class: "ferry" }, null],
    ["transportation", { class: "primary_construction" }, null],
    ["waterway", { class: "canal", intermittent: 0 }, "river"],
    ["waterway", { class: "river", intermittent: 1 }, null],
    ["boundary", { admin_level: 2, maritime: 0, disputed: 0 }, "country"],
    ["boundary", { admin_level: 2, maritime: 0, disputed: 1 }, "disputed"],
    ["boundary", { admin_level: 2, maritime: 1 }, null],
    ["boundary", { admin_level: 4, maritime: 0, disputed: 0 }, "first-order"],
    ["boundary", { admin_level: 6 }, null],
  ]);
});

test("the areas and lines of Protomaps are ours, as version 4 and version 3 write them", () => {
  check(protomaps, "areas", [
    ["landuse", { kind: "park" }, "green"],
    ["landuse", { "pmap:kind": "park" }, "green"],
    ["landuse", { kind: "hospital" }, null],
    ["landcover", { kind: "forest" }, "green"],
    ["water", { kind: "ocean" }, "water"],
    ["water", { "pmap:kind": "lake" }, "water"],
    ["buildings", { kind: "building" }, "building"],
    ["buildings", { kind: "building_part" }, null],
    ["earth", { kind: "earth" }, null],
  ]);
  check(protomaps, "lines", [
    ["roads", { kind: "highway", kind_detail: "motorway" }, "motorway"],
    ["roads", { "pmap:kind": "highway", highway: "motorway" }, "motorway"],
    ["roads", { kind: "major_road", kind_detail: "trunk" }, "trunk"],
    ["roads", { "pmap:kind": "major_road", highway: "primary_link" }, "primary"],
    ["roads", { "pmap:kind": "medium_road", highway: "tertiary" }, "tertiary"],
    ["roads", { kind: "minor_road", kind_detail: "service" }, "service"],
    ["roads", { kind: "minor_road", kind_detail: "residential" }, "minor"],
    ["roads", { kind: "path", kind_detail: "footway" }, "path"],
    ["roads", { kind: "rail", kind_detail: "rail" }, "rail"],
    ["roads", { kind: "rail", kind_detail: "subway" }, null],
    ["roads", { kind: "ferry" }, null],
    ["water", { kind: "river" }, "river"],
    ["physical_line", { "pmap:kind": "stream" }, "stream"],
    ["boundaries", { kind: "country", kind_detail: 2 }, "country"],
    ["boundaries", { kind: "country", disputed: true }, "disputed"],
    ["boundaries", { "pmap:min_admin_level": 4 }, "first-order"],
  ]);
});

test("tunnels are told from bridges and from the ground", () => {
  assert.ok(isTunnel(openmaptiles, { brunnel: "tunnel" }));
  assert.ok(!isTunnel(openmaptiles, { brunnel: "bridge" }));
  assert.ok(isTunnel(protomaps, { is_tunnel: true }));
  assert.ok(isTunnel(protomaps, { "pmap:level": -1 }));
  assert.ok(!isTunnel(protomaps, { "pmap:level": 0 }));
  assert.ok(!isTunnel(protomaps, { is_bridge: true }));
});

test("a place's kind and its least zoom follow from what the tiles say", () => {
  const kinds = (schema: (typeof SCHEMAS)["openmaptiles"], layer: string, properties: Properties) =>
    classify(schema, schema.points, layer, properties)?.kind ?? null;
  assert.equal(kinds(openmaptiles, "place", { class: "suburb" }), "district");
  assert.equal(kinds(openmaptiles, "place", { class: "country" }), null);
  assert.equal(kinds(openmaptiles, "water_name", { class: "bay" }), "bay");
  assert.equal(kinds(openmaptiles, "poi", { class: "shop" }), null);
  assert.equal(kinds(protomaps, "places", { kind: "locality", kind_detail: "town" }), "town");
  assert.equal(kinds(protomaps, "places", { "pmap:kind": "locality", place: "village" }), "village");
  assert.equal(kinds(protomaps, "places", { kind: "neighbourhood" }), "district");
});

test("layers with plain names say what they hold, whoever made them", () => {
  const { plain } = SCHEMAS;
  for (const [layer, properties, expected] of [
    ["roads", { c: 1 }, "trunk"],
    ["roads", { c: 5 }, "minor"],
    ["streets", { highway: "primary_link" }, "primary"],
    ["road", { fclass: "footway" }, "path"],
    ["rail", {}, "rail"],
    ["sea", {}, null],
  ] as const) {
    assert.equal(classify(plain, plain.lines, layer, properties), expected, layer);
  }
  assert.equal(classify(plain, plain.areas, "sea", {}), "water");
  assert.equal(classify(plain, plain.areas, "industrial", {}), "urban");
  assert.equal(classify(plain, plain.points, "places", { k: "suburb" })?.kind, "district");
  assert.equal(classify(plain, plain.points, "towns", { place: "city" })?.kind, "city");
  assert.equal(classify(plain, plain.points, "places", { k: "region" }), null);
  assert.deepEqual(textsOf({ n: "Nizami küçəsi" }, ["az"]), { "": "Nizami küçəsi" });
});

test("names are kept in the exhibit's languages, in English and as they are written at home", () => {
  const properties = { name: "Bakı", "name:ru": "Баку", name_en: "Baku", "name:de": "Baku", "name:az": "" };
  assert.deepEqual(textsOf(properties, ["az", "ru"]), { ru: "Баку", en: "Baku", "": "Bakı" });
});
