"""Corrections: with the sources, in the language that is shown, not translated or not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mapbuilder import files
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .pages import At, Once

TABLE = """date,event,text,text_az,why
2026-01-05,ev09,The day was wrong.,Gün səhv idi.,The *press release* says so.
2026-11-26,,A source was added.,,
"""
CONTACT = '\n[contact]\nname = "The archive"\nemail = "office@museum.example"\n'


@pytest.fixture(scope="session")
def corrected(once: Once) -> Path:
    def make(page: Path) -> None:
        folder = page.with_name("exhibit")
        shutil.copytree(files.geodata() / "black-january", folder)
        (folder / "corrections.csv").write_text(TABLE, encoding="utf-8")
        settings = (folder / "exhibit.toml").read_text("utf-8")
        if "[contact]" not in settings:
            (folder / "exhibit.toml").write_text(settings + CONTACT, encoding="utf-8")
        page.write_bytes(render_page(read_exhibit(folder)))

    return once("corrected", make)


def test_they_stand_with_the_sources_the_newest_first(visit, corrected):
    frame = visit(At(corrected, "view=sources")).frame
    told = frame.locator(".view-sources .corrections li").all_inner_texts()
    assert len(told) == 2
    assert told[0].startswith("26 November 2026")
    assert "A source was added." in told[0]
    assert told[1].startswith("5 January 2026, ")
    assert "The press release says so." in told[1]
    assert frame.locator(".view-sources .corrections em").inner_text() == "press release"
    headings = frame.locator(".view-sources h2").all_inner_texts()
    assert headings.index("Corrections") == headings.index("Credits") - 1
    assert frame.locator('.view-sources a[href^="mailto:"]').count() == 1


def test_what_was_not_translated_is_marked_with_its_language(visit, corrected):
    frame = visit(At(corrected, "lang=az&view=sources")).frame
    assert frame.locator(".view-sources h2", has_text="Düzəlişlər").count() == 1
    added, day = frame.locator(".view-sources .corrections li").all()
    assert added.locator('[lang="en"]').inner_text() == "A source was added."
    assert "Gün səhv idi." in day.inner_text()
    assert day.locator("[lang]").all_inner_texts() == ["The press release says so."]
