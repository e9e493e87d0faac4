"""A page shows what its settings say; what is checked is the whole exhibit."""

from __future__ import annotations

from typing import Any

import pytest

from mapbuilder.columns import to_columns
from mapbuilder.errors import MapbuilderError
from mapbuilder.exhibit import Exhibit, read_exhibit
from mapbuilder.finding import event_words
from mapbuilder.page import render_page
from mapbuilder.payload import to_json, to_payload
from mapbuilder.showing import as_shown

from .invented import CONFIG, EVENTS, FIGURES, SOURCES, exhibit_of


def groups(**shown: bool) -> dict[str, Any]:
    return {
        name: {**group, "shown": shown.get(name, True)} for name, group in CONFIG["groups"].items()
    }


def everything(exhibit: Exhibit) -> str:
    """All that the page's blocks say."""
    payload = to_payload(exhibit)
    return to_json([payload.head, payload.texts, *payload.languages.values()])


def test_an_exhibit_that_leaves_nothing_out_is_shown_as_it_is() -> None:
    exhibit = exhibit_of()
    assert as_shown(exhibit) is exhibit


@pytest.mark.parametrize("only_source", [False, True])
def test_what_is_shown_twice_is_as_what_is_shown_once(only_source: bool) -> None:
    once = as_shown(exhibit_of(groups=groups(context=False), only_source=only_source))
    twice = as_shown(once)
    assert twice.events.equals(once.events)
    assert twice.places.equals(once.places)
    assert dict(twice.counts) == dict(once.counts)


def test_a_group_that_is_not_shown_is_neither_in_the_page_nor_in_its_counts() -> None:
    sources = [*SOURCES, {"id": "apart", "title": "Named by the context alone"}]
    events = [*EVENTS[:3], {**EVENTS[3], "title": "A report apart", "source": "apart"}]
    figures = [*FIGURES, {**FIGURES[1], "event": "cx1", "value": "4711", "source": "apart"}]
    whole = exhibit_of(events, None, sources, figures)
    off = exhibit_of(events, None, sources, figures, groups=groups(context=False))
    for words in ("A report apart", "4711", "Named by the context alone", "Apart."):
        assert words in everything(whole)
        assert words not in everything(off)
    assert b"A report apart" not in render_page(off)
    assert off.counts == whole.counts
    counts = as_shown(off).counts
    assert counts["records"] == counts["events"] == whole.counts["events"] - 1
    assert counts["placed"] + counts["unplaced"] == counts["events"]


def test_a_group_that_is_not_shown_is_checked_all_the_same() -> None:
    events = [*EVENTS[:3], {**EVENTS[3], "source": "nobody"}]
    off = exhibit_of(events, groups=groups(context=False))
    assert "source-unknown" in {problem.code for problem in off.problems}


def test_places_of_hidden_records_go_and_the_others_are_counted_anew() -> None:
    shown = as_shown(exhibit_of(groups=groups(core=False)))
    assert shown.places["id"].to_pylist() == ["halva"]
    assert shown.places["number"].to_pylist() == [1]
    assert shown.events["place_index"].to_pylist() == [0]
    assert shown.joins["event"].to_pylist() == [0]


def test_steps_of_hidden_records_go_with_them() -> None:
    from mapbuilder.gazetteer import read_gazetteer
    from mapbuilder.locate import locate
    from mapbuilder.records import read_records

    from .invented import PLACES

    located = locate(read_records(EVENTS), read_gazetteer(PLACES))
    steps = [
        {"event": "cx1", "text": "Told of the context."},
        {"event": "ev1", "text": "Told of the road."},
        {"place": "halva", "text": "Told of the town."},
    ]
    config = {**CONFIG, "groups": groups(context=False)}
    shown = as_shown(Exhibit.of(located, SOURCES, FIGURES, steps, **config))
    assert shown.steps is not None
    assert shown.steps["text"].to_pylist() == ["Told of the road.", "Told of the town."]


def test_only_the_source_is_left() -> None:
    said = everything(exhibit_of(only_source=True))
    for words in (
        "gathered", "Another paper disagrees", "cold", "It *tells*", "For tests", "370",
        "A report", "a map", "Lenin", "A diary",
    ):  # fmt: skip
        assert words in everything(exhibit_of()) or words == "It *tells*"
        assert words not in said
    for words in ("A square fills", "the square was full", "page 3", "744", "A paper"):
        assert words in said


def test_a_date_of_other_sources_is_not_the_sources() -> None:
    payload = to_payload(exhibit_of(only_source=True))
    at = payload.head["events"]["id"].index("ev2")
    assert payload.languages["en"]["events"]["date"][at] == "no date in the source"
    assert payload.languages["az"]["events"]["date"][at] == "mənbədə tarix yoxdur"
    assert payload.head["events"]["start_day"][at] is None
    assert payload.head["only_source"] is True
    assert "only_source" not in to_payload(exhibit_of()).head


def test_it_is_found_by_the_words_of_the_quotation() -> None:
    exhibit = as_shown(exhibit_of(only_source=True))
    payload = to_payload(exhibit)
    at = payload.head["events"]["id"].index("ev2")
    assert "full" in event_words(to_columns(exhibit), payload.languages["en"])[at].split()


def test_without_a_quotation_there_is_nothing_to_be_shown_alone() -> None:
    with pytest.raises(MapbuilderError, match="no record quotes its source"):
        as_shown(exhibit_of(EVENTS[1:], only_source=True))


def test_the_default_exhibit_has_a_page_of_the_press_release_alone() -> None:
    whole = read_exhibit().with_only_source()
    shown = as_shown(whole)
    assert shown.counts["events"] == 15
    assert shown.sources is not None
    assert shown.sources["id"].to_pylist() == ["press-release"]
    assert shown.figures is not None
    assert shown.figures["value"].to_pylist() == ["130", "147", "744", "800"]
    page = render_page(whole).decode()
    assert page == render_page(whole).decode()
    for words in ("Other accounts", "Izvestia", "Sumgait", "Thomas de Waal"):
        assert words not in page
    assert "Shown: only what each record’s source says" in page
