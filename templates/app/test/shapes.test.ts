import assert from "node:assert/strict";
import { test } from "node:test";
import { trace, traceEdges } from "../src/tiles/paint";
import { SCHEMAS } from "../src/tiles/schema";
import { MARGIN, pack, readVector, SIDE, type VectorContent } from "../src/tiles/shapes";
import { type Feature, type Layers, writeTile } from "./tile";

const read = (layers: Layers, languages: string[] = ["az"]): Promise<VectorContent> =>
  readVector(writeTile(layers), SCHEMAS.openmaptiles, languages, () => null);

/** Writes down what is drawn. */
class Notes {
  readonly lines: string[] = [];
  private at = "";

  moveTo(x: number, y: number): void {
    this.at = `${x},${y}`;
  }

  lineTo(x: number, y: number): void {
    this.lines.push(`${this.at} ${x},${y}`);
    this.at = `${x},${y}`;
  }

  closePath(): void {
    this.lines.push("close");
  }
}

const WINDOW = { originX: 0, originY: 0, world_px: 512, width: 512, height: 512 };
const WHOLE = { left: 0, top: 0, scale: 512 / SIDE };

test("shapes of any extent come in our units, cut to the tile and its margin", async () => {
  const square = [
    [-512, -512],
    [4096, -512],
    [4096, 4096],
    [-512, 4096],
  ] as const;
  const { areas } = await read({
    water: { extent: 8192, features: [{ type: "area", parts: [square], properties: { class: "lake" } }] },
  });
  const water = areas.get("water");
  assert.deepEqual([...(water?.boxes ?? [])], [-MARGIN, -MARGIN, 2048, 2048]);
  assert.deepEqual([...(water?.ends ?? [])], [8]);
});

test("lines are gathered by class, tunnels apart, and streets keep their names and lines", async () => {
  const along = (y: number) =>
    [
      [
        [-100, y],
        [2000, y],
        [4200, y],
      ],
    ] as const;
  const { lines, tunnels, streets, bytes } = await read({
    transportation: {
      features: [
        { type: "line", parts: along(100), properties: { class: "primary" } },
        { type: "line", parts: along(200), properties: { class: "primary", brunnel: "tunnel" } },
        { type: "line", parts: along(300), properties: { class: "ferry" } },
      ],
    },
    transportation_name: {
      features: [
        { type: "line", parts: along(100), properties: { class: "primary", name: "Nizami küçəsi" } },
        { type: "line", parts: along(100), properties: { class: "primary", ref: "M1" } },
        { type: "line", parts: along(100), properties: { class: "track", name: "a field's" } },
      ],
    },
  });
  assert.deepEqual([...(lines.get("primary")?.points ?? [])], [-MARGIN, 100, 2000, 100, SIDE + MARGIN, 100]);
  assert.equal(tunnels.get("primary")?.ends.length, 1);
  assert.deepEqual([...lines.keys()], ["primary"]);
  assert.deepEqual(
    streets.map(({ texts, to }) => [texts[""], to]),
    [["Nizami küçəsi", "primary"]],
  );
  assert.ok(bytes > 500);
});

test("a place is the tile's in which it lies, not its neighbours'", async () => {
  const { points } = await read({
    place: {
      features: [
        { type: "point", parts: [[[0, 4095]]], properties: { class: "town", name: "in", rank: 3 } },
        { type: "point", parts: [[[4096, 20]]], properties: { class: "town", name: "east of it" } },
        { type: "point", parts: [[[20, -1]]], properties: { class: "town", name: "north of it" } },
        { type: "point", parts: [[[20, 20]]], properties: { class: "town" } },
      ],
    },
  });
  assert.deepEqual(
    points.map(({ texts, rank }) => [texts[""], rank]),
    [["in", 3]],
  );
});

test("a layer with a name of the language's own does no harm", async () => {
  const area: Feature = {
    type: "area",
    parts: [
      [
        [0, 0],
        [9, 0],
        [9, 9],
      ],
    ],
    properties: {},
  };
  const point: Feature = { type: "point", parts: [[[1, 1]]], properties: { name: "x" } };
  const layers: Layers = { constructor: { features: [area] }, valueOf: { features: [point] } };
  const { areas, points } = await read(layers);
  assert.equal(areas.size + points.length, 0);
});

test("reading rests when it is asked to", async () => {
  let rests = 0;
  const features = Array.from({ length: 160 }, () => ({
    type: "line" as const,
    parts: [
      [
        [0, 0],
        [9, 9],
      ],
    ] as const,
    properties: { class: "minor" },
  }));
  await readVector(writeTile({ transportation: { features } }), SCHEMAS.openmaptiles, [], () => {
    rests++;
    return rests % 3 === 0 ? Promise.resolve() : null;
  });
  assert.equal(rests, 10);
});

test("where a ring was cut at the tile's side there is no shore", () => {
  // Sea in the west: its coast is the line at x = 1000 and nothing else.
  const sea = pack([[-MARGIN, -MARGIN, 1000, -MARGIN, 1000, SIDE + MARGIN, -MARGIN, SIDE + MARGIN]]);
  const edges = new Notes();
  traceEdges(edges, sea, WHOLE, WINDOW, 3, 0.5);
  assert.deepEqual(edges.lines, [`125,${-MARGIN / 8} 125,${(SIDE + MARGIN) / 8}`]);
  const filled = new Notes();
  trace(filled, sea, WHOLE, WINDOW, true, 4);
  assert.equal(filled.lines.filter((each) => each === "close").length, 1);
});

test("a tile written without a margin has no shore at its sides either", () => {
  const sea = pack([[0, 0, 1000, 0, 1000, SIDE, 0, SIDE]]);
  const edges = new Notes();
  traceEdges(edges, sea, WHOLE, WINDOW, 3, 0.5);
  assert.deepEqual(edges.lines, ["125,0 125,512"]);
});

test("a corner too near to be drawn does not make a shore of the side that follows it", () => {
  // The coast comes down at x = 1000 and bends a little before the sea's cut runs along the southern side.
  const south = SIDE + MARGIN;
  const sea = pack([[-MARGIN, -MARGIN, 1000, -MARGIN, 1000, SIDE - 8, 998, south, -MARGIN, south]]);
  const edges = new Notes();
  traceEdges(edges, sea, WHOLE, WINDOW, 3, 20);
  assert.deepEqual(edges.lines, [
    `125,${-MARGIN / 8} 125,${(SIDE - 8) / 8}`,
    `125,${(SIDE - 8) / 8} 124.75,${south / 8}`,
  ]);
});

test("shapes outside the window are not traced, and ponds have no line around them", () => {
  const shapes = pack([
    [3000, 3000, 3100, 3000, 3100, 3100],
    [100, 100, 110, 100, 110, 110],
    [100, 100, 400, 100, 400, 400],
  ]);
  const filled = new Notes();
  trace(filled, shapes, WHOLE, { ...WINDOW, width: 256, height: 256 }, true, 4);
  assert.equal(filled.lines.filter((each) => each === "close").length, 2);
  const edges = new Notes();
  traceEdges(edges, shapes, WHOLE, { ...WINDOW, width: 256, height: 256 }, 3, 0.5);
  assert.equal(edges.lines.length, 3);
});
