"""Generic words in toponyms: what says the kind of a place beside its name (city, г., rayonu, 市).

In goes a prepared name, out come the rest of it and the words set aside, one at each end, with
their kinds. Always true: what remains has two letters or digits at least, one of them a letter;
words are whole words, but for those of Han, Hangul and Thai, which are written without spaces. Only
settlements and divisions have some: "Rhode Island" is not Rhode, nor Nizami Street Nizami.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST_NAME = 200
"""In characters; what is longer is a text in the wrong column."""

Table = dict[str, str]
"""From a kind to its words, parted by spaces; "_" stands for a space within one."""

# At the end of a name only: "Town Hall" is not the hall of a town.
_LAST: Final[Table] = {
    "town": (
        "city town şəhəri шәһәри seheri sheheri şehri sehri shahri shahari "
        "қаласы qalasy qalası шаары shaary шаҳри хот балһсн քաղաք քաղաքը "
        "शहर শহর ਸ਼ਹਿਰ நகரம் شہر shi"
    ),
    "village": (
        "village kəndi кәнди kendi köyü ауылы auyly айылы aiyly қишлоғи qishlog'i գյուղ գյուղը "
        "गांव गाँव ग्राम গ্রাম ਪਿੰਡ"
    ),
    "settlement": "settlement township qəsəbəsi гәсәбәси qesebesi kasabası zhen xiang ավան",
    "quarter": "mahallesi məhəlləsi мәһәлләси mehellesi микрорайон мкр mikrorayon",
    "district": (
        "district county parish rayon rayonu районы рајону raion rajon rayony ilçesi ilçe "
        "район раён р-н ауданы audany tumani тумани району уезд волость повіт powiat járás megye "
        "xian hsien qu շրջան շրջանը जिला ज़िला जिल्ला तालुका तहसील জেলা উপজেলা மாவட்டம் ضلع "
        "tehsil taluk taluka რაიონი"
    ),
    "region": (
        "region oblast vilayəti вилајәти vilayeti province prefecture governorate voivodeship "
        "state ili область вобласць облысы oblysy облусу oblusu viloyati вилояти край губерния "
        "guberniya аймаг մարզ մարզը राज्य प्रांत"
    ),
    "municipality": (
        "municipality belediyesi bələdiyyəsi municipio громада नगरपालिका համայնք მუნიციპალიტეტი"
    ),
}

# At the beginning; at the end only behind a comma or in brackets, since "Красное Село" and
# "Белый Город" are names: "Баку, город", "Баку (город)".
_FIRST: Final[Table] = {
    "town": (
        "город г-д горад gorod місто misto град grad қала шаҳри քաղաք ქალაქი ქალაქ stadt "
        "miasto město mesto municipiul orașul oraşul orasul شهر مدينة העיר thành_phố thị_xã"
    ),
    "village": (
        "село сяло деревня вёска аул ауыл айыл selo derevnya кишлак хутор գյուղ სოფელი wieś satul "
        "قرية روستای روستا گاؤں הכפר xã desa obec"
    ),
    "settlement": (
        "посёлок поселок пгт рп селище смт с-ще posyolok posëlok poselok ավան დაბა بلدة شهرک "
        "thị_trấn"
    ),
    "quarter": "микрорайон мкр mikrorayon phường kelurahan حي محله",
    "district": (
        "район раён р-н rayon raion raionul rajon уезд волость повіт powiat okres landkreis "
        "kreis bezirk county район რაიონი շրջան شهرستان بخش دهستان قضاء ناحية مديرية منطقة ضلع "
        "ноҳияи נפת huyện quận kabupaten kecamatan"
    ),
    "region": (
        "область вобласць oblast провинция province штат губерния губернія край kraj województwo "
        "județul judeţul judetul županija νομός περιφέρεια استان ولاية محافظة صوبہ מחוז tỉnh "
        "provinsi вилояти մարզ kanton"
    ),
    "municipality": (
        "община општина opština općina gemeinde gemeente gmina δήμος მუნიციპალიტეტი comuna"
    ),
}
# At the end behind a comma or in brackets alone: İçəri Şəhər and Yeni Kənd are names, and it is the
# possessive that says the kind (Bakı şəhəri).
_APART: Final[Table] = {
    "town": "şəhər шәһәр seher sheher şehir",
    "village": "kənd кәнд kend köy",
    "settlement": "qəsəbə гәсәбә qesebe",
}

# Before a preposition: City of Baku, Ciudad de México, Comune di Roma, Ville d'Orléans.
_FIRST_WITH_OF: Final[Table] = {
    "town": "city town ciudad cidade ville città citta",
    "village": "village",
    "municipality": "municipality municipio município commune comune comuna concelho",
    "district": (
        "district county borough parish distrito distretto arrondissement canton cantón condado "
        "freguesia partido"
    ),
    "region": (
        "region province prefecture governorate department state provincia província département "
        "departamento estado région región regione préfecture gouvernorat"
    ),
}
# Not del, della: Città del Capo is Cape Town, and Ciudad del Este has no other name.
_OF = re.compile(
    r" (?:de l['’]|d['’]|(?:of|de|do|da|dos|das|di|du|des) (?:(?:the|la|las|los) )?)(?=\S)",
    re.IGNORECASE,
)

# With their dot, and in small letters (or in a name all in capitals): "С. Вургун" is an initial.
_SHORT: Final[Table] = {
    "town": "г гор м ş şəh шәһ ქ ք",
    "village": "с сел дер д k სოფ գ",
    "settlement": "пос п qəs",
    "district": "р r ray pow",
    "region": "обл woj prov",
    "municipality": "gm",
}

# Behind a hyphen, in the usual romanisations of Japanese and Korean: Yokohama-shi, Suwon-si.
_HYPHENED: Final[Table] = {
    "town": "shi si machi cho chō eup",
    "village": "mura son ri",
    "settlement": "myeon",
    "quarter": "dong",
    "district": "ku gu gun",
    "region": "ken fu do",
}

# Without a space behind a name. 里, 리, 동 and 도 end too many names and foreign words (나폴리 is
# Naples) to be set aside there; 都, 府 and 도 only where a division is called so.
_HAN: Final[Table] = {
    "town": "市 镇 鎮 町",
    "village": "村",
    "settlement": "乡 鄉 街道 苏木 蘇木",
    "district": "县 縣 区 區 郡 旗 自治县 自治縣 自治旗 新区 新區 地区 地區 自治州 盟",
    "region": "省 県 自治区 自治區 特别行政区 特別行政區",
}
_HANGUL: Final[Table] = {
    "town": "시 읍 특별시 광역시 특별자치시",
    "district": "군 구",
    "region": "특별자치도",
}
_HANGUL_SPACED: Final[Table] = {
    "village": "리",
    "settlement": "면",
    "quarter": "동",
    "region": "도",
}
_HANGUL_PROVINCES = re.compile(
    r"(?:경기|강원|황해|제주|[량양]강|자강|(?:함경|평안|충청|전라|경상)[남북])$"
)
_CAPITALS = ("東京都", "东京都", "大阪府", "京都府")
_THAI: Final[Table] = {
    "town": "เทศบาลนคร เทศบาลเมือง เทศบาลตำบล",
    "village": "หมู่บ้าน",
    "settlement": "ตำบล ต.",
    "district": "กิ่งอำเภอ อำเภอ เขต แขวง อ.",
    "region": "จังหวัด จ.",
}


def _words(*tables: Table) -> dict[str, str]:
    """The words of tables, as they stand in a prepared name, with their kinds."""
    found: dict[str, str] = {}
    for table in tables:
        for kind, words in table.items():
            prepared = unicodedata.normalize("NFKC", words).replace("ı", "i")
            for word in prepared.split():
                found.setdefault(word.replace("_", " "), kind)
                if "'" in word:
                    found.setdefault(word.replace("'", "’"), kind)
                    found.setdefault(word.replace("'", "ʻ"), kind)
    return found


_LAST_KINDS: Final = _words(_LAST)
_FIRST_KINDS: Final = _words(_FIRST)
_APART_KINDS: Final = _words(_APART, _FIRST)
_OF_KINDS: Final = _words(_FIRST_WITH_OF)
_SHORT_KINDS: Final = _words(_SHORT)
_HYPHENED_KINDS: Final = _words(_HYPHENED)
_HAN_KINDS: Final = _words(_HAN)
_HANGUL_KINDS: Final = _words(_HANGUL)
_HANGUL_SPACED_KINDS: Final = _words(_HANGUL_SPACED)
_THAI_KINDS: Final = _words(_THAI)
_LONGEST_ENDING: Final = max(map(len, (*_HAN_KINDS, *_HANGUL_KINDS)))
_UNSPACED_ENDS: Final = frozenset(
    word[-1] for word in (*_HAN_KINDS, *_HANGUL_KINDS, *_HANGUL_SPACED_KINDS, "都", "府")
)

_FIRST_WORDS: Final = frozenset(
    word.split(" ")[0] for word in (*_FIRST_KINDS, *_OF_KINDS, *_SHORT_KINDS, "co", "the")
)
_LAST_WORDS: Final = frozenset((*_LAST_KINDS, *_APART_KINDS, *_SHORT_KINDS))
_WORD_ENDS: Final = ",()."

_HEAD = re.compile(r"[\s(]*(?P<word>[^\s.,()]+(?P<more> [^\s.,()]+)?)(?P<end>[.,]?)(?P<gap>\s*)")
# 四日市 and 十日町 are called after their markets.
_MARKET = re.compile(r"[一二三四五六七八九十廿]日")


@dataclass(frozen=True, slots=True)
class _Found:
    """A generic word at an end of a text: where it stands, its kind, and where the rest stands."""

    word: slice
    kind: str
    rest: slice


def set_aside(prepared: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The name without generic words at its ends, and those words, each with its kind or "".

    One word at each end, and an article: in "fan shi zhen" the town is Fan Shi. ``prepared`` is in
    NFKC, without dotless i, its spaces single. The words are as written, in their order.
    """
    if len(prepared) > LONGEST_NAME or not may_have_some(prepared):
        return prepared, ()
    core = prepared
    words: list[tuple[str, str]] = []
    behind: list[tuple[str, str]] = []
    for find, into in ((_article, words), (_before, words), (_after, behind)):
        # In a name all in capitals an abbreviation is one too.
        small = core.lower() if core.isupper() else core
        # Lower-casing may lengthen a text; the positions then no longer fit.
        found = find(small if len(small) == len(core) else core)
        if found is not None and _is_name(core[found.rest]):
            into.append((core[found.word], found.kind))
            core = core[found.rest].strip()
    return core, (*words, *behind)


def may_have_some(prepared: str) -> bool:
    """Whether it is worth while to look closer: true for each name with generic words.

    Quick, since it is asked of each name of a gazetteer: most have none.
    """
    return bool(lines_that_may_have_some(prepared))


def lines_that_may_have_some(prepared: str) -> list[int]:
    """The numbers of the lines of which that is true."""
    text = prepared.lower()
    for mark in _WORD_ENDS:
        text = text.replace(mark, " ")
    lines = text.split("\n")
    return [
        at for at, line in enumerate(lines) if (words := line.split()) and _may(words[0], words[-1])
    ]


def _may(first: str, last: str) -> bool:
    return (
        first in _FIRST_WORDS
        or last in _LAST_WORDS
        or last[-1] in _UNSPACED_ENDS
        or ("-" in last and last.rpartition("-")[2] in _HYPHENED_KINDS)
        or "\u0e00" <= first[0] <= "\u0e7f"
    )


def _is_name(rest: str) -> bool:
    """Whether enough is left for a name: a letter, and two letters or digits at least."""
    categories = [unicodedata.category(c)[0] for c in rest if c not in "ьъЬЪ"]
    return "L" in categories and sum(category in "LN" for category in categories) >= 2


def _is_han_or_kana(character: str) -> bool:
    # As a pattern these ranges take longer to compile than all others here.
    return "\u3005" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def _article(text: str) -> _Found | None:
    begin = len(text) - len(text.lstrip(" ("))
    if text[begin : begin + 4].lower() != "the ":
        return None
    return _Found(slice(begin, begin + 3), "", slice(begin + 4, None))


def _before(text: str) -> _Found | None:
    match = _HEAD.match(text)
    if match is None:
        return None
    begin, end = match.span("word")
    if match["more"] and (kind := _FIRST_KINDS.get(match["word"].lower())) and match["gap"]:
        return _Found(slice(begin, end), kind, slice(match.end(), None))
    if "\u0e00" <= text[begin] <= "\u0e7f":
        return _thai(text, begin)
    # The first word alone, what ends it, and the space behind.
    if match["more"]:
        end -= len(match["more"])
        mark, gap, rest = "", " ", end + 1
    else:
        mark, gap, rest = match["end"], match["gap"], match.end()
    word = text[begin:end]
    lowered = word.lower()
    kind = None
    if not mark and (of := _OF.match(text, end)) and lowered in _OF_KINDS:
        kind, rest = _OF_KINDS[lowered], of.end()
    elif gap and lowered in _FIRST_KINDS:
        kind = _FIRST_KINDS[lowered]
    elif mark == "." and word in _SHORT_KINDS:
        kind = _SHORT_KINDS[word]
    elif gap and not mark and word == "г":
        # A bare "г Баку" is common in Russian tables, and no name is one small letter.
        kind = "town"
    elif gap and mark == "." and lowered == "co":
        kind = "district"
    return None if kind is None else _Found(slice(begin, end), kind, slice(rest, None))


def _thai(text: str, begin: int) -> _Found | None:
    for word, kind in _THAI_KINDS.items():
        if text.startswith(word, begin):
            rest = begin + len(word)
            rest += text[rest : rest + 1] == " "
            # A word ends before a consonant or a vowel that is written before one.
            if "ก" <= text[rest : rest + 1] <= "ฮ" or "เ" <= text[rest : rest + 1] <= "ไ":
                return _Found(slice(begin, begin + len(word)), kind, slice(rest, None))
    return None


def _after(text: str) -> _Found | None:
    end = len(text.rstrip(" )"))
    dot = text[end - 1 : end] == "."
    end -= dot
    begin = 1 + max(text.rfind(mark, 0, end) for mark in " ,(.")
    word = text[begin:end]
    rest = len(text[:begin].rstrip(" ,("))
    if rest == 0 or not word:
        return _unspaced(text)
    lowered = word.lower()
    kind = None
    if text[begin - 1] != ".":
        kind = _LAST_KINDS.get(lowered)
        if kind is None and not {",", "("}.isdisjoint(text[rest:begin]):
            kind = _APART_KINDS.get(lowered)
        if kind is None and dot:
            kind = _SHORT_KINDS.get(word)
    if kind is not None:
        return _Found(slice(begin, end), kind, slice(0, rest))
    return None if dot else _unspaced(text)


def _unspaced(text: str) -> _Found | None:
    """Words without a space before them: 北京市, 바쿠시; and those behind a hyphen."""
    end = len(text.rstrip(" )"))
    begin = text.rfind("-", 0, end) + 1
    if begin > 1 and (kind := _HYPHENED_KINDS.get(text[begin:end])):
        return _Found(slice(begin, end), kind, slice(0, begin - 1))
    if text[-1:] not in _UNSPACED_ENDS:
        return None
    if text.endswith(_CAPITALS):
        return _Found(slice(len(text) - 1, None), "region", slice(0, len(text) - 1))
    for length in range(min(_LONGEST_ENDING, len(text) - 1), 0, -1):
        begin = len(text) - length
        word = text[begin:]
        rest = len(text[:begin].rstrip())
        if word in _HAN_KINDS and _is_han_or_kana(text[rest - 1 : rest]):
            if not _MARKET.match(text, max(0, rest - 2)):
                return _Found(slice(begin, None), _HAN_KINDS[word], slice(0, rest))
        elif "가" <= text[rest - 1 : rest] <= "힣":
            spaced = rest < begin
            kind = _HANGUL_KINDS.get(word) or (_HANGUL_SPACED_KINDS.get(word) if spaced else None)
            if kind is None and word == "도" and _HANGUL_PROVINCES.search(text, 0, rest):
                kind = "region"
            if kind is not None:
                return _Found(slice(begin, None), kind, slice(0, rest))
    return None
