"""The panel of a page of many records: lists of any length, finding, time, address, languages."""

from __future__ import annotations

import csv
import json
import random
from itertools import pairwise
from pathlib import Path

import pytest

from mapbuilder.build import build
from mapbuilder.exhibit import read_exhibit

from .conftest import until
from .pages import Once
from .test_access import axe, findings  # noqa: F401
from .test_embed import Host
from .test_kiosk import begin, enter, turn  # noqa: F401

COUNT = 3_000
PLACES = 400
# So many events are at one place.
CROWD = "Old Market"
WORDS = [
    *("river", "school", "number", "letter", "crowd", "doctor"),
    *("window", "garden", "archive", "harbour", "paper", "bridge"),
]
KINDS = ["arrest", "letter", "march", "trial"]

SHOWN = """() => {
    const box = document.querySelector('.panel-body').getBoundingClientRect();
    return [...document.querySelectorAll('.rows > li')].filter(li => {
        const {top, bottom} = li.getBoundingClientRect();
        return bottom > box.top && top < box.bottom;
    }).map(li => ({
        at: Number(li.getAttribute('aria-posinset')), of: Number(li.getAttribute('aria-setsize')),
        id: li.firstChild.dataset.event, words: li.textContent,
    }));
}"""
FOCUSED = "document.activeElement.closest('li')?.getAttribute('aria-posinset')"


def make_records() -> list[dict[str, str]]:
    chance = random.Random(7)
    places = [
        (
            CROWD if at == 0 else f"Place {at}",
            round(chance.uniform(36, 56), 4),
            round(chance.uniform(-8, 50), 4),
        )
        for at in range(PLACES)
    ]
    records = []
    for number in range(COUNT):
        name, lat, lon = places[0 if number % 6 == 0 else int(PLACES * chance.random() ** 2)]
        title = " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, 9))).capitalize()
        records.append(
            {
                "id": f"ev{number:04d}",
                "date": ""
                if number % 50 == 49
                else f"{chance.randint(1900, 1999)}-{chance.randint(1, 12):02d}-"
                f"{chance.randint(1, 28):02d}",
                "place": name,
                "lat": str(lat),
                "lon": str(lon),
                "title": f"{title} Lənkəran" if number % 97 == 0 else title,
                "text": " ".join(chance.choice(WORDS) for _ in range(20)).capitalize() + ".",
                "category": chance.choice(KINDS),
                "source": f"S{chance.randint(1, 60):02d}",
            }
        )
    return records


RECORDS = make_records()
BY_ID = {record["id"]: record for record in RECORDS}
# Undated records come last.
IN_TIME = sorted(record["date"] or "9999" for record in RECORDS)


def write_exhibit(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(RECORDS[0]))
        table.writeheader()
        table.writerows(RECORDS)
    (folder / "exhibit.toml").write_text(
        'title = "Three thousand records"\nintro = "What these records are."\n'
        'languages = ["en", "de", "ar"]\n\n[kiosk]\nattract_s = 8\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="session")
def many_page(once: Once):
    def page(profile: str = "web") -> Path:
        def make(path: Path) -> None:
            build(read_exhibit(write_exhibit(path.with_name("exhibit"))), path, profile=profile)

        return once(f"many-panel-{profile}", make)

    return page


@pytest.fixture
def opened_at(visit, many_page):
    """Opens the page at an address, as a link would."""

    def open_page(fragment: str = "", **options):
        frame = visit(many_page(), **options).frame
        if fragment:
            frame.goto(f"{many_page().as_uri()}{fragment}")
            frame.page.reload()
            frame.wait_for_selector('html[data-ready="true"]', state="attached")
        return frame

    return open_page


def read_rows(frame) -> list[dict]:
    """The rows in sight, once each of them says what it is."""
    if not frame.evaluate(SHOWN):
        # Filters may have moved the list out of sight.
        frame.evaluate("document.querySelector('.rows')?.scrollIntoView()")
        frame.page.wait_for_timeout(50)
    until(frame, "!document.querySelector('.rows .unread')")
    return frame.evaluate(SHOWN)


def said(frame) -> str:
    return frame.evaluate("document.querySelector('.finding [role=status]').textContent")


def matching(words: str = "", category: str = "", first: str = "", last: str = "") -> list[str]:
    return [
        record["id"]
        for record in RECORDS
        if (not words or words in f"{record['title']} {record['text']}".lower())
        and (not category or record["category"] == category)
        and (not first or (record["date"] and first <= record["date"] <= last))
    ]


def test_every_row_of_the_list_can_be_scrolled_to_and_is_in_time_order(opened_at):
    frame = opened_at()
    assert read_rows(frame)[0]["at"] == 1
    for share in (0.5, 0.93, 1, 0.02):
        frame.evaluate(
            "share => { const body = document.querySelector('.panel-body');"
            " body.scrollTop = share * (body.scrollHeight - body.clientHeight); }",
            share,
        )
        frame.page.wait_for_timeout(50)
        rows = read_rows(frame)
        assert len(rows) > 3
        for row in rows:
            record = BY_ID[row["id"]]
            assert row["of"] == COUNT
            assert (record["date"] or "9999") == IN_TIME[row["at"] - 1]
            assert record["title"] in row["words"]
            assert record["place"] in row["words"]
    assert frame.evaluate("document.querySelectorAll('#app *').length") <= 1000


def test_records_are_read_in_firefox(in_firefox, many_page):
    in_firefox.open(many_page().as_uri())
    in_firefox.wait_for("document.documentElement.dataset.ready === 'true'")
    in_firefox.evaluate("document.querySelector('.listing .entry').click()")
    in_firefox.wait_for("document.querySelector('li.chosen article .text')?.textContent")
    event = in_firefox.evaluate("document.querySelector('li.chosen article').dataset.event")
    text = in_firefox.evaluate("document.querySelector('li.chosen article .text').textContent")
    assert text == BY_ID[event]["text"]


def test_keys_go_through_the_list_and_the_focus_stays(opened_at):
    frame = opened_at()
    frame.locator(".rows .entry").first.focus()
    for key, at in [
        ("ArrowDown", "2"),
        ("End", str(COUNT)),
        ("ArrowUp", str(COUNT - 1)),
        ("Home", "1"),
    ]:
        frame.page.keyboard.press(key)
        assert frame.evaluate(FOCUSED) == at
    frame.page.keyboard.press("PageDown")
    at = int(frame.evaluate(FOCUSED))
    assert 3 < at < 30
    assert at in [row["at"] for row in read_rows(frame)]
    # What is scrolled away keeps the focus, and is alone in the order of the tabulator.
    frame.page.mouse.move(1200, 400)
    frame.page.mouse.wheel(0, 20_000)
    frame.page.wait_for_timeout(200)
    assert frame.evaluate(FOCUSED) == str(at)
    assert frame.evaluate("document.querySelectorAll('.rows [tabindex=\"0\"]').length") == 1


def test_a_filter_leaves_what_it_asks_for_in_list_count_and_address(opened_at):
    frame = opened_at()
    frame.locator(".filters > summary").click()
    frame.locator('[data-part="category"] > summary').click()
    choice = frame.locator('.choice[data-facet="category"][data-value="march"]')
    marches = matching(category="march")
    assert choice.locator(".choice-count").text_content() == str(len(marches))
    choice.click()
    rows = read_rows(frame)
    assert said(frame) == f"Records found: {len(marches)} of {COUNT}"
    assert {row["of"] for row in rows} == {len(marches)}
    assert {row["id"] for row in rows} <= set(marches)
    until(frame, "location.hash === '#category=march'")
    frame.locator('[data-action="clear-all"]').click()
    assert said(frame) == ""
    assert read_rows(frame)[0]["of"] == COUNT


@pytest.mark.parametrize("query", ["lenkeran", "GARDEN", "ga", "old market", "zzzz"])
def test_a_search_finds_what_the_texts_and_the_names_of_places_have(opened_at, query):
    frame = opened_at()
    frame.locator(".find-text").first.fill(query)
    asked = {"lenkeran": "lənkəran", "ga": " ga"}.get(query, query.lower())
    wanted = {
        record["id"]
        for record in RECORDS
        if asked in f" {record['title']} {record['text']} {record['place']}".lower()
    }
    until(frame, "document.querySelector('.searching').hidden")
    assert said(frame) == f"Records found: {len(wanted)} of {COUNT}"
    assert {row["id"] for row in read_rows(frame)} <= wanted
    assert frame.locator(".none-found").is_visible() == (not wanted)
    if not wanted:
        frame.locator('[data-give-up="text"]').click()
        assert read_rows(frame)[0]["of"] == COUNT


def test_whoever_goes_into_the_list_while_a_search_goes_on_stays_at_the_record(opened_at):
    frame = opened_at()
    frame.wait_for_selector('.rows .entry[tabindex="0"]')
    frame.evaluate("""() => new Promise(done => {
        const field = document.querySelector('.find-text');
        // At once when the first of what is found is there, however fast the machine is.
        const watcher = new MutationObserver(() => {
            watcher.disconnect();
            const entry = document.querySelector('.rows .entry[tabindex="0"]');
            entry.focus();
            window.stayedAt = entry.closest('li').textContent;
            done();
        });
        field.value = 'garden';
        field.dispatchEvent(new Event('input', {bubbles: true}));
        watcher.observe(document.querySelector('.rows'), {childList: true});
    })""")
    until(frame, "document.querySelector('.searching').hidden")
    frame.page.wait_for_timeout(100)
    assert frame.evaluate("document.activeElement.matches('.rows .entry')")
    stayed = frame.evaluate("[document.activeElement.textContent, window.stayedAt]")
    assert stayed[0].startswith(stayed[1])


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_a_link_to_a_record_late_in_a_full_place_brings_it_into_view(opened_at, viewport):
    crowd = sorted((one["date"] or "9999", one["id"]) for one in RECORDS if one["place"] == CROWD)
    frame = opened_at(
        f"#event={crowd[-80][1]}", viewport={"width": viewport[0], "height": viewport[1]}
    )
    frame.wait_for_selector("li.chosen")
    frame.page.wait_for_timeout(300)
    top = frame.evaluate("document.querySelector('li.chosen').getBoundingClientRect().top")
    assert 0 < top < viewport[1] * 0.75


def test_a_record_that_is_read_stays_in_view_when_the_screen_is_turned(opened_at):
    crowd = sorted((one["date"] or "9999", one["id"]) for one in RECORDS if one["place"] == CROWD)
    frame = opened_at(f"#event={crowd[-80][1]}", viewport={"width": 390, "height": 844})
    frame.wait_for_selector("li.chosen")
    frame.page.wait_for_timeout(300)
    for width, height in [(844, 390), (390, 844), (1440, 900)]:
        frame.page.set_viewport_size({"width": width, "height": height})
        frame.page.wait_for_timeout(400)
        top = frame.evaluate("document.querySelector('li.chosen').getBoundingClientRect().top")
        assert 0 < top < height * 0.75


def test_a_list_that_is_read_stays_where_it_is_when_the_screen_is_turned(opened_at):
    frame = opened_at(viewport={"width": 1440, "height": 900})
    frame.wait_for_selector(".rows .entry")
    frame.evaluate("document.querySelector('.panel-body').scrollTop = 40000")
    until(frame, f"({FIRST_SEEN})() > 300")
    first = frame.evaluate(FIRST_SEEN)
    for width, height in [(390, 844), (844, 390), (1080, 1920), (1440, 900)]:
        frame.page.set_viewport_size({"width": width, "height": height})
        until(frame, f"innerWidth === {width} && Math.abs(({FIRST_SEEN})() - {first}) <= 1")


FIRST_SEEN = """() => {
    const panel = document.querySelector('.panel-body');
    const own = getComputedStyle(panel).overflowY !== 'visible';
    const edge = own ? panel.getBoundingClientRect().top : 0;
    const rows = [...document.querySelectorAll('.rows > li')];
    const seen = rows.find(row => row.getBoundingClientRect().bottom > edge + 4);
    return Number(seen?.getAttribute('aria-posinset'));
}"""


def test_the_end_of_the_last_list_is_reached_in_one_jump(visit, once):
    def make(path: Path) -> None:
        folder = path.with_name("context")
        folder.mkdir()
        rows = [f"e{n},1950-01-{n % 28 + 1:02d},T {n},{'c' if n % 2 else ''}" for n in range(3000)]
        (folder / "events.csv").write_text("\n".join(["id,date,title,group", *rows]) + "\n")
        (folder / "exhibit.toml").write_text('title = "Two"\n[groups.c]\npanel = "context"\n')
        build(read_exhibit(folder), path)

    frame = visit(once("many-two-lists", make)).frame
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    frame.wait_for_selector(".rows .entry")
    frame.evaluate("document.querySelector('.panel-body').scrollTop = 1e9")
    frame.page.wait_for_timeout(300)
    assert [row["at"] for row in read_rows(frame)][-1] == 1500


def test_numbers_of_six_digits_find_room_on_the_smallest_screen(opened_at):
    frame = opened_at("#event=ev0060", viewport={"width": 320, "height": 512})
    frame.wait_for_selector(".step-count")
    frame.evaluate("""() => {
        document.querySelector('.step-count').textContent = '17\u202f805 of 133\u202f333';
    }""")
    assert frame.evaluate("document.documentElement.scrollWidth") == 320


def test_a_new_search_stops_the_one_before(opened_at):
    frame = opened_at()
    field = frame.locator(".find-text").first
    field.fill("garden")
    field.fill("lenkeran")
    until(frame, "document.querySelector('.searching').hidden")
    frame.page.wait_for_timeout(300)
    assert said(frame) == f"Records found: {len(matching('lənkəran'))} of {COUNT}"


def test_of_many_places_the_largest_are_offered_and_others_are_looked_for(opened_at):
    frame = opened_at()
    frame.locator(".filters > summary").click()
    frame.locator('[data-part="place"] > summary').click()
    offered = frame.locator('[data-part="place"] .choice')
    assert offered.count() == 12
    crowd = sum(record["place"] == CROWD for record in RECORDS)
    assert offered.first.text_content().split() == [*CROWD.split(), str(crowd)]
    offered.first.click()
    assert said(frame) == f"Records found: {crowd} of {COUNT}"
    frame.locator('[data-part="place"] .find-text').fill("place 39")
    until(frame, "document.querySelectorAll('[data-part=\"place\"] .choice').length > 2")
    names = [name.rsplit(" ", 1)[0] for name in offered.all_text_contents()]
    wanted = {record["place"] for record in RECORDS if record["place"].startswith("Place 39")}
    # What is chosen stays in sight.
    assert names[0] == CROWD
    assert set(names[1:]) == wanted


def test_what_is_chosen_stands_among_what_is_offered_after_a_link_and_in_another_language(
    opened_at,
):
    frame = opened_at()
    place = frame.locator('[data-part="place"] .choice').first.get_attribute("data-value")
    source = "S60"
    assert frame.locator(f'[data-part="source"] [data-value="{source}"]').count() == 0
    frame.goto(f"{frame.url}#at={place}&source={source}")
    frame.page.reload()
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    for tag in ("en", "de"):
        frame.locator(f'button[data-language="{tag}"]').click()
        frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
        for part, count, chosen in (("place", 12, place), ("source", 13, source)):
            offered = f'[data-part="{part}"] .choice'
            until(frame, f"document.querySelectorAll('{offered}').length === {count}")
            pressed = frame.locator(f'{offered}[aria-pressed="true"]')
            assert [one.get_attribute("data-value") for one in pressed.all()] == [chosen]


def test_of_many_kinds_as_well_others_are_looked_for(visit, tmp_path):
    rows = "".join(f"e{i},{1900 + i % 90},Event {i},50,10,Kind {i % 45:02}\n" for i in range(1100))
    (tmp_path / "events.csv").write_text(f"id,date,title,lat,lon,category\n{rows}", "utf-8")
    frame = visit(build(read_exhibit(tmp_path / "events.csv"), tmp_path / "page.html")).frame
    frame.locator(".filters > summary").click()
    frame.locator('[data-part="category"] > summary').click()
    offered = frame.locator('[data-part="category"] .choice')
    assert offered.count() == 12
    frame.locator('[data-part="category"] .find-text').fill("kind 44")
    until(frame, "document.querySelectorAll('[data-part=\"category\"] .choice').length === 1")
    offered.click()
    assert said(frame) == "Records found: 24 of 1100"


def test_who_leaves_what_is_still_being_read_does_not_come_to_it(visit, tmp_path):
    # At one place, so that the list has them in the order of the page: its end is not read yet.
    rows = "".join(f"e{i},{900 + i:04},Event {i},50,10\n" for i in range(1100))
    (tmp_path / "events.csv").write_text(f"id,date,title,lat,lon\n{rows}", "utf-8")
    page = build(read_exhibit(tmp_path / "events.csv"), tmp_path / "page.html")
    frame = visit(page, viewport={"width": 1280, "height": 800}).frame
    frame.evaluate(
        """() => { const read = Response.prototype.arrayBuffer;
            Response.prototype.arrayBuffer = async function () {
                await new Promise((done) => setTimeout(done, 700));
                return read.call(this);
            };
            document.querySelector('.panel-body').scrollTop = 1e6; }"""
    )
    until(frame, "document.querySelector('.rows .entry .unread')")
    frame.evaluate("document.querySelector('.rows .entry:has(.unread)').click()")
    frame.page.keyboard.press("Escape")
    until(frame, "!document.querySelector('.rows .entry .unread')")
    frame.page.wait_for_timeout(500)
    assert frame.locator(".view-records").count() == 1
    assert "event=" not in frame.url


def test_a_period_is_brushed_and_counted(opened_at):
    frame = opened_at()
    frame.locator('[data-action="time-period"]').click()
    for _ in range(2):
        frame.locator('[data-action="time-first-later"]').click()
    frame.locator('[data-action="time-last-earlier"]').click()
    until(frame, "/from=.*to=/.test(location.hash)")
    first, last = frame.evaluate("location.hash").removeprefix("#from=").split("&to=")
    wanted = matching(first=first, last=last)
    assert 0 < len(wanted) < COUNT
    assert said(frame) == f"Records found: {len(wanted)} of {COUNT}"
    assert {row["id"] for row in read_rows(frame)} <= set(wanted)


def test_a_place_of_many_events_tells_one_and_lists_the_others(opened_at):
    frame = opened_at(f"#event={RECORDS[60]['id']}")
    crowd = sum(record["place"] == CROWD for record in RECORDS)
    assert crowd >= 500
    assert frame.locator(".place-head h2").text_content() == CROWD
    assert frame.locator("li.chosen h3").text_content() == RECORDS[60]["title"]
    assert frame.evaluate("document.querySelectorAll('#app *').length") <= 1000
    rows = read_rows(frame)
    assert {row["of"] for row in rows} == {crowd}
    told = frame.evaluate("document.querySelector('li.chosen article').dataset.event")
    row = next(row for row in rows if row["id"] != told)
    frame.locator(f'.rows .entry[data-event="{row["id"]}"]').click()
    frame.wait_for_selector(f'li.chosen article[data-event="{row["id"]}"]')
    # The numbers of those before and after leave out the one that is told.
    after = read_rows(frame)
    assert row["at"] not in [other["at"] for other in after]
    frame.wait_for_function("hash => location.hash === hash", arg=f"#event={row['id']}")


def test_what_is_open_is_in_the_address_and_back_closes_it(opened_at):
    frame = opened_at()
    frame.evaluate("document.querySelector('.panel-body').scrollTop = 90_000")
    rows = read_rows(frame)
    id_ = rows[3]["id"]
    frame.locator(f'.rows .entry[data-event="{id_}"]').click()
    frame.wait_for_selector(f'article[data-event="{id_}"]')
    frame.wait_for_function("hash => location.hash === hash", arg=f"#event={id_}")
    assert frame.evaluate("document.activeElement.textContent") == BY_ID[id_]["place"]
    frame.page.go_back()
    frame.wait_for_selector(".view-records")
    assert [row["id"] for row in read_rows(frame)] == [row["id"] for row in rows]
    assert frame.evaluate("document.activeElement.dataset.event") == id_
    frame.page.go_forward()
    frame.wait_for_selector(f'article[data-event="{id_}"]')
    # An address that the page has not met is looked for.
    far = RECORDS[COUNT - 7]["id"]
    frame.evaluate("id => { location.hash = `#event=${id}`; }", far)
    frame.wait_for_selector(f'article[data-event="{far}"]')
    frame.evaluate("location.hash = '#event=nobody'")
    frame.wait_for_selector(".view-records")


def test_previous_and_next_go_through_what_is_found(opened_at):
    frame = opened_at("#category=trial&lang=de")
    trials = sorted(BY_ID[id_]["date"] or "9999" for id_ in matching(category="trial"))
    for at in range(3):
        frame.locator('[data-action="next"]').click()
        count = f"{at + 1} von {len(trials)}"
        until(
            frame,
            f"document.querySelector('.step-count')?.textContent === {json.dumps(count)}",
        )
        id_ = frame.evaluate("document.querySelector('li.chosen article').dataset.event")
        assert BY_ID[id_]["category"] == "trial"
        assert BY_ID[id_]["date"] == trials[at]


def test_another_language_says_the_same_records_in_its_words(opened_at):
    frame = opened_at("#q=lenkeran")
    until(frame, "document.querySelector('.searching').hidden")
    before = [row["id"] for row in read_rows(frame)]
    frame.locator('button[data-language="ar"]').click()
    frame.wait_for_selector('html[lang="ar"][dir="rtl"][data-ready="true"]', state="attached")
    until(frame, "document.querySelector('.searching').hidden")
    rows = read_rows(frame)
    assert [row["id"] for row in rows] == before
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in row["words"]) for row in rows)
    overflow = "document.documentElement.scrollWidth > innerWidth"
    assert not frame.evaluate(overflow)


def panel_findings(frame, axe: str) -> list[str]:  # noqa: F811
    """What is wrong beside the map, which has tests of its own."""
    return [one for one in findings(frame, axe) if "place-mark" not in one]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_many_records_show(visit, many_page, axe, theme):  # noqa: F811
    frame = visit(many_page(), color_scheme=theme).frame
    read_rows(frame)
    assert panel_findings(frame, axe) == []
    frame.locator(".filters > summary").click()
    frame.locator('[data-part="place"] > summary').click()
    frame.locator(".find-text").first.fill("zzzz")
    until(frame, "document.querySelector('.searching').hidden")
    assert panel_findings(frame, axe) == []
    frame.locator('[data-action="clear-all"]').click()
    frame.locator(f'.rows .entry[data-event="{read_rows(frame)[1]["id"]}"]').click()
    frame.wait_for_selector(".view-place")
    until(frame, "!document.querySelector('.rows .unread')")
    assert panel_findings(frame, axe) == []


def test_a_frame_s_window_opens_a_record_by_its_id(visit, many_page):
    visited = visit(many_page("embed"), "iframe-sandbox")
    frame, host = visited.frame, Host(visited)
    far = RECORDS[COUNT - 20]["id"]
    host.say(event=far)
    frame.wait_for_selector(f'article[data-event="{far}"]')
    host.until("state", event=far)
    host.say(event="nobody")
    host.until("refused", reason="event is not known: nobody")


def test_columns_of_a_kiosk_s_timeline_stand_side_by_side(enter, many_page):  # noqa: F811
    visited = enter(many_page("kiosk"), size=(1280, 720))
    begin(visited)
    visited.frame.wait_for_selector(".time-bin")
    boxes = visited.frame.locator(".time-bin").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(({x, width}) => [x, x + width])"
    )
    assert len(boxes) > 4
    assert all(end <= begins + 1 for (_, end), (begins, _) in pairwise(sorted(boxes)))


def test_a_kiosk_shows_places_and_returns_to_its_beginning(enter, many_page):  # noqa: F811
    visited = enter(many_page("kiosk"))
    frame = visited.frame
    places = {record["place"] for record in RECORDS}
    shown = frame.evaluate("document.querySelector('.attract-place').textContent")
    assert shown in places
    turn(visited, 8)
    until(frame, f"document.querySelector('.attract-place').textContent !== {json.dumps(shown)}")
    begin(visited)
    frame.wait_for_selector(".view-records")
    frame.locator(".find-text").first.fill("lenkeran")
    until(frame, "document.querySelector('.searching').hidden")
    assert said(frame) != ""
    turn(visited, 240)
    until(frame, "document.querySelector('.attract') !== null")
    begin(visited)
    frame.wait_for_selector(".view-records")
    assert said(frame) == ""
    assert read_rows(frame)[0]["at"] == 1


def test_what_is_asked_for_before_the_records_are_read_is_shown(visit, many_page):
    frame = visit(many_page()).frame
    frame.page.add_init_script(
        """new MutationObserver((_, watch) => {
            const sources = document.querySelector('[data-action="sources"]');
            if (sources && !document.documentElement.dataset.records) {
                watch.disconnect();
                sources.click();
            }
        }).observe(document, {childList: true, subtree: true});"""
    )
    frame.page.reload()
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    assert frame.locator(".view-sources").is_visible()
    frame.locator('[data-action="back"]').click()
    assert read_rows(frame)[0]["at"] == 1


def test_records_can_be_used_before_the_base_map_is_painted(visit, many_page):
    frame = visit(many_page()).frame
    frame.page.add_init_script(
        """new MutationObserver((_, watch) => {
            if (document.documentElement?.dataset.records !== 'true') return;
            watch.disconnect();
            window.then = {
                entries: document.querySelectorAll('.rows .entry').length,
                finds: document.querySelector('input[type=search]') !== null,
                ground: document.querySelector('canvas.basemap') !== null,
            };
        }).observe(document, {attributes: true, subtree: true});"""
    )
    frame.page.reload()
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    then = frame.evaluate("window.then")
    assert then["entries"] > 0
    assert then["finds"]
    assert not then["ground"]
    assert frame.locator("canvas.basemap[data-whole=true]").count() == 1
