"""Problems in the user's data: collected here, told all at once, never raised.

Readers and the join add problems to one ``Report``; out come ``Problem`` rows in an order that does
not depend on who added first. Always true: a problem's code is one of ``CODES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal, overload

Severity = Literal["error", "warning", "note"]
"""error: the record is rejected; warning: kept, but look at it; note: for information."""

# One line a code, sorted. A code is a promise to other programs: it is never renamed.
CODES: dict[str, str] = {
    "acceptance-unused": "The settings accept a finding that is not there.",
    "attribution-missing": "A text rests on a source and does not say whose account it gives.",
    "basemap-attribution": "Nothing says whose the user's own base map is.",
    "cell-error": "A cell holds a spreadsheet's error, or a database's sign for nothing.",
    "cell-merged": "A cell is merged over rows, of which only the first has what it shows.",
    "cell-too-long": "A cell is longer than any text of an exhibit; the record is rejected.",
    "cells-too-few": "A line of the table has fewer cells than columns.",
    "cells-too-many": "A line of the table has more cells than columns.",
    "character-bidi": "A text holds characters that turn its direction.",
    "character-control": "A text held control characters, which are shown as U+FFFD.",
    "claim-unsourced": "A record makes a statement and names no source.",
    "column-duplicate": "Two columns have one name; the second is kept under another.",
    "column-missing": "A column that the table needs is not there.",
    "column-renamed": "A column is read under another name than it has.",
    "column-unknown": "A column is nearly, but not quite, one that mapbuilder knows.",
    "contested-word": "A contested word stands in the curator's voice.",
    "coordinate-country": "A place lies outside the country that it is said to be in.",
    "coordinate-form": "Coordinates are written in another form than degrees with a point.",
    "coordinate-incomplete": "A record has a latitude or a longitude, but not both.",
    "coordinate-invalid": "A latitude or longitude is not a number in its range.",
    "coordinate-swapped": "Latitude and longitude stand in each other's place.",
    "coordinate-system": "Coordinates are not in the system that they are said to be in.",
    "coordinate-zero": "A coordinate is 0, 0, which stands for a missing one.",
    "correction-date": "A correction has no day that can be read; it is left out.",
    "correction-empty": "A correction does not say what was put right; it is left out.",
    "correction-event": "A correction names the id of no record; it may have been taken out.",
    "country-unknown": "A country is neither a code nor a name that is known.",
    "date-ambiguous": "A date can be read in two ways.",
    "date-format": "A cell shows a month or a year, and holds a day.",
    "date-impossible": "A date is not in the calendar, or ends before it begins.",
    "date-missing": "A record has no date; it is kept as undated.",
    "date-outside-span": "A date lies outside the years that the exhibit tells of.",
    "date-season": "A date is an EDTF season, and may have been meant as years.",
    "date-unreadable": "A date is in no form that mapbuilder knows.",
    "date-zone": "A day is that of UTC, and may be the one before the day that is meant.",
    "decision-contradicted": "Two decisions send one toponym to different places; neither counts.",
    "decision-incomplete": "A decision lacks its toponym or its place.",
    "decision-overrules": "A decision sends a toponym elsewhere than its name would.",
    "decision-place-unknown": "A decision names the id of no place.",
    "decision-unsigned": "A decision does not say who made it.",
    "decision-unused": "A decision is about a toponym or a context that no record has.",
    "delimiter-other": "A file's cells are not set apart as its name promises.",
    "draft-unsigned": "Texts in a language are drafts, or nobody has signed them.",
    "event-unknown": "A figure is about an event that is not in the exhibit.",
    "exhibit-title-length": "The exhibit's title has more or fewer words than visitors read.",
    "feature-unreadable": "A feature of a gazetteer cannot be read; it is left out.",
    "figure-arithmetic": "A text has a number that no source gives, made from two or more figures.",
    "figure-duplicate": "A figure stands in its table twice.",
    "figure-incomplete": "A figure lacks its event, its measure or its value.",
    "figure-not-quoted": "A figure of the record's own source is not in the record's quotation.",
    "figure-number": "A figure's value, low or high is not a number.",
    "figure-qualifier": "A figure has another qualifier than the quotation gives it, or none.",
    "figure-scope": "A figure's scope is not that of its number, as far as the quotation tells.",
    "figure-scope-place": "A figure stands at a place that its scope does not name, or not alone.",
    "figure-source": "A figure that the quotation has is given as another source's.",
    "format-incomplete": "A gazetteer lacks what its format requires; its places are read without.",
    "format-version": "A gazetteer is in an older version of its format.",
    "gazetteer-credit": "Nothing says whose the places of a gazetteer are.",
    "gazetteer-unreadable": "A gazetteer cannot be read at all, and has no places.",
    "geometry-away": "A place's coordinate lies far from its line or area.",
    "geometry-invalid": "A line or area cannot be drawn; it is left out.",
    "geometry-mended": "A line or area was repaired, and should be looked at.",
    "geometry-not-point": "A geometry is several points; one of them stands for it.",
    "glyph-missing": "The page's fonts lack a character.",
    "id-duplicate": "Two records have one id; the second is rejected.",
    "interface-draft": "The page's own words in a language were drafted by machine, not reviewed.",
    "intro-length": "The introduction has more or fewer words than visitors read.",
    "kiosk-reach": "A kiosk's screen hangs too high to be reached from a wheelchair.",
    "kiosk-target": "On a kiosk's screen what is touched is narrower than 20 mm.",
    "kiosk-text": "On a kiosk's screen text is smaller than the distance asks for.",
    "language-interface": "The page's own words are not there in a language; they are English.",
    "language-unknown": "The language of a name is no language tag.",
    "language-unlisted": "The settings have texts in a language that is not listed.",
    "many-left-out": "A page of many records does not show all that the exhibit has.",
    "media-alt": "A picture has no alternative text, or it is not clear which is whose.",
    "media-captions": "Captions cannot be read, as a whole or in part.",
    "media-case": "A file's name is written otherwise than the file is called.",
    "media-credit": "A medium has no credit or no licence, and is not shown.",
    "media-file": "A file of a medium is not in the exhibit's folder; it is not shown.",
    "media-id-duplicate": "Two rows of the table of media have one id or one file.",
    "media-kind": "A medium cannot be read or played, and is not shown.",
    "media-moving": "A picture moves; its first frame is shown.",
    "media-pages": "A picture has several pages; its first is shown.",
    "media-shown": "How many pictures, sounds and films the page shows.",
    "media-size": "A recording, or all media of the page, are larger than the settings allow.",
    "media-transcript": "A recording has no transcript or no captions, or they cannot be read.",
    "media-unused": "The table of media has a file that no event names.",
    "number-floated": "Every number of a column ends in .0, as programs write whole ones.",
    "online-key": "The address of the online map holds what looks like a key.",
    "online-map": "The page asks a server for pictures while its online map is on.",
    "page-folder": "The page is a folder, since its records are too many for one file.",
    "page-size": "The page is larger than most browsers open.",
    "page-without": "A published exhibit's page does not show a part of the exhibit.",
    "place-ambiguous": "A toponym may mean several places.",
    "place-certainty-unknown": "A place's certainty is not one of the known words.",
    "place-coordinate": "A place's coordinate is missing or wrong.",
    "place-elsewhere": "A toponym's places all lie elsewhere than the record or the exhibit says.",
    "place-feature-unknown": "The kind of a place is not one that mapbuilder knows.",
    "place-id-duplicate": "Two places have one id; the second is rejected, or renamed (two files).",
    "place-id-missing": "A place has no id, which its format requires.",
    "place-name-out-of-years": "A toponym was the place's name at another time than the record's.",
    "place-name-shared": "Two places have one name.",
    "place-nameless": "A place has no name.",
    "place-names-form": "Several names of a place, or their years, are written in another form.",
    "place-population": "A place's population is not a number of people.",
    "place-precision-unknown": "A place's precision is not one of the known words.",
    "place-uncertainty": "A place's uncertainty is not a number of metres.",
    "place-unknown": "A toponym is in no gazetteer.",
    "place-unlocated": "A place of a gazetteer has no coordinate; it is kept out.",
    "place-unsure": "A toponym may mean a place, but not surely.",
    "place-years": "The years of a former name cannot be read.",
    "quotation-open": "A quotation mark in a CSV is never closed, or within another cell.",
    "quote-ambiguous": "A quotation stands in its source more than once.",
    "quote-cut": "A quotation ends or begins inside a word or a number of its source.",
    "quote-lookalike": "A quotation has letters, marks or spaces that only look like its source's.",
    "quote-mark-open": "A quotation mark in a text is never closed.",
    "quote-moved": "A quotation is not where its locator says.",
    "quote-not-found": "A quotation is not in the stored text of its source.",
    "quote-repeated": "Two records quote the same words.",
    "quote-source": "A quotation stands in another source than the one that is named.",
    "reading-hard": "The texts in a language are hard to read.",
    "review-contradicted": "A record's review says draft of texts whose language is signed.",
    "review-unreadable": "A record's signature lacks the name or the day.",
    "scan-accuracy": "How well a historical map's control points agree, or which of them does not.",
    "scan-image": "The image of a historical map cannot be read or placed; it is left out.",
    "scan-incomplete": "A historical map lacks its title, its date or its credit.",
    "scan-licence": "A historical map has no licence, and is not shown.",
    "scan-point": "A control point of a historical map cannot be used.",
    "scan-points": "The control points of a historical map cannot be used as they are.",
    "scan-reduced": "A historical map was made coarser to keep the page small.",
    "sentence-long": "A sentence is longer than a visitor can follow.",
    "signature-stale": "Texts were changed after they were signed; the signature does not count.",
    "source-changed": "The stored text of a source is not what it was.",
    "source-file": "The stored text of a source cannot be read.",
    "source-id-duplicate": "Two sources have one id; the second is left out.",
    "source-incomplete": "A source lacks its id or its title.",
    "source-unknown": "A source is named that is not in the table of sources.",
    "source-unused": "Nothing rests on a source.",
    "step-empty": "A step has neither words nor an event; it is left out.",
    "step-id-duplicate": "Two steps have one id; it counts for the first.",
    "step-unknown": "A step names an event or a place that the exhibit has not.",
    "step-view": "The box or the zoom of a step cannot be read, or shows none of the places.",
    "summary-long": "A record's text is longer than visitors read.",
    "table-empty": "A table that needs rows has none.",
    "table-unread": "A sheet, layer or file that may be one of the tables is not read.",
    "text-garbled": "The letters of a text are those of another encoding.",
    "text-quotation": "Words in quotation marks are not in the source of the record.",
    "title-long": "A record's title is longer than visitors read.",
    "title-missing": "A record has no title.",
    "translation-missing": "A text is not there in one of the exhibit's languages.",
    "view-away": "The map opens where none of the exhibit's places is.",
    "within-unknown": "The settings name a country or division that is not known.",
}

_LONGEST_VALUE = 80
_LONGEST_MESSAGE = 500
_MOST_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may have been meant: a value to write, or a place."""

    value: str
    why: str = ""
    place: str | None = None
    """The place's id; the fields below are its own."""
    label: str | None = None
    country: str | None = None
    lon: float | None = None
    lat: float | None = None
    score: float | None = None
    """Likeness from 0 to 100."""
    feature: str | None = None
    """The kind of place, such as town or river."""
    distance_km: float | None = None
    """To the nearest of the exhibit's other places."""


class Later(Sequence[Suggestion]):
    """Suggestions that are made once somebody looks at them, and then kept.

    Of a large table few are ever read. To all who look they are a tuple.
    """

    __slots__ = ("_made", "_make", "_number")

    def __init__(self, make: Callable[[int], tuple[Suggestion, ...]], number: int) -> None:
        """``make`` is asked for those with the number."""
        self._make: Callable[[int], tuple[Suggestion, ...]] | None = make
        self._number = number
        self._made: tuple[Suggestion, ...] = ()

    def _all(self) -> tuple[Suggestion, ...]:
        if self._make is not None:
            self._made, self._make = self._make(self._number), None
        return self._made

    @overload
    def __getitem__(self, at: int) -> Suggestion: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Suggestion, ...]: ...
    def __getitem__(self, at: int | slice) -> Suggestion | tuple[Suggestion, ...]:
        return self._all()[at]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[tuple[Suggestion, ...]], tuple[tuple[Suggestion, ...]]]:
        return tuple, (self._all(),)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the user's data, with where it stands and what would be right."""

    code: str
    """A key of ``CODES``."""
    severity: Severity
    file: str
    row: int | None
    """The line in the file (CSV), the row of the sheet, or the feature's number from 1."""
    column: str | None
    value: str | None
    """As written."""
    message: str
    # What is suggested parts only problems that are alike in all else, and takes long to make.
    suggestions: Sequence[Suggestion] = field(default=(), hash=False)


class Report:
    """The problems of one run. The one object that is changed while it is handed along."""

    __slots__ = ("_problems",)

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        file: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        suggestions: Iterable[Suggestion] = (),
    ) -> None:
        """Adds a problem; a code that is not in ``CODES`` is a ``KeyError``, a fault of ours."""
        if code not in CODES:
            raise KeyError(code)
        told = suggestions if isinstance(suggestions, Later) else tuple(suggestions)
        self._problems.append(Problem(code, severity, file, row, column, value, message, told))

    def add_all(self, problems: Iterable[Problem]) -> None:
        """Adds problems that another report collected, but none that is here already."""
        here = set(self._problems)
        for problem in problems:
            if problem not in here:
                here.add(problem)
                self._problems.append(problem)

    def problems(self) -> tuple[Problem, ...]:
        """All problems by file, row, column and code; those about a whole file come first."""
        found: list[Problem] = []
        for _, alike in groupby(sorted(self._problems, key=_order), _order):
            some = list(alike)
            # What is suggested takes long to write, and parts only what is alike in all else.
            found += sorted(some, key=lambda one: repr(one.suggestions)) if some[1:] else some
        return tuple(found)

    def count(self, severity: Severity) -> int:
        """How many problems have this severity."""
        return sum(problem.severity == severity for problem in self._problems)


def _order(problem: Problem) -> tuple[str, int, str, str, str, str]:
    return (
        problem.file,
        -1 if problem.row is None else problem.row,
        problem.column or "",
        problem.code,
        problem.value or "",
        problem.message,
    )


def to_line(problem: Problem) -> str:
    """The problem on one line: ``file:row:column code: message (nearest: …)``.

    Whatever the table holds, nothing in the line steers a terminal.
    """
    where = ":".join(
        str(part) for part in (problem.file, problem.row, problem.column) if part is not None
    )
    nearest = [_nearest(suggestion) for suggestion in problem.suggestions[:_MOST_NEAREST]]
    hint = f" (nearest: {', '.join(nearest)})" if nearest else ""
    message = _cut(problem.message, _LONGEST_MESSAGE)
    return _escaped(f"{where} {problem.code}: {message}{hint}")


def to_json_object(problem: Problem) -> dict[str, Any]:
    """The problem as ``check --format json`` prints it; the value is whole."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message,
        "suggestions": [_suggestion_object(one) for one in problem.suggestions],
    }


def shown(value: object) -> str:
    """The value as messages quote it: in ``repr``, cut where it would hide the sentence."""
    return repr(_cut(str(value), _LONGEST_VALUE))


def _suggestion_object(suggestion: Suggestion) -> dict[str, Any]:
    # DESIGN, section 9: a suggestion that is not about a place has a value and a reason.
    if suggestion.place is None:
        return {"value": suggestion.value, "why": suggestion.why}
    return {
        "place": suggestion.place,
        "label": suggestion.label,
        "country": suggestion.country,
        "lon": suggestion.lon,
        "lat": suggestion.lat,
        "score": suggestion.score,
        "why": suggestion.why,
        "feature": suggestion.feature,
        "distance_km": suggestion.distance_km,
    }


def _nearest(suggestion: Suggestion) -> str:
    """What to write, with whose id it is where the id alone tells a person nothing."""
    value = _cut(suggestion.value, _LONGEST_VALUE)
    if suggestion.country is None or suggestion.value != suggestion.place:
        return value
    return f"{value} {_cut(suggestion.label or '', _LONGEST_VALUE)} ({suggestion.country})"


def _cut(text: str, longest: int) -> str:
    # The end of a message says what would be right, so it is the middle that goes.
    if len(text) <= longest:
        return text
    tail = longest // 4
    return f"{text[: longest - tail - 1]}…{text[-tail:]}"


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
