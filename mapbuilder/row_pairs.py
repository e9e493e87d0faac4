"""Which rows of two versions of a table are one row, and whether two cells mean the same.

Rows by their keys in, pairs of keys out. Always true: a row is in one pair at most, and the cells
of one row are the same when they mean the same day, number or row of another table, however each
is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mapbuilder.dates import DateError, parse_date

Row = Mapping[str, str]
Renamed = Mapping[str, Mapping[str, str]]
"""By table, the new key of each row that had another."""

# A row whose id is another is the same where all of these are, the first of them not empty.
_SAME_ROW = {
    "events": ("title", "date"),
    "places": ("name", "lat", "lon"),
    "sources": ("title", "author", "date"),
    "steps": ("title", "event", "place"),
    "media": ("file",),
}
# Cells that name a row of another table.
_NAMES_ROW = {
    "events": {"place": "places", "source": "sources"},
    "figures": {"event": "events", "source": "sources"},
    "steps": {"event": "events", "place": "places"},
    "corrections": {"event": "events"},
    "decisions": {"context": "events", "place": "places"},
}
_DAYS = {"events": {"date", "sort_date"}, "corrections": {"date"}, "decisions": {"context", "when"}}
_NUMBERS = {
    "events": {"lat", "lon"},
    "places": {"lat", "lon", "uncertainty_m", "population"},
    "steps": {"zoom"},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How dates are read in one of two exhibits."""

    day_first: bool | None = None
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Sameness:
    """What tells whether cells of an old and a new row mean the same."""

    table: str
    old: Reading = field(default_factory=Reading)
    new: Reading = field(default_factory=Reading)
    renamed: Renamed = field(default_factory=dict)

    def __call__(self, column: str, old: str, new: str) -> bool:
        if old == new:
            return True
        if not old or not new:
            return False
        other = _NAMES_ROW.get(self.table, {}).get(column, "")
        if self.renamed.get(other, {}).get(old) == new:
            return True
        return self.meaning(column, old, self.old) == self.meaning(column, new, self.new)

    def meaning(self, column: str, text: str, reading: Reading) -> str:
        """The date or number that a cell of such a column is, else its text."""
        if text and column in _DAYS.get(self.table, ()):
            return _date(text, reading)
        if text and column in _NUMBERS.get(self.table, ()):
            try:
                return repr(float(text.replace(",", ".")))
            except ValueError:
                return text
        return text

    def named(self, row: Row) -> Row:
        """An old row with the new keys of the rows that it names."""
        cells = dict(row)
        for column, other in _NAMES_ROW.get(self.table, {}).items():
            if column in cells:
                cells[column] = self.renamed.get(other, {}).get(cells[column], cells[column])
        return cells


@lru_cache(maxsize=100_000)
def _date(text: str, reading: Reading) -> str:
    try:
        return parse_date(text, day_first=reading.day_first, languages=reading.languages).edtf
    except DateError:
        return text


def row_pairs(
    old: Mapping[str, Row], new: Mapping[str, Row], same: Sameness, key: Callable[[Row], str]
) -> dict[str, str]:
    """The new key of each old row that is still there.

    A row that says the same under another key is that row, since whoever puts a row in between may
    number all below it anew; of several like ones none is taken. What is left has its old key, or
    the one that it has since a row that it names has another.
    """
    # Most rows are as they were, and need not be looked at.
    pairs = {one: one for one, row in old.items() if new.get(one) == row}
    columns = _SAME_ROW.get(same.table)
    if columns is not None:
        was = {
            one: _words(same.named(row), columns, same, same.old)
            for one, row in old.items()
            if one not in pairs
        }
        is_ = {
            one: _words(row, columns, same, same.new)
            for one, row in new.items()
            if one not in pairs
        }
        pairs |= {one: one for one, words in was.items() if words and is_.get(one) == words}
        taken = set(pairs.values())
        before = _by_words({one: words for one, words in was.items() if one not in pairs})
        after = _by_words({one: words for one, words in is_.items() if one not in taken})
        for words, [one, *others] in before.items():
            if not others and len(after.get(words, ())) == 1:
                pairs[one] = after[words][0]
    taken = set(pairs.values())
    for one, row in old.items():
        if one in pairs:
            continue
        for other in (key(same.named(row)), one):
            if other in new and other not in taken:
                pairs[one] = other
                taken.add(other)
                break
    return pairs


def _words(row: Row, columns: Collection[str], same: Sameness, reading: Reading) -> tuple[str, ...]:
    """What a row says in some columns; nothing where the first of them is empty."""
    words = tuple(same.meaning(name, row.get(name, ""), reading) for name in columns)
    return words if words[0] else ()


def _by_words(words: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for key, one in words.items():
        if one:
            found.setdefault(one, []).append(key)
    return found
