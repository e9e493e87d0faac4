"""Toponyms in a normal form, so that one name in several spellings is one key.

In goes a name as written; out comes a key for exact joins (``normal_form``) and looser keys for
ranking near misses (``latin``, ``variant``, ``skeleton``). Always true: the key for joins folds
only what does not tell two names apart, and a name with a visible character never becomes empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from anyascii import anyascii

# Scripts whose letters have one usual Latin reading each. In the others, different names share a
# reading: Shanxi and Shaanxi (山西, 陕西) are both "shanxi", Arabic loses its long a, Thai merges
# consonants. Names in those keep their letters; only suggestions read them in Latin letters.
_READABLE = frozenset(
    (
        "LATIN",
        "CYRILLIC",
        "GREEK",
        "ARMENIAN",
        "GEORGIAN",
        "HANGUL",
        "HIRAGANA",
        "KATAKANA",
        "COPTIC",
    )
)
_ABJADS = frozenset(("ARABIC", "HEBREW", "SYRIAC"))
_MARKS_ON_ANY_LETTER = frozenset(("COMBINING", "VARIATION"))

_LETTERS = {
    # Four Turkic letters i; capitals do not tell which one was meant.
    "İ": "i", "I": "i", "ı": "i",
    # anyascii reads e, the usual English spelling has a: Lənkəran, Lankaran.
    "ə": "a", "Ə": "a", "ә": "a", "Ә": "a",
    # Russian prints both: Щёлково, Щелково.
    "ё": "e", "Ё": "e",
    # One letter, two keyboards: Arabic on one side, Persian and Azerbaijani on the other.
    "ك": "ک", "ي": "ی", "ى": "ی",
}  # fmt: skip
_APOSTROPHES = frozenset("'’‘`´ʹʻʼʽʾʿ′")

# The kinds keep apart what only the generic word tells apart: Lənkəran rayonu, Lənkəran şəhəri.
# Words of the first table stand at the end of a name only: "Town Hall" is not the hall of a town.
_LAST_WORDS = {
    "town": (
        "city town şəhər şəhəri шәһәр шәһәри seher seheri sheher sheheri şehir şehri sehri shahri "
        "қаласы"
    ),
    "village": "village kənd kəndi кәнд кәнди kend kendi köy köyü",
    "settlement": "settlement township qəsəbə qəsəbəsi гәсәбә гәсәбәси qesebe qesebesi",
    "district": "district rayon rayonu районы raion rajon rayony ilçesi ilçe",
    "region": "region oblast vilayəti province ili",
}
_WORDS_AT_EITHER_END = {
    "town": "город горад gorod місто misto қала քաղաք ქალაქი stadt شهر مدينة",
    "village": "село сяло деревня аул selo derevnya գյուղ",
    "settlement": "посёлок поселок пгт posyolok",
    "district": "район р-н",
    "region": "область",
}
_FIRST_WORDS_WITH_OF = {"town": "city town", "village": "village"}
_ABBREVIATIONS = {
    "town": "г гор м ş şəh шәһ ქ",
    "village": "с сел дер д k",
    "settlement": "пос п qəs",
    "district": "р r ray",
    "region": "обл",
}

_KIND_OF = {
    word.replace("ı", "i"): kind
    for table in (_LAST_WORDS, _WORDS_AT_EITHER_END, _ABBREVIATIONS)
    for kind, words in table.items()
    for word in words.split()
}


def _any_of(*tables: dict[str, str]) -> str:
    """A pattern for the words of the tables, longest first."""
    words = {w.replace("ı", "i") for table in tables for ws in table.values() for w in ws.split()}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


# An abbreviation needs its dot and small letters (or a name all in capitals): "С. Вургун" begins
# with an initial. A bare "г Баку" is common in Russian tables, and no name is one small letter.
_BEFORE = re.compile(
    rf"""[\s(]*(?:
        (?i:(?P<of>{_any_of(_FIRST_WORDS_WITH_OF)})[ ]of[ ])
      | (?i:(?P<word>{_any_of(_WORDS_AT_EITHER_END)}))[.,]?[ ]
      | (?P<short>{_any_of(_ABBREVIATIONS)})\.\s*
      | (?P<bare>г)[ ]
      | (?i:(?P<article>the))[ ]
    )(?=\S)""",
    re.VERBOSE,
)
_AFTER = re.compile(
    rf"""(?<=\S)[\s,(]+(?:
        (?i:(?P<word>{_any_of(_LAST_WORDS, _WORDS_AT_EITHER_END)}))\.?
      | (?P<short>{_any_of(_ABBREVIATIONS)})\.
    )[\s)]*$""",
    re.VERBOSE,
)
_GENERIC = frozenset((*_KIND_OF, "the"))
_MOST_GENERIC_WORDS = 6
_LONGEST_NAME = 200
"""In characters; what is longer is a text in the wrong column."""


@dataclass(frozen=True, slots=True)
class Form:
    """A toponym's keys: ``full`` with generic words, ``bare`` (the normal form) without."""

    full: str
    bare: str
    set_aside: tuple[str, ...] = ()
    """The generic words left out of ``bare``, as written, in order."""
    kinds: frozenset[str] = frozenset()
    """What the generic words say the place is: town, village, settlement, district, region."""


def normal_form(name: str) -> str:
    """The key on which names join: read in Latin where that is safe, generic words set aside.

    NFKC (UAX #15), case folding (Unicode, section 3.13) with the Turkic letters i as one, marks
    removed; Cyrillic, Greek, Armenian, Georgian, kana and Hangul in Latin letters by anyascii;
    punctuation as spaces.
    """
    return form_of(name).bare


def normal_forms(names: Iterable[str]) -> list[str]:
    """``normal_form`` of each name, in order; give it unique names."""
    return [form_of(name).bare for name in names]


def form_of(name: str) -> Form:
    """Both keys of a name and the generic words that part them."""
    prepared = _prepare(name)
    core, set_aside = _without_generic_words(prepared)
    full = _fold(prepared)
    if not set_aside:
        return Form(full, full)
    kinds = frozenset(_KIND_OF[word] for word in map(str.lower, set_aside) if word in _KIND_OF)
    return Form(full, _fold(core), set_aside, kinds)


def explain(name: str) -> list[str]:
    """The steps from a name to its normal form, each in words; the last one says the key."""
    steps: list[str] = []
    prepared = _prepare(name)
    if prepared != name:
        steps.append(
            f"compatibility characters, letters i and invisible characters made plain: {prepared!r}"
        )
    core, set_aside = _without_generic_words(prepared)
    if set_aside:
        steps.append(f"generic words set aside ({', '.join(set_aside)}): {core!r}")
    folded = core.casefold()
    if folded != core:
        steps.append(f"capitals made small: {folded!r}")
    key = _fold(core)
    if key != folded:
        steps.append(
            f"marks and punctuation removed, letters with one Latin reading read so: {key!r}"
        )
    if any(ord(character) > 127 for character in key):
        steps.append(
            "other letters kept, since different names share their reading in Latin letters"
        )
    steps.append(f"compared as {key!r}")
    return steps


def latin(name: str) -> str:
    """The name in Latin letters, from any script: for ranking suggestions, never for joining."""
    core, _ = _without_generic_words(_prepare(name))
    plain = anyascii(core.casefold().translate(_LATIN_FIRST)).lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "").replace("`", "")).split())


def variant(name: str) -> str:
    """``latin`` with spellings of one sound made one (x/kh, ç/ch, ş/sh, q/g): for ranking only."""
    text = latin(name)
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", text)


def skeleton(name: str) -> str:
    """The consonants of ``variant``: for ranking only; Arabic writing leaves vowels out."""
    return re.sub(r"(?<=\S)[aeiou]", "", variant(name))


_LATIN_FIRST = {ord("ə"): "a", ord("ә"): "a", ord("ё"): "e", ord("ı"): "i"}
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("dzh", "c"), ("dj", "c"),
    ("zh", "j"), ("kh", "h"), ("x", "h"), ("gh", "g"), ("q", "g"), ("ph", "f"), ("ts", "c"),
    ("tz", "c"), ("ck", "k"), ("ou", "u"), ("w", "v"), ("y", "i"), ("j", "i"), ("ia", "a"),
    ("ie", "e"),
)  # fmt: skip


def _prepare(name: str) -> str:
    """NFKC, Turkic letters i made plain, invisible characters out, spaces single."""
    text = unicodedata.normalize("NFKC", name).replace("İ", "I").replace("ı", "i")
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(text.split())


def _without_generic_words(prepared: str) -> tuple[str, tuple[str, ...]]:
    """The name without generic words at its ends, never to emptiness, and those words."""
    if len(prepared) > _LONGEST_NAME or _GENERIC.isdisjoint(
        re.split(r"[\s,().]+", prepared.lower())
    ):
        return prepared, ()
    before: list[str] = []
    after: list[str] = []
    core = prepared
    capitals = prepared.upper() == prepared and prepared.lower() != prepared
    for _ in range(_MOST_GENERIC_WORDS):
        for pattern in (_BEFORE, _AFTER):
            text = core.lower() if capitals else core
            # Lower-casing may lengthen a text; the positions then no longer fit.
            text = text if len(text) == len(core) else core
            match = pattern.match(text) if pattern is _BEFORE else pattern.search(text)
            if match is None:
                continue
            rest = core[match.end() :] if pattern is _BEFORE else core[: match.start()]
            if not any(unicodedata.category(c)[0] == "L" for c in rest) or len(_fold(rest)) < 2:
                continue
            word = next(
                core[slice(*match.span(g))] for g, found in match.groupdict().items() if found
            )
            if pattern is _BEFORE:
                before.append(word)
            else:
                after.insert(0, word)
            core = rest.strip()
            break
        else:
            break
    return core, (*before, *after)


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met (for ``str.translate``)."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return ""
    category = unicodedata.category(character)
    script = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    if script in _ABJADS and category != "Nd":
        if category in ("Mn", "Lm"):
            return ""
        letter = unicodedata.normalize("NFD", character)[0]
        return _LETTERS.get(letter, letter) if category[0] in "LM" else " "
    if category[0] == "M":
        return "" if script in _MARKS_ON_ANY_LETTER else character
    if category == "Lm" or category == "Cf":
        return ""
    if character in _LETTERS:
        return _LETTERS[character]
    if category[0] == "L" and script not in _READABLE:
        return character
    if category[0] in "LN":
        # Empty for the hard and soft signs: Ленкорань is Lenkoran.
        return "".join(c for c in anyascii(character).lower() if c.isascii() and c.isalnum())
    return " "


_FOLDING = _Folding()


def _fold(text: str) -> str:
    """Case, marks, script and punctuation folded; a text of punctuation alone stays as it is."""
    folded = unicodedata.normalize("NFC", text.casefold()).translate(_FOLDING)
    words = " ".join(unicodedata.normalize("NFC", folded).split())
    return words or text.casefold()
