"""Features have the shipped map's sea under them, to the same coast, unless they have their own."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from mapbuilder.feature_kinds import Kind
from mapbuilder.feature_tiles import Features
from mapbuilder.ground import add_ground
from mapbuilder.map_credit import OSM, MapCredit
from mapbuilder.tiles import to_unit

BAY = (49.8, 40.3, 49.95, 40.45)


def features(*more):
    street = LineString([to_unit(49.84, 40.38), to_unit(49.85, 40.39)])
    made = Features([street], [Kind("roads", "minor_road", 10)], [{"name": "Küçə"}])
    for shape, kind in more:
        made.shapes.append(shape)
        made.kinds.append(kind)
        made.names.append({})
    return made


def at(lon, lat):
    return Point(*to_unit(lon, lat))


def sea_of(made):
    (shape,) = [
        shape
        for shape, kind in zip(made.shapes, made.kinds, strict=True)
        if (kind.layer, kind.kind) == ("water", "ocean")
    ]
    return shape


def test_the_bay_is_sea_and_the_city_land():
    made = features()
    credit = add_ground(made, BAY, BAY, [(49.84, 40.38)])
    sea = sea_of(made)
    assert sea.contains(at(49.87, 40.34))
    assert not sea.intersects(at(49.84, 40.40))
    # The coast around Baku is OpenStreetMap's.
    assert credit == OSM
    # What lies lowest comes first.
    assert made.kinds[0].layer == "water"
    assert made.kinds[-1].layer == "roads"
    assert len(made.shapes) == len(made.kinds) == len(made.names)


def test_the_sea_reaches_beyond_the_margin_of_every_tile():
    made = features()
    add_ground(made, BAY, BAY, [(49.84, 40.38)])
    left, _, right, bottom = sea_of(made).bounds
    assert right > to_unit(49.95, 40)[0] + 0.02 * (0.15 / 360)
    assert left < right
    assert bottom > to_unit(0, 40.3)[1]


@pytest.mark.parametrize("kind", [Kind("water", "ocean", 0), Kind("earth", "earth", 0)])
def test_features_with_a_sea_or_land_of_their_own_are_left_as_they_are(kind):
    made = features((box(0, 0, 1, 1), kind))
    assert add_ground(made, BAY, BAY, []) == MapCredit()
    assert len(made.shapes) == 2


def test_inland_there_is_no_sea_and_nothing_is_owed_for_natural_earth():
    made = features()
    prague = (14.3, 50.0, 14.6, 50.2)
    assert add_ground(made, prague, prague, [(14.4, 50.1)]) == MapCredit()
    assert [kind.kind for kind in made.kinds if kind.layer == "water"] == []


def test_lakes_come_from_the_shipped_map_unless_the_features_have_water():
    geneva = (6.1, 46.2, 6.9, 46.5)
    made = features()
    add_ground(made, geneva, geneva, [(6.5, 46.4)])
    (lake,) = [s for s, k in zip(made.shapes, made.kinds, strict=True) if k.kind == "lake"]
    assert lake.contains(at(6.5, 46.43))
    made = features((box(0, 0, 1e-6, 1e-6), Kind("water", "lake", 6)))
    add_ground(made, geneva, geneva, [(6.5, 46.4)])
    assert sum(kind.layer == "water" for kind in made.kinds) == 1


def test_all_of_it_is_finite_and_valid():
    made = features()
    add_ground(made, (-180.0, -85.0511287, 180.0, 85.0511287), BAY, [])
    sea = sea_of(made)
    assert np.isfinite(sea.bounds).all()
    assert 0.5 < shapely.area(sea) < 0.9
    assert sea.contains(at(-30, 30))
    assert not sea.contains(at(25, 5))
