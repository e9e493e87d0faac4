"""Doubtful names: names of towns by which a table of places seldom means the town.

In goes a name, out comes whether it is a code, a word for a kind of place, or the name of something
wider than any town: a part of the Earth, a sea, a land of the past. Always true: such a name is
asked about only where nothing else says where it lies, and only of the world's places: what a
person has put into a gazetteer is meant.
"""

from __future__ import annotations

import re
from typing import Final

_NO_VALUES: Final = frozenset(
    ("none", "null", "nan", "na", "nil", "unknown", "unbekannt", "inconnu")
)
"""What programs and people write for nothing; some are towns, and are asked about."""

_CODE: Final = re.compile(r"[A-Z]{2,3}")
"""Of countries, divisions, posts. The gazetteer leaves such names out (docs/gazetteer.md), but
finds ``US`` under the French village Us."""

_WIDE: Final = frozenset("""
africa|america|antarctica|arctic|asia|central america|central asia|eurasia|europe|far east
|latin america|middle east|near east|north africa|north america|oceania|south america|west africa
|western europe|eastern europe|balkans|the balkans|caribbean|caucasus|transcaucasia|scandinavia
|siberia|west indies|east indies|antilles|polynesia|melanesia|micronesia|patagonia|amazonia
|sahara|sahel|maghreb|levant|the levant|iberia|earth|world|the world|orient|north pole|south pole
|atlantic|pacific|indian ocean|mediterranean|black sea|caspian|caspian sea|baltic|north sea
|adriatic|aegean|red sea|persian gulf|english channel|gulf of mexico
|danube|rhine|volga|nile|dnieper|euphrates|tigris|ural|urals|the urals|alps|carpathians|pyrenees
|himalaya|andes|java|sumatra|borneo|celebes|new guinea|timor|formosa|ceylon
|persia|mesopotamia|babylonia|assyria|phoenicia|judea|judaea|samaria|galilee|parthia|media|bactria
|sogdiana|khorasan|transoxiana|anatolia|asia minor|cappadocia|cilicia|pontus|thrace|rumelia|nubia
|numidia|cathay|manchuria|manchukuo|annam|tonkin|cochinchina|indochina|hindustan|korea|siam|malaya
|turkestan|kurdistan|karabakh|shirvan|arran|circassia|ingria|livonia|courland|ruthenia|bessarabia
|bukovina|bukowina|galicia|podolia|polesia|muscovy|prussia|east prussia|west prussia|pomerania
|pommern|silesia|posen|swabia|franconia|palatinate|rhineland|westphalia|alsace|lorraine|burgundy
|bourgogne|brittany|normandy|champagne|picardy|flanders|brabant|frisia|gaul|gascony|provence|savoy
|navarre|castile|lombardy|piedmont|dalmatia|istria|carniola|bohemia|moravia|sudetenland
|transylvania|banat|wallachia|macedonia|epirus|dobruja|yugoslavia|czechoslovakia
|ottoman empire|soviet union|byzantium|holy land|new england|new france|new spain|upper canada
|lower canada|acadia|zaire|rhodesia|transvaal|gold coast|slave coast|dahomey|abyssinia|senegambia
|afrika|amerika|asien|europa|kaukasus|sibirien|levante|naher osten|persien|böhmen|mähren|schlesien
|preußen|ostpreußen|westpreußen|galizien|siebenbürgen|lothringen|elsass|wolhynien|palästina
|afrique|amérique|asie|caucase|sibérie|perse|prusse|bohême|silésie|galicie|macédoine
|африка|америка|азия|европа|кавказ|закавказье|сибирь|урал|персия|пруссия|галиция|подолье|волынь
|туркестан|бессарабия|буковина|маньчжурия|курдистан|карабах|ширван
|afrika|amerika|asiya|avropa|qafqaz|sibir|qarabağ|şirvan|osmanlı|rumeli|anadolu|kürdistan
""".replace("\n", "").split("|"))  # fmt: skip

_KINDS: Final = frozenset("""
abroad|airport|archive|area|bank|border|bridge|camp|castle|cemetery|centre|center|church|city
|country|county|district|east|everywhere|exile|factory|farm|field|forest|fort|frontier|front|ghetto
|harbor|harbour|headquarters|here|home|hospital|hotel|house|island|lake|library|location|market
|mill|mine|monastery|mosque|mountain|museum|name|north|nowhere|other|palace|place|port|prison
|province|region|river|road|same|school|sea|ship|south|square|state|station|street|there|title
|town|train|university|various|village|west
|bahnhof|brücke|burg|dorf|fluss|friedhof|front|grenze|hafen|haus|kirche|krankenhaus|lager|markt
|mühle|ort|schloss|schule|stadt|straße|unterwegs|wald|zug
|camp|château|cimetière|église|gare|hôpital|lieu|maison|marché|pont|prison|rue|village|ville
|больница|вокзал|город|граница|деревня|дом|завод|кладбище|лагерь|место|мост|порт|поселок|посёлок
|река|село|станция|тюрьма|улица|фронт|церковь|школа
|ev|kənd|küçə|məktəb|qəbiristanlıq|qəsəbə|şəhər|xəstəxana|yer
|köy|okul|sokak|şehir
""".replace("\n", "").split("|"))  # fmt: skip


def is_no_value(name: str) -> bool:
    """Whether a name is what programs and people write for nothing."""
    return name.casefold().strip(". ") in _NO_VALUES


def is_doubtful(name: str) -> bool:
    """Whether a name alone is seldom that of the town in the world's gazetteer that has it."""
    if len(name) <= 3 and (_CODE.fullmatch(name) or _is_letter(name)):
        return True
    folded = name.casefold().strip(". ")
    bare = folded.removeprefix("the ")
    return bare in _WIDE or bare in _KINDS or folded in _WIDE


def _is_letter(name: str) -> bool:
    """One letter of an alphabet; a single one of Han is a name as any."""
    return len(name) == 1 and name.lower() != name.upper()
