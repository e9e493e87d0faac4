"""What is said in recordings: captions by language, and transcripts to be read.

In go the cells of one medium, out come timed lines and Markdown. Always true: where a language has
captions and no transcript, what they say is its transcript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mapbuilder.captions import Cue, read_captions, to_paragraphs
from mapbuilder.errors import InputError
from mapbuilder.report import shown

Read = Callable[[str, str, str], bytes | None]
"""Reads the file of a name in a column; ``None``, with a problem of that code, if it cannot."""
Tell = Callable[[str, str, str, str], None]
"""Hears of a problem: its code, a sentence, the column and what is written there."""

_FILE = re.compile(r"[^\n]{1,200}\.(?:txt|md)", re.IGNORECASE)
_OTHER_FILE = re.compile(
    r"[^\n]{1,200}\.(?:docx?|odt|rtf|pdf|pages|html?|xlsx?|srt|vtt|sbv|json)", re.IGNORECASE
)
_MARKS = re.compile(r"[\\*_\[\]]|^[>+-]")
_NUMBER = re.compile(r"^(\d{1,9})([.)])")


def read_tracks(
    texts: Mapping[str, str],
    seconds: float,
    default: str,
    tags: Mapping[str, str],
    read: Read,
    tell: Tell,
) -> dict[str, tuple[Cue, ...]]:
    """Captions by the tag of their language; ``captions`` alone are in the ``default`` one.

    ``seconds`` is how long the recording is, ``tags`` the exhibit's languages by their suffix.
    """
    tracks: dict[str, tuple[Cue, ...]] = {}
    for column in sorted(texts):
        base, _, suffix = column.partition("_")
        tag = tags.get(suffix) if suffix else default
        if base != "captions" or tag is None:
            continue
        written = texts[column]
        content = read(written, column, "media-captions")
        if content is None:
            continue
        try:
            cues, wrong = read_captions(content, written)
        except InputError as error:
            tell("media-captions", str(error), column, written)
            continue
        late = sum(start > (seconds + 1) * 1000 for start, _, _ in cues)
        if late and seconds:
            wrong.append(f"{late} of its captions come after the end of the recording")
        for sentence in wrong:
            tell("media-captions", f"{written}: {sentence}", column, written)
        tracks[tag] = cues
    return dict(sorted(tracks.items()))


def read_transcripts(
    texts: Mapping[str, str],
    tracks: Mapping[str, tuple[Cue, ...]],
    default: str,
    read: Read,
    tell: Tell,
) -> dict[str, str]:
    """Transcripts as Markdown by their columns: of a cell, of the file it names, of captions."""
    found: dict[str, str] = {}
    for column in sorted(texts):
        written = texts[column].strip()
        if column.partition("_")[0] != "transcript" or not written:
            continue
        if _OTHER_FILE.fullmatch(written):
            told = f"{shown(written)} is no text; save what it says as a .txt or .md file in UTF-8"
            tell("media-transcript", told, column, written)
            continue
        if not _FILE.fullmatch(written):
            found[column] = written
            continue
        content = read(written, column, "media-transcript")
        if content is None:
            continue
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").strip()
        except UnicodeDecodeError:
            told = f"{shown(written)} is not a text in UTF-8; save it again as UTF-8"
            tell("media-transcript", told, column, written)
            continue
        if text:
            found[column] = text
        else:
            tell("media-transcript", f"{shown(written)} is empty", column, written)
    for tag, cues in tracks.items():
        own = "transcript_" + tag.lower().replace("-", "_")
        columns = [own, "transcript"] if tag == default else [own]
        if not any(column in found for column in columns):
            found[columns[-1]] = "\n\n".join(map(_escaped, to_paragraphs(cues)))
    return found


def _escaped(paragraph: str) -> str:
    """Words that were never meant as Markdown, as Markdown."""
    return _NUMBER.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", paragraph))
