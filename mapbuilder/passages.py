"""Where words stand in a text, character by character.

In go a stored text and a quotation, out come the places where it is, word for word. The rule for
white space: a run of it with a line break in it counts as one space; where white space is only
layout (PDF, HTML), so does every run, no-break spaces too, and marks that show nothing do not
count; in a PDF a hyphen at the end of a line may also be one that the layout put there. Nothing
else is forgiven.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapbuilder.source_texts import StoredText

MOST_PLACES = 50
"""More places of one quotation are not looked for."""
LONGEST_PASSAGE = 1_600
_AROUND = 500
OMISSION = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")
"""What a quotation leaves out is marked in it."""

_IN_PARTS = re.compile(r"[\[\n\f]")
_BREAK = re.compile(r"[\n\f]\s*")
_WIDE_BREAK = re.compile(r"[\n\f](?:(?=\s)|(?<=\s[\n\f]))")
# Python's `re` is fast where a pattern begins with a letter.
_WIDE_LINE_BREAK = re.compile(r"\n(?:(?=\s)|(?<=\s\n))")
_LAYOUT = re.compile("[\\s\u00a0\u2000-\u200b\u202f\u205f\u00ad\ufeff]+")
_SHOWS_NOTHING = re.compile("[\u00ad\u200b\ufeff]")
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-‐]\n\s*(?=\w)")
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""A letter of scripts without spaces between words: any place in them may be where a word ends."""

_IN_NUMBER = re.compile(r"[0-9][.,'’\u00a0\u202f][0-9]")


@dataclass(frozen=True, slots=True)
class Form:
    """A text as it is compared, with the way back to where each character stood."""

    text: str
    cuts: tuple[int, ...] = ()
    """Where in this form characters follow that others, left out here, stood before."""
    shifts: tuple[int, ...] = ()
    """How many have been left out up to each cut."""

    def back(self, offset: int) -> int:
        """Where the character stood."""
        if not self.cuts:
            return offset
        at = bisect_right(self.cuts, offset)
        return offset + (self.shifts[at - 1] if at else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from ``start`` to before ``end`` stood."""
        if not self.cuts:
            return start, end
        return self.back(start), self.back(end - 1) + 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands: a span of the stored text for each of its parts."""

    spans: tuple[tuple[int, int], ...]
    cut: tuple[str, ...] = ()
    """Words of the source that the quotation has only in part."""
    within: tuple[tuple[int, int], ...] = ()
    """The same spans in the form that was looked through."""

    @property
    def start(self) -> int:
        return self.spans[0][0]


def forms_of(text: StoredText) -> tuple[Form, ...]:
    """The forms in which the text is looked through."""
    if text.kind != "pdf":
        return (_form(text.text, laid_out=text.is_laid_out),)
    kept = _form(text.text, laid_out=True, hyphens="kept")
    joined = _form(text.text, laid_out=True, hyphens="joined")
    return (kept,) if kept.text == joined.text else (kept, joined)


def parts_of(quote: str, *, laid_out: bool) -> list[str]:
    """The parts of a quotation between what it leaves out, as they are compared."""
    composed = quote if quote.isascii() else unicodedata.normalize("NFC", quote)
    if not laid_out and not _IN_PARTS.search(composed):
        whole = composed.strip()
        return [whole] if whole else []
    written = OMISSION.split(composed) if "[" in composed else [composed]
    parts = (_form(part.strip(), laid_out=laid_out).text for part in written)
    return [part for part in parts if part]


def _form(text: str, *, laid_out: bool, hyphens: str = "") -> Form:
    """The text with its white space as it is compared; ``hyphens`` are those at ends of lines."""
    pattern = _LAYOUT if laid_out else _BREAK
    if hyphens:
        pattern = re.compile(f"{_LINE_END_HYPHEN.pattern}|{_LAYOUT.pattern}")
    wide = _WIDE_BREAK if "\f" in text else _WIDE_LINE_BREAK
    if not laid_out and not wide.search(text):
        return Form(text.replace("\n", " ").replace("\f", " "))
    pieces: list[str] = []
    cuts: list[int] = []
    shifts: list[int] = []
    length = last = 0
    for found in pattern.finditer(text):
        run = found[0]
        put = " "
        if laid_out and not _SHOWS_NOTHING.sub("", run):
            put = ""
        elif hyphens and run[0] in "-‐":
            put = run[0] if hyphens == "kept" else ""
        if run == put:
            continue
        start = found.start()
        while put == " " and start > last and text[start - 1].isspace():
            start -= 1
        pieces += (text[last:start], put)
        length += start - last + len(put)
        last = found.end()
        cuts.append(length)
        shifts.append(last - length)
    return Form("".join([*pieces, text[last:]]), tuple(cuts), tuple(shifts)) if cuts else Form(text)


def with_plain_spaces(text: StoredText) -> Form:
    """The form in which any run of white space is one space."""
    return _form(text.text, laid_out=True)


def places_of(form: Form, parts: list[str]) -> list[Place]:
    """The places where the parts stand one after the other, those of whole words only if any are.

    Of further parts the first that is whole is taken.
    """
    found: list[Place] = []
    text, first = form.text, parts[0]
    start = text.find(first)
    while start >= 0 and len(found) < MOST_PLACES:
        end = start + len(first)
        spans = [(start, end)]
        cut = cut_words(text, start, end)
        for part in parts[1:]:
            at = _next(text, part, spans[-1][1])
            if at < 0:
                break
            spans.append((at, at + len(part)))
            cut += cut_words(text, *spans[-1])
        if len(spans) < len(parts):
            break
        within = tuple(spans)
        stored = tuple([form.span(*span) for span in spans]) if form.cuts else within
        found.append(Place(stored, tuple(cut), within))
        start = text.find(first, start + 1)
    whole = [place for place in found if not place.cut]
    return whole or found


def _next(text: str, part: str, start: int) -> int:
    first = at = text.find(part, start)
    for _ in range(MOST_PLACES):
        if at < 0 or not cut_words(text, at, at + len(part)):
            break
        at = text.find(part, at + 1)
    return first if at < 0 else at


def cut_words(text: str, start: int, end: int) -> list[str]:
    """The words and numbers of a text that begin before ``start`` or end after ``end``."""
    if not (_is_within(text, start) or _is_within(text, end)):
        return []
    cut = [text[slice(*_word_at(text, at))] for at in (start, end) if _is_within(text, at)]
    return list(dict.fromkeys(cut))


def _is_within(text: str, at: int) -> bool:
    """Whether a word or a number goes on over the place between two characters."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before == " " or after == " ":
        return False
    if _is_of_word(before) and _is_of_word(after):
        return not (UNSPACED.match(before) or UNSPACED.match(after))
    if not (before.isdigit() or after.isdigit()):
        return False
    # 130 is neither in 130,000 nor in 2.130.
    around = (text[at - 2 : at + 1], text[at - 1 : at + 2])
    return any(_IN_NUMBER.fullmatch(part) for part in around)


def _is_of_word(mark: str) -> bool:
    return mark.isalnum() or (mark > "~" and unicodedata.category(mark)[0] == "M") or mark == "_"


def _word_at(text: str, at: int) -> tuple[int, int]:
    first = last = at
    while first > 0 and _is_within(text, first):
        first -= 1
    while last < len(text) and _is_within(text, last):
        last += 1
    return first, last


def passage_at(text: StoredText, start: int, end: int) -> tuple[int, int]:
    """The paragraphs that hold a span, cut to what is around it where they are long."""
    paragraphs = text.paragraphs()
    first = paragraphs[text.paragraph_at(start) - 1][0]
    last = paragraphs[text.paragraph_at(max(start, end - 1)) - 1][1]
    first, last = min(first, start), max(last, end)
    if last - first > LONGEST_PASSAGE:
        if start - first > _AROUND:
            first = _word_start(text.text, start - _AROUND)
        if last - end > _AROUND:
            last = _word_start(text.text, end + _AROUND)
    return first, last


def _word_start(text: str, at: int) -> int:
    """The nearest beginning of a word before a place, unless that is far."""
    found = re.search(r"\s\S*$", text[max(0, at - 80) : at])
    return at if found is None else at - len(found[0]) + 1
