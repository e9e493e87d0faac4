"""An exhibit's places as gazetteers have them: tables of an export in, Linked Places out.

ref: Linked Places Format 1.2 and LP-TSV 0.5. Always true: each place that an event is at is one
feature, or one row; what mapbuilder reads of either is the place that was written.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from mapbuilder.export_tables import geojson_of, wkt_of
from mapbuilder.linked_data import (
    CONTEXT,
    EVENTS,
    event_iri,
    names_of,
    place_iri,
    to_when,
)
from mapbuilder.lp_tsv import COLUMNS as LP_TSV_COLUMNS
from mapbuilder.sources import to_ids

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.export_tables import Tables

Block = dict[str, Any]

# ref: LPF 1.3 and LP-TSV 0.5: every place has one of GeoNames' classes. What is not said of a place
# is taken from how exactly it is known: that a point is good to a town does not make it none.
_CLASSES = {"site": "S", "town": "P", "city": "P", "district": "A", "region": "L", "country": "A"}
# ref: Getty AAT, of the subset that LP-TSV 0.5 lists; for a site there is none that says no more.
_AAT = {"town": 300008375, "city": 300008389, "region": 300182722, "country": 300128207}

# Columns of ids in other gazetteers, and the addresses that they are short for.
_AUTHORITIES = {
    "geonames": ("gn", "http://www.geonames.org/"),
    "pleiades": ("pl", "https://pleiades.stoa.org/places/"),
    "tgn": ("tgn", "http://vocab.getty.edu/page/tgn/"),
    "wikidata": ("wd", "https://www.wikidata.org/wiki/"),
}
_KEPT = (
    "label", "precision", "uncertainty_m", "coordinate_licence", "population", "gazetteer",
)  # fmt: skip
_COUNTRY = re.compile(r"[A-Z]{2}")


def to_linked_places(tables: Tables) -> Block:
    """A feature collection of the places, with the events that it is about beside them."""
    base = str(tables.facts.get("public_url") or "").partition("#")[0]
    cells = _cells(tables.places)
    shapes = geojson_of(tables.places["geometry"])
    cited = {"citations": [{"label": tables.facts["title"] or tables.facts["id"]}]}
    features = []
    for cell, names, shape in zip(cells, names_of(_readable(tables)), shapes, strict=True):
        kind = cell.get("feature") or cell.get("precision") or "site"
        properties: Block = {"title": names[0]["toponym"]}
        if codes := _countries(cell):
            properties["ccodes"] = codes
        properties["fclasses"] = [_CLASSES.get(kind, "S")]
        properties |= {key: cell[key] for key in _KEPT if cell.get(key) not in (None, "")}
        feature: Block = {
            "@id": place_iri(cell["id"], base),
            "type": "Feature",
            "properties": properties,
            "names": [names[0] | cited, *names[1:]],
        }
        if cell.get("feature"):
            feature["types"] = [_type(cell["feature"])]
        feature["geometry"] = _geometry(cell, shape)
        if links := _links(cell):
            feature["links"] = [{"type": "closeMatch", "identifier": link} for link in links]
        if cell.get("division"):
            where = f"{base}#division={cell['division']}"
            feature["relations"] = [
                {
                    "relationType": "gvp:broaderPartitive",
                    "relationTo": where,
                    "label": cell["division"],
                }
            ]
        if notes := _notes(cell, tables.language):
            feature["descriptions"] = notes
        if (years := cell.get("years")) and (when := _when_of_years(years)):
            feature["when"] = when
        features.append(feature)
    return {
        "type": "FeatureCollection",
        "@context": [CONTEXT, EVENTS],
        "title": tables.facts["title"],
        "features": features,
        "events": _events(tables, base),
        "credits": [dict(one) for one in tables.credits],
    }


def _events(tables: Tables, base: str) -> list[Block]:
    """What happened, when, and at which of the places; sources by their titles."""
    at: dict[str, list[str]] = {}
    joins = tables.joins.select(["event", "place_id"])
    for id_, place in zip(*(joins[name].to_pylist() for name in joins.column_names), strict=True):
        at.setdefault(id_, []).append(place_iri(place, base))
    names = ("id", "title", "date", "edtf", "source", "source_title", "locator", "quote")
    events = tables.events
    columns = [name for name in names if name in events.column_names]
    found = []
    for row in events.select(columns).to_pylist():
        event: Block = {"@id": event_iri(row["id"], base), "title": row["title"]}
        if when := to_when(row["edtf"], row["date"]):
            event["when"] = when
        event["location"] = at.get(row["id"], [])
        label = ", ".join(row[name] for name in ("source_title", "locator") if row.get(name))
        if label:
            event["citations"] = [{"label": label}]
        if row.get("quote"):
            event["quote"] = row["quote"]
        found.append(event)
    return found


def _readable(tables: Tables) -> pa.Table:
    """The places with the columns that names are read from, empty where they were left out."""
    import pyarrow as pa

    places = tables.places
    for name in ("label", "names", "former_names", "years"):
        if name not in places.column_names:
            places = places.append_column(name, pa.nulls(len(places), pa.string()))
    return places.append_column("row", pa.array(range(len(places)), pa.int64()))


def _cells(table: pa.Table) -> list[Block]:
    columns = [name for name in table.column_names if name != "geometry"]
    rows: list[Block] = table.select(columns).to_pylist()
    return rows


def _countries(cell: Block) -> list[str]:
    written = f"{cell.get('country') or ''};{cell.get('countries') or ''}".split(";")
    return [code for code in dict.fromkeys(written) if _COUNTRY.fullmatch(code)]


def _type(feature: str) -> Block:
    aat = _AAT.get(feature)
    identifier = {"identifier": f"aat:{aat}"} if aat else {}
    return identifier | {"label": feature, "sourceLabels": [{"label": feature}]}


def _geometry(cell: Block, shape: Block | None) -> Block:
    """The point where the marker stands, and the line or area where there is one."""
    about: Block = {}
    if cell.get("coordinate_source"):
        about["citations"] = [{"label": cell["coordinate_source"]}]
    if cell.get("certainty"):
        about["certainty"] = cell["certainty"]
    point = {"type": "Point", "coordinates": [cell["lon"], cell["lat"]]} | about
    if shape is None or shape["type"] == "Point":
        return point
    return {"type": "GeometryCollection", "geometries": [shape | about, point]}


def _links(cell: Block) -> list[str]:
    found = [link.strip() for link in str(cell.get("matches") or "").split(";") if link.strip()]
    for column, (_, address) in _AUTHORITIES.items():
        found += [f"{address}{one}" for one in to_ids(str(cell.get(column) or ""))]
    prefix, _, number = str(cell["id"]).partition(":")
    if number and prefix in _AUTHORITIES:
        found.append(_AUTHORITIES[prefix][1] + number)
    return list(dict.fromkeys(found))


def _notes(cell: Block, language: str) -> list[Block]:
    notes = {language: cell.get("note")}
    for name in sorted(cell):
        if name.startswith("note_"):
            notes.setdefault(name.removeprefix("note_").replace("_", "-"), cell[name])
    return [{"value": note, "lang": tag} for tag, note in notes.items() if note]


def _when_of_years(years: str) -> Block | None:
    first, slash, last = (part.strip() for part in years.partition("/"))
    ends = [{} if end in ("", "..") else {"in": end} for end in (first, last if slash else first)]
    return {"timespans": [{"start": ends[0], "end": ends[1]}]} if any(ends) else None


def to_lp_tsv(tables: Tables) -> bytes:
    """The places as a table in LP-TSV's columns, UTF-8 and LF.

    The format has no years for single names; those of former names are left out.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, "excel-tab", lineterminator="\n")
    writer.writerow(LP_TSV_COLUMNS)
    first_years = _first_years(tables)
    title = str(tables.facts["title"] or tables.facts["id"])
    shapes = wkt_of(tables.places["geometry"], points=False)
    cells = _cells(tables.places)
    for cell, names, shape in zip(cells, names_of(_readable(tables)), shapes, strict=True):
        kind = cell.get("feature") or cell.get("precision") or "site"
        aat = _AAT.get(cell.get("feature") or "")
        first, slash, last = (part.strip() for part in (cell.get("years") or "").partition("/"))
        radius = cell.get("uncertainty_m")
        row = {
            "id": cell["id"],
            "title": names[0]["toponym"],
            "title_source": title,
            "fclasses": _CLASSES.get(kind, "S"),
            "aat_types": aat,
            "attestation_year": first_years.get(cell["id"]),
            "start": first.strip("."),
            "end": (last if slash else first).strip("."),
            "title_uri": tables.facts.get("public_url"),
            "ccodes": ";".join(_countries(cell)),
            "matches": ";".join(_short(cell)),
            "variants": ";".join(_variant(name) for name in names[1:]),
            "types": cell.get("feature") if aat else None,
            "parent_name": cell.get("division"),
            "lon": cell["lon"],
            "lat": cell["lat"],
            "geowkt": shape,
            "geo_source": _credit(cell),
            "approximation": None if radius is None else f"{radius / 1000:g}",
            "description": cell.get("note"),
        }
        writer.writerow(_cell(row.get(column)) for column in LP_TSV_COLUMNS)
    return stream.getvalue().encode("utf-8", "replace")


def _first_years(tables: Tables) -> dict[str, str]:
    """The year of the first event at each place: the exhibit has the place at that time."""
    days = dict(
        zip(
            tables.events["id"].to_pylist(),
            tables.events["first_day"].to_pylist()
            if "first_day" in tables.events.column_names
            else [None] * len(tables.events),
            strict=True,
        )
    )
    found: dict[str, int] = {}
    pairs = (tables.joins[name].to_pylist() for name in ("event", "place_id"))
    for event, place in zip(*pairs, strict=True):
        if day := days.get(event):
            year = int(day[:-6])
            found[place] = min(found.get(place, year), year)
    return {place: f"{year:04d}" for place, year in found.items()}


def _credit(cell: Block) -> str:
    source, licence = cell.get("coordinate_source") or "", cell.get("coordinate_licence")
    return f"{source} ({licence})".strip() if licence else source


def _short(cell: Block) -> list[str]:
    """Links by the prefixes that LP-TSV asks for ("matches")."""
    short = []
    for link in _links(cell):
        for prefix, address in _AUTHORITIES.values():
            if link.startswith(address):
                link = f"{prefix}:{link.removeprefix(address)}"
        short.append(link)
    return short


def _variant(name: Block) -> str:
    toponym = name["toponym"].replace(";", ",")
    return f"{toponym}@{name['lang']}" if "lang" in name else toponym


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
