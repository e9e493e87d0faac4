"""Encodings: the bytes of a text that is not in UTF-8 in, the setting that is likely to fit out.

Nothing is read by it: a person is told what to set. Always true: a script is named only where its
commonest letters show it, and else all that is likely is named.
"""

from __future__ import annotations

import re

_SAMPLE = 1 << 20
# The eight commonest letters of each: half of all letters of a text in it.
_SCRIPTS = (
    ("windows-1251", "Cyrillic", "оаеинтрс"),
    ("windows-1256", "Arabic", "اليمنورت"),
    ("windows-1253", "Greek", "αοιετσνη"),
    ("windows-1255", "Hebrew", "יוהלארתב"),
)
_EAST_ASIAN = (
    ("cp932", "Japanese", "\u3041-\u30ff", 0.05),
    ("cp949", "Korean", "\uac00-\ud7a3", 0.8),
    ("gb18030", "Chinese", "的一是不在有人中大国年月日", 0.08),
    ("big5", "Chinese", "的一是不在有人中大國年月日", 0.08),
)
# In a word of Latin letters most are ASCII, and one that is not has such a neighbour.
_BESIDE_LATIN = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")


def likely_encoding(content: bytes) -> str:
    """The setting as it is written into ``exhibit.toml``, with why, or several of them."""
    sample = content[:_SAMPLE]
    high = bytes(byte for byte in sample if byte > 0x7F)
    for name, script, common in _SCRIPTS:
        letters = high.decode(name, "replace")
        small = sum(letter.isalpha() and letter == letter.lower() for letter in letters)
        of_common = sum(map(letters.count, common))
        if small * 2 > len(letters) and of_common * 3 > len(letters) and not _is_latin(sample):
            return f'encoding = "{name}" ({script}, by its letters)'
    for name, language, signs, share in _EAST_ASIAN:
        try:
            text = sample.decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4 or len(sample) < _SAMPLE:
                continue
            text = sample[: error.start].decode(name)
        others = re.sub(r"[\x00-\x7f\s]", "", text)
        if len(re.findall(f"[{signs}]", others)) > share * len(others):
            return f'encoding = "{name}" ({language}, by its signs)'
    if b"\r" in sample and b"\n" not in sample:
        return 'encoding = "mac-roman" (Latin letters of old Macintoshes, by its ends of lines)'
    return (
        'encoding = "windows-1254" (Latin letters), encoding = "windows-1250" (those of Central '
        'Europe) or encoding = "windows-1251" (Cyrillic)'
    )


def _is_latin(sample: bytes) -> bool:
    high = sum(byte > 0x7F for byte in sample)
    return len(_BESIDE_LATIN.findall(sample)) * 2 > high
