"""Arithmetic in an exhibit's texts: numbers that no table carries and that two figures make.

In go the texts of the curator's voice and the figures, out come problems, each with its cell.
Always true: a number that a figure, a scope or a quotation has is nobody's arithmetic; dates,
times, years, ages, lengths and counts of the exhibit's own records are none either.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.number_sieve import ANY, sift
from mapbuilder.report import Report
from mapbuilder.sources import NUMBERS, to_ids
from mapbuilder.time_words import to_time_words
from mapbuilder.written_numbers import Number, numbers_in

if TYPE_CHECKING:
    from mapbuilder.config import Config

_TEXTS = ("title", "text", "other_accounts", "date_note")
_SETTINGS = ("title", "subtitle", "intro", "notice", "credits")
_LEAST = 10
_LEAST_IN_WORDS = 13
"""Smaller numbers are the difference of some two figures anywhere; in words, so are dozens."""
_MOST_OF_A_SOURCE = 40
"""Of more different figures of one measure and source nearly any number is a difference."""
_MOST_IN_PAIRS = 1_000
"""Of more different figures in one group the pairs are not made, and every text is read."""
_FEW = 300
"""Of more figures in all, those of a source are held only against the records that name it."""
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


@dataclass(slots=True)
class _Group:
    """Figures that somebody might add or subtract: of one measure, and of one source or record."""

    values: dict[int, str] = field(default_factory=dict)
    """Each value, with how it is written."""
    _makes: set[int] = field(default_factory=set)

    def made(self, number: int) -> str | None:
        """How two of the figures, or all of them, make a number: ``147 − 130``; else ``None``."""
        if self._makes and number not in self._makes:
            return None
        for value, written in self.values.items():
            more = self.values.get(value + number)
            if more is not None:
                return f"{more} − {written}"
            rest = self.values.get(number - value)
            if rest is not None and number - value != value:
                return f"{written} + {rest}"
        total = sum(self.values)
        if len(self.values) < 2:
            return None
        if number == total:
            return " + ".join(self.values.values())
        if number * len(self.values) == total:
            return f"the average of {', '.join(self.values.values())}"
        return None

    def makeable(self) -> set[int]:
        """Every number that they make."""
        total = sum(self.values)
        mean, rest = divmod(total, len(self.values))
        self._makes.update((total,) if rest else (total, mean))
        for one, other in combinations(self.values, 2):
            self._makes.add(abs(one - other))
            self._makes.add(one + other)
        return self._makes


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
    groups = _Groups(figures)
    wanted = groups.makeable()
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
            ways = (group.made(value) for group in groups.near(event, named))
            made[key] = next(filter(None, ways), None)
        return made[key]

    def found(text: str, event: str, named: Sequence[str], language: str) -> Iterator[str]:
        suspects: dict[int, str] = {}
        for number in numbers_in(text, words=language.split("-")[0] == "en"):
            if number.value < _LEAST or number.value in known:
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
        for row, event, named, text, values in _rows(events, column, language, wanted):
            if ANY in values or any(way(value, event, named) for value in values):
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


class _Groups:
    """The groups by whose they are."""

    def __init__(self, figures: pa.Table) -> None:
        found: dict[tuple[str, str, str], _Group] = defaultdict(_Group)
        names = ("event", "source", "measure")
        owners = [figures[name].to_pylist() for name in names]
        numbers = [
            (figures[column].to_pylist(), figures[f"{column}_number"].to_pylist())
            for column in NUMBERS
        ]
        for at, (event, source, measure) in enumerate(zip(*owners, strict=True)):
            whose = [found["event", event, measure]]
            whose += [found["source", source, measure]] if source else []
            for written, amounts in numbers:
                amount = amounts[at]
                if amount is not None and amount == int(amount):
                    for group in whose:
                        group.values.setdefault(int(amount), str(written[at]))
        self.few = len(figures) <= _FEW
        self._of: dict[tuple[str, str], list[_Group]] = defaultdict(list)
        for (kind, name, _), group in found.items():
            most = _MOST_OF_A_SOURCE if kind == "source" else len(group.values)
            if 1 < len(group.values) <= most:
                self._of[kind, name].append(group)
        self._sources = [name for kind, name in self._of if kind == "source"]

    def makeable(self) -> set[int] | None:
        """Every number of ten or more that some group makes; ``None`` where it may be any."""
        groups = [group for some in self._of.values() for group in some]
        if any(len(group.values) > _MOST_IN_PAIRS for group in groups):
            return None
        made: set[int] = set().union(*(group.makeable() for group in groups))
        return {number for number in made if number >= _LEAST}

    def near(self, event: str, named: Sequence[str]) -> Iterator[_Group]:
        """What a text of an event may be about; of the settings' texts, what there is."""
        own = [name for kind, name in self._of if kind == "event"] if not event else [event]
        for name in dict.fromkeys(self._sources if self.few else named):
            yield from self._of.get(("source", name), ())
        for name in own:
            yield from self._of.get(("event", name), ())


def _of_figures(figures: pa.Table) -> set[int]:
    """The numbers of the figures themselves."""
    return {
        int(amount)
        for column in NUMBERS
        for amount in figures[f"{column}_number"].drop_null().to_pylist()
    }


def _carried(figures: pa.Table, events: pa.Table, wanted: set[int] | None) -> set[int]:
    """Those of the wanted numbers that scopes and quotations have, and maybe others.

    A day in a scope is a date there and a count in no text.
    """
    carried: set[int] = set()
    for table, column, is_scope in ((figures, "scope", True), (events, "quote", False)):
        texts = table[column].combine_chunks().unique()
        for text in _taken(texts, _sifted(texts, wanted, words=True)):
            numbers = _candidates(text, "en") if is_scope else numbers_in(text)
            carried.update(number.value for number in numbers)
    return carried


def _taken(texts: pa.Array, rows: Iterable[int]) -> list[str]:
    return texts.take(pa.array(rows, pa.int64())).to_pylist()  # type: ignore[no-any-return]


def _sifted(
    texts: pa.Array | pa.ChunkedArray, wanted: set[int] | None, *, words: bool
) -> dict[int, list[int]]:
    """The rows whose text may have one of the wanted numbers, each with those that it may have."""
    found: dict[int, list[int]] = {}
    if wanted is None:
        rows = pc.indices_nonzero(pc.is_valid(texts)).to_pylist()
        return {row: [ANY] for row in rows}
    sifted = sift(texts, wanted, words=words)
    for row, value in zip(sifted.rows.tolist(), sifted.values.tolist(), strict=True):
        found.setdefault(row, []).append(value)
    return found


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
        if number.value >= (_LEAST_IN_WORDS if number.in_words else _LEAST)
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
    events: pa.Table, column: str, language: str, wanted: set[int] | None
) -> Iterator[tuple[int, str, list[str], str, list[int]]]:
    """The rows whose text may have a wanted number: row, id, the sources that it names, text, and
    those numbers."""
    if events.schema.field(column).type != "string":
        return
    found = _sifted(events[column], wanted, words=language.split("-")[0] == "en")
    rows = events.select(["row", "id", "source", "other_sources", column])
    rows = rows.take(pa.array(found, pa.int64())).append_column("at", pa.array(found, pa.int64()))
    # Two digits, or the beginning of an English number from ten on.
    pattern = r"\d\d|(?i)\b(ten|eleven|twelve|\w+teen|\w+ty|\w*hundred)\b"
    rows = rows.filter(pc.match_substring_regex(rows[column], pattern))
    ids: dict[str | None, list[str]] = {}
    for row, identity, *cells, text, at in zip(*rows.to_pydict().values(), strict=True):
        for cell in cells:
            if cell not in ids:
                ids[cell] = to_ids(cell or "")
        yield row, str(identity), [one for cell in cells for one in ids[cell]], text, found[at]


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
