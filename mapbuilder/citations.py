"""Citations: the sources of an exhibit written in a citation style of the CSL project.

In goes a table of sources, out come text trees, one a source, in its order; ``None`` for one that
the style writes nothing of. Always true: a source's own text is never markup. The door of
citeproc-py.
"""

from __future__ import annotations

import re
import warnings
from html import unescape
from typing import TYPE_CHECKING, Any

from mapbuilder import files
from mapbuilder.errors import InputError
from mapbuilder.references import to_items
from mapbuilder.text import Rich

if TYPE_CHECKING:
    import pyarrow as pa

# In place of what HTML would take for markup, while a style is at work.
_HIDDEN = str.maketrans({"<": "\ue000", ">": "\ue001", "&": "\ue002", "'": "\ue003", '"': "\ue004"})
_SHOWN = str.maketrans({"\ue000": "<", "\ue001": ">", "\ue002": "&", "\ue003": "'", "\ue004": '"'})
_TAG = re.compile(r"(</?[a-z]+[^>]*>)")
# Every source is written by itself, and so is always the first of its list.
_FIRST = re.compile(r"^\s*(?:\[1\]|1\.)\s+")
_TWO_STOPS = re.compile(r"\.(?:\s*\.|\s+,)+")
_LANGUAGES = {
    "ar": "ar", "de": "de-DE", "en": "en-US", "es": "es-ES", "fa": "fa-IR", "fr": "fr-FR",
    "he": "he-IL", "hy": "hy-AM", "ru": "ru-RU", "tr": "tr-TR",
}  # fmt: skip


def to_citations(sources: pa.Table, style: str, language: str) -> dict[str, Rich | None]:
    """The citation of each source by its id, in the words of the language where CSL has them."""
    try:
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON
    except ImportError as error:
        raise InputError(
            f"citation_style is {style!r}, which needs the extra for sources: pip install "
            f"'mapbuilder[sources]' ({error})"
        ) from error
    path = files.geodata() / "citation-styles" / f"{style}.csl"
    locale = _LANGUAGES.get(language.split("-")[0], "en-US")
    items = [_hidden(item) for item in to_items(sources)]
    # citeproc-py folds ids to small letters; numbers are its own.
    for number, item in enumerate(items):
        item["id"] = str(number)
        item.pop("custom", None)
    with warnings.catch_warnings():
        # It warns of each field that it has no use for.
        warnings.simplefilter("ignore")
        written = CitationStylesStyle(str(path), locale=locale, validate=False)
        found: dict[str, Rich | None] = {}
        for identity, item in zip(sources["id"].to_pylist(), items, strict=True):
            bibliography = CitationStylesBibliography(written, CiteProcJSON([item]), formatter.html)
            bibliography.register(Citation([CitationItem(item["id"])]))
            html = "".join(str(entry) for entry in bibliography.bibliography())
            found[identity] = _to_rich(_without_second_title(html, item))
    return found


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_HIDDEN)
    if isinstance(value, list):
        return [_hidden(one) for one in value]
    if isinstance(value, dict):
        return {key: _hidden(one) for key, one in value.items()}
    return value


def _without_second_title(html: str, item: dict[str, Any]) -> str:
    """The citation with its title once: it stands where the author would, and then again.

    A style substitutes the title for a missing author (CSL 1.0.2, "Substitute"), and is to leave it
    out of the rest; citeproc-py does not.
    """
    title = re.escape(item.get("title", ""))
    # Some styles write titles with other capitals.
    first = re.search(title, html, re.IGNORECASE)
    if not title or "author" in item or first is None:
        return html
    again = rf"\s*(?:<i>)?[“«\"]?{title}(?:</i>)?[”»\"]?\.?(?:</i>)?"
    rest = re.sub(again, "", html[first.end() :], count=1, flags=re.IGNORECASE)
    return html[: first.end()] + rest


def _to_rich(html: str) -> Rich | None:
    """The text tree of a citation, whose only marks are those of emphasis."""
    root: list[Any] = []
    open_: list[list[Any]] = [root]
    for part in _TAG.split(_FIRST.sub("", _TWO_STOPS.sub(".", html))):
        if part in ("<i>", "<b>"):
            element: list[Any] = ["em" if part == "<i>" else "strong"]
            open_[-1].append(element)
            open_.append(element)
        elif part in ("</i>", "</b>") and len(open_) > 1:
            open_.pop()
        elif part and not _TAG.fullmatch(part):
            open_[-1].append(unescape(part).translate(_SHOWN))
    if root and isinstance(root[-1], str):
        root[-1] = root[-1].rstrip()
    nodes = [node for node in root if node]
    return [["p", *nodes]] if nodes else None
