"""Captions: a WebVTT file in, timed lines of text out. The one door of webvtt-py.

Always true: lines are in the order of their starts, each ends after it starts, and none is markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from mapbuilder.errors import InputError

Cue = tuple[int, int, str]
"""A caption: from and to in milliseconds, and its words."""

_PAUSE_MS = 2000
"""Between two captions so far apart a transcript begins a new paragraph."""
_SENTENCE_END = re.compile(r"[.!?…。؟։][\"'”»’)\]]*$")

_COMMA = re.compile(r"^\s*(?:\d+:)?\d+:\d\d,\d{1,3}\s*-->", re.MULTILINE)
"""A time as SubRip has it."""


def read_captions(content: bytes, name: str) -> tuple[tuple[Cue, ...], list[str]]:
    """The captions of a WebVTT file, and what is wrong with it in sentences.

    Raises ``InputError`` when it is none.
    """
    webvtt = _webvtt(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not in UTF-8; save it again as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        found = webvtt.from_string(text)
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError):
        what = "is no file of captions: a WebVTT file begins with the line WEBVTT"
        if _COMMA.search(text):
            what = (
                "is SubRip (SRT), not WebVTT: write WEBVTT and an empty line on top, and in its "
                "times a point for the comma (00:01:02.500)"
            )
        raise InputError(f"{name} {what}") from None
    wrong: list[str] = []
    unread = len(re.findall(r"^.*-->.*$", text, re.MULTILINE)) - len(found.captions)
    if unread > 0:
        wrong.append(
            f"{unread} of its times cannot be read; they are written as in "
            "00:01:02.500 --> 00:01:05.000"
            + (", with a point for the comma" if _COMMA.search(text) else "")
        )
    cues: list[Cue] = []
    for caption in found.captions:
        start, end = _ms(caption.start_time), _ms(caption.end_time)
        words = unescape(caption.text).strip()
        if caption.voice:
            words = f"{unescape(caption.voice).strip()}: {words}"
        if end <= start:
            wrong.append(f"the caption at {caption.start} ends before it begins, and is left out")
        elif words:
            cues.append((start, end, words))
    if not cues:
        raise InputError(f"{name} has no captions in it" + "".join(f": {one}" for one in wrong[:1]))
    return tuple(sorted(cues, key=lambda cue: cue[:2])), wrong


def to_paragraphs(cues: Sequence[Cue]) -> list[str]:
    """What the captions say, to be read: a pause after a sentence begins a new paragraph."""
    paragraphs: list[list[str]] = []
    last_end = 0
    for start, end, words in cues:
        line = " ".join(words.split())
        paused = start - last_end >= _PAUSE_MS
        if not paragraphs or (paused and _SENTENCE_END.search(paragraphs[-1][-1])):
            paragraphs.append([line])
        elif paragraphs[-1][-1] != line:
            paragraphs[-1].append(line)
        last_end = end
    return [" ".join(lines) for lines in paragraphs]


def _ms(time: Any) -> int:
    hours, minutes, seconds = int(time.hours), int(time.minutes), int(time.seconds)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(time.milliseconds)


def _webvtt(what: str) -> Any:
    try:
        import webvtt
        import webvtt.errors
    except ImportError as error:
        raise InputError(
            f"{what} needs the extra for pictures, sound and film: pip install "
            f"'mapbuilder[media]' ({error})"
        ) from None
    return webvtt
