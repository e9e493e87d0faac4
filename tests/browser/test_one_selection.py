"""Whatever a visitor does: list, map, counts, steps and address show one selection."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.finding import fold_words
from mapbuilder.payload import Payload, to_payload

ACTIONS = 30
WORDS = ("", "baku", "Ленкорань", "troops", "lenkeran neftchala", "1990", "qwxyz", "с")

LOOK = """() => {
    const ids = (selector, name) => [...document.querySelectorAll(selector)]
        .filter(e => e.checkVisibility()).map(e => e.dataset[name]);
    const facts = e => Number(/\\d+/.exec(e.lastElementChild.textContent)[0]);
    return {
        view: document.querySelector('.view').className.split('-').at(-1),
        listed: ids('.entries .entry', 'event'),
        marks: [...document.querySelectorAll('.place-mark')].map(e => [e.dataset.place, facts(e),
            e.parentElement.classList.contains('out')]),
        choices: [...document.querySelectorAll('.choice')].map(e => [
            e.dataset.facet, e.dataset.value, e.getAttribute('aria-pressed') === 'true',
            Number(e.querySelector('.choice-count').textContent)]),
        opened: document.querySelector('article.event')?.dataset.event ?? null,
        chosen: ids('.place-anchor.chosen .place-mark', 'place'),
        outside: ids('.events .entry.outside', 'event'),
        beside: ids('.events .entry:not(.outside)', 'event'),
        steps: document.querySelector('.step-count')?.textContent.match(/\\d+/g)
            .map(Number) ?? null,
        language: document.documentElement.lang,
    };
}"""


@dataclass
class Model:
    """The exhibit as the visitor's selection leaves it, worked out the plain way."""

    payload: Payload
    language: str
    text: str = ""
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
            and all(
                not wanted or facet == but or wanted & self.values(event)[facet]
                for facet, wanted in self.chosen.items()
            )
        ]

    def check(self, seen: dict[str, Any]) -> None:
        head = self.payload.head
        events, found = head["events"]["id"], self.found()
        names = {events[event] for event in found}
        if seen["view"] == "records":
            assert set(seen["listed"]) == names
            assert len(seen["listed"]) == len(names)
            choices = [tuple(choice) for choice in seen["choices"]]
            for facet, value, pressed, count in choices:
                assert pressed == (value in self.chosen[facet]), (facet, value)
                expected = sum(value in self.values(e)[facet] for e in self.found(but=facet))
                assert count == expected, (facet, value)
        for place, count, is_out in seen["marks"]:
            at = head["places"]["id"].index(place)
            expected = sum(head["events"]["place"][event] == at for event in found)
            assert (count, is_out) == (expected, expected == 0), place
        assert set(seen["outside"]).isdisjoint(names)
        assert set(seen["beside"]) <= names
        if seen["opened"]:
            opened = events.index(seen["opened"])
            place = head["events"]["place"][opened]
            assert seen["chosen"] == ([head["places"]["id"][place]] if place >= 0 else [])
            told = [event for event in found if not self.is_context(event)]
            if seen["steps"]:
                assert seen["steps"] == [told.index(opened) + 1, len(told)]
            else:
                assert opened not in told
        else:
            assert seen["chosen"] == []
        assert seen["language"] == self.language

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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_list_map_counts_steps_and_address_show_one_selection(visit, exhibit_page, seed):
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    chance = random.Random(seed)
    model = Model(to_payload(read_exhibit()), "en")
    frame.evaluate("document.querySelectorAll('.finding details').forEach(e => { e.open = true })")
    done = []
    for _ in range(ACTIONS):
        act = chance.choice(
            [
                "type",
                "type",
                "choose",
                "choose",
                "choose",
                "entry",
                "mark",
                "back",
                "next",
                "language",
            ]
        )
        done.append(act)
        if act == "type" and frame.locator(".find-text").count():
            model.text = chance.choice(WORDS)
            frame.locator(".find-text").fill(model.text)
        elif act == "choose":
            choice = click(frame, ".choice:not([aria-disabled])", chance)
            if choice:
                model.chosen[choice["facet"]] ^= {choice["value"]}
        elif act == "entry":
            click(frame, ".entry", chance)
        elif act == "mark":
            click(frame, ".place-mark", chance)
        elif act == "back":
            click(frame, '[data-action="back"]', chance)
        elif act == "next":
            click(frame, '[data-action="next"]', chance)
        elif act == "language":
            model.language = click(frame, "[data-language]", chance)["language"]
            frame.wait_for_selector(
                f'html[lang="{model.language}"][data-ready="true"]', state="attached"
            )
        try:
            model.check(frame.evaluate(LOOK))
        except AssertionError as error:
            raise AssertionError(f"after {', '.join(done)}: {error}") from error
    # What the address says opens the same page.
    frame.wait_for_timeout(800)
    expected = frame.evaluate(LOOK)
    visited.page.reload()
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    got = frame.evaluate(LOOK)
    assert {**got, "choices": None} == {**expected, "choices": None}
    visited.assert_clean()
