"""The settings of an exhibit: ``exhibit.toml`` in, one frozen ``Config`` out.

Unknown keys are refused with the nearest known one. Always true of a refusal: it lists every fault
with its line, not the first. Texts may have a variant for each language: ``title_az``.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from mapbuilder.carry_settings import Carry
from mapbuilder.contact_settings import Contact, PublicUrl
from mapbuilder.editorial_settings import Editorial, Signature
from mapbuilder.errors import ConfigError
from mapbuilder.folder_name import folder_name, in_utf8
from mapbuilder.join_settings import Bbox, GazetteerFile, Join
from mapbuilder.kiosk_settings import Kiosk
from mapbuilder.map_settings import Basemap, Scan
from mapbuilder.media_settings import MediaSettings
from mapbuilder.report import shown
from mapbuilder.settings import Settings, Translated
from mapbuilder.toml_lines import lines_of, read_text, syntax_sentence

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

# Texts that may have variants, by where they stand.
_TEXTS = {
    "": ("title", "subtitle", "intro", "notice", "credits"),
    "groups": ("label", "note"),
    "categories": ("label",),
    "details": ("label",),
    "scans": ("title", "credit"),
}
_TYPES = {
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "list_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
}
_LIMITS = {
    "less_than_equal": ("at most", "le"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "greater_than": ("more than", "gt"),
}


CitationStyle = Literal[
    "apa",
    "gost-r-7-0-5-2008",
    "harvard-cite-them-right",
    "iso690-author-date-en",
    "modern-language-association",
]


class Group(Translated):
    """Events that belong together; context stands in its own panel."""

    label: str = ""
    panel: Literal["events", "context"] = "events"
    markers: bool = True
    """Whether its events are on the map."""
    shown: bool = True
    """Whether its events are in the page at all; they are checked in any case."""
    note: str = ""
    """Markdown."""


class Category(Translated):
    """A kind of event, told by form first and tone second; what is silent is chosen in order."""

    label: str = ""
    symbol: Literal["circle", "square", "diamond", "triangle", "ring", "cross", "hatch"] | None = (
        None
    )
    """The form of its marks."""
    line: Literal["solid", "dashed", "dotted", "dash-dot", "double"] | None = None
    """How its lines, and the edges of its areas, are drawn."""
    fill: Literal["plain", "hatch", "hatch-back", "cross-hatch", "dots"] | None = None
    """How its areas are filled."""
    colour: Literal["ink", "slate", "ochre", "moss", "plum"] | None = None
    """Of the theme's tones, which are told apart by the colour-blind and in grey."""
    directed: bool = False
    """Whether its lines lead from their first point to their last: they get arrowheads."""


class DetailLabel(Translated):
    """What a column that mapbuilder does not know is called; else its name is made readable."""

    label: str = ""


class View(Settings):
    """What the map shows first, and how far it can be zoomed."""

    bbox: Bbox | None = None
    """(west, south, east, north) in degrees; west > east crosses the antimeridian."""
    min_zoom: Annotated[int, Field(ge=0, le=22)] | None = None
    max_zoom: Annotated[int, Field(ge=0, le=22)] | None = None

    @model_validator(mode="after")
    def _zooms_are_in_order(self) -> View:
        if None not in (self.min_zoom, self.max_zoom) and self.min_zoom > self.max_zoom:  # type: ignore[operator]
            raise ValueError("min_zoom is larger than max_zoom")
        return self


class Dates(Settings):
    """How written dates are read."""

    day_first: bool | None = None
    """What ``1/2/1990`` means; without it such a date is a problem."""


class Tables(Settings):
    """The files of the tables, relative to the exhibit's folder."""

    events: str | None = None
    places: str | None = None
    sources: str | None = None
    figures: str | None = None
    decisions: str | None = None
    steps: str | None = None
    media: str | None = None
    corrections: str | None = None
    gazetteers: list[str] = []


class Config(Translated):
    """The settings of an exhibit, from ``exhibit.toml`` or from Python: ``Config(title="…")``."""

    id: Annotated[str, Field(min_length=1)] | None = None
    """The page's file name; the folder's name when there is none."""
    title: str = ""
    subtitle: str = ""
    intro: str = ""
    notice: str = ""
    credits: str = ""
    languages: Annotated[list[str], Field(min_length=1)] = ["en"]
    """BCP 47 tags; the first is the language of texts without a suffix."""
    machine_drafted: list[str] = []
    """Languages whose texts in the settings await a native speaker."""
    only_source: bool = False
    """Whether the page shows nothing but what the records' own sources say."""
    theme: Literal["memorial", "neutral"] = "memorial"
    mode: Literal["auto", "light", "dark"] = "auto"
    citation_style: CitationStyle | None = None
    """How the sources are written; without one, plainly."""
    public_url: PublicUrl | None = None
    """Where the whole page can be found on the web."""
    contact: Contact | None = None
    basemap: Basemap = Basemap()
    view: View = View()
    dates: Dates = Dates()
    join: Join = Join()
    kiosk: Kiosk = Kiosk()
    media: MediaSettings = MediaSettings()
    carry: Carry = Carry()
    tables: Tables = Tables()
    gazetteers: dict[str, GazetteerFile] = {}
    groups: dict[str, Group] = {}
    categories: dict[str, Category] = {}
    details: dict[str, DetailLabel] = {}
    """By the name of a column that mapbuilder does not know."""
    scans: list[Scan] = []
    """Historical maps, in the order of the page's list."""
    contested_words: dict[str, list[str]] = {}
    """By language; a plain list is the default language's."""
    editorial: Editorial = Editorial()
    signed: dict[str, Signature] = {}
    """By language, in any capitals: who answers for its texts."""
    encoding: str | None = None
    """Of CSV tables that are not in UTF-8."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """Between the cells of CSV tables, where it is not found out."""

    def __init__(self, **settings: Any) -> None:
        """Raises ``ConfigError`` with a line for each fault."""
        try:
            super().__init__(**settings)
        except ValidationError as error:
            raise ConfigError("\n".join(_sentences(error))) from error

    @model_validator(mode="before")
    @classmethod
    def _gather_variants(cls, settings: Any) -> Any:
        """Moves ``title_az`` and the like into ``variants``."""
        if not isinstance(settings, Mapping):
            return settings
        gathered = _with_variants(settings, _TEXTS[""])
        for table in ("groups", "categories", "details"):
            entries = gathered.get(table)
            if isinstance(entries, Mapping):
                gathered[table] = {
                    name: _with_variants(entry, _TEXTS[table])
                    if isinstance(entry, Mapping)
                    else entry
                    for name, entry in entries.items()
                }
        scans = gathered.get("scans")
        if isinstance(scans, list):
            gathered["scans"] = [
                _with_variants(scan, _TEXTS["scans"]) if isinstance(scan, Mapping) else scan
                for scan in scans
            ]
        if isinstance(gathered.get("basemap"), str):
            gathered["basemap"] = {"detail": gathered["basemap"]}
        if isinstance(gathered.get("contested_words"), list):
            languages = gathered.get("languages", ["en"])
            default = languages[0] if languages and isinstance(languages, list) else "en"
            gathered["contested_words"] = {str(default): gathered["contested_words"]}
        return gathered

    @field_validator("scans")
    @classmethod
    def _open_with_one(cls, scans: list[Scan]) -> list[Scan]:
        if sum(scan.shown for scan in scans) > 1:
            raise ValueError("has shown = true more than once; the page opens with one map at most")
        return scans

    @field_validator("languages", "machine_drafted")
    @classmethod
    def _are_languages(cls, tags: list[str]) -> list[str]:
        wrong = [tag for tag in tags if not _LANGUAGE.fullmatch(tag)]
        if wrong:
            listed = ", ".join(map(shown, wrong))
            mended = [tag.replace("_", "-") for tag in wrong]
            meant = [shown(_canonical(tag)) for tag in mended if _LANGUAGE.fullmatch(tag)]
            hint = f"; is {' and '.join(meant)} meant?" if meant else ""
            raise ValueError(f"{listed} is no language tag; they look like 'en' or 'az-Cyrl'{hint}")
        if len({tag.casefold() for tag in tags}) < len(tags):
            raise ValueError("names a language twice")
        return [_canonical(tag) for tag in tags]

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str | None) -> str | None:
        import codecs

        if encoding is not None:
            try:
                if not codecs.lookup(encoding)._is_text_encoding:
                    raise LookupError
            except (LookupError, ValueError):
                raise ValueError(
                    f"{shown(encoding)} is no encoding; usual ones are 'utf-8', 'windows-1251', "
                    "'windows-1254' and 'utf-16'"
                ) from None
        return encoding

    def text(
        self, key: str, language: str, entry: Group | Category | DetailLabel | Scan | None = None
    ) -> tuple[str, str]:
        """The text in a language, or the default one's, and the language that it is in.

        ``entry`` is the group, category, detail or scan whose text is wanted, else the text is the
        exhibit's own.
        """
        owner = self if entry is None else entry
        default = self.languages[0]
        own = owner.variants.get(f"{key}_{_suffix(language)}")
        if own:
            return own, language
        text = owner.variants.get(f"{key}_{_suffix(default)}") or str(getattr(owner, key))
        return text, default if text else language


def read_config(path: Path) -> Config:
    """The settings in a TOML file. Raises ``ConfigError`` with all faults and their lines.

    An exhibit without a title has its folder's name.
    """
    text = read_text(path)
    try:
        settings = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(syntax_sentence(path.name, str(error), text)) from None
    lines = lines_of(text)
    try:
        config = Config(**settings)
    except ConfigError as error:
        if not isinstance(error.__cause__, ValidationError):
            raise
        sentences = _sentences(error.__cause__, path.name, lines)
        raise ConfigError("\n".join(sentences)) from None
    if not config.title:
        name = in_utf8(folder_name(path.resolve().parent))
        words = re.sub(r"[\s_-]+", " ", name).strip() or "Exhibit"
        config = config.model_copy(update={"title": words[0].upper() + words[1:]})
    return config


def key_lines(path: Path) -> dict[tuple[str, ...], int]:
    """The line of each key in a file of settings, which ``read_config`` has read before."""
    return lines_of(read_text(path))


def _canonical(tag: str) -> str:
    """A tag in its usual capitals, which mean nothing (RFC 5646, section 2.1.1)."""
    first, *others = tag.lower().split("-")
    parts = [first]
    for part in others:
        after_single = any(len(one) == 1 for one in parts)
        if len(part) == 2 and not after_single:
            part = part.upper()
        elif len(part) == 4 and not after_single:
            part = part.title()
        parts.append(part)
    return "-".join(parts)


def _suffix(tag: str) -> str:
    return tag.lower().replace("-", "_")


def _with_variants(entry: Mapping[str, Any], texts: Iterable[str]) -> dict[str, Any]:
    """The entry with its texts in other languages under ``variants``.

    Any language will do: one may be taken off the list for a while without losing its texts.
    """
    variant = re.compile(rf"(?:{'|'.join(texts)})_[a-z]{{2,3}}(?:_[a-z0-9]{{2,8}})*")
    gathered: dict[str, Any] = {}
    variants: dict[str, Any] = {}
    for key, value in entry.items():
        folded = _suffix(str(key))
        if variant.fullmatch(folded):
            variants[folded] = value
        elif key == "variants" and isinstance(value, Mapping):
            variants.update(value)
        else:
            gathered[key] = value
    if variants:
        gathered["variants"] = variants
    return gathered


def _sentences(
    error: ValidationError,
    file: str = "",
    lines: Mapping[tuple[str, ...], int] | None = None,
) -> list[str]:
    """A line for each fault, in the order of the file."""
    found: list[tuple[int, str]] = []
    for fault in error.errors(include_url=False):
        key = tuple(str(part) for part in fault["loc"] if part != "variants")
        line = 0
        for length in range(len(key), 0, -1):
            if lines and key[:length] in lines:
                line = lines[key[:length]]
                break
        where = f"{file}:{line}: " if line else f"{file}: " if file else ""
        sentence = f"{where}key {'.'.join(key)!r} {_fault(dict(fault), key)}"
        if (line, sentence) not in found:
            found.append((line, sentence))
    return [sentence for _, sentence in sorted(found, key=lambda pair: pair[0])]


def _fault(fault: dict[str, Any], key: tuple[str, ...]) -> str:
    kind, value, context = fault["type"], fault.get("input"), fault.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(key)
    if kind == "literal_error":
        expected = re.findall(r"'([^']*)'", context["expected"])
        if key == ("theme",) and value in ("auto", "light", "dark"):
            return f"is {shown(value)}, which is a mode: write mode = {value!r}"
        return f"is {shown(value)}, but must be one of {', '.join(expected)}" + _nearest(
            str(value), expected
        )
    if kind == "value_error":
        return str(context["error"])
    if kind in ("too_short", "too_long") and key[-1:] == ("bbox",):
        return "must be [west, south, east, north]"
    if kind == "too_short" and context["min_length"] > 1:
        least = context["min_length"]
        return f"lists {context['actual_length']}, but must list at least {least}"
    if kind == "too_short":
        return "is empty, but must list at least one" + (
            " language, such as 'en'" if key[-1:] == ("languages",) else ""
        )
    if kind in ("string_too_long", "string_too_short"):
        return f"is {shown(value)}, but must be one character" + (
            " or more" if "max_length" not in context else ""
        )
    if kind in _LIMITS:
        words, limit = _LIMITS[kind]
        return f"is {value:g}, but must be {words} {context[limit]:g}"
    if kind in _TYPES:
        return f"{_TYPES[kind]}, not {shown(value)}"
    message = str(fault["msg"])
    return message[:1].lower() + message[1:]


def _unknown(key: tuple[str, ...]) -> str:
    model: type[BaseModel] = Config
    for part in key[:-1]:
        # Ids, and numbers in a list, are no fields: what they stand for has been found before.
        field = model.model_fields.get(part)
        model = next(_models(field.annotation), model) if field is not None else model
    known = [field for field in model.model_fields if field != "variants"]
    nearest = _nearest(key[-1], known)
    return "is not known" + (nearest or f"; known are {', '.join(known)}")


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """The tables of settings that a field may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _nearest(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name.lower(), known, 1, 0.6)
    return f"; did you mean {found[0]!r}?" if found else ""
