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
|belt|danube|karnak|rhine|tay|volga|nile|dnieper|euphrates|tigris|ural|urals|the urals|alps
|carpathians|pyrenees
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
|afrika|amerika|asiya|avropa|qafqaz|sibir|qarabağ|şirvan|zəngəzur|muğan|osmanlı|rumeli|anadolu
|kürdistan|ege|kırım
|aconcagua|alpen|alpes|alpi|atlas|damavand|demavend|denali|elbrus|etna|hermon|kazbek|mckinley
|mount olympus|olympus
|rila|shasta|snowdon|spessart|stromboli|tatra|tatras|vesuvius|death valley|mojave
|amu darya|syr darya|berezina|beresina|boyne|danubio|donau|donets|don|duero|elbe|enns|ganges
|guadiana|humber|indus|irtysh|isar|jordan river|kura|kızılırmak|loire|main|mekong|narew|neman|oder
|onega|rhein|saale|severn|seine|terek|thames|thaya|theiss|tuna|ussuri|weser|yarmuk
|aral sea|azov|balaton|bodensee|dardanelles|garda|great lakes|hudson bay|lake geneva|okhotsk
|canaries|caribe|lindisfarne|skye
|apsheron|mughan|zangezur|margiana|caria|galatia|ionia|laconia|lydia|lycia|phrygia|morea
|altmark|kujawy|anjou|languedoc|gascogne|poitou|touraine|auvergne|limousin
|neptune|mercury|jupiter|venus|mars|saturn|utopia|eden|paradise|heaven|hell
|дунай|днепр|днестр|дон|терек|неман|иртыш|онега|березина|эльбрус|казбек|крым|донбасс|кубань|волга
|памир|алтай|поволжье|полесье|прибалтика|приморье|забайкалье
""".replace("\n", "").split("|"))  # fmt: skip

_KINDS: Final = frozenset("""
abbey|abroad|academy|aerodrome|air|airfield|airport|anywhere|archive|area|army|at home|bank
|barracks|base|basin|battle|battlefield|bay|beach|border|borders|boundary|bridge|bridges|camp|camps
|canal|canyon|cape|castle|cathedral|cave|cellar|cemetery|centre|center|chamber|chapel|church|cinema
|city|clinic|coast|college|colony|congress|convent|corner|council|country|county|court|crossing|dam
|depot|desert|district|dock|docks|east|elsewhere|embassy|en route|entrance|estate|everywhere|exile
|factory|falls|farm|ferry|field|flat|forest|fort|frontier|front|garden|gardens|garrison|gate|ghetto
|grave|graves|ground|gulf|hall|harbor|harbour|headquarters|here|hill|home|hospital|hotel|house
|in transit|inn|interior|island|islands|junction|kitchen|laboratory|lake|landing|library
|lighthouse|location|lodge|mansion|market|marsh|mill|mine|mines|ministry|monastery|monument|moon
|mosque|mountain|museum|name|nation|north|northeast|northwest|nowhere|ocean|office|on board|online
|orphanage|other|outside|overseas|palace|park|parliament|peninsula|pier|place|plain|plains|plaza
|police|pond|port|post|prairie|prison|province|quarter|quay|rail|ranch|range|rapids|region|reserve
|ridge|river|road|rocks|room|rural|same|school|sea|section|sector|settlement|ship|shipyard|shop
|shore|sky|south|southeast|southwest|square|stage|state|station|store|street|studio|swamp|synagogue
|temple|terminal|theatre|theater|there|title|tomb|tower|town|towns|trail|train|transit|trench
|trenches|tunnel|university|vacation|valley|various|vicinity|village|virtual|wall|walls
|war|west|wilderness|woods|world war|yard|zone|zoo
|ausland|bahnhof|brücke|bunker|burg|dorf|ecke|erde|exil|fabrik|feld|fluss|flucht|friedhof|front
|gefängnis|gericht|grab|grenze|hafen|haus|heim|heimat|himmel|hof|höhe|hölle|hügel|insel|institut
|kanal|kaserne|kirche|kloster|krankenhaus|lager|land|markt|meer|moor|mühle|nähe|ort|platz|post|raum
|rathaus|reise|revier|saal|schlacht|schloss|schule|see|stadt|straße|tal|teich|turm|übersee|ufer
|unterwegs|wald|weg|welt|werk|wiese|zone|zug
|ailleurs|abbaye|bataille|bois|bord|camp|camps|campagne|caserne|champ|champs|château|ciel|cimetière
|cité|col|colonie|collège|cour|côte|désert|école|église|enfer|étranger|fleuve|forêt|gare|grotte
|guerre|hôpital|île|îles|institut|lac|lieu|maison|marais|marché|mer|monde|montagne|musée|océan
|palais|paradis|plage|plaine|pont|ponts|port|prison|rive|rivière|rue|salle|terre|usine|vallée
|village|ville|zone
|базар|башня|берег|больница|восток|вокзал|город|граница|двор|дворец|деревня|дом|завод|запад|институт
|казарма|канал|кладбище|колхоз|лагерь|лес|луна|магазин|место|море|мост|окопы|остров|парк|плен|поле
|порт|поселок|посёлок|река|родина|рынок|сад|север|село|станция|тюрьма|тыл|улица|университет|фронт
|храм|центр|церковь|шахта|школа|юг
|ada|bazar|cəbhə|cənub|dağ|dəniz|ev|fabrik|göl|həbsxana|kənd|küçə|qala|qərb|qəbiristanlıq|qəsəbə
|məktəb|mərkəz|məscid|meşə|meydan|müharibə|saray|sərhəd|şəhər|şərq|şimal|vətən|xəstəxana|yer|zavod
|batı|boğaz|cami|cephe|çöl|deniz|doğu|fabrika|güney|hapishane|hastane|kale|kışla|köprü|köy|kuzey
|lise|mahalle|mezarlık|nehir|okul|orman|ova|sahil|savaş|sınır|sokak|şehir|üniversite|vadi|vatan
|arroyo|batalla|bosque|calle|campo|casa|cárcel|cielo|convento|costa|desierto|estación|frontera
|golfo|guerra|hacienda|infierno|isla|islas|lago|lugar|mar|montaña|mundo|océano|palacio|paraíso
|patria|península|playa|plaza|puerto|río|sierra|tierra|universidad|valle
|battaglia|bosco|caserma|confine|deserto|duomo|estero|fabbrica|fronte|isola|mare|mondo
|montagna|paese|palazzo|paradiso|piazza|spiaggia|stazione|strada|terra|ulica|zamek|obóz|fabryka
|granica|las|wyspa|wschód|zachód|północ|południe|morze|rzeka|szpital|szkoła|dworzec|cmentarz
|kościół|więzienie
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
