"""How a quotation differs from its source: the nearest passage, and what is other in it.

Pure. What only looks the same (letters of another script, other quotation marks, dashes, spaces) is
told letter by letter, everything else word by word.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from dataclasses import replace

from mapbuilder.counts import counted
from mapbuilder.passages import Form, Place, places_of
from mapbuilder.report import shown

# Characters of one look. Each set's first stands for the others.
_ALIKE = (
    "\"“”„‟«»″", "'‘’‚‛′`´ʼ", "-‐‑‒–—―−", " \u00a0\u2002\u2003\u2007\u2009\u202f",
    "aаα", "cсϲ", "eе", "hһ", "iіι", "jјϳ", "oоο", "pрρ", "sѕ", "xхχ", "yу", "vν", "əә", "kкκ",
    "AАΑ", "BВΒ", "CСϹ", "EЕΕ", "HНΗ", "IІΙ", "JЈ", "KКΚ", "MМΜ", "NΝ", "OОΟ", "PРΡ", "SЅ", "TТΤ",
    "XХΧ", "YУΥ", "ZΖ", "ƏӘ",
)  # fmt: skip
_LOOK = str.maketrans({mark: one[0] for one in _ALIKE for mark in one[1:]})
_WORD = re.compile(r"\S+")
_NEAR = 60
_MOST_TOLD = 3
_LARGEST = 20_000
"""Characters that are compared as a whole; in longer texts, the part with most of the words."""
_MOST_WORDS = 400


def alike_places(form: Form, parts: list[str]) -> list[tuple[Place, str]]:
    """Where the text has what looks like the parts, and how its letters differ."""
    looks = replace(form, text=form.text.translate(_LOOK))
    return [
        (place, letters_that_differ("".join(parts), _slices(form.text, place)))
        for place in places_of(looks, [part.translate(_LOOK) for part in parts])
    ]


def _slices(text: str, place: Place) -> str:
    return "".join(text[start:end] for start, end in place.within)


def letters_that_differ(quoted: str, stored: str) -> str:
    """ "“ (U+201C, left double quotation mark) for " (U+0022, quotation mark)", the first few."""
    pairs = zip(quoted, stored, strict=True)
    told = [
        f"{_named(one)} for {_named(other)}"
        for one, other in dict.fromkeys(pair for pair in pairs if pair[0] != pair[1])
    ]
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return "; ".join(told[:_MOST_TOLD]) + more


def _named(mark: str) -> str:
    name = unicodedata.name(mark, "").lower()
    return f"{mark} (U+{ord(mark):04X}{', ' * bool(name)}{name})"


def nearest_span(quote: str, text: str) -> tuple[int, int, float] | None:
    """Where in a text the words are that are most like a quotation, and how like, 0 to 100."""
    from rapidfuzz import fuzz

    first, last = (0, len(text)) if len(text) <= _LARGEST else _densest(quote, text)
    found = fuzz.partial_ratio_alignment(quote, text[first:last], score_cutoff=_NEAR)
    if found is None or found.dest_end <= found.dest_start:
        return None
    start, end = first + found.dest_start, first + found.dest_end
    # A longer text is the one that is looked for; whole words are compared.
    while start > 0 and not text[start - 1].isspace() and end - start < 2 * len(quote) + 40:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - start < 2 * len(quote) + 40:
        end += 1
    return start, end, found.score


def _densest(quote: str, text: str) -> tuple[int, int]:
    """The part of a long text that has most of the words of the quotation."""
    width = max(2 * len(quote), 200)
    words = sorted(set(re.findall(r"\w{4,}", quote)), key=lambda word: (-len(word), word))[:12]
    counts: Counter[int] = Counter()
    for word in words:
        found = {one.start() // width for one in re.finditer(re.escape(word), text)}
        # A word that is everywhere tells nothing.
        if len(found) <= 500:
            counts.update(found)
    if not counts:
        return 0, _LARGEST
    best = min(counts, key=lambda one: (-counts[one], one))
    return max(0, (best - 1) * width - len(quote)), (best + 2) * width + len(quote)


def _changes(quoted: str, stored: str) -> list[tuple[str, str, str]]:
    """What is other, word by word: what is done, the quotation's words and the source's."""
    ours, theirs = _WORD.findall(quoted)[:_MOST_WORDS], _WORD.findall(stored)[:_MOST_WORDS]
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    found: list[tuple[str, str, str]] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        one, other = " ".join(ours[i:j]), " ".join(theirs[k:m])
        # Marks that cling to the ends of the passage are not the quotation's.
        at_end = i == 0 or j == len(ours)
        if at_end and kind == "replace" and one and one.strip(".,;:!?“”\"'’()") == other.strip(
            ".,;:!?“”\"'’()"
        ):  # fmt: skip
            found.append(("equal", one, one))
        elif at_end and kind == "insert":
            continue
        else:
            found.append((kind, one, other))
    return found


def in_words(quoted: str, stored: str) -> str:
    """ "'130' is '147' in the source; 'unarmed' is left out", the first few differences."""
    told: list[str] = []
    for kind, one, other in _changes(quoted, stored):
        if kind == "replace":
            told.append(f"{shown(one)} is {shown(other)} in the source")
        elif kind == "delete":
            told.append(f"{shown(one)} is not in the source")
        elif kind == "insert":
            told.append(f"{shown(other)} is left out without a mark […]")
    more = (
        f"; and {counted(len(told) - _MOST_TOLD, 'more difference')}"
        if len(told) > _MOST_TOLD
        else ""
    )
    return "; ".join(told[:_MOST_TOLD]) + more


def word_by_word(quoted: str, stored: str) -> str:
    """ "That night, [-130-] {+147+} civilians": the quotation's words and the source's.

    The marks are those of GNU wdiff.
    """
    said: list[str] = []
    for kind, one, other in _changes(quoted, stored):
        if kind == "equal":
            said.append(one)
            continue
        said += [f"[-{one}-]"] * bool(one) + [f"{{+{other}+}}"] * bool(other)
    return " ".join(said)
