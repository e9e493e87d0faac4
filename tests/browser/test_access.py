"""axe-core finds nothing against WCAG 2.2 A and AA, in each language, theme and panel state."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import dismiss_notice

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LANGUAGES = ["en", "az", "ru"]
SCREENS = {"desk": (1440, 900), "kiosk": (1080, 1920), "phone": (390, 844)}


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """axe-core's source. The page's policy stays in force: this is evaluated, not added."""
    source = root / "templates/app/node_modules/axe-core/axe.min.js"
    assert source.exists(), "axe-core is not installed: run the tests through `make test`"
    return source.read_text("utf-8")


def findings(frame, axe: str) -> list[str]:
    if not frame.evaluate("typeof window.axe === 'object'"):
        frame.evaluate(axe)
    # Behind the app the text version is hidden, has a test of its own, and takes most of the time.
    frame.evaluate("document.querySelector('.js[data-ready] #text')?.remove()")
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    answer = frame.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def show(visited, language: str, open_panel: bool) -> None:
    frame = visited.frame
    frame.locator(f'button[data-language="{language}"]').click()
    frame.wait_for_selector(f'html[lang="{language}"][data-ready="true"]', state="attached")
    if open_panel:
        dismiss_notice(frame)
        frame.locator(".place-mark[data-place]").first.click()
        frame.wait_for_selector("[data-panel]:not([hidden])")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit, exhibit_page, axe, theme):
    visited = visit(exhibit_page, color_scheme=theme, viewport={"width": 1440, "height": 900})
    found = {}
    for panel in ("closed", "open"):
        for language in LANGUAGES:
            show(visited, language, panel == "open")
            found[panel, language] = findings(visited.frame, axe)
    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize("panel", ["closed", "open"])
@pytest.mark.parametrize("screen", ["kiosk", "phone"])
def test_axe_finds_nothing_on_other_screens(visit, exhibit_page, axe, screen, panel):
    width, height = SCREENS[screen]
    visited = visit(exhibit_page, viewport={"width": width, "height": height}, has_touch=True)
    show(visited, "en", panel == "open")
    assert findings(visited.frame, axe) == []


def test_axe_finds_nothing_in_the_text_version(exhibit_page, axe, chromium):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(exhibit_page.as_uri())
    page.evaluate(
        "document.documentElement.classList.remove('js'); document.querySelector('#app').remove()"
    )
    assert findings(page, axe) == []
    context.close()


def test_axe_would_find_something(tmp_path, axe, chromium):
    """The guard of the guard: a page with three known faults is found to have them."""
    page_path = tmp_path / "faulty.html"
    page_path.write_text(
        '<!doctype html><html><title>t</title><img src="data:,"><button></button>'
        '<p style="color:#999;background:#fff">pale</p>'
    )
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(page_path.as_uri())
    found = " ".join(findings(page, axe))
    assert all(
        rule in found for rule in ("html-has-lang", "image-alt", "button-name", "color-contrast")
    )
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_that_can_be_pressed_is_large_enough(visit, exhibit_page, screen):
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, links in running text excepted; nothing is too wide."""
    width, height = SCREENS[screen]
    visited = visit(exhibit_page, viewport={"width": width, "height": height})
    for language in LANGUAGES:
        show(visited, language, open_panel=True)
        small = visited.frame.eval_on_selector_all(
            "button, [role=button], input, select, summary",
            """all => all.filter(e => e.checkVisibility({visibilityProperty: true}))
                .map(e => [e, e.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
                .map(([e, box]) =>
                    `${e.outerHTML.slice(0, 120)} ${box.width} x ${box.height}`)""",
        )
        assert small == [], language
        assert visited.frame.evaluate("document.documentElement.scrollWidth") <= width, language
