"""``python -m bench.peers TOOL TABLE PAGE``: the same records as another tool's user maps them.

Each gives every record a marker with its title and a popup with its date and text, in the tool's
usual way.
"""

from __future__ import annotations

import csv
import html
import sys
from pathlib import Path


def _rows(table: str) -> list[dict[str, str]]:
    with Path(table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _add_markers(rows: list[dict[str, str]], target: object) -> None:
    import folium

    for row in rows:
        popup = f"<b>{html.escape(row['date'])}</b><p>{html.escape(row['text'])}</p>"
        where = (float(row["lat"]), float(row["lon"]))
        folium.Marker(where, tooltip=html.escape(row["title"]), popup=popup).add_to(target)


def folium_marker(table: str, page: str) -> None:
    import folium

    rows = _rows(table)
    drawn = folium.Map(max_zoom=18)
    _add_markers(rows, drawn)
    drawn.fit_bounds(drawn.get_bounds())
    drawn.save(page)


def folium_markercluster(table: str, page: str) -> None:
    import folium
    from folium.plugins import MarkerCluster

    rows = _rows(table)
    drawn = folium.Map(max_zoom=18)
    cluster = MarkerCluster().add_to(drawn)
    _add_markers(rows, cluster)
    drawn.fit_bounds(drawn.get_bounds())
    drawn.save(page)


def geopandas_explore(table: str, page: str) -> None:
    import geopandas
    import pandas

    frame = pandas.read_csv(table, keep_default_na=False)
    points = geopandas.points_from_xy(frame.pop("lon"), frame.pop("lat"))
    gdf = geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")
    gdf.explore(tooltip=["title"], popup=["date", "title", "text"]).save(page)


TOOLS = {
    "folium Marker": folium_marker,
    "folium MarkerCluster": folium_markercluster,
    "geopandas explore": geopandas_explore,
}

if __name__ == "__main__":
    tool, table, page = sys.argv[1:]
    TOOLS[tool](table, page)
