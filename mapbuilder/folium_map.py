"""An exhibit on folium's maps, for notebooks and for folium's plugins.

In goes an ``Exhibit``, out comes a ``folium.Map``, or a layer for anyone's. Always true: no text of
the exhibit passes through what folium or branca make scripts of. It stands in the document as JSON,
and ``folium_map.js`` puts it into the map as text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, Figure
from folium.map import Layer

from mapbuilder.payload import Payload, to_payload
from mapbuilder.wording import direction, read_strings

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit

_SCRIPT = Path(__file__).with_suffix(".js")
_STYLE = """
.mapbuilder-place { display: flex; align-items: center; justify-content: center;
  box-sizing: border-box; border: 2px solid #3d322b; border-radius: 50%; background: #fffdf8;
  color: #241d18; font: 600 13px/1 sans-serif; }
.mapbuilder-city, .mapbuilder-district, .mapbuilder-region, .mapbuilder-country,
  .mapbuilder-vicinity { border-style: dashed; }
.mapbuilder-panel { font: 14px/1.5 sans-serif; color: #241d18; }
.mapbuilder-panel h2 { font: 600 18px/1.3 serif; margin: 0; }
.mapbuilder-panel h3 { font: 600 15px/1.35 serif; margin: 0; }
.mapbuilder-panel article { border-top: 1px solid #d9d0c5; margin-top: 10px; padding-top: 10px; }
.mapbuilder-panel p { margin: 4px 0; }
.mapbuilder-panel blockquote { font: 15px/1.5 serif; margin: 6px 0; padding-inline-start: 12px;
  border-inline-start: 2px solid #a89a8b; }
.mapbuilder-position, .mapbuilder-basis, .mapbuilder-source, .mapbuilder-draft { font-size: 12px;
  color: #5a4d43; }
"""

# In a script element `<` could end it or hide its end (HTML, 13.2.5.4). `{{`, `{%` and `{#` are
# Jinja's: branca takes what it has rendered for a template once more. JSON is ASCII besides.
_UNSAFE_IN_JSON = re.compile(r"[<>&]|\{(?=[{%#])")
_PLAIN_IN_HTML = re.compile(r"[^\w ,.:;()–-]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_RINGED = {"town", "city", "district", "region", "country", "vicinity"}

# [kind, language or "", text or tree of mapbuilder/text.py]
Line = list[Any]


class ExhibitLayer(Layer):
    """The exhibit's places as numbered markers on a ``folium.Map``; folium's controls know it.

    ``name`` is what ``folium.LayerControl`` shows, the exhibit's title unless given; ``language``
    is one of the exhibit's. A marker's panel tells the place's events in time order, each with its
    date, words and source. Events without a place are not on the map. Every place is an element of
    the document: good for hundreds of places; for more, ``mapbuilder.build`` makes a page.
    """

    def __init__(
        self,
        exhibit: Exhibit,
        name: str | None = None,
        *,
        language: str | None = None,
        overlay: bool = True,
        control: bool = True,
        show: bool = True,
    ) -> None:
        payload = to_payload(exhibit, language=language)
        self.title: str = payload.languages[payload.language]["exhibit"]["title"] or "Exhibit"
        # folium's control sets a layer's name as HTML, and branca reads it as a template.
        shown = to_html(self.title if name is None else name)
        super().__init__(name=shown, overlay=overlay, control=control, show=show)
        self._name = "ExhibitLayer"
        places = _places(payload)
        self._corners = _corners(places)
        self._json = to_script_json(
            {
                "language": payload.language,
                "dir": direction(payload.language),
                "attribution": _attribution(payload),
                "places": places,
            }
        )
        # branca's ids are random; this one is the same for the same exhibit.
        self._id = hashlib.sha256(f"{shown}\n{self._json}".encode()).hexdigest()[:16]
        west, south, east, north = payload.head["view"]["bbox"]
        self.view: list[list[float]] = [[south, west], [north, east + 360 * (east < west)]]
        """What a map of the exhibit shows first, as Leaflet's [[lat, lon], [lat, lon]]."""

    def _get_self_bounds(self) -> list[list[float | None]]:
        return self._corners

    def render(self, **kwargs: Any) -> str:
        """Puts the data, the style and the script into the figure; nothing where it stands.

        Raises ``TypeError`` when the layer is on no map.
        """
        figure = self.get_root()
        if not isinstance(figure, Figure) or self._parent is None:
            raise TypeError("an ExhibitLayer is drawn with its map: add_to() a folium.Map first")
        name = self.get_name()
        figure.header.add_child(_Verbatim(f"<style>{_STYLE}</style>"), name="mapbuilder_style")
        data = f'<script type="application/json" id="{name}_data">{self._json}</script>'
        figure.html.add_child(_Verbatim(data), name=f"{name}_data")
        script = (
            f"var {name} = {_SCRIPT.read_text('utf-8').strip()}"
            f'(JSON.parse(document.getElementById("{name}_data").textContent));'
        )
        # By its parent: the same layer may stand on both maps of a DualMap.
        figure.script.add_child(_Verbatim(script), name=f"{name}_{self._parent.get_name()}")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


def to_folium(exhibit: Exhibit, *, language: str | None = None, **map_options: Any) -> folium.Map:
    """A ``folium.Map`` of the exhibit's places, fitted to them; ``map_options`` are folium.Map's.

    folium's map loads Leaflet, its other libraries and its tiles from the network whenever it is
    shown. What is to work without one is the page that ``mapbuilder.build`` writes. The same
    exhibit and options give the same document.
    """
    layer = ExhibitLayer(exhibit, language=language)
    exhibit_map = folium.Map(**map_options)
    made_by_folium: list[Element] = [exhibit_map]
    if not isinstance(map_options.get("tiles"), Element):
        made_by_folium += exhibit_map._children.values()
    for number, element in enumerate(made_by_folium):
        element._id = f"{layer._id}_{number}"
    layer.add_to(exhibit_map)
    _PlainPrefix().add_to(exhibit_map)
    figure = exhibit_map.get_root()
    assert isinstance(figure, Figure)
    figure.title = to_html(layer.title)
    if map_options.get("location") is None:
        exhibit_map.fit_bounds(layer.view, max_zoom=14)
    return exhibit_map


class _Verbatim(Element):
    """A part of the document as it is: an Element of branca's would be read as a template."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self._content = content

    def render(self, **kwargs: Any) -> str:
        return self._content


class _PlainPrefix(Element):
    """Leaflet's credit without the flag that it brings: an exhibit takes no side."""

    def render(self, **kwargs: Any) -> str:
        figure = self.get_root()
        assert isinstance(figure, Figure)
        assert self._parent is not None
        control = f"{self._parent.get_name()}.attributionControl"
        link = '<a href="https://leafletjs.com">Leaflet</a>'
        script = _Verbatim(f"if ({control}) {control}.setPrefix('{link}');")
        figure.script.add_child(script, name=f"{self._parent.get_name()}_prefix")
        return ""


def to_script_json(value: Any) -> str:
    """JSON in ASCII that stays one piece of data in a script element and in a Jinja template."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def to_html(text: str) -> str:
    """The text with everything but letters, digits and plain stops as character references.

    So it is the same text in HTML, and no part of a template, a string or a script anywhere. What
    HTML has no reference for, controls and half a surrogate pair, becomes U+FFFD.
    """
    return _PLAIN_IN_HTML.sub(
        lambda found: f"&#{0xFFFD if _NO_CHARACTER.match(found[0]) else ord(found[0])};", text
    )


def _places(payload: Payload) -> list[dict[str, Any]]:
    """The places with a marker, in the exhibit's order, each with the lines of its events."""
    head, block = payload.head["places"], payload.languages[payload.language]["places"]
    fallen = set(payload.languages[payload.language]["fallback"].get("places.label", ()))
    default = payload.head["languages"][0]["tag"]
    west, _, east, _ = payload.head["view"]["bbox"]
    events: list[list[list[Line]]] = [[] for _ in head["id"]]
    for event, first in enumerate(payload.head["events"]["place"]):
        several = _several(payload, event)
        for place in several or [first]:
            if place >= 0:
                others = "; ".join(block["label"][other] for other in several if other != place)
                events[place].append(list(_lines(payload, event, others)))
    shapes = _shapes(payload)
    return [
        {
            "id": head["id"][place],
            "shape": shapes[place],
            "number": place + 1,
            # A view across 180° goes on to the east of it.
            "lon": lon + 360 * (east < west and lon < west),
            "lat": head["lat"][place],
            "precision": head["precision"][place],
            "radius_m": head["uncertainty_m"][place]
            if head["precision"][place] in _RINGED and shapes[place] is None
            else None,
            "label": block["label"][place],
            "language": default if place in fallen else "",
            "position": f"{block['coordinates'][place]} · {block['precision'][place]}",
            "events": events[place],
        }
        for place, lon in enumerate(head["lon"])
    ]


def _corners(places: list[dict[str, Any]]) -> list[list[float | None]]:
    """[[south, west], [north, east]] of all markers, lines and areas."""
    boxes = [(place["lon"], place["lat"], place["lon"], place["lat"]) for place in places]
    boxes += [_turned_box(place["shape"]) for place in places if place["shape"] is not None]
    ends = [
        choose((box[axis] for box in boxes), default=None)
        for axis, choose in enumerate((min, min, max, max))
    ]
    return [[ends[1], ends[0]], [ends[3], ends[2]]]


def _turned_box(shape: dict[str, Any]) -> tuple[float, float, float, float]:
    points = [point for part in shape["parts"] for ring in part for point in ring]
    lats, lons = zip(*points, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _shapes(payload: Payload) -> list[dict[str, Any] | None]:
    """Each place's line or area: its parts, their rings, their [lat, lon], and how it is drawn."""
    head = payload.head["places"]
    block = payload.outlines
    if block is None:
        return [None] * len(head["id"])
    from mapbuilder.topology import to_parts

    west, _, east, _ = payload.head["view"]["bbox"]
    drawn: dict[str, list[Any]] = dict(to_parts(block["topology"], (-720.0, -90.0, 720.0, 90.0)))
    shapes: list[dict[str, Any] | None] = []
    for place, number in enumerate(head["shape"]):
        parts = drawn.get(str(number), [])
        if not parts:
            shapes.append(None)
            continue
        lon = head["lon"][place] + 360 * (east < west and head["lon"][place] < west)
        box = block["bbox"][number]
        turn = 360 * round((lon - (box[0] + box[2]) / 2) / 360)
        shapes.append(
            {
                "kind": block["kind"][number],
                "dashed": head["doubt"][place] > 0 or head["precision"][place] == "vicinity",
                "parts": [
                    [
                        [[round(y, 6), round(x + turn, 6)] for x, y in ring.coords]
                        for ring in (
                            [part.exterior, *part.interiors]
                            if block["kind"][number] != "line"
                            else [part]
                        )
                    ]
                    for part, _ in parts
                ],
            }
        )
    return shapes


def _several(payload: Payload, event: int) -> list[int]:
    """All places of an event that has several, else none."""
    lists: list[list[int]] = payload.head["events"].get("places") or []
    return lists[event] if lists else []


def _lines(payload: Payload, event: int, others: str) -> Iterator[Line]:
    """What a place's panel says of an event, a line for each thing; nothing is composed later.

    ``others`` are the further places at which the event was.
    """
    texts, block = payload.texts, payload.languages[payload.language]
    strings = read_strings(payload.language)
    default = payload.head["languages"][0]["tag"]
    own, words = block["events"], texts["events"]

    def language(path: str) -> str:
        return default if event in block["fallback"].get(path, ()) else ""

    yield ["date", "", own["date"][event]]
    if sources := words["date_sources"][event]:
        titles = "; ".join(texts["sources"]["title"][source] for source in sources)
        yield ["basis", "", f"{strings['page.date_sources']} {titles}"]
    yield ["title", language("events.title"), own["title"][event]]
    if others:
        yield ["basis", "", f"{strings['several.also']} {others}"]
    if own["text"][event]:
        yield ["text", language("events.text"), own["text"][event]]
    if own["draft"][event]:
        yield ["draft", "", strings["page.draft"]]
    if words["quote"][event]:
        yield ["quote", words["quote_language"][event] or "", words["quote"][event]]
    source = words["source"][event]
    if source >= 0:
        title, url = texts["sources"]["title"][source], texts["sources"]["url"][source].strip()
        shown = ["a", {"href": url}, title] if _LINK.fullmatch(url) else title
        locator = words["locator"][event]
        after = [f", {locator}"] if locator else []
        yield ["source", "", [f"{strings['page.source']}: ", shown, *after]]


def _attribution(payload: Payload) -> str:
    """Under which terms the coordinates are shown; each said once."""
    terms = (entry["licence"] or entry["credit"] for entry in payload.texts["attributions"])
    return " · ".join(dict.fromkeys(term for term in terms if term))
