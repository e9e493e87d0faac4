"""What a page for a web server tells of places: their columns in, labels and words by language out.

Always true: nothing is told of what such a page does not draw, so of no place how far it reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapbuilder.columns import Columns
from mapbuilder.details import suffix
from mapbuilder.record_texts import language_of
from mapbuilder.translation import to_labels, to_places

if TYPE_CHECKING:
    from mapbuilder.config import Config

_AT_ONCE = 65_536
_NAMES = ("label", "name", "relation", "of", "direction", "distance_m", "relation_words")
# How far a place reaches, which the page does not draw.
_DRAWN = frozenset({"uncertainty_m", "shape_wkb"})
_TOLD = ("precision", "coordinates", "former", "note", "coordinate_source")

Block = dict[str, Any]


def label_columns(places: pa.Table, config: Config) -> list[str]:
    """The columns of other languages' labels that ``with_labels`` has given places."""
    columns = ("label" + suffix(tag) for tag in config.languages[1:])
    return [name for name in columns if name in places.column_names]


def with_labels(places: pa.Table, config: Config) -> pa.Table:
    """The places with their labels as the page tells them.

    ``label`` is that of the default language, ``label_az`` the one of another where it is not the
    same; a language in which none differs has no such column.
    """
    default, *others = config.languages
    labels = _labels(places, config, default)
    told: dict[str, pa.Array] = {"label": pa.array(labels, pa.string())}
    for tag in others:
        own = _labels(places, config, tag)
        if own != labels:
            differing = [
                text if text != one else None for text, one in zip(own, labels, strict=True)
            ]
            told["label" + suffix(tag)] = pa.array(differing, pa.string())
    dropped = {"label", *("label" + suffix(tag) for tag in config.languages)}
    kept = {name: places[name] for name in places.column_names if name not in dropped}
    return pa.table({**kept, **told})


def _labels(places: pa.Table, config: Config, tag: str) -> list[str]:
    language = language_of(config, tag)
    ends = ("", language.suffix, suffix(language.default))
    names = {name + end for name in _NAMES for end in ends}
    table = places.select([name for name in places.column_names if name in names])
    labels: list[str] = []
    for start in range(0, len(table), _AT_ONCE):
        some = table.slice(start, _AT_ONCE)
        labels += to_labels(Columns.of_places(config, some.to_pydict(), len(some)), language)
    return labels


def facts_of(places: pa.Table, config: Config) -> Block:
    """What stands under the names of some places, by language, in columns.

    A text that a language lacks is "", for the default one's to stand in.
    """
    columns = Columns.of_places(
        config,
        {name: places[name].to_pylist() for name in places.column_names if name not in _DRAWN},
        len(places),
    )
    near = columns.place("relation")
    facts: Block = {}
    for tag in config.languages:
        language = language_of(config, tag)
        told = to_places(columns, language, [None] * len(places))
        # Of what is near a place its label says so; the edge that it lies within is not drawn.
        told["precision"] = [
            "" if relation else text for relation, text in zip(near, told["precision"], strict=True)
        ]
        for name in ("note", "coordinate_source"):
            fallen = language.fallback.get(f"places.{name}", [])
            assert isinstance(fallen, list)
            for row in fallen:
                told[name][row] = ""
        facts[tag] = {name: told[name] for name in _TOLD if any(told[name])}
    return facts
