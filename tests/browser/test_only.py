"""What sources say stands side by side, and the source alone is one switch away."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import dismiss_notice, until
from .pages import At, default_page
from .test_access import axe, findings  # noqa: F401
from .test_view import switch, unfold

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
STANDING = {"width": 1080, "height": 1920}
ENTRIES = """() => [...document.querySelectorAll('.view-records .entry')]
    .filter(each => each.checkVisibility()).map(each => each.dataset.event)"""
BEADS = "() => [...document.querySelectorAll('.time-entry')].map(each => each.dataset.event).sort()"
WIDER = "() => document.documentElement.scrollWidth - innerWidth"
CORE = [f"ev{number:02}" for number in range(1, 16)]


@pytest.fixture(scope="module")
def source_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("only") / "only.html"
    path.write_bytes(render_page(read_exhibit().with_only_source()))
    return path


@pytest.fixture(scope="module")
def persian_page(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Three figures of one measure, from right to left."""
    import shutil

    folder = tmp_path_factory.mktemp("persian")
    shutil.copytree(root / "tests/exhibits/right-to-left-persian", folder / "exhibit")
    with (folder / "exhibit/figures.csv").open("a", encoding="utf-8") as file:
        file.write(
            "built,injured,9000,,کارگران پل,report,p. 5\nbuilt,injured,15000,,کارگران,report,\n"
        )
    path = folder / "persian.html"
    path.write_bytes(render_page(read_exhibit(folder / "exhibit")))
    return path


def figures(frame) -> list[list[str]]:
    return frame.evaluate(
        """() => [...document.querySelectorAll('.figure-table tbody tr')].map(row =>
            [row.querySelector('th').textContent, row.querySelector('.figure-scope').textContent,
             row.querySelector('.source').textContent])"""
    )


def test_figures_of_one_measure_stand_in_one_table_the_records_source_first(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=ev10"), viewport=DESK).frame
    assert frame.locator(".figure-table caption .measure").all_inner_texts() == [
        "injured",
        "detained",
    ]
    assert [row[0] for row in figures(frame)] == [
        "some 744", "600", "612", "744", "370", "about 800", "841",
    ]  # fmt: skip
    assert figures(frame)[0][2].startswith("21 January 2021, line 17 · Press-release")
    assert "The sources differ." in frame.locator(".figure-table caption").first.inner_text()
    for name in ("Figure", "Who, where and when"):
        assert frame.get_by_role("columnheader", name=name).count() == 2


def test_each_dot_stands_at_its_number_and_nothing_joins_two(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=ev10"), viewport=DESK).frame
    dots = frame.evaluate(
        """() => [...document.querySelectorAll('.figure-table')].map(table =>
            [...table.querySelectorAll('tbody tr')].map(row => {
              const dot = row.querySelector('i').getBoundingClientRect();
              const box = row.querySelector('.figure-track').getBoundingClientRect();
              return [(dot.x - box.x) / box.width, dot.width, row.querySelector('i').dataset.rough]
            }))"""
    )
    for rows, values in zip(dots, [[744, 600, 612, 744, 370], [800, 841]], strict=True):
        for (at, width, _), value in zip(rows, values, strict=True):
            assert at == pytest.approx(value / max(values), abs=0.01)
            assert width == pytest.approx(11, abs=1)
    assert [rough is not None for _, _, rough in dots[0]] == [True, False, False, False, False]
    assert frame.locator(".figures svg, .figures line").count() == 0


def test_a_single_figure_has_no_scale(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=ev07"), viewport=DESK).frame
    assert len(figures(frame)) == 1
    assert frame.locator(".figure-track").count() == 0
    assert "differ" not in frame.locator(".figures").inner_text()


def test_dates_of_other_sources_say_so_wherever_they_stand(visit, exhibit_page):
    frame = visit(exhibit_page, viewport=DESK).frame
    dismiss_notice(frame)
    said = "(date from other sources: S06, S36, S37, S38, S40)"
    assert said in frame.locator('.entry[data-event="ev07"]').inner_text()
    assert said in frame.locator('.time-entry[data-event="ev07"]').text_content()
    assert "(date" not in frame.locator('.entry[data-event="ev06"]').inner_text()
    frame.locator('.time-entry[data-event="ev07"]').hover(force=True)
    assert said in frame.locator(".time-tip").text_content()
    frame.locator('.entry[data-event="ev07"]').click()
    assert "S36" in frame.locator("#app article .basis").inner_text()


def test_the_switch_leaves_what_the_source_says_and_gives_all_back(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame = visited.frame
    unfold(frame)
    before, beads = frame.evaluate(ENTRIES), frame.evaluate(BEADS)
    assert len(before) == 23
    switch(frame, "only")
    assert sorted(frame.evaluate(ENTRIES)) == CORE
    assert frame.evaluate(BEADS) == CORE
    assert frame.evaluate("document.activeElement.dataset.action") == "only"
    assert "Shown: only what each record’s source says: Press-release" in (
        frame.locator("#app .only").inner_text()
    )
    assert frame.locator("#app :is(.intro, .subtitle, .context)").count() == 0
    until(frame, "location.hash === '#only=source'")
    frame.locator('.entry[data-event="ev07"]').click()
    article = frame.locator('article[data-event="ev07"]')
    assert article.locator(".date").inner_text() == "no date in the source"
    assert article.locator(".quote > blockquote").count() == 1
    # What is left to unfold is the passage of the source.
    left = article.locator(".text, .other, .figures, .details:not(.in-source)")
    assert left.count() == 0
    assert frame.locator("#app .only").is_visible()
    frame.locator('[data-action="everything"]').click()
    assert frame.locator('#app article[data-event="ev07"] .text').count() == 2
    assert frame.locator("#app .only").count() == 0
    assert not frame.locator('input[data-action="only"]').is_checked()
    until(frame, "location.hash === '#event=ev07'")
    frame.locator('[data-action="back"]').click()
    frame.wait_for_selector(".view-records")
    assert frame.evaluate(ENTRIES) == before
    assert frame.evaluate(BEADS) == beads


def test_search_counts_and_filters_know_only_what_is_shown(visit, exhibit_page):
    frame = visit(At(exhibit_page, "only=source"), viewport=DESK).frame
    dismiss_notice(frame)
    field = frame.locator(".find-text")
    field.fill("Sumgait")
    assert frame.evaluate(ENTRIES) == []
    assert "of 15" in frame.locator(".found").inner_text()
    # Words of the quotation are found, those of the curator are not.
    field.fill("ambulances")
    assert frame.evaluate(ENTRIES) == ["ev05"]
    field.fill("attributes")
    assert frame.evaluate(ENTRIES) == []
    field.fill("")
    for each in ("filters", "category"):
        frame.locator(f'details[data-part="{each}"] > summary').click()
    assert frame.locator('.choice[data-facet="source"], .choice[data-facet="group"]').count() == 0
    numbers = frame.locator('.choice[data-facet="category"] .choice-count').all_inner_texts()
    assert sum(map(int, numbers)) == 15
    frame.locator('[data-action="sources"]').click()
    assert frame.locator(".references > li").count() == 1


def test_only_the_sources_figures_are_left(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=ev10&only=source"), viewport=DESK).frame
    assert [row[0] for row in figures(frame)] == ["some 744", "about 800"]


def test_a_language_changes_and_the_view_stays(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=ev08&only=source"), viewport=DESK).frame
    frame.locator('button[data-language="ru"]').click()
    frame.wait_for_selector('html[lang="ru"][data-ready="true"]', state="attached")
    assert frame.locator("#app article .date").inner_text() == "в источнике нет даты"
    assert "Показано" in frame.locator("#app .only").inner_text()
    assert frame.locator("#app article .text").count() == 0


def test_a_record_of_the_context_that_is_linked_to_is_shown_with_everything(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=cx02&only=source"), viewport=DESK).frame
    assert frame.locator('article[data-event="cx02"]').is_visible()
    assert frame.locator("#app .only").count() == 0


def test_who_asks_for_the_source_alone_leaves_the_context(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=cx02"), viewport=DESK).frame
    frame.locator('[data-action="view"]').click()
    switch(frame, "only")
    frame.wait_for_selector(".view-records")
    assert sorted(frame.evaluate(ENTRIES)) == CORE
    assert frame.locator('input[data-action="only"]').is_checked()


def test_a_page_of_the_source_alone_says_so_and_has_no_way_back(visit, source_page):
    visited = visit(source_page, viewport=DESK)
    frame = visited.frame
    dismiss_notice(frame)
    assert sorted(frame.evaluate(ENTRIES)) == CORE
    assert "Shown: only what each record’s source says" in frame.locator("#app .only").inner_text()
    assert frame.locator('[data-action="everything"], input[data-action="only"]').count() == 0
    content = visited.page.content()
    assert "Other accounts" not in content.partition('id="more"')[0]
    visited.assert_clean()


def test_on_a_kiosk_it_is_the_same_switch_and_the_next_visitor_has_everything(visit, once):
    visited = visit(default_page(once, "kiosk"), viewport=STANDING, has_touch=True)
    frame = visited.frame
    frame.locator(".attract").tap()
    frame.wait_for_selector(".attract", state="detached")
    dismiss_notice(frame)
    frame.locator('[data-action="view"]').tap()
    frame.locator('.display-switch:has(input[data-action="only"])').tap()
    assert sorted(frame.evaluate(ENTRIES)) == CORE
    assert frame.locator('[data-action="everything"]').bounding_box()["height"] >= 44
    assert frame.evaluate(WIDER) <= 0
    frame.locator('.entry[data-event="ev10"]').tap()
    assert [row[0] for row in figures(frame)] == ["some 744", "about 800"]
    frame.locator('[data-action="everything"]').tap()
    assert len(figures(frame)) == 7


def test_on_a_phone_and_from_right_to_left_nothing_is_cut(visit, exhibit_page, persian_page):
    frame = visit(At(exhibit_page, "event=ev09"), viewport=PHONE).frame
    assert len(figures(frame)) == 8
    assert frame.evaluate(WIDER) <= 0
    frame = visit(At(persian_page, "event=built"), viewport=PHONE).frame
    assert frame.evaluate("document.documentElement.dir") == "rtl"
    assert frame.evaluate(WIDER) <= 0
    boxes = frame.evaluate(
        """() => [...document.querySelectorAll('.figure-track')].map(track => {
            const [box, dot] = [track, track.firstChild].map(each => each.getBoundingClientRect());
            return (box.right - dot.right) / box.width })"""
    )
    for at, value in zip(boxes, [12000, 9000, 15000], strict=True):
        assert at == pytest.approx(value / 15000, abs=0.01)
    numbers = frame.locator(".figure-ends span").all_inner_texts()
    assert numbers[0] == "۰"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("asked", ["event=ev10", "only=source", "event=ev10&only=source"])
def test_axe_finds_nothing(visit, exhibit_page, axe, theme, asked):  # noqa: F811
    frame = visit(At(exhibit_page, asked), viewport=DESK, color_scheme=theme).frame
    if "event" not in asked:
        dismiss_notice(frame)
    assert findings(frame, axe) == []


def test_the_handout_has_the_figures_and_says_what_it_shows(visit, exhibit_page):
    visited = visit(At(exhibit_page, "only=source"), viewport=DESK)
    frame = visited.frame
    frame.evaluate("dispatchEvent(new Event('beforeprint'))")
    handout = frame.locator("#handout")
    assert "Shown: only what each record’s source says" in handout.inner_text()
    assert handout.locator("article").count() == 15
    assert handout.locator(".figure-table tbody tr").count() == 4
    assert handout.locator(".other, .handout-part[data-kind=context]").count() == 0
