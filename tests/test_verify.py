"""Whatever is changed in a page is found, and said to be where it is."""

from __future__ import annotations

import random
from codecs import BOM_UTF8
from itertools import pairwise

import pytest
from click.testing import CliRunner

from mapbuilder.cli import main
from mapbuilder.manifest import parts_of
from mapbuilder.verify import verify, verify_bytes

PLACES_IN_A_PART = 8


@pytest.fixture(scope="module")
def page(exhibit_page) -> bytes:
    return exhibit_page.read_bytes()


def changed_parts(content: bytes) -> list[str]:
    return [finding.part for finding in verify_bytes(content, "page.html")]


def test_a_page_as_it_was_built_has_no_finding(page):
    assert verify_bytes(page, "page.html") == ()


def test_the_parts_cover_the_page_without_a_gap(page):
    inner = page.removeprefix(BOM_UTF8)
    parts = parts_of(inner)
    assert parts[0].start == 0
    assert parts[-1].end == len(inner)
    assert all(one.end == other.start for one, other in pairwise(parts))
    names = [part.name for part in parts]
    assert len(set(names)) == len(names)
    assert {"payload", "text", "manifest", "texts", "texts-az", "inputs", "basemap"} <= set(names)


def test_a_flipped_bit_anywhere_is_found_and_said_to_be_where_it_is(page):
    inner = page.removeprefix(BOM_UTF8)
    chance = random.Random(6)
    for part in parts_of(inner):
        edges = {part.start, part.end - 1}
        inside = {chance.randrange(part.start, part.end) for _ in range(PLACES_IN_A_PART)}
        for at in sorted(edges | inside):
            flipped = bytearray(inner)
            flipped[at] ^= 1 << chance.randrange(8)
            found = verify_bytes(BOM_UTF8 + bytes(flipped), "page.html")
            assert found, f"byte {at} of {part.name}"
            assert found[0].part == part.name, f"byte {at} of {part.name}"
            assert len({one.part for one in found}) == 1 or part.name == "manifest"
            # What is told begins at or before the byte that was changed.
            assert part.name == "manifest" or part.start <= found[0].start <= at


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_changed_mark_of_the_encoding_is_found(page, at):
    flipped = bytearray(page)
    flipped[at] ^= 4
    assert changed_parts(bytes(flipped)) == ["mark"]
    assert changed_parts(page[3:]) == ["mark"]


def test_a_changed_sentence_is_named_by_its_record(page):
    old = b"147 Azerbaijani civilians"
    at = page.index(old)
    (finding, *others) = verify_bytes(page[:at] + b"137" + page[at + 3 :], "page.html")
    assert others == []
    assert finding.part == "text"
    assert "record ev09 in en" in finding.message
    assert 0 < page.count(b"\n", 0, at) + 1 - finding.line < 30


def test_a_longer_sentence_moves_nothing_else_into_the_findings(page):
    changed = page.replace(b"147 Azerbaijani", b"one hundred and forty-seven Azerbaijani", 1)
    changed = changed.replace(b'id="texts-az"', b'id="texts-az" ', 1)
    found = verify_bytes(changed, "page.html")
    assert sorted({one.part for one in found}) == ["text", "texts-az"]


def test_a_record_that_was_taken_out_is_missed(page):
    start = page.index(b'<article id="text-en-ev09"')
    end = page.index(b"</article>\n", start) + len(b"</article>\n")
    (finding,) = verify_bytes(page[:start] + page[end:], "page.html")
    assert finding.part == "text"
    assert "has lost a record" in finding.message


def test_a_block_that_was_taken_out_or_put_in_is_named(page):
    start = page.index(b'<script type="text/plain" id="relief-0"')
    end = page.index(b"</script>\n", start) + len(b"</script>\n")
    found = verify_bytes(page[:start] + page[end:], "page.html")
    assert [one.part for one in found] == ["relief-0"]
    put = page.replace(b"</body>", b"<script>alert(1)</script>\n</body>")
    assert ["put in" in one.message for one in verify_bytes(put, "page.html")] == [True]
    assert verify_bytes(page + b"\n", "page.html")
    assert verify_bytes(page[:-1], "page.html")


def test_an_editor_s_line_ends_are_told_as_such(page):
    crlf = page.replace(b"\n", b"\r\n")
    found = verify_bytes(crlf, "page.html")
    assert [one.part for one in found] == ["line ends"]
    assert "editor" in found[0].message
    both = changed_parts(crlf.replace(b"147 Azerbaijani", b"137 Azerbaijani", 1))
    assert both == ["line ends", "text"]


@pytest.mark.parametrize(
    "change",
    [
        (b'id="manifest">{', b'id="manifest">'),
        (b'"tool":"mapbuilder"', b'"tool":"mapbuilder\xff"'),
        (b'"schema":1', b'"schema":9'),
        (b'<script type="application/json" id="manifest">', b""),
        (b'"parts":[', b'"parts":[["x",-1,""],'),
        (b'"parts":[', b'"parts":[["x",5,""],'),
    ],
)
def test_a_damaged_manifest_is_a_finding_not_a_failure(page, change):
    assert change[0] in page
    assert changed_parts(page.replace(*change, 1))


def test_the_command_tells_what_stood_there(page, tmp_path):
    file = tmp_path / "page.html"
    file.write_bytes(page.replace(b"147 Azerbaijani civilians", b"137 Azerbaijani civilians", 1))
    done = CliRunner().invoke(main, ["verify", str(file)])
    assert done.exit_code == 1, done.output
    assert "record ev09" in done.output
    assert "gives 137 Azerbaijani" in done.output
    assert "gives 147 Azerbaijani civilians as" in done.output


def test_a_page_that_is_forged_with_its_manifest_fails_when_it_is_built_again(page, tmp_path):
    """A manifest proves no author: whoever changes the page can write another manifest."""
    from mapbuilder.manifest import read_manifest, seal
    from mapbuilder.page import json_for_script

    inner = page.removeprefix(BOM_UTF8).replace(b"147 Azerbaijani", b"137 Azerbaijani", 1)
    manifest = read_manifest(inner, "page")
    bare = inner[: manifest.start] + inner[manifest.end :]
    block = {key: value for key, value in manifest.block.items() if key not in ("parts", "pieces")}
    blank = {"page": "0" * 64, "manifest": "0" * 64}
    file = tmp_path / "page.html"
    file.write_bytes(BOM_UTF8 + seal(bare, block | blank, json_for_script))
    assert verify(file) == ()
    done = CliRunner().invoke(main, ["verify", str(file), "--rebuild"])
    assert done.exit_code == 1, done.output
    assert "gives 147 Azerbaijani" in done.output
