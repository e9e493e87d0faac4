"""Figures of a page for a web server: each record's as the page of few records has them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.config import Config
from mapbuilder.exhibit import Exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.payload import to_payload
from mapbuilder.records import read_records
from mapbuilder.sources import read_figures, read_sources
from mapbuilder.told_figures import ToldFigures

LANGUAGES = ["en", "az", "ru"]
IDS = ["one", "two", "three"]
OWN = {"one": "A", "two": "B", "three": None}
SOURCES = [
    {"id": "A", "title": "A paper", "date": "1906"},
    {"id": "B", "title": "A letter", "date": "1905-03"},
    {"id": "C", "title": "An undated note"},
]
FIGURE = st.fixed_dictionaries(
    {
        "event": st.sampled_from([*IDS, "another"]),
        "measure": st.sampled_from(["killed", "injured", "wagons burnt"]),
        "source": st.sampled_from([None, "A", "B", " C", "a diary"]),
        "value": st.sampled_from(["1", "1200", "2.5", "many"]),
        "low": st.sampled_from([None, "1"]),
        "qualifier": st.sampled_from([None, "about", "over"]),
        "scope": st.sampled_from([None, "the town"]),
        "scope_az": st.sampled_from([None, "şəhər"]),
        "locator": st.sampled_from([None, "line 3", "annex"]),
        "locator_ru": st.sampled_from([None, "приложение"]),
        "qualifier_az": st.sampled_from([None, "təxminən"]),
    }
)


def as_told(rows: list[dict[str, Any]], ids: list[str]) -> dict[str, list[Any]]:
    """By language each record's figures with all that the page has of them, and whose they are."""
    config = Config(title="T", languages=LANGUAGES)
    figures = ToldFigures(
        read_figures(rows, config).table, config, read_sources(SOURCES, config).table
    )
    number: dict[str, int] = {}
    told = figures.of(
        ids, [OWN[id_] or "" for id_ in ids], lambda id_: number.setdefault(id_, len(number))
    )
    names = [*number, ""]
    return {
        tag: [
            [
                (names[source], *numbers, *words)
                for (source, *numbers), words in zip(*one, strict=True)
            ]
            for one in zip(told["figures"], told["figures_told"][tag], strict=True)
        ]
        for tag in (LANGUAGES if told else ())
    }


def on_the_page(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The same from the payload of the page of few records."""
    records = [{"id": id_, "title": id_, "date": "1905", "source": OWN[id_]} for id_ in IDS]
    exhibit = Exhibit.of(
        locate(read_records(records), read_gazetteer(None)),
        sources=SOURCES,
        figures=rows,
        title="T",
        languages=LANGUAGES,
    )
    payload = to_payload(exhibit)
    names = [*payload.texts["sources"]["id"], ""]
    ids = payload.head["events"]["id"]
    found: dict[str, list[Any]] = {}
    for tag, block in payload.languages.items():
        own = block["figures"]
        if not own["event"]:
            continue
        numbers = payload.texts["figures"]
        found[tag] = [[] for _ in ids]
        for row, event in enumerate(own["event"]):
            marks = sum(
                mark
                for path, mark in (("figures.scope", 1), ("figures.locator", 2))
                if row in block["fallback"].get(path, ())
            )
            found[tag][event].append(
                (
                    names[own["source"][row]],
                    *(numbers[name][row] for name in ("low", "high", "rough")),
                    *(own[name][row] for name in ("measure", "value", "scope", "locator")),
                    *([marks] if marks else []),
                )
            )
        found[tag] = [found[tag][ids.index(id_)] for id_ in IDS]
    return found


@given(st.lists(FIGURE, max_size=12))
def test_figures_are_told_as_on_the_page_of_few(rows):
    assert as_told(rows, IDS) == on_the_page(rows)


def test_a_record_at_several_places_has_its_figures_at_each():
    rows = [{"event": "one", "measure": "killed", "value": "3", "source": "A"}]
    en = as_told(rows, ["one", "two", "one"])["en"]
    assert en[0] == en[2] == [("A", 3, 3, 0, "killed", "3", "", "")]
    assert en[1] == []


def test_records_without_figures_are_told_of_none():
    rows = [{"event": "one", "measure": "killed", "value": "3", "source": "A"}]
    assert as_told(rows, ["two", "three"]) == {}
