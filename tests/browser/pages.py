"""Pages that several tests open: each built once in a run, however many workers there are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from mapbuilder.build import build
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from ..folder_pages import small_pieces, write_table
from ..whole import write_whole

Once = Callable[[str, Callable[[Path], object]], Path]


class At:
    """A page at an address within it: what ``opened`` needs of a path."""

    def __init__(self, page: Path, fragment: str) -> None:
        self.page, self.fragment = page, fragment
        self.name, self.parent = page.name, page.parent

    def as_uri(self) -> str:
        return f"{self.page.as_uri()}#{self.fragment}"


def sharing(factory: pytest.TempPathFactory) -> Once:
    """Makes the page of a name, unless another worker has; it is not to be changed."""
    shared = factory.getbasetemp()
    # xdist gives each worker a folder of its own below one that belongs to the run.
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / "pages" / name
        folder.parent.mkdir(exist_ok=True)
        page = folder / f"{name}.html"
        with FileLock(folder.with_suffix(".lock")):
            if not page.exists():
                folder.mkdir(exist_ok=True)
                # A page that could not be finished is made again by the next who asks.
                half = folder / f"{name}.part.html"
                make(half)
                half.replace(page)
        return page

    return once


def default_page(once: Once, profile: str) -> Path:
    """The default exhibit's, as this profile has it."""
    return once(
        f"default-{profile}",
        lambda path: write_bytes(path, render_page(read_exhibit(), profile=profile)),
    )


def whole_page(once: Once, profile: str = "web", **settings: str) -> Path:
    """That of the exhibit with a little of everything; ``settings`` go into its exhibit.toml."""
    name = "-".join(["whole", profile, *settings.values()])

    def make(path: Path) -> None:
        folder = write_whole(path.with_name("exhibit"))
        toml = (folder / "exhibit.toml").read_text("utf-8")
        top = "".join(f'{key} = "{value}"\n' for key, value in settings.items())
        (folder / "exhibit.toml").write_text(top + toml, "utf-8")
        write_bytes(path, render_page(read_exhibit(folder), profile=profile))

    return once(name, make)


def write_bytes(path: Path, page: bytes) -> None:
    path.write_bytes(page)


def folder_page(once: Once, copy: Path) -> Path:
    """The page of `folder_pages` in a folder that the test may change."""

    def make(path: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            small_pieces(patch)
            table = write_table(path.parent / "in")
            made = build(table, path.parent / "folder" / "index.html")
        shutil.copyfile(made, path)

    kept = once("page-folder", make)
    shutil.copytree(kept.parent / "folder", copy)
    return copy / "index.html"
