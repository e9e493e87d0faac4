"""What a screen reader is told of the page: kept in ``aria/*.yml``, and read there by a person.

``pytest --update-aria`` writes them anew; whoever does reads the difference as a visitor would
hear it. Changes of looks change nothing here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import until
from .pages import At, Once, whole_page

FOLDER = Path(__file__).parent / "aria"
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def heard(request: pytest.FixtureRequest):
    """Compares a frame's aria snapshot with the file of a name, or writes it."""

    def compare(frame, name: str) -> None:
        got = frame.locator("body").aria_snapshot() + "\n"
        path = FOLDER / f"{name}.yml"
        if request.config.getoption("--update-aria"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(got, "utf-8")
        assert path.exists(), f"{path.name} is missing: write it with pytest --update-aria"
        assert path.read_text("utf-8") == got

    return compare


STATES = {
    "start": "",
    "record": "event=bridge",
    "record-without-a-place": "event=papers",
    "sources": "view=sources",
    "search": "q=bridge",
    "nothing-found": "q=qqqq",
    "period": "from=1883-01-01&to=1900-12-31",
    "story": "step=inland",
    "start-in-arabic": "lang=ar",
    "record-in-arabic": "event=bridge&lang=ar",
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_heard(visit, once: Once, heard, state):
    page = whole_page(once)
    visited = visit(At(page, STATES[state]) if STATES[state] else page, viewport=DESK)
    heard(visited.frame, state)
    visited.assert_clean()


def test_what_is_heard_while_everything_is_unfolded(visit, once: Once, heard):
    """Each disclosure that the page has now."""
    frame = visit(whole_page(once), viewport=DESK).frame
    frame.evaluate(
        """() => {
            document.querySelector('[data-action=continue]').click();
            for (const each of document.querySelectorAll('#app details')) each.open = true;
            const folded = document.querySelectorAll('#app [aria-expanded=false]');
            for (const each of folded) each.click();
        }"""
    )
    heard(frame, "unfolded")


def test_what_is_heard_of_a_kiosk(visit, once: Once, heard):
    visited = visit(whole_page(once, "kiosk"), viewport={"width": 1080, "height": 1920})
    heard(visited.frame, "kiosk-waiting")
    visited.frame.locator(".attract").press("Enter")
    until(visited.frame, "document.documentElement.dataset.presence === 'active'")
    heard(visited.frame, "kiosk-start")


def test_the_live_region_tells_what_has_opened_and_found(visit, once: Once):
    visited = visit(whole_page(once), viewport=DESK)
    frame = visited.frame
    frame.locator('[data-action="continue"]').click()
    frame.locator('.entry[data-event="bridge"]').click()
    heard = " ".join(frame.locator('[role="status"]').all_inner_texts())
    assert "Tbilisi. April 1883. A bridge falls, and is built again" in heard
    frame.locator('[data-action="back"]').click()
    frame.locator(".find-text").fill("bridge")
    heard = " ".join(frame.locator('[role="status"]').all_inner_texts())
    assert "1 of 5" in heard
