"""The online map: a provider's name or a tile address in, what a page may ask of which host out.

Always true of what comes out: each origin can stand in a content policy as it is, the address holds
no open place besides those that the page fills, and the credit is text. Nothing here asks the
network; a map from it is an opt-in, since it tells a stranger's server who looks at what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from mapbuilder.report import shown

if TYPE_CHECKING:
    from xyzservices import TileProvider

    from mapbuilder.report import Report

_MOST_NEAREST = 3
_LEAST_LIKENESS = 0.55

_MIN_ZOOM, _MAX_ZOOM = 0, 19
# Leaflet's own, for addresses with {s}. ref: Leaflet 1.9 reference, TileLayer.
_SUBDOMAINS = "abc"
# What Leaflet fills in; `-y` counts rows from the south.
_FILLED = {"x", "y", "-y", "z", "s", "r"}
_PLACE = re.compile(r"\{([^{}]*)\}")
# RFC 3986, appendix A, without `#` and with the braces of a template.
_ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%{}]+")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9-]{1,63}")
_LOOPBACK = {"localhost", "127.0.0.1"}
_KEY = re.compile(r"[?&/;]((?:[a-z_-]*(?:key|token|secret|signature)|appid)=)", re.IGNORECASE)
# ref: OpenStreetMap's tile usage policy, "Technical usage requirements": without a Referer, which a
# page opened from a disk cannot send, these answer with a picture that says so.
_REFERRER_HOSTS = ("openstreetmap.org",)


@dataclass(frozen=True, slots=True)
class Tiles:
    """Map pictures that a page may ask for."""

    url: str
    """With ``{x}``, ``{y}`` or ``{-y}``, ``{z}``, and where it has them ``{s}`` and ``{r}``."""
    subdomains: tuple[str, ...]
    """What ``{s}`` stands for; empty where the address has none."""
    origins: tuple[str, ...]
    """Scheme, host and port, as a content policy takes them."""
    min_zoom: int
    max_zoom: int
    bbox: tuple[float, float, float, float] | None
    """Where there are pictures, when not everywhere."""
    credit: tuple[tuple[str, str], ...]
    """Whose they are: runs of text, each with the address that it leads to or ``""``."""
    needs_referrer: bool
    """Whether the host answers only pages that come from a web server."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts, with a port where it is not the scheme's own."""
        return tuple(origin.partition("://")[2] for origin in self.origins)

    @property
    def host(self) -> str:
        """What the hosts have in common, to be shown."""
        reversed_labels = [host.split(".")[::-1] for host in self.hosts]
        common: list[str] = []
        for labels in zip(*reversed_labels, strict=False):
            if len(set(labels)) > 1:
                break
            common.append(labels[0])
        return ".".join(reversed(common)) if len(common) > 1 else self.hosts[0]

    @property
    def credit_text(self) -> str:
        """The credit in one piece, its addresses after it."""
        text = "".join(run for run, _ in self.credit)
        addresses = list(dict.fromkeys(address for _, address in self.credit if address))
        return f"{text} ({', '.join(addresses)})" if addresses else text


@lru_cache(maxsize=64)
def find_tiles(
    provider: str | None = None,
    *,
    url: str | None = None,
    attribution: str | None = None,
    min_zoom: int | None = None,
    max_zoom: int | None = None,
    subdomains: str | None = None,
) -> Tiles:
    """The tiles of a provider, named as xyzservices and folium do, or of an address.

    Raises ``ValueError`` with what is wrong and what would be right, to follow the setting's name.
    """
    if provider is not None:
        if not (url is attribution is subdomains is None):
            raise ValueError("names a provider, so url, attribution and subdomains are not needed")
        if "{" in provider or "://" in provider:
            raise ValueError(
                "is an address; an address goes with whose map it is: "
                '{url = "https://…/{z}/{x}/{y}.png", attribution = "© …"}'
            )
        found = _find_provider(provider)
        given: dict[str, Any] = dict(found)
        url = _filled(given)
        attribution = given.get("html_attribution") or given["attribution"]
        subdomains = given.get("subdomains")
        low, high = given.get("min_zoom", _MIN_ZOOM), given.get("max_zoom", _MAX_ZOOM)
        what = f"is {shown(given['name'])}, whose address"
    else:
        given, low, high = {}, _MIN_ZOOM, _MAX_ZOOM
        if not url or attribution is None:
            lacking = " and ".join(
                name for name, value in [("url", url), ("attribution", attribution)] if not value
            )
            raise ValueError(
                f"lacks {lacking}; it is a provider's name, or "
                '{url = "https://…/{z}/{x}/{y}.png", attribution = "© …"}'
            )
        what = "has an url which"
    from mapbuilder.tile_credit import credit_of

    low = low if min_zoom is None else min_zoom
    high = high if max_zoom is None else max_zoom
    if low > high:
        raise ValueError("has a min_zoom larger than its max_zoom")
    names = _names_of(subdomains or _SUBDOMAINS) if "{s}" in url else ()
    origins = _origins(url, names, what)
    return Tiles(
        url,
        names,
        origins,
        low,
        high,
        _bbox(given.get("bounds")),
        credit_of(attribution),
        any(
            host == known or host.endswith(f".{known}")
            for origin in origins
            for known in _REFERRER_HOSTS
            for host in [urlsplit(origin).hostname or ""]
        ),
    )


def note_online(tiles: Tiles, report: Report, file: str) -> None:
    """Adds what whoever builds the page should know of its map from the network."""
    add = report.add
    hosts = ", ".join(tiles.hosts)
    refuses = (
        f"; {tiles.host} answers only pages that come from a web server, so that a page opened "
        "from a disk shows its own map"
        if tiles.needs_referrer
        else ""
    )
    add(
        "online-map",
        "note",
        f"while its online map is switched on, the page asks {hosts} for pictures{refuses}; "
        "a kiosk page has no online map, and to build one is refused",
        file=file,
        column="basemap.online",
    )
    if key := _KEY.search(tiles.url):
        add(
            "online-key",
            "warning",
            f"the tile address holds {shown(key[1])}, which looks like a key: everyone who has the "
            "page can read it, and the online map ends when it is changed; use an address without",
            file=file,
            column="basemap.online",
        )


def _find_provider(name: str) -> TileProvider:
    """The provider of that name, however its words are parted; ``OpenStreetMap`` is its usual map.

    Raises ``ValueError`` for one that is not known or cannot be in a page that lasts.
    """
    from xyzservices import providers

    # folium 0.20, TileLayer, takes the bare name so.
    asked = "OpenStreetMap.Mapnik" if _plain(name) == "openstreetmap" else name
    try:
        found: TileProvider = providers.query_name(asked)
    except ValueError:
        nearest = _nearest(name, providers.flatten())
        hint = f"; nearest: {', '.join(map(repr, nearest))}" if nearest else ""
        raise ValueError(f"is {shown(name)}, which no tile provider is called{hint}") from None
    why = ""
    if found.requires_token():
        why = (
            "needs a key. A key would stand in the page, where everyone can read it, and the map "
            "would end with it; take a provider without, or the address of tiles of your own"
        )
    elif found.get("status") == "broken":
        why = "is known to be broken"
    elif found.get("crs", "EPSG:3857") != "EPSG:3857":
        why = f"is in the projection {found['crs']}; the page's map is in EPSG:3857"
    elif found.get("tileSize", 256) != 256 or found.get("zoomOffset"):
        why = "has tiles of another size than 256 pixels"
    if why:
        raise ValueError(f"is {shown(found['name'])}, which {why}")
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    """The known names that are like the one asked for, or begin with it."""
    import difflib

    asked = _plain(name)
    by_plain = {_plain(each): each for each in known}
    begin = [each for plain, each in by_plain.items() if asked and plain.startswith(asked)]
    like = difflib.get_close_matches(asked, by_plain, _MOST_NEAREST, _LEAST_LIKENESS)
    return list(dict.fromkeys([*begin, *(by_plain[plain] for plain in like)]))[:_MOST_NEAREST]


def _filled(provider: dict[str, Any]) -> str:
    """The provider's address with its own values in it, rows counted as it counts them."""
    url = _PLACE.sub(
        lambda found: (
            quote(str(provider[found[1]]), safe="/:@!$'()*,;")
            if found[1] in provider and found[1] not in _FILLED
            else found[0]
        ),
        provider["url"],
    )
    return url.replace("{y}", "{-y}") if provider.get("tms") else url


def _names_of(subdomains: str) -> tuple[str, ...]:
    """The subdomains: letters of one word, or words between commas."""
    words = subdomains.split(",") if "," in subdomains else list(subdomains)
    names = tuple(dict.fromkeys(word.strip() for word in words))
    if wrong := [name for name in names if not _SUBDOMAIN.fullmatch(name)]:
        raise ValueError(
            f"has subdomains with {shown(wrong[0])}; they are letters ('abc') or names with "
            "commas between them ('tile1,tile2')"
        )
    return names


def _origins(url: str, names: tuple[str, ...], what: str) -> tuple[str, ...]:
    """Scheme, host and port of each address that the template stands for, each once.

    Raises ``ValueError`` for an address that a page must not or cannot ask.
    """
    open_places = [place for place in _PLACE.findall(url) if place not in _FILLED]
    if open_places:
        listed = ", ".join(f"{{{place}}}" for place in open_places)
        raise ValueError(f"{what} has {listed}, which nothing fills in")
    lacking = [place for place in ("{z}", "{x}") if place not in url]
    if "{y}" not in url and "{-y}" not in url:
        lacking.append("{y}")
    if lacking:
        raise ValueError(f"{what} lacks {', '.join(lacking)}: https://…/{{z}}/{{x}}/{{y}}.png")
    origins = []
    for name in names or ("",):
        filled = url.replace("{s}", name)
        if not _ADDRESS.fullmatch(filled):
            wrong = next(mark for mark in filled if not _ADDRESS.fullmatch(mark))
            raise ValueError(f"{what} has {shown(wrong)}, which stands in no address")
        try:
            parts = urlsplit(filled)
            port = parts.port
        except ValueError:
            raise ValueError(f"{what} has no host that can be asked") from None
        host = (parts.hostname or "").lower()
        if "{" in parts.netloc or "@" in parts.netloc or not _HOST.fullmatch(host):
            raise ValueError(f"{what} has no plain host after its scheme: https://host/…")
        if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
            raise ValueError(f"{what} is not https, which alone a page may ask by")
        origins.append(f"{parts.scheme}://{host}{'' if port is None else f':{port}'}")
    return tuple(dict.fromkeys(origins))


def _bbox(bounds: Any) -> tuple[float, float, float, float] | None:
    """Leaflet's pair of corners [lat, lon] as (west, south, east, north)."""
    if not bounds:
        return None
    (lat, lon), (other_lat, other_lon) = bounds
    south, north = sorted((float(lat), float(other_lat)))
    west, east = sorted((float(lon), float(other_lon)))
    return west, south, east, north
