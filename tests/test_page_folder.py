"""A page that is a folder has all that one file has, is whole at any time, and proves it."""

from __future__ import annotations

import html
import json
import re
import shutil
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from zlib import decompress

import pytest
from click.testing import CliRunner

from mapbuilder import page_folder
from mapbuilder.build import build
from mapbuilder.changes import changes_between, read_side
from mapbuilder.cli import main
from mapbuilder.errors import OutputError, PageError
from mapbuilder.extract import extract
from mapbuilder.kiosk_folder import read_kiosk_page, write_kiosk
from mapbuilder.report import Report
from mapbuilder.verify import verify
from tests.folder_pages import PIECE, small_pieces, write_table
from tests.many_reader import ManyReader

SCRIPT = re.compile(rb'document\.currentScript\.before\("([A-Za-z0-9+/=]*)"\);\n')


@pytest.fixture(autouse=True)
def pieces(monkeypatch):
    small_pieces(monkeypatch)


@pytest.fixture
def table(tmp_path) -> Path:
    return write_table(tmp_path / "in")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        small_pieces(patch)
        return build(write_table(folder / "in"), folder / "records.html", basemap="none")


@pytest.fixture
def page(built, tmp_path) -> Path:
    """The page of ``table`` in a folder of its own."""
    shutil.copytree(built.parent, tmp_path / "out" / "records")
    return tmp_path / "out" / "records" / "index.html"


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def listed(page: Path) -> dict[str, list[str]]:
    """By block, the sha256 of its files, as the page's scripts read them."""
    found = re.search(rb'id="many-files" hidden><!--([^<]*)-->', page.read_bytes())
    assert found
    files: dict[str, list[str]] = json.loads(decompress(b64decode(found[1])))["files"]
    return files


def test_the_files_together_are_the_blocks_of_the_page_in_one_file(page, table, tmp_path):
    one = build(table, tmp_path / "one.html", basemap="none", form="file")
    blocks = ManyReader(one.read_bytes()).elements
    own = ManyReader(page.read_bytes()).elements
    apart = listed(page)
    assert {id_.split("-")[1] for id_ in apart} == {"told", "facts", "spots", "words", "ids"}
    for id_, digests in apart.items():
        assert id_ not in own
        texts = []
        for number, digest in enumerate(digests):
            name = f"texts/{id_.removeprefix('many-')}.{number}.{digest[:16]}.js"
            content = (page.parent / name).read_bytes()
            assert sha256(content).hexdigest() == digest
            script = SCRIPT.fullmatch(content)
            assert script
            texts.append(script[1])
        assert b"".join(texts) == blocks[id_]
        assert all(len(text) == PIECE for text in texts[:-1])
    assert max(map(len, apart.values())) > 3
    same = {name for name in own if name.startswith("many-")} - {"many-files"}
    assert all(own[name] == blocks[name] for name in same)
    assert same | set(apart) == {name for name in blocks if name.startswith("many-")}


def test_the_policy_allows_files_beside_the_page_and_names_what_may_ask_for_them(page):
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
    assert found
    policy = dict(one.split(" ", 1) for one in html.unescape(found[1]).split("; "))
    hashes = r"(?:'sha256-[A-Za-z0-9+/=]{44}' )+"
    assert re.fullmatch(hashes + "'self'", policy["script-src"])
    assert policy["trusted-types"] == "default texts"
    assert policy["connect-src"] == "'none'"


def test_a_folder_is_told_of_with_its_reason_and_what_to_copy(table, tmp_path):
    old = tmp_path / "records.html"
    old.write_text("an older page")
    report = Report()
    path = build(table, old, report=report, basemap="none")
    (told,) = [one for one in report.problems() if one.code == "page-folder"]
    assert told.severity == "note"
    assert "since its records take 0 MB, and a browser opens one file of at most" in told.message
    assert f"Copy the whole folder {str(path.parent)!r}, and open index.html in it" in told.message
    assert f"{str(old)!r} is an older page" in told.message
    assert old.read_text() == "an older page"


def test_the_command_takes_either_form_and_says_what_it_wrote(monkeypatch, table, tmp_path):
    none = ["--basemap", "none"]
    run = CliRunner().invoke(
        main, ["build", str(table), "-o", f"{tmp_path}/a.html", "--single-file", *none]
    )
    assert run.exit_code == 0, run.output
    assert (tmp_path / "a.html").is_file()
    assert not (tmp_path / "a").exists()
    monkeypatch.setattr(page_folder, "MOST_BYTES", 400_000_000)
    run = CliRunner().invoke(
        main,
        ["build", str(table), "-o", f"{tmp_path}/b.html", "--folder", "--profile", "embed", *none],
    )
    assert run.exit_code == 0, run.output
    assert "the page is a folder, as was asked for" in run.output
    assert re.search(r"Wrote .*/b/index\.html \(\d+ kB, and \d+ files of texts with", run.output)
    assert '<iframe src="b/index.html"' in run.output


def test_a_folder_for_few_records_is_refused(monkeypatch, table, tmp_path):
    monkeypatch.setattr("mapbuilder.many.MANY_EVENTS", 2_000)
    with pytest.raises(PageError, match="leave out --folder"):
        build(table, tmp_path / "few.html", form="folder", basemap="none")
    assert list(tmp_path.glob("few*")) == []


def test_the_same_input_gives_the_same_folder_and_writes_no_text_anew(page, table, tmp_path):
    other = build(table, tmp_path / "other" / "index.html", basemap="none")
    assert other == tmp_path / "other" / "index.html"
    assert all_bytes(page.parent) == all_bytes(other.parent)
    times = {path: path.stat().st_mtime_ns for path in (page.parent / "texts").iterdir()}
    assert build(table, tmp_path / "out" / "records.html", basemap="none") == page
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_verify_names_what_is_changed_missing_or_none_of_the_page_s(page):
    folder = page.parent
    assert verify(folder) == verify(page) == ()
    changed, missing, *_ = sorted((folder / "texts").iterdir())
    changed.write_bytes(changed.read_bytes().replace(b"before", b"after_"))
    missing.unlink()
    (folder / "texts" / "more.js").write_text("1")
    (folder / "notes.txt").write_text("mine")
    (folder / ".DS_Store").write_text("the system's")
    assert {one.part: one.message.split(" ")[-1] for one in verify(folder)} == {
        f"texts/{changed.name}": "changed",
        f"texts/{missing.name}": "page",
        "texts/more.js": "own",
        "notes.txt": "own",
    }
    run = CliRunner().invoke(main, ["verify", str(folder)])
    assert run.exit_code == 1
    assert f"'texts/{missing.name}' is not beside the page" in run.output


def test_a_page_put_among_other_files_under_another_name_still_verifies(page):
    page.rename(page.with_name("exhibit.html"))
    (page.parent / "guide.md").write_text("of the kiosk")
    assert verify(page.with_name("exhibit.html")) == ()


def test_a_smaller_build_removes_the_texts_that_it_does_not_name(page, tmp_path):
    before = set((page.parent / "texts").iterdir())
    (page.parent / "notes.txt").write_text("mine")
    build(write_table(tmp_path / "in", 200), page.parent.with_suffix(".html"), basemap="none")
    after = set((page.parent / "texts").iterdir())
    assert len(after) < len(before)
    assert [one.part for one in verify(page)] == ["notes.txt"]


@pytest.mark.parametrize(
    ("stopped", "at"), [(KeyboardInterrupt, "second text"), (OutputError, "page")]
)
def test_a_build_that_is_stopped_leaves_the_old_folder(monkeypatch, page, tmp_path, stopped, at):
    before = all_bytes(page.parent)
    write, count = page_folder.write_atomic, []

    def stopping(path: Path, *contents: bytes, tidied: bool = True) -> None:
        count.append(path)
        if (path.name == "index.html") == (at == "page") and len(count) > 1:
            raise stopped("now")
        write(path, *contents, tidied=tidied)

    monkeypatch.setattr(page_folder, "write_atomic", stopping)
    other = write_table(tmp_path / "in", 300)
    with pytest.raises(stopped):
        build(other, tmp_path / "out" / "records.html", basemap="none")
    assert len(count) > 1
    assert all_bytes(page.parent) == before
    with pytest.raises(stopped):
        build(other, tmp_path / "out" / "new.html", basemap="none")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["records"]


def test_somebody_else_s_folder_is_not_touched(table, tmp_path):
    theirs = tmp_path / "records"
    theirs.mkdir()
    (theirs / "index.html").write_text("<title>Mine</title>")
    with pytest.raises(OutputError, match="something else in it"):
        build(table, tmp_path / "records.html", basemap="none")
    assert all_bytes(theirs) == {"index.html": b"<title>Mine</title>"}
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="that is a file"):
        build(table, tmp_path / "file.html", basemap="none")


def test_extract_diff_and_rebuild_take_the_folder(page, table, tmp_path):
    got = extract(page.parent, tmp_path / "back")
    assert (tmp_path / "back" / "events.csv").read_bytes() == table.read_bytes()
    assert got.missing == ()
    assert changes_between(read_side(str(page.parent)), read_side(str(table))).changes == ()
    run = CliRunner().invoke(main, ["verify", str(page.parent), "--rebuild"])
    assert run.exit_code == 0, run.output
    assert "the page is the same, byte by byte" in run.output


def test_a_kiosk_s_folder_has_the_texts(table, tmp_path):
    page = build(table, tmp_path / "show.html", profile="kiosk", basemap="none")
    folder = write_kiosk(read_kiosk_page(page.parent))
    assert folder == tmp_path / "show-kiosk"
    assert verify(folder / "exhibit.html") == ()
    assert any((folder / "texts").iterdir())
