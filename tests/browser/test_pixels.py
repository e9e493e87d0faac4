"""The page looks as it did: a few pictures of it, each looked at, compared as an eye would.

A picture is kept at half its size and in steps of four of each colour. It is compared by cells of
eight pixels of the page: the mean colour of a cell hardly changes with how a machine smooths
letters, and changes with whatever is moved, missing or of another colour.
``pytest --update-pixels`` writes the pictures anew.

What may differ was measured on the pictures "record", "phone" and "right-to-left": drawn at two
pixels for one, by the software for graphic cards, or with full hinting of fonts, no cell differs by
more than 11 of 255. Another accent is more than 14 away in .2 % of the cells of a desk's picture, a
column of reading four pixels narrower in 1.5 to 22 %. (Letters placed at whole pixels, as old
systems do, would be another picture: 5 %.)
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from PIL import Image

from ..conftest import build
from .conftest import Visit, dismiss_notice, until

FOLDER = Path(__file__).parent / "pixels"

CELL = 8
"""Pixels of the page along a cell's edge."""
KEPT = 2
"""A kept picture has one pixel for so many of the page, along each edge."""
TOLERANCE = 14
"""Of 255, by which the mean of a cell may differ in one of red, green and blue."""
SHARE = 0.001
"""Of a picture's cells, how many may differ by more."""

DESK, PHONE, KIOSK, PAPER = (1440, 900), (390, 844), (1080, 1920), (794, 1123)

PICTURES = {
    "desk": ("default", DESK, "light", ""),
    "record": ("default", DESK, "light", "place:2"),
    "filtered": ("default", DESK, "dark", "filter"),
    "phone": ("default", PHONE, "dark", "language:az"),
    "kiosk": ("kiosk", KIOSK, "light", ""),
    "right-to-left": ("right-to-left", DESK, "light", "place:1"),
    "neutral": ("neutral", DESK, "light", "key"),
    "neutral-dark": ("neutral", DESK, "dark", "place:5"),
    "paper": ("default", PAPER, "light", "print"),
}


@pytest.fixture(scope="session")
def page_of(root, exhibit_page, tmp_path_factory):
    """The page of an exhibit by name, built once however many workers there are."""
    # That of the default exhibit is in the folder that belongs to the whole run.
    folder = exhibit_page.parent.parent / "pixels"
    folder.mkdir(exist_ok=True)

    def find(name: str) -> Path:
        if name == "default":
            return exhibit_page
        page = folder / f"{name}.html"
        with FileLock(folder / f"{name}.lock"):
            if not page.exists():
                if name == "kiosk":
                    build("-o", page, "--profile", "kiosk")
                elif name == "right-to-left":
                    build(root / "tests/exhibits/right-to-left", "-o", page)
                else:
                    exhibit = folder / name
                    shutil.copytree(root / "tests/exhibits/lines-and-areas", exhibit)
                    settings = exhibit / "exhibit.toml"
                    settings.write_text(
                        f'theme = "{name}"\n' + settings.read_text("utf-8"), "utf-8"
                    )
                    build(exhibit, "-o", page)
        return page

    return find


@pytest.fixture
def shown(visit, page_of):
    """Opens what a picture shows, as its name says."""

    def show(name: str, **options) -> Visit:
        exhibit, (width, height), mode, act = PICTURES[name]
        visited = visit(
            page_of(exhibit),
            viewport={"width": width, "height": height},
            color_scheme=mode,
            **options,
        )
        frame = visited.frame
        if exhibit == "kiosk":
            frame.locator(".attract").click()
            frame.wait_for_selector(".attract", state="hidden")
        what, _, which = act.partition(":")
        if what == "print":
            visited.page.emulate_media(media="print")
        else:
            dismiss_notice(frame)
        if what == "place":
            frame.locator(f'.entry .mark:text-is("{which}")').first.click()
        elif what == "language":
            frame.locator(f'button[data-language="{which}"]').click()
            until(frame, f'document.documentElement.lang === "{which}"')
        elif what == "filter":
            frame.locator(".filters > summary").click()
            frame.locator('.filter[data-part="place"] > summary').click()
            frame.locator('.choice[data-facet="place"]').first.click()
        elif what == "key":
            frame.locator(".key summary").click()
        # Nobody points at anything, and nothing has the focus's ring.
        visited.page.mouse.move(0, 0)
        frame.evaluate("document.activeElement.blur()")
        return visited

    return show


def picture_of(visited: Visit) -> Image.Image:
    """What is seen once two looks in a row see the same."""
    visited.frame.evaluate("document.fonts.ready")
    before = b""
    for _ in range(40):
        now = visited.page.screenshot(scale="css", animations="disabled")
        if now == before:
            return Image.open(BytesIO(now)).convert("RGB")
        before = now
        visited.page.wait_for_timeout(250)
    raise AssertionError("the page did not come to rest in ten seconds")


def kept(picture: Image.Image) -> Image.Image:
    """Small, and still with every colour: a palette would lose what few pixels have."""
    return picture.reduce(KEPT).point([min(255, round(value / 4) * 4) for value in range(256)] * 3)


def cells(picture: Image.Image, cell: int) -> np.ndarray:
    """The mean colours of whole cells; what is left over at the edges is left out."""
    width, height = (side // cell * cell for side in picture.size)
    whole = np.asarray(picture.convert("RGB").crop((0, 0, width, height)), dtype=np.float64)
    return whole.reshape(height // cell, cell, width // cell, cell, 3).mean(axis=(1, 3))


def differing(expected: Image.Image, got: Image.Image) -> np.ndarray:
    """Which cells of a kept picture and one of the page differ."""
    apart = np.abs(cells(expected, CELL // KEPT) - cells(got, CELL))
    return apart.max(axis=2) > TOLERANCE


def told(expected: Image.Image, got: Image.Image, folder: Path, name: str) -> str:
    """Writes what was got, and where it differs, and says where to look."""
    got.save(folder / f"{name}-got.png")
    where = Image.fromarray((differing(expected, got) * 255).astype(np.uint8))
    where.resize(got.size, Image.Resampling.NEAREST).save(folder / f"{name}-differs.png")
    return f"{name} looks otherwise: see {folder}/{name}-*.png; renew with --update-pixels"


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_looks_as_it_did(shown, request, tmp_path, name):
    got = picture_of(shown(name))
    path = FOLDER / f"{name}.png"
    if request.config.getoption("--update-pixels"):
        path.parent.mkdir(exist_ok=True)
        kept(got).save(path, optimize=True)
    assert path.exists(), f"{path.name} is missing: write it with pytest --update-pixels"
    with Image.open(path) as expected:
        assert expected.size == tuple(-(-side // KEPT) for side in got.size)
        share = differing(expected, got).mean()
        assert share <= SHARE, told(expected, got, tmp_path, name)


@pytest.mark.parametrize(
    ("property", "value"),
    [("--space-page", "36px"), ("--size-base", "17px"), ("--accent", "#1f5f8b"), ("--sea", "")],
)
def test_a_change_that_an_eye_would_see_is_seen(shown, property, value):
    """Of the reading's column, of letters, of the chosen place's colour; and none where is none."""
    visited = shown("record")
    before = picture_of(visited)
    visited.frame.evaluate(
        "([name, value]) => document.documentElement.style.setProperty(name, value)",
        [property, value],
    )
    share = differing(kept(before), picture_of(visited)).mean()
    assert share > SHARE if value else share == 0


def test_the_pictures_are_few_and_small():
    files = list(FOLDER.glob("*.png"))
    assert {file.stem for file in files} == set(PICTURES)
    assert sum(file.stat().st_size for file in files) < 1_200_000
