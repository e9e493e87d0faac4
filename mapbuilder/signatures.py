"""Who has read an exhibit's texts in a language, and answers for them with name and day.

In go the column ``review`` and the tables ``[signed.LANGUAGE]``, out comes what is signed, what is
a draft, and a fingerprint of a language's texts. Always true: what a signature with a fingerprint
covers is what was read; after any change of it nothing is signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.editorial_settings import Signature

State = Literal["draft", "signed", "incomplete", "remark"]

_OF_LANGUAGE = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:\s*(.*)", re.DOTALL)
_SIGNED = re.compile(r"signed\b\s*(?:by\b)?\s*[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"[\s,(]*(\d{4}-\d\d-\d\d)\s*\)?\s*")
_BY_MACHINE = re.compile(r"machine\s+draft", re.IGNORECASE)
_SHOWN_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Review:
    """What a record's cell says of its texts in one language."""

    state: State
    """draft; signed; incomplete: a signature without name or day; remark: anything else."""
    who: str = ""
    when: str = ""
    words: str = ""
    """As written, without the language."""


def read_review(cell: str | None) -> dict[str, Review]:
    """What a cell says by language, in small letters; ``""`` stands for all languages.

    ``az: machine draft; ru: signed N. Novak 2026-05-01``. Of two entries for one language the
    later one counts, since reviews are added at the end.
    """
    found: dict[str, Review] = {}
    for part in (cell or "").split(";"):
        words = part.strip()
        if not words:
            continue
        tag = ""
        if match := _OF_LANGUAGE.fullmatch(words):
            tag, words = match[1].lower(), match[2].strip()
        found[tag] = _read(words)
    return found


def _read(words: str) -> Review:
    if signed := _SIGNED.fullmatch(words):
        rest = signed[1]
        day = _DAY.search(rest)
        name = (rest[: day.start()] + rest[day.end() :] if day else rest).strip(" ,;()")
        is_day = day is not None and _is_day(day[1])
        if not is_day or not any(c.isalpha() for c in name):
            return Review("incomplete", words=words)
        return Review("signed", name, day[1] if day else "", words)
    if re.search(r"\bdraft", words, re.IGNORECASE):
        return Review("draft", words=words)
    return Review("remark", words=words)


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def of_language(reviews: Mapping[str, Review], tag: str) -> Review | None:
    """What the cell says of the language itself, else of all."""
    return reviews.get(tag.lower()) or reviews.get("")


@lru_cache(maxsize=4096)
def is_machine_draft(cell: str | None, tag: str) -> bool:
    """Whether a record's cell calls its texts in a language a machine's draft."""
    review = read_review(cell).get(tag.lower())
    return review is not None and _BY_MACHINE.match(review.words) is not None


def signature_of(config: Config, tag: str) -> Signature | None:
    """The signature under all texts of a language."""
    wanted = tag.lower()
    return next((one for key, one in config.signed.items() if key.lower() == wanted), None)


def is_drafted(config: Config, tag: str) -> bool:
    """Whether the settings' texts in a language await a native speaker."""
    return tag in config.machine_drafted and signature_of(config, tag) is None


def fingerprint(texts: Iterable[tuple[str, Sequence[str | None], Sequence[str | None]]]) -> str:
    """Sixteen digits that stand for texts: (column, ids, texts) each, in any order.

    Where a row stands does not count, so that tables may be sorted anew.
    """
    lines = sorted(
        json.dumps([column, str(id_ or ""), text], ensure_ascii=False)
        for column, ids, cells in texts
        for id_, text in zip(ids, cells, strict=True)
        if text
    )
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return whole.hexdigest()[:_SHOWN_DIGITS]
