"""In every state that a page can be brought into, axe-core finds nothing against WCAG 2.2 AA.

A state is a view in a language, in light or dark, with something looked for, switched, unfolded or
playing. They are too many to visit all; those visited have every value of each beside every value
of each other (a covering array). What there is to be switched the page is asked for, so that a new
control is in these states by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from allpairspy import AllPairs
from playwright.sync_api import Page

from mapbuilder import files

from .conftest import READY, READY_MS, Visit, opened
from .pages import Once, whole_page
from .test_access import TAGS
from .test_access import axe as axe

State = dict[str, Any]

VIEWS = {
    "records": "",
    "a place": "place=tbilisi",
    "a record": "event=opens",
    "a record with figures": "event=bridge",
    "a record without a place": "event=papers",
    "the sources": "view=sources",
    "a step": "step=inland",
    "a record of a step": "step=1&event=survey",
    # Where the page has none, the records are shown.
    "its statement": "view=statement",
}
SELECTIONS = {
    "everything": "",
    "some": "q=a&category=building&at=tbilisi",
    "a period": "from=1883-01-01&to=1900-12-31",
    "nothing": "q=qqqq&group=line",
}
THEMES = sorted(path.stem for path in files.templates().glob("themes/*.css"))
SCREENS = {"desk": (1440, 900), "phone": (390, 844), "frame": (560, 420), "kiosk": (1080, 1920)}
# Profile, screen, theme, languages that are spoken there: the twelve once, else one of each script
# that sets a page anew.
WALKS = [
    ("web", "desk", THEMES[0], None),
    *(("web", "desk", theme, ("en", "ar", "ka", "hy")) for theme in THEMES[1:]),
    ("web", "phone", THEMES[0], ("en", "ar", "hy")),
    ("embed", "frame", THEMES[-1], ("en", "he", "ka")),
    ("kiosk", "kiosk", THEMES[0], ("en", "fa", "ru")),
]
NAMES = [f"{profile}-{screen}-{theme}" for profile, screen, theme, _ in WALKS]
PARTS = 2
"""Of each walk, for two workers."""

RUN = """async options => {
    const at = [scrollX, scrollY];
    const found = [];
    for (const rule of (await axe.run(document, options)).violations) {
        for (const node of rule.nodes) {
            // What lies under a bar that stays in sight is free of it once the page is scrolled.
            if (rule.id === "target-size") {
                const element = document.querySelector(node.target);
                element.scrollIntoView({ block: "center", behavior: "instant" });
                const again = await axe.run(element, { runOnly: ["target-size"] });
                if (again.violations.length === 0) continue;
            }
            const html = node.html.slice(0, 200);
            found.push(`${rule.id}: ${node.target} ${html} ${node.failureSummary}`);
        }
    }
    scrollTo(...at);
    return found;
}"""


def axe_finds(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    return page.evaluate(RUN, options)


def walk(page: Page, languages: list[str]) -> list[State]:
    """The states: each value of each factor beside each of each other, none of them by chance."""
    factors = {
        "view": list(VIEWS),
        "language": languages,
        "colours": ["light", "dark"],
        "found": list(SELECTIONS),
        "unfolded": [False, True],
        "playing": ["", "tour", "time-play"],
        **page.evaluate("states.controls()"),
    }
    names = list(factors)
    return [dict(zip(names, row, strict=True)) for row in AllPairs(list(factors.values()))]


def enter(page: Page, state: State, first: str) -> None:
    own = {"view", "language", "colours", "found", "unfolded", "playing"}
    language = state["language"]
    parts = [VIEWS[state["view"]], SELECTIONS[state["found"]]]
    if language != first:
        parts.insert(1, f"lang={language}")
    got = page.evaluate(
        "state => states.enter(state)",
        {
            "fragment": "&".join(part for part in parts if part),
            "language": language,
            "switched": {name: value for name, value in state.items() if name not in own},
            "unfolded": state["unfolded"],
            "playing": state["playing"],
        },
    )
    assert got["language"] == language


@pytest.fixture
def walked(chromium, tmp_path, root, axe, once: Once, request) -> Iterator[Visit]:
    profile, screen, theme, _ = request.param
    settings = {} if len(THEMES) == 1 else {"theme": theme}
    path = whole_page(once, profile, **settings)
    width, height = SCREENS[screen]
    with opened(
        chromium, path, "file", tmp_path, viewport={"width": width, "height": height}
    ) as visited:
        page = visited.page
        page.wait_for_selector(READY, state="attached", timeout=READY_MS)
        page.evaluate(axe)
        page.evaluate((root / "tests/browser/states.js").read_text("utf-8"))
        # The text version has a test of its own, and is hidden here: axe need not look through it.
        page.evaluate("document.querySelector('#text').remove()")
        yield visited
        visited.assert_clean()


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    ("walked", "wanted"), [(each, each[3]) for each in WALKS], indirect=["walked"], ids=NAMES
)
def test_axe_finds_nothing_in_any_state(walked: Visit, wanted, part):
    page = walked.page
    found = {}
    if part == 0:
        # As the page opens: with its notice, or with a kiosk's loop.
        found["first"] = axe_finds(page)
    attract = page.locator(".attract")
    if attract.count():
        attract.click()
        attract.wait_for(state="detached")
    languages = page.eval_on_selector_all(
        "button[data-language]", "all => all.map(each => each.dataset.language)"
    )
    assert len(languages) == 12
    states = walk(page, [tag for tag in languages if not wanted or tag in wanted])
    assert len(states) >= 36
    # The colours go over the wire, and are changed least often.
    mine = sorted(states[part::PARTS], key=lambda state: state["colours"])
    for colours, those in groupby(mine, key=lambda state: state["colours"]):
        page.emulate_media(color_scheme=colours)
        for state in those:
            enter(page, state, languages[0])
            found[str(state)] = axe_finds(page)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                found[str(state)].append(f"the page is {wide} pixels wider than the screen")
    faulty = [f"{state}: {fault}" for state, faults in found.items() for fault in faults]
    assert not faulty, "\n".join(faulty)


def test_the_states_visited_have_each_pair_of_values(chromium, tmp_path, once):
    """And the page's own controls are among them."""
    path = whole_page(once, **({} if len(THEMES) == 1 else {"theme": THEMES[0]}))
    with opened(chromium, path, "file", tmp_path) as visited:
        page = visited.page
        page.wait_for_selector(READY, state="attached", timeout=READY_MS)
        source = (files.templates().parent / "tests/browser/states.js").read_text("utf-8")
        page.evaluate(source)
        states = walk(page, ["en", "ar", "ru"])
    seen = {
        ((one, state[one]), (other, state[other]))
        for state in states
        for one in state
        for other in state
    }
    values = {name: {state[name] for state in states} for name in states[0]}
    pairs = {
        ((one, a), (other, b))
        for one in values
        for other in values
        if one != other
        for a in values[one]
        for b in values[other]
    }
    assert pairs <= seen
    assert values["view"] == set(VIEWS)
    assert re.fullmatch(r"[a-z-]+", "".join(sorted(values["playing"])))
