"""The languages of an exhibit's settings: what is told of them before a page is made.

In go the settings and their file, out come notes: texts in a language that is off the list, and
languages in which the page's interface has no words. Always true: each language is told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mapbuilder import wording
from mapbuilder.config import Config, key_lines
from mapbuilder.errors import MapbuilderError
from mapbuilder.report import Report, shown
from mapbuilder.signatures import signature_of

_MOST_KEYS = 5

Key = tuple[str, ...]

# BCP 47 has one tag for a language, the shortest (RFC 5646, section 2.2.1); catalogues have ISO
# 639-2 or 639-3, and old programs iw.
_SHORTEST = {
    "ara": "ar", "arb": "ar", "arm": "hy", "aze": "az", "azj": "az", "deu": "de", "eng": "en",
    "fas": "fa", "fra": "fr", "fre": "fr", "geo": "ka", "ger": "de", "heb": "he", "hye": "hy",
    "iw": "he", "kat": "ka", "per": "fa", "pes": "fa", "rus": "ru", "spa": "es", "tur": "tr",
}  # fmt: skip


def asked_language(config: Config, tag: str | None) -> str | None:
    """The exhibit's language with that tag, in whatever capitals; ``None`` where none is asked for.

    Raises ``MapbuilderError`` when the exhibit has it not.
    """
    if tag is None:
        return None
    found = next((one for one in config.languages if one.lower() == tag.lower()), None)
    if found is None:
        listed = ", ".join(map(repr, config.languages))
        raise MapbuilderError(f"the exhibit has no language {tag!r}; it has {listed}")
    return found


def note_languages(config: Config, report: Report, path: Path | None = None) -> None:
    """Adds the notes to ``report``; ``path`` is the settings' file, whose lines they name."""
    lines: dict[Key, int] = {}
    for key, line in (key_lines(path) if path is not None else {}).items():
        lines.setdefault(tuple(map(_folded, key)), line)
    file = path.name if path is not None else "exhibit"
    listed = {_folded(tag) for tag in config.languages}
    unlisted: dict[str, list[Key]] = {}
    for key in _variants(config):
        tag = key[-1].partition("_")[2]
        if tag not in listed:
            unlisted.setdefault(tag, []).append(key)
    for tag, keys in unlisted.items():
        keys.sort(key=lambda key: (lines.get(tuple(map(_folded, key)), 0), key))
        names = [".".join(key) for key in keys]
        more = f" and {len(names) - _MOST_KEYS:,} more" if len(names) > _MOST_KEYS else ""
        language = tag.replace("_", "-")
        report.add(
            "language-unlisted",
            "note",
            f"the texts in {shown(language)} ({', '.join(names[:_MOST_KEYS])}{more}) are kept and "
            f"not shown, since languages does not list {shown(language)}; add it there to show "
            "them",
            file=file,
            row=lines.get(tuple(map(_folded, keys[0]))),
            column=keys[0][-1],
            value=language,
        )
    for language in config.languages:
        if not wording.has_strings(language):
            report.add(
                "language-interface",
                "note",
                f"the page has no words of its own (buttons, labels) in {shown(language)}; there "
                f"they are in English{_shorter(language)}",
                file=file,
                row=lines.get(("languages",)),
                column="languages",
                value=language,
            )
        elif wording.is_draft(language) and not _is_read(config, language):
            # A machine's draft is told until a named speaker has signed it; the exhibit's own texts
            # have `machine_drafted` for that. The page says it of those alone: a visitor judges
            # what is told, and a button's word claims nothing.
            report.add(
                "interface-draft",
                "note",
                f"the page's own words (buttons, labels) in {shown(language)} were drafted by "
                "machine and await review by a native speaker, who signs in "
                f"templates/strings/{wording.strings_language(language)}.json, or with "
                f"interface = true in [signed.{language}]",
                file=file,
                row=lines.get(("languages",)),
                column="languages",
                value=language,
            )


def _is_read(config: Config, language: str) -> bool:
    """Whether who signed the exhibit's texts has read the page's own words as well."""
    signature = signature_of(config, language)
    return signature is not None and signature.interface


def _folded(name: str) -> str:
    return name.lower().replace("-", "_")


def _variants(config: Config) -> Iterator[Key]:
    """The key of each text that is in a language of its own, with the table that it stands in."""
    yield from ((key,) for key in config.variants)
    for field in type(config).model_fields:
        entries: Any = getattr(config, field)
        if isinstance(entries, Mapping):
            for name, entry in entries.items():
                for key in getattr(entry, "variants", {}):
                    yield field, str(name), key


def _shorter(language: str) -> str:
    """The end of a sentence about a language that the page does speak, under another tag."""
    base, _, rest = language.partition("-")
    tag = _SHORTEST.get(base)
    if tag is None:
        return ""
    whole = f"{tag}-{rest}" if rest else tag
    return f"; the tag of that language is {shown(whole)}, at the end of columns too"
