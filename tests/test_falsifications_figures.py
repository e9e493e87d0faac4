"""What is falsified in the default exhibit's figures and in texts about them is found and named.

Each case changes one thing in a copy of the exhibit; the exhibit itself is clean.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.report import Problem

FOLDER = Path(__file__).resolve().parent.parent / "geodata/black-january"
CODES = (
    "figure-arithmetic", "figure-duplicate", "figure-incomplete", "figure-not-quoted",
    "figure-qualifier", "figure-scope", "figure-scope-place", "figure-source",
)  # fmt: skip
LANGUAGES = ("en", "az", "ru")

Change = Callable[[dict[str, str]], bool]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "exhibit"))


def found(folder: Path) -> list[Problem]:
    return [one for one in read_exhibit(folder).problems if one.code in CODES]


def rewrite(folder: Path, table: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    path = folder / table
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    columns = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def figure_of(rows: list[dict[str, str]], event: str, value: str, source: str) -> dict[str, str]:
    wanted = {"event": event, "value": value, "source": source}
    return next(row for row in rows if wanted.items() <= row.items())


def falsify(folder: Path, figure: tuple[str, str, str], **cells: str) -> list[Problem]:
    """The problems once cells of one figure are others."""

    def change(rows: list[dict[str, str]]) -> None:
        figure_of(rows, *figure).update(cells)

    rewrite(folder, "figures.csv", change)
    return found(folder)


def test_the_default_exhibit_itself_is_clean() -> None:
    assert found(FOLDER) == []


@pytest.mark.parametrize(
    ("event", "value", "wrong"),
    [
        ("ev06", "130", "131"),
        ("ev06", "130", "30"),
        ("ev09", "147", "1470"),
        ("ev10", "744", "745"),
        ("ev10", "800", "80"),
    ],
)
def test_a_changed_digit(folder: Path, event: str, value: str, wrong: str) -> None:
    problems = falsify(folder, (event, value, "press-release"), value=wrong)
    assert [(one.code, one.column, one.value) for one in problems] == [
        ("figure-not-quoted", "value", wrong)
    ]
    assert problems[0].file == "figures.csv"
    assert value in {suggestion.value for suggestion in problems[0].suggestions}


@pytest.mark.parametrize(
    ("value", "qualifier", "said"),
    [("744", "", "some"), ("800", "", "about"), ("744", "over", "some"), ("800", "some", "about")],
)
def test_a_qualifier_that_is_dropped_or_changed(
    folder: Path, value: str, qualifier: str, said: str
) -> None:
    (problem,) = falsify(folder, ("ev10", value, "press-release"), qualifier=qualifier)
    assert (problem.code, problem.column) == ("figure-qualifier", "qualifier")
    assert [suggestion.value for suggestion in problem.suggestions] == [said]


def test_a_qualifier_that_the_source_does_not_give(folder: Path) -> None:
    (problem,) = falsify(folder, ("ev06", "130", "press-release"), qualifier="some")
    assert problem.code == "figure-qualifier"
    assert "does not say 'some'" in problem.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ev06", "130"), ("ev09", "147")),
        (("ev06", "130"), ("ev10", "744")),
        (("ev10", "744"), ("ev10", "800")),
    ],
)
def test_scopes_in_each_others_place(
    folder: Path, one: tuple[str, str], other: tuple[str, str]
) -> None:
    rows_changed: list[int] = []

    def change(rows: list[dict[str, str]]) -> None:
        first, second = (figure_of(rows, *each, "press-release") for each in (one, other))
        for column in ("scope", "scope_az", "scope_ru"):
            first[column], second[column] = second[column], first[column]
        rows_changed.extend([rows.index(first) + 2, rows.index(second) + 2])

    rewrite(folder, "figures.csv", change)
    problems = found(folder)
    assert problems
    assert {problem.code for problem in problems} <= {"figure-scope", "figure-scope-place"}
    assert {problem.column for problem in problems} == {"scope"}
    assert {problem.row for problem in problems} <= set(rows_changed)


def test_a_total_on_a_marker(folder: Path) -> None:
    scope = "civilians; Baku and other cities such as Neftchala and Lankaran"
    (problem,) = falsify(folder, ("ev06", "130", "press-release"), scope=scope)
    assert (problem.code, problem.value) == ("figure-scope-place", scope)
    assert "neftchala" in problem.message
    assert "lankaran" in problem.message


@pytest.mark.parametrize("event", ["ev06", "ev07", "ev08", "ev14"])
def test_a_total_of_other_sources_moved_to_a_marker(folder: Path, event: str) -> None:
    (problem,) = falsify(folder, ("ev09", "134", "S13"), event=event)
    assert problem.code == "figure-scope-place"


def in_event(folder: Path, event: str, column: str, words: str) -> list[Problem]:
    """The problems once a text of an event has another sentence at its end."""

    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["id"] == event)
        row[column] = f"{row[column]} {words}"

    rewrite(folder, "events.csv", change)
    return found(folder)


SEVENTEEN = {
    "en": "17 people died in the two cities.",
    "az": "Bu iki şəhərdə 17 nəfər həlak olub.",
    "ru": "В этих двух городах погибли 17 человек.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("column", ["title", "text", "other_accounts"])
@pytest.mark.parametrize("event", ["ev07", "ev09", "cx05"])
def test_the_forbidden_seventeen(folder: Path, event: str, column: str, language: str) -> None:
    name = column if language == "en" else f"{column}_{language}"
    problems = in_event(folder, event, name, SEVENTEEN[language])
    assert [(one.code, one.column) for one in problems] == [("figure-arithmetic", name)]
    assert "147 − 130" in problems[0].message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["title", "subtitle", "intro"])
def test_the_forbidden_seventeen_in_the_settings(folder: Path, key: str, language: str) -> None:
    name = key if language == "en" else f"{key}_{language}"
    path = folder / "exhibit.toml"
    lines = path.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{name} = "))
    quote = '"""' if lines[at].endswith('"""') else '"'
    lines[at] = lines[at].replace(f"= {quote}", f"= {quote}{SEVENTEEN[language]} ", 1)
    path.write_text("\n".join(lines), "utf-8")
    (problem,) = found(folder)
    assert (problem.code, problem.file, problem.column) == (
        "figure-arithmetic", "exhibit.toml", name,
    )  # fmt: skip
    assert problem.row == at + 1


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("Seventeen of them died elsewhere.", "147 − 130"),
        ("In all 277 people died.", "147 + 130"),
        ("In all two hundred and seventy-seven died.", "147 + 130"),
        ("The average is 885.", None),
    ],
)
def test_sums_and_number_words(folder: Path, words: str, made: str | None) -> None:
    problems = in_event(folder, "ev08", "text", words)
    if made is None:
        assert problems == []
        return
    (problem,) = problems
    first, sign, second = made.split()
    assert f"{first} {sign} {second}" in problem.message or f"{second} {sign} {first}" in (
        problem.message
    )


def test_the_average_of_a_records_figures(folder: Path) -> None:
    """Of 370, 612, 600 and 744 injured, as four sources have it, and of 48 and 90."""
    (problem,) = in_event(folder, "cx02", "text", "Between them lies 69.")
    assert "the average of" in problem.message


@pytest.mark.parametrize(
    "words",
    [
        "On 17 November 1988 a rally began.",
        "On November 17 a rally began.",
        "It lasted 17 days, from 13 and 16–17 January on.",
        "A man aged 17 and a 17-year-old boy were there.",
        "It lies 17 km to the west, at 17:17.",
        "See line 17 and p. 17.",
        "The 17th of them, in 1707.",
        "S17 says so.",
        "They speak of 147 and of 130.",
    ],
)
def test_what_is_no_count_is_no_arithmetic(folder: Path, words: str) -> None:
    assert in_event(folder, "ev08", "text", words) == []


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("text_az", "1988-ci il noyabrın 17-də mitinq başlanıb."),
        ("text_az", "Mitinq 17 noyabr 1988-ci ildə başlanıb."),
        ("text_az", "Yanvarın 12-dən və ya 17-dən başlayaraq."),
        ("text_ru", "Митинг начался 17 ноября 1988 года."),
        ("text_ru", "С 12 или 17 января; ему было 17 лет."),
    ],
)
def test_dates_in_other_languages_are_no_arithmetic(folder: Path, column: str, words: str) -> None:
    assert in_event(folder, "ev08", column, words) == []


def test_a_figure_of_the_press_release_with_another_source(folder: Path) -> None:
    problems = falsify(folder, ("ev06", "130", "press-release"), source="S06")
    assert [(one.code, one.column, one.value) for one in problems] == [
        ("figure-source", "source", "S06")
    ]
    assert problems[0].suggestions[0].value == "press-release"


def test_a_figure_of_another_source_as_the_press_releases(folder: Path) -> None:
    problems = falsify(folder, ("ev06", "62", "S28"), source="press-release")
    assert ("figure-not-quoted", "62") in {(one.code, one.value) for one in problems}


@pytest.mark.parametrize("event", ["ev05", "ev07", "ev08", "ev10", "ev14"])
def test_a_figure_of_the_press_release_moved_to_another_event(folder: Path, event: str) -> None:
    problems = falsify(folder, ("ev06", "130", "press-release"), event=event)
    assert "figure-not-quoted" in {problem.code for problem in problems}


@pytest.mark.parametrize("event", ["ev07", "ev08", "ev13"])
def test_a_figure_of_another_source_moved_to_another_place(folder: Path, event: str) -> None:
    (problem,) = falsify(folder, ("ev06", "62", "S28"), event=event)
    assert problem.code == "figure-scope-place"


def test_a_figure_that_stands_twice(folder: Path) -> None:
    rewrite(folder, "figures.csv", lambda rows: rows.append(dict(rows[4])))
    (problem,) = found(folder)
    assert (problem.code, problem.row) == ("figure-duplicate", 27)
    assert "row 6" in problem.message


@pytest.mark.parametrize("column", ["scope", "source"])
def test_a_figure_without_scope_or_source(folder: Path, column: str) -> None:
    problems = falsify(folder, ("ev09", "131", "S10"), **{column: ""})
    assert ("figure-incomplete", column) in {(one.code, one.column) for one in problems}
