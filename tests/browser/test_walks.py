"""The whole exhibit by keys alone, and by the two switches of a scanning user alone.

By keys: Tab, Shift and Tab, Enter, Space, Escape and the arrows. By switches: one that moves on
(Tab) and one that presses (Enter, or Space where Enter presses nothing). Wherever the focus comes
it can be seen, and nothing that is pressed loses it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from .conftest import Visit, until
from .pages import whole_page

WALKS = (Path(__file__).parent / "walks.js").read_text("utf-8")
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}
MOST_STOPS = 400


class Walker:
    """Somebody at a page's keys, who watches where the focus is."""

    def __init__(self, visited: Visit) -> None:
        self.page = visited.page
        self.page.evaluate(WALKS)
        self.faults: list[str] = []

    def focus(self) -> dict[str, Any] | None:
        return self.page.evaluate("walks.focus()")

    def press(self, key: str) -> dict[str, Any] | None:
        self.page.keyboard.press(key)
        at = self.focus()
        if at is not None:
            if not at["inSight"]:
                self.faults.append(f"after {key} the focus is out of sight: {at['html']}")
            if at["operated"] and not at["ring"]:
                self.faults.append(f"after {key} the focus is not to be seen: {at['html']}")
        return at

    def act(self, key: str) -> dict[str, Any]:
        """Presses what has the focus, which may not get lost by that."""
        before = self.focus()
        at = self.press(key)
        assert at is not None, f"{key} on {before} has lost the focus"
        return at

    def tab_to(self, wanted, key: str = "Tab") -> dict[str, Any]:
        """Goes on until something is wanted; once around at most."""
        left = 0
        for _ in range(MOST_STOPS):
            at = self.press(key)
            # After its last stop the page gives the focus to the browser, and gets it again.
            left += at is None
            if at is not None and wanted(at):
                return at
            assert left < 2, "once around, and not met"
        raise AssertionError(f"not met among {MOST_STOPS} stops")

    def around(self) -> list[dict[str, Any]]:
        """All stops, from the first of the page to its last."""
        while self.press("Tab") is not None:
            pass
        stops = []
        while (at := self.press("Tab")) is not None:
            stops.append(at)
            assert len(stops) < MOST_STOPS, "it has no end"
        return stops


def events_of(page_path: Path) -> list[str]:
    text = page_path.read_text("utf-8")
    return json.loads(re.search(r'id="payload">(.*?)</script>', text, re.DOTALL)[1])["events"]["id"]


def entered(visit, page_path: Path, screen: str = "desk") -> Walker:
    width, height = SCREENS[screen]
    return Walker(visit(page_path, viewport={"width": width, "height": height}))


@pytest.mark.parametrize("screen", SCREENS)
def test_by_keys_every_record_is_reached_opened_and_closed(visit, exhibit_page, screen):
    walker = entered(visit, exhibit_page, screen)
    walker.tab_to(lambda at: at["name"] == "continue")
    walker.act("Enter")
    told = []
    at = walker.tab_to(lambda at: at["list"])
    while at is not None and at["list"]:
        event = at["event"]
        walker.act("Enter")
        assert walker.page.evaluate("walks.opened()") == event
        back = walker.act("Escape")
        assert (walker.page.evaluate("walks.view()"), back["event"]) == ("records", event)
        told.append(event)
        at = walker.press("Tab")
    assert sorted(told) == sorted(events_of(exhibit_page))
    assert not walker.faults, "\n".join(walker.faults)


@pytest.mark.parametrize("profile", ["web", "embed"])
def test_tab_comes_by_everything_that_can_be_operated_and_it_is_in_sight(visit, once, profile):
    """One stop in each group that arrow keys go through; everything else is a stop of its own."""
    walker = entered(visit, whole_page(once, profile))
    walker.tab_to(lambda at: at["name"] == "continue")
    walker.act("Enter")
    seen = []
    for fragment in ("", "event=bridge", "view=sources", "step=inland", "q=qqqq"):
        walker.page.evaluate("fragment => { location.hash = fragment }", fragment)
        walker.page.wait_for_timeout(50)
        expected = Counter(
            (stop["name"], stop["kind"]) for stop in walker.page.evaluate("walks.stops()")
        )
        stops = walker.around()
        assert Counter((stop["name"], stop["kind"]) for stop in stops) == expected, fragment
        seen.extend(stop["kind"] for stop in stops)
    assert {"button.sources", "button.back", "input.find-text", "button.place-mark"} <= set(seen)
    assert not walker.faults, "\n".join(walker.faults)


def test_by_keys_every_mark_and_every_time_opens_and_gives_the_focus_back(visit, exhibit_page):
    walker = entered(visit, exhibit_page)
    page = walker.page
    for selector, on in ((".place-mark", "data-place"), (".time-entry", "data-event")):
        count = page.locator(selector).count()
        assert count > 3
        kind = f"button.{selector[1:]}"
        walker.tab_to(lambda at, kind=kind: at["kind"] == kind)
        walker.act("Home")
        reached = []
        for _ in range(count):
            here = page.evaluate("name => document.activeElement.getAttribute(name)", on)
            reached.append(here)
            walker.act("Enter")
            assert walker.page.evaluate("walks.view()") == "place"
            walker.act("Escape")
            again = page.evaluate("name => document.activeElement.getAttribute(name)", on)
            assert again == here, f"{selector} of {here} does not get the focus again"
            before = walker.focus()
            # Through all of them, in their order, go the page keys or else the arrows.
            if walker.act("PageDown")["number"] == before["number"]:
                walker.act("ArrowRight")
        assert len(set(reached)) == count
    assert not walker.faults, "\n".join(walker.faults)


@pytest.mark.parametrize("screen", SCREENS)
def test_by_two_switches_every_record_is_read(visit, once, screen):
    """One switch moves on, the other presses; the way back is a button, and a short way."""
    page_path = whole_page(once)
    walker = entered(visit, page_path, screen)
    walker.tab_to(lambda at: at["name"] == "continue")
    walker.act("Enter")
    told = []
    at = walker.tab_to(lambda at: at["list"])
    while at is not None and at["list"]:
        event = at["event"]
        walker.act("Enter")
        assert walker.page.evaluate("walks.opened()") == event
        # Scanning goes both ways where there are three switches; the way back is near in one.
        walker.tab_to(lambda at: at["name"] == "back", key="Shift+Tab")
        back = walker.act("Enter")
        assert back["event"] == event
        told.append(event)
        at = walker.press("Tab")
    assert sorted(told) == sorted(events_of(page_path))
    assert not walker.faults, "\n".join(walker.faults)


@pytest.mark.parametrize("profile", ["web", "embed"])
def test_by_two_switches_each_control_is_pressed_and_none_loses_the_focus(visit, once, profile):
    """Every kind of control that the page has now, and those that come to light by pressing."""
    walker = entered(visit, whole_page(once, profile))
    page = walker.page
    pressed: Counter[str] = Counter()
    at = walker.press("Tab")
    # Until two rounds have shown nothing new.
    rounds = 0
    while rounds < 2:
        if at is None:
            rounds += 1
        # A link to another page, and a text field, are no buttons.
        elif at["operated"] and not pressed[at["kind"]] and "target=" not in at["html"]:
            pressed[at["kind"]] += 1
            rounds = 0
            key = (
                "Space"
                if re.match(r"input\.(contrast|motion|theme|text-size)", at["kind"])
                else "Enter"
            )
            at = walker.act(key)
            until(page, "document.documentElement.dataset.ready === 'true'")
            assert walker.focus() is not None, f"{sorted(pressed)[-1]} has lost the focus"
        at = walker.press("Tab")
        assert sum(pressed.values()) < 100
    kinds = {stop["kind"] for stop in page.evaluate("walks.stops()")}
    assert {kind for kind in kinds if not pressed[kind]} == set()
    assert {"button.next", "button.tour", "button.language", "button.zoom-in"} <= set(pressed)
    assert not walker.faults, "\n".join(walker.faults)


def test_the_walk_would_notice_a_hidden_focus(visit, tmp_path):
    """The guard of the guard: what is covered, what has no ring, what loses the focus."""
    page_path = tmp_path / "faulty.html"
    page_path.write_text(
        '<!doctype html><html lang="en" data-ready="true"><title>t</title>'
        "<style>#a{outline:none}div{position:fixed;inset:40px 0 0 0;background:#fff}</style>"
        '<button id="a">a</button><p><button id="b">b</button></p><div>over</div>'
    )
    walker = entered(visit, page_path)
    for _ in range(2):
        walker.press("Tab")
    assert [re.search(r"is (.*?):", fault)[1] for fault in walker.faults] == [
        "not to be seen",
        "out of sight",
    ]
