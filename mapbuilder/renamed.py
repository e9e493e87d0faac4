"""Renamed: words that give another name, leave names open, or say that one is unsure.

In goes a text or a part of one, out comes what stands beside the words. Always true: a sign of
doubt stands at the edge of a word; within one it is a letter that some program has lost.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mapbuilder.former_countries import ALSO_CALLED
from mapbuilder.phrase_words import key, plain, spans

_NOW: Final = (
    "now|today|nowadays|currently|modern|modern day|modern-day|present day|present-day|now called"
    "|now known as|later|later called|renamed|today's"
    "|heute|jetzt|nunmehr|später|heutiges|das heutige|das jetzige"
    "|aujourd'hui|actuellement|actuel|actuelle|maintenant|auj|plus tard"
    "|hoy|hoy en día|actual|actualmente|ahora|hoje|atual|atualmente|agora"
    "|oggi|attuale|attualmente|ora|dziś|dzisiaj|obecnie|teraz|dnes|nyní"
    "|ныне|теперь|сейчас|сегодня|современный|современная|современное|совр|нынешний|нынешняя"
    "|нынешнее|впоследствии|позже|позднее|нині|тепер|зараз|сьогодні|сучасний|сучасна|цяпер|сёння"
    "|indi|indiki|hazırda|hazırkı|müasir|bu gün|инди|индики|һазырда"
    "|şimdi|şimdiki|bugün|bugünkü|günümüzde|günümüzdeki|қазір|қазіргі|hozir|hozirgi"
    "|اکنون|امروز|امروزه|کنونی|فعلی|حاليا|الآن|اليوم|כיום|היום|σήμερα|τώρα|νυν|अब|वर्तमान"
    "|ახლა|ამჟამად|დღეს|ახლანდელი|այժմ|ներկայիս|այսօր"
)
_FORMERLY: Final = (
    "formerly|former|former name|previously|once|then|at that time|originally|historically|ex"
    "|old name|aka|a.k.a|also|also called|also known as|formerly called|formerly known as|alias"
    "|früher|ehemals|vormals|einst|damals|ehem|vorm|auch"
    "|anciennement|autrefois|jadis|alors|ancien|ancienne|aussi"
    "|antes|antiguamente|anteriormente|antigua|antiguo|entonces|antigamente|antiga|antigo|então"
    "|già|un tempo|in passato|precedentemente|allora|dawniej|niegdyś|wcześniej|daw|dříve|kdysi"
    "|бывший|бывшая|бывшее|бывш|быв|ранее|раньше|прежде|тогда|колишній|колишня|раніше|колись"
    "|тоді|раней|былы"
    "|əvvəl|əvvəllər|keçmiş|sabiq|köhnə|o vaxt|кечмиш|әввәлләр"
    "|eski|eskiden|önceki|önceden|o zamanki|бұрынғы|бұрын|avvalgi|sobiq"
    "|سابق|سابقا|پیشین|قدیم|قديما|לשעבר|בעבר|πρώην|παλαιότερα|άλλοτε|पूर्व|पहले"
    "|ყოფილი|ადრე|ძველად|նախկին|նախկինում"
)
_UNSPACED: Final = {
    "今称": True, "今名": True, "现称": True, "现名": True, "現在の": True, "旧称": False,
    "旧名": False, "原称": False, "原名": False, "曾称": False, "古称": False,
}  # fmt: skip
_EITHER: Final = (
    "or|oder|bzw|ou|o|u|lub|albo|czy|nebo|či|или|либо|або|чи|ці|və ya|ya da|veya|yaxud|немесе|yoki"
    "|یا|أو|או|ή|या|ან|կամ"
)
_DOUBT: Final = (
    "probably|prob|possibly|poss|perhaps|maybe|presumably|likely|most likely|uncertain|doubtful"
    "|wahrscheinlich|vermutlich|wohl|vielleicht|möglicherweise|vermtl|wahrsch|unsicher"
    "|probablement|peut-être|sans doute|probablemente|quizá|quizás|posiblemente|tal vez"
    "|provavelmente|talvez|possivelmente|probabilmente|forse|prawdopodobnie|być może|może"
    "|pravděpodobně|snad|možná"
    "|вероятно|возможно|предположительно|видимо|вер|ймовірно|можливо|імовірно|верагодна|магчыма"
    "|ehtimal|ehtimal ki|ehtimalla|bəlkə|bəlkə də|muhtemelen|olasılıkla|belki|мүмкін|balki"
    "|احتمالا|شاید|ربما|على الأرجح|כנראה|אולי|πιθανώς|πιθανόν|ίσως|शायद|სავარაუდოდ|შესაძლოა"
    "|հավանաբար|թերևս"
)


def _keys(phrases: str) -> frozenset[str]:
    return frozenset(map(key, phrases.split("|")))


NOW: Final = _keys(_NOW)
FORMERLY: Final = _keys(_FORMERLY)
DOUBT: Final = _keys(_DOUBT)
EITHER: Final = _keys(_EITHER)
_SEQUENCE: Final = _keys(
    "then|later|once|später|alors|plus tard|entonces|então|allora|тогда|тоді|впоследствии|позже"
    "|позднее|also|auch|aussi"
)
_LONGEST: Final = max(each.count(" ") + 1 for each in NOW | FORMERLY | DOUBT)
FIRST_WORDS: Final = frozenset(
    word
    for phrase in (*NOW, *FORMERLY, *DOUBT, *EITHER, *ALSO_CALLED)
    for word in phrase.split(" ")
    if word != "of"
)
"""What has none of these words, and no sign, says nothing that this module reads."""

_MARK: Final = re.compile(
    r"\s*(?:\(\s*[?？؟]+\s*\)|\[\s*[?？؟]+\s*\]|（\s*[?？]+\s*）)"
    r"|(?<![^\s(\[])[?？؟]+\s*|\s*[?？؟]+(?![^\s,;，)\]])"
)


class Other(NamedTuple):
    """Another name, and whether it is the one of today."""

    name: str
    is_now: bool
    words: str
    """Those that say so, as written."""


def other_name(part: str, *, in_brackets: bool) -> Other | None:
    """The name in ``now Tbilisi``, ``formerly: Tiflis``, ``Tbilisi today``, if there is one.

    Without words where "Baku, then Tbilisi" may tell of a way.
    """
    other = _other_name(part)
    if other is not None and not in_brackets and key(other.words) in _SEQUENCE:
        return other._replace(words="")
    return other


def _other_name(part: str) -> Other | None:
    for prefix, is_now in _UNSPACED.items():
        if part.startswith(prefix) and (name := part[len(prefix) :].strip(" :：")):
            return Other(name, is_now, prefix)
    if part[:3].lower() == "ex-" and part[3:]:
        return Other(part[3:], False, part[:3])
    places = spans(part)
    for count in range(min(_LONGEST, len(places) - 1), 0, -1):
        cut = places[count - 1][1]
        before, after = places[len(places) - count][0], len(part)
        for words, name in ((part[:cut], part[cut:]), (part[before:after], part[:before])):
            said = key(words.strip(" :"))
            if said in NOW or said in FORMERLY:
                return Other(name.strip(" :"), said in NOW, words.strip())
    return None


def other_country(text: str) -> str | None:
    """The id of the country that ``Republic of Georgia`` is, which no gazetteer calls so."""
    code = ALSO_CALLED.get(" ".join(text.casefold().split()))
    return None if code is None else f"country:{code}"


def has_mark(text: str) -> bool:
    """Whether a sign says that a text is unsure: ``Tbilisi?``, ``Tbilisi (?)``."""
    return ("?" in text or "？" in text or "؟" in text) and _MARK.search(text) is not None


def without_doubt(text: str) -> tuple[str, str] | None:
    """A text without what says that it is unsure, and that; ``None`` where nothing does."""
    if has_mark(text):
        return " ".join(_MARK.sub(" ", text).replace(" ,", ",").split()), "?"
    places = spans(text)
    for count in range(min(_LONGEST, len(places) - 1), 0, -1):
        words = text[: places[count - 1][1]]
        if key(words) in DOUBT and not words.isupper():
            return text[places[count][0] :], words
    match = re.fullmatch(r"(.+?)\s*(?:,\s*|\()([^(),]+)\)?", text)
    if match is not None and key(match[2]) in DOUBT:
        return match[1], match[2]
    return None


def open_between(text: str) -> list[str]:
    """The parts of ``A or B`` and ``A/B``; fewer than two where nothing is left open."""
    places = spans(text)
    for number in range(1, len(places) - 1):
        for count in (2, 1):
            last = number + count
            if last >= len(places):
                continue
            words = text[places[number][0] : places[last - 1][1]]
            said = " ".join(plain(word) for word in words.split())
            if said in EITHER and not words.isupper():
                return [text[: places[number][0]].strip(" ,،"), text[places[last][0] :]]
    return [part for part in re.split(r"(?<=[^\W\d_])/(?=[^\W\d_])", text) if part]
