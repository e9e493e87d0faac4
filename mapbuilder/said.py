"""What the records' own columns say of where their places lie, each different pair once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.coordinates import Numbers, unique_rows
from mapbuilder.counts import counted
from mapbuilder.doubtful_names import is_no_value
from mapbuilder.former_countries import CODES
from mapbuilder.report import Report, shown

_SMALL = re.compile("[a-z]{2,3}")
_DIGITS = re.compile("[0-9]{1,3}")
_NOTHING = frozenset("""
n/a|n.a|k.a|o.a|b.d|not known|not stated|unspecified|xx|xxx|zz|zzz
|ohne angabe|desconocido|desconhecido|sconosciuto|nieznany|neznámý
|неизвестно|неизв|невідомо|naməlum|bilinmiyor|نامعلوم|غير معروف
""".replace("\n", "").split("|"))  # fmt: skip
"""What else stands in a column of countries for nothing. NA is Namibia there."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the records' own columns say of where their places lie, each different pair once."""

    pairs: list[tuple[str | None, str | None]]
    """Country and region as written; the first is of records that say nothing."""
    codes: Numbers
    """For each record the number of its pair."""

    @property
    def words(self) -> list[str]:
        return sorted({word for pair in self.pairs for word in pair if word})

    @classmethod
    def of(cls, table: pa.Table) -> Said:
        """What the columns ``country`` and ``region`` of a table say, where it has them."""
        words: list[list[str | None]] = []
        numbers: list[Numbers] = []
        for column in ("country", "region"):
            if column not in table.column_names:
                words.append([None])
                numbers.append(np.zeros(len(table), np.int64))
                continue
            texts = pc.utf8_trim_whitespace(pc.cast(table[column], pa.string()).combine_chunks())
            encoded = pc.dictionary_encode(pc.if_else(pc.equal(texts, ""), None, texts))
            codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
            written = encoded.dictionary.to_pylist()
            words.append([None, *(map(_code, written) if column == "country" else written)])
            numbers.append(codes.astype(np.int64) + 1)
        first, pair = unique_rows(*numbers)
        countries, regions = (
            [texts[code] for code in codes[first].tolist()]
            for texts, codes in zip(words, numbers, strict=True)
        )
        return cls(list(zip(countries, regions, strict=True)), pair)


def report_nothing(table: pa.Table, name: str, report: Report) -> None:
    """A note for each text in the column ``country`` that stands for nothing, with its count."""
    if "country" not in table.column_names:
        return
    texts = pc.utf8_trim_whitespace(pc.cast(table["country"], pa.string()).combine_chunks())
    written = [one for one in pc.unique(texts).to_pylist() if one and _is_nothing(one)]
    for one in sorted(written):
        rows = pc.indices_nonzero(pc.equal(texts, one))
        more = f"; the same in {counted(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
        report.add(
            "country-unknown",
            "note",
            f"{shown(one)} is read as no country; leave the cell empty where it is not known{more}",
            file=name,
            row=table["row"][rows[0].as_py()].as_py(),
            column="country",
            value=one,
        )


def _is_nothing(written: str) -> bool:
    bare = written.strip(" .[]()")
    if bare.casefold() in _NOTHING or (is_no_value(bare) and bare.casefold() != "na"):
        return True
    return not any(unicodedata.category(character)[0] in "LN" for character in written)


def _code(written: str) -> str | None:
    """What the column ``country`` says; a code in small letters or digits as a code in capitals.

    In a text "de" and "la" are words, and in this column they are none.
    """
    if _is_nothing(written):
        return None
    if (former := CODES.get(written.upper())) is not None:
        return former
    if _SMALL.fullmatch(written):
        return written.upper()
    if _DIGITS.fullmatch(written):
        from mapbuilder.countries import country_code

        return country_code(written.zfill(3)) or written
    return written
