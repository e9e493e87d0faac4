"""What Python hands the page: one versioned, columnar description of an exhibit.

The head has ids, positions and days, all that the first markers need; the texts stand apart, once
for what no language changes and once for each language, already worded. Indices run through the
columns of the same payload. Same exhibit, same bytes.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mapbuilder import finding, source_pages, table_words, told_details, wording
from mapbuilder.bounds import to_bounds
from mapbuilder.columns import Columns, Whole, declared, to_columns
from mapbuilder.figure_rows import in_telling_order
from mapbuilder.figure_rows import to_block as figure_block
from mapbuilder.forms import (
    WIDE,
    categories_of_places,
    drawn_as,
    legend_forms,
    to_extents,
    to_forms,
    to_kinds,
)
from mapbuilder.kiosk_screen import is_kiosk, to_head_block, to_words
from mapbuilder.showing import as_shown
from mapbuilder.signatures import is_drafted
from mapbuilder.statement import texts_of, to_statement
from mapbuilder.text import characters
from mapbuilder.translation import to_language_block
from mapbuilder.view import View, to_view

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.fonts import Use
    from mapbuilder.map_settings import Basemap
    from mapbuilder.outlines import Outlines

VERSION = 1
"""The payload's own version; the page refuses another by name."""

Block = dict[str, Any]

MAX_ZOOM = 14
"""How far a page can be zoomed whose settings do not say it."""
_MIN_ZOOM, _MAX_ZOOM = 3, MAX_ZOOM
DOUBT = {"less-certain": 1, "uncertain": 2}
_SURROGATES = re.compile("[\ud800-\udfff]")
ONE_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SMALL = 200_000
"""Bytes of a block that is deflated as far as can be."""
# In place of what the program words itself.
_OURS: Block = {"ui": {}, "time": {}, "statement": {"title": "", "sections": []}}
# A gazetteer of thousands of places names few sources; more than these would not be read.
MOST_CREDITS = 20


@dataclass(frozen=True, slots=True)
class Payload:
    """The blocks of one page."""

    head: Block
    texts: Block
    languages: dict[str, Block]
    """By language tag, in the exhibit's order."""
    outlines: Block | None = None
    """Of the places that are lines and areas; ``None`` where all are points."""

    @property
    def language(self) -> str:
        """The tag of the language in which the page opens."""
        return str(self.head["language"])


def to_payload(
    exhibit: Exhibit,
    *,
    profile: str = "web",
    language: str | None = None,
    attributions: Sequence[Block] = (),
    whole: Whole | None = None,
) -> Payload:
    """The blocks of an exhibit; ``attributions`` are those of what the page itself brings.

    A language that the exhibit lacks gives way to its default one. The exhibit may be a sample of
    a ``whole``, as that is shown.
    """
    exhibit = as_shown(exhibit) if whole is None else exhibit
    columns = in_telling_order(to_columns(exhibit, whole))
    tags = list(columns.config.languages)
    opening = language if language in tags else tags[0]
    outlines = _outlines(columns)
    view = _view(columns, outlines) if whole is None else whole.view
    head: Block = _head(columns, view, outlines)
    outlined = outlines is not None if whole is None else whole.outlined
    forms = legend_forms(head["categories"], outlined=outlined)
    blocks = {tag: to_language_block(columns, tag, view.far_km, forms) for tag in tags}
    head |= {
        "profile": profile,
        "language": opening,
        "languages": [
            {
                "tag": tag,
                "name": wording.language_name(tag),
                "dir": wording.direction(tag),
                "draft": is_drafted(columns.config, tag) or any(blocks[tag]["events"]["draft"]),
            }
            for tag in tags
        ],
    }
    if columns.config.public_url is not None:
        head["public_url"] = columns.config.public_url
        for tag, block in blocks.items():
            strings = sorted(wording.read_strings(tag).items())
            block["ui"] |= {
                key: text for key, text in strings if key.startswith(("share.", "embed."))
            }
    if columns.config.only_source:
        head["only_source"] = True
    head["places"]["label"] = blocks[opening]["places"]["label"]
    texts = _texts(columns) | {
        "attributions": [*_place_credits(columns, blocks[opening]), *attributions]
    }
    if columns.figure_event:
        texts["figures"] = figure_block(columns)
    for block in blocks.values():
        block["search"] = finding.search_block(columns, block)
    texts["fold"] = finding.fold_table(finding.letters_of(columns, blocks.values()))
    table_words.add_table_words(columns, blocks)
    told_details.add_details(columns, blocks)
    source_pages.add_source_pages(columns, exhibit, texts, blocks)
    if exhibit.scans:
        _add_scans(exhibit, head, texts, blocks)
    if exhibit.steps is not None:
        _add_story(exhibit.steps.to_pydict(), columns, head, texts, blocks)
    if exhibit.media is not None:
        _add_media(exhibit, head["events"]["id"], texts, blocks)
    if exhibit.corrections is not None:
        from mapbuilder.told_corrections import add_corrections

        rows = exhibit.corrections.to_pydict()
        add_corrections(rows, columns.config, head["events"]["id"], blocks)
    if is_kiosk(columns.config.kiosk, profile):
        begin = [wording.read_strings(tag)["kiosk.begin"] for tag in tags]
        head["kiosk"] = to_head_block(columns.config.kiosk) | {"begin": begin}
        for tag, block in blocks.items():
            block["ui"] |= to_words(wording.read_strings(tag))
    kiosk = "kiosk" in head
    drafts = any(language["draft"] for language in head["languages"])
    for tag, block in blocks.items():
        block["statement"] = to_statement(columns.config, tag, kiosk=kiosk, drafts=drafts)
    return Payload(head, texts, blocks, None if outlines is None else outlines.block)


def _add_scans(exhibit: Exhibit, head: Block, texts: Block, blocks: dict[str, Block]) -> None:
    from mapbuilder.legends import to_head_block, to_texts_block, to_words

    head["scans"] = to_head_block(exhibit.scans, exhibit.config.view.max_zoom)
    texts["scans"] = to_texts_block(exhibit.scans)
    for tag, block in blocks.items():
        strings = wording.read_strings(tag)
        block["scans"], fallen, words = to_words(exhibit.scans, exhibit.config, tag, strings)
        block["fallback"] |= fallen
        block["ui"] |= words


def _add_story(
    steps: Block, columns: Columns, head: Block, texts: Block, blocks: dict[str, Block]
) -> None:
    from mapbuilder.story import to_facts, to_telling
    from mapbuilder.story import to_words as to_story_words

    texts["story"] = to_facts(steps, head["events"]["id"], head["places"]["id"])
    for tag, block in blocks.items():
        block["story"], fallen = to_telling(steps, columns.config, tag)
        block["fallback"] |= fallen
        block["ui"] |= to_story_words(wording.read_strings(tag))


def _add_media(exhibit: Exhibit, events: list[str], texts: Block, blocks: dict[str, Block]) -> None:
    from mapbuilder.media_blocks import add_media

    assert exhibit.media is not None
    strings = {tag: wording.read_strings(tag) for tag in blocks}
    add_media(exhibit.media, exhibit.config, events, texts, blocks, strings)


def to_json(block: Any) -> str:
    """Compact JSON in the block's own order, with every character as itself."""
    return json.dumps(block, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_bytes(text: str) -> bytes:
    """UTF-8; a lone surrogate, which no reader lets through, becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text).encode()


def encode(block: Any) -> str:
    """The block as the page's data elements hold it: base64 of a zlib stream of its JSON.

    The stream is libdeflate's: the same bytes under every Python, whatever its zlib.
    """
    return b64encode(deflated(to_bytes(to_json(block)))).decode()


def deflated(content: bytes, level: int | None = None) -> bytes:
    """The content as a zlib stream; of a ``level`` from 1 to 12, else as far as is worth it."""
    import deflate

    if level is None:
        # Of what is small 12 takes twice as long for a thousandth; of a base map 9 saves 2 %.
        level = 10 if len(content) < _SMALL else 7
    return bytes(deflate.zlib_compress(content, level))


def characters_by_use(payload: Payload) -> dict[Use, set[str]]:
    """The characters that the page draws, by what they are drawn in."""
    drawn: dict[Use, set[str]] = {"title": set(), "quote": set(), "text": set(), "note": set()}
    for language in payload.head["languages"]:
        drawn["title"].update(language["name"])
    for block in payload.languages.values():
        exhibit, places, events, groups = (
            block[key] for key in ("exhibit", "places", "events", "groups")
        )
        drawn["title"].update(
            exhibit["title"], exhibit["subtitle"], *places["label"], *events["title"],
            *events["date"], *block["categories"], *groups["label"],
        )  # fmt: skip
        drawn["text"].update(*block["ui"].values(), *texts_of(block["statement"]))
        if "corrections" in block:
            from mapbuilder.told_corrections import characters_of

            drawn["text"] |= characters_of(block)
        for rich in [
            exhibit["intro"], exhibit["notice"], exhibit["credits"], *events["text"],
            *events["other_accounts"], *places["note"], *groups["note"],
        ]:  # fmt: skip
            drawn["text"] |= characters(rich)
        drawn["note"].update(
            *(text for former in places["former"] for pair in former for text in pair)
        )
        drawn["text"].update(*(text for pair in block["legend"] for text in pair))
        drawn["title"].update(*block.get("story", {}).get("title", ()))
        for rich in block.get("story", {}).get("text", ()):
            drawn["text"] |= characters(rich)
        drawn["note"].update(*(text for words in block.get("time", {}).values() for text in words))
        for column in ("coordinates", "precision", "far", "coordinate_source"):
            drawn["note"].update(*(text or "" for text in places[column]))
        for column in ("measure", "value", "scope", "locator"):
            drawn["text"].update(*block["figures"][column])
        drawn["note"].update(*events["locator"])
        drawn["note"].update(*(text for column in block["sources"].values() for text in column))
    quoted, told = source_pages.drawn_characters(payload)
    drawn["quote"] |= quoted
    drawn["text"] |= told
    events = payload.texts["events"]
    drawn["quote"].update(*(quote or "" for quote in events["quote"]))
    drawn["title"].update(*events["toponym"])
    drawn["note"].update(*events["locator"], *events["join"])
    for block in (payload.texts, *payload.languages.values()):
        drawn["note"].update(*told_details.characters_of(block))
    drawn["note"].update(*(text for column in payload.texts["sources"].values() for text in column))
    if "scans" in payload.texts:
        from mapbuilder.legends import drawn_characters

        for block in payload.languages.values():
            titles, notes = drawn_characters(payload.texts["scans"], block["scans"])
            drawn["title"] |= titles
            drawn["text"] |= titles
            drawn["note"] |= notes
    if "media" in payload.texts:
        from mapbuilder.media_blocks import drawn_characters as media_characters

        for block in payload.languages.values():
            told, notes = media_characters(payload.texts["media"], block["media"])
            drawn["text"] |= told
            drawn["note"] |= notes
    for attribution in payload.texts["attributions"]:
        drawn["note"].update(*(text for text in attribution.values() if isinstance(text, str)))
    return drawn


def users_characters(payload: Payload) -> set[str]:
    """The characters of the exhibit's own texts, not of what the program words or the map names.

    U+FFFD is ours: it stands for what is no character, which has a problem of its own.
    """
    languages = {
        tag: {**block, **_OURS, "events": {**block["events"], "date": []}}
        for tag, block in payload.languages.items()
    }
    texts = Payload(
        {**payload.head, "languages": []}, {**payload.texts, "attributions": []}, languages, None
    )
    return set().union(*characters_by_use(texts).values()) - {"\ufffd"}


def _outlines(columns: Columns) -> Outlines | None:
    wkb = columns.place("shape_wkb")
    if not any(wkb):
        return None
    from mapbuilder.outlines import to_outlines

    return to_outlines(
        wkb,
        columns.place("lon"),
        columns.place("lat"),
        _max_zoom(columns),
        lambda block: len(encode(block)),
        to_extents(columns),
    )


def _max_zoom(columns: Columns) -> int:
    given = columns.config.view.max_zoom
    return _MAX_ZOOM if given is None else given


def _view(columns: Columns, outlines: Outlines | None) -> View:
    lon, lat = (np.array(columns.place(name), dtype=np.float64) for name in ("lon", "lat"))
    extents = to_extents(columns)
    # An extent reaches as far as its area, not all round as far as the farthest point of that.
    uncertainty = [
        np.nan if metres is None or extent else metres
        for metres, extent in zip(columns.place("uncertainty_m"), extents, strict=True)
    ]
    within = [
        extent or (shape is None and precision in WIDE)
        for extent, shape, precision in zip(
            extents, columns.place("shape_wkb"), columns.place("precision"), strict=True
        )
    ]
    return to_view(
        lon,
        lat,
        np.array(uncertainty, dtype=np.float64),
        None if outlines is None else outlines.reach,
        np.array(within, dtype=np.bool_),
    )


def _head(columns: Columns, view: View, outlines: Outlines | None) -> Block:
    config = columns.config
    bbox = config.view.bbox or view.bbox
    category = {id_: index for index, id_ in enumerate(columns.categories)}
    group = {id_: index for index, id_ in enumerate(columns.groups)}
    event_category = [category.get(id_ or "", -1) for id_ in columns.event("category")]
    further = [
        (place, event) for event, own in enumerate(columns.event_places) for place in own[1:]
    ]
    place_category = categories_of_places(
        [*columns.event_place, *(place for place, _ in further)],
        [*event_category, *(event_category[event] for _, event in further)],
        columns.place_count,
    )
    relations = columns.place("relation")
    kinds = to_kinds(columns.place("shape_wkb"), to_extents(columns))
    shapes = {*kinds} > {"point"} if columns.whole is None else columns.whole.shapes
    bounds = [to_bounds(edtf) for edtf in columns.event("edtf")]
    return {
        "version": VERSION,
        "exhibit": config.id or "exhibit",
        "theme": config.mode,
        "view": {
            "bbox": [short(degrees) for degrees in bbox],
            "min_zoom": _MIN_ZOOM if config.view.min_zoom is None else config.view.min_zoom,
            "max_zoom": _max_zoom(columns),
        },
        "places": {
            "id": [str(id_) for id_ in columns.place("id")],
            "lon": [short(degrees) for degrees in columns.place("lon")],
            "lat": [short(degrees) for degrees in columns.place("lat")],
            "precision": [
                "vicinity" if relation else precision or "site"
                for relation, precision in zip(relations, columns.place("precision"), strict=True)
            ],
            "uncertainty_m": [short(metres) for metres in columns.place("uncertainty_m")],
            "doubt": [DOUBT.get(word, 0) for word in columns.place("certainty")],
            "category": place_category,
            "shape": [-1] * columns.place_count if outlines is None else outlines.index,
            "far_km": list(view.far_km),
        },
        "events": {
            "id": [str(id_) for id_ in columns.event("id")],
            "place": columns.event_place,
            "start_day": columns.event("start_day"),
            "end_day": columns.event("end_day"),
            "category": event_category,
            "group": [group.get(id_ or "", -1) for id_ in columns.event("group")],
        }
        | ({"places": columns.event_places} if columns.event_places else {})
        | ({"bounds": bounds} if any(bounds) else {}),
        "categories": {
            "id": columns.categories,
            **to_forms(columns.categories, config.categories, shapes=shapes),
            "drawn": drawn_as(place_category, kinds, len(columns.categories))
            if columns.whole is None
            else columns.whole.drawn,
        },
        "groups": {
            "id": columns.groups,
            "panel": [declared(config.groups, id_, "panel", "events") for id_ in columns.groups],
            "markers": [declared(config.groups, id_, "markers", True) for id_ in columns.groups],
        },
        "basemap": {"detail": config.basemap.detail, "borders": config.basemap.borders}
        | _online(config.basemap),
    }


def _online(basemap: Basemap) -> Block:
    """What the page may ask of the network, in an exhibit that has an online map."""
    if basemap.online is None:
        return {}
    tiles = basemap.online.tiles()
    return {
        "online": {
            "on": basemap.online_on,
            "url": tiles.url,
            "subdomains": list(tiles.subdomains),
            "min_zoom": tiles.min_zoom,
            "max_zoom": tiles.max_zoom,
            "bbox": tiles.bbox and list(tiles.bbox),
            "host": tiles.host,
            "hosts": list(tiles.hosts),
            "needs_referrer": tiles.needs_referrer,
            "credit": [list(run) for run in tiles.credit],
        }
    }


def _texts(columns: Columns) -> Block:
    languages = [tag.strip() for tag in columns.sources["language"]]
    quote_language = [
        own or (languages[source] if source >= 0 else "")
        for own, source in zip(columns.event("quote_language"), columns.event_source, strict=True)
    ]
    quotes = [quote or None for quote in columns.event("quote")]
    return {
        "version": VERSION,
        "events": {
            "quote": quotes,
            "source": columns.event_source,
            "locator": [str(locator or "") for locator in columns.event("locator")],
            "other_sources": columns.event_other_sources,
            "date_sources": columns.event_date_sources,
            "toponym": [str(toponym or "") for toponym in columns.event("place")],
            "details": told_details.to_block(columns),
            "quote_language": [
                tag if quote and tag and ONE_LANGUAGE.fullmatch(tag) else None
                for quote, tag in zip(quotes, quote_language, strict=True)
            ],
            "join": [
                str(reason or kind or "")
                for reason, kind in zip(columns.event("reason"), columns.event("kind"), strict=True)
            ],
        },
        "sources": columns.sources,
    }


def _place_credits(columns: Columns, block: Block) -> list[Block]:
    """Who the coordinates are from, under which licence; each said once, in the places' order."""
    strings = wording.read_strings(block["language"])
    sources = block["places"]["coordinate_source"]
    pairs = zip(sources, columns.place("coordinate_licence"), strict=True)
    distinct = dict.fromkeys((source, licence or "") for source, licence in pairs)
    if columns.whole is not None:
        distinct = dict.fromkeys(columns.whole.credits)
    by_licence: dict[str, list[str]] = {}
    for source, licence in list(distinct)[:MOST_CREDITS]:
        if source or licence:
            by_licence.setdefault(licence, []).append(source)
    return [
        {
            "title": strings["page.attribution.coordinates"],
            "credit": " · ".join(source for source in sources if source),
            "licence": licence,
            "url": "",
        }
        for licence, sources in by_licence.items()
    ]


def short(value: float | None) -> float | int | None:
    """Degrees to 5 places (about a metre), whole numbers without a point."""
    if value is None or not np.isfinite(value):
        return None
    short = round(float(value), 5)
    return int(short) if short == int(short) else short
