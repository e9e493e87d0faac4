"""Builds thirty small exhibits spread over the Earth and puts their first views on one sheet.

python -m tools.earth                 writes docs/earth.jpg
python -m tools.earth FOLDER          keeps the pages, too
"""

from __future__ import annotations

import os
import sys
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from tools.provide import find_chromium

SHEET = Path(__file__).resolve().parent.parent / "docs" / "earth.jpg"
COLUMNS, VIEW_PX = 6, 720

Point = tuple[str, float, float]

# What can go wrong on a map: fjords, atolls, 180°, the poles, deserts, megacities, islands, straits.
# ruff: noqa: E501
EXHIBITS: dict[str, Sequence[Point]] = {
    "Bergen": [("Bergen", 5.324, 60.391), ("Voss", 6.416, 60.628), ("Flåm", 7.114, 60.863)],
    "Milford Sound": [("Milford Sound", 167.925, -44.671), ("Te Anau", 167.718, -45.415)],
    "Puerto Natales": [("Puerto Natales", -72.506, -51.731), ("Punta Arenas", -70.917, -53.163)],
    "Nuuk": [("Nuuk", -51.736, 64.181), ("Ilulissat", -51.099, 69.22)],
    "Majuro": [("Majuro", 171.384, 7.089), ("Kwajalein", 167.74, 8.72)],
    "Malé": [("Malé", 73.509, 4.175), ("Addu", 73.1, -0.63)],
    "Papeete": [("Papeete", -149.566, -17.536), ("Moruroa", -138.9, -21.83)],
    "Suva and Apia": [("Suva", 178.442, -18.141), ("Taveuni", -179.97, -16.86), ("Apia", -171.76, -13.83)],
    "Bering Strait": [("Uelen", -169.81, 66.16), ("Wales", -168.09, 65.61), ("Anadyr", 177.51, 64.73)],
    "Wrangel Island": [("Ushakovskoye", -179.43, 71.0), ("Pevek", 170.31, 69.7)],
    "North Pole": [("Drift station", 10.0, 89.5), ("Longyearbyen", 15.63, 78.22)],
    "South Pole": [("Amundsen-Scott", 0.0, -90.0), ("McMurdo", 166.67, -77.85), ("Vostok", 106.84, -78.46)],
    "Ulaanbaatar": [("Ulaanbaatar", 106.917, 47.92), ("Erdenet", 104.04, 49.03)],
    "La Paz": [("La Paz", -68.119, -16.49), ("Oruro", -67.11, -17.96)],
    "N'Djamena": [("N'Djamena", 15.044, 12.107), ("Moundou", 16.08, 8.57)],
    "Samarkand": [("Samarkand", 66.959, 39.654), ("Bukhara", 64.42, 39.77), ("Khiva", 60.36, 41.39)],
    "Timbuktu": [("Timbuktu", -3.002, 16.774), ("Gao", -0.04, 16.27)],
    "Alice Springs": [("Alice Springs", 133.88, -23.698), ("Uluru", 131.036, -25.345)],
    "Tokyo": [("Tokyo", 139.692, 35.69), ("Yokohama", 139.638, 35.444), ("Chiba", 140.12, 35.61)],
    "New York": [("Manhattan", -73.97, 40.78), ("Ellis Island", -74.04, 40.7), ("Newark", -74.17, 40.74)],
    "Mumbai": [("Mumbai", 72.878, 19.076), ("Pune", 73.86, 18.52)],
    "Lagos": [("Lagos", 3.38, 6.455), ("Ibadan", 3.9, 7.38)],
    "São Paulo": [("São Paulo", -46.63, -23.55), ("Santos", -46.33, -23.96)],
    "Shanghai": [("Shanghai", 121.47, 31.23), ("Suzhou", 120.6, 31.3)],
    "Istanbul": [("Istanbul", 28.98, 41.01), ("Gallipoli", 26.67, 40.41)],
    "Normandy": [("Sainte-Mère-Église", -1.32, 49.41), ("Caen", -0.36, 49.18), ("Portsmouth", -1.09, 50.8)],
    "Sarajevo": [("Sarajevo", 18.413, 43.857), ("Srebrenica", 19.3, 44.1), ("Mostar", 17.81, 43.34)],
    "Reykjavík": [("Reykjavík", -21.942, 64.147), ("Akureyri", -18.09, 65.68)],
    "Robben Island": [("Robben Island", 18.37, -33.806), ("Cape Town", 18.42, -33.92)],
    "Saint Helena": [("Longwood", -5.68, -15.95)],
}  # fmt: skip


def build_all(folder: Path) -> list[Path]:
    """A page for each exhibit, made without a hand's help."""
    import mapbuilder

    pages = []
    for title, places in EXHIBITS.items():
        rows = [
            {"id": f"e{i}", "date": "1950", "title": name, "lon": lon, "lat": lat}
            for i, (name, lon, lat) in enumerate(places, 1)
        ]
        located = mapbuilder.locate(mapbuilder.read_records(rows), mapbuilder.read_gazetteer([]))
        exhibit = mapbuilder.Exhibit.of(located, title=title)
        name = "".join(letter if letter.isalnum() else "-" for letter in title)
        pages.append(mapbuilder.build(exhibit, folder / f"{name}.html"))
    return pages


def take(pages: Sequence[Path], sheet: Path) -> None:
    """One picture of the pages' maps as they open, in rows of ``COLUMNS``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        views = []
        for page in pages:
            context = browser.new_context(
                viewport={"width": 1140, "height": VIEW_PX}, offline=True, reduced_motion="reduce"
            )
            tab = context.new_page()
            tab.goto(page.resolve().as_uri())
            tab.wait_for_selector("html[data-ready=true]")
            picture = tab.locator(".map-room").screenshot()
            views.append(f'<img src="data:image/png;base64,{b64encode(picture).decode()}">')
            context.close()
        rows = -(-len(views) // COLUMNS)
        tab = browser.new_page(viewport={"width": COLUMNS * 366, "height": rows * 366})
        tab.set_content(
            "<style>body{margin:0;display:grid;gap:6px;grid-template-columns:"
            f"repeat({COLUMNS},360px)}}img{{width:360px;height:360px}}</style>{''.join(views)}"
        )
        sheet.parent.mkdir(exist_ok=True)
        tab.screenshot(path=sheet, type="jpeg", quality=80)
        browser.close()


def main() -> None:
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(exist_ok=True)
        take(build_all(folder), SHEET)
        return
    with tempfile.TemporaryDirectory() as kept:
        take(build_all(Path(kept)), SHEET)


if __name__ == "__main__":
    main()
