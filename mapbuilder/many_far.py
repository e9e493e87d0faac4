"""The signs to far places among many records: a sample in, what the page's head says of them out.

Always true: a place that is far from the others is in no first view, so that nothing but a sign
tells of it; there are few signs, and those are of the places with most events.
"""

from __future__ import annotations

from itertools import repeat
from typing import Any

import numpy as np
import pyarrow as pa

from mapbuilder import wording
from mapbuilder.many import Rows, Sample
from mapbuilder.payload import short
from mapbuilder.record_texts import labels_of, language_of

MOST = 6
"""So many signs find room at the map's edge."""


def kinds_of(rows: Rows) -> list[str]:
    """How precise each place is, in the order of the page; what is only near it is a vicinity."""
    places, order = rows.exhibit.places, pa.array(rows.places)
    relation = "relation" in places.column_names
    return [
        "vicinity" if near else kind or "site"
        for kind, near in zip(
            places["precision"].take(order).to_pylist(),
            places["relation"].take(order).to_pylist() if relation else repeat(None, len(order)),
            strict=True,
        )
    ]


def to_far(sample: Sample, tags: list[str], precision: list[str]) -> dict[str, Any] | None:
    """The signs in the order of the page, or ``None`` where no place is far.

    ``precision`` is each place's kind, in the order of the page.
    """
    rows = sample.rows
    far = np.array([at for at, km in enumerate(sample.far_km) if km is not None], np.int64)
    if not len(far):
        return None
    kept = np.sort(far[np.argsort(-rows.named[far], kind="stable")[:MOST]])
    at = rows.places[kept]
    lon, lat = (rows.exhibit.places[name].to_numpy()[at].tolist() for name in ("lon", "lat"))
    ids = rows.exhibit.places["id"].take(at).to_pylist()
    km = [sample.far_km[number] or 0 for number in kept.tolist()]
    distance = {}
    for tag in tags:
        said = language_of(rows.exhibit.config, tag)
        distance[tag] = [wording.distance(one * 1000, said.worded, said.strings) for one in km]
    return {
        "place": kept.tolist(),
        "id": [str(one) for one in ids],
        "lon": [short(degrees) for degrees in lon],
        "lat": [short(degrees) for degrees in lat],
        "precision": [precision[number] for number in kept.tolist()],
        "label": {tag: labels_of(rows, tag, kept) for tag in tags},
        "distance": distance,
    }
