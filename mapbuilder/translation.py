"""An exhibit's words in one language, with a mark on everything that had to fall back.

In go the exhibit's columns and a language tag, out comes the language's block of the payload: every
text, date, coordinate and figure already written, so that the page builds no sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from mapbuilder import wording
from mapbuilder.columns import Columns
from mapbuilder.details import suffix
from mapbuilder.figure_rows import WORDS as FIGURE_WORDS
from mapbuilder.forms import to_extents, to_kinds
from mapbuilder.numerals import LATIN
from mapbuilder.plurals import plural_table
from mapbuilder.signatures import is_machine_draft, signature_of
from mapbuilder.text import Rich, to_rich
from mapbuilder.time_words import to_time_words

if TYPE_CHECKING:
    from mapbuilder.dates import HistoricalDate
    from mapbuilder.wording import Strings

Block = dict[str, Any]

_FORMER_NAME = re.compile(
    r"(?:([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:)?\s*(.*?)\s*(?:\[([^\[\]]*)\])?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the page, and what has been shown in the default one instead."""

    tag: str
    default: str
    strings: Strings
    worded: str
    """The language that ``strings`` are in, where it is another; else ``tag``."""
    fallback: dict[str, list[int] | bool]

    @property
    def suffix(self) -> str:
        """As readers normalise the names of columns."""
        return suffix(self.tag)


# Words of the text version that the app says too.
_SHARED = {
    "page.access", "page.attribution.coordinates", "page.attributions", "page.credits",
    "page.date_sources", "page.details", "page.draft", "page.far", "page.figures", "page.former",
    "page.kilometres", "page.languages", "page.legend", "page.legend.certainty",
    "page.legend.city", "page.legend.mixed", "page.legend.region", "page.legend.site",
    "page.legend.town", "page.metres", "page.notice", "page.online", "page.other_accounts",
    "page.other_sources", "page.quote", "page.source", "page.sources", "page.sources_note",
    "page.standpoint", "page.unplaced", "page.untranslated",
}  # fmt: skip


def to_language_block(
    columns: Columns,
    tag: str,
    far_km: Sequence[int | None],
    forms: Sequence[Sequence[str]] = (),
) -> Block:
    """The block of one language; ``fallback`` names what is shown in the default language.

    Under ``ui:`` it names what is shown in the interface's language, for want of words in this one.

    ``forms`` are those of each category on the map, as ``wording.legend`` takes them.
    """
    shared = _SHARED | _sometimes_shared(columns)
    foreign = wording.is_foreign(tag)
    worded = wording.strings_language(tag) if foreign else tag
    language = Language(tag, columns.config.languages[0], wording.read_strings(tag), worded, {})
    categories = [
        _configured(columns, language, "categories", "label", id_, index)
        or wording.readable_id(id_)
        for index, id_ in enumerate(columns.categories)
    ]
    return {
        "version": 1,
        "language": tag,
        "ui": {
            key.removeprefix("ui."): text
            for key, text in sorted(language.strings.items())
            if (key.startswith("ui.") or key in shared)
            and (columns.config.basemap.online is not None or not wording.is_online(key))
        }
        | _counting(worded)
        | _default_name(language)
        | ({"lang": worded, "dir": wording.direction(worded)} if foreign else {}),
        "exhibit": _exhibit(columns, language),
        "places": to_places(columns, language, far_km),
        "categories": categories,
        "legend": [
            [label, wording.legend(keys, language.strings)]
            for label, keys in zip(categories, forms, strict=False)
            if keys
        ],
        "groups": {
            "label": [
                _configured(columns, language, "groups", "label", id_, index)
                or wording.readable_id(id_)
                for index, id_ in enumerate(columns.groups)
            ],
            "note": [
                _rich(_configured(columns, language, "groups", "note", id_, index))
                for index, id_ in enumerate(columns.groups)
            ],
        },
        "events": _events(columns, language),
        "figures": to_figures(columns, language),
        "sources": _sources(columns, language),
        **({"time": to_time_words(tag)} if any(_dated(columns)) else {}),
        "fallback": {key: language.fallback[key] for key in sorted(language.fallback)},
    }


def _dated(columns: Columns) -> list[bool]:
    """Of each event whether it has a day on a timeline."""
    days = zip(columns.event("start_day"), columns.event("end_day"), strict=True)
    return [start is not None or end is not None for start, end in days]


def _default_name(language: Language) -> dict[str, str]:
    """The default language's name in the interface's, for texts that fell back to it."""
    if language.tag == language.default:
        return {}
    return {"default": wording.language_name_in(language.default, language.worded)}


def _counting(worded: str) -> dict[str, str]:
    """What the page needs to say a number: which plural form it has, and other than Latin digits.

    The page's browser may know nothing of the language.
    """
    own = wording.digits(worded)
    return {"plural": plural_table(worded)} | ({"digits": own} if own != LATIN else {})


def _sometimes_shared(columns: Columns) -> set[str]:
    """The words that only an exhibit with such places needs."""
    kinds = {"district", "country"}.intersection(columns.place("precision"))
    kinds |= {"vicinity"} if any(columns.place("relation")) else set()
    several = {"several.also"} if columns.event_places else set()
    undated = {"page.undated"} if {*_dated(columns)} == {True, False} else set()
    only = {"page.only", "page.undated", "page.undated_source"}
    quoting = only if any(columns.event("quote")) else set()
    figured = set(FIGURE_WORDS) if columns.figure_event else set()
    return {f"page.legend.{kind}" for kind in kinds} | several | undated | figured | quoting


def _rich(markdown: str | None) -> Rich | None:
    return (to_rich(markdown) or None) if markdown else None


def pick(
    column: Callable[[str], list[Any]], language: Language, path: str, *names: str
) -> list[str]:
    """The first text that each row has, this language's own columns first.

    ``names`` are columns of one meaning, the better one first. Rows that have only the default
    language's text, in a plain column or in one of its own, are noted under ``path``.
    """
    own = [column(name + language.suffix) for name in names]
    plain = [column(name) for name in names]
    if language.tag != language.default:
        defaults = [column(name + suffix(language.default)) for name in names]
        base = [*chain.from_iterable(zip(plain, defaults, strict=True))]
    else:
        base = [*chain.from_iterable(zip(own, plain, strict=True))]
        own = []
        said = [values for values in base if any(values)]
        if not said or all(said[0]):
            return [str(value) for value in said[0]] if said else [""] * len(base[0])
    chosen: list[str] = []
    fallen: list[int] = []
    for row, (first, second) in enumerate(
        zip(
            zip(*own, strict=True) if own else repeat(()),
            zip(*base, strict=True),
            strict=False,
        )
    ):
        text = next((str(value) for value in first if value), None)
        if text is None:
            text = next((str(value) for value in second if value), "")
            if text and language.tag != language.default:
                fallen.append(row)
        chosen.append(text)
    if fallen:
        language.fallback[path] = fallen
    return chosen


def _exhibit(columns: Columns, language: Language) -> Block:
    shown: dict[str, str] = {}
    for key in ("title", "subtitle", "intro", "notice", "credits"):
        text, tag = columns.config.text(key, language.tag)
        shown[key] = text or ""
        if text and tag != language.tag:
            language.fallback[f"exhibit.{key}"] = True
    return {
        "title": shown["title"],
        "subtitle": shown["subtitle"],
        "intro": to_rich(shown["intro"]),
        "notice": _rich(shown["notice"]),
        "credits": _rich(shown["credits"]),
    }


def _configured(
    columns: Columns, language: Language, table: str, key: str, id_: str, index: int
) -> str:
    entry = getattr(columns.config, table).get(id_)
    if entry is None:
        return ""
    text, tag = columns.config.text(key, language.tag, entry)
    if text and tag != language.tag:
        path = table if table == "categories" else f"{table}.{key}"
        fallen = language.fallback.setdefault(path, [])
        assert isinstance(fallen, list)
        fallen.append(index)
    return text or ""


def to_places(columns: Columns, language: Language, far_km: Sequence[int | None]) -> Block:
    worded, strings = language.worded, language.strings
    relations, extents = columns.place("relation"), to_extents(columns)
    precision = [
        "vicinity" if relation else kind
        for relation, kind in zip(relations, columns.place("precision"), strict=True)
    ]
    metres = [
        None if extent and not relation else radius
        for extent, relation, radius in zip(
            extents, relations, columns.place("uncertainty_m"), strict=True
        )
    ]
    shapes = to_kinds(columns.place("shape_wkb"), extents)
    doubts = list(zip(precision, metres, shapes, columns.place("certainty"), strict=True))
    phrases = {
        of_place: wording.precision_phrase(*of_place[:2], worded, strings, *of_place[2:])
        for of_place in dict.fromkeys(doubts)
    }
    return {
        "label": to_labels(columns, language),
        "former": [
            [[name, _years(years, language)] for name, years in _former_names(cell, language)]
            if cell and not relation
            else []
            for relation, cell in zip(relations, columns.place("former_names"), strict=True)
        ],
        "note": [_rich(note) for note in pick(columns.place, language, "places.note", "note")],
        "coordinates": [
            wording.coordinates(lon, lat, kind, worded, strings)
            for lon, lat, kind in zip(
                columns.place("lon"), columns.place("lat"), precision, strict=True
            )
        ],
        "precision": [phrases[of_place] for of_place in doubts],
        "far": [
            None if km is None else wording.distance(km * 1000, worded, strings) for km in far_km
        ],
        "coordinate_source": pick(
            columns.place, language, "places.coordinate_source", "coordinate_source"
        ),
    }


def to_labels(columns: Columns, language: Language) -> list[str]:
    """The places' labels; what is near or between others has one in the language's words.

    ``of`` has the label of the place that it is near, of two set apart by ``|``. A language without
    words of its own repeats those of the record.
    """
    labels = pick(columns.place, language, "places.label", "label", "name")
    relations = columns.place("relation")
    if not any(relations):
        return labels
    names = pick(columns.place, language, "", "of")
    language.fallback.pop("", None)
    fallen = language.fallback.setdefault("places.label", [])
    assert isinstance(fallen, list)
    ways = zip(columns.place("direction"), columns.place("distance_m"), strict=True)
    for place, (relation, way, written) in enumerate(
        zip(relations, ways, columns.place("relation_words"), strict=True)
    ):
        if not relation:
            continue
        of = [name.strip() for name in names[place].split("|") if name.strip()]
        said = None
        if language.worded == language.tag:
            said = wording.vicinity(relation, *way, of, language.tag, language.strings)
        labels[place] = said or written or labels[place]
        if said and place in fallen:
            fallen.remove(place)
        elif not said and place not in fallen and language.tag != language.default:
            fallen.append(place)
    if fallen:
        fallen.sort()
    else:
        del language.fallback["places.label"]
    return labels


def _former_names(cell: str | None, language: Language) -> list[tuple[str, str]]:
    """(name, years) for this language, else those without a language, else the default's."""
    by_language: dict[str, list[tuple[str, str]]] = {}
    for part in (cell or "").split("|"):
        match = _FORMER_NAME.fullmatch(part.strip())
        if match and match[2]:
            by_language.setdefault(match[1] or "", []).append((match[2], match[3] or ""))
    for tag in (language.tag, "", language.default):
        if tag in by_language:
            return by_language[tag]
    return []


def _years(written: str, language: Language) -> str:
    """Years of a former name in words: "until 1990" for ``/1990``."""
    from mapbuilder.dates import DateError, parse_date, write_date

    start, slash, end = written.partition("/")
    # An open end of a name's years means what ".." means in EDTF (ISO 8601-2, 4.4): not bounded.
    edtf = f"{start.strip() or '..'}/{end.strip() or '..'}" if slash else written.strip()
    if edtf in {"", "../.."}:
        return ""
    try:
        return write_date(parse_date(edtf), language.worded, language.strings)
    except DateError:
        return written


def _events(columns: Columns, language: Language) -> Block:
    titles = pick(columns.event, language, "events.title", "title")
    texts = pick(columns.event, language, "events.text", "text")
    accounts = pick(columns.event, language, "events.other_accounts", "other_accounts")
    told = _told(columns, language, texts)
    # Who signs a language answers for each of its texts, whatever a record said of it before.
    if signature_of(columns.config, language.tag) is not None:
        told = set()
    return {
        "title": titles,
        "date": _dates(columns, language),
        "text": [_rich(text) for text in texts],
        "other_accounts": [_rich(text) for text in accounts],
        "draft": [
            row in told and is_machine_draft(cell, language.tag)
            for row, cell in enumerate(columns.event("review"))
        ],
        "locator": _locators(columns.event("locator"), "events.locator", language),
    }


def _told(columns: Columns, language: Language, texts: list[str]) -> set[int]:
    """The events with a title or a text of this language's own."""
    no_title, no_text = (
        set(fallen if isinstance(fallen := language.fallback.get(path, []), list) else [])
        for path in ("events.title", "events.text")
    )
    rows = range(columns.event_count)
    return {row for row in rows if row not in no_title or (texts[row] and row not in no_text)}


def _dates(columns: Columns, language: Language) -> list[str]:
    from mapbuilder.dates import HistoricalDate

    names = ("date", "edtf", "start_day", "end_day", "certainty", "precision")
    return written_dates(
        [
            HistoricalDate(row[0] or "", *row[1:]) if row[1] else None
            for row in zip(*map(columns.event, names), strict=True)
        ],
        "events.date",
        language,
        language.strings["page.undated_source" if columns.config.only_source else "page.undated"],
    )


class _Unworded(Exception):
    """A date needs a word that this language's strings do not have."""


class _Wordless(dict[str, str]):
    """The strings without their words: numbers and signs, which every language shares."""

    def __missing__(self, key: str) -> str:
        raise _Unworded(key)


def written_dates(
    dates: Sequence[HistoricalDate | None], column: str, language: Language, undated: str
) -> list[str]:
    """The dates in words, each wholly in one language.

    A language without strings writes those dates itself for which CLDR's patterns and names are
    enough; the others are in the strings' language, and noted.
    """
    from mapbuilder.dates import write_date

    wordless = _Wordless(
        (key, text)
        for key, text in language.strings.items()
        if key == "date.century_digits" or not re.search(r"[^\W\d_]", re.sub(r"{\w+}", "", text))
    )
    known: dict[HistoricalDate | None, tuple[str, bool]] = {None: (undated, True)}
    for date in dates:
        if date is None or date in known:
            continue
        if language.worded == language.tag:
            known[date] = write_date(date, language.tag, language.strings), False
            continue
        try:
            known[date] = write_date(date, language.tag, wordless), False
        except _Unworded:
            known[date] = write_date(date, language.worded, language.strings), True
    if language.worded != language.tag:
        fallen = [row for row, date in enumerate(dates) if known[date][1] and known[date][0]]
        if fallen:
            language.fallback[f"ui:{column}"] = fallen
    return [known[date][0] for date in dates]


def _locators(cells: Sequence[Any], column: str, language: Language) -> list[str]:
    """Lines and pages in the language's words; any other form as written.

    In the default language they are as the curator wrote them.
    """
    written = [str(cell or "") for cell in cells]
    if language.tag == language.default:
        return written
    return _in_words(
        written,
        [wording.locator(text, language.strings, language.worded) for text in written],
        column,
        language,
    )


def _in_words(
    written: Sequence[str], words: Sequence[str | None], column: str, language: Language
) -> list[str]:
    """The words where there are some, else what was written, noted as the default language's."""
    own = language.worded == language.tag
    rows = list(zip(written, words, strict=True))
    fallen = [row for row, (text, said) in enumerate(rows) if text and not (own and said)]
    if fallen and language.tag != language.default:
        language.fallback[column] = fallen
    return [said if own and said else text for text, said in rows]


def _sources(columns: Columns, language: Language) -> Block:
    """What the table of sources says in few words or in figures, in the language."""
    from mapbuilder.dates import DateError, parse_date

    def date_of(cell: str) -> HistoricalDate | None:
        try:
            return parse_date(cell, languages=columns.config.languages) if cell else None
        except DateError:
            return None

    cells = columns.sources["date"]
    known = {cell: date_of(cell) for cell in dict.fromkeys(cells)}
    dates = written_dates([known[cell] for cell in cells], "sources.date", language, "")
    worded: Block = {
        "date": [date or cell for date, cell in zip(dates, cells, strict=True)],
    }
    for name in ("type", "access"):
        words = [wording.of_source(name, cell, language.strings) for cell in columns.sources[name]]
        worded[name] = _in_words(columns.sources[name], words, f"sources.{name}", language)
    return worded


def to_figures(columns: Columns, language: Language) -> Block:
    """The figures in the words of a language."""
    worded, strings = language.worded, language.strings
    measures = pick(columns.figure, language, "", "measure")
    scopes = pick(columns.figure, language, "figures.scope", "scope")
    amounts = zip(*map(columns.figure, ("value", "low", "high", "qualifier")), strict=True)
    # A measure is worded by the strings or repeated as written: there is nothing to fall back to.
    language.fallback.pop("", None)
    return {
        "event": columns.figure_event,
        "measure": [wording.measure_name(measure, strings) for measure in measures],
        "value": [
            wording.figure_value(value, low, high, qualifier, worded, strings)
            for value, low, high, qualifier in amounts
        ],
        "scope": scopes,
        "source": columns.figure_source,
        "locator": _locators(columns.figure("locator"), "figures.locator", language),
    }
