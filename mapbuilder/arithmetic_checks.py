"""Arithmetic in an exhibit's texts: numbers that no table carries and that two figures make.

In go the texts of the curator's voice and the figures, out come problems, each with its cell.
Always true: a number that a figure, a scope or a quotation has is nobody's arithmetic; dates,
times, years, ages, lengths and counts of the exhibit's own records are none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.figure_sums import LEAST, FigureSums, made_of
from mapbuilder.number_sieve import ANY, sift
from mapbuilder.report import Report
from mapbuilder.sources import NUMBERS, to_ids
from mapbuilder.time_words import to_time_words
from mapbuilder.written_numbers import Number, numbers_in

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.text_bytes import Integers

_TEXTS = ("title", "text", "other_accounts", "date_note")
_SETTINGS = ("title", "subtitle", "intro", "notice", "credits")
_LEAST_IN_WORDS = 13
"""In words, dozens are the difference of some two figures anywhere as well."""
_FIRST_YEAR, _LAST_YEAR = 1000, 2199

_GAP = r"[\s\u00a0,.]*"
# Between the days of one month: "13 and 16–18 January", "19-dan 20-nə".
_BETWEEN = r"(?:\s*[–—\-/,]\s*|[-\u2010\u2011]?[^\W\d_]{0,4}\.?\s+(?:[^\W\d_]{1,4}\s+){0,2})"
_DAYS = rf"\d{{1,2}}(?:{_BETWEEN}\d{{1,2}})*"
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)|\b\d{4}-\d{2}(?:-\d{2})?\b")
_PLACE_IN_A_TEXT = re.compile(
    r"\b(?:lines?|pages?|pp?\.|nos?\.|numbers?|chapters?|volumes?|vol\.|articles?|§|№|строк\w*|стр\.|"
    r"с\.|т\.|sətir\w*|səh\.|s\.)\s*\d+(?:\s*[–-]\s*\d+)?",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"^(?:st|nd|rd|th)\b|^[\s-]*(?:%|°|(?:km|m|cm|mm|kg|ha|км|м|см|км²|mi|ft|miles?|kilomet\w+|met(?:er|re)s?|"
    r"percent|per cent|faiz\w*|процент\w*|километр\w*|метр\w*|kilometr\w*|"
    r"years?|year-olds?|months?|weeks?|days?|hours?|minutes?|o.clock|лет|год\w*|месяц\w*|недел\w*|"
    r"дн\w*|день|час\w*|минут\w*|il\w*|yaş\w*|ay|aylıq|həftə\w*|gün\w*|saat\w*|dəqiqə\w*)(?!\w))",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(?:aged?|в возрасте)\s*$", re.IGNORECASE)


def check_arithmetic(
    config: Config,
    events: pa.Table,
    figures: pa.Table | None,
    report: Report,
    settings: str = "exhibit.toml",
    lines: Mapping[tuple[str, ...], int] | None = None,
) -> None:
    """Reports numbers in texts that no table has, and that figures of the exhibit add up to.

    Refused: what nobody counted must not be read as if somebody had (editorial rule:
    no sums, differences or averages of figures). ``lines`` are those of the keys in ``settings``.
    """
    if figures is None or not len(figures):
        return
    sums = FigureSums(figures, events)
    wanted = sums.made()
    known = _of_figures(figures) | _counts(events)
    if wanted is not None:
        wanted -= known
    known |= _carried(figures, events, wanted)
    if wanted is not None:
        wanted -= known
        if not wanted:
            return
    made: dict[tuple[int, str], str | None] = {}

    def way(value: int, event: str, named: Sequence[str]) -> str | None:
        key = (value, event)
        if key not in made:
            ways = (made_of(group, value) for group in sums.near(event, named))
            made[key] = next(filter(None, ways), None)
        return made[key]

    def found(text: str, event: str, named: Sequence[str], language: str) -> Iterator[str]:
        suspects: dict[int, str] = {}
        for number in numbers_in(text, words=language.split("-")[0] == "en"):
            if number.value < LEAST or number.value in known:
                continue
            if wanted is not None and number.value not in wanted:
                continue
            if how := way(number.value, event, named):
                suspects[number.value] = how
        # What a number stands for is asked of the few that figures make.
        for number in _candidates(text, language) if suspects else ():
            if number.value in suspects:
                yield _sentence(text[number.start : number.end], suspects[number.value])

    default = config.languages[0]
    file = (events.schema.metadata or {}).get(b"name", b"events").decode()
    for column, language in _columns(events, _TEXTS, config.languages):
        for row, event, named, text in _rows(events, column, language, wanted, sums):
            for sentence in found(text, event, named, language):
                _add(report, sentence, file, row, column, text)
    for key, text, language in _settings(config):
        for sentence in found(text, "", (), language or default):
            _add(report, sentence, settings, _line(key, lines or {}), ".".join(key), text)


def _line(key: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> int | None:
    """The line of a key, or of the table that it is in."""
    above = (key[:length] for length in range(len(key), 0, -1))
    return next((lines[one] for one in above if one in lines), None)


def _add(report: Report, sentence: str, file: str, row: int | None, column: str, text: str) -> None:
    report.add(
        "figure-arithmetic", "warning", sentence, file=file, row=row, column=column, value=text
    )


def _sentence(written: str, made: str) -> str:
    return (
        f"{written} stands in no figure and no quotation, and it is {made}: figures are not added, "
        "subtracted or averaged; take it out, or give it as a figure with the source that has it"
    )


def _of_figures(figures: pa.Table) -> set[int]:
    """The numbers of the figures themselves."""
    return {
        int(amount)
        for column in NUMBERS
        for amount in figures[f"{column}_number"].drop_null().unique().to_pylist()
    }


def _carried(figures: pa.Table, events: pa.Table, wanted: set[int] | None) -> set[int]:
    """Those of the wanted numbers that scopes and quotations have, and maybe others.

    A day in a scope is a date there and a count in no text.
    """
    carried: set[int] = set()
    for table, column, is_scope in ((figures, "scope", True), (events, "quote", False)):
        texts = table[column].combine_chunks().unique()
        rows = _sifted(texts, wanted, words=True)[0]
        for text in texts.take(pa.array(np.unique(rows))).to_pylist():
            numbers = _candidates(text, "en") if is_scope else numbers_in(text)
            carried.update(number.value for number in numbers)
    return carried


def _sifted(
    texts: pa.Array | pa.ChunkedArray, wanted: set[int] | None, *, words: bool
) -> tuple[Integers, Integers]:
    """The rows whose text may have one of the wanted numbers, each with each that it may have."""
    if wanted is None:
        rows = pc.indices_nonzero(pc.is_valid(texts)).to_numpy().astype(np.int64)
        return rows, np.full(len(rows), ANY)
    sifted = sift(texts, wanted, words=words)
    return sifted.rows, sifted.values


def _counts(events: pa.Table) -> set[int]:
    """How many records there are: in all, of each group, of each source, with and without place."""
    counts = {len(events), events["place_index"].null_count}
    counts.add(len(events) - events["place_index"].null_count)
    for column in ("group", "source", "category"):
        counts.update(each["counts"] for each in pc.value_counts(events[column]).to_pylist())
    return counts


def _candidates(text: str, language: str) -> list[Number]:
    """The numbers of a text that may count people or things."""
    blotted = text
    for pattern in (_TIME, _dates(language), _PLACE_IN_A_TEXT):
        blotted = pattern.sub(lambda match: " " * len(match.group()), blotted)
    return [
        number
        for number in numbers_in(blotted, words=language.split("-")[0] == "en")
        if number.value >= (_LEAST_IN_WORDS if number.in_words else LEAST)
        and not (
            number.end - number.start == 4
            and not number.in_words
            and _FIRST_YEAR <= number.value <= _LAST_YEAR
        )
        and not _MEASURE.search(blotted[number.end :])
        and not _AGE.search(blotted[: number.start])
    ]


@lru_cache(maxsize=64)
def _dates(language: str) -> re.Pattern[str]:
    """Days beside the name of their month, before it or after it, whatever endings they have."""
    words, english = to_time_words(language), to_time_words("en")
    names = {
        name.strip(".").casefold()
        for each in (words, english)
        for name in (*each["months"], *each["alone"], *each["short"])
    }
    # Endings change what is behind the stem: January, январь, января.
    stems = {name[:-1] if len(name) > 4 else name for name in names if not name.isdigit()}
    month = rf"(?:{'|'.join(map(re.escape, sorted(stems, key=lambda one: (-len(one), one))))})\w*"
    ending = r"(?:[-\u2010\u2011]?[^\W\d_]{1,4})?"
    return re.compile(
        rf"(?<!\d){_DAYS}{ending}{_GAP}(?:of\s+|de\s+)?{month}|{month}{_GAP}{_DAYS}(?!\d)",
        re.IGNORECASE,
    )


def _columns(
    events: pa.Table, names: Sequence[str], languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The columns of texts that the table has, each with its language."""
    tags = {tag.lower().replace("-", "_"): tag for tag in languages}
    for column in events.column_names:
        for name in names:
            if column == name:
                yield column, languages[0]
            elif column.startswith(f"{name}_") and column.removeprefix(f"{name}_") in tags:
                yield column, tags[column.removeprefix(f"{name}_")]


def _rows(
    events: pa.Table, column: str, language: str, wanted: set[int] | None, sums: FigureSums
) -> Iterator[tuple[int, str, list[str], str]]:
    """The rows whose text may have a number that figures near its event make: row, id, the sources
    that it names, and the text."""
    if events.schema.field(column).type != "string":
        return
    at, values = _sifted(events[column], wanted, words=language.split("-")[0] == "en")
    at = np.unique(at[(values == ANY) | sums.may_be_near(at, values)])
    rows = events.select(["row", "id", "source", "other_sources", column]).take(pa.array(at))
    for row, identity, *cells, text in zip(*rows.to_pydict().values(), strict=True):
        yield row, str(identity), [one for cell in cells for one in to_ids(cell or "")], text


def _settings(config: Config) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The texts of the settings: key, text, language."""
    tags = {tag.lower().replace("-", "_"): tag for tag in config.languages}

    def texts(entry: Any, names: Sequence[str], at: tuple[str, ...]) -> Iterator[Any]:
        for name in names:
            if text := getattr(entry, name):
                yield (*at, name), str(text), config.languages[0]
        for key, text in entry.variants.items():
            name, _, suffix = key.partition("_")
            if name in names and suffix in tags:
                yield (*at, key), str(text), tags[suffix]

    yield from texts(config, _SETTINGS, ())
    for name, group in config.groups.items():
        yield from texts(group, ("label", "note"), ("groups", name))
