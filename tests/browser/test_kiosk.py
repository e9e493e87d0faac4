"""A kiosk's page before a visitor: it shows itself, asks, returns, lets nobody out, and lives."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from mapbuilder.build import build
from mapbuilder.exhibit import Exhibit
from mapbuilder.kiosk_folder import check_kiosk, read_kiosk_page, write_kiosk
from tools.provide import find_chromium

from ..invented import exhibit_of
from .conftest import READY, READY_MS, Visit, dismiss_notice, opened
from .pages import At, Once, default_page

SCREENS = [(1024, 768), (1080, 1920), (1920, 1080), (3840, 2160)]
PRESENCE = "document.documentElement.dataset.presence"
# What is touched, and can be: a mark that was folded to a dot is reached by its list entry, and so
# is a day on the timeline, where days lie closer together than fingertips.
TARGETS = """() => {
  const style = getComputedStyle(document.documentElement);
  const wanted = style.getPropertyValue("--target-wanted");
  const vmin = Math.min(innerWidth, innerHeight) / 100;
  const least = Math.max(
    parseFloat(style.getPropertyValue("--target-least")), parseFloat(wanted) * vmin);
  const small = [];
  const touched = "button, summary, a[href], input, select, .place-mark";
  for (const each of document.querySelectorAll(touched)) {
    if (!each.checkVisibility({visibilityProperty: true})) continue;
    if (each.closest("[inert], .folded, .time-entry, #text")) continue;
    let {width, height} = each.getBoundingClientRect();
    if (each.matches(".place-mark")) {
      const around = getComputedStyle(each, "::before");
      [width, height] = [parseFloat(around.width), parseFloat(around.height)];
    }
    if (width < least - 0.5 || height < least - 0.5) {
      const name = each.getAttribute("data-action") ?? each.className;
      small.push(`${name} "${each.textContent.slice(0, 20)}" ${width} x ${height}, not ${least}`);
    }
  }
  return small;
}"""


@pytest.fixture(scope="session")
def kiosk_page(once: Once) -> Path:
    return default_page(once, "kiosk")


def small_page(folder: Path, **settings) -> Path:
    exhibit: Exhibit = exhibit_of(kiosk=settings)
    return build(exhibit, folder / "small.html", profile="kiosk")


@pytest.fixture
def enter(chromium, tmp_path):
    """Opens a page under a clock that the test turns; what it complains of fails the test."""
    stack = []

    def open_page(path: Path | At, size=(1080, 1920)) -> Visit:
        context = opened(
            chromium,
            path,
            "file",
            tmp_path,
            stopped=True,
            viewport={"width": size[0], "height": size[1]},
            has_touch=True,
        )
        visited = context.__enter__()
        stack.append((context, visited))
        visited.page.wait_for_selector(READY, state="attached", timeout=READY_MS)
        return visited

    yield open_page
    for context, visited in stack:
        faults = list(visited.faults)
        context.__exit__(None, None, None)
        assert faults == []


def begin(visited: Visit) -> None:
    visited.page.locator(".attract").tap()
    visited.page.wait_for_selector(".attract", state="detached")


def turn(visited: Visit, seconds: float) -> None:
    """Lets time pass: every timer fires, and what it began in this world comes to its end."""
    visited.page.clock.run_for(int(seconds * 1000))
    visited.page.wait_for_timeout(50)


def until_asked(visited: Visit) -> int:
    """Seconds until the question."""
    for seconds in range(0, 600, 5):
        if visited.page.evaluate(PRESENCE) == "warning":
            return seconds
        visited.page.clock.run_for(5_000)
    raise AssertionError("it never asks")


def test_nobody_there_the_exhibit_shows_its_own_places_until_it_is_touched(enter, kiosk_page):
    visited = enter(kiosk_page)
    page = visited.page
    shown = []
    for _ in range(7):
        shown.append(page.locator(".attract-place").inner_text())
        page.wait_for_selector(".map .chosen", state="attached")
        turn(visited, 12)
    assert len(set(shown[:6])) == 6, "each place once in a round"
    assert shown[6] == shown[0]
    assert page.get_by_role("button", name="Touch to begin").locator(".attract-place").is_visible()
    assert page.evaluate("document.querySelector('.shell').inert") is True
    begin(visited)
    assert page.locator(".view-records").is_visible()
    assert page.evaluate("document.querySelector('.shell').inert") is False
    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    assert page.evaluate(PRESENCE) == "active"


def test_languages_that_the_interface_does_not_speak_ask_once_to_begin(enter, tmp_path):
    folder = tmp_path / "exhibit"
    folder.mkdir()
    (folder / "events.csv").write_text(
        "id,date,place,lat,lon,title,title_th,title_ja\ne,1926,House,40.4,49.8,A tram,รถราง,電車\n",
        "utf-8",
    )
    (folder / "exhibit.toml").write_text(
        'title = "Trams"\nlanguages = ["en", "th", "ja"]\n', "utf-8"
    )
    visited = enter(build(folder, tmp_path / "asks.html", profile="kiosk"))
    begin = visited.frame.locator(".attract-begin span")
    assert begin.all_inner_texts() == ["Touch to begin"]


def test_any_key_ends_the_loop(enter, kiosk_page):
    visited = enter(kiosk_page)
    visited.page.keyboard.press("a")
    visited.page.wait_for_selector(".attract", state="detached")


def test_it_asks_after_its_time_and_to_keep_reading_keeps_everything(enter, kiosk_page):
    visited = enter(kiosk_page)
    page = visited.page
    begin(visited)
    dismiss_notice(visited.frame)
    page.locator('[data-action="next"]').tap()
    page.locator('button[data-language="az"]').tap()
    page.wait_for_selector('html[lang="az"][data-ready="true"]')
    assert until_asked(visited) > 90, "reading time comes on top"
    asked = page.locator(".still")
    assert asked.get_attribute("role") == "alertdialog"
    assert "Hələ oxuyursunuz?" in asked.inner_text()
    assert re.search(r"Sərgi \d+ saniyə sonra", asked.inner_text()), "it says how long it waits"
    assert page.evaluate("document.activeElement.dataset.action") == "keep"
    turn(visited, 20)
    assert page.evaluate(PRESENCE) == "warning", "twenty seconds are there to answer"
    page.locator('[data-action="keep"]').tap()
    assert page.evaluate(PRESENCE) == "active"
    assert asked.is_hidden()
    assert page.locator("article.event").count() == 1
    assert page.evaluate("document.documentElement.lang") == "az"
    until_asked(visited)
    page.mouse.click(20, 20)
    assert page.evaluate(PRESENCE) == "active", "whatever is touched is an answer"


def test_nobody_answers_and_everything_is_as_it_was_when_the_page_opened(enter, kiosk_page):
    visited = enter(kiosk_page)
    page = visited.page
    begin(visited)
    state = """() => ({
      lang: document.documentElement.lang,
      theme: document.documentElement.dataset.theme,
      letters: document.documentElement.dataset.textSize ?? "usual",
      contrast: document.documentElement.dataset.contrast ?? "usual",
      unfolded: document.querySelector("#display").checkVisibility(),
      low: document.documentElement.classList.contains("low"),
      notice: document.querySelector(".notice").checkVisibility(),
      view: document.querySelector(".view").className,
      scroll: document.querySelector(".panel-body").scrollTop,
      open: document.querySelectorAll(".panel details[open]").length,
      chosen: document.querySelectorAll(".chosen").length,
      history: history.length,
    })"""
    first = page.evaluate(state)
    dismiss_notice(visited.frame)
    page.locator("summary").first.tap()
    page.evaluate("document.querySelector('.panel-body').scrollTop = 500")
    page.locator('[data-action="low"]').tap()
    page.locator('button[data-language="ru"]').tap()
    page.wait_for_selector('html[lang="ru"][data-ready="true"]')
    page.locator('[data-action="view"]').tap()
    page.locator('input[data-action="theme"]').tap()
    page.locator('input[data-action="contrast"]').tap()
    page.locator('input[data-text-size="2"]').tap()
    assert page.evaluate(state)["letters"] == "2"
    assert page.evaluate(state)["unfolded"]
    # In the lower part of the screen there is room for the switches or for the map's buttons.
    page.locator('[data-action="view"]').tap()
    page.locator('[data-action="next"]').tap()
    page.locator('[data-action="zoom-in"]').tap()
    page.locator('[data-action="view"]').tap()
    until_asked(visited)
    turn(visited, 31)
    assert page.evaluate(PRESENCE) == "waiting"
    page.wait_for_selector(".attract")
    begin(visited)
    page.wait_for_selector('html[lang="en"][data-ready="true"]')
    assert page.evaluate(state) == first
    heart = page.evaluate("window.mapbuilder.heartbeat")
    assert (heart["resets"], heart["errors"]) == (1, 0)


def test_the_loop_s_card_covers_neither_scale_nor_credit(enter, kiosk_page):
    page = enter(kiosk_page).page
    page.wait_for_function("document.documentElement.style.getPropertyValue('--map-foot')")
    card, foot = (page.locator(name).bounding_box() for name in (".attract-card", ".map-foot"))
    assert foot["height"] > 30
    assert card["y"] + card["height"] < foot["y"]


def test_the_loop_returns_to_the_first_language_as_well(enter, kiosk_page):
    visited = enter(kiosk_page)
    page = visited.page
    said = page.locator(".attract-head, .attract-card")
    first = said.all_inner_texts()
    begin(visited)
    page.locator('button[data-language="ru"]').tap()
    page.wait_for_selector('html[lang="ru"][data-ready="true"]')
    until_asked(visited)
    page.locator('[data-action="start-over"]').tap()
    page.wait_for_selector('html[lang="en"][data-ready="true"]')
    assert said.all_inner_texts() == first


def test_who_leaves_can_say_so(enter, kiosk_page):
    visited = enter(kiosk_page)
    begin(visited)
    until_asked(visited)
    visited.page.locator('[data-action="start-over"]').tap()
    visited.page.wait_for_selector(".attract")
    assert visited.page.evaluate(PRESENCE) == "waiting"


def test_without_the_loop_an_untouched_page_waits_and_is_never_reset(enter, tmp_path):
    visited = enter(small_page(tmp_path, attract=False))
    page = visited.page
    assert page.locator(".attract").count() == 0
    turn(visited, 3600)
    assert page.evaluate(
        "[document.documentElement.dataset.presence, mapbuilder.heartbeat.resets]"
    ) == [
        "waiting",
        0,
    ]
    page.locator('[data-action="next"]').tap()
    until_asked(visited)
    turn(visited, 31)
    assert page.locator(".view-records").count() == 1
    assert page.evaluate(PRESENCE) == "waiting"


def test_nothing_leads_out(enter, kiosk_page):
    visited = enter(kiosk_page)
    page = visited.page
    begin(visited)
    dismiss_notice(visited.frame)
    refused = """(name) => {
      const event = new Event(name, {bubbles: true, cancelable: true});
      document.querySelector(".panel h1").dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    for name in ("contextmenu", "selectstart", "dragstart", "drop", "gesturestart"):
        assert page.evaluate(refused, name), name
    heading = page.locator(".panel h1")
    heading.dblclick()
    page.keyboard.press("Control+a")
    assert page.evaluate("getSelection().toString()") == ""
    assert page.evaluate("getComputedStyle(document.documentElement).touchAction") == "pan-x pan-y"
    page.locator('[data-action="sources"]').tap()
    page.wait_for_selector(".view-sources")
    away = """() => [...document.querySelectorAll("#app a")]
      .map((link) => link.getAttribute("href")).filter((href) => !href.startsWith("#"))"""
    assert page.evaluate(away) == []
    assert "https://" in page.locator(".references").inner_text(), "addresses are told"
    # Behind the # stands what is open.
    url = page.url.partition("#")[0]
    page.evaluate("""() => {
      const link = document.createElement("a");
      link.href = "https://example.org/";
      document.body.append(link);
      link.click();
      link.remove();
    }""")
    for keys in ("F5", "Control+r", "Alt+ArrowLeft", "Control++"):
        page.keyboard.press(keys)
    page.wait_for_timeout(200)
    assert page.url.partition("#")[0] == url
    assert page.evaluate("[visualViewport.scale, history.length]")[0] == 1


def test_links_in_texts_are_told_as_addresses(enter, tmp_path):
    visited = enter(small_page(tmp_path))
    begin(visited)
    text = visited.page.evaluate("document.querySelector('#app').textContent")
    assert visited.page.locator("#app a[href^=http]").count() == 0
    visited.page.locator('[data-action="sources"]').tap()
    assert "https://example.org" in text + visited.page.locator("#app").inner_text()


def test_a_cursor_hides_when_it_rests(enter, kiosk_page):
    visited = enter(kiosk_page)
    page = visited.page
    begin(visited)
    hidden = "getComputedStyle(document.querySelector('.panel')).cursor"
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)
    assert page.evaluate(hidden) != "none"
    turn(visited, 6)
    assert page.evaluate(hidden) == "none"


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_whatever_is_touched_has_its_size_in_every_state(enter, kiosk_page, size):
    visited = enter(kiosk_page, size=size)
    page = visited.page
    small = {"attract": page.evaluate(TARGETS)}
    begin(visited)
    small["notice"] = page.evaluate(TARGETS)
    dismiss_notice(visited.frame)
    small["records"] = page.evaluate(TARGETS)
    page.locator('[data-action="next"]').tap()
    for event in ("first", "second", "third"):
        small[event] = page.evaluate(TARGETS)
        page.locator('[data-action="next"]').tap()
    page.locator('[data-action="sources"]').tap()
    small["sources"] = page.evaluate(TARGETS)
    page.locator('[data-action="low"]').tap()
    small["low"] = page.evaluate(TARGETS)
    until_asked(visited)
    small["question"] = page.evaluate(TARGETS)
    assert {state: found for state, found in small.items() if found} == {}


@pytest.mark.parametrize("size", [(1024, 768), (1280, 800)], ids=lambda size: f"{size[0]}")
def test_the_steps_of_a_small_screen_lie_over_nothing(enter, tmp_path, size):
    """A screen of 15 inches: its letters are large beside its pixels."""
    page = small_page(tmp_path, screen="15in", resolution=f"{size[0]}x{size[1]}", distance="60cm")
    visited = enter(page, size=size)
    begin(visited)
    dismiss_notice(visited.frame)
    visited.page.locator('[data-action="next"]').tap()
    assert visited.page.evaluate(TARGETS) == []
    apart = visited.page.evaluate("""() => {
      const bar = document.querySelector(".steps").getBoundingClientRect();
      const boxes = [...document.querySelectorAll(".step span, .step-count, .step-play")]
        .map((each) => each.getBoundingClientRect()).sort((one, other) => one.left - other.left);
      return [bar.left, ...boxes.flatMap(({left, right}) => [left, right]), bar.right];
    }""")
    assert apart == sorted(apart)
    [top] = {round(box["y"]) for box in boxes_of(visited.page, ".step")}
    assert top


def boxes_of(page, selector):
    return [found.bounding_box() for found in page.locator(selector).all()]


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_in_the_low_mode_everything_that_is_touched_stands_in_the_lower_part(
    enter, kiosk_page, size
):
    visited = enter(kiosk_page, size=size)
    page = visited.page
    begin(visited)
    dismiss_notice(visited.frame)
    page.locator('[data-action="low"]').tap()
    share = float(
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--low-share')")
    )
    top = page.evaluate("""() => Math.min(...[...document.querySelectorAll("button, summary, .map")]
      .filter((each) => each.checkVisibility() && !each.closest(".place-mark, .panel-body"))
      .map((each) => each.getBoundingClientRect().top))""")
    assert top >= size[1] * (1 - share) - 1
    assert page.locator('[data-action="low"]').get_attribute("aria-pressed") == "true"
    assert page.locator('[data-action="next"]').is_visible()


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_texts_have_the_size_that_the_distance_asks_for(enter, kiosk_page, size):
    """0.7° of the exhibit's texts and buttons; names on the map are in the list as well."""
    visited = enter(kiosk_page, size=size)
    page = visited.page
    begin(visited)
    dismiss_notice(visited.frame)
    page.locator('[data-action="next"]').tap()
    small = page.evaluate("""() => {
      const vmin = Math.min(innerWidth, innerHeight) / 100;
      const least = 2.73 * vmin;
      const panel = document.querySelector(".panel");
      const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
      const small = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const owner = node.parentElement;
        if (!node.data.trim() || !owner.checkVisibility() || owner.closest(".mark")) continue;
        const size = parseFloat(getComputedStyle(owner).fontSize);
        if (size < least - 0.1) small.push(`${owner.className} ${size} ${node.data.slice(0, 20)}`);
      }
      return small;
    }""")
    assert small == []


def test_nothing_of_the_reading_is_seen_below_the_notice(enter, kiosk_page):
    visited = enter(kiosk_page)
    begin(visited)
    notice, steps = (visited.page.locator(f"#app {name}") for name in (".notice", ".panel-steps"))
    box = notice.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(steps.bounding_box()["y"], abs=0.1)


def test_the_heart_beats_where_a_watchdog_can_read_it(enter, kiosk_page):
    visited = enter(kiosk_page)
    page = visited.page
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))
    turn(visited, 5)
    turn(visited, 5)
    heart = page.evaluate("window.mapbuilder.heartbeat")
    assert heart["count"] >= 2
    assert page.evaluate("document.documentElement.dataset.heartbeat") == str(heart["count"])
    assert heart["state"] == "waiting"
    assert heart["wake"] in ("awake", "refused")
    assert any(line.startswith("mapbuilder heartbeat ") for line in lines)
    assert page.evaluate("Object.keys(window.mapbuilder).sort()") == ["heartbeat", "version"]


def test_several_errors_at_once_load_the_page_anew_and_the_count_outlives_it(enter, tmp_path):
    visited = enter(small_page(tmp_path))
    page = visited.page
    page.evaluate("window.before = true")
    for _ in range(3):
        page.evaluate("void Promise.reject(new Error('made by the test'))")
    page.wait_for_timeout(100)
    assert page.evaluate("window.mapbuilder.heartbeat.errors") == 3
    visited.faults[:] = [fault for fault in visited.faults if "made by the test" not in fault]
    with page.expect_navigation():
        page.clock.run_for(5_100)
    page.wait_for_selector(READY, state="attached")
    assert page.evaluate("window.before") is None
    heart = page.evaluate("window.mapbuilder.heartbeat")
    assert (heart["reloads"], heart["errors"]) == (1, 0)
    assert json.loads(page.evaluate("window.name").removeprefix("mapbuilder:"))["total"] == 1


def test_after_its_hours_the_page_loads_itself_anew_but_only_while_nobody_is_there(enter, tmp_path):
    visited = enter(small_page(tmp_path, reload_h=1, idle_s=3600))
    page = visited.page
    begin(visited)
    page.evaluate("window.before = true")
    turn(visited, 3_590)
    page.locator('[data-action="next"]').tap()
    turn(visited, 3_500)
    assert page.evaluate("[window.before, document.documentElement.dataset.presence]") == [
        True,
        "active",
    ]
    with page.expect_navigation():
        page.clock.run_for(600_000)
    page.wait_for_selector(READY, state="attached")
    assert page.evaluate("window.before") is None


def test_a_page_for_the_web_becomes_a_kiosk_by_its_address_where_that_is_allowed(enter, tmp_path):
    allowed = build(exhibit_of(kiosk={"by_address": True}), tmp_path / "allowed.html")
    plain = build(exhibit_of(), tmp_path / "plain.html")
    profile = "document.documentElement.dataset.profile"
    visited = enter(allowed)
    assert visited.page.evaluate(profile) == "web"
    assert visited.page.locator(".attract").count() == 0
    visited = enter(At(allowed, "kiosk"))
    assert visited.page.evaluate(profile) == "kiosk"
    visited.page.wait_for_selector(".attract")
    visited = enter(At(plain, "kiosk"))
    assert visited.page.evaluate(profile) == "web"
    assert visited.page.locator(".attract").count() == 0


@pytest.fixture
def chromium_for_scripts(monkeypatch) -> None:
    executable = find_chromium()
    assert executable, "no Chromium: run the tests through `make test`"
    monkeypatch.setenv("CHROMIUM", str(executable))


def test_the_folders_check_starts_the_page_and_says_so(kiosk_page, tmp_path, chromium_for_scripts):
    folder = write_kiosk(read_kiosk_page(kiosk_page), tmp_path / "Room 1, #2, 50%?")
    told = check_kiosk(folder)
    assert told.startswith("OK: the page is drawn, its heart beats (mapbuilder heartbeat ")


LINGERS = """\
#!/bin/bash
for one in "$@"; do
  case $one in --user-data-dir=*) folder=${one#*=} ;; --log-net-log=*) : >"${one#*=}" ;; esac
done
(for ((i = 0; i < 40; i++)); do mkdir -p "$folder"; : >"$folder/$i"; sleep .05; done) &
for ((i = 1; ; i++)); do echo "CONSOLE \\"mapbuilder heartbeat $i errors 0 \\""; sleep .1; done
"""


def test_what_the_browser_writes_when_it_has_ended_is_no_fault_of_the_page(
    kiosk_page, tmp_path, monkeypatch
):
    folder = write_kiosk(read_kiosk_page(kiosk_page), tmp_path / "kiosk")
    browser = tmp_path / "browser"
    browser.write_text(LINGERS, encoding="utf-8")
    browser.chmod(0o755)
    # Its folder cannot be removed at first.
    stubborn = tmp_path / "bin"
    stubborn.mkdir()
    (stubborn / "rm").write_text(
        f"#!/bin/bash\n[[ -e {tmp_path}/tried ]] || {{ touch {tmp_path}/tried; exit 1; }}\n"
        'exec /bin/rm "$@"\n',
        encoding="utf-8",
    )
    (stubborn / "rm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{stubborn}:{os.environ['PATH']}")
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert check_kiosk(folder).startswith("OK: ")
    assert (tmp_path / "tried").exists()


HEART = (
    "let n = 0; setInterval("
    '() => console.info("mapbuilder heartbeat " + (++n) + " errors 0 "), 500);'
)
POLICY = '<!-- <meta http-equiv="Content-Security-Policy" content="default-src \'none\'"> -->'


@pytest.mark.parametrize(
    ("page", "seconds", "said"),
    [
        ("<p>A page</p>", 6, "no policy that forbids requests"),
        (f"{POLICY}<p>No heart</p>", 2, "no 3 heartbeats within 2 seconds"),
        (
            f"{POLICY}<script>{HEART} setTimeout(() => {{ for (;;); }}, 700);</script>",
            2,
            "no 3 heartbeats within 2 seconds",
        ),
        (f'{POLICY}<script>{HEART} console.error("broken");</script>', 6, "the page complains"),
        (
            f'{POLICY}<img src="http://museum.example/a.png"><script>{HEART}</script>',
            6,
            "asked the network for something: .*museum.example|the page complains",
        ),
    ],
    ids=["policy", "silent", "hangs", "complains", "asks"],
)
def test_the_folders_check_fails_for_a_page_that_does_not_live(
    page, seconds, said, tmp_path, kiosk_page, chromium_for_scripts
):
    folder = write_kiosk(read_kiosk_page(kiosk_page), tmp_path / "folder")
    (folder / "exhibit.html").write_text(f"<!doctype html><title>Try</title>{page}", "utf-8")
    done = subprocess.run(
        [str(folder / "check.sh"), str(seconds)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search(f"FAILED: .*({said})", done.stderr)
