"""Out of a page comes the folder that it was built from, and out of that the same page."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
from codecs import BOM_UTF8
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import mapbuilder.page
from mapbuilder import build
from mapbuilder.cli import main
from mapbuilder.errors import OutputError, ProofError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.extract import extract, read_page
from mapbuilder.manifest import read_manifest, seal
from mapbuilder.page import json_for_script
from mapbuilder.rebuild import build_as, rebuild
from mapbuilder.verify import verify

from .sheets import write_ods

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
PLACES = "id,name,lat,lon,precision,names\nbaku,Baku,40.4,49.8,city,ru:Баку|fa:باکو\n"
SETTINGS = """title = "Trams"
languages = ["en", "az", "fa"]
[basemap]
detail = "none"
[join]
world = false
"""
UNTITLED = '[basemap]\ndetail = "none"\n[join]\nworld = false\n'
WORDS = [
    "A tram",
    "Трамвай, второй",
    'said "now"',
    "Xətt\nikinci sətir",
    "تراموا",
    "電車",
    "קו ראשון",
    "",
]
COLUMNS = [
    "id",
    "date",
    "place",
    "lat",
    "lon",
    "title",
    "title_az",
    "text",
    "text_fa",
    "source",
    "Odd",
]
FORMATS = ["csv", "csv-bom", "csv-semicolon", "tsv", "xlsx", "ods", "geojson", "gpkg", "parquet"]


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def as_csv(rows, delimiter=",", ends="\n") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter, lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_events(folder: Path, form: str, rows: list[dict[str, str]]) -> None:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    if form == "csv":
        (folder / "events.csv").write_bytes(as_csv(rows).encode())
    elif form == "csv-bom":
        (folder / "events.csv").write_bytes(BOM_UTF8 + as_csv(rows, ends="\r\n").encode())
    elif form == "csv-semicolon":
        (folder / "events.csv").write_bytes(as_csv(rows, ";").encode())
    elif form == "tsv":
        (folder / "events.tsv").write_bytes(as_csv(rows, "\t", "\r\n").encode())
    elif form == "xlsx":
        book = Workbook()
        for row in [COLUMNS, *([row[name] for name in COLUMNS] for row in rows)]:
            book.active.append(row)
        book.save(folder / "events.xlsx")
    elif form == "ods":
        write_ods(
            folder / "events.ods", [COLUMNS, *([row[name] for name in COLUMNS] for row in rows)]
        )
    elif form == "parquet":
        frame.to_parquet(folder / "events.parquet")
    else:
        points = geopandas.points_from_xy([49.8] * len(frame), [40.4] * len(frame), crs="EPSG:4326")
        geopandas.GeoDataFrame(frame.drop(columns=["lat", "lon"]), geometry=points).to_file(
            folder / f"events.{form}"
        )


@pytest.fixture
def without_fonts(monkeypatch):
    """No fonts in the page: to cut them takes most of a build, and they are no input of it."""
    sheet = mapbuilder.page.font_sheet
    empty = sheet({"text": set()}, theme="memorial")
    monkeypatch.setattr(mapbuilder.page, "font_sheet", lambda *_, **__: empty)


row = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["", "a", "b", "c-1"]),
        "date": st.sampled_from(["1990-01-20", "1926", "1930s", "", "no day"]),
        "place": st.sampled_from(["Baku", "Баку", "Nowhere", "", "Baku; Nowhere"]),
        "lat": st.sampled_from(["", "", "40.41"]),
        "lon": st.sampled_from(["", "", "49.9"]),
        "title": st.sampled_from(WORDS),
        "title_az": st.sampled_from(WORDS),
        "text": st.sampled_from(WORDS),
        "text_fa": st.sampled_from(WORDS),
        "source": st.sampled_from(["", "s1", "unknown"]),
        "Odd": st.sampled_from(["", "x", "007"]),
    }
)
FIRST = dict.fromkeys(COLUMNS, "") | {
    "id": "first",
    "date": "1926",
    "place": "Baku",
    "title": "A",
}
FURTHER = {
    "places.csv": PLACES.encode(),
    "sources.csv": "id,title,file\ns1,A source,texts/мәтн.txt\n".encode(),
    "texts/мәтн.txt": b"A tram ran.\r\n",
    "figures.csv": b"event,measure,value,scope,source\nfirst,trams,4,the line,s1\n",
    "decisions.csv": b"toponym,place,who,when\nNowhere,baku,A. B.,2026-01-01\n",
    "steps.csv": "id,event,title,text\n,first,One,Mətn\n".encode("utf-8-sig"),
}


@pytest.mark.parametrize("form", FORMATS)
@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rows=st.lists(row, max_size=4),
    further=st.sets(st.sampled_from(sorted(FURTHER))),
    titled=st.booleans(),
)
def test_extract_and_build_undo_each_other(
    tmp_path_factory, without_fonts, form, rows, further, titled
):
    base = tmp_path_factory.mktemp("x")
    folder = base / "my exhibit"
    folder.mkdir()
    write_events(folder, form, [FIRST, *rows])
    further = set(further) | ({"texts/мәтн.txt"} if "sources.csv" in further else set())
    for name in further:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(FURTHER[name])
    (folder / "exhibit.toml").write_text(SETTINGS if titled else UNTITLED, "utf-8")
    page = build(folder, base / "page.html")
    assert verify(page) == ()
    got = extract(page, base / "again" / "my exhibit")
    kept = {name: content for name, content in files_in(folder).items() if name in got.files}
    assert files_in(base / "again" / "my exhibit") == kept
    # A text is an input where a source names it, a table wherever it is.
    assert set(files_in(folder)) - set(got.files) <= (
        {"texts/мәтн.txt"} - ({"sources.csv"} & further)
    )
    # Under another name of the folder.
    other = extract(page, base / "other")
    assert build_as(other, base / "third").read_bytes() == page.read_bytes()


@pytest.mark.parametrize(
    "case", ["media", "full-of-problems", "lines-and-areas", "twelve-languages"]
)
def test_the_golden_exhibits_come_back(case, tmp_path):
    folder = tmp_path / case
    shutil.copytree(EXHIBITS / case, folder, ignore=shutil.ignore_patterns("expected"))
    settings = (folder / "exhibit.toml").read_text("utf-8")
    (folder / "exhibit.toml").write_text(f'{settings}\n[carry]\nfiles = "all"\n', "utf-8")
    page = build(folder, tmp_path / "page.html")
    got = extract(page, tmp_path / "again")
    assert got.missing == ()
    again = files_in(tmp_path / "again")
    again.pop(".exhibit-name", None)
    assert again == {name: c for name, c in files_in(folder).items() if name in got.files}
    assert rebuild(read_page(page), "page.html") == read_page(page)


def test_originals_of_pictures_stay_out_unless_they_are_asked_for(tmp_path):
    folder = tmp_path / "media"
    shutil.copytree(EXHIBITS / "media", folder, ignore=shutil.ignore_patterns("expected"))
    got = extract(build(folder, tmp_path / "page.html"), tmp_path / "again")
    assert {Path(name).parent.name for name in got.missing} == {"files"}
    assert "events.csv" in got.files
    with pytest.raises(ProofError, match="does not carry"):
        rebuild(read_page(tmp_path / "page.html"), "page.html")
    # With the files put beside the others it is the same page again.
    shutil.copytree(folder / "files", tmp_path / "again/files", dirs_exist_ok=True)
    assert (
        build(got.exhibit, tmp_path / "b.html").read_bytes()
        == (tmp_path / "page.html").read_bytes()
    )


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "trams"
    folder.mkdir()
    write_events(folder, "csv", [FIRST])
    (folder / "places.csv").write_text(PLACES, "utf-8")
    (folder / "exhibit.toml").write_text(SETTINGS, "utf-8")
    return folder


@pytest.mark.parametrize(
    "options",
    [
        ["--lang", "fa", "--basemap", "none"],
        ["--profile", "kiosk", "--screen", "32in", "--distance", "60cm"],
        ["--profile", "embed", "--basemap", "light"],
    ],
)  # fmt: skip
def test_the_printed_command_builds_the_same_page(folder, tmp_path, options):
    runner = CliRunner()
    first = tmp_path / "first.html"
    assert runner.invoke(main, ["build", str(folder), "-o", str(first), *options]).exit_code == 0
    got = runner.invoke(main, ["extract", str(first), str(tmp_path / "again")])
    assert got.exit_code == 0, got.output
    command = shlex.split(got.output.splitlines()[-1])
    assert command[:2] == ["mapbuilder", "build"]
    second = tmp_path / "second.html"
    assert runner.invoke(main, [*command[1:], "-o", str(second)]).exit_code == 0
    assert second.read_bytes() == first.read_bytes()
    checked = runner.invoke(main, ["verify", str(first), "--rebuild"])
    assert checked.exit_code == 0, checked.output
    assert "byte by byte" in checked.output


def test_a_single_table_comes_back_as_one(folder, tmp_path):
    (folder / "events.csv").rename(folder / "our trams.csv")
    page = build(folder / "our trams.csv", tmp_path / "page.html")
    got = extract(page, tmp_path / "again")
    assert got.exhibit == tmp_path / "again/our trams.csv"
    assert "exhibit.toml" not in got.files
    assert build(got.exhibit, tmp_path / "b.html").read_bytes() == page.read_bytes()


def test_files_over_the_limit_are_named_and_missing(folder, tmp_path):
    (folder / "exhibit.toml").write_text(SETTINGS + "[carry]\nlimit_mb = 0.0004\n", "utf-8")
    (folder / "sources.csv").write_text("id,title\n" + "s1,x\n" * 200)
    page = build(folder, tmp_path / "page.html")
    got = extract(page, tmp_path / "again")
    assert got.missing == ("sources.csv",)
    checked = CliRunner().invoke(main, ["extract", str(page), str(tmp_path / "third")])
    assert checked.exit_code == 1
    assert "sources.csv is not in the page" in checked.output


def test_a_page_that_carries_nothing_says_so(folder, tmp_path):
    (folder / "exhibit.toml").write_text(SETTINGS + '[carry]\nfiles = "none"\n', "utf-8")
    page = build(folder, tmp_path / "page.html")
    assert b'id="inputs"' not in page.read_bytes()
    assert verify(page) == ()
    with pytest.raises(ProofError, match="carries no files"):
        extract(page, tmp_path / "again")


def test_nothing_is_written_over_unless_it_is_asked_for(folder, tmp_path):
    page = build(folder, tmp_path / "page.html")
    extract(page, folder)  # the same bytes: nothing would be lost
    (folder / "places.csv").write_text("mine")
    with pytest.raises(OutputError, match=r"places\.csv already"):
        extract(page, folder)
    assert (folder / "places.csv").read_text() == "mine"
    extract(page, folder, force=True)
    assert (folder / "places.csv").read_text("utf-8") == PLACES


def test_no_link_is_written_through(folder, tmp_path):
    page = build(folder, tmp_path / "page.html")
    target = tmp_path / "again"
    target.mkdir()
    (tmp_path / "precious").write_text("mine")
    (target / "events.csv").symlink_to(tmp_path / "precious")
    with pytest.raises(OutputError, match="link"):
        extract(page, target, force=True)
    assert (tmp_path / "precious").read_text() == "mine"


def forged(page: Path, change) -> bytes:
    """The page with another manifest, sealed as if it were its own."""
    content = read_page(page)
    manifest = read_manifest(content, "page")
    change(manifest.block)
    return seal(
        content[: manifest.start] + content[manifest.end :], manifest.block, json_for_script
    )


@pytest.mark.parametrize(
    "name",
    [
        "../out.csv", "/etc/out.csv", "a/../../out.csv", "C:\\out.csv", "a\\b.csv", "a\x00.csv",
        "a//b.csv", "", ".", "con", "events.csv:x", "nul.csv", "a/", "x" * 300,
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(name, folder, tmp_path):
    page = build(folder, tmp_path / "page.html")

    def rename(block):
        block["inputs"][0]["name"] = name

    page.write_bytes(forged(page, rename))
    with pytest.raises(ProofError, match="lead out of the folder"):
        extract(page, tmp_path / "in/again")
    assert not (tmp_path / "in").exists()
    assert not (tmp_path / "out.csv").exists()


def test_a_page_that_claims_another_size_or_digest_is_refused(folder, tmp_path):
    page = build(folder, tmp_path / "page.html")
    whole = page.read_bytes()
    for key, value in (("bytes", 5_000_000_000), ("bytes", 3), ("sha256", "0" * 64)):
        page.write_bytes(whole)

        def change(block, key=key, value=value):
            block["inputs"][0][key] = value

        page.write_bytes(forged(page, change))
        with pytest.raises(ProofError):
            extract(page, tmp_path / "again")
        assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    "key", ["build", "inputs", "carried", "parts", "pieces", "beside", "counts"]
)
@pytest.mark.parametrize("value", [None, 3, "x", [3], {"a": 1}, [{"name": 3}]])
def test_a_manifest_of_another_shape_is_refused_in_one_line(key, value, folder, tmp_path):
    page = built_once(folder, tmp_path)
    content = read_page(page)
    manifest = read_manifest(content, "page")
    text = json.dumps({**manifest.block, key: value}).encode()
    page.write_bytes(content[: manifest.start] + text + content[manifest.end :])
    done = CliRunner().invoke(main, ["extract", str(page), str(tmp_path / "again")])
    # What extracting does not ask for may be anything of its type.
    assert done.exit_code == 2 or type(value) is type(manifest.block[key]), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


_PAGES: dict[str, bytes] = {}


def built_once(folder: Path, tmp_path: Path) -> Path:
    page = tmp_path / "page.html"
    if "page" not in _PAGES:
        _PAGES["page"] = build(folder, page).read_bytes()
    page.write_bytes(_PAGES["page"])
    return page


@pytest.mark.parametrize(
    "content", [b"", b"<!DOCTYPE html><p>A page", b"\xff\xfe\x00", b"PK\x03\x04"]
)
def test_what_is_no_page_of_ours_is_said_to_be_none(content, tmp_path):
    page = tmp_path / "x.html"
    page.write_bytes(content)
    for command in (["extract", str(page), str(tmp_path / "y")], ["verify", str(page)]):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 2
        assert "x.html has no manifest" in done.output
    assert CliRunner().invoke(main, ["verify", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(main, ["verify", str(tmp_path / "none")]).exit_code == 2


def test_an_exhibit_made_in_python_has_no_files_to_give_back(tmp_path):
    from .invented import exhibit_of

    page = build(exhibit_of(), tmp_path / "page.html")
    assert verify(page) == ()
    with pytest.raises(ProofError, match="in Python"):
        extract(page, tmp_path / "again")


def test_the_manifest_names_what_changes_the_page(folder, tmp_path):
    page = build(folder, tmp_path / "page.html", lang="az", basemap="light")
    block = read_manifest(read_page(page), "page").block
    assert block["build"]["options"] == {"profile": "web", "basemap": "light", "lang": "az"}
    assert block["build"]["name"] == "trams"
    assert re.fullmatch("[0-9a-f]{64}", block["page"])
    assert all(one["carried"] for one in block["inputs"])
    assert read_exhibit(folder).options == {}


@pytest.fixture
def with_own_map(folder):
    from .tile_maps import write_pmtiles

    write_pmtiles(folder / "streets.pmtiles")
    (folder / "events.csv").write_text(
        "id,date,title,lat,lon\na,1990,One,40.375,49.83\nb,1991,Two,40.40,49.85\n", "utf-8"
    )
    (folder / "exhibit.toml").write_text(
        'title = "Two"\n[basemap]\nown = "streets.pmtiles"\nembed_limit_mb = 0.001\n'
        '[carry]\nfiles = "all"\n',
        "utf-8",
    )
    return folder


def test_a_map_beside_the_page_is_verified_with_it(with_own_map, tmp_path):
    page = build(with_own_map, tmp_path / "out/our page.html")
    (part, *_) = sorted((tmp_path / "out/our page.map").iterdir())
    assert verify(page) == ()
    assert rebuild(read_page(page), page.name) == read_page(page)
    # The page names its neighbours by its own name, which is in the command therefore.
    got = extract(page, tmp_path / "again")
    assert "--output 'our page.html'" in got.command()
    part.write_bytes(part.read_bytes() + b" ")
    (finding,) = verify(page)
    assert finding.part == f"our page.map/{part.name}"
    part.unlink()
    (finding,) = verify(page)
    assert "is not beside the page" in finding.message


def test_a_map_given_on_the_command_line_comes_back_with_it(with_own_map, tmp_path):
    (with_own_map / "streets.pmtiles").rename(tmp_path / "other.pmtiles")
    (with_own_map / "exhibit.toml").write_text(
        'title = "Two"\nid = "two"\n[carry]\nfiles = "all"\n', "utf-8"
    )
    page = build(with_own_map, tmp_path / "page.html", basemap=tmp_path / "other.pmtiles")
    got = extract(page, tmp_path / "again")
    assert "other.pmtiles" in got.files
    assert not (tmp_path / "again/.exhibit-name").exists()
    assert build_as(got, tmp_path / "b").read_bytes() == page.read_bytes()
