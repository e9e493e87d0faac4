"""Pictures, sound and film as a visitor meets them: seen, heard, read, and never by themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mapbuilder.build import build
from mapbuilder.exhibit import read_exhibit

from .. import tiny_media
from .conftest import READY, READY_MS, until
from .test_access import axe, findings  # noqa: F401
from .test_kiosk import PRESENCE, TARGETS, begin, enter, turn, until_asked  # noqa: F401

VTT = "WEBVTT\n\n00:00.000 --> 00:20.000\nThe <i>first</i> line &amp; the last.\n"
VTT_AR = "WEBVTT\n\n00:00.000 --> 00:20.000\nيصل الخط الأول.\n"
EVENTS = """\
id,date,place,title,title_ar,text,text_ar,media,media_alt,media_credit,audio,audio_ar
e1,1926,Baku,A tram leaves,ترام يغادر,It runs.,يسير.,square.jpg,A wide square,Ali (CC0),r.mp3,r.mp3
e2,1930,Baku,A school opens,,Forty came.,,voice; reel,,,,
e3,1931,Baku,A yard,,Trees.,,square.jpg; tall.png,A wide square | A tall house,Archive (CC0),,
"""
TABLE = """id,file,title,credit,licence,captions,captions_ar,transcript
voice,voice.mp3,A pupil remembers,Town archive,By permission,,,We heard it.
reel,reel.webm,Newsreel,Film studio,Public domain,reel.vtt,reel.ar.vtt,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("media-exhibit")
    tiny_media.picture(folder / "square.jpg", (1200, 800))
    tiny_media.picture(folder / "tall.png", (300, 900))
    tiny_media.sound(folder / "r.mp3", 12)
    tiny_media.sound(folder / "voice.mp3", 40)
    tiny_media.film(folder / "reel.webm", 20, with_sound=True)
    texts = {
        "exhibit.toml": 'title = "Trams"\nlanguages = ["en", "ar"]\n[basemap]\ndetail = "none"\n',
        "places.csv": "id,name,lat,lon,precision\nbaku,Baku,40.38,49.89,city\n",
        "events.csv": EVENTS,
        "media.csv": TABLE,
        "reel.vtt": VTT,
        "reel.ar.vtt": VTT_AR,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def media_page(folder, tmp_path_factory) -> Path:
    exhibit = read_exhibit(folder)
    severe = [one for one in exhibit.problems if one.severity != "note"]
    assert severe == []
    return build(exhibit, tmp_path_factory.mktemp("media-page") / "media.html")


def open_record(frame, event: str) -> None:
    if not frame.locator(f'.entry[data-event="{event}"]').count():
        frame.locator('[data-action="back"]').click()
    frame.locator(f'.panel .entry[data-event="{event}"]').first.click()
    frame.wait_for_selector(f'article.event[data-event="{event}"]')


def press(frame, action: str, within: str = ".panel") -> None:
    frame.locator(f'{within} [data-action="{action}"]').first.click()


PLAYING = """() => [...document.querySelectorAll("audio, video")]
    .filter(one => !one.paused).map(one => one.closest(".medium, .reading").className)"""


@pytest.mark.parametrize("how", ["file", "iframe-sandbox", "srcdoc-sandbox", "http"])
def test_pictures_are_seen_and_sound_is_heard_however_the_page_is_opened(visit, media_page, how):
    frame = visit(media_page, how).frame
    open_record(frame, "e1")
    until(frame, 'document.querySelector(".panel .picture img").naturalWidth > 0')
    press(frame, "play", ".reading")
    until(frame, 'document.querySelector(".reading audio").currentTime > 0.1')
    open_record(frame, "e2")
    press(frame, "play", ".panel .film")
    until(frame, 'document.querySelector(".film video").currentTime > 0.1')


def test_a_picture_that_the_text_version_has_no_room_for_is_seen(
    visit, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr("mapbuilder.page.TEXT_EVENTS", 2)
    frame = visit(build(read_exhibit(folder), tmp_path / "short.html")).frame
    open_record(frame, "e3")
    image = frame.locator('.panel img[alt="A tall house"]')
    assert image.get_attribute("src").startswith("blob:")
    until(frame, "document.querySelectorAll('.panel img')[1].naturalWidth === 300")


def test_a_picture_stands_with_its_words_and_has_its_room_before_it_is_decoded(visit, media_page):
    visited = visit(media_page, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    open_record(frame, "e3")
    pictures = frame.locator(".panel .picture")
    images = pictures.locator("img")
    assert [images.nth(n).get_attribute("alt") for n in (0, 1)] == ["A wide square", "A tall house"]
    assert pictures.nth(1).locator(".medium-credit").inner_text() == "Archive (CC0)"
    boxes = [pictures.nth(n).locator(".picture-frame").bounding_box() for n in (0, 1)]
    for box, ratio in zip(boxes, (1200 / 800, 300 / 900), strict=True):
        assert box["width"] / box["height"] == pytest.approx(ratio, rel=0.02)
    assert boxes[1]["width"] <= 300, "no picture is made larger than it is"
    # The same without the picture itself: what is below it does not move when it comes.
    frame.evaluate('for (const one of document.querySelectorAll(".panel img")) one.src = "data:,"')
    again = pictures.nth(1).locator(".picture-frame").bounding_box()
    assert again["height"] == pytest.approx(boxes[1]["height"], abs=1)


def test_a_picture_is_enlarged_in_place_and_put_away_by_key_button_or_touch(visit, media_page):
    visited = visit(media_page, viewport={"width": 1024, "height": 768})
    frame, keyboard = visited.frame, visited.page.keyboard
    open_record(frame, "e1")
    enlarge = frame.locator('.picture [data-action="enlarge"]')
    assert enlarge.get_attribute("aria-label") == "Enlarge: A wide square"
    enlarge.press("Enter")
    dialog = frame.locator("dialog.enlarged")
    image = dialog.locator("img").bounding_box()
    assert image["width"] > 900
    assert image["y"] >= 0
    assert image["y"] + image["height"] <= 768
    focused = "document.activeElement.dataset.action ?? document.activeElement.tagName"
    assert frame.evaluate(focused) == "close-picture"
    for _ in range(3):
        keyboard.press("Tab")
        held = (
            'document.activeElement === document.body || !!document.activeElement.closest("dialog")'
        )
        assert frame.evaluate(held), "the focus stays in the picture, or with the browser"
    keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert frame.evaluate(focused) == "enlarge", "the focus is where it was"
    assert frame.locator('article[data-event="e1"]').is_visible(), "and so is the record"
    frame.locator(".panel .picture img").click()
    press(frame, "close-picture", "dialog")
    dialog.wait_for(state="detached")
    enlarge.click()
    dialog.locator("img").click()
    dialog.wait_for(state="detached")


def test_a_text_is_read_aloud_at_the_visitor_s_word_alone(visit, media_page):
    frame = visit(media_page).frame
    open_record(frame, "e1")
    frame.wait_for_timeout(300)
    assert frame.evaluate(PLAYING) == []
    assert frame.evaluate('document.querySelector(".reading audio").src') == "", (
        "nor is it unpacked"
    )
    player = frame.locator(".reading .player")
    play = player.locator('[data-action="play"]')
    assert play.get_attribute("aria-label") == "Listen to this text"
    width = play.bounding_box()["width"]
    assert player.locator(".player-time").inner_text() == "0:00 of 0:12"
    play.click()
    until(frame, '/^0:0[1-9] of/.test(document.querySelector(".player-time").textContent)')
    assert player.get_attribute("data-state") == "playing"
    assert play.get_attribute("aria-label") == "Pause: A tram leaves"
    assert play.bounding_box()["width"] == width, "nothing moves when the word changes"
    play.click()
    until(frame, 'document.querySelector(".player").dataset.state === "paused"')
    press(frame, "restart")
    assert player.locator(".player-time").inner_text() == "0:00 of 0:12"
    assert frame.evaluate(PLAYING) == []


def test_the_loudness_is_set_once_for_all(visit, media_page):
    frame = visit(media_page).frame
    open_record(frame, "e1")
    for action in ("quieter", "quieter", "louder", "mute"):
        press(frame, action)
    until(frame, 'document.querySelector("[data-action=mute]").ariaPressed === "true"')
    state = "(one => [one.volume, one.muted])(document.querySelector('.panel audio'))"
    assert frame.evaluate(state) == [0.75, True]
    open_record(frame, "e2")
    assert frame.evaluate(state) == [0.75, True]
    press(frame, "louder")
    until(frame, 'document.querySelector("[data-action=mute]").ariaPressed === "false"')
    assert frame.evaluate(state) == [1, False]


def test_one_sound_plays_at_a_time_and_none_when_another_record_opens(visit, media_page):
    frame = visit(media_page).frame
    open_record(frame, "e2")
    press(frame, "play", ".panel .sound")
    until(frame, 'document.querySelector(".sound audio").currentTime > 0.1')
    press(frame, "play", ".panel .film")
    until(frame, 'document.querySelector(".film video").currentTime > 0.1')
    assert frame.evaluate(PLAYING) == ["medium film"]
    assert frame.locator(".panel .sound .player").get_attribute("data-state") == "paused"
    frame.evaluate('window.kept = document.querySelector(".film video")')
    open_record(frame, "e3")
    assert frame.evaluate("[kept.paused, kept.isConnected]") == [True, False]


def test_captions_are_there_from_the_start_in_the_page_s_language(visit, media_page):
    frame = visit(media_page).frame
    open_record(frame, "e2")
    tracks = """[...document.querySelector(".film video").textTracks]
        .map(track => [track.kind, track.language, track.cues.length])"""
    assert frame.evaluate(tracks) == [["captions", "en", 1]]
    press(frame, "play", ".panel .film")
    said = frame.locator(".film-captions")
    until(frame, 'document.querySelector(".film-captions").textContent !== ""')
    assert said.inner_text() == "The first line & the last."
    toggle = frame.locator('[data-action="captions"]')
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.click()
    assert not said.is_visible()
    assert toggle.get_attribute("aria-pressed") == "false"
    frame.locator('button[data-language="ar"]').click()
    frame.wait_for_selector('html[lang="ar"][data-ready="true"]', state="attached")
    assert frame.evaluate(tracks) == [["captions", "ar", 1]]
    assert [said.get_attribute(name) for name in ("lang", "dir")] == ["ar", "rtl"]
    assert said.is_visible()
    assert frame.evaluate(PLAYING) == [], "in another language it begins anew"


def test_what_is_said_can_be_read(visit, media_page):
    frame = visit(media_page).frame
    open_record(frame, "e2")
    told = frame.locator(".panel .transcript .text")
    assert told.all_inner_texts() == ["We heard it.", "The first line & the last."]
    frame.locator('button[data-language="ar"]').click()
    frame.wait_for_selector('html[lang="ar"][data-ready="true"]', state="attached")
    assert told.nth(0).get_attribute("lang") == "en", "what is not translated says so"
    assert told.nth(1).inner_text() == "يصل الخط الأول."


def test_a_recording_that_cannot_be_played_says_so(visit, media_page, tmp_path):
    page = media_page.read_text("utf-8")
    torn = re.sub(r'(id="media-1">)[^<]+', r"\1AAAAAAAA", page)
    assert torn != page
    path = tmp_path / "torn.html"
    path.write_text(torn, encoding="utf-8")
    frame = visit(path).frame
    open_record(frame, "e1")
    press(frame, "play", ".reading")
    frame.wait_for_selector('.player[data-state="failed"]')
    said = frame.locator(".player-failed")
    assert said.inner_text() == "This recording cannot be played here."


def test_without_scripts_pictures_are_seen_and_recordings_read(chromium, media_page):
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(media_page.as_uri())
    for alt in ("A wide square", "A tall house"):
        image = page.locator(f'#text img[alt="{alt}"]')
        image.scroll_into_view_if_needed()
        assert image.bounding_box()["height"] > 100
    assert page.locator("#text .transcript").first.is_visible()
    assert "Film, 0:20: Newsreel" in page.locator("#text figure.film").inner_text()
    context.close()


def test_pictures_are_printed_with_their_records(visit, media_page):
    printed = visit(media_page).page.pdf(format="A4")
    sizes = {
        tuple(int(found) for found in re.findall(rb"/(?:Width|Height) (\d+)", image))
        for image in re.findall(rb"/Subtype /Image.*?stream", printed, re.DOTALL)
    }
    assert {(1200, 800), (300, 900)} <= sizes


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_beside_media(visit, media_page, axe, theme):  # noqa: F811
    frame = visit(media_page, color_scheme=theme, viewport={"width": 1440, "height": 900}).frame
    for event in ("e1", "e2"):
        open_record(frame, event)
        assert findings(frame, axe) == []
    press(frame, "play", ".panel .film")
    until(frame, 'document.querySelector(".film-captions").textContent !== ""')
    assert findings(frame, axe) == []
    open_record(frame, "e3")
    press(frame, "enlarge")
    assert findings(frame, axe) == []


@pytest.mark.parametrize("size", [(320, 640), (1080, 1920)])
def test_no_player_is_wider_than_its_screen(visit, media_page, size):
    frame = visit(media_page, viewport={"width": size[0], "height": size[1]}).frame
    for event in ("e1", "e2", "e3"):
        open_record(frame, event)
        assert frame.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.fixture(scope="module")
def kiosk_media_page(folder, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("media-kiosk") / "kiosk.html"
    return build(read_exhibit(folder), path, profile="kiosk")


def test_a_kiosk_waits_for_a_sound_and_then_begins_anew(enter, kiosk_media_page):  # noqa: F811
    visited = enter(kiosk_media_page)
    begin(visited)
    frame = visited.frame
    open_record(frame, "e2")
    assert frame.evaluate(TARGETS) == []
    press(frame, "quieter", ".panel .sound")
    press(frame, "play", ".panel .sound")
    until(frame, 'document.querySelector(".sound audio").currentTime > 0.1')
    turn(visited, 240)
    assert frame.evaluate(PRESENCE) == "active", "who listens need not touch"
    press(frame, "play", ".panel .sound")
    until_asked(visited)
    turn(visited, 60)
    assert frame.evaluate(PRESENCE) == "waiting"
    begin(visited)
    open_record(frame, "e2")
    now = "(one => [one.volume, one.muted, one.paused])(document.querySelector('.sound audio'))"
    assert frame.evaluate(now) == [1, False, True]


def test_a_kiosk_asks_over_an_enlarged_picture_and_puts_it_away(enter, kiosk_media_page):  # noqa: F811
    visited = enter(kiosk_media_page)
    begin(visited)
    frame = visited.frame
    open_record(frame, "e1")
    press(frame, "enlarge")
    assert frame.evaluate(TARGETS) == []
    until_asked(visited)
    keep = frame.locator('[data-action="keep"]')
    keep.click()
    assert frame.locator("dialog.enlarged").is_visible(), "who still looks keeps it"
    until_asked(visited)
    turn(visited, 60)
    assert frame.locator("dialog.enlarged").count() == 0


def test_memory_is_given_back_with_each_record(visit, media_page):
    """Each address that is lent for bytes is taken back when its record is left."""
    visited = visit(media_page)
    visited.page.add_init_script(
        """window.lent = new Set();
        const [make, end] = [URL.createObjectURL, URL.revokeObjectURL];
        URL.createObjectURL = (blob) => {
          const url = make.call(URL, blob);
          lent.add(url);
          return url;
        };
        URL.revokeObjectURL = (url) => { lent.delete(url); end.call(URL, url); };"""
    )
    visited.requests.clear()
    visited.page.reload()
    visited.page.wait_for_selector(READY, state="attached", timeout=READY_MS)
    frame = visited.frame
    before = frame.evaluate("lent.size")
    for _ in range(3):
        for event, within in (("e2", ".panel .film"), ("e1", ".reading")):
            open_record(frame, event)
            press(frame, "play", within)
            until(frame, f"lent.size === {before + 1}")
    frame.locator('[data-action="back"]').click()
    assert frame.evaluate("lent.size") == before
