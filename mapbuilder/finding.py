"""What visitors find events by: folded search texts, and the table by which the page folds a query.

In go an exhibit's columns and a telling, out come words folded as the join folds names
(``letters``), each by itself, so that a query of one word meets them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from mapbuilder.collation import ranks
from mapbuilder.columns import Columns
from mapbuilder.letters import fold, folded_lines
from mapbuilder.text import to_plain

Block = dict[str, Any]

_OF_A_LANGUAGE = re.compile(r"^\s*[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\s*:")
_WORD = re.compile(r"\w+")
_SCHWA = frozenset("əƏәӘ")
_E_FOR_SCHWA = str.maketrans("əƏәӘ", "eEeE")
_LETTER = re.compile(r"[^\W_]")
_YEARS = re.compile(r"\[[^\[\]]*\]")

FOLDED_BY_PAGE = 100
"""Of so many events the page folds the texts itself, in a few milliseconds; it carries none."""

# Latin with its extensions, marks, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, Latin and
# Greek with marks, punctuation: what people type in whatever language an exhibit is. Of other
# scripts the letters that the exhibit's own texts have are enough: no other can be found.
_TYPED = (
    (0x21, 0x250), (0x259, 0x25A), (0x2B0, 0x700), (0x10A0, 0x1100), (0x1E00, 0x2070),
)  # fmt: skip


def fold_words(text: str) -> str:
    """The words of a text, each folded by itself: a query that has one of them meets it."""
    words = unicodedata.normalize("NFKC", text).split()
    return " ".join(filter(None, (_fold_word(word) for word in words)))


@lru_cache(maxsize=100_000)
def _fold_word(word: str) -> str:
    # A word of punctuation alone is none, nor is what punctuation within one has parted.
    parts = fold(word).split(" ")
    return " ".join(part for part in parts if any(mark.isalnum() for mark in part))


def search_block(columns: Columns, telling: Block) -> Block:
    """``events`` and ``places``: of each, its different folded words in the order of their coming.

    Of few events (``FOLDED_BY_PAGE``) ``events`` is left out. An event is found by its title, text,
    date, toponym and by its places' labels and names, those of all languages and times; the page
    puts events and places together. ``places_in_order`` has the places' indices as the telling's
    language orders their labels.
    """
    labels = telling["places"]["label"]
    rank = ranks(labels, telling["language"])
    block: Block = {
        "places": place_words(columns, labels),
        "places_in_order": sorted(range(len(labels)), key=rank.__getitem__),
    }
    if len(telling["events"]["title"]) > FOLDED_BY_PAGE:
        block["events"] = event_words(columns, telling)
    return block


def place_words(columns: Columns, labels: list[str]) -> list[str]:
    """Of each place the different folded words of its label and its names."""
    cells = (columns.place(name) for name in ("name", "names", "former_names"))
    return words_of_places(labels, *cells)


def words_of_places(
    labels: Sequence[str],
    names: Sequence[str | None],
    more: Sequence[str | None],
    former: Sequence[str | None],
    *translated: Sequence[str | None],
) -> list[str]:
    """The same of columns; ``more`` and ``former`` are several names in a cell, as in a table.

    ``translated`` are the labels in further languages.
    """
    return distinct_of_each(
        [
            [label, name, *(_names(others) if others else ()), *(_names(old) if old else ()), *own]
            for label, name, others, old, *own in zip(
                labels, names, more, former, *translated, strict=True
            )
        ]
    )


def event_words(columns: Columns, telling: Block) -> list[str]:
    """Of each event its different folded words; ``search.ts`` makes the same of the same texts."""
    texts, titles, dates = (telling["events"][name] for name in ("text", "title", "date"))
    # Where only the source speaks it is found by its own words.
    quotes = columns.event("quote" if columns.config.only_source else "")
    return [
        distinct([title, to_plain(text), date, toponym, quote])
        for title, text, date, toponym, quote in zip(
            titles, texts, dates, columns.event("place"), quotes, strict=True
        )
    ]


def letters_of(columns: Columns, tellings: Iterable[Block]) -> set[str]:
    """Every character of the texts in which visitors search."""
    found: set[str] = set()
    for name in ("name", "names", "former_names"):
        found.update(*(cell or "" for cell in columns.place(name)))
    for name in ("place", "quote"):
        found.update(*(cell or "" for cell in columns.event(name)))
    for telling in tellings:
        events = telling["events"]
        found.update(*events["title"], *events["date"], *telling["places"]["label"])
        found.update(*(to_plain(text) for text in events["text"]))
    return found


def _names(cell: str | None) -> Iterable[str]:
    """The names in a cell, without their languages and years."""
    for part in (cell or "").split("|"):
        yield _YEARS.sub(" ", _OF_A_LANGUAGE.sub("", part))


def distinct(texts: Iterable[str | None]) -> str:
    """The different folded words, and each with the letter ə as it is written with e: Lenkeran."""
    written = [text for text in texts if text]
    also = [
        word.translate(_E_FOR_SCHWA)
        for text in written
        if not _SCHWA.isdisjoint(text)
        for word in _WORD.findall(text)
        if not _SCHWA.isdisjoint(word)
    ]
    words = dict.fromkeys(word for text in written + also for word in fold_words(text).split())
    return " ".join(words)


def distinct_of_each(rows: Sequence[Iterable[str | None]]) -> list[str]:
    """``distinct`` of many lists of texts; each different word is folded once, all in one."""
    lines = [" ".join(filter(None, texts)).replace("\n", " ") for texts in rows]
    written = unicodedata.normalize("NFKC", "\n".join(lines)).split("\n")
    words = [line.split() for line in written[: len(rows)]]
    for row, line in enumerate(lines):
        if not _SCHWA.isdisjoint(line):
            also = [word for word in _WORD.findall(line) if not _SCHWA.isdisjoint(word)]
            more = unicodedata.normalize("NFKC", " ".join(also).translate(_E_FOR_SCHWA))
            words[row] += more.split()
    different = list(dict.fromkeys(chain.from_iterable(words)))
    folded = folded_lines("\n".join(different)) if different else []
    # A word of punctuation alone is none.
    said = {
        word: text if _LETTER.search(text) else ""
        for word, text in zip(different, folded, strict=True)
    }
    found = [" ".join(map(said.__getitem__, one)).split() for one in words]
    return [" ".join(dict.fromkeys(one)) for one in found]


def fold_table(drawn: Iterable[str]) -> dict[str, str]:
    """What letters become beyond the page's own rules: by outcome, all letters that become it.

    The page's rules: small letters first; a Latin letter or digit with marks is that letter; a mark
    on one is left out; any other letter, mark or digit is itself; the rest is a space. ``drawn``
    are the exhibit's characters.
    """
    table = dict(_typed_table())
    _add(table, sorted({c for mark in drawn for c in mark.lower() if ord(c) > 0x2070}))
    # Characters are NFKC when they are looked up, so that no form of compatibility need be here.
    return {outcome: "".join(sorted(letters)) for outcome, letters in sorted(table.items())}


@lru_cache(maxsize=1)
def _typed_table() -> dict[str, str]:
    table: dict[str, str] = {}
    _add(table, [chr(code) for first, end in _TYPED for code in range(first, end)])
    return table


def _add(table: dict[str, str], letters: Iterable[str]) -> None:
    small = [one for one in letters if unicodedata.normalize("NFKC", one).lower() == one]
    if not small:
        return
    # Alone, a mark of punctuation would stay as it is.
    folded = folded_lines("\n".join(f"a{letter}a" for letter in small))
    for letter, outcome in zip(small, (one[1:-1] for one in folded), strict=True):
        if outcome != _by_rule(letter) and letter not in table.get(outcome, ""):
            table[outcome] = table.get(outcome, "") + letter


def _by_rule(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[0]
    if bare.isascii() and bare.isalnum():
        return bare
    return letter if unicodedata.category(letter)[0] in "LMN" else " "
