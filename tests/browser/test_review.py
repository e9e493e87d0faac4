"""The review page in a real browser: answered by keys, exported, and the export builds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from mapbuilder.exhibit import read_exhibit

from .test_access import axe, findings  # noqa: F401

EVENTS = (
    "id,date,place,title\n"
    'e1,1990-01-20,Bakuu,"<img src=x onerror=alert(1)>"\n'
    "e2,1991,Springfield,Two\ne3,1992,Xyzzy,Three\ne4,1993,Baku,Four\ne5,1994,نفتچاله,Five\n"
)
PLACES = (
    "id,name,lat,lon,names\nbaku,Baku,40.375,49.833,\nsp-west,Springfield,40.1,49.2,\n"
    "sp-east,Springfield,39.8,48.6,\nneft,Neftchala,39.37,49.24,fa:نفت‌چالا\n"
)


@pytest.fixture
def folder(tmp_path, root):
    folder = tmp_path / "exhibit"
    folder.mkdir()
    (folder / "events.csv").write_text(EVENTS, "utf-8")
    (folder / "places.csv").write_text(PLACES, "utf-8")
    (folder / "exhibit.toml").write_text("[join]\nworld = false\n", "utf-8")
    (folder / "decisions.csv").write_text("toponym;place;who;shelf\nOld;baku;C. D.;7\n", "utf-8")
    return folder


def review(folder, *options):
    page = folder.parent / "review.html"
    done = subprocess.run(
        [sys.executable, "-m", "mapbuilder", "match", str(folder), "--html", str(page), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return page


def joined(folder):
    joins = read_exhibit(folder).joins
    return dict(zip(joins["id"].to_pylist(), joins["place"].to_pylist(), strict=True))


def progress(frame):
    return frame.locator(".progress").inner_text()


@pytest.mark.parametrize("how", ["file", "iframe-sandbox"])
def test_answers_by_keys_come_out_as_a_file_that_joins(visit, folder, how):
    visited = visit(review(folder), how, viewport={"width": 1440, "height": 900})
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator("h2").focus()
    assert frame.locator("h2").inner_text() == "Bakuu"
    assert frame.locator(".examples bdi").first.inner_text() == "<img src=x onerror=alert(1)>"
    keyboard.press("1")
    keyboard.press("j")
    assert frame.locator("h2").inner_text() == "Springfield"
    assert frame.locator(".mark").count() == 2
    keyboard.press("1")
    keyboard.press("2")
    keyboard.press("j")
    keyboard.press("n")
    frame.locator("#note").fill("a farm; j n 1")
    assert progress(frame) == "3 of 4 answered"
    frame.locator("h2").focus()
    keyboard.press("j")
    keyboard.press("1")
    keyboard.press("x")
    assert progress(frame) == "3 of 4 answered"
    frame.locator("#keys").uncheck()
    keyboard.press("1")
    assert progress(frame) == "3 of 4 answered"
    # Nobody has signed yet, and then the name of the last decision is offered.
    frame.locator("#who").fill("")
    frame.locator('[data-action="text"]').click()
    assert "Write your name first" in frame.locator(".message").inner_text()
    frame.locator("#who").fill("Anna")
    if how == "file":
        with visited.page.expect_download() as download:
            frame.locator('[data-action="download"]').click()
        assert download.value.suggested_filename == "decisions.csv"
        exported = download.value.path().read_bytes().decode("utf-8")
    else:
        # A sandboxed frame has neither downloads nor a store.
        frame.locator('[data-action="text"]').click()
        exported = frame.locator(".top textarea").input_value()
        assert "keeps nothing here" in frame.locator(".keys").last.inner_text()
    visited.assert_clean()
    lines = exported.removeprefix("\ufeff").splitlines()
    assert lines[0] == "toponym;place;who;shelf;context;label;candidates;when;note"
    assert lines[1] == "Old;baku;C. D.;7;;;;;"
    assert lines[2].startswith("Bakuu;baku;Anna;;;Baku;baku = Baku;")
    assert lines[4].startswith("Xyzzy;;Anna;")
    assert lines[4].endswith(';"none: a farm; j n 1"')
    (folder / "decisions.csv").write_text(exported, "utf-8", newline="")
    assert joined(folder) == {"e1": "baku", "e2": "sp-east", "e4": "baku"}
    left = [p.value for p in read_exhibit(folder).problems if p.severity != "note"]
    assert left == ["نفتچاله"]


def test_answers_outlast_the_page_and_an_export_can_be_taken_over(visit, folder, tmp_path):
    page = review(folder)
    visited = visit(page)
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator("h2").focus()
    keyboard.press("1")
    keyboard.press("j")
    frame.locator("#note").fill("Ask the archive.")
    visited.page.reload()
    visited.page.wait_for_selector('html[data-ready="true"]', state="attached")
    assert progress(frame) == "1 of 4 answered"
    # What is answered is passed over, and hidden where only open questions are listed.
    assert frame.locator("h2").inner_text() == "Springfield"
    assert frame.locator("#note").input_value() == "Ask the archive."
    frame.locator("#filter-open").check()
    assert frame.locator(".list li:visible").count() == 3
    earlier = tmp_path / "earlier.csv"
    earlier.write_text("toponym,place,who,note\nXyzzy,neft,B,\nElsewhere,x,B,\n", "utf-8")
    frame.locator("#import").set_input_files(earlier)
    expect(frame.locator(".message")).to_contain_text("1")
    assert progress(frame) == "2 of 4 answered"
    frame.locator('[data-question="2"]').evaluate("button => button.click()")
    assert frame.locator("#other-id").input_value() == "neft"
    assert frame.locator("#choice-other").is_checked()
    earlier.write_text("name,id\nx,y\n", "utf-8")
    frame.locator("#import").set_input_files(earlier)
    expect(frame.locator(".message")).to_contain_text("toponym")
    assert progress(frame) == "2 of 4 answered"


@pytest.mark.parametrize("language", ["en", "az", "ru"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit, folder, axe, language, theme):  # noqa: F811
    page = review(folder, "--lang", language)
    visited = visit(page, color_scheme=theme, viewport={"width": 1440, "height": 900})
    visited.page.keyboard.press("1")
    assert findings(visited.frame, axe) == []
    assert visited.frame.evaluate("document.documentElement.lang") == language


def test_on_a_phone_nothing_scrolls_sideways_and_all_is_large_enough(visit, folder, axe):  # noqa: F811
    visited = visit(review(folder), viewport={"width": 390, "height": 844}, has_touch=True)
    assert visited.frame.evaluate("document.documentElement.scrollWidth") <= 390
    assert findings(visited.frame, axe) == []
    small = visited.frame.eval_on_selector_all(
        "button, input, textarea",
        """all => all.filter(e => e.checkVisibility())
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([e]) => e.outerHTML.slice(0, 120))""",
    )
    assert small == []


def test_a_candidate_is_chosen_on_the_map_as_well(visit, folder):
    visited = visit(review(folder), viewport={"width": 1440, "height": 900})
    frame = visited.frame
    frame.locator("h2").focus()
    visited.page.keyboard.press("j")
    frame.wait_for_selector('canvas[data-painted="true"]', state="attached")
    boxes = frame.eval_on_selector_all(
        ".mark", "all => all.map(e => e.getBoundingClientRect().left)"
    )
    # The nearer one comes first, and the second lies west of it.
    assert boxes[0] > boxes[1]
    frame.locator(".mark").nth(1).click()
    assert frame.locator("#choice-1").is_checked()
    assert "chosen" in frame.locator(".mark").nth(1).get_attribute("class")


def test_a_thousand_questions_open_soon(visit, tmp_path):
    rows = [f"e{n},1990,Sumqait {n},Title {n}" for n in range(1_000)]
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "events.csv").write_text("\n".join(["id,date,place,title", *rows]), "utf-8")
    (folder / "places.csv").write_text("id,name,lat,lon\nsum,Sumqayit,40.59,49.67\n", "utf-8")
    (folder / "exhibit.toml").write_text("[join]\nworld = false\n", "utf-8")
    visited = visit(review(folder))
    assert visited.frame.locator(".list li").count() == 1_000
    visited.frame.locator("h2").focus()
    for _ in range(50):
        visited.page.keyboard.press("1")
        visited.page.keyboard.press("j")
    assert progress(visited.frame) == "50 of 1000 answered"
