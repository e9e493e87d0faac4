"""What `make bench` is trusted for: its events, its eye for a mark, its limits, its words."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import tarfile
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bench import (
    events,
    floor,
    libraries,
    opening,
    pages,
    peers,
    plot,
    published,
    report,
    small,
    within,
)

EXHIBIT_SHA256 = "c624b700ce25d6aa30069723cdeae6047b3b81252c789dc06e16c8fb5fb8d526"
FLAT_SHA256 = "c842d2c32469e1a9b3f10cbd2920e6912f2772675fba4058d4dd2d2fe0c7fdde"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def picture(ground: tuple[int, int, int], *marks: tuple[int, int, tuple[int, int, int]]) -> bytes:
    """A window of one colour with round marks of 12 pixels."""
    image = Image.new("RGB", (1440, 900), ground)
    pen = ImageDraw.Draw(image)
    for x, y, colour in marks:
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=colour)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def result(tool: str, size: int, **parts: object) -> tuple[tuple[str, int], report.Result]:
    return (tool, size), {"tool": tool, "size": size, **parts}


def built(cpu_s: float, peak_mb: float, bytes_: int) -> dict[str, float]:
    return {"cpu_s": cpu_s, "wall_s": cpu_s, "peak_mb": peak_mb, "bytes": bytes_, "runs": 1}


def test_the_events_are_the_same_bytes_everywhere(tmp_path):
    exhibit, flat = events.write(tmp_path, 1_000)
    digest = hashlib.sha256()
    for path in sorted(exhibit.iterdir()):
        digest.update(path.read_bytes())
    assert digest.hexdigest() == EXHIBIT_SHA256
    assert hashlib.sha256(flat.read_bytes()).hexdigest() == FLAT_SHA256


def test_both_forms_hold_the_same_events_at_the_same_places(tmp_path):
    exhibit, flat = events.write(tmp_path, 2_000)
    where = {row["name"].lower(): (row["lon"], row["lat"]) for row in rows(exhibit / "places.csv")}
    ours, theirs = rows(exhibit / "events.csv"), rows(flat)
    assert len(where) == 1_000
    assert len(ours) == len(theirs) == 2_000
    for one, other in zip(ours, theirs, strict=True):
        shared = ("title", "text", "date", "category", "source")
        assert [one[name] for name in shared] == [other[name] for name in shared]
        assert where[one["place"].strip().lower()] == (other["lon"], other["lat"])
    spellings = {row["place"] for row in ours}
    often = Counter(name.strip().lower() for name in spellings)
    assert set(often.values()) == {1, 2}
    assert 100 < sum(number == 2 for number in often.values()) < 300
    assert 290 < (exhibit / "events.csv").stat().st_size / 2_000 < 340


def test_mapbuilder_joins_all_of_the_events(tmp_path):
    from mapbuilder.exhibit import read_exhibit

    exhibit, _ = events.write(tmp_path, 200)
    checked = read_exhibit(exhibit).checked()
    assert [problem for problem in checked.problems if problem.column == "place"] == []
    assert floor.floor(exhibit)[0] == 200
    assert floor.floor(exhibit, words=True)[2] > 50


def rim(line: tuple[int, int, int]) -> bytes:
    """Pale discs with a line of 1.25 pixels round them, in a picture of half the window's size."""
    image = Image.new("RGB", (1440 * 2, 900 * 2), (203, 217, 226))
    draw = ImageDraw.Draw(image)
    for left in (800, 1100, 1400):
        draw.ellipse((left, 800, left + 88, 888), fill=line)
        draw.ellipse((left + 2.5, 802.5, left + 85.5, 885.5), fill=(255, 253, 248))
    held = io.BytesIO()
    image.resize((720, 450), Image.Resampling.BOX).save(held, "JPEG", quality=90)
    return held.getvalue()


@pytest.mark.parametrize(
    ("what", "shown", "marked"),
    [
        ("rims of ink", rim((33, 37, 43)), True),
        ("rims as grey as a coast", rim((150, 160, 168)), False),
        ("one grey", picture((242, 242, 242)), False),
        ("the colours of a base map", picture((203, 217, 226), (600, 450, (246, 242, 231))), False),
        ("a window before it is drawn", picture((0, 0, 0)), False),
        ("a red mark", picture((242, 242, 242), (600, 450, (179, 38, 30))), True),
        ("a mark of ink", picture((203, 217, 226), (600, 450, (33, 37, 43))), True),
        ("a panel at the left", picture((242, 242, 242), (40, 450, (179, 38, 30))), False),
        ("a panel at the right", picture((242, 242, 242), (960, 450, (33, 37, 43))), False),
    ],
)
def test_a_mark_is_told_from_a_ground_by_its_colour(what, shown, marked):
    assert opening.has_mark(shown) is marked, what


def test_frames_are_told_by_their_middle_their_95th_part_and_their_worst():
    frames = [16.0] * 18 + [40.0, 90.0]
    assert opening.summary(frames) == {"p50": 16.0, "p95": 40.0, "worst": 90.0}
    assert opening.summary([]) == {}


def test_every_address_is_answered_from_a_package_that_is_known_by_its_hash():
    files = [
        *libraries.ADDRESSES.values(),
        *(path for one in libraries.MODULES.values() for path in (one.main, *one.inner.values())),
    ]
    for path in files:
        assert any(path.startswith(f"{package}/") for package in libraries.HASHES), path


def test_a_tile_is_one_grey_and_a_style_has_nothing_to_load():
    lent = libraries.Libraries(Path())
    content, kind = lent.answer("https://tile.openstreetmap.org/3/4/2.png") or (b"", "")
    image = Image.open(io.BytesIO(content))
    assert (kind, image.size) == ("image/png", (256, 256))
    assert image.getcolors() == [(256 * 256, libraries.GROUND)]
    style, kind = lent.answer("https://basemaps.cartocdn.com/gl/x/style.json") or (b"", "")
    assert kind == "application/json"
    assert b"http" not in style


def test_an_address_that_nobody_should_ask_for_has_no_answer():
    assert libraries.Libraries(Path()).answer("https://example.org/map.js") is None


def test_a_package_is_lent_as_a_file_and_as_a_module(tmp_path):
    def pack(package: str, files: dict[str, bytes]) -> None:
        with tarfile.open(libraries.archive(tmp_path, package), "w:gz") as packed:
            for name, content in files.items():
                member = tarfile.TarInfo(f"package/{name}")
                member.size = len(content)
                packed.addfile(member, io.BytesIO(content))

    pack("leaflet@1.9.3", {"dist/leaflet.js": b"var L"})
    pack("redux@5.0.1", {"dist/cjs/redux.cjs": b"exports.compose = 1"})
    lent = libraries.Libraries(tmp_path)
    found = lent.answer("https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js")
    assert found is not None
    assert found[0] == b"var L"
    assert lent.answer("https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/other.js") is None
    module, kind = lent.answer("https://esm.sh/redux@5.0.1") or (b"", "")
    assert kind == "text/javascript"
    assert b"exports.compose = 1" in module
    assert module.endswith(b"export default main;")


def test_an_archive_with_another_hash_is_refused(tmp_path):
    for package in libraries.HASHES:
        libraries.archive(tmp_path, package).write_bytes(b"something else")
    with pytest.raises(SystemExit, match="its hash is another"):
        libraries.fetch(tmp_path)


def test_a_process_is_ended_at_its_limit_and_says_which():
    slow = within.run([sys.executable, "-c", "import time; time.sleep(60)"], seconds=1, memory_mb=9)
    assert slow.why in ("over 1 s", "over 0 GB")
    assert slow.wall_s < 30
    large = "held = bytearray(400_000_000); import time; time.sleep(60)"
    ended = within.run([sys.executable, "-c", large], seconds=50, memory_mb=200)
    assert ended.why == "over 0 GB"


def test_a_process_that_does_its_work_is_accounted_for():
    ended = within.run(
        [sys.executable, "-c", "print(len(bytearray(90_000_000)))"], seconds=60, memory_mb=2_000
    )
    assert (ended.why, ended.said.strip()) == ("", "90000000")
    assert ended.peak_mb > 90
    wrong = within.run([sys.executable, "-c", "1 / 0"], seconds=60, memory_mb=2_000)
    assert wrong.why == "failed: ZeroDivisionError: division by zero"


def test_a_tool_is_not_tried_where_a_tenth_has_taken_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "RESULTS", tmp_path)
    tool = "plotly"
    assert peers.not_tried(tool, 100_000) == ""
    slow = {"cpu_s": 80.0, "wall_s": 83.0, "peak_mb": 1.0, "bytes": 1}
    peers.keep(tool, 10_000, {"build": slow, "opening": {"first_mark_ms": 9.0}})
    assert peers.not_tried(tool, 100_000) == "not tried: 83 s at 10,000"
    peers.keep(tool, 10_000, {"build": {**slow, "wall_s": 3.0}, "opening": {"first_mark_ms": None}})
    assert peers.not_tried(tool, 100_000) == "not tried: no mark at 10,000"
    peers.keep(tool, 10_000, {"build": {"why": "over 300 s"}})
    assert peers.not_tried(tool, 100_000) == "not tried: over 300 s at 10,000"
    peers.keep(tool, 10_000, {"build": {"why": "not tried: 83 s at 1,000"}})
    assert peers.not_tried(tool, 100_000) == "not tried: 83 s at 1,000"


def test_a_page_that_became_a_folder_is_found_and_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    folder = tmp_path / "pages" / "mapbuilder-10"
    (folder / "texts").mkdir(parents=True)
    (folder / "index.html").write_text("page")
    (folder / "texts" / "1.js").write_text("text")
    assert peers.first_page("mapbuilder", 10) == folder / "index.html"
    assert peers.build_result([within.Ended(1, 2, 3, "")], peers.page_files("mapbuilder", 10)) == {
        "cpu_s": 2,
        "wall_s": 1,
        "peak_mb": 3,
        "bytes": 8,
        "runs": 1,
    }


def test_a_promise_is_held_broken_or_not_measured():
    results = dict(
        [
            result("mapbuilder", 100_000, build=built(1.0, 500, 9)),
            result("folium GeoJson, canvas", 100_000, build=built(14.0, 400, 9)),
        ]
    )
    said = {budget.what: budget for budget in report.budgets(results)}
    by_peer = [budget for budget in report.budgets(results) if "GeoJson" in budget.against]
    assert [budget.holds for budget in by_peer] == [True, False]
    assert by_peer[0].allowed == "1.40 s CPU"
    assert said["bytes an event of 1,000,000"].holds is None


def test_what_a_browser_takes_for_the_bytes_alone_is_told_beside_the_page():
    page = b'<p>x<script type="text/plain" id="a">eNqr</script><script>run()</script>'
    laden = pages.laden(page)
    assert b'id="a">eNqr</script>' in laden
    assert b"run()" not in laden
    assert laden.count(b"<div>") == 1
    opened = {"first_mark_ms": 148.0, "loaded_ms": 612.0, "renderer_mb": 200.0}
    results = dict(
        [
            result("mapbuilder", 10, opening={**opened, "answers": {"whole": 190.0}}),
            result("mapbuilder", 1_000_000, opening={**opened, "loaded_ms": 900.0}),
            result(report.LADEN, 1_000_000, opening=opened),
            result(report.APART, 1_000_000, opening={**opened, "answers": {"whole": 580.0}}),
        ]
    )
    assert report.tools_of(results) == ["mapbuilder"]
    rows = report.laden_rows(results)
    assert f"| {report.LADEN} | 148 | – | 612 | 200 | – |" in rows
    assert "| mapbuilder, 10 | 148 | 190 | 612 | 200 | – |" in rows
    assert "| mapbuilder, 1,000,000 | 148 | – | 900 | 200 | – |" in rows
    assert f"| {report.APART} | 148 | 580 | 612 | 200 | – |" in rows
    assert report.laden_rows({}) == []


def test_a_page_that_unpacks_the_same_columns_is_the_least_that_could_be_used():
    page = b'<div id="many-events" hidden><!--eNqr--></div><script>run()</script>'
    unpacking = pages.unpacking(page)
    assert unpacking.index(b"DecompressionStream") < unpacking.index(b"<!--eNqr")
    assert unpacking.replace(pages.UNPACK, b"") == pages.laden(page)


def test_what_is_promised_stands_beside_the_least_that_it_could_cost():
    most, build = 1_000_000, {"wall_s": 9.0, "peak_mb": 1.0, "bytes": 1}
    results = dict(
        [
            result("mapbuilder", most, build={**build, "cpu_s": 15.5},
                   opening={"answers": {"whole": 432.0}, "peak_renderer_mb": 529.0}),
            result(report.FLOOR, most, build={**build, "cpu_s": 4.56}),
            result(report.FLOOR_WORDS, most, build={**build, "cpu_s": 7.2}),
            result(report.UNPACKING, most, opening={"answers": {"whole": 290.0}}),
            result(report.LADEN, most, opening={"peak_renderer_mb": 395.0}),
        ]
    )  # fmt: skip
    rows = [
        row.split(" | ")[1:]
        for row in report.least_rows(results)
        if " s |" in row or " ms |" in row
    ]
    assert ["15.5 s", "4.56 s |"] in rows
    assert ["15.5 s", "7.20 s |"] in rows
    assert ["432 ms", "290 ms |"] in rows
    assert any("| 529 MB | 395 MB |" in row for row in report.least_rows(results))
    assert report.least_rows({}) == []
    assert report.tools_of(results) == ["mapbuilder"]


def test_what_the_small_exhibit_promises_is_in_the_page(tmp_path):
    kept = tmp_path / "small.json"
    assert report.small_budgets(kept) == []
    rows = [
        ("mapbuilder --help", "0.100 s", "python -c pass 0.020 s", "5.00", "8", "holds"),
        ("page beside base map", "470 kB", "(whole page 800 kB)", "", "450 kB", "EXCEEDED"),
        ("peak memory of the build", "90 MB", "", "", "", ""),
    ]
    small.keep(rows, kept)
    assert [budget.cells() for budget in report.small_budgets(kept)] == [
        ("mapbuilder --help", "0.100 s", "python -c pass 0.020 s", "8 times", "holds"),
        ("page beside base map", "470 kB", "(whole page 800 kB)", "450 kB", "**exceeded**"),
    ]


def test_the_page_says_what_was_measured_what_was_not_and_what_showed_nothing():
    opened = {
        "first_mark_ms": 148.0, "pan": {"p50": 16.7, "p95": 16.8, "worst": 33.4}, "zoom": {},
        "heap_mb": 4.0, "renderer_mb": 90.0, "nodes": 1234, "requests": 0, "tiles": 0,
        "beside_bytes": 0,
    }  # fmt: skip
    results = dict(
        [
            result("mapbuilder", 1_000, build=built(1.0, 100, 500_000), opening=opened, cut=True),
            result(
                "plotly",
                1_000,
                build=built(2.0, 200, 812_000),
                opening={"first_mark_ms": None, "why": "none in 60 s"},
            ),
            result("kepler.gl", 1_000, build={"why": "over 300 s"}),
            result(report.FLOOR, 1_000, build=built(0.5, 50, 0)),
        ]
    )
    machine = {
        "system": "Linux x86_64", "cores": 2, "memory_gb": 8, "python": "3.11.7",
        "chromium": "156.0", "packages": {"folium": "0.20.0"}, "load": 0.2,
    }  # fmt: skip
    page = report.document(results, machine, "## How\n")
    assert page == report.document(results, machine, "## How\n")
    assert "| mapbuilder | 1.00 s · 100 MB · 500 B |" in page
    assert "| kepler.gl | over 300 s |" in page
    assert "| plotly | none in 60 s |" in page
    assert "| mapbuilder | **148** · 17/17/33 · – |" in page
    assert "| mapbuilder | 0 | 0 | 0.00 MB | marks drawn |" in page
    assert page.index("| mapbuilder |") < page.index("| kepler.gl |")
    assert "busy" not in page
    assert "busy" in report.document(results, {**machine, "load": 9.5}, "")


def test_a_number_of_events_is_short_under_an_axis():
    assert [plot.short(size) for size in events.SIZES] == ["10", "1k", "10k", "100k", "1M"]


def test_what_was_not_measured_is_no_point_of_a_plot():
    build, mark, page = (figure_of for _, figure_of in plot.PANELS)
    failed = {"build": {"why": "over 300 s"}}
    assert [build(failed), mark(failed), page(failed)] == [None, None, None]
    done = {"build": built(1.5, 100, 2_000_000), "opening": {"first_mark_ms": 250.0}}
    assert [build(done), mark(done), page(done)] == [1.5, 0.25, 2.0]


def test_the_report_and_the_measuring_mean_the_same_things():
    names = ("OWN", "BLANK", "LADEN", "FLOOR", "APART")
    assert [getattr(report, name) for name in names] == [getattr(peers, name) for name in names]
    assert report.RESULTS == peers.RESULTS
    text = Path(report.__file__).with_name("about.md").read_text("utf-8")
    for said in (f"{peers.BUILD_S:.0f} s and {peers.BUILD_MB / 1000:.0f} GB",
                 f"{peers.MARK_S:.0f} s", "1440 × 900"):  # fmt: skip
        assert said in text


def test_of_several_openings_each_number_is_the_median_and_a_peak_the_largest():
    found = [
        {
            "renderer_mb": n,
            "peak_renderer_mb": n,
            "zoom": {"worst": 10 * n},
            "cut": [],
            "rest": rest,
        }
        for n, rest in ((3, 1.0), (1, None), (2, 2.0))
    ]
    assert peers.medians(found) == {
        "renderer_mb": 2,
        "peak_renderer_mb": 3,
        "zoom": {"worst": 20},
        "cut": [],
        "rest": None,
    }
    # Answers are looked for in the first alone.
    told = [{"answers": {"text": 5.0, "whole": n}} for n in (1, 2, 3)]
    for one in told[1:]:
        del one["answers"]["text"]
    assert peers.medians(told) == {"answers": {"text": 5.0, "whole": 2}}


def test_growth_is_told_by_what_each_further_event_costs():
    steps = {10_000: (1.0, 3_000_000), 100_000: (1.9, 12_000_000), 1_000_000: (13.6, 102_000_000)}
    results = dict(
        result("mapbuilder", size, build=built(cpu_s, 1, bytes_))
        for size, (cpu_s, bytes_) in steps.items()
    )
    said = {one.what: one for one in report.budgets(results)}
    time = said["time of each event from 100,000 to 1,000,000"]
    assert (time.measured, time.allowed, time.holds) == ("13.0 µs CPU", "11.5 µs CPU", False)
    bytes_ = said["bytes of page of each event from 100,000 to 1,000,000"]
    assert (bytes_.measured, bytes_.allowed, bytes_.holds) == ("100 B", "115 B", True)
    del results["mapbuilder", 10_000]
    said = {one.what: one for one in report.budgets(results)}
    assert said["time of each event from 100,000 to 1,000,000"].holds is None


def test_what_is_published_is_promised_beside_a_blank_page_of_its_server():
    frames = {"p50": 16.7, "p95": 16.800000000001091, "worst": 50.1}
    opened = {
        "first_mark_ms": 94.0, "pan": frames, "zoom": frames, "renderer_mb": 110.0,
        "answers": {"kind": 103.5, "kind_longest": 112.2, "search": None},
    }  # fmt: skip
    results = dict(
        [
            result(report.BLANK_SERVED, 0, opening={"first_mark_ms": 49.0}),
            result(report.PUBLISHED, 10_000_000, build=built(214, 1_127, 249_000_000),
                   opening=opened),
        ]
    )  # fmt: skip
    said = {one.what: one for one in report.budgets(results)}
    first = said["first mark of 10,000,000, published"]
    assert (first.measured, first.allowed, first.holds) == ("94.0 ms", "122 ms", True)
    assert said["zoom of 10,000,000, published, p95"].holds is True
    assert said["zoom of 10,000,000, published, worst"].holds is False
    assert report.tools_of(results) == report.sizes_of(results) == []
    row = next(row for row in report.published_rows(results) if row.startswith("| 10,000,000"))
    assert row == (
        "| 10,000,000 | 214 s · 1,127 MB | 249 MB | 94.0 | 17/17/50 · 17/17/50 | 110 MB "
        "| 104 / 112 | – / – | – / – | – / – |"
    )
    assert report.published_rows({}) == []


def test_a_published_exhibit_is_built_served_and_asked(tmp_path, monkeypatch):
    for module in (peers, report):
        monkeypatch.setattr(module, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    (tmp_path / "results").mkdir()
    monkeypatch.setattr(sys, "argv", ["published", "--size", "3000", "--runs", "1"])
    published.main()
    results = report.read_results(tmp_path / "results")
    opening = results[report.PUBLISHED, 3_000]["opening"]
    assert results[report.PUBLISHED, 3_000]["build"]["bytes"] > 500_000
    # What is asked for is the page and one part, and a mark is seen in both pages.
    assert opening["requests"] == 2
    assert opening["first_mark_ms"] > 0
    assert results[report.BLANK_SERVED, 0]["opening"]["first_mark_ms"] > 0
    assert all(found is not None and found > 0 for found in opening["answers"].values())
