"""Details: the columns of events that mapbuilder does not know, with those in other languages.

In go the names of such columns and the exhibit's languages, out come details, each with its columns
by language. Always true: a column is of one detail only, and every column is of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Detail:
    """What a table says of its events under one name."""

    name: str
    """The column's, without a language."""
    default: tuple[str, ...]
    """The columns of the default language, the better one first; at least one."""
    translated: Mapping[str, str] = field(default_factory=dict)
    """The columns of other languages, by their tags."""

    @property
    def is_text(self) -> bool:
        """Whether it is in some language: a number or a mark is in none, and is never missed."""
        return bool(self.translated)


def suffix(tag: str) -> str:
    """What follows a column's name where its texts are in the language."""
    return "_" + tag.lower().replace("-", "_")


def to_details(names: Sequence[str], languages: Sequence[str]) -> list[Detail]:
    """The details in the order of their first columns.

    ``built_az`` is ``built`` in Azerbaijani where the exhibit has that language, and where the
    table has ``built``, or ``built`` in the default language: any name may end in two letters.
    """
    listed = set(names)
    known: dict[str, tuple[list[str], dict[str, str]]] = {}
    for name in names:
        base, tag = _base(name, listed, languages)
        default, translated = known.setdefault(base, ([], {}))
        if tag == languages[0]:
            default.insert(0, name)
        elif tag:
            translated[tag] = name
        else:
            default.append(name)
    return [Detail(base, tuple(own), others) for base, (own, others) in known.items()]


def unlisted(
    names: Sequence[str], languages: Sequence[str], others: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """(column, detail, tag) of what may be a detail in one of the ``others``, languages not listed.

    What is in one of the exhibit's languages is not among them.
    """
    listed = set(names)
    for name in names:
        if _base(name, listed, languages)[1]:
            continue
        for tag in others:
            base = name.removesuffix(suffix(tag))
            if base != name and base in listed:
                yield name, base, tag
                break


def _base(name: str, listed: set[str], languages: Sequence[str]) -> tuple[str, str]:
    """The detail of which a column is, and its language; "" where it says none."""
    # The longest first: a name that ends in that of az-Cyrl ends in no other's.
    for tag in sorted(languages, key=len, reverse=True):
        base = name.removesuffix(suffix(tag))
        if base and base != name and {base, base + suffix(languages[0])} & listed:
            return base, tag
    return name, ""
