"""The page of a folder of joined tables: settings and places in, the bytes of its index.html out.

It shows the cells and places of the tiles beside it, and the records of a place, of which it reads
the parts that are asked for. Always true: it asks nobody but the server that it came from.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import mapbuilder
from mapbuilder import wording
from mapbuilder.attributions import own_attributions
from mapbuilder.basemap import Basemap, read_basemap, read_theme
from mapbuilder.cell_tiles import DEEPEST
from mapbuilder.columns import Whole
from mapbuilder.coordinates import Numbers
from mapbuilder.errors import InputError
from mapbuilder.exhibit import Exhibit
from mapbuilder.finding import fold_table
from mapbuilder.fonts import font_sheet
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.many import POLAR
from mapbuilder.packing import packed
from mapbuilder.page import json_for_script, render_tool
from mapbuilder.payload import (
    MOST_CREDITS,
    Payload,
    characters_by_use,
    encode,
    short,
    to_bytes,
    to_payload,
)
from mapbuilder.place_index import PlaceIndex
from mapbuilder.placed_records import Shelf
from mapbuilder.record_words import RecordIndex
from mapbuilder.records import read_records
from mapbuilder.statement import to_statement
from mapbuilder.time_words import to_time_words
from mapbuilder.told_places import label_columns
from mapbuilder.view import to_view
from mapbuilder.web_first import to_first

if TYPE_CHECKING:
    from mapbuilder.cell_counts import CellCounts
    from mapbuilder.config import Config

CELLS = "cells.pmtiles"
RECORDS = "records.bin"
COUNTS = "counts.bin"
NAMES = "names.bin"
WORDS = "words.bin"
PAGE = "index.html"

_TEMPLATE = "web.html.jinja"
_COLOUR_SCHEMES = {"auto": "light dark", "light": "light", "dark": "dark"}
_BUSIEST = 4
_MOST_SOURCES = 1_000
"""Of a table of sources; of a longer one the page has those that can be chosen, and lists none."""
_WORDS = (
    "many.most_frequent", "many.place_and_others", "many.searching", "many.view_largest",
    "many.view_shows", "page.places", "page.undated", "quote.translation", "review.more",
    "source.all", "source.back", "source.records", "source.rests", "web.",
)  # fmt: skip


def refuse_web_page(config: Config) -> None:
    """Raises ``InputError`` for an exhibit that such a page would show more of than it may."""
    if config.only_source:
        raise InputError(
            "only_source is set, and the page that --tiles writes shows the curator's texts as "
            "well: leave out --tiles, or take only_source out of exhibit.toml"
        )


def render_web_page(
    config: Config,
    places: pa.Table,
    events: Numbers,
    shelf: Shelf,
    names: PlaceIndex,
    words: RecordIndex,
    credits_: Sequence[Mapping[str, str]],
    counts: CellCounts | None = None,
    sources: pa.Table | None = None,
    more_words: Sequence[str] = (),
) -> bytes:
    """The page as UTF-8, LF. ``events`` are how many are at each of the places and shown.

    Without ``counts`` it has no filters; ``sources`` is the table of them, which it lists.
    ``more_words`` are those of the interface that only such records need.
    """
    # What is asked of other servers has no place in it, and what is beside other pages neither.
    settings = config.basemap.model_copy(update={"online": None, "own": None})
    config = config.model_copy(update={"basemap": settings})
    nothing = Exhibit.of(locate(read_records([]), read_gazetteer([])))
    strings = {tag: wording.read_strings(tag) for tag in config.languages}
    opening = strings[config.languages[0]]
    payload = to_payload(
        replace(nothing, config=config, sources=_told(sources, counts)),
        attributions=[*_credits(credits_, opening), *own_attributions(opening, tiles=True)],
        whole=_whole(counts),
    )
    for language in payload.head["languages"]:
        language["draft"] = language["draft"] or language["tag"] in shelf.drafted
    drafts = any(language["draft"] for language in payload.head["languages"])
    for tag, block in payload.languages.items():
        block["statement"] = to_statement(config, tag, kiosk=False, drafts=drafts, listed=False)
        block["ui"] |= {
            key: text
            for key, text in sorted(strings[tag].items())
            if key.startswith((*_WORDS, *more_words))
        }
        if counts is not None and counts.facets.buckets:
            block["time"] = to_time_words(tag)
    busiest = np.argsort(-events, kind="stable")[:_BUSIEST]
    shown = places.take(pa.array(np.flatnonzero(events)))
    basemap = _tell_view(payload, config, shown, places.take(pa.array(busiest)))
    if basemap is not None:
        theirs = [asdict(each) for each in basemap.attributions]
        for credit in payload.texts["attributions"]:
            # Who is in sight for the base map is so for the places, too.
            credit["on_map"] = credit.get("on_map", False) and not _names_geonames(theirs)
        payload.texts["attributions"][:0] = theirs
    kinds = np.full(len(events), -1) if counts is None else counts.kinds
    kinds = kinds[events > 0]
    view = payload.head["view"]
    # Only there each place stands for itself.
    view["max_zoom"] = max(view["max_zoom"], DEEPEST + 1)
    payload.head["basemap"]["own"] = None
    source_ids = payload.texts["sources"]["id"]
    payload.head["web"] = {
        "cells": CELLS,
        "records": RECORDS,
        "places": len(shown),
        "polar": bool((np.abs(shown["lat"].to_numpy()) >= POLAR).any()),
        "deepest": DEEPEST,
        "marks": _marks(shown, kinds),
        "first": to_first(shown, events[events > 0], kinds, label_columns(places, config)),
        "names": {"file": NAMES, **names.facts()},
        "words": {"file": WORDS, **words.facts()},
        **({} if counts is None else {"counts": _counts_facts(counts, source_ids)}),
        **({"unlisted": True} if sources is not None and len(sources) > _MOST_SOURCES else {}),
        **shelf.facts(),
    }
    payload.texts["fold"] = fold_table(names.letters | words.letters)
    texts, languages = packed(payload.texts, payload.languages)
    theme = config.theme
    html = render_tool(
        _TEMPLATE,
        ["bundle/boot.js", "bundle/web.js"],
        [f"themes/{theme}.css", "bundle/app.css", "bundle/many.css"],
        more=("bundle/more-web.js", "bundle/more-web.css"),
        faces=font_sheet(_drawn(config, payload, strings, basemap, shown), theme=theme).css,
        with_files=True,
        payload=payload,
        strings=strings,
        generator=f"mapbuilder {mapbuilder.__version__}",
        colour_scheme=_COLOUR_SCHEMES.get(str(payload.head["theme"]), "light dark"),
        direction=wording.direction(payload.language),
        default=payload.head["languages"][0],
        head=json_for_script(payload.head),
        texts=encode(texts),
        languages={tag: encode(block) for tag, block in languages.items()},
        basemap=None if basemap is None else encode({**basemap.block, "theme": read_theme(theme)}),
        relief=[] if basemap is None else [b64encode(one).decode() for one in basemap.relief],
    )
    return to_bytes(html)


def _told(sources: pa.Table | None, counts: CellCounts | None) -> pa.Table | None:
    """The table of sources; of a very long one those that can be chosen."""
    if sources is None or len(sources) <= _MOST_SOURCES:
        return sources
    ids = pa.array(() if counts is None else counts.facets.sources, pa.string())
    return sources.filter(pc.is_in(sources["id"], value_set=ids))


def _counts_facts(counts: CellCounts, ids: Sequence[str]) -> dict[str, Any]:
    """What the page is told of the counts, with the numbers of its own sources."""
    facts = {"file": COUNTS, **counts.facts()}
    number = {id_: at for at, id_ in enumerate(ids)}
    own = [number[id_] for id_ in counts.facets.sources]
    values: dict[str, Any] = facts["values"]
    if "source" in values:
        values = values | {"source": [[own[at] for at in each] for each in values["source"]]}
    return facts | {"values": values}


def _whole(counts: CellCounts | None) -> Whole:
    """What is said of all records, and of a kind whether some place has it alone."""
    kinds: Sequence[str] = ()
    groups, sources = kinds, kinds
    alone: set[int] = set()
    if counts is not None:
        kinds, groups, sources = counts.facets.kinds, counts.facets.groups, counts.facets.sources
        alone.update(counts.kinds.tolist())
    nowhere = np.zeros(0)
    view = to_view(nowhere, nowhere, nowhere)
    return Whole(
        categories=list(kinds),
        groups=list(groups),
        sources=list(sources),
        drawn=[["point"] if kind in alone else [] for kind in range(len(kinds))],
        credits=[],
        view=view,
        outlined=False,
        shapes=False,
    )


def _marks(shown: pa.Table, kinds: Numbers) -> dict[str, Any]:
    """What marks there are, for the key: precisions, and whether some place is of no one kind."""
    known = set(shown["precision"].to_pylist()) if "precision" in shown.column_names else {None}
    precision = sorted({str(one or "site") for one in known})
    return {"precision": precision, "mixed": bool((kinds < 0).any())}


def _credits(
    credits_: Sequence[Mapping[str, str]], strings: wording.Strings
) -> list[dict[str, Any]]:
    """Whose the coordinates and the sources are; those of GeoNames stay in sight on the map."""
    titles = {
        "coordinates": strings["page.attribution.coordinates"],
        "source": strings["page.source"],
    }
    return [
        {
            "title": titles[one["what"]],
            "credit": one["credit"],
            "licence": one["licence"],
            "url": "",
            "on_map": one["what"] == "coordinates" and _names_geonames([one]),
        }
        for one in credits_[:MOST_CREDITS]
    ]


def _names_geonames(credits_: Sequence[Mapping[str, str]]) -> bool:
    return any("geonames" in one["credit"].lower() for one in credits_)


def _tell_view(
    payload: Payload, config: Config, shown: pa.Table, busiest: pa.Table
) -> Basemap | None:
    """Tells the head where the places are; gives the base map of that."""
    lon, lat = (shown[name].to_numpy() for name in ("lon", "lat"))
    bbox = config.view.bbox or to_view(lon, lat, np.full(len(lon), np.nan)).bbox
    payload.head["view"]["bbox"] = [short(degrees) for degrees in bbox]
    return read_basemap(
        payload.head["view"]["bbox"],
        detail=config.basemap.detail,
        languages=list(payload.languages),
        marks=list(zip(*(busiest[name].to_pylist() for name in ("lon", "lat")), strict=True)),
        borders=config.basemap.borders != "off",
        coast=config.basemap.coast,
    )


def _drawn(
    config: Config,
    payload: Payload,
    strings: Mapping[str, wording.Strings],
    basemap: Basemap | None,
    places: pa.Table,
) -> dict[Any, set[str]]:
    """The characters that the page draws, but for those of records: there may be any number."""
    drawn = characters_by_use(payload)
    for texts in strings.values():
        drawn["title"].update(
            *(text for key, text in texts.items() if key.startswith(("page.", "ui.", *_WORDS)))
        )
    for name in ("label", *label_columns(places, config)):
        for label in places[name].to_pylist():
            drawn["title"].update(label or "")
    if basemap is not None:
        for column in basemap.block["names"]["names"].values():
            for text in column:
                drawn["text"].update(text or "")
                drawn["quote"].update(text or "")
    return {use: set(letters) for use, letters in drawn.items()}
