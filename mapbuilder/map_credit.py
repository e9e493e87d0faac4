"""Whose map it is: credit, licence and address, from an archive, from the file beside it, as text.

Archives hold HTML there, which is read by a parser and never passed on. The file beside a map has
its name and the ending ``.attribution.toml``; ``mapbuilder basemap cut`` writes it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from mapbuilder.errors import InputError

_LONGEST = 500
_OSM = re.compile(r"openstreetmap", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MapCredit:
    """What a map's maker is owed; each is empty where nothing says it."""

    attribution: str = ""
    licence: str = ""
    url: str = ""

    def __or__(self, other: MapCredit) -> MapCredit:
        """This credit, with what it lacks from another."""
        return MapCredit(
            self.attribution or other.attribution,
            self.licence or other.licence,
            self.url or other.url,
        )


OSM = MapCredit(
    "© OpenStreetMap contributors", "ODbL 1.0", "https://www.openstreetmap.org/copyright"
)


class _Words(HTMLParser):
    """The text of a piece of HTML, and the first web address in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.url = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        href = dict(attrs).get("href") or ""
        if tag == "a" and not self.url and re.fullmatch(r"https?://\S+", href):
            self.url = href
        if tag in ("br", "p", "div", "li"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def credit_of(metadata: Mapping[str, Any]) -> MapCredit:
    """What an archive's metadata says, its HTML reduced to text and an address."""
    reader = _Words()
    reader.feed(_text(metadata.get("attribution"))[: 20 * _LONGEST])
    reader.close()
    words = " ".join("".join(reader.words).split())[:_LONGEST]
    licence = _text(metadata.get("license") or metadata.get("licence"))[:_LONGEST]
    return with_known_licence(MapCredit(words, licence, reader.url))


def with_known_licence(credit: MapCredit) -> MapCredit:
    """OpenStreetMap's licence and address beside its name, where nothing else is said."""
    return credit | OSM if _OSM.search(credit.attribution) else credit


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def credit_file(path: Path) -> Path:
    """The file that says whose map is in ``path``."""
    return path.with_name(f"{path.name.split('.')[0]}.attribution.toml")


def read_credit(path: Path) -> MapCredit:
    """What the file beside a map says; nothing when there is none. Raises ``InputError``."""
    beside = credit_file(path)
    try:
        settings = tomllib.loads(beside.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return MapCredit()
    except OSError as error:
        raise InputError(f"{beside.name} cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{beside.name} is not TOML: {error}") from None
    texts = (_text(settings.get(key))[:_LONGEST] for key in ("attribution", "licence", "url"))
    return with_known_licence(MapCredit(*texts))


def to_credit_file(credit: MapCredit, facts: Mapping[str, str | int | float | list[float]]) -> str:
    """The file beside a map: its credit, and the facts of how it was cut."""
    told = {"attribution": credit.attribution, "licence": credit.licence, "url": credit.url}
    lines = [f"{key} = {_toml(value)}" for key, value in told.items()]
    return "\n".join([*lines, "", "[cut]", *(f"{k} = {_toml(v)}" for k, v in facts.items()), ""])


def _toml(value: str | int | float | list[float]) -> str:
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
