"""Letters: what each becomes in a key, and by which rule.

In goes a prepared name in any script, out comes its key: small Latin letters and digits, or letters
of a script whose reading in Latin is not one-to-one. Always true: the key of a key is itself, and
every change is one rule's, which ``traced`` names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from anyascii import anyascii

from mapbuilder.files import geodata

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
    # anyascii reads e, the usual English spelling has a: Lənkəran, Lankaran. ǝ looks the same.
    "ə": "a", "Ə": "a", "ә": "a", "Ә": "a", "ǝ": "a", "Ǝ": "a",
    # Russian prints both: Щёлково, Щелково.
    "ё": "e", "Ё": "e",
}  # fmt: skip
# One letter, several keyboards: Arabic on one side; Persian, Urdu, Kurdish and Azerbaijani on the
# other. Alef and its hamza, and h and the feminine ending, are written one for the other.
_ABJAD_LETTERS = {
    "ك": "ک", "ڪ": "ک", "ي": "ی", "ى": "ی", "ٱ": "ا", "ة": "ه", "ہ": "ه", "ۃ": "ه", "ھ": "ه",
    "ە": "ه", "װ": "וו", "ױ": "וי", "ײ": "יי", "׳": "", "״": "",
}  # fmt: skip
_APOSTROPHES = frozenset("'’‘‛`´ʹʻʼʽʾʿˈ′՚ꞌ")

RULES: Final = {
    "capitals": "capitals made small",
    "azerbaijani": "Azerbaijani Cyrillic read in Latin letters",
    "armenian": "Armenian digraphs read in Latin letters",
    "greek": "ου read as ou",
    "kana": "ヶ between characters read as ga",
    "devanagari": "nasals and borrowed sounds written one way",
    "quotes": "marks of abbreviation left out",
    "apostrophes": "apostrophes left out",
    "points": "vowel points and lengthening left out",
    "variants": "letters that keyboards write differently made one",
    "han": "simplified characters for traditional and Japanese ones",
    "marks": "marks left out",
    "latin": "read in Latin letters",
    "punctuation": "punctuation made spaces",
}
"""The rules in the order in which they hold, in words."""


def fold(text: str) -> str:
    """Case, marks, script and punctuation folded; a text of punctuation alone stays as it is."""
    folded = text.casefold()
    if folded.isascii():
        return " ".join(folded.translate(_FOLDING).split()) or folded
    folded = unicodedata.normalize("NFC", folded)
    if _IN_CONTEXT.search(folded):
        for _, rule in _CONTEXTS:
            folded = rule(folded)
    words = " ".join(folded.translate(_FOLDING).split())
    return unicodedata.normalize("NFC", words) or text.casefold()


def folded_lines(lines: str) -> list[str]:
    """``fold`` of each line of a text, all of them at once; spaces at its ends do not count."""
    folded = unicodedata.normalize("NFC", lines.casefold())
    words = single_spaced(folded.translate(_FOLDING_LINES))
    found = unicodedata.normalize("NFC", words).split("\n")
    some = {at for at, words in enumerate(found) if not words} if not all(found) else set()
    if _IN_CONTEXT.search(folded):
        some |= _lines_with(_IN_CONTEXT, lines.casefold())
    given = lines.split("\n") if some else []
    for at in some:
        found[at] = fold(given[at])
    return found


def _lines_with(pattern: re.Pattern[str], lines: str) -> set[int]:
    """The numbers of the lines in which something stands."""
    found: set[int] = set()
    number = at = 0
    for match in pattern.finditer(lines):
        number += lines.count("\n", at, match.start())
        at = match.start()
        found.add(number)
    return found


def single_spaced(lines: str) -> str:
    """The lines with one space for several, and none at their ends."""
    return "\n".join([" ".join(line.split()) for line in lines.split("\n")])


def traced(text: str) -> list[tuple[str, str]]:
    """Each rule of ``fold`` that changes the text, in order, with the text after it.

    Spaces are as the rule leaves them; the last text, with single spaces, is ``fold(text)``.
    """
    steps: list[tuple[str, str]] = []
    folded = text.casefold()
    if folded != text:
        steps.append(("capitals", folded))
    folded = unicodedata.normalize("NFC", folded)
    for name, rule in _CONTEXTS:
        if (after := rule(folded)) != folded:
            steps.append((name, after))
            folded = after
    if not folded.translate(_FOLDING).strip():
        return steps[: folded != text]
    for name in RULES:
        after = "".join(_FOLDING[ord(c)] if _folded_character(c)[0] == name else c for c in folded)
        if after != folded:
            steps.append((name, after))
            folded = after
    return steps


_AZERBAIJANI = str.maketrans("гғҝҹчшхжјыөүһәк", "qğgcçşxjyıöühək")
_NASALS = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ँ")
_NUKTA = re.compile("(?<=[कखगजफ])़")
_ARMENIAN = str.maketrans({"և": "ev", "ւ": "v"})


def _azerbaijani(text: str) -> str:
    """Cyrillic letters that only Azerbaijani has, or has together, read as its Latin ones.

    ҹ and ҝ are its own; ј is Serbian too, ә Tatar and Kazakh too, but not beside those others.
    """
    own = not {"ҹ", "ҝ"}.isdisjoint(text) or ("ј" in text and not set("ыәөүғһ").isdisjoint(text))
    if not own and ("ә" not in text or not set("қңҗі").isdisjoint(text)):
        return text
    return text.translate(_AZERBAIJANI)


def _armenian(text: str) -> str:
    """The digraph ու is one vowel; և and ւ are e and v: Երևան, Երեւան, Երեվան."""
    return text.replace("ու", "u").translate(_ARMENIAN)


def _devanagari(text: str) -> str:
    """A nasal before a consonant of its class is anusvara; the nukta of loan words is left out."""
    return _NUKTA.sub("", _NASALS.sub("ं", text))


def _kana(text: str) -> str:
    """ヶ between characters is read as ga: 茅ヶ崎."""
    if "ヶ" not in text and "ケ" not in text:
        return text
    return re.sub(r"(?<=[\u3400-\u9fff])[ヶケ](?=[\u3400-\u9fff])", "ga", text)


_CONTEXTS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("azerbaijani", _azerbaijani),
    ("armenian", _armenian),
    ("greek", lambda text: re.sub("ο[υύ]", "ou", text)),
    ("kana", _kana),
    ("devanagari", _devanagari),
    ("quotes", lambda text: re.sub(r'(?<=[א-ת])"(?=[א-ת])|(?<=l)·(?=l)', "", text)),
)
_IN_CONTEXT = re.compile(r'[ҹҝјәւևυύヶケ\u0901-\u0970·"]|ու')


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met (for ``str.translate``)."""

    def __missing__(self, code: int) -> str:
        _, folded = _folded_character(chr(code))
        self[code] = folded
        return folded


_FOLDING = _Folding()
_FOLDING_LINES = _Folding({ord("\n"): "\n"})


def _folded_character(character: str) -> tuple[str, str]:
    """The rule that changes a character ("" for none) and what it becomes."""
    if character in _APOSTROPHES:
        return "apostrophes", ""
    if character.isspace():
        return "", " "
    category = unicodedata.category(character)
    script = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    if script in _ABJADS and category != "Nd":
        return _folded_in_abjad(character, category)
    if category[0] == "M":
        return ("marks", "") if script in _MARKS_ON_ANY_LETTER else ("", character)
    if category == "Lm" and script in (
        "THAI",
        "LAO",
        "KHMER",
        "MYANMAR",
        "IDEOGRAPHIC",
        "VERTICAL",
    ):
        # Signs of repetition tell names apart: 佐々木, 佐木.
        return "", character
    if category in ("Lm", "Cf"):
        return "marks", ""
    if script == "CJK":
        simplified = _simplified().get(character, character)
        return ("han" if simplified != character else ""), simplified
    if category[0] == "L" and script not in _READABLE and character not in _LETTERS:
        return "", character
    if category[0] in "LN":
        # Empty for the hard and soft signs: Ленкорань is Lenkoran.
        read = _LETTERS.get(character) or "".join(
            c for c in anyascii(character).lower() if c.isascii() and c.isalnum()
        )
        if read == character:
            return "", character
        bare = unicodedata.normalize("NFD", character)[0]
        return ("marks" if bare == read else "latin"), read
    return "punctuation", " "


def _folded_in_abjad(character: str, category: str) -> tuple[str, str]:
    if category in ("Mn", "Lm"):
        return "points", ""
    if character in _ABJAD_LETTERS:
        return "variants", _ABJAD_LETTERS[character]
    if category[0] not in "LM":
        return "punctuation", " "
    letter = unicodedata.normalize("NFD", character)[0]
    letter = _ABJAD_LETTERS.get(letter, letter)
    return ("variants" if letter != character else ""), letter


@cache
def _simplified() -> dict[str, str]:
    """Han characters with their simplified forms; only where there is one for each.

    ref: OpenCC, TSCharacters.txt (traditional, then its simplified forms, the usual one first) and
    JPVariants.txt (traditional, then the Japanese form).
    """
    simplified: dict[str, str] = {}
    for line in (geodata() / "han" / "TSCharacters.txt").read_text("utf-8").splitlines():
        character, _, forms = line.partition("\t")
        simplified[character] = forms.split(" ")[0]
    japanese: dict[str, set[str]] = {}
    for line in (geodata() / "han" / "JPVariants.txt").read_text("utf-8").splitlines():
        character, _, forms = line.partition("\t")
        for form in forms.split(" "):
            japanese.setdefault(form, set()).add(simplified.get(character, character))
    for form, meant in japanese.items():
        if len(meant) == 1 and form not in simplified:
            simplified[form] = meant.pop()
    # A form may itself have one; the key of a key is the key.
    return {c: simplified.get(form, form) for c, form in simplified.items()}
