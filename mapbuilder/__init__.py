"""From a table of events and the places where they happened to one offline HTML page.

What the command ``mapbuilder build`` does, from data frames in Python::

    import pandas as pd
    from mapbuilder import Exhibit, build, locate, read_gazetteer, read_records

    events = pd.DataFrame({"date": ["1990-01-20"], "place": ["Бакы"], "title": ["A demonstration"]})
    places = pd.DataFrame(
        {"id": ["baku"], "name": ["Baku"], "names": ["az:Bakı|az-Cyrl:Бакы"],
         "lat": [40.3755], "lon": [49.8327], "precision": ["city"]}
    )

    records = read_records(events)
    gazetteer = read_gazetteer(places)
    located = locate(records, gazetteer)
    exhibit = Exhibit.of(located, title="Baku in January 1990")
    page = build(exhibit, "output/baku.html")

Tables may be data frames, GeoDataFrames, Arrow tables or files. ``exhibit.problems`` says what a
person should look at, ``exhibit.check()`` gives the whole account, and a notebook shows ``exhibit``
as its page. A folder is an exhibit, too: ``build("my-exhibit")``, ``read_exhibit("my-exhibit")``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# Two functions have the names of their modules. Imported here, the modules are loaded before
# anything else can load them, and the attributes are the functions from then on.
from mapbuilder.build import build
from mapbuilder.locate import locate

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.errors import MapbuilderError
    from mapbuilder.exhibit import Exhibit, read_exhibit
    from mapbuilder.folium_map import ExhibitLayer, to_folium
    from mapbuilder.gazetteer import read_gazetteer
    from mapbuilder.records import read_records
    from mapbuilder.report import Problem
    from mapbuilder.world import read_world

__version__ = "0.1.0"

__all__ = [
    "Config",
    "Exhibit",
    "ExhibitLayer",
    "MapbuilderError",
    "Problem",
    "__version__",
    "build",
    "locate",
    "read_exhibit",
    "read_gazetteer",
    "read_records",
    "read_world",
    "to_folium",
]

# The others are loaded when they are first asked for (PEP 562): a command starts without them.
_HOMES = {
    "Config": "config",
    "Exhibit": "exhibit",
    "ExhibitLayer": "folium_map",
    "MapbuilderError": "errors",
    "Problem": "report",
    "read_exhibit": "exhibit",
    "read_gazetteer": "gazetteer",
    "read_records": "records",
    "read_world": "world",
    "to_folium": "folium_map",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
