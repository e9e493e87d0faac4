"""The page of many records: an exhibit in, the blocks that hold all its records out.

A sample of the records goes the way of every exhibit, so that the page has its head, its words and
a text version; its columns are then emptied, and all records stand beside in blocks of their own:
numbers in packed columns, texts in chunks. ``docs/many-records.md`` has the format.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder import finding, wording
from mapbuilder.bounds import to_bounds
from mapbuilder.cells import in_array
from mapbuilder.day_words import day_words
from mapbuilder.drawn_letters import DrawnLetters
from mapbuilder.errors import PageError
from mapbuilder.first_view import Level, to_levels
from mapbuilder.many import Numbers, Rows, Sample, offers_only, place_categories
from mapbuilder.many_dates import others
from mapbuilder.many_far import kinds_of, to_far
from mapbuilder.many_words import Words
from mapbuilder.memory import give_back
from mapbuilder.packed_columns import NONE, Column, Type, has_any, to_container
from mapbuilder.payload import DOUBT, Payload, deflated, encode, short
from mapbuilder.record_figures import RecordFigures, has_figures
from mapbuilder.record_media import RecordMedia
from mapbuilder.record_passages import RecordPassages, has_passages
from mapbuilder.record_sources import RecordSources
from mapbuilder.record_story import RecordStory, to_record_story
from mapbuilder.record_texts import facts_of, labels_of, spots_of, titles_of, told_of
from mapbuilder.signatures import is_drafted
from mapbuilder.statement import to_statement
from mapbuilder.text_chunks import ROWS, to_series
from mapbuilder.time_order import time_steps

if TYPE_CHECKING:
    from mapbuilder.progress import Progress
    from mapbuilder.report import Report

Block = dict[str, Any]

PRECISIONS = ("site", "town", "city", "district", "region", "country", "vicinity")
_OTHER = 255
_LEVEL = 9
_BUSIEST = 4
_MOST_BYTES = 450_000_000
# Words that only exhibits with such records need, and that a sample need not have.
_SOMETIMES = (
    "page.legend.country", "page.legend.district", "page.legend.vicinity", "page.only",
    "page.undated", "page.undated_source", "quote.translation", "several.also",
)  # fmt: skip
_OF_ROWS = ("events.", "places.", "figures.", "ui:events.")


@dataclass(frozen=True, slots=True)
class ManyPage:
    """What stands in the page besides the blocks of every page."""

    facts: Block
    """What the head says of them as ``many``."""
    unworded: dict[str, list[int]]
    """By language, the dates that are in the interface's words."""
    first: tuple[tuple[str, bytes], ...]
    """The packed columns, by the id of their element."""
    rest: tuple[tuple[str, bytes], ...]
    """Dates, chunks of texts and what finds them, which are read when they are asked for."""
    letters: DrawnLetters
    """The characters of all records."""
    fold: Block
    """How the page folds them."""
    story: RecordStory | None

    def busiest(self) -> dict[str, list[float]]:
        """Where the largest cells of the coarsest grid have most events: columns lon and lat."""
        first = self.facts["first"]
        if not first:
            return {"lon": [], "lat": []}
        cells = sorted(range(len(first[0]["count"])), key=lambda cell: -first[0]["count"][cell])
        return {
            name: [first[0][name][cell] for cell in cells[:_BUSIEST]] for name in ("lon", "lat")
        }

    def head(self, payload: Payload) -> Block:
        """The head of the sample's payload, without its rows and with what all records are."""
        # Only exhibits that need them have the other columns.
        events = _emptied(payload.head["events"])
        for name in ("places", "bounds"):
            events.pop(name, None)
        places = _emptied(payload.head["places"])
        return {**payload.head, "places": places, "events": events, "many": self.facts}

    def texts(self, payload: Payload) -> Block:
        """The block that no language changes without its rows; sources and credits stay."""
        gone = {"figures", "passages"}
        kept = {name: block for name, block in payload.texts.items() if name not in gone}
        kept |= {"events": _emptied(payload.texts["events"]), "fold": self.fold}
        return kept if self.story is None else kept | {"story": self.story.facts}

    def language(self, tag: str, block: Block) -> Block:
        """A language's block without its rows."""
        fallback = {
            path: fallen
            for path, fallen in block["fallback"].items()
            if not path.startswith(_OF_ROWS)
        }
        if self.unworded[tag]:
            fallback["ui:events.date"] = self.unworded[tag]
        rows = {name: _emptied(block[name]) for name in ("places", "events", "figures", "search")}
        kept = {name: column for name, column in block.items() if name != "passages"}
        if self.story is not None:
            kept["story"] = {**block["story"], "title": self.story.titles[tag]}
        return {**kept, **rows, "fallback": fallback}


def note_size(size: int, report: Report | None) -> None:
    """Tells that a page of so many bytes is larger than most browsers open."""
    if report is not None and size > _MOST_BYTES:
        report.add(
            "page-size",
            "warning",
            f"the page has {size / 1e6:,.0f} MB; most browsers open {_MOST_BYTES / 1e6:,.0f} at "
            "most: leave out languages, texts or records, or make an exhibit of each part",
            file="exhibit",
        )


def to_many_page(sample: Sample, payload: Payload, progress: Progress | None = None) -> ManyPage:
    """The blocks of all records; ``payload`` is that of the sample.

    *This function changes its argument:* it is told which languages have drafts among all records.
    """
    rows = sample.rows
    # What reading and joining have let go is held by nobody then.
    give_back()
    letters = DrawnLetters()
    tags = list(payload.languages)
    date, days = _dates(rows)
    figures = RecordFigures(rows, sample) if has_figures(rows.exhibit) else None
    passages = RecordPassages(rows, sample) if has_passages(rows.exhibit) else None
    media = RecordMedia(rows) if rows.exhibit.media is not None else None
    beside = [one for one in (figures, passages, media) if one is not None]
    of_facts = facts_of(rows, sample, letters.add)
    for one in beside:
        of_facts = one.in_facts(of_facts)
    others = RecordSources(len(rows.events))
    facts = to_series("facts", others.in_facts(of_facts))
    shared = [to_series("passages", passages.in_chunks(letters.add))] if passages else []
    drafted: set[str] = set()
    words = {tag: day_words(rows.exhibit.config, tag, days["edtf"].to_pylist()) for tag in tags}
    spots, told, index = [], [], []
    for tag, (said, _) in words.items():
        letters.add("title", said)
        found = Words(rows, date, said)
        places = found.of_places(spots_of(rows, sample, tag, letters.add))
        spots.append(to_series(f"spots-{tag}", places))
        events = told_of(rows, tag, letters.add, found.of_texts)
        for one in beside:
            events = one.in_told(events, tag, letters.add)
        if progress is not None:
            events = _telling(events, progress, tag, len(rows.events))
        told.append(to_series(f"told-{tag}", _noting(events, tag, drafted)))
        give_back()
        index.append((f"many-words-{tag}", _packed(found.to_columns())))
    _tell_drafts(rows, payload, drafted, [key for one in beside for key in one.words])
    _tell_corrections(rows, payload)
    chunks = [column for one in (*told, facts, *spots, *shared) for column in one.columns]
    place_columns = _place_columns(rows, sample)
    levels = to_levels(rows.codes, rows.named)
    told_of_all = {
        "count": len(rows.events),
        "placed": rows.placed,
        "places": len(rows.places),
        "rows": ROWS,
        "place_rows": ROWS,
        "dates": len(days),
        **({"figures": figures.count} if figures else {}),
        **({"others": others.count} if others.count else {}),
        **({"several": True} if len(rows.further[0]) else {}),
        **({"outlines": len(sample.outlines.places)} if sample.outlines else {}),
        **({"only": True} if offers_only(rows.exhibit) else {}),
        "first": [_to_block(rows, level, place_columns) for level in levels],
        "labels": _labels(rows, tags, levels),
        "polar": rows.is_polar(),
        **({"far": far} if (far := to_far(sample, tags, kinds_of(rows))) else {}),
    }
    return ManyPage(
        facts=told_of_all,
        unworded={tag: fallen for tag, (_, fallen) in words.items()},
        first=(
            ("many-places", _packed([one for one in place_columns if _is_told(one)])),
            (
                "many-events",
                _packed([*_event_columns(rows, sample, payload, date, days), *chunks]),
            ),
            *([("many-others", _packed(others.to_columns()))] if others.count else []),
        ),
        rest=(
            *((f"many-dates-{tag}", encode(said).encode()) for tag, (said, _) in words.items()),
            *(("many-edtf", encode(one).encode()) for one in [_other_dates(days)] if one),
            *(block for one in (*told, facts, *spots, *shared) for block in one.blocks()),
            *index,
            ("many-ids", _packed([Column("hash", "u32", _hashes(rows))])),
            *(
                [("many-outlines", encode(sample.outlines.block()).encode())]
                if sample.outlines
                else []
            ),
            *([("many-figures", _packed(figures.to_columns()))] if figures else []),
        ),
        letters=letters,
        fold=_fold(rows, letters),
        story=to_record_story(rows, payload),
    )


def _telling(blocks: Iterable[Block], progress: Progress, tag: str, total: int) -> Iterator[Block]:
    done = 0
    for block in blocks:
        yield block
        done = min(done + ROWS, total)
        progress(f"Texts ({tag})", done, total)


def _packed(columns: list[Column]) -> bytes:
    return b64encode(deflated(to_container(columns), _LEVEL))


def _noting(blocks: Iterable[Block], tag: str, drafted: set[str]) -> Iterator[Block]:
    for block in blocks:
        if "draft" in block:
            drafted.add(tag)
        yield block


def _tell_drafts(
    rows: Rows, payload: Payload, drafted: set[str], more_words: Sequence[str]
) -> None:
    """Tells the languages that are drafts, and the statement that there are some."""
    sometimes = {*_SOMETIMES, *more_words}
    config = rows.exhibit.config
    for language in payload.head["languages"]:
        language["draft"] = is_drafted(config, language["tag"]) or language["tag"] in drafted
    drafts = any(language["draft"] for language in payload.head["languages"])
    for tag, block in payload.languages.items():
        block["statement"] = to_statement(config, tag, kiosk="kiosk" in payload.head, drafts=drafts)
        words = sorted(wording.read_strings(tag).items())
        block["ui"] |= {
            key: text
            for key, text in words
            if key in sometimes or key.startswith(("many.", "page.cut."))
        }


def _tell_corrections(rows: Rows, payload: Payload) -> None:
    """Tells the titles of the records that corrections are about."""
    exhibit = rows.exhibit
    if exhibit.corrections is None:
        return
    about = exhibit.corrections["event"].combine_chunks()
    at = pc.index_in(about, value_set=exhibit.events["id"].combine_chunks())
    for tag, block in payload.languages.items():
        titles = titles_of(exhibit, tag, at.drop_null())
        known = iter(titles)
        block["corrections"]["about"] = [
            next(known) if is_known else "" for is_known in at.is_valid().to_pylist()
        ]


def _dates(rows: Rows) -> tuple[Numbers, pa.Table]:
    """Of each event in the order of the page the number of its date, and the different dates.

    They are in time order as the exhibit's events are; those without a day come last.
    """
    events = rows.exhibit.events
    names = ["edtf", "start_day", "end_day", "sort_start_day", "sort_end_day"]
    kept = events.select([name for name in names if name in events.column_names])
    for name in names[3:]:
        if name not in kept.column_names:
            kept = kept.append_column(name, pa.nulls(len(events), pa.int64()))
    keys = _keys(kept)
    # Events are in time order: so are the rows at which their dates first stand.
    first = np.empty(int(keys.max(initial=-1)) + 1, np.int64)
    first[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    order = np.argsort(first)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    return number[keys[rows.events]], kept.take(pa.array(first[order]))


def _other_dates(days: pa.Table) -> dict[int, str]:
    """By their numbers the dates that the columns of days do not tell, as EDTF."""
    edtf = days["edtf"].to_pylist()
    ends = (days[name].to_pylist() for name in ("start_day", "end_day"))
    return others(zip(edtf, *ends, map(to_bounds, edtf), strict=True))


def _keys(table: pa.Table) -> Numbers:
    """A number for each row, the same for rows that are alike, without gaps."""
    keys = np.zeros(len(table), np.int64)
    for name in table.column_names:
        encoded = in_array(table[name]).dictionary_encode()
        count = len(encoded.dictionary)
        codes = pc.fill_null(encoded.indices, count).to_numpy()
        # Mostly a date's days are told by its text.
        told = np.zeros(int(keys.max(initial=0)) + 1, codes.dtype)
        told[keys] = codes
        if (told[keys] != codes).any():
            mixed = keys * (count + 1) + codes
            keys = np.unique(mixed, return_inverse=True)[1].astype(np.int64)
    return keys


def _place_columns(rows: Rows, sample: Sample) -> list[Column]:
    places = rows.exhibit.places
    order = pa.array(rows.places)
    kinds = kinds_of(rows)
    index = {kind: number for number, kind in enumerate(PRECISIONS)}
    doubt = [DOUBT.get(word, 0) for word in places["certainty"].take(order).to_pylist()]
    metres = pc.fill_null(places["uncertainty_m"].take(order).cast(pa.float64()), np.nan)
    radius = metres.to_numpy()
    unknown = ~np.isfinite(radius)
    category = place_categories(rows, sample.category)
    shape = np.full(len(order), NONE["u16"], np.int64)
    if sample.outlines is not None:
        shape[sample.outlines.places] = np.arange(len(sample.outlines.places))
    return [
        Column("code", "u56", rows.codes.astype(np.int64), delta=True),
        Column("count", "u32", rows.count),
        Column("precision", "u8", np.array([index.get(kind, _OTHER) for kind in kinds], np.int64)),
        Column("doubt", "u8", np.array(doubt, np.int64)),
        Column("category", "u16", _or_none(category, "u16")),
        Column("shape", "u16", shape),
        Column(
            "uncertainty_m",
            "u32",
            np.where(unknown, NONE["u32"], np.where(unknown, 0, radius).round()).astype(np.int64),
        ),
    ]


def _is_told(column: Column) -> bool:
    return column.name in {"code", "count", "date"} or has_any(column)


def _event_columns(
    rows: Rows, sample: Sample, payload: Payload, date: Numbers, days: pa.Table
) -> list[Column]:
    columns = [
        _numbering("date", date, len(days), "u32"),
        _numbering("category", sample.category, len(payload.head["categories"]["id"]), "u16"),
        _numbering("group", sample.group, len(payload.head["groups"]["id"]), "u16"),
        _numbering("source", sample.source, len(payload.texts["sources"]["id"]), "u32"),
        *(
            Column(name, "i32", _day_numbers(days[column]))
            for name, column in (("date_first", "start_day"), ("date_last", "end_day"))
        ),
    ]
    bounds = np.array([to_bounds(edtf) for edtf in days["edtf"].to_pylist()], np.int64)
    columns = [one for one in columns if _is_told(one)]
    columns += [Column("date_bounds", "u8", bounds)] if bounds.any() else []
    columns += _turns(rows, date, days)
    events, places = rows.further
    if len(events):
        columns.append(Column("further_event", "u32", events, delta=True))
        columns.append(Column("further_place", "u32", places))
    if not offers_only(rows.exhibit):
        return columns
    # Of these nothing is left of the date where only its own source speaks.
    cells = rows.exhibit.events["date_sources"].take(pa.array(rows.events))
    borrowed = pc.not_equal(pc.fill_null(cells, ""), "").to_numpy().astype(np.int64)
    return columns + ([Column("borrowed", "u8", borrowed)] if borrowed.any() else [])


def _turns(rows: Rows, date: Numbers, days: pa.Table) -> list[Column]:
    """Of each event its turn among those of the same days, where the page's own order is another.

    Different dates may have the same days, as "1990" and "about 1990" have.
    """
    order = np.argsort(date, kind="stable")
    if (np.diff(rows.events[order]) > 0).all():
        return []
    step = time_steps(days)
    if (np.diff(step[date][np.argsort(rows.events)]) < 0).any():
        # What lost its date to "only the source" stands where it stood: turns alone tell that.
        step[:] = 0
    of_event = step[date]
    # Those of a step are one run of the exhibit's rows.
    turn = rows.events - np.concatenate([[0], np.cumsum(np.bincount(of_event))])[of_event]
    tied = np.concatenate([[0], np.diff(step) == 0]).astype(np.int64)
    columns = [_numbering("turn", turn, int(turn.max()) + 1, "u32")]
    return columns + ([Column("date_tied", "u8", tied)] if tied.any() else [])


def _day_numbers(days: pa.ChunkedArray) -> Numbers:
    """The days as far as their type goes, which is five million years."""
    known = pc.fill_null(days, 0).to_numpy().astype(np.int64)
    kept = np.clip(known, NONE["i32"] + 1, -NONE["i32"] - 1)
    return np.where(days.is_null().to_numpy(), NONE["i32"], kept)


def _numbering(name: str, numbers: Numbers, known: int, widest: Type) -> Column:
    """The column in the narrowest type in which none is no number of a known one."""
    narrow: tuple[Type, ...] = ("u8", "u16")
    type_ = next((one for one in narrow if known <= NONE[one]), widest)
    return Column(name, type_, _or_none(numbers, type_))


def _or_none(numbers: Numbers, type_: Type) -> Numbers:
    most = int(numbers.max(initial=-1))
    if most >= NONE[type_]:
        raise PageError(
            f"the exhibit has {most + 1:,} categories, groups or sources of one kind, and a page "
            f"can tell {NONE[type_]:,} apart: join some of them"
        )
    return np.where(numbers < 0, NONE[type_], numbers)


def _hashes(rows: Rows) -> Numbers:
    """24 bits of each event's id: FNV-1a of its UTF-8 (draft-eastlake-fnv, 32 bits)."""
    ids = in_array(rows.exhibit.events["id"].take(pa.array(rows.events)))
    ids = ids.cast(pa.large_string())
    _, offsets, content = ids.buffers()
    at = np.frombuffer(offsets, np.int64, len(ids) + 1)
    octets = np.frombuffer(content or b"", np.uint8)
    lengths = np.diff(at)
    hashes = np.full(len(ids), 0x811C9DC5, np.uint64)
    for place in range(int(lengths.max(initial=0))):
        there = np.flatnonzero(lengths > place)
        mixed = hashes[there] ^ octets[at[there] + place]
        hashes[there] = (mixed * np.uint64(0x01000193)) & np.uint64(0xFFFFFFFF)
    return (hashes & np.uint64(0xFFFFFF)).astype(np.int64)


def _to_block(rows: Rows, level: Level, columns: list[Column]) -> Block:
    at = pa.array(rows.places[level.place])
    lon, lat = (rows.exhibit.places[name].take(at).to_pylist() for name in ("lon", "lat"))
    numbers = {one.name: one.numbers for one in columns}
    category = numbers["category"][level.place]
    return {
        "level": level.level,
        "place": level.place.tolist(),
        "lon": [short(degrees) for degrees in lon],
        "lat": [short(degrees) for degrees in lat],
        "count": level.count.tolist(),
        "places": level.places.tolist(),
        "precision": numbers["precision"][level.place].tolist(),
        "category": np.where(category == NONE["u16"], -1, category).tolist(),
    }


def _labels(rows: Rows, tags: list[str], levels: list[Level]) -> dict[str, dict[str, str]]:
    """By language and number, what the places of the largest cells are called."""
    places = np.array(sorted({int(place) for one in levels for place in one.labelled()}), np.int64)
    return {
        tag: dict(zip(map(str, places.tolist()), labels_of(rows, tag, places), strict=True))
        for tag in tags
    }


def _fold(rows: Rows, letters: DrawnLetters) -> Block:
    names = DrawnLetters()
    for name in ("name", "names", "former_names"):
        if name in rows.exhibit.places.column_names:
            names.add("text", rows.exhibit.places[name].take(pa.array(rows.places)))
    found = set().union(*letters.sets().values(), *names.sets().values())
    return finding.fold_table(found)


def _emptied(columns: Block) -> Block:
    return {name: [] for name in columns}
