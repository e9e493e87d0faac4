"""Whose work a page is made of: what stands in its credits, and what stays in sight on its map.

In go the words of a language and what the exhibit brings, out come the rows of the payload's block
``attributions``: title, credit, licence, url, and ``on_map`` where it is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapbuilder import wording

if TYPE_CHECKING:
    from mapbuilder.online import Tiles
    from mapbuilder.own_map import OwnMap
    from mapbuilder.payload import Payload


def online_attributions(tiles: Tiles | None, strings: wording.Strings) -> list[dict[str, str]]:
    """Whose the pictures of the online map are; the address stands in the credit."""
    if tiles is None:
        return []
    title = strings["page.attribution.online"]
    return [{"title": title, "credit": tiles.credit_text, "licence": "", "url": ""}]


_CODES = "https://github.com/davidje13/lean-qr"


def without_codes(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The attributions of a page that draws no code of an address, and carries nothing that can."""
    return [each for each in listed if each["url"] != _CODES]


def own_attributions(strings: wording.Strings, *, tiles: bool = False) -> list[dict[str, str]]:
    """Whose work the page itself is made of; ``tiles`` where it draws a map of the user's own."""
    readers = {
        "title": strings["page.attribution.software"],
        "credit": "@mapbox/vector-tile 3.0.0 © 2024 Mapbox; pbf 5.1.2 © 2026 Mapbox",
        "licence": "BSD-3-Clause",
        "url": "https://github.com/mapbox/vector-tile-js",
    }
    return [
        {
            "title": strings["page.attribution.fonts"],
            "credit": "Source Serif 4 © Adobe; Noto fonts © The Noto Project Authors",
            "licence": "SIL Open Font License 1.1",
            "url": "https://openfontlicense.org",
        },
        {
            "title": strings["page.attribution.software"],
            "credit": "Leaflet 1.9.4 © 2010–2023 Volodymyr Agafonkin, © 2010–2011 CloudMade",
            "licence": "BSD-2-Clause",
            "url": "https://leafletjs.com",
        },
        {
            "title": strings["page.attribution.software"],
            "credit": "topojson-client 3.1.0 © 2012–2019 Michael Bostock",
            "licence": "ISC",
            "url": "https://github.com/topojson/topojson-client",
        },
        {
            "title": strings["page.attribution.software"],
            "credit": "lean-qr 2.7.4 © 2021–2025 David Evans",
            "licence": "MIT",
            "url": _CODES,
        },
        *([readers] if tiles else []),
    ]


def with_own_map(payload: Payload, own_map: OwnMap | None) -> list[dict[str, Any]]:
    """All attributions, each with whether it stays in sight on the map; there each is once."""
    listed = [{"on_map": False, **each} for each in payload.texts["attributions"]]
    if own_map is None or not own_map.credit.attribution:
        return listed
    strings = wording.read_strings(payload.language)
    credit = {
        "title": strings["page.attribution.own_map"],
        "credit": own_map.credit.attribution,
        "licence": own_map.credit.licence,
        "url": own_map.credit.url,
        "on_map": True,
    }
    for other in listed:
        other["on_map"] = other["on_map"] and other["credit"] != credit["credit"]
    return [credit, *listed]
