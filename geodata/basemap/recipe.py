"""Writes names.json: the names of countries and waters on the base map, with where each stands.

Countries are named by Unicode CLDR through Babel; the points are ours, chosen for the eye. The land
and sea files come from the packages that SOURCE.toml names. Run by developers.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale

LANGUAGES = ("az", "en", "ru")

# ISO 3166-1 code: lon, lat, least zoom, most zoom.
COUNTRIES: dict[str, tuple[float, float, float, float]] = {
    "AZ": (47.6, 40.55, 4.5, 8.5), "GE": (43.6, 42.05, 4.5, 8.5), "AM": (44.6, 40.45, 5, 8.5),
    "IR": (53.5, 33.0, 3, 7), "TR": (35.0, 39.0, 3, 7), "IQ": (43.2, 33.2, 4, 7),
    "SY": (38.4, 35.1, 4.5, 7), "RU": (49.0, 57.5, 2.5, 6), "UA": (31.3, 49.2, 3.5, 7),
    "KZ": (66.5, 48.2, 3, 6.5), "TM": (59.3, 39.2, 4, 7), "UZ": (63.2, 41.9, 4, 7),
    "BY": (28.0, 53.5, 4, 7), "PL": (19.3, 52.1, 4, 7), "RO": (24.9, 45.8, 4, 7),
    "BG": (25.2, 42.7, 4.5, 7), "GR": (21.9, 39.4, 4.5, 7), "SA": (44.6, 24.2, 3, 6.5),
    "FI": (26.3, 63.2, 3.5, 6.5), "SE": (15.2, 61.5, 3.5, 6.5), "NO": (9.4, 61.4, 3.5, 6.5),
    "DE": (10.4, 51.1, 4, 7), "FR": (2.4, 46.6, 3.5, 7), "ES": (-3.6, 40.2, 3.5, 7),
    "IT": (12.7, 42.9, 4, 7), "GB": (-1.8, 52.8, 4, 7), "EG": (29.8, 26.6, 3.5, 7),
    "LY": (17.8, 27.0, 3.5, 6.5), "DZ": (2.8, 28.4, 3.5, 6.5), "SD": (30.0, 15.8, 3.5, 6.5),
    "PK": (68.6, 29.4, 3.5, 6.5), "AF": (66.0, 33.9, 3.5, 6.5), "IN": (79.0, 22.5, 2.5, 6),
    "CN": (103.5, 35.6, 2.5, 6), "MN": (103.3, 46.8, 3.5, 6), "JP": (138.3, 36.5, 3.5, 6.5),
    "US": (-98.5, 39.6, 2.5, 6), "CA": (-105.0, 57.0, 2.5, 6), "MX": (-102.3, 23.9, 3, 6),
    "BR": (-53.0, -9.5, 2.5, 6), "AR": (-65.2, -35.2, 3, 6), "AU": (134.3, -25.3, 2.5, 6),
    "ZA": (24.4, -30.4, 3, 6), "ID": (114.0, -0.6, 3, 6), "CD": (23.6, -2.9, 3, 6),
}  # fmt: skip

WATERS: list[tuple[float, float, float, float, dict[str, str]]] = [
    (50.9, 41.7, 4, 6.4, {"en": "Caspian Sea", "az": "Xəzər dənizi", "ru": "Каспийское море"}),
    (50.55, 39.75, 6.4, 9.5, {"en": "Caspian Sea", "az": "Xəzər dənizi", "ru": "Каспийское море"}),
    (34.5, 43.3, 4, 8, {"en": "Black Sea", "az": "Qara dəniz", "ru": "Чёрное море"}),
    (18.6, 34.6, 3.5, 6,
     {"en": "Mediterranean Sea", "az": "Aralıq dənizi", "ru": "Средиземное море"}),
]  # fmt: skip


def main() -> None:
    countries = [
        {
            "lon": lon,
            "lat": lat,
            "min_zoom": least,
            "max_zoom": most,
            "names": {tag: Locale(tag).territories[code] for tag in LANGUAGES},
        }
        for code, (lon, lat, least, most) in COUNTRIES.items()
    ]
    waters = [
        {"lon": lon, "lat": lat, "min_zoom": least, "max_zoom": most, "names": names}
        for lon, lat, least, most, names in WATERS
    ]
    text = json.dumps({"countries": countries, "waters": waters}, ensure_ascii=False, indent=1)
    Path(__file__).with_name("names.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
