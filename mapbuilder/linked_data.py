"""The page's words for machines: an exhibit's payload in, JSON-LD and Linked Places out.

ref: schema.org; JSON-LD 1.1; Linked Places Format 1.2 (GeoJSON with names and times). Always true:
an event is called as its address in the page is, ``#event=ID``; nothing is said that the exhibit
does not say; a date that schema.org cannot write as it is meant has none there; and both blocks can
be read without asking the network for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.place_names import read_names
from mapbuilder.report import Report
from mapbuilder.spans import Choice, Interval, Point, to_date, to_node, to_span

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.payload import Payload
    from mapbuilder.text_version import Section

Block = dict[str, Any]

CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
"""The name by which readers know Linked Places."""
_SCHEMA = "https://schema.org/"
# Events of the collection: what it is about. Linked Places has no word for them.
EVENTS = {
    "events": {"@id": f"{_SCHEMA}about", "@container": "@set"},
    "location": {"@id": f"{_SCHEMA}location", "@type": "@id"},
}
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def event_iri(identity: str, base: str = "") -> str:
    """The address of an event, beside which its page is not known or is this one."""
    return f"{base}#event={_encoded(identity)}"


def place_iri(identity: str, base: str = "") -> str:
    """The address of a place."""
    return f"{base}#place={_encoded(identity)}"


def _encoded(identity: str) -> str:
    # As encodeURIComponent does, which makes the page's addresses.
    return quote(identity, safe="!'()*")


def to_page_blocks(
    payload: Payload, exhibit: Exhibit, sections: Sequence[Section]
) -> tuple[Block, Block]:
    """JSON-LD and Linked Places of the events in the text version, and of their places.

    Their texts stand there and are not said again; nor are the words of a source that is only
    another one.
    """
    shown = [i for section in sections for i in section.events]
    shown.sort()
    return _to_json_ld(payload, exhibit, shown), _to_linked_places(payload, exhibit, shown)


def _to_json_ld(payload: Payload, exhibit: Exhibit, shown: Sequence[int]) -> Block:
    head = payload.head
    facts, sources = payload.texts["events"], payload.texts["sources"]
    edtf = _dates_of(exhibit, shown)
    places = _places_of(payload, shown)
    told = _Told(payload)
    page: Block = {
        "@context": {
            "@vocab": _SCHEMA,
            "name": {"@language": payload.language},
            "description": {"@language": payload.language},
            "location": {"@type": "@id"},
            "subjectOf": {"@type": "@id"},
        },
        # An empty reference is the page itself.
        "@id": head.get("public_url", ""),
        "@type": "WebPage",
        "name": told.text("exhibit", "title"),
        "description": told.text("exhibit", "subtitle") or None,
        "inLanguage": list(payload.languages),
        "url": head.get("public_url"),
    }
    events = []
    for i in shown:
        start, end = schema_dates(edtf[i])
        mentioned = [facts["source"][i], *facts["date_sources"][i], *facts["other_sources"][i]]
        events.append(
            {
                "@id": event_iri(head["events"]["id"][i]),
                "@type": "Event",
                "name": told.text("events", "title", i),
                "startDate": start,
                "endDate": end,
                "location": _one_or_all([place_iri(head["places"]["id"][p]) for p in places[i]]),
                "subjectOf": _one_or_all(
                    [f"#source-{source + 1}" for source in dict.fromkeys(mentioned) if source >= 0]
                ),
            }
        )
    page["about"] = events
    used = sorted({place for i in shown for place in places[i]})
    page["spatialCoverage"] = [
        {
            "@id": place_iri(head["places"]["id"][p]),
            "@type": "Place",
            "name": told.text("places", "label", p),
            "geo": _geo(*(head["places"][name][p] for name in ("lat", "lon", "uncertainty_m"))),
        }
        for p in used
    ]
    main = dict.fromkeys(facts["source"][i] for i in shown if facts["source"][i] >= 0)
    page["citation"] = [
        {
            "@id": f"#source-{s + 1}",
            "@type": "CreativeWork",
            "name": {"@value": sources["title"][s]} | _language(sources["language"][s]),
            "datePublished": schema_dates(_edtf(sources["date"][s]))[0],
            "inLanguage": _language(sources["language"][s]).get("@language"),
            "url": sources["url"][s] if _WEB_ADDRESS.fullmatch(sources["url"][s]) else None,
        }
        for s in sorted(main)
    ]
    page = {"@context": page["@context"], "@id": page["@id"], **_said(page)}
    for key in ("about", "spatialCoverage", "citation"):
        if key in page:
            page[key] = [_said(one) for one in page[key]]
    return page


class _Told:
    """The texts of the opening language; one that stands in for a translation has its own tag."""

    def __init__(self, payload: Payload) -> None:
        self._block = payload.languages[payload.language]
        self._default = str(payload.head["languages"][0]["tag"])

    def text(self, table: str, column: str, row: int | None = None) -> Any:
        value = self._block[table][column]
        text = value if row is None else value[row]
        fallen = self._block["fallback"].get(f"{table}.{column}", ())
        if text and (fallen is True or (row is not None and fallen and row in fallen)):
            return {"@value": text, "@language": self._default}
        return text


def _geo(lat: float, lon: float, uncertainty_m: float | None) -> Block:
    """The point, or the circle in which it lies."""
    point = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    if not uncertainty_m:
        return point
    return {"@type": "GeoCircle", "geoMidpoint": point, "geoRadius": uncertainty_m}


def schema_dates(edtf: str | None) -> tuple[str | None, str | None]:
    """A first and a last date as schema.org has them (ISO 8601), ``None`` where it has none.

    What is uncertain, approximate or one of several would be said as if it were sure, and is not.
    """
    node = _node(edtf)
    if isinstance(node, Point):
        return _iso(node), None
    if not isinstance(node, Interval):
        return None, None
    ends = [_iso(end) if isinstance(end, Point) else None for end in (node.lower, node.upper)]
    unsure = [isinstance(end, Point) for end in (node.lower, node.upper)]
    if any(point and iso is None for point, iso in zip(unsure, ends, strict=True)):
        return None, None
    return ends[0], ends[1]


def _iso(point: Point) -> str | None:
    is_plain = not (point.mark or point.season or point.significant)
    parts = [part for part in (point.year, point.month, point.day) if part is not None]
    # ref: ISO 8601 writes years of four digits, and others only by agreement.
    if not is_plain or not re.fullmatch(r"[0-9]{4}", point.year) or "X" in "".join(parts):
        return None
    return "-".join(parts)


def _edtf(written: str) -> str | None:
    # Many sources have no date; what reads odd ones need not be loaded to say so.
    if not written.strip():
        return None
    from mapbuilder.dates import DateError, parse_date

    try:
        return parse_date(written).edtf
    except DateError:
        return None


def _node(edtf: str | None) -> Point | Interval | Choice | None:
    return to_node(edtf) if edtf else None


def to_when(edtf: str | None, label: str | None = None) -> Block | None:
    """The ``when`` of Linked Places; ``None`` for a date that says nothing.

    An end that is open or not known is an empty object: to leave ``end`` out would mean that the
    time is that of its start ("when", LPF 1.2).
    """
    node = _node(edtf)
    if node is None:
        return None
    members = node.members if isinstance(node, Choice) else (node,)
    spans = [span for member in members if (span := _timespan(member))]
    if not spans:
        return None
    return {"timespans": spans} | ({"label": label} if label else {})


def _timespan(node: Point | Interval) -> Block | None:
    if isinstance(node, Point):
        if (written := _in(node)) is not None:
            return {"start": {"in": written}}
        first, last = to_span(node)
        if first is None or last is None:
            return None
        return {"start": {"earliest": iso_day(first)}, "end": {"latest": iso_day(last)}}
    start = _end(node.lower, "earliest")
    end = _end(node.upper, "latest")
    return {"start": start, "end": end} if start or end else None


def _end(end: Any, outermost: str) -> Block:
    if not isinstance(end, Point):
        return {}
    if (written := _in(end)) is not None:
        return {"in": written}
    first, last = to_span(end)
    day = first if outermost == "earliest" else last
    return {} if day is None else {outermost: iso_day(day)}


def _in(point: Point) -> str | None:
    """The date with its mark, which Linked Places has as EDTF has it; ``None`` for masks."""
    parts = [part for part in (point.year, point.month, point.day) if part is not None]
    if point.season or point.significant or "X" in "".join(parts):
        return None
    return "-".join(parts) + point.mark


def iso_day(day: int) -> str:
    """The date of a day since 1970-01-01, as ISO 8601 and XML Schema write it."""
    year, month, day_of_month = to_date(day)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day_of_month:02d}"


def names_of(places: pa.Table) -> list[list[Block]]:
    """The names of each place as Linked Places has them, its own name first."""
    table = read_names(places, "places", Report(), tell_shared=False)
    # What the exhibit calls a place, in its own words, need not be a name of it.
    table = table.filter(pc.not_equal(table["kind"], "label"))
    found: list[list[Block]] = [[] for _ in range(len(places))]
    for row in table.select(["name", "place", "lang", "years"]).to_pylist():
        name: Block = {"toponym": row["name"]}
        if row["lang"] not in (None, "und"):
            name["lang"] = row["lang"]
        if row["years"]:
            start, slash, end = row["years"].partition("/")
            name["when"] = {"timespans": [_said_years(start, end if slash else start)]}
        names = found[row["place"]]
        if not any({**name, "lang": other.get("lang")} == other for other in names):
            names.append(name)
    for names in found:
        # A name that is there with its language, or with its years, is not said without.
        more = {one["toponym"] for one in names[1:] if one.get("lang") or one.get("when")}
        names[1:] = [
            one
            for one in names[1:]
            if one.get("lang") or one.get("when") or one["toponym"] not in more
        ]
    return found


def _said_years(first: str, last: str) -> Block:
    """Years of a name, each as written there."""
    ends = [{} if end.strip() in ("", "..") else {"in": end.strip()} for end in (first, last)]
    return {"start": ends[0], "end": ends[1]}


def _to_linked_places(payload: Payload, exhibit: Exhibit, shown: Sequence[int]) -> Block:
    """The places with all their names, and the times that schema.org has no words for."""
    head = payload.head
    places = _places_of(payload, shown)
    used = sorted({place for i in shown for place in places[i]})
    ids = pa.array([head["places"]["id"][p] for p in used], pa.string())
    known = exhibit.places["id"].combine_chunks()
    taken = exhibit.places.take(pc.index_in(ids, value_set=known))
    countries = (
        taken["country"].to_pylist() if "country" in taken.column_names else [None] * len(used)
    )
    features = [
        {
            "@id": place_iri(head["places"]["id"][p]),
            "type": "Feature",
            "properties": {"title": names[0]["toponym"]} | ({"ccodes": [code]} if code else {}),
            "geometry": {
                "type": "Point",
                "coordinates": [head["places"]["lon"][p], head["places"]["lat"][p]],
            },
            "names": names,
        }
        for p, names, code in zip(used, names_of(taken), countries, strict=True)
    ]
    edtf = _dates_of(exhibit, shown)
    whens = ((i, to_when(edtf[i])) for i in shown if not _is_whole(edtf[i]))
    return {
        "@context": [CONTEXT, EVENTS],
        "type": "FeatureCollection",
        "features": features,
        "events": [
            {"@id": event_iri(head["events"]["id"][i]), "when": when} for i, when in whens if when
        ],
    }


def _is_whole(edtf: str | None) -> bool:
    """Whether schema.org's dates say all that the date does."""
    first, last = schema_dates(edtf)
    return first is not None and (last is not None or isinstance(_node(edtf), Point))


def _dates_of(exhibit: Exhibit, shown: Sequence[int]) -> dict[int, str]:
    rows = pa.array(shown, pa.int64())
    return dict(zip(shown, exhibit.events["edtf"].take(rows).to_pylist(), strict=True))


def _places_of(payload: Payload, shown: Iterable[int]) -> dict[int, list[int]]:
    """The places of each event; it has one marker, several, or none."""
    events = payload.head["events"]
    several = events.get("places") or [[]] * len(events["id"])
    return {
        i: several[i] or ([events["place"][i]] if events["place"][i] >= 0 else []) for i in shown
    }


def _language(written: str) -> Block:
    tag = written.strip()
    return {"@language": tag} if _LANGUAGE.fullmatch(tag) else {}


def _one_or_all(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values


def _said(block: Block) -> Block:
    """The block without what it does not say."""
    return {key: value for key, value in block.items() if value not in (None, "", [])}
