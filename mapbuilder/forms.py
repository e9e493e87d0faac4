"""Forms: how categories are told apart, by symbol, line, filling and tone.

In go the categories in use and what the settings say of them, out comes a column for each form.
What the settings leave open follows the categories' order, so that no two of the first five look
alike; with more, symbols would be noise, and the others are circles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from mapbuilder.coordinates import is_area

if TYPE_CHECKING:
    from mapbuilder.columns import Columns
    from mapbuilder.config import Category

SYMBOLS = ("circle", "square", "diamond", "triangle", "ring")
LINES = ("solid", "dashed", "dotted", "dash-dot", "double")
FILLS = ("hatch", "dots", "hatch-back", "cross-hatch", "plain")
COLOURS = ("ink", "slate", "ochre", "moss", "plum")

WIDE = frozenset({"district", "region", "country"})
"""Precisions of what happened somewhere within a wide area."""

# A region with an area may be any that somebody drew: only a gazetteer's is known to be a division.
_WITHIN = WIDE - {"region"}


def to_forms(
    ids: Sequence[str], configured: Mapping[str, Category], *, shapes: bool
) -> dict[str, list[Any]]:
    """The forms of categories, a value for each; without ``shapes`` no tone is chosen for them."""
    entries = [configured.get(id_) for id_ in ids]
    few = len(ids) <= len(SYMBOLS)
    return {
        "symbol": _chosen("symbol", SYMBOLS if few else SYMBOLS[:1], entries),
        "line": _chosen("line", LINES, entries),
        "fill": _chosen("fill", FILLS, entries),
        "colour": _chosen("colour", COLOURS if shapes else COLOURS[:1], entries),
        "directed": [entry is not None and entry.directed for entry in entries],
    }


def to_kinds(wkb: Sequence[bytes | None], extents: Sequence[bool] = ()) -> list[str]:
    """What each place is drawn as in its category's form: ``point``, ``line`` or ``area``.

    An extent, see ``to_extents``, has one form in every category, and is a point besides.
    """
    return [
        "point" if one is None or extent else "area" if is_area(one) else "line"
        for one, extent in zip(wkb, extents or repeat(False), strict=False)
    ]


def to_extents(columns: Columns) -> list[bool]:
    """Which places have an area that says no more than how far the place reaches.

    What happened there happened somewhere within, not all over it: in a district, a country, a
    division that the gazetteer knows, near or between other places.
    """
    return [
        wkb is not None
        and is_area(wkb)
        and bool(relation or precision in _WITHIN or feature in WIDE)
        for wkb, relation, precision, feature in zip(
            *map(columns.place, ("shape_wkb", "relation", "precision", "feature")), strict=True
        )
    ]


def categories_of_places(
    event_place: Sequence[int], event_category: Sequence[int], count: int
) -> list[int]:
    """The category that all events of a place share, -1 where they share none."""
    shared: list[int | None] = [None] * count
    for place, category in zip(event_place, event_category, strict=True):
        if place >= 0:
            known = shared[place]
            shared[place] = category if known in (None, category) else -1
    return [-1 if category is None else category for category in shared]


def drawn_as(place_category: Sequence[int], kinds: Sequence[str], count: int) -> list[list[str]]:
    """For each category what its places are drawn as: points, lines, areas, in this order."""
    used = set(zip(place_category, kinds, strict=True))
    return [
        [kind for kind in ("point", "line", "area") if (category, kind) in used]
        for category in range(count)
    ]


def legend_forms(categories: Mapping[str, Sequence[Any]], *, outlined: bool) -> list[list[str]]:
    """For each category how it is drawn, as keys of words; none where a legend tells nothing.

    A legend tells something when categories are told apart, or when there is any line or area.
    """
    columns = (categories[name] for name in ("symbol", "line", "fill", "drawn"))
    shown = [kinds for kinds in categories["drawn"] if kinds]
    if len(shown) < 2 and not (outlined and shown):
        return [[] for _ in categories["drawn"]]
    return [
        [
            {"point": f"symbol.{symbol}", "line": f"line.{line}", "area": f"fill.{fill}"}[kind]
            for kind in kinds
        ]
        for symbol, line, fill, kinds in zip(*columns, strict=True)
    ]


def _chosen(name: str, order: Sequence[str], entries: Sequence[Category | None]) -> list[Any]:
    """What the settings say; where they are silent the first that is not taken, in turn."""
    given = [getattr(entry, name, None) for entry in entries]
    free = [form for form in order if form not in given] or list(order)
    chosen = []
    turn = 0
    for form in given:
        # The sixth category has the line of the first one, but not its tone as well.
        again = turn // len(free) if name == "colour" else 0
        chosen.append(form or free[(turn + again) % len(free)])
        turn += form is None
    return chosen
