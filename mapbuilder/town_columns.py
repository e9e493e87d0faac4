"""Town columns: what blocks of populated places hold, as columns.

In go the texts of blocks and which of their places and names are wanted; out come columns with a
row for each of these. Always true: no list is made of a column, and what a row says is what
``BlockFile.read_block`` says of the place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from mapbuilder.listed_numbers import to_numbers

if TYPE_CHECKING:
    from mapbuilder.coordinates import Numbers

_COUNTRY = re.compile(rb'"country":"([^"]*)"')
_LIST = re.compile(rb'"(\w+)":\[([^\]]*)\]')
_NUMBERS = ("id", "lat", "lon", "population", "within")
_TAB, _LINE = ord("\t"), ord("\n")


class Towns(NamedTuple):
    """Populated places, a row for each, as their blocks have them."""

    id: Numbers
    """That of GeoNames."""
    lat: Numbers
    lon: Numbers
    population: Numbers
    within: Numbers
    """The place number of the smallest container that it is in, -1 for none."""
    country: Numbers
    """The number of the block among those whose texts were given."""
    name: pa.Array
    """The main name."""


class Blocks(NamedTuple):
    """Some blocks of populated places, one after the other."""

    countries: list[str]
    """That of each block."""
    starts: Numbers
    """Where the places of each block begin among those of all, and where the last ones end."""
    numbers: dict[str, Numbers]
    """A column of the numbers of all places for each name of one."""
    names: pa.Array
    """All names of all places, each followed by what parts it from the next."""
    first_name: Numbers
    """Where the names of each place begin."""

    @classmethod
    def of(cls, texts: Sequence[bytes]) -> Blocks:
        """The blocks in their texts."""
        heads, bodies = zip(*(text.split(b"\n", 1) for text in texts), strict=True)
        lists = [{each[1].decode(): each[2] for each in _LIST.finditer(head)} for head in heads]
        sizes = [own["id"].count(b",") + 1 for own in lists]
        starts = np.r_[0, np.cumsum(sizes)]
        numbers = {name: to_numbers(b",".join([own[name] for own in lists])) for name in _NUMBERS}
        # An id is written as its distance from the one before it.
        ids = np.cumsum(numbers["id"])
        before = np.r_[0, ids][starts[:-1]]
        numbers["id"] = ids - np.repeat(before, sizes)
        body = b"\n".join([*bodies, b""])
        signs = np.frombuffer(body, np.uint8)
        ends = np.flatnonzero((signs == _TAB) | (signs == _LINE))
        is_last = signs[ends] == _LINE
        return cls(
            [_country(head) for head in heads],
            starts,
            numbers,
            _cut(body, ends),
            np.r_[0, np.flatnonzero(is_last)[:-1] + 1],
        )

    def towns(self, block: Numbers, rank: Numbers) -> Towns:
        """The places with these ranks in these of the blocks."""
        at = self.starts[block] + rank
        numbers = {name: column[at] for name, column in self.numbers.items()}
        return Towns(**numbers, country=block, name=self._names(self.first_name[at]))

    def names_of(self, block: Numbers, rank: Numbers, name: Numbers) -> pa.Array:
        """The names with such a rank among those of their places."""
        return self._names(self.first_name[self.starts[block] + rank] + name)

    def _names(self, at: Numbers) -> pa.Array:
        # Between two names stands the sign that parts them, as a text of its own.
        return self.names.take(pa.array(2 * at))


def _country(head: bytes) -> str:
    match = _COUNTRY.search(head)
    assert match is not None
    return match[1].decode()


def _cut(body: bytes, ends: Numbers) -> pa.Array:
    """The texts up to each of the ends, and, between them, the signs that stand there."""
    offsets = np.empty(2 * len(ends) + 1, np.int32)
    offsets[0] = 0
    offsets[1::2] = ends
    offsets[2::2] = ends + 1
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(body)]
    return pa.Array.from_buffers(pa.string(), 2 * len(ends), buffers)
