"""Search and filters: what is found stands in list and map, and where nothing is, help is."""

from __future__ import annotations

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.payload import to_payload

from .test_access import findings

SHOWN = """() => ({
    entries: [...document.querySelectorAll('.entry')].filter(e => e.checkVisibility())
        .map(e => e.dataset.event),
    marks: [...document.querySelectorAll('.place-anchor:not(.out) .place-mark')]
        .map(e => e.dataset.place),
    said: document.querySelector('.finding [role=status]').textContent,
})"""


def shown(frame) -> dict:
    return frame.evaluate(SHOWN)


def find(frame, text: str) -> None:
    frame.locator(".find-text").fill(text)


@pytest.mark.parametrize("query", ["lenkeran", "Ленкорань", "lankaran", "LƏNKƏRAN"])
@pytest.mark.parametrize("language", ["en", "az"])
def test_a_place_is_found_in_every_spelling(visit, exhibit_page, query, language):
    frame = visit(exhibit_page).frame
    frame.locator(f'button[data-language="{language}"]').click()
    frame.wait_for_selector(f'html[lang="{language}"][data-ready="true"]', state="attached")
    find(frame, query)
    head = to_payload(read_exhibit()).head
    place = head["places"]["id"].index("lankaran")
    there = [
        id_
        for id_, at in zip(head["events"]["id"], head["events"]["place"], strict=True)
        if at == place
    ]
    found = shown(frame)
    assert there
    assert set(there) <= set(found["entries"]) < set(head["events"]["id"])
    assert "lankaran" in found["marks"]
    assert str(len(found["entries"])) in found["said"]


def test_a_click_on_the_cross_shows_everything_again(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    before = shown(frame)
    assert before["said"] == ""
    assert len(before["marks"]) == 6
    find(frame, "lankaran")
    assert shown(frame) != before
    frame.locator('[data-action="find-clear"]').click()
    assert shown(frame) == before
    assert frame.evaluate("document.activeElement.className") == "find-text"


def test_where_nothing_is_found_the_page_says_what_to_give_up(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    frame.locator(".filters > summary").click()
    frame.locator('.filter[data-part="place"] > summary').click()
    frame.locator('.choice[data-facet="place"][data-value="moscow"]').click()
    find(frame, "lankaran")
    assert shown(frame)["entries"] == []
    assert shown(frame)["marks"] == []
    offered = frame.locator("[data-give-up]")
    parts = offered.evaluate_all("all => all.map(each => each.dataset.giveUp)")
    assert sorted(parts) == ["place", "text"]
    frame.locator('[data-give-up="place"]').click()
    found = shown(frame)
    assert "lankaran" in found["marks"]
    assert frame.locator(".find-text").input_value() == "lankaran"
    assert not frame.locator(".none-found").is_visible()
    assert frame.evaluate("document.activeElement.className") == "find-text"


def test_where_giving_up_one_thing_would_not_help_none_is_offered(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    frame.evaluate("location.hash = '#q=zzzz&at=moscow&from=1990-02-01&to=1990-02-01'")
    frame.wait_for_timeout(200)
    assert shown(frame)["entries"] == []
    assert frame.locator(".none-found").inner_text() == ""
    assert frame.locator('[data-action="clear-all"]').is_visible()


def test_filters_are_there_for_what_there_is_more_than_one_of(visit, exhibit_page, tmp_path):
    frame = visit(exhibit_page).frame
    parts = frame.locator(".filter").evaluate_all("all => all.map(each => each.dataset.part)")
    assert parts == ["category", "group", "place", "source"]
    values = frame.locator('.choice[data-facet="place"]').evaluate_all(
        "all => all.map(each => each.querySelector('.choice-text').textContent)"
    )
    assert values == sorted(values)


def test_a_filter_is_chosen_and_given_up_by_keyboard_and_says_what_it_shows(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator(".filters > summary").focus()
    keyboard.press("Enter")
    frame.locator('.filter[data-part="place"] > summary').focus()
    keyboard.press("Enter")
    choice = frame.locator('.choice[data-facet="place"][data-value="baku"]')
    promised = int(choice.locator(".choice-count").inner_text())
    choice.focus()
    keyboard.press("Space")
    assert choice.get_attribute("aria-pressed") == "true"
    assert frame.evaluate("document.activeElement.dataset.value") == "baku"
    found = shown(frame)
    assert len(found["entries"]) == promised
    assert found["marks"] == ["baku"]
    keyboard.press("Space")
    assert choice.get_attribute("aria-pressed") == "false"
    assert shown(frame)["said"] == ""
    visited.assert_clean()


def test_everything_in_it_is_large_enough_for_a_finger(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    find(frame, "zzz")
    frame.evaluate("document.querySelectorAll('.finding details').forEach(e => { e.open = true })")
    small = frame.evaluate(
        """[...document.querySelectorAll('.finding :is(button, summary, input)')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_another_language_keeps_what_was_looked_for(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    frame.locator(".filters > summary").click()
    find(frame, "lankaran")
    frame.locator('button[data-language="ru"]').click()
    frame.wait_for_selector('html[lang="ru"][data-ready="true"]', state="attached")
    after = shown(frame)
    assert after["said"].startswith("Найдено записей")
    assert "lankaran" in after["marks"]
    assert frame.locator(".find-text").input_value() == "lankaran"
    assert frame.locator(".filters").get_attribute("open") is not None


def test_the_steps_lead_through_what_was_found(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    find(frame, "troops")
    found = shown(frame)["entries"]
    frame.locator('[data-action="next"]').click()
    assert frame.locator("article.event").get_attribute("data-event") == found[0]
    count = frame.locator(".step-count").inner_text()
    assert int(count.split()[-1]) <= len(found)
    assert frame.locator(".events .entry.outside").count() == sum(
        event not in found
        for event in frame.locator(".events .entry").evaluate_all(
            "all => all.map(each => each.dataset.event)"
        )
    )


@pytest.mark.parametrize("how", ["iframe-sandbox", "srcdoc-sandbox"])
def test_it_finds_in_frames(visit, exhibit_page, how):
    visited = visit(exhibit_page, how)
    find(visited.frame, "lankaran")
    assert "lankaran" in shown(visited.frame)["marks"]
    visited.assert_clean()


def test_it_finds_in_firefox(in_firefox, exhibit_page):
    in_firefox.open(exhibit_page.as_uri())
    in_firefox.wait_for("document.documentElement.dataset.ready === 'true'")
    in_firefox.evaluate(
        """(() => { const field = document.querySelector('.find-text'); field.value = 'Ленкорань';
            field.dispatchEvent(new Event('input')); })()"""
    )
    marks = "[...document.querySelectorAll('.place-anchor:not(.out) .place-mark')]"
    assert in_firefox.evaluate(f"{marks}.map(e => e.dataset.place).join()") == "lankaran"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_filters_and_where_nothing_is_found(visit, exhibit_page, root, theme):
    frame = visit(exhibit_page, color_scheme=theme, viewport={"width": 1440, "height": 900}).frame
    axe = (root / "templates/app/node_modules/axe-core/axe.min.js").read_text("utf-8")
    frame.evaluate("document.querySelectorAll('.finding details').forEach(e => { e.open = true })")
    frame.locator('.choice[data-facet="place"][data-value="moscow"]').click()
    assert findings(frame, axe) == []
    find(frame, "lankaran")
    assert frame.locator(".none-found").is_visible()
    assert findings(frame, axe) == []
