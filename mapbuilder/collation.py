"""Collation: names in, their places in the alphabetical order of a language out.

The order is that of Unicode CLDR 48 for the letters of the languages that the interface speaks, by
letter, then accent, then case (UTS #10, levels 1 to 3); the language's own script comes first. The
page compares nothing by itself: its browser may know no Azerbaijani, Georgian or Armenian. PyICU
has to be compiled where it is installed, icu4py has no collator, pyuca no language's own order.
Always true: equal names have equal ranks, whatever the order of what goes in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

Weight = tuple[tuple[int, int, int], int, int]
"""Of one letter: its place among all (class, script, place), its accent, its case."""

_SPACE, _PUNCTUATION, _SYMBOL, _DIGIT, _LETTER = range(5)

# Alphabets, letters of one place written together, the plainer ones first. Letters that are not
# here are taken apart (UAX #15) into a letter and its marks, which make a difference after letters.
_ROOT = {
    "Latn": "aå b c dđð e ə f g hħ i ı j k lł m n ŋ oø p q r s t u v w x y z þ",
    "Grek": "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σς τ υ φ χ ψ ω",
    "Cyrl": (
        "а ә б в гґ ғ д ђ е є ж җ з ѕ и і й ј к қ ҝ л љ м н ң њ о ө п р с т ћ у ү ф х ҳ һ ц ч ҹ џ"
        " ш щ ъ ы ь э ю я"
    ),
    "Geor": "ა ბ გ დ ე ვ ზ ჱ თ ი კ ლ მ ნ ჲ ო პ ჟ რ ს ტ ჳ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჴ ჯ ჰ ჵ ჶ",
    "Armn": "ա բ գ դ ե զ է ը թ ժ ի լ խ ծ կ հ ձ ղ ճ մ յ ն շ ո չ պ ջ ռ ս վ տ ր ց ւ փ ք օ ֆ",
    "Hebr": "א ב ג ד ה ו ז ח ט י כך ל מם נן ס ע פף צץ ק ר ש ת",
    "Arab": (
        "ء آ أ ؤ إ ئ ا ب پ ة ت ث ج چ ح خ د ذ ڈ ر ز ڑ ژ س ش ص ض ط ظ ع غ ف ق ك ک گ ل م ن ه ۀ و ى ي"
        " ی ے"
    ),
}
# CLDR's tailorings of the languages that have one.
_TAILORED = {
    "az": {"Latn": "a b c ç d e ə f g ğ h x ı i j k q l m n o ö p r s ş t u ü v y z w"},
    "az-Cyrl": {
        "Cyrl": ("а б в г ғ д е ә ж з и ы й ј к ҝ л м н о ө п р с т у ү ф х һ ц ч ҹ ш щ ъ ь э ю я")
    },
    "tr": {"Latn": "a b c ç d e ə f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z"},
    "es": {"Latn": "aå b c dđð e ə f g hħ i ı j k lł m n ñ ŋ oø p q r s t u v w x y z þ"},
    "ar": {
        "Arab": (
            "ءأؤإئا ب پ ةت ث ج چ ح خ د ذ ڈ ر ز ڑ ژ س ش ص ض ط ظ ع غ ف ق ك ک گ ل م ن ه ۀ و یىي ے"
        )
    },
    "fa": {
        "Arab": (
            "آ ا ءأإؤئ ب پ ت ث ج چ ح خ د ذ ڈ ر ز ڑ ژ س ش ص ض ط ظ ع غ ف ق کك گ ل م ن و هةۀ یىي ے"
        )
    },
}
# One letter for two: the second level tells them from the two.
_WIDE = {"æ": "ae", "œ": "oe", "ß": "ss", "և": "եւ"}
_WIDE_IN = {"ar": {**_WIDE, "آ": "اا"}}
_SCRIPT_OF_LANGUAGE = {
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"), "Cyrl"),
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), "Arab"),
    **dict.fromkeys(("he", "yi"), "Hebr"),
    "el": "Grek",
    "hy": "Armn",
    "ka": "Geor",
}
_TURKIC = ("az", "tr")
_TURKIC_SMALL = str.maketrans({"I": "ı", "İ": "i"})
# A script that has no alphabet here comes after all that do, by its characters' numbers.
_BEYOND = len(_ROOT) + 1
_STRETCH = "\u0640"


def ranks(names: Sequence[str], language: str) -> list[int]:
    """For each name its rank from 0 on in the language's order; names written alike share one."""
    order = {name: rank for rank, name in enumerate(in_order(set(names), language))}
    return [order[name] for name in names]


def in_order(names: Iterable[str], language: str) -> list[str]:
    """The names sorted as a reader of the language looks them up."""
    collator = _collator(language)
    return sorted(names, key=collator.key)


class _Collator:
    """The weights of a language's letters; those met are kept, for the next name."""

    __slots__ = ("_kept", "_places", "_turkic", "_wide")

    def __init__(self, language: str) -> None:
        base, *subtags = language.split("-")
        own = next((tag.title() for tag in subtags if len(tag) == 4 and tag.isalpha()), "")
        script = own or _SCRIPT_OF_LANGUAGE.get(base, "Latn")
        tailored = _TAILORED.get(f"{base}-{own}" if own else base, {})
        first = sorted(_ROOT, key=lambda each: each != script)
        self._places = {
            letter: (number, place, accent)
            for number, each in enumerate(first)
            for place, letters in enumerate(tailored.get(each, _ROOT[each]).split())
            for accent, letter in enumerate(letters)
        }
        self._turkic = base in _TURKIC
        self._wide = _WIDE_IN.get(base, _WIDE)
        self._kept: dict[str, tuple[Weight, ...]] = {}

    def key(self, name: str) -> tuple[object, ...]:
        """What a name is sorted by: all letters, then all accents, then all cases, then itself."""
        weights: list[Weight] = []
        for character in unicodedata.normalize("NFC", name):
            known = self._kept.get(character)
            if known is None:
                known = self._kept[character] = tuple(self._weights(character))
            weights += known
        letters = [place for place, _, _ in weights if place[0] >= 0]
        return letters, [accent for _, accent, _ in weights], [case for *_, case in weights], name

    def _weights(self, character: str) -> Iterator[Weight]:
        # ref: Unicode SpecialCasing.txt: the dotted and the dotless i of Turkish and Azerbaijani.
        small = character.translate(_TURKIC_SMALL) if self._turkic else character
        small = small.lower()
        case = int(small != character)
        for wide, letter in enumerate(self._wide.get(small, small)):
            if letter in self._places:
                script, place, accent = self._places[letter]
                # A letter for two differs from the two by its accent.
                yield (_LETTER, script, place), accent + (wide == 0 and small in self._wide), case
                continue
            base, *marks = list(unicodedata.normalize("NFD", letter))
            if marks and base in self._places:
                script, place, accent = self._places[base]
                yield (_LETTER, script, place), accent, case
            else:
                yield from self._other(base, case)
            for mark in marks:
                yield from self._other(mark, 0)

    def _other(self, character: str, case: int) -> Iterator[Weight]:
        """What is no letter of an alphabet above; joiners and stretched lines count for nothing."""
        kind = unicodedata.category(character)
        if kind in ("Cf", "Cc") or character == _STRETCH:
            return
        number = ord(character)
        if kind.startswith("M"):
            # Marks follow what they stand on: a letter without any comes before one with some.
            yield (-1, 0, 0), number, 0
        elif kind == "Nd":
            yield (_DIGIT, 0, unicodedata.decimal(character)), number if number > 0x7F else 0, 0
        elif kind.startswith("L"):
            yield (_LETTER, _BEYOND, number), 0, case
        else:
            classes = {"Z": _SPACE, "P": _PUNCTUATION}
            yield (classes.get(kind[0], _SYMBOL), 0, number), 0, 0


@lru_cache(maxsize=32)
def _collator(language: str) -> _Collator:
    return _Collator(language)
