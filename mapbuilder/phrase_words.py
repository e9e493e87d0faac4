"""Words that say where a place lies: near, between, north of, kilometres, and; in many languages.

In go nothing, out come tables from words in small letters without marks to what they mean. Words
stand here as they are written; ``plain`` makes them, and the words of a text, comparable.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from mapbuilder.reading import Relation

Case = Literal["", "turkic", "ru-gen", "ru-ins", "ru-loc", "uk-gen", "uk-ins", "de-gen"]
"""The case in which a name follows (or precedes) words, where its ending may be told apart."""

Spans = tuple[tuple[int, int], ...]
"""Where the words of a text begin and end."""

_SAME = str.maketrans({"ı": "i", "ك": "ک", "ي": "ی", "ى": "ی", "’": "'", "ʼ": "'"})


@lru_cache(2**15)
def plain(word: str) -> str:
    """A word in small letters, without marks, dots and commas around it, and with one letter i."""
    if word.isascii():
        return word.lower().strip(".,:;()") or word.lower()
    marked = unicodedata.normalize("NFD", word.lower())
    bare = "".join(c for c in marked if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare).translate(_SAME).strip(".,:;()،") or bare


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words beside a name say of it."""

    relation: Relation
    direction: str | None = None
    case: Case = ""


# Before a name. Phrases are parted by "|".
_NEAR_BEFORE: Final[tuple[tuple[Case, str], ...]] = (
    (
        "",
        # English, German, French, Spanish, Portuguese, Italian, Polish, Czech
        "near|near to|nr|nearby|close to|close by|outside|outside of|just outside|around|beside"
        "|next to|not far from|adjacent to|vicinity of|the vicinity of|in the vicinity of"
        "|environs of|the environs of|in the environs of|outskirts of|the outskirts of"
        "|on the outskirts of|in the neighbourhood of|in the neighborhood of|in the area of"
        "|somewhere near|area of|suburbs of|off|off the coast of|offshore of"
        "|bei|nahe|nahe bei|nächst|unweit|unweit von|unfern|in der nähe von|in der umgebung von"
        "|umgebung von|außerhalb von|am rand von|am rande von"
        "|près de|près d'|près du|près des|près de l'|proche de|aux environs de|aux environs d'"
        "|environs de|aux alentours de|alentours de|autour de|non loin de|non loin d'"
        "|à proximité de|à proximité d'|à côté de|en dehors de|dans les environs de"
        "|cerca de|cerca del|cerca de la|cercanías de|en las cercanías de|alrededores de"
        "|en los alrededores de|junto a|próximo a|afueras de|en las afueras de"
        "|perto de|perto do|perto da|próximo de|próximo ao|arredores de|nos arredores de"
        "|vicino a|vicino|presso|nei pressi di|nei dintorni di|dintorni di|alle porte di"
        "|koło|w pobliżu|obok|niedaleko|nieopodal|okolice|w okolicach|w okolicy|pod"
        "|poblíž|nedaleko|blízko|v blízkosti"
        # Persian, Urdu, Arabic, Hebrew, Greek
        "|نزدیک|نزدیکی|در نزدیکی|حوالی|در حوالی|اطراف|در اطراف|حومه|در حومه|کنار"
        "|قرب|بالقرب من|قريب من|بقرب|بجوار|جوار|ضواحي|في ضواحي|محيط|على مقربة من"
        "|ליד|בקרבת|באזור|סביב|בסביבת"
        "|κοντά σε|κοντά στην|κοντά στη|κοντά στο|κοντά στον|πλησίον",
    ),
    (
        "ru-gen",
        "близ|вблизи|вблизи от|у|около|возле|подле|недалеко от|неподалёку от|невдалеке от"
        "|поблизости от|в окрестностях|окрестности|в районе|на окраине|в пригороде|вокруг"
        "|каля|паблізу|ля|недалёка ад",
    ),
    ("ru-ins", "под|рядом с|рядом со"),
    ("uk-gen", "біля|поблизу|недалеко від|неподалік від|неподалік|коло|на околиці|в околицях"),
    ("uk-ins", "під|поруч з|поруч із"),
)
# Behind a name.
_NEAR_AFTER: Final[tuple[tuple[Case, str], ...]] = (
    (
        "turkic",
        "yaxınlığında|yaxınlığı|yaxınlıqlarında|ətrafında|ətrafı|yanında|həndəvərində|civarında"
        "|јахынлығында|јахынлығы|әтрафында|әтрафы|јанында"
        "|yakınında|yakını|yakınlarında|yakınları|civarı|çevresinde|çevresi|dolaylarında"
        "|etrafında|etrafı|dışında|маңында|жанында|түбінде|yaqinida|yonida|atrofida",
    ),
    (
        "",
        "area|vicinity|environs|outskirts|surroundings|suburbs|and vicinity|and environs"
        "|and surroundings|and surrounding area|und umgebung|umgebung|et environs"
        "|et ses environs|y alrededores|e arredores|e dintorni|və ətrafı|ve çevresi|ve civarı"
        "|и окрестности|и его окрестности|та околиці|i okolice|a okolí"
        "|附近|一带|一帶|郊外|周边|付近|の近く|近郊|周辺|근처|부근|인근|근교"
        "|के पास|के निकट|के आसपास|მახლობლად|ახლოს|մոտ|մոտակայքում|و حومه|وضواحيها",
    ),
)
_AT_BEFORE: Final[tuple[tuple[Case, str], ...]] = (
    ("", "in|at|im|à|en|em|w|we|در|في"),
    ("ru-loc", "в|во|на"),
)
_IN_BETWEEN: Final = "in|en|em|в|во|у|в г|im|w"
"""Between two names: the second is what the first lies in."""

_DIRECTIONS: Final[dict[str, str]] = {
    # For each language: the eight winds from north by east, then what stands around them.
    "en": "north|north east|east|south east|south|south west|west|north west",
    "en1": "north|northeast|east|southeast|south|southwest|west|northwest",
    "en2": "north|north-east|east|south-east|south|south-west|west|north-west",
    "en3": "n|ne|e|se|s|sw|w|nw",
    "en4": "nne|ene|ese|sse|ssw|wsw|wnw|nnw",
    "ru-to": "северу|северо-востоку|востоку|юго-востоку|югу|юго-западу|западу|северо-западу",
    "ru-on": "север|северо-восток|восток|юго-восток|юг|юго-запад|запад|северо-запад",
    "ru-than": (
        "севернее|северо-восточнее|восточнее|юго-восточнее|южнее|юго-западнее|западнее"
        "|северо-западнее"
    ),
    "uk-on": (
        "північ|північний схід|схід|південний схід|південь|південний захід|захід|північний захід"
    ),
    "uk-than": (
        "північніше|північно-східніше|східніше|південно-східніше|південніше|південно-західніше"
        "|західніше|північно-західніше"
    ),
    "de": (
        "nördlich|nordöstlich|östlich|südöstlich|südlich|südwestlich|westlich|nordwestlich"
    ),
    "fr": "nord|nord-est|est|sud-est|sud|sud-ouest|ouest|nord-ouest",
    "es": "norte|noreste|este|sureste|sur|suroeste|oeste|noroeste",
    "es2": "norte|nordeste|este|sudeste|sur|sudoeste|oeste|noroeste",
    "pt": "norte|nordeste|leste|sudeste|sul|sudoeste|oeste|noroeste",
    "it": "nord|nord-est|est|sud-est|sud|sud-ovest|ovest|nord-ovest",
    "it2": "nord|nordest|est|sudest|sud|sudovest|ovest|nordovest",
    "pl": (
        "północ|północny wschód|wschód|południowy wschód|południe|południowy zachód|zachód"
        "|północny zachód"
    ),
    "fa": "شمال|شمال شرق|شرق|جنوب شرق|جنوب|جنوب غرب|غرب|شمال غرب",
    "fa2": "شمال|شمال شرقی|شرق|جنوب شرقی|جنوب|جنوب غربی|غرب|شمال غربی",
    "ar": "الشمال|الشمال الشرقي|الشرق|الجنوب الشرقي|الجنوب|الجنوب الغربي|الغرب|الشمال الغربي",
    "ar2": "شمالي|شمال شرق|شرقي|جنوب شرق|جنوبي|جنوب غرب|غربي|شمال غرب",
    "az-gen": (
        "şimalında|şimal-şərqində|şərqində|cənub-şərqində|cənubunda|cənub-qərbində|qərbində"
        "|şimal-qərbində"
    ),
    "az-abl": (
        "şimalda|şimal-şərqdə|şərqdə|cənub-şərqdə|cənubda|cənub-qərbdə|qərbdə|şimal-qərbdə"
    ),
    "az-abl2": (
        "şimala|şimal-şərqə|şərqə|cənub-şərqə|cənuba|cənub-qərbə|qərbə|şimal-qərbə"
    ),
    "tr-gen": (
        "kuzeyinde|kuzeydoğusunda|doğusunda|güneydoğusunda|güneyinde|güneybatısında|batısında"
        "|kuzeybatısında"
    ),
    "tr-nom": "kuzeyi|kuzeydoğusu|doğusu|güneydoğusu|güneyi|güneybatısı|batısı|kuzeybatısı",
    "tr-abl": (
        "kuzeyde|kuzeydoğuda|doğuda|güneydoğuda|güneyde|güneybatıda|batıda|kuzeybatıda"
    ),
    "zh": "以北|东北|以东|东南|以南|西南|以西|西北",
    "ja": "の北|の北東|の東|の南東|の南|の南西|の西|の北西",
    "ko": "북쪽|북동쪽|동쪽|남동쪽|남쪽|남서쪽|서쪽|북서쪽",
}  # fmt: skip
_BEFORE_OF: Final[tuple[tuple[str, Case, str], ...]] = (
    ("en en1 en2", "", "{} of|to the {} of|{} from|just {} of|the {} of|due {} of"),
    ("en3 en4", "", "{} of|{} from"),
    ("ru-to", "ru-gen", "к {} от"),
    ("ru-on", "ru-gen", "на {} от|{} от"),
    ("ru-than", "ru-gen", "{}|{} от"),
    ("uk-on", "uk-gen", "на {} від|{} від"),
    ("uk-than", "uk-gen", "{}|{} від"),
    ("de", "de-gen", "{} von|{} der|{} des|{}"),
    ("fr", "", "au {} de|au {} d'|au {} du|à l'{} de|à l'{} d'|à l'{} du|à l' {} de|{} de"),
    ("es es2", "", "al {} de|al {} del|{} de|hacia el {} de"),
    ("pt", "", "ao {} de|a {} de|ao {} do|a {} do|{} de"),
    ("it it2", "", "a {} di|a {} del|a {} della|a {} d'|{} di"),
    ("pl", "", "na {} od"),
    ("fa fa2", "", "{}|در {}|به سمت {}"),
    ("ar", "", "إلى {} من|الى {} من|{} من"),
    ("ar2", "", "{}"),
)
_AFTER_OF: Final[tuple[tuple[str, Case, str], ...]] = (
    ("az-gen tr-gen tr-nom", "turkic", "{}"),
    ("az-abl az-abl2 tr-abl", "turkic", "{}"),
    ("zh ja ko", "", "{}"),
)
_WINDS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
# Of the sixteen winds the half ones count as their main wind.
_HALF_WINDS: Final = ("n", "e", "e", "s", "s", "w", "w", "n")

_BETWEEN_BEFORE: Final[tuple[tuple[Case, str], ...]] = (
    (
        "",
        "between|midway between|halfway between|half way between|somewhere between"
        "|on the road between|zwischen|entre|tra|fra|między|mezi|بین|در بین|میان|بين|בין|μεταξύ",
    ),
    ("ru-ins", "между|меж|на полпути между|на дороге между|паміж"),
    ("uk-ins", "між|поміж"),
)
_BETWEEN_AFTER: Final[tuple[tuple[Case, str], ...]] = (
    ("turkic", "arasında|arası|арасында|арасы|orasida"),
    ("", "之间|之間|の間|사이|के बीच|միջև|შორის"),
)


def _set(words: str) -> frozenset[str]:
    return frozenset(map(plain, words.split()))


AND: Final = _set(
    "and und et y e и і й та və ve ilə ile вә илә oraz i a و & en og och ja és și και և და और мен"
)
"""Words between two names of a pair."""
LISTS: Final = _set("and und et y e и і та və ve вә oraz i و & og och és și και և და और")
"""Words before the last name of a list."""
FROM: Final[dict[str, Case]] = {
    **dict.fromkeys(_set("from of von de du d' da di od من عن away off entfernt"), ""),
    plain("от"): "ru-gen",
    plain("від"): "uk-gen",
}
"""What stands between a distance without direction and a name."""
AWAY: Final = _set("aralıda uzaqlıqda məsafədə uzaklıkta mesafede ötede uzakta away")
"""What may stand behind a distance at the end."""
LEADS: Final = _set(
    "about approximately approx ca c circa some roughly ~ etwa ungefähr rund environ unos unas"
    " aproximadamente cerca около примерно приблизительно близько təxminən yaklaşık"
    " حدود در حوالی نحو حوالي على بعد مسافة в на за à a at in ok około"
)
"""What may stand before a distance."""

UNITS: Final[dict[str, float]] = {
    plain(word): metres
    for words, metres in (
        ("km kms kilometre kilometres kilometer kilometers kilometern kilomètre kilomètres", 1000),
        ("kilómetro kilómetros quilómetro quilómetros quilômetro quilômetros chilometro", 1000),
        ("chilometri kilometr kilometry kilometrów kilometre'de", 1000),
        ("км километр километра километров километрах километре кілометр кілометра", 1000),
        ("кілометрів кілометрах kilometrlik kilometrdə", 1000),
        ("کیلومتر کیلومتری كيلومتر كيلومترا كيلومترات كم کم 公里 킬로미터 キロ", 1000),
        ("m metre metres meter meters metern mètre mètres metro metros metri metrów", 1),
        ("м метр метра метров метрах метрів متر متری مترا", 1),
        ("mi mile miles meile meilen milla millas миля мили миль миле милях ميل", 1609.344),
        ("verst versts werst верста версты вёрст верст верстах вёрстах", 1066.8),
        ("nmi", 1852),
    )
    for word in words.split()
}
"""Units in metres."""
NAMELESS_UNITS: Final = _set("کیلومتری متری")
"""Units whose ending says "of", without a further word."""


def _meanings(
    *tables: tuple[Relation, tuple[tuple[Case, str], ...]],
    directions: tuple[tuple[str, Case, str], ...] = (),
) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for relation, table in tables:
        for case, phrases in table:
            for phrase in phrases.split("|"):
                found.setdefault(key(phrase), Meaning(relation, None, case))
    for languages, case, templates in directions:
        for language in languages.split():
            winds = _HALF_WINDS if language == "en4" else _WINDS
            for wind, word in zip(winds, _DIRECTIONS[language].split("|"), strict=True):
                for template in templates.split("|"):
                    phrase = key(template.format(word))
                    found.setdefault(phrase, Meaning("direction", wind, case))
    return found


_WORD = re.compile(r"(?:[dl]|dell)['’](?=\w)|\S+", re.IGNORECASE)


@lru_cache(maxsize=64)
def spans(text: str) -> Spans:
    """Where the words of a text stand; an elided article (d', l') is a word of its own."""
    return tuple([match.span() for match in _WORD.finditer(text)])


def key(phrase: str) -> str:
    """A phrase as the tables have it."""
    return " ".join(plain(phrase[start:end]) for start, end in spans(phrase))


BEFORE: Final = _meanings(("near", _NEAR_BEFORE), directions=_BEFORE_OF)
AFTER: Final = _meanings(("near", _NEAR_AFTER), directions=_AFTER_OF)
AT: Final = _meanings(("at", _AT_BEFORE))
BETWEEN_BEFORE: Final = _meanings(("between", _BETWEEN_BEFORE))
BETWEEN_AFTER: Final = _meanings(("between", _BETWEEN_AFTER))
FIRSTS: Final = {
    id(table): frozenset(phrase.split(" ")[0] for phrase in table)
    for table in (BEFORE, AT, BETWEEN_BEFORE)
}
"""By a table the first words of its phrases: what begins with another word is none of them."""
LAST_AFTER: Final = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in AFTER)
INSIDE: Final = frozenset(map(plain, _IN_BETWEEN.split("|")))
ENDINGS: Final[dict[str, Meaning]] = {
    phrase: meaning
    for phrase, meaning in {**AFTER, **BETWEEN_AFTER}.items()
    if " " not in phrase and unicodedata.name(phrase[0], "").startswith(("CJK", "HIRAG", "HANGUL"))
}
"""What stands behind a name without a space: 附近, 以北, の近く."""
LONGEST: Final = max(phrase.count(" ") + 1 for phrase in (*BEFORE, *AFTER, *BETWEEN_BEFORE))
"""Words of the longest phrase."""
