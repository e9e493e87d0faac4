"""Figures stand by record and measure, the own source first, then by the sources' dates."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder.payload import to_payload

from .invented import EVENTS, SOURCES, exhibit_of

DATED = [
    *SOURCES,
    {"id": "late", "title": "Late", "date": "2001"},
    {"id": "early", "title": "Early", "date": "1990-02"},
    {"id": "odd", "title": "Odd", "date": "some day"},
]


def figure(source: str, value: str, **more: str) -> dict[str, Any]:
    return {"event": "ev2", "measure": "killed", "value": value, "source": source} | more


def told(figures: list[dict[str, Any]]) -> list[str]:
    return list(
        to_payload(exhibit_of(EVENTS, None, DATED, figures)).languages["en"]["figures"]["value"]
    )


def test_the_own_source_first_then_by_date_then_the_undated_by_row() -> None:
    figures = [
        figure("odd", "1"),
        figure("late", "2"),
        figure("diary", "3"),
        figure("early", "4"),
        figure("paper", "5"),
    ]
    assert told(figures) == ["5", "4", "2", "1", "3"]


def test_measures_stand_together_in_the_order_of_their_first_row() -> None:
    figures = [
        figure("late", "1"),
        figure("early", "2", measure="injured"),
        figure("paper", "3"),
        figure("paper", "4", measure="injured"),
    ]
    assert told(figures) == ["3", "1", "4", "2"]


def test_the_scale_has_numbers_where_there_are_some() -> None:
    figures = [
        figure("paper", "1,234", qualifier="some"),
        {"event": "ev2", "measure": "killed", "low": "46", "high": "47", "source": "late"},
        {"event": "ev2", "measure": "killed", "low": "5", "source": "early"},
        figure("diary", "many"),
    ]
    block = to_payload(exhibit_of(EVENTS, None, DATED, figures)).texts["figures"]
    assert block == {
        "low": [1234, 5, 46, None],
        "high": [1234, None, 47, None],
        "rough": [1, 0, 0, 0],
    }


SOURCE = st.sampled_from(["paper", "late", "early", "odd", "diary", "unlisted"])
FIGURE = st.builds(figure, SOURCE, st.integers(0, 5000).map(str))


@settings(max_examples=40, deadline=None)
@given(st.lists(FIGURE, min_size=1, max_size=12))
def test_every_figure_is_told_once_as_it_is_written_and_size_has_no_say(
    figures: list[dict[str, Any]],
) -> None:
    """No figure is in the page that no row has; and other values change no order."""
    for number, row in enumerate(figures):
        row["scope"] = f"scope {number}"
    block = to_payload(exhibit_of(EVENTS, None, DATED, figures)).languages["en"]["figures"]
    pairs = list(zip(block["scope"], block["value"], strict=True))
    written = {row["scope"]: f"{int(row['value']):,}" for row in figures}
    assert sorted(block["scope"]) == sorted(written)
    assert all(written[scope].replace(",", "") == value.replace(",", "") for scope, value in pairs)
    others = [{**row, "value": str(5000 - int(row["value"]))} for row in figures]
    again = to_payload(exhibit_of(EVENTS, None, DATED, others)).languages["en"]["figures"]
    assert again["scope"] == block["scope"]
