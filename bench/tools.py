"""``python -m bench.tools TOOL TABLE PAGE``: the same events as another tool's user maps them.

Each gives every event a mark with its title at the pointer and its date, category, source and text
at a click, as far as the tool has such a thing, and is set up as its documentation advises for
many points. docs/benchmarks.md says how, from ``ADVICE``.
"""

from __future__ import annotations

import csv
import html
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas
    import pandas

COLOUR = "#b3261e"
RADIUS_PX = 4
SHOWN = ("date", "category", "source", "text")
CLUSTER_CALLBACK = """
function (row) {
    var marker = L.marker(new L.LatLng(row[0], row[1]), {title: row[2]});
    marker.bindPopup(function () {
        var box = document.createElement('div');
        row.slice(3).forEach(function (said) {
            var line = document.createElement('p');
            line.textContent = said;
            box.appendChild(line);
        });
        return box;
    });
    return marker;
}
"""


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _said(row: dict[str, str]) -> list[str]:
    return [row[name] for name in SHOWN if name in row]


def _plugin(name: str) -> Any:
    """One of folium's plug-ins, which have no types."""
    import folium.plugins

    return getattr(folium.plugins, name)


def _folium_map() -> Any:
    import folium

    # Leaflet.markercluster needs to know how far one can zoom; canvas is Leaflet's own advice.
    return folium.Map(max_zoom=18, prefer_canvas=True)


def _fit(drawn: Any, rows: list[dict[str, str]]) -> None:
    lats, lons = [float(row["lat"]) for row in rows], [float(row["lon"]) for row in rows]
    drawn.fit_bounds([(min(lats), min(lons)), (max(lats), max(lons))])


def _add_markers(rows: list[dict[str, str]], target: Any) -> None:
    import folium

    for row in rows:
        popup = "".join(f"<p>{html.escape(said)}</p>" for said in _said(row))
        where = (float(row["lat"]), float(row["lon"]))
        folium.Marker(where, tooltip=html.escape(row["title"]), popup=popup).add_to(target)


def folium_marker(table: Path, page: Path) -> None:
    rows = _rows(table)
    drawn = _folium_map()
    _add_markers(rows, drawn)
    _fit(drawn, rows)
    drawn.save(page)


def folium_markercluster(table: Path, page: Path) -> None:
    rows = _rows(table)
    drawn = _folium_map()
    _add_markers(rows, _plugin("MarkerCluster")(options={"chunkedLoading": True}).add_to(drawn))
    _fit(drawn, rows)
    drawn.save(page)


def folium_fastmarkercluster(table: Path, page: Path) -> None:
    rows = _rows(table)
    drawn = _folium_map()
    data = [(float(row["lat"]), float(row["lon"])) for row in rows]
    _plugin("FastMarkerCluster")(data).add_to(drawn)
    _fit(drawn, rows)
    drawn.save(page)


def folium_fastmarkercluster_texts(table: Path, page: Path) -> None:
    rows = _rows(table)
    drawn = _folium_map()
    data = [(float(row["lat"]), float(row["lon"]), row["title"], *_said(row)) for row in rows]
    _plugin("FastMarkerCluster")(data, callback=CLUSTER_CALLBACK).add_to(drawn)
    _fit(drawn, rows)
    drawn.save(page)


def folium_geojson(table: Path, page: Path) -> None:
    import folium

    rows = _rows(table)
    drawn = _folium_map()
    names = [name for name in SHOWN if name in rows[0]]
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": (float(row["lon"]), float(row["lat"])),
            },
            "properties": {name: row[name] for name in ("title", *names)},
        }
        for row in rows
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=RADIUS_PX, color=COLOUR, fill=True),
        tooltip=folium.GeoJsonTooltip(["title"]),
        popup=folium.GeoJsonPopup(names),
    ).add_to(drawn)
    _fit(drawn, rows)
    drawn.save(page)


def _frame(table: Path) -> pandas.DataFrame:
    import pandas

    return pandas.read_csv(table, keep_default_na=False)


def _geoframe(table: Path) -> geopandas.GeoDataFrame:
    import geopandas

    frame = _frame(table)
    points = geopandas.points_from_xy(frame.pop("lon"), frame.pop("lat"))
    return geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def geopandas_explore(table: Path, page: Path) -> None:
    # Its published types know neither tooltips nor popups of several columns.
    gdf: Any = _geoframe(table)
    drawn = gdf.explore(
        color=COLOUR,
        marker_kwds={"radius": RADIUS_PX},
        tooltip=["title"],
        popup=[name for name in SHOWN if name in gdf],
    )
    drawn.save(str(page))


def lonboard(table: Path, page: Path) -> None:
    from lonboard import Map, ScatterplotLayer

    layer = ScatterplotLayer.from_geopandas(
        _geoframe(table),
        get_fill_color=[0xB3, 0x26, 0x1E],
        radius_min_pixels=RADIUS_PX,
        pickable=True,
    )
    Map(layer).to_html(page)


def kepler(table: Path, page: Path) -> None:
    from keplergl import KeplerGl

    frame = _frame(table)
    view = {
        "latitude": float(frame["lat"].mean()),
        "longitude": float(frame["lon"].mean()),
        "zoom": 3.5,
    }
    config = {"mapState": view, "mapStyle": {"styleType": "positron"}}
    drawn = KeplerGl(data={"events": frame}, config={"version": "v1", "config": config})
    drawn.save_to_html(file_name=str(page), read_only=False, center_map=True)


def plotly(table: Path, page: Path) -> None:
    import plotly.express

    frame = _frame(table)
    names = [name for name in SHOWN if name in frame]
    drawn = plotly.express.scatter_map(
        frame,
        lat="lat",
        lon="lon",
        hover_name="title",
        hover_data=names,
        map_style="open-street-map",
        color_discrete_sequence=[COLOUR],
        zoom=3,
    )
    drawn.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    drawn.write_html(page, include_plotlyjs=True)


def pydeck(table: Path, page: Path) -> None:
    import pydeck

    frame = _frame(table)
    layer = pydeck.Layer(
        "ScatterplotLayer",
        frame,
        get_position=["lon", "lat"],
        get_fill_color=[0xB3, 0x26, 0x1E],
        radius_min_pixels=RADIUS_PX,
        pickable=True,
    )
    view = pydeck.data_utils.compute_view(frame[["lon", "lat"]])
    said = "".join(f"<p>{{{name}}}</p>" for name in ("title", *SHOWN) if name in frame)
    deck = pydeck.Deck(
        layers=[layer], initial_view_state=view, map_style="light", tooltip={"html": said}
    )
    deck.to_html(str(page), offline=True)


Build = Callable[[Path, Path], None]
TOOLS: dict[str, Build] = {
    "folium Marker": folium_marker,
    "folium MarkerCluster": folium_markercluster,
    "folium FastMarkerCluster": folium_fastmarkercluster,
    "folium FastMarkerCluster, texts": folium_fastmarkercluster_texts,
    "folium GeoJson, canvas": folium_geojson,
    "geopandas explore": geopandas_explore,
    "lonboard": lonboard,
    "kepler.gl": kepler,
    "plotly": plotly,
    "pydeck": pydeck,
}

if __name__ == "__main__":
    tool, table, page = sys.argv[1:]
    TOOLS[tool](Path(table), Path(page))
