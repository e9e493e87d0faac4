"""The media that a page holds: their bytes, each once, and where in the page they stand.

In go an exhibit's media and the sections of the text version, out come base64 texts. Always true: a
picture that the text version shows stands there and nowhere else, so that it is seen without
scripts and printed; every other file stands in a block of its own, at the page's end.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.report import Report
    from mapbuilder.text_version import Section


@dataclass(frozen=True, slots=True)
class HeldMedia:
    """The media of one page."""

    data: tuple[str, ...]
    """Base64 of each file."""
    shown_at: dict[int, int]
    """By file, the event of the text version with which its picture stands."""
    lengths: tuple[str, ...]
    """How long each file plays, as ``1:30``; empty of pictures."""
    recordings: bool
    """Whether any is sound or film."""

    @property
    def apart(self) -> list[int]:
        """The files that stand in blocks of their own."""
        return [file for file in range(len(self.data)) if file not in self.shown_at]


def hold_media(
    exhibit: Exhibit, texts: dict[str, Any], sections: Sequence[Section], report: Report | None
) -> HeldMedia | None:
    """What the page holds of the exhibit's media; how much that is goes to ``report``."""
    if exhibit.media is None:
        return None
    from mapbuilder.media import to_bytes

    files = exhibit.media.files
    contents = [to_bytes(file) for file in files]
    total_mb = sum(map(len, contents)) / 1e6
    if report is not None:
        most_mb = exhibit.config.media.max_page_mb
        more = f", more than the {most_mb:g} of media.max_page_mb in exhibit.toml"
        report.add(
            "media-size",
            "warning" if total_mb > most_mb else "note",
            f"pictures, sound and film are {total_mb:,.1f} MB, and a third more in the page"
            f"{more if total_mb > most_mb else ''}",
            file=exhibit.name,
            column="media",
        )
    first: dict[int, int] = {}
    for section in sections:
        for event in section.events:
            for item in texts["events"]["media"][event]:
                file = texts["media"]["file"][item]
                if files[file].kind == "picture":
                    first.setdefault(file, event)
    return HeldMedia(
        tuple(b64encode(content).decode() for content in contents),
        first,
        tuple("" if file.kind == "picture" else _length(round(file.seconds)) for file in files),
        any(file.kind != "picture" for file in files),
    )


def _length(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
