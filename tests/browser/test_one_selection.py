"""Whatever a visitor does: list, map, timeline, story, counts and address show one selection."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.finding import fold_words
from mapbuilder.payload import Payload, to_payload

from ..whole import write_whole
from .conftest import until
from .pages import Once, whole_page

ACTIONS = 40
WORDS = ("", "baku", "Ленкорань", "troops", "lenkeran neftchala", "1990", "qwxyz", "с", "bridge")
FACETS = {"category": "category", "group": "group", "at": "place", "source": "source"}
"""How the address names them."""
EPOCH = date(1970, 1, 1).toordinal()

LOOK = """() => {
    const ids = (selector, name) => [...document.querySelectorAll(selector)]
        .filter(e => e.checkVisibility()).map(e => e.dataset[name]);
    const facts = e => Number(/\\d+/.exec(e.lastElementChild.textContent)[0]);
    const numbers = document.querySelector('.step-count')?.textContent;
    return {
        view: document.querySelector('.view').className.split('-').at(-1),
        listed: ids('.entries .entry', 'event'),
        marks: [...document.querySelectorAll('.place-mark')].map(e => [e.dataset.place,
            document.documentElement.lang === 'en' ? facts(e) : null,
            e.parentElement.classList.contains('out')]),
        times: [...document.querySelectorAll('.time-entry')].map(e => [
            e.dataset.event, e.classList.contains('out'), e.getAttribute('aria-pressed')]),
        choices: [...document.querySelectorAll('.choice')].map(e => [
            e.dataset.facet, e.dataset.value, e.getAttribute('aria-pressed') === 'true',
            document.documentElement.lang === 'en'
                ? Number(e.querySelector('.choice-count').textContent) : null]),
        opened: document.querySelector('article.event')?.dataset.event ?? null,
        chosen: ids('.place-anchor.chosen .place-mark', 'place'),
        outside: ids('.events .entry.outside', 'event'),
        beside: ids('.events .entry:not(.outside)', 'event'),
        steps: document.documentElement.lang === 'en' ? numbers?.match(/\\d+/g).map(Number) ?? null
            : numbers ? [] : null,
        language: document.documentElement.lang,
    };
}"""


@dataclass
class Model:
    """The exhibit as the visitor's selection leaves it, worked out the plain way."""

    payload: Payload
    language: str
    view: tuple[str, str] = ("records", "")
    """The kind of the view, and the id of its place or event."""
    step: int = -1
    """Of the story that a table tells."""
    text: str = ""
    first: int | None = None
    last: int | None = None
    """Days of the period that is looked for."""
    chosen: dict[str, set[str]] = field(
        default_factory=lambda: {facet: set() for facet in ("category", "group", "place", "source")}
    )

    def values(self, event: int) -> dict[str, set[str]]:
        head, texts = self.payload.head, self.payload.texts
        events, facts = head["events"], texts["events"]

        def ids(column: list[str], *indices: int) -> set[str]:
            return {column[index] for index in indices if index >= 0}

        return {
            "category": ids(head["categories"]["id"], events["category"][event]),
            "group": ids(head["groups"]["id"], events["group"][event]),
            "place": ids(head["places"]["id"], events["place"][event]),
            "source": ids(
                texts["sources"]["id"], facts["source"][event], *facts["other_sources"][event]
            ),
        }

    def has_text(self, event: int) -> bool:
        search = self.payload.languages[self.language]["search"]
        place = self.payload.head["events"]["place"][event]
        said = f"{search['events'][event]} {search['places'][place] if place >= 0 else ''}"
        return all(
            word in said if len(word) > 2 else any(own.startswith(word) for own in said.split())
            for word in fold_words(self.text).split()
        )

    def found(self, *, but: str = "") -> list[int]:
        return [
            event
            for event in range(len(self.payload.head["events"]["id"]))
            if self.has_text(event)
            and self.in_period(event)
            and all(
                not wanted or facet == but or wanted & self.values(event)[facet]
                for facet, wanted in self.chosen.items()
            )
        ]

    def in_period(self, event: int) -> bool:
        if self.first is None and self.last is None:
            return True
        start, end = (self.payload.head["events"][f"{end}_day"][event] for end in ("start", "end"))
        if start is None and end is None:
            return False
        return (self.last is None or start is None or start <= self.last) and (
            self.first is None or end is None or end >= self.first
        )

    @property
    def story(self) -> dict[str, Any] | None:
        return self.payload.texts.get("story")

    @property
    def told(self) -> list[int]:
        """What the steps lead through where no table tells a story."""
        return [event for event in self.found() if not self.is_context(event)]

    def events_at(self, place: str) -> list[int]:
        at = self.payload.head["places"]["id"].index(place)
        return [n for n, own in enumerate(self.payload.head["events"]["place"]) if own == at]

    @property
    def event(self) -> int:
        """What is told first in the view, or -1."""
        kind, id_ = self.view
        if kind == "event":
            return self.payload.head["events"]["id"].index(id_)
        if kind == "step" and self.story:
            return self.story["event"][self.step]
        if kind == "place":
            return (self.events_at(id_) or [-1])[0]
        return -1

    @property
    def place(self) -> int:
        kind, id_ = self.view
        if kind == "place":
            return self.payload.head["places"]["id"].index(id_)
        own = self.story["place"][self.step] if kind == "step" and self.story else -1
        if own >= 0 or self.event < 0:
            return own
        return self.payload.head["events"]["place"][self.event]

    def at(self) -> int:
        """The number of the step that is shown, or -1."""
        if self.story:
            return self.step
        return self.told.index(self.event) if self.event in self.told else -1

    def count(self) -> int:
        return len(self.story["event"]) if self.story else len(self.told)

    def go(self, step: int) -> None:
        if self.story:
            self.view, self.step = ("step", ""), step
        else:
            self.view = ("event", self.payload.head["events"]["id"][self.told[step]])

    def go_on(self, by: int) -> None:
        """Next or previous; outside of the story the next is its first."""
        to = self.at() + by
        if 0 <= to < self.count():
            self.go(to)

    def plays_next(self, among: list[int], now: int) -> int | None:
        """What a player shows first that goes on from here."""
        if not among:
            return None
        to = among.index(now) + 1 if now in among else 0
        return among[to % len(among)]

    def go_back(self) -> None:
        if self.step >= 0 and self.view[0] != "step":
            self.view = ("step", "")
        else:
            self.view, self.step = ("records", ""), -1

    def follow(self, fragment: str) -> None:
        """Takes over what an address says."""
        said = parse_qs(fragment)
        head = self.payload.head
        first = {name: values[0] for name, values in said.items()}
        self.language = first.get("lang", head["language"])
        self.text = first.get("q", "")
        self.first, self.last = (day_of(first.get(name)) for name in ("from", "to"))
        self.chosen = {facet: set(said.get(name, ())) for name, facet in FACETS.items()}
        self.step = -1
        if self.story and "step" in first:
            own = self.story["id"]
            asked = first["step"]
            self.step = own.index(asked) if asked in own else int(asked) - 1
        if "event" in first:
            self.view = ("event", first["event"])
        elif "place" in first:
            self.view = ("place", first["place"])
        else:
            self.view = ("step", "") if self.step >= 0 else ("records", "")

    def says(self) -> dict[str, list[str]]:
        """What the address of this state says."""
        said: dict[str, list[str]] = {}
        kind, id_ = self.view
        if kind in ("event", "place"):
            said[kind] = [id_]
        if self.story and self.step >= 0:
            said["step"] = [self.story["id"][self.step] or str(self.step + 1)]
        if self.language != self.payload.head["language"]:
            said["lang"] = [self.language]
        for name, day in (("from", self.first), ("to", self.last)):
            if day is not None:
                said[name] = [date.fromordinal(day + EPOCH).isoformat()]
        if self.text.strip():
            said["q"] = [self.text.strip()]
        return said | {
            name: sorted(self.chosen[facet]) for name, facet in FACETS.items() if self.chosen[facet]
        }

    def check(self, seen: dict[str, Any]) -> None:
        head = self.payload.head
        events, found = head["events"]["id"], self.found()
        names = {events[event] for event in found}
        assert seen["language"] == self.language
        assert seen["view"] == {"event": "place"}.get(self.view[0], self.view[0])
        if seen["view"] == "records":
            assert set(seen["listed"]) == names
            assert len(seen["listed"]) == len(names)
            choices = [tuple(choice) for choice in seen["choices"]]
            for facet, value, pressed, count in choices:
                assert pressed == (value in self.chosen[facet]), (facet, value)
                expected = sum(value in self.values(e)[facet] for e in self.found(but=facet))
                assert count in (expected, None), (facet, value)
        for place, count, is_out in seen["marks"]:
            at = head["places"]["id"].index(place)
            expected = sum(head["events"]["place"][event] == at for event in found)
            assert count in (expected, None), place
            assert is_out == (expected == 0), place
        # The timeline has each event once, those not looked for standing back.
        assert sorted(event for event, _, _ in seen["times"]) == sorted(events)
        assert {event for event, is_out, _ in seen["times"] if not is_out} == names
        kind = self.view[0]
        in_time = [events[self.event]] if kind in ("event", "step") and self.event >= 0 else []
        assert [event for event, _, pressed in seen["times"] if pressed == "true"] == in_time
        assert seen["chosen"] == ([head["places"]["id"][self.place]] if self.place >= 0 else [])
        assert set(seen["outside"]).isdisjoint(names)
        assert set(seen["beside"]) <= names
        if kind in ("event", "place"):
            assert seen["opened"] == (events[self.event] if self.event >= 0 else None)
        if self.at() < 0:
            assert seen["steps"] is None
        else:
            assert seen["steps"] in ([self.at() + 1, self.count()], [])

    def is_context(self, event: int) -> bool:
        groups = self.payload.head["groups"]
        group = self.payload.head["events"]["group"][event]
        return group >= 0 and groups["panel"][group] == "context"


def click(frame, selector: str, chance: random.Random) -> dict[str, str] | None:
    """Presses one of the elements that can be pressed, and says which one; None where none can."""
    return frame.evaluate(
        """([selector, part]) => {
            const all = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
            const one = all[Math.floor(part * all.length)];
            one?.click();
            return one ? { ...one.dataset } : null;
        }""",
        [selector, chance.random()],
    )


def day_of(text: str | None) -> int | None:
    return None if text is None else date.fromisoformat(text).toordinal() - EPOCH


@pytest.fixture(scope="module")
def payloads(tmp_path_factory) -> dict[str, Payload]:
    folder: Path = write_whole(tmp_path_factory.mktemp("model") / "exhibit")
    # The page folds the words of so few events itself; the model has them from Python.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mapbuilder.finding.FOLDED_BY_PAGE", 0)
        return {"default": to_payload(read_exhibit()), "story": to_payload(read_exhibit(folder))}


class Visitor:
    """Does things at random, and knows what has to become of them."""

    def __init__(self, visited, model: Model, chance: random.Random) -> None:
        self.page, self.frame = visited.page, visited.frame
        self.model, self.chance = model, chance

    def press(self, selector: str) -> dict[str, str] | None:
        return click(self.frame, selector, self.chance)

    def act(self, what: str) -> None:
        model = self.model
        match what:
            case "type":
                if model.view[0] == "records":
                    model.text = self.chance.choice(WORDS)
                    self.frame.locator(".find-text").fill(model.text)
            case "choose":
                if choice := self.press(".choice:not([aria-disabled])"):
                    model.chosen[choice["facet"]] ^= {choice["value"]}
            case "entry":
                if entry := self.press(".entry"):
                    kind = "event" if "event" in entry else "place"
                    model.view = (kind, entry[kind])
            case "mark":
                model.view = ("place", self.press(".place-mark")["place"])
            case "time":
                model.view = ("event", self.press(".time-entry")["event"])
            case "back":
                if self.press('[data-action="back"]'):
                    model.go_back()
            case "escape":
                self.page.keyboard.press("Escape")
                model.go_back()
            case "next" | "previous":
                if self.press(f'[data-action="{what}"]'):
                    model.go_on(1 if what == "next" else -1)
            case "language":
                model.language = self.press("button[data-language]")["language"]
            case "period":
                self.change_period()
            case "all times":
                button = self.frame.locator('[data-action="time-period"]')
                if button.get_attribute("aria-expanded") == "false":
                    button.click()
                button.click()
                model.first = model.last = None
            case "clear":
                if self.press('[data-action="clear-all"]'):
                    model.text, model.first, model.last = "", None, None
                    model.chosen = {facet: set() for facet in model.chosen}
            case "play":
                self.play()
            case "tour":
                self.tour()
            case "history":
                if self.frame.evaluate("history.state?.opened === true"):
                    self.page.go_back()
                    self.page.wait_for_timeout(50)
                    language = model.language
                    model.follow(self.frame.evaluate("location.hash.slice(1)"))
                    # Back closes what was opened; a language that was chosen since is kept.
                    model.language = language

    def change_period(self) -> None:
        """A step of either end; where that leads the timeline decides, and the address tells."""
        button = self.frame.locator('[data-action="time-period"]')
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        self.settle()
        before = self.frame.evaluate("location.hash")
        if self.press('.time-ends button:not([aria-disabled="true"])'):
            until(self.frame, f"location.hash !== {before!r}")
            said = parse_qs(self.frame.evaluate("location.hash.slice(1)"))
            self.model.first, self.model.last = (
                day_of(said.get(name, [None])[0]) for name in ("from", "to")
            )

    def play(self) -> None:
        model, head = self.model, self.model.payload.head
        days = zip(head["events"]["start_day"], head["events"]["end_day"], strict=True)
        dated = {event for event, both in enumerate(days) if both != (None, None)}
        shown = model.event if model.view[0] in ("event", "step") else -1
        event = model.plays_next([event for event in model.told if event in dated], shown)
        for _ in range(2):
            self.press('[data-action="time-play"]')
        if event is not None:
            model.view = ("event", head["events"]["id"][event])

    def tour(self) -> None:
        model = self.model
        step = model.plays_next(list(range(model.count())), model.at())
        if model.count() < 2 or step is None:
            return
        for _ in range(2):
            self.press('[data-action="tour"]')
        model.go(step)

    def settle(self) -> None:
        """The address says what the model says; it is written a quarter of a second later."""
        expected = self.model.says()

        def said() -> dict[str, list[str]]:
            got = parse_qs(self.frame.evaluate("location.hash.slice(1)"))
            return {name: sorted(values) for name, values in got.items()}

        for _ in range(40):
            if said() == expected:
                return
            self.frame.wait_for_timeout(50)
        assert said() == expected


OFTEN = ("type", "type", "choose", "choose", "entry", "mark", "time", "next")
ACTS = (*OFTEN, "previous", "back", "escape", "language", "period", "all times", "clear", "play")
MORE_ACTS = ("tour", "history")


@pytest.mark.parametrize(
    ("exhibit", "seed"), [("default", 1), ("default", 2), ("story", 3), ("story", 4)]
)
def test_all_views_show_one_selection(visit, exhibit_page, once: Once, payloads, exhibit, seed):
    page = exhibit_page if exhibit == "default" else whole_page(once)
    visited = visit(page, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    chance = random.Random(seed)
    visitor = Visitor(visited, Model(payloads[exhibit], "en"), chance)
    model = visitor.model
    frame.locator('[data-action="continue"]').click()
    frame.evaluate("document.querySelectorAll('.finding details').forEach(e => { e.open = true })")
    done = []
    for number in range(ACTIONS):
        act = chance.choice(ACTS + MORE_ACTS)
        done.append(act)
        try:
            visitor.act(act)
            frame.wait_for_selector(
                f'html[lang="{model.language}"][data-ready="true"]', state="attached"
            )
            model.check(frame.evaluate(LOOK))
            if number % 5 == 4:
                visitor.settle()
        except AssertionError as error:
            raise AssertionError(f"after {', '.join(done)}: {error}") from error
    assert len(set(done)) > 10, "hardly anything was done"
    # What the address says opens the same page.
    visitor.settle()
    expected = frame.evaluate(LOOK)
    visited.page.reload()
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    got = frame.evaluate(LOOK)
    assert {**got, "choices": None} == {**expected, "choices": None}
    model.check(got)
    visited.assert_clean()
