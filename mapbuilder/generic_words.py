"""Generic words in toponyms: what says the kind of a place beside its name (city, г., rayonu, 市).

In goes a prepared name, out come the rest of it and the words set aside, one at each end, with
their kinds. Always true: what remains has two letters or digits at least, one of them a letter;
words are whole words, but for those of Han, Hangul and Thai, which are written without spaces. Only
settlements and divisions have some: "Rhode Island" is not Rhode, nor Nizami Street Nizami.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_LONGEST_NAME = 200
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
_OF = (
    r"(?:[ ](?:de[ ]l['’]|d['’])"
    r"|[ ](?:of|de|do|da|dos|das|di|du|des)[ ](?:(?:the|la|las|los)[ ])?)"
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
_THAI: Final[Table] = {
    "town": "เทศบาลนคร เทศบาลเมือง เทศบาลตำบล",
    "village": "หมู่บ้าน",
    "settlement": "ตำบล ต.",
    "district": "กิ่งอำเภอ อำเภอ เขต แขวง อ.",
    "region": "จังหวัด จ.",
}


def _plain(word: str) -> str:
    """A word of a table as it stands in a prepared name."""
    return unicodedata.normalize("NFKC", word).replace("ı", "i").replace("_", " ")


def _words(*tables: Table) -> dict[str, str]:
    """The words of tables with their kinds; the first table that has a word says its kind."""
    found: dict[str, str] = {}
    for table in tables:
        for kind, words in table.items():
            for word in map(_plain, words.split()):
                for spelt in (word, word.replace("'", "’"), word.replace("'", "ʻ")):
                    found.setdefault(spelt, kind)
    return found


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_LAST_KINDS = _words(_LAST)
_FIRST_KINDS = _words(_FIRST)
_APART_KINDS = _words(_APART, _FIRST)
_OF_KINDS = _words(_FIRST_WITH_OF)
_SHORT_KINDS = _words(_SHORT)
_HYPHENED_KINDS = _words(_HYPHENED)
_UNSPACED_KINDS = {
    **_words(_HAN, _HANGUL, _HANGUL_SPACED, _THAI),
    **dict.fromkeys("都府", "region"),
}

_KINDS_OF_GROUPS: Final[dict[str, dict[str, str]]] = {
    "of": _OF_KINDS,
    "first": _FIRST_KINDS,
    "short": _SHORT_KINDS,
    "bare": _SHORT_KINDS,
    "co": {"co": "district"},
    "article": {},
    "last": _LAST_KINDS,
    "apart": _APART_KINDS,
    "hyphened": _HYPHENED_KINDS,
    **dict.fromkeys(("han", "capital", "hangul", "province", "spaced", "thai"), _UNSPACED_KINDS),
}

# A bare "г Баку" is common in Russian tables, and no name is one small letter.
_BEFORE = re.compile(
    rf"""\A[\s(]*(?:
        (?i:(?P<of>{_any_of(_OF_KINDS)}){_OF})
      | (?i:(?P<first>{_any_of(_FIRST_KINDS)}))[.,]?[ ]
      | (?P<short>{_any_of(_SHORT_KINDS)})\.\s*
      | (?P<bare>г)[ ]
      | (?i:(?P<co>co))\.[ ]
      | (?P<thai>{_any_of(_words(_THAI))})\s?(?=[\u0e01-\u0e2e\u0e40-\u0e44])
    )(?=\S)""",
    re.VERBOSE,
)
_ARTICLE = re.compile(r"\A[\s(]*(?i:(?P<article>the))[ ](?=\S)")
_AFTER = re.compile(
    rf"""(?<=\S)(?:
        [\s,(]+(?:
            (?i:(?P<last>{_any_of(_LAST_KINDS)}))\.?
          | (?P<short>{_any_of(_SHORT_KINDS)})\.
        )
      | \s?[,(][\s,(]*(?i:(?P<apart>{_any_of(_APART_KINDS)}))\.?
      | -(?P<hyphened>{_any_of(_HYPHENED_KINDS)})
    )[\s)]*$""",
    re.VERBOSE,
)
# 四日市 and 十日町 are called after their markets.
_UNSPACED_AFTER = re.compile(
    rf"""(?:
        (?<=[\u3005-\u30ff\u3400-\u9fff])(?<![一二三四五六七八九十廿]日)
        [ ]?(?P<han>{_any_of(_words(_HAN))})
      | (?P<capital>(?:(?<=東京)|(?<=东京))都|(?:(?<=大阪)|(?<=京都))府)
      | (?<=[\uac00-\ud7a3])(?:
            [ ]?(?P<hangul>{_any_of(_words(_HANGUL))})
          | [ ](?P<spaced>{_any_of(_words(_HANGUL_SPACED))})
        )
      | (?:(?<=경기)|(?<=강원)|(?<=황해)|(?<=제주)|(?<=[량양]강)|(?<=자강)
          |(?<=(?:함경|평안|충청|전라|경상)[남북]))(?P<province>도)
    )$""",
    re.VERBOSE,
)
_FIRST_WORDS = frozenset(
    word.split(" ")[0] for word in (*_FIRST_KINDS, *_OF_KINDS, *_SHORT_KINDS, "co", "the")
)
_LAST_WORDS = frozenset(
    word.split(" ")[-1] for word in (*_LAST_KINDS, *_APART_KINDS, *_SHORT_KINDS)
)
_UNSPACED_ENDS = frozenset((*(word[-1] for word in _UNSPACED_KINDS if word[-1] != "."), "都", "府"))
_WORD_ENDS = re.compile(r"[\s,().]+")
_HYPHENED_AT_END = re.compile(rf"-(?:{_any_of(_HYPHENED_KINDS)})[\s)]*$")


def set_aside(prepared: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The name without generic words at its ends, and those words, each with its kind or "".

    ``prepared`` is in NFKC, without dotless i, its spaces single. The words are as written, in
    their order.
    """
    places = _places(prepared) if len(prepared) <= _LONGEST_NAME else ()
    if not places:
        return prepared, ()
    core = prepared
    found: dict[str, tuple[str, str]] = {}
    capitals = prepared.upper() == prepared and prepared.lower() != prepared
    for place, patterns in places:
        text = core.lower() if capitals else core
        # Lower-casing may lengthen a text; the positions then no longer fit.
        text = text if len(text) == len(core) else core
        for pattern in patterns:
            match = pattern.search(text)
            if match is None:
                continue
            rest = core[match.end() :] if match.start() == 0 else core[: match.start()]
            if _is_name(rest):
                group = match.lastgroup or ""
                start, end = match.span(group)
                kind = _KINDS_OF_GROUPS[group].get(text[start:end].lower(), "")
                found[place] = core[start:end], kind
                core = rest.strip()
                break
    return core, tuple(found[place] for place in ("article", "before", "after") if place in found)


def _places(prepared: str) -> list[tuple[str, tuple[re.Pattern[str], ...]]]:
    """Where generic words may be, and the patterns to find them by: one word at each end.

    In "fan shi zhen" the town is Fan Shi. Quick, since it is asked of each name of a gazetteer, and
    most have none.
    """
    words = _WORD_ENDS.sub(" ", prepared.lower()).split()
    if not words:
        return []
    first, last = words[0], words[-1]
    found: list[tuple[str, tuple[re.Pattern[str], ...]]] = []
    if first == "the":
        found.append(("article", (_ARTICLE,)))
    if first in _FIRST_WORDS or "\u0e00" <= first[0] <= "\u0e7f":
        found.append(("before", (_BEFORE,)))
    if last in _LAST_WORDS or ("-" in last and _HYPHENED_AT_END.search(prepared)):
        found.append(("after", (_AFTER, _UNSPACED_AFTER)))
    elif last[-1] in _UNSPACED_ENDS:
        found.append(("after", (_UNSPACED_AFTER,)))
    return found


def _is_name(rest: str) -> bool:
    """Whether enough is left for a name: a letter, and two letters or digits at least."""
    categories = [unicodedata.category(c)[0] for c in rest if c not in "ьъЬЪ"]
    return "L" in categories and sum(category in "LN" for category in categories) >= 2
