"""What is told of a long work, and that stopping it leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mapbuilder import many
from mapbuilder.build import build
from mapbuilder.exhibit import read_exhibit
from mapbuilder.progress import Lines

ROOT = Path(__file__).resolve().parent.parent
EXHIBIT = ROOT / "tests/exhibits/former-names"


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_nothing_is_told_of_a_work_that_is_soon_done():
    written, clock = [], Clock()
    lines = Lines(written.append, clock)
    for done in range(10):
        clock.now += 0.15
        lines("Texts (en)", done, 10)
    lines.end()
    assert written == []


def test_a_long_work_tells_its_rate_and_the_time_left_and_takes_the_line_away():
    written, clock = [], Clock()
    lines = Lines(written.append, clock)
    lines("Joining")
    clock.now += 4
    lines("Texts (en)", 0, 1_000_000)
    clock.now += 10
    lines("Texts (en)", 100_000, 1_000_000)
    clock.now += 0.1
    lines("Texts (en)", 101_000, 1_000_000)
    lines.end()
    assert [text.removeprefix("\r\x1b[K") for text in written] == [
        "Texts (en): 0 of 1,000,000 records",
        "Texts (en): 100,000 of 1,000,000 records, 10,000 a second, 1 min 30 s left",
        "",
    ]


def test_a_build_tells_its_stages_in_order_and_each_record_once(tmp_path, monkeypatch):
    monkeypatch.setattr(many, "MANY_EVENTS", 0)
    told = []

    def tell(*one):
        told.append(one)

    exhibit = read_exhibit(EXHIBIT, progress=tell)
    build(exhibit, tmp_path / "page.html", basemap="none", progress=tell)
    assert list(dict.fromkeys(stage for stage, *_ in told)) == [
        "Reading", "Joining", "Making the page",
        *(f"Texts ({tag})" for tag in exhibit.config.languages), "Writing",
    ]  # fmt: skip
    count = len(exhibit.events)
    assert (f"Texts ({exhibit.config.languages[0]})", count, count) in told


INTERRUPTED = """
import os, signal, sys
# As in a terminal: what runs in the background of a script is deaf to it.
signal.signal(signal.SIGINT, signal.default_int_handler)
import mapbuilder.{module} as module
from mapbuilder import many
many.MANY_EVENTS = 0
kept = module.{name}
calls = 0
def interrupted(*given, **named):
    global calls
    calls += 1
    if calls == {call}:
        os.kill(os.getpid(), signal.SIGINT)
    return kept(*given, **named)
module.{name} = interrupted
from mapbuilder.cli import main
main(["build", {exhibit!r}, "-o", {output!r}, "--basemap", "none"])
"""


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        ("exhibit", "read_records", 1),
        ("exhibit", "locate", 1),
        ("many_page", "facts_of", 1),
        ("text_chunks", "to_json", 2),
        ("page", "seal_pieces", 1),
        ("files", "_write_beside", 1),
        ("os", "fsync", 1),
    ],
)
def test_an_interrupted_build_leaves_nothing_and_says_so_in_a_line(tmp_path, module, name, call):
    output = tmp_path / "page.html"
    output.write_text("the old page")
    script = INTERRUPTED.format(
        module=module, name=name, call=call, exhibit=str(EXHIBIT), output=str(output)
    ).replace("import mapbuilder.os as module", "import os as module")
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "mapbuilder: interrupted; nothing was written"
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert output.read_text() == "the old page"
