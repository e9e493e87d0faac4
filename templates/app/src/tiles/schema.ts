// What the layers and attributes of other people's tiles mean in our map: a table a schema, read from the top.

import type { NameKind, RoadClass } from "../map/style";

export type AreaClass =
  | "urban"
  | "green"
  | "sand"
  | "apron"
  | "water"
  | "pool"
  | "pier"
  | "square"
  | "building";

export type LineClass =
  | RoadClass
  | "rail"
  | "runway"
  | "pier"
  | "river"
  | "stream"
  | "country"
  | "disputed"
  | "first-order";

type Value = string | number | boolean;

/**
 * What must hold of a feature's attributes, and what the feature then is; null leaves it out, whatever the rules below
 * say. `class=a|b` holds for either value, `brunnel` if it is there and not nought, `!brunnel` if not.
 */
type Rule<Class> = readonly [conditions: string, to: Class | null];

/** By layer. */
type Rules<Class> = Readonly<Record<string, readonly Rule<Class>[]>>;

export interface NameRule {
  kind: NameKind;
  /** view zoom from which the name is wanted */
  from: number;
  /** a view zoom at which something finer takes its place */
  until?: number;
}

export interface Schema {
  /** spellings of an attribute: what stands before its name */
  prefixes: readonly string[];
  areas: Rules<AreaClass>;
  lines: Rules<LineClass>;
  /** lines that run below the ground: any of these holds */
  tunnel: readonly string[];
  /** layers whose lines have names, and the layer by whose rules they are read */
  named: Readonly<Record<string, string>>;
  /** names at a point */
  points: Rules<NameRule>;
  /** the attribute by which names of one kind are ranked, and whether the larger number comes first */
  rank: { attribute: string; largest: boolean };
}

const CITY: NameRule = { kind: "city", from: 5 };
const TOWN: NameRule = { kind: "town", from: 8 };
const VILLAGE: NameRule = { kind: "village", from: 10.5 };
const HAMLET: NameRule = { kind: "village", from: 12.25 };
const SUBURB: NameRule = { kind: "district", from: 11.5 };
const QUARTER: NameRule = { kind: "district", from: 13.25 };
const ISLAND: NameRule = { kind: "island", from: 10 };
const ISLET: NameRule = { kind: "island", from: 13 };
const SEA: NameRule = { kind: "sea", from: 4 };
const BAY: NameRule = { kind: "bay", from: 9 };
const LAKE: NameRule = { kind: "lake", from: 11 };

/** ref: https://openmaptiles.org/schema/ (v3). */
const OPENMAPTILES: Schema = {
  prefixes: [""],
  areas: {
    landcover: [
      ["class=grass|wood", "green"],
      ["class=sand", "sand"],
    ],
    park: [["", "green"]],
    landuse: [
      ["class=residential|suburb|quarter|neighbourhood|commercial|retail|industrial", "urban"],
      ["class=cemetery|pitch|playground|stadium|zoo|theme_park", "green"],
    ],
    water: [
      ["brunnel=tunnel", null],
      ["intermittent", null],
      ["class=swimming_pool", "pool"],
      ["", "water"],
    ],
    aeroway: [["class=runway|taxiway|apron", "apron"]],
    transportation: [
      ["class=pier", "pier"],
      ["class=path|minor|service", "square"],
    ],
    building: [["", "building"]],
  },
  lines: {
    waterway: [
      ["class=river|canal !intermittent", "river"],
      ["class=stream|drain|ditch", "stream"],
    ],
    aeroway: [["class=runway|taxiway", "runway"]],
    transportation: [
      ["class=motorway", "motorway"],
      ["class=trunk", "trunk"],
      ["class=primary", "primary"],
      ["class=secondary", "secondary"],
      ["class=tertiary", "tertiary"],
      ["class=path subclass=pedestrian", "minor"],
      ["class=minor|busway|raceway", "minor"],
      ["class=service|track", "service"],
      ["class=path", "path"],
      ["class=pier", "pier"],
      ["class=rail|transit service", null],
      ["class=transit subclass=subway", null],
      ["class=rail|transit", "rail"],
    ],
    boundary: [
      ["maritime", null],
      ["admin_level=2 disputed", "disputed"],
      ["admin_level=2", "country"],
      ["admin_level=4 !disputed", "first-order"],
    ],
  },
  tunnel: ["brunnel=tunnel"],
  named: { transportation_name: "transportation", waterway: "waterway" },
  points: {
    place: [
      ["class=city", CITY],
      ["class=town", TOWN],
      ["class=village", VILLAGE],
      ["class=hamlet|isolated_dwelling", HAMLET],
      ["class=suburb|borough", SUBURB],
      ["class=quarter|neighbourhood", QUARTER],
      ["class=island rank=1|2|3|4", ISLAND],
      ["class=island", ISLET],
    ],
    water_name: [
      ["class=ocean|sea", SEA],
      ["class=bay|strait", BAY],
      ["class=lake", LAKE],
    ],
  },
  rank: { attribute: "rank", largest: false },
};

/** ref: https://docs.protomaps.com/basemaps/layers (v4; v3 writes `pmap:` before what is not OpenStreetMap's own). */
const PROTOMAPS: Schema = {
  prefixes: ["", "pmap:"],
  areas: {
    landcover: [["kind=forest", "green"]],
    landuse: [
      [
        "kind=park|national_park|nature_reserve|protected_area|forest|wood|grass|grassland|meadow|cemetery|golf_course|pitch|playground|recreation_ground|village_green|garden|zoo|stadium",
        "green",
      ],
      ["kind=sand|beach", "sand"],
      ["kind=residential|commercial|retail|industrial|urban_area", "urban"],
      ["kind=aerodrome|runway|taxiway", "apron"],
      ["kind=pier", "pier"],
      ["kind=pedestrian|footway", "square"],
    ],
    natural: [
      ["kind=wood|forest|grassland|park", "green"],
      ["kind=sand|beach", "sand"],
    ],
    water: [
      ["kind=swimming_pool", "pool"],
      ["intermittent", null],
      ["", "water"],
    ],
    buildings: [
      ["kind=building_part|address", null],
      ["", "building"],
    ],
  },
  lines: {
    water: [
      ["kind=river|canal !intermittent", "river"],
      ["kind=stream|drain|ditch", "stream"],
    ],
    physical_line: [
      ["kind=river|canal", "river"],
      ["kind=stream|drain|ditch", "stream"],
    ],
    roads: [
      ["kind=ferry", null],
      ["kind=rail kind_detail=subway", null],
      ["kind=rail service", null],
      ["kind=rail", "rail"],
      ["kind=aeroway", "runway"],
      ["kind_detail=pier", "pier"],
      ["kind=highway", "motorway"],
      ["kind_detail=trunk|trunk_link", "trunk"],
      ["highway=trunk|trunk_link", "trunk"],
      ["kind_detail=primary|primary_link", "primary"],
      ["highway=primary|primary_link", "primary"],
      ["kind_detail=secondary|secondary_link", "secondary"],
      ["highway=secondary|secondary_link", "secondary"],
      ["kind_detail=tertiary|tertiary_link", "tertiary"],
      ["highway=tertiary|tertiary_link", "tertiary"],
      ["kind=major_road", "secondary"],
      ["kind=medium_road", "tertiary"],
      ["kind_detail=service|track", "service"],
      ["highway=service|track", "service"],
      ["kind_detail=pedestrian", "minor"],
      ["kind=minor_road", "minor"],
      ["kind=path|other", "path"],
    ],
    transit: [
      ["kind=rail", "rail"],
      ["kind=pier", "pier"],
    ],
    boundaries: [
      ["kind=country disputed", "disputed"],
      ["kind=country", "country"],
      ["min_admin_level=2 disputed", "disputed"],
      ["min_admin_level=2", "country"],
      ["kind=region", "first-order"],
      ["min_admin_level=4", "first-order"],
    ],
  },
  tunnel: ["is_tunnel", "level=-1|-2|-3|-4|-5"],
  named: { roads: "roads", water: "water", physical_line: "physical_line" },
  points: {
    places: [
      ["kind_detail=city", CITY],
      ["kind_detail=town", TOWN],
      ["kind_detail=village", VILLAGE],
      ["kind_detail=hamlet|isolated_dwelling", HAMLET],
      ["place=city", CITY],
      ["place=town", TOWN],
      ["place=village", VILLAGE],
      ["place=hamlet|isolated_dwelling", HAMLET],
      ["kind=macrohood", SUBURB],
      ["kind=neighbourhood", QUARTER],
      ["kind=locality", VILLAGE],
    ],
    earth: [
      ["kind=island", ISLAND],
      ["kind=islet", ISLET],
    ],
    water: [
      ["kind=ocean|sea", SEA],
      ["kind=bay|strait|fjord", BAY],
      ["kind=lake|water|reservoir", LAKE],
    ],
    physical_point: [
      ["kind=ocean|sea", SEA],
      ["kind=bay|strait|fjord", BAY],
      ["kind=lake|water|reservoir", LAKE],
    ],
  },
  rank: { attribute: "population_rank", largest: true },
};

/** The same rules for layers, or attributes, of several names. */
function same<Entry>(names: string, entry: Entry): Record<string, Entry> {
  return Object.fromEntries(names.split(" ").map((name) => [name, entry]));
}

function each<Class>(attributes: string, rules: readonly Rule<Class>[]): Rule<Class>[] {
  return attributes
    .split(" ")
    .flatMap((name) => rules.map(([values, to]): Rule<Class> => [`${name}=${values}`, to]));
}

/**
 * Tiles that somebody made of layers with plain names, as by `tippecanoe -L roads:roads.geojson`: what a feature is says
 * its layer, and of roads and places an attribute in OpenStreetMap's words, or a number from 1, the greatest road.
 */
const PLAIN: Schema = {
  prefixes: [""],
  areas: {
    ...same("residential industrial commercial urban builtup built_up", [["", "urban"]]),
    ...same("green park parks forest forests wood woods cemetery cemeteries", [["", "green"]]),
    ...same("sand beach beaches", [["", "sand"]]),
    ...same("water sea ocean lake lakes reservoirs waters", [["", "water"]]),
    ...same("building buildings", [["", "building"]]),
    ...same("pier piers", [["", "pier"]]),
  },
  lines: {
    ...same("river rivers canals waterways", [["", "river"]]),
    ...same("stream streams", [["", "stream"]]),
    ...same("rail rails railway railways", [["", "rail"]]),
    ...same("pier piers", [["", "pier"]]),
    ...same("borders boundaries", [["", "country"]]),
    ...same("road roads street streets highways", [
      ...each<LineClass>("c class kind highway fclass type", [
        ["motorway|motorway_link", "motorway"],
        ["1|trunk|trunk_link", "trunk"],
        ["2|primary|primary_link", "primary"],
        ["3|secondary|secondary_link", "secondary"],
        ["4|tertiary|tertiary_link", "tertiary"],
        ["service|track", "service"],
        ["path|footway|cycleway|steps|bridleway", "path"],
      ]),
      ["", "minor"],
    ]),
  },
  tunnel: ["tunnel"],
  named: same("road roads street streets highways river rivers", "roads"),
  points: same(
    "place places towns settlements",
    each<NameRule>("k kind place class fclass type", [
      ["city", CITY],
      ["town", TOWN],
      ["village", VILLAGE],
      ["hamlet|isolated_dwelling|settlement", HAMLET],
      ["suburb|borough", SUBURB],
      ["quarter|neighbourhood|locality", QUARTER],
      ["island", ISLAND],
      ["islet", ISLET],
    ]),
  ),
  rank: { attribute: "population", largest: true },
};

export const SCHEMAS = { openmaptiles: OPENMAPTILES, protomaps: PROTOMAPS, plain: PLAIN } as const;

export type Properties = Readonly<Record<string, Value>>;

/** The attribute's value in whichever of the schema's spellings it stands. */
export function attribute({ prefixes }: Schema, properties: Properties, name: string): Value | undefined {
  for (const prefix of prefixes) {
    const value = properties[prefix + name];
    if (value !== undefined) return value;
  }
  return undefined;
}

interface Condition {
  name: string;
  /** empty: any but nought */
  values: readonly string[];
  refused: boolean;
}

const parsed = new Map<string, Condition[]>();

function conditionsOf(text: string): Condition[] {
  let conditions = parsed.get(text);
  if (!conditions) {
    conditions = text.split(" ").flatMap((word) => {
      const [, not, name, values] = /^(!?)(\w+)=?(.*)$/.exec(word) ?? [];
      return name ? [{ name, values: values ? values.split("|") : [], refused: not === "!" }] : [];
    });
    parsed.set(text, conditions);
  }
  return conditions;
}

function holds(schema: Schema, text: string, properties: Properties): boolean {
  return conditionsOf(text).every(({ name, values, refused }) => {
    const value = attribute(schema, properties, name);
    return (values.length === 0 ? Boolean(value) : values.includes(String(value))) !== refused;
  });
}

/** The table's entry for a layer; a layer may be called `constructor`. */
export function own<Entry>(table: Readonly<Record<string, Entry>>, layer: string): Entry | undefined {
  return Object.hasOwn(table, layer) ? table[layer] : undefined;
}

/** What the first rule that fits says; null where none does, or the first one leaves the feature out. */
export function classify<Class>(
  schema: Schema,
  rules: Rules<Class>,
  layer: string,
  properties: Properties,
): Class | null {
  return own(rules, layer)?.find(([text]) => holds(schema, text, properties))?.[1] ?? null;
}

export function isTunnel(schema: Schema, properties: Properties): boolean {
  return schema.tunnel.some((text) => holds(schema, text, properties));
}

/** ref: OpenMapTiles writes `name:az` or, before v3, `name_az`; tiles of somebody's own often just `n`. */
export function textsOf(properties: Properties, languages: readonly string[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const tag of [...languages, "en"]) {
    const text = properties[`name:${tag}`] ?? properties[`name_${tag}`];
    if (typeof text === "string" && text) texts[tag] = text;
  }
  const text = properties.name ?? properties.n;
  if (typeof text === "string" && text) texts[""] = text;
  return texts;
}
