import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowheads, decodeShapes, stretches, toWorld, within } from "../src/map/forms";
import { numbers } from "./numbers";

const BOX = { x: 10, y: 10, width: 20, height: 10 };
const FRAME = { originX: 0, originY: 0, world_px: 1000, width: 1000, height: 1000 };

test("the part of a stretch inside a box is found, and none beside it", () => {
  assert.deepEqual(within([0, 15, 40, 15], BOX), [0.25, 0.75]);
  assert.deepEqual(within([15, 15, 20, 15], BOX), [0, 1]);
  assert.equal(within([0, 0, 40, 0], BOX), null);
  assert.equal(within([0, 12, 8, 40], BOX), null);
  assert.deepEqual(within([20, 0, 20, 20], BOX), [0.5, 1]);
});

test("whatever point of a stretch is in the box, the part found holds it, in 500 scenes", () => {
  const next = numbers(7);
  for (let scene = 0; scene < 500; scene++) {
    const [x1, y1, x2, y2] = [next() * 60, next() * 60, next() * 60, next() * 60] as const;
    const part = within([x1, y1, x2, y2], BOX);
    for (let at = 0; at <= 1; at += 0.01) {
      const [x, y] = [x1 + (x2 - x1) * at, y1 + (y2 - y1) * at];
      const inside = x > 10.001 && x < 29.999 && y > 10.001 && y < 19.999;
      if (inside) assert.ok(part && at >= part[0] - 1e-9 && at <= part[1] + 1e-9, `scene ${scene}`);
    }
  }
});

test("stretches outside the frame are left out, and tiny ones are passed over", () => {
  const line = new Float64Array([-0.5, 0.5, -0.1, 0.5, 0.5, 0.5, 0.5001, 0.5, 0.6, 0.5]);
  assert.deepEqual(stretches(line, FRAME).map(Math.round), [-100, 500, 500, 500, 500, 500, 600, 500]);
});

const heads = (path: string): number[][] =>
  path
    .split("M")
    .slice(1)
    .map((head) => (head.split("L")[1] ?? "").split(" ").map(Number));

test("arrowheads point along the line, stand apart and begin at its end", () => {
  const found = heads(arrowheads(new Float64Array([0.1, 0.5, 0.5, 0.5]), FRAME));
  assert.deepEqual(
    found.map(([x, y]) => [Math.round(x ?? 0), y]),
    [
      [487, 500],
      [357, 500],
      [227, 500],
    ],
  );
});

test("a short line has one arrowhead, in its middle", () => {
  const found = heads(arrowheads(new Float64Array([0.1, 0.5, 0.12, 0.5]), FRAME));
  assert.deepEqual(found, [[112.5, 500]]);
});

test("of a line far longer than the frame only what is seen has arrowheads", () => {
  const long = new Float64Array([-4000, 0.5, 4000, 0.5]);
  const found = heads(arrowheads(long, FRAME));
  assert.ok(found.length > 5 && found.length < 10, `${found.length}`);
});

test("a shift by a whole world moves a line by one", () => {
  const [x, , shifted] = [...toWorld([[-180, 0]], 0), ...toWorld([[-180, 0]], 360)];
  assert.equal(x, 0);
  assert.equal(shifted, 1);
});

test("outlines of another version are refused by name", () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ version: 99, kind: [] }));
  assert.throws(() => decodeShapes(bytes), /Got outlines v99 when expected v1/);
});

test("a shape too small to be drawn has no parts", () => {
  const raw = {
    version: 1,
    kind: ["line", "line"],
    bbox: [
      [0, 0, 0, 0],
      [1, 2, 3, 4],
    ],
    topology: {
      type: "Topology",
      transform: { scale: [1, 1], translate: [1, 2] },
      arcs: [
        [
          [0, 0],
          [2, 2],
        ],
      ],
      objects: {
        1: { type: "GeometryCollection", geometries: [{ type: "MultiLineString", arcs: [[0]] }] },
      },
    },
  };
  const shapes = decodeShapes(new TextEncoder().encode(JSON.stringify(raw)));
  assert.deepEqual(
    shapes.map(({ parts }) => parts),
    [
      [],
      [
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ],
    ],
  );
});
