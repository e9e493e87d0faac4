"""The map's own picture, pixel by pixel: nothing unpainted, no land for sea, no edge of a level.

Views are drawn by lot, the same in each run, over all zooms and their quarters and on screens of
several pixel ratios. Half of them look at an edge of one of the base map's levels, where a seam
would be. Where the view lies is measured from the marks, whose places are known.
"""

from __future__ import annotations

import base64
import json
import math
import random
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mapbuilder.files import geodata
from mapbuilder.topology import to_parts

from .conftest import dismiss_notice, next_frames

VIEWPORT = {"width": 960, "height": 600}
VIEWS = 5
"""On each screen, of which there are four."""
LEAST_ZOOM, MOST_ZOOM = 2.0, 14.0
SURE = 0.3
"""Degrees from the next shore from which a point is land or sea on any map …"""
SURE_PX = 24
"""… and pixels from which the light along a coast has ended."""

SCREENS = [(1, "light"), (1.5, "dark"), (2, "light"), (3, "dark")]

# The world's width in pixels and where its corner lies, by least squares over the marks.
SEEN = """places => {
  const room = document.querySelector('.map').getBoundingClientRect();
  const points = places.map(([id, x, y]) => {
    const mark = document.querySelector(`.place-icon [data-place="${CSS.escape(id)}"]`);
    const { left, top } = mark.closest('.place-icon').getBoundingClientRect();
    return [x, y, left - room.left, top - room.top];
  });
  const mean = [0, 1, 2, 3].map(k => points.reduce((sum, p) => sum + p[k], 0) / points.length);
  let product = 0, square = 0;
  for (const p of points) {
    const [x, y, left, top] = p.map((value, k) => value - mean[k]);
    product += x * left + y * top;
    square += x * x + y * y;
  }
  const world = product / square;
  return { world, left: mean[2] - world * mean[0], top: mean[3] - world * mean[1],
    roomLeft: room.left, roomTop: room.top, width: room.width, height: room.height };
}"""

# What the canvas shows of the view: how many pixels are unpainted, the colours around points, and
# how the colour steps across each edge beside how it steps across lines near to it. A seam is a
# step of one sign along the edge, so that of each stretch the median is taken; and it is longer
# than a name, whose letters stand on a line too, so that it is seen in more than one stretch.
READ = """([points, edges]) => {
  const canvas = document.querySelector('canvas.basemap');
  const c = canvas.getBoundingClientRect();
  const m = document.querySelector('.map').getBoundingClientRect();
  const ratio = canvas.width / c.width;
  const width = Math.floor(m.width * ratio), height = Math.floor(m.height * ratio);
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.imageSmoothingEnabled = false;
  copy.drawImage(canvas,
    -Math.round((m.left - c.left) * ratio), -Math.round((m.top - c.top) * ratio));
  const { data } = copy.getImageData(0, 0, width, height);
  let blank = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] + data[i + 1] + data[i + 2] === 0 || data[i + 3] < 255) blank++;
  }
  const colours = points.map(([x, y]) => {
    const found = [];
    for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) {
      const i = 4 * ((Math.round(y * ratio) + dy) * width + Math.round(x * ratio) + dx);
      found.push([data[i], data[i + 1], data[i + 2]]);
    }
    return found;
  });
  const RUN = Math.round(80 * ratio), ACROSS = 2;
  const steps = new Int16Array(RUN);
  const step = (upright, at, from, to) => {
    let most = 0, second = 0;
    for (let start = from; start + RUN <= to; start += RUN) {
      let mostHere = 0;
      for (let part = 0; part < 3; part++) {
        for (let along = start; along < start + RUN; along++) {
          const before = upright ? along * width + at - ACROSS : (at - ACROSS) * width + along;
          const after = upright ? along * width + at + ACROSS : (at + ACROSS) * width + along;
          steps[along - start] = data[4 * after + part] - data[4 * before + part];
        }
        steps.sort();
        mostHere = Math.max(mostHere, Math.abs(steps[RUN >> 1]));
      }
      second = Math.max(second, Math.min(most, mostHere));
      most = Math.max(most, mostHere);
    }
    return second;
  };
  const found = edges.map(([upright, at, from, to]) => {
    const size = upright ? width : height;
    const line = Math.round(at * ratio);
    const a = Math.max(0, Math.round(from * ratio));
    const b = Math.min(upright ? height : width, Math.round(to * ratio));
    const on = (offset) => {
      const moved = line + offset;
      return moved < ACROSS || moved >= size - ACROSS ? 0 : step(upright, moved, a, b);
    };
    // What is drawn at the edge itself may be a pixel beside it.
    const here = Math.max(...[-2, -1, 0, 1, 2].map(on));
    const near = [8, 12, 18, 26, 36, 48, 64].flatMap(
      (away) => [-away, away].map((offset) => on(Math.round(offset * ratio))));
    return [here, Math.max(...near)];
  });
  return { blank, colours, steps: found };
}"""


@dataclass(frozen=True)
class Seen:
    """A view: where the world lies in the room of the map, in pixels."""

    world: float
    left: float
    top: float
    roomLeft: float
    roomTop: float
    width: float
    height: float

    @property
    def zoom(self) -> float:
        return math.log2(self.world / 256)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x, y = mercator(lon, lat)
        return self.left + x * self.world, self.top + y * self.world

    def where(self, x: float, y: float) -> tuple[float, float]:
        """The (lon, lat) of a pixel of the room."""
        down = 1 - 2 * (y - self.top) / self.world
        lon = 360 * (x - self.left) / self.world - 180
        return (lon + 180) % 360 - 180, math.degrees(math.atan(math.sinh(math.pi * down)))


def mercator(lon: float, lat: float) -> tuple[float, float]:
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


@dataclass(frozen=True)
class Contents:
    """What the page's own blocks say: its places, and the boxes that levels and relief end at."""

    places: list[tuple[str, float, float]]
    boxes: list[tuple[float, float, float, float, float, float]]
    """west, south, east, north, and the zooms between which it is drawn."""
    theme: dict[str, Any]


@pytest.fixture(scope="module")
def contents(exhibit_page: Path) -> Contents:
    page = exhibit_page.read_text("utf-8")

    def block(name: str) -> str:
        found = re.search(rf'<script type="[a-z/]+" id="{name}">(.*?)</script>', page)
        assert found
        return found[1]

    head = json.loads(block("payload"))["places"]
    basemap = json.loads(zlib.decompress(base64.b64decode(block("basemap"))))
    # Its first level is the world, which ends nowhere.
    boxes = [
        (*level["bbox"], level["min_zoom"], level["max_zoom"] or math.inf)
        for level in basemap["levels"][1:]
    ]
    # Below the zoom at which the relief begins to show its edge is not there.
    begins = max(zoom for zoom, opacity in basemap["theme"]["relief"] if opacity == 0)
    boxes += [(*relief["bbox"], begins, math.inf) for relief in basemap["relief"]]
    return Contents(
        [
            (id_, *mercator(lon, lat))
            for id_, lon, lat in zip(head["id"], head["lon"], head["lat"], strict=True)
        ],
        boxes,
        basemap["theme"],
    )


@pytest.fixture(scope="module")
def shores() -> tuple[Any, Any]:
    """Land, and all shores, as Natural Earth has them at 1:50 million."""
    import gzip

    import shapely

    raw = json.loads(gzip.decompress((geodata() / "basemap/world_50m.topo.json.gz").read_bytes()))
    parts = to_parts(raw, (-180.0, -85.0, 180.0, 85.0))
    land = shapely.union_all([geom for geom, _ in parts["land"]])
    lakes = shapely.union_all([geom for geom, _ in parts["lakes"]])
    shapely.prepare(land)
    return land, shapely.union_all([land.boundary, lakes])


def seen(visited, contents: Contents) -> Seen:
    return Seen(**visited.frame.evaluate(SEEN, contents.places))


def travel(visited, contents: Contents, lon: float, lat: float, zoom: float, ratio: float) -> Seen:
    """Zooms to a place as a visitor does, with the wheel over it; says what is seen then."""
    visited.frame.locator('[data-action="fit"]').click()
    next_frames(visited.frame)
    view = seen(visited, contents)
    for _ in range(24):
        x, y = view.at(lon, lat)
        inside = 40 < x < view.width - 40 and 40 < y < view.height - 40
        further = zoom - view.zoom if inside else -1.0
        if abs(further) < 0.13:
            break
        if not inside:
            x, y = view.width / 2, view.height / 2
        # ref: Leaflet 1.9.4, Map.ScrollWheelZoom: what so many pixels of the wheel zoom.
        part = min(3.0, abs(further))
        pixels = -480 * math.log(2 / 2 ** (part / 4) - 1) * ratio * 0.98
        visited.page.mouse.move(view.roomLeft + x, view.roomTop + y)
        visited.page.mouse.wheel(0, -math.copysign(pixels, further))
        before = view
        for _ in range(20):
            visited.page.wait_for_timeout(50)
            view = seen(visited, contents)
            if abs(view.zoom - before.zoom) > 0.05:
                break
        else:
            # The map's least or greatest zoom.
            break
    next_frames(visited.frame)
    return seen(visited, contents)


def drawn_by_lot(chance: random.Random, contents: Contents) -> tuple[float, float, float]:
    """A place to look at and a zoom; every second one is on an edge that is drawn there."""
    if chance.random() < 0.5:
        zoom = chance.uniform(LEAST_ZOOM, MOST_ZOOM)
        near = chance.uniform(45, 54), chance.uniform(37, 44)
        far = chance.uniform(15, 85), chance.uniform(5, 60)
        lon, lat = near if zoom > 7 else far
        return lon, lat, zoom
    west, south, east, north, least, most = chance.choice(contents.boxes)
    zoom = min(chance.uniform(least + 0.3, least + 4.5), most - 0.3, MOST_ZOOM)
    lon, lat = chance.uniform(west, east), chance.uniform(south, north)
    side = chance.choice("wens")
    return {"w": west, "e": east}.get(side, lon), {"s": south, "n": north}.get(side, lat), zoom


def edges_in(view: Seen, contents: Contents) -> list[tuple[bool, float, float, float]]:
    """The edges of what is drawn at this zoom: upright or level, where, from and to."""
    edges = []
    for west, south, east, north, least, most in contents.boxes:
        if not least <= view.zoom < most:
            continue
        left, top = view.at(west, north)
        right, bottom = view.at(east, south)
        edges += [(True, at, top, bottom) for at in (left, right) if 8 < at < view.width - 8]
        edges += [(False, at, left, right) for at in (top, bottom) if 8 < at < view.height - 8]
    return edges


def sure_points(
    view: Seen, shores: tuple[Any, Any]
) -> tuple[list[tuple[float, float]], list[bool]]:
    """Pixels of the view that are land or sea without doubt, and which of them are land."""
    import numpy as np
    import shapely

    land, shore = shores
    grid = [
        ((column + 0.5) * view.width / 12, (row + 0.5) * view.height / 10)
        for column in range(12)
        for row in range(10)
    ]
    places = [view.where(x, y) for x, y in grid]
    on_map = np.array([abs(lat) < 80 and abs(lon) < 179 for lon, lat in places])
    points = shapely.points(places)
    sure = on_map & (shapely.distance(points, shore) > max(SURE, SURE_PX * 360 / view.world))
    is_land = shapely.contains(land, points)
    return (
        [at for at, use in zip(grid, sure, strict=True) if use],
        [bool(one) for one, use in zip(is_land, sure, strict=True) if use],
    )


def colour_of(theme: dict[str, Any], mode: str) -> tuple[int, ...]:
    return tuple(int(theme[mode]["sea"][at : at + 2], 16) for at in (1, 3, 5))


def is_water(colours: list[list[int]], sea: tuple[int, ...]) -> bool:
    """Whether most of the pixels around a point have the sea's colour, or nearly."""
    near = [max(abs(a - b) for a, b in zip(colour, sea, strict=True)) <= 3 for colour in colours]
    return sum(near) > len(near) / 2


def faults_of(view: Seen, answer: dict[str, Any], edges, land: list[bool], sea) -> list[str]:
    """What is wrong in a view, in words."""
    where = f"zoom {view.zoom:.2f} at {view.where(view.width / 2, view.height / 2)}"
    faults = [f"{where}: {answer['blank']} pixels are not painted"] if answer["blank"] else []
    # A name, a border or a river may lie over any point.
    told = zip(answer["colours"], land, strict=True)
    wrong = sum(is_water(colours, sea) == dry for colours, dry in told)
    if wrong > max(1, len(land) // 20):
        faults.append(f"{where}: {wrong} of {len(land)} points are land for sea or sea for land")
    for (upright, at, *_), (here, near) in zip(edges, answer["steps"], strict=True):
        if here > near + 2:
            kind = "x" if upright else "y"
            faults.append(f"{where}: an edge at {kind} = {at:.0f}: {here} beside {near}")
    return faults


@pytest.mark.parametrize(("ratio", "mode"), SCREENS)
def test_no_pixel_is_blank_and_no_edge_is_seen(
    visit, exhibit_page, contents, shores, tmp_path, ratio, mode
):
    visited = visit(
        exhibit_page, viewport=VIEWPORT, device_scale_factor=ratio, color_scheme=mode
    )  # fmt: skip
    dismiss_notice(visited.frame)
    chance = random.Random(f"{ratio} {mode}")
    sea = colour_of(contents.theme, mode)
    faults, edge_count, point_count, zooms = [], 0, 0, []
    for number in range(VIEWS):
        view = travel(visited, contents, *drawn_by_lot(chance, contents), ratio)
        edges = edges_in(view, contents)
        points, land = sure_points(view, shores)
        answer = visited.frame.evaluate(READ, [points, edges])
        found = faults_of(view, answer, edges, land, sea)
        if found:
            visited.page.screenshot(path=tmp_path / f"{ratio}-{mode}-{number}.png")
        faults += found
        edge_count += len(edges)
        point_count += len(points)
        zooms.append(view.zoom)
    assert faults == [], f"pictures are in {tmp_path}"
    # That there was something to see.
    assert edge_count >= 5
    assert point_count >= 50
    assert max(zooms) - min(zooms) > 3


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("ctx.clearRect(x, y, 1, 1)", "not painted"),
        ("ctx.fillStyle = 'rgb(0 0 0 / 0.03)'; ctx.fillRect(x, y, 4000, 4000)", "an edge"),
        ("ctx.fillStyle = sea; ctx.fillRect(0, 0, 4000, 4000)", "land for sea"),
    ],
)
def test_a_fault_would_be_seen(visit, exhibit_page, contents, shores, harm, said):
    """The guard of the guard: a pixel cleared, a box a little darker from an edge on, no land."""
    visited = visit(exhibit_page, viewport=VIEWPORT)
    dismiss_notice(visited.frame)
    west, _, _, north, *_ = contents.boxes[2]
    view = travel(visited, contents, west, north, 7.5, 1)
    edges = edges_in(view, contents)
    points, land = sure_points(view, shores)
    sea = colour_of(contents.theme, "light")
    assert faults_of(view, visited.frame.evaluate(READ, [points, edges]), edges, land, sea) == []
    x, y = view.at(west, north)
    script = f"""([left, top, sea]) => {{
      const canvas = document.querySelector('canvas.basemap');
      const c = canvas.getBoundingClientRect();
      const m = document.querySelector('.map').getBoundingClientRect();
      const x = m.left - c.left + left, y = m.top - c.top + top;
      const ctx = canvas.getContext('2d');
      {harm};
    }}"""
    visited.frame.evaluate(script, [x, y, "rgb({} {} {})".format(*sea)])
    faults = faults_of(view, visited.frame.evaluate(READ, [points, edges]), edges, land, sea)
    assert any(said in fault for fault in faults), faults
