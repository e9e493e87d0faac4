"""Names of places: the cells of a places table in, a row for each name with its years out.

Always true of the names: each counts into the places, has the keys on which it joins, and the days
between which it holds; a name whose years cannot be read is left out, since it must not join for
ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pyarrow as pa

from mapbuilder.dates import DateError, parse_date
from mapbuilder.language_tags import language_tag, nearest_tag
from mapbuilder.report import Report, Suggestion, shown
from mapbuilder.toponyms import forms_of

NAMES_SCHEMA = pa.schema(
    [
        ("name", pa.string()),  # as written
        ("normal", pa.string()),  # the key without generic words
        ("full", pa.string()),  # the key with them
        ("kinds", pa.string()),  # what the generic words say it is, separated by spaces
        ("whole", pa.bool_()),  # the generic word belongs to the name: Kansas City
        ("place", pa.int32()),
        ("kind", pa.string()),  # name, label, former, script
        ("lang", pa.string()),
        ("start_day", pa.int64()),
        ("end_day", pa.int64()),
        ("years", pa.string()),  # as written
    ]
)

# A tag of BCP 47 in its usual case, so that "St: John" is not a language.
_LANGUAGE = re.compile(r"\s*([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:\s*(.*)", re.DOTALL)
_YEARS = re.compile(r"(.*?)\s*\[([^\[\]]*)\]\s*", re.DOTALL)
_NAME_IN_LANGUAGE = re.compile(r"(name|label)_([a-z]{2,3}(?:_[a-z0-9]{2,8})*)")
_UNTIL_OR_BEFORE = re.compile(r"-(?:1\d|20)\d\d")
_SHORT_YEAR = re.compile(r"^(-?)(\d{1,3})(?=[-/?~%]|$)")


def read_names(places: pa.Table, file: str, report: Report, *, tell_shared: bool) -> pa.Table:
    """One row for each spelling of each place's names; see ``NAMES_SCHEMA``.

    ``tell_shared`` notes the names that two places have, which a small table can be rid of.
    """
    found: list[tuple[int, str, str, str | None, str | None]] = []
    columns = [c for c in places.column_names if _NAME_IN_LANGUAGE.fullmatch(c)]
    wanted = ["name", "label", "names", "former_names", "years", *columns]
    # Where all places are the world's, no table has told of years, or of rows.
    missing = {column: None for column in wanted if column not in places.column_names}
    cells = places.select([column for column in wanted if column not in missing]).to_pylist()
    told = "row" in places.column_names
    rows = places["row"].to_pylist() if told else list(range(1, len(places) + 1))
    faults: dict[str | None, DateError | None] = {None: None}
    for place, one in enumerate(cells):
        cell = missing | one
        seen: set[tuple[str, str | None]] = set()
        for name, kind, lang, years, column in _written_names(cell, columns):
            if (name, years) in seen:
                continue
            seen.add((name, years))
            if lang is not None and column in ("names", "former_names"):
                lang = known_tag(lang, rows[place], column, file, report)
            if years not in faults:
                faults[years] = _fault_of(years)
            fault = faults[years]
            if fault is not None:
                _tell_years(name, str(years), fault, column, rows[place], file, report)
                continue
            found.append((place, name, kind, lang, years))
    given = {
        column: pa.array([row[number] for row in found], NAMES_SCHEMA.field(column).type)
        for number, column in enumerate(("place", "name", "kind", "lang", "years"))
    }
    names = with_keys(pa.table(given))
    if tell_shared:
        _report_shared_names(places, names, file, report)
    return names


def with_keys(given: pa.Table) -> pa.Table:
    """Names as ``NAMES_SCHEMA`` has them, of their place, name, kind, language and years.

    Keys are made once for each different name, days once for each text of years.
    """
    names = given["name"].combine_chunks().dictionary_encode()
    years = given["years"].combine_chunks().dictionary_encode()
    written = names.dictionary.to_pylist()
    forms = forms_of(written)
    spans = [days_of(text) for text in years.dictionary.to_pylist()]
    made = {
        "normal": pa.array([form.bare for form in forms], pa.string()).take(names.indices),
        "full": pa.array([form.full for form in forms], pa.string()).take(names.indices),
        "kinds": pa.array([" ".join(sorted(form.kinds)) for form in forms], pa.string()).take(
            names.indices
        ),
        "whole": pa.array([is_whole(name) for name in written], pa.bool_()).take(names.indices),
        "start_day": pa.array([start for start, _ in spans], pa.int64()).take(years.indices),
        "end_day": pa.array([end for _, end in spans], pa.int64()).take(years.indices),
    }
    columns = {**{column: given[column] for column in given.column_names}, **made}
    return pa.table({column: columns[column] for column in NAMES_SCHEMA.names}, schema=NAMES_SCHEMA)


def _fault_of(years: str | None) -> DateError | None:
    try:
        days_of(years)
    except DateError as error:
        return error
    return None


def is_whole(name: str) -> bool:
    """Whether a generic word belongs to the name."""
    # "Kansas City" is not Kansas; "Baku city" and "City of Baku" are Baku.
    return name.endswith(" City")


def _written_names(
    cell: dict[str, str | None], columns: list[str]
) -> Iterator[tuple[str, str, str | None, str | None, str]]:
    """Each name of a place as written: name, kind, language, years, column."""
    yield str(cell["name"]), "name", None, cell["years"], "years"
    yield str(cell["label"]), "label", None, cell["years"], "years"
    for column in columns:
        if cell[column]:
            tag = column.split("_", 1)[1].replace("_", "-")
            yield str(cell[column]), "script", tag, None, column
    for column, kind in (("names", "script"), ("former_names", "former")):
        for written in (cell[column] or "").split("|"):
            lang: str | None = None
            name = written.strip()
            if match := _LANGUAGE.fullmatch(name):
                lang, name = match[1], match[2].strip()
            years = None
            if match := _YEARS.fullmatch(name):
                name, years = match[1].strip(), match[2].strip()
            # A name that holds until today is no former one, wherever it began.
            ended = years is not None and not years.endswith(("/", ".."))
            if name:
                yield name, "former" if ended else kind, lang, years, column


@lru_cache(maxsize=65_536)
def days_of(years: str | None) -> tuple[int | None, int | None]:
    """The first and last day of years such as ``1931/1990``, ``/1990`` or ``1931/..``.

    Raises ``DateError`` when they cannot be read.
    """
    if years is None:
        return None, None
    if _UNTIL_OR_BEFORE.fullmatch(years):
        raise DateError(
            "date-ambiguous",
            f"{years} is a year before our era; for 'until' write /{years[1:]}, for that year "
            f"{years}/{years}",
        )
    first, slash, last = years.partition("/")
    first, last = first.strip(), (last if slash else first).strip()
    start = None if first in ("", "..") else parse_date(first).start_day
    end = None if last in ("", "..") else parse_date(last).end_day
    if start is not None and end is not None and start > end:
        raise DateError("date-impossible", "they end before they begin")
    return start, end


def years_of(start: str | None, end: str | None) -> str | None:
    """Years as a names table writes them, of a first and a last date; ``None`` without any.

    A first date alone is a beginning (LP-TSV 0.5, "start"). Years of three digits are filled up:
    -320 is EDTF's -0320. Of an interval in one cell (LP-TSV 0.2) the outer end counts.
    """
    first = (start or "").split("/")[0].strip()
    last = (end or "").rpartition("/")[2].strip()
    if not first and not last:
        return None
    return "/".join(_SHORT_YEAR.sub(_filled, text, count=1) for text in (first, last or ".."))


def _filled(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2].zfill(4)}"


def with_language(name: str, lang: str | None, years: str | None = None) -> str:
    """A name as ``names`` and ``former_names`` write it, whatever characters it has."""
    # The brackets and the bar are the columns' own signs.
    text = " ".join(name.replace("[", "(").replace("]", ")").replace("|", "/").split())
    if lang is None and _LANGUAGE.fullmatch(text):
        lang = "und"
    prefix = f"{lang}:" if lang else ""
    return f"{prefix}{text}" + (f" [{years}]" if years is not None else "")


def known_tag(written: str | None, row: int, column: str, file: str, report: Report) -> str | None:
    """The language's tag; ``None`` with a warning for one that there is not."""
    if not written:
        return None
    tag = language_tag(written)
    if tag is None:
        near = nearest_tag(written)
        report.add(
            "language-unknown",
            "warning",
            f"{shown(written)} is no language tag (BCP 47), such as 'en' or 'az-Cyrl'; the name "
            "is kept without a language",
            file=file,
            row=row,
            column=column,
            value=written,
            suggestions=(Suggestion(*near),) if near else (),
        )
    return tag


def _tell_years(
    name: str, years: str, error: DateError, column: str, row: int, file: str, report: Report
) -> None:
    report.add(
        "place-years",
        "warning",
        f"the years of {shown(name)} cannot be read ({error.message}); write them as "
        "[1931/1990], either end may be left open; the name is left out",
        file=file,
        row=row,
        column=column,
        value=f"{name} [{years}]",
    )


def _report_shared_names(places: pa.Table, names: pa.Table, file: str, report: Report) -> None:
    """A note for every name that two places have: alone it cannot join a record."""
    holders: dict[str, dict[int, str]] = {}
    for row in names.select(["full", "place", "name", "years"]).to_pylist():
        if row["years"] is None:
            holders.setdefault(row["full"], {}).setdefault(row["place"], row["name"])
    for sharers in holders.values():
        if len(sharers) < 2:
            continue
        (first, _), *others = sharers.items()
        for place, name in others:
            report.add(
                "place-name-shared",
                "note",
                f"{shown(name)} is also a name of {shown(places['id'][first].as_py())}; a record "
                "with this name alone cannot be joined, write the place's id there",
                file=file,
                row=places["row"][place].as_py(),
                column="name",
                value=name,
            )
