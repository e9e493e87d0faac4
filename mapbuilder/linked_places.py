"""Places in JSON: Linked Places, Pleiades, GeoJSON and its lines in, a places table out.

ref: Linked Places Format 1.1 to 1.3 (GeoJSON with times, names and sources), RFC 7946, RFC 8142.
Always true: each feature is a row with its number from 1 (in a file of lines, its line); a geometry
that is written wrongly is a problem of its row, not of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from mapbuilder.errors import InputError
from mapbuilder.features import is_in_degrees
from mapbuilder.place_kinds import feature_of
from mapbuilder.place_names import known_tag, with_language, years_of
from mapbuilder.places import COLUMNS
from mapbuilder.report import Report, shown
from mapbuilder.tables import Table, to_table

_CERTAINTIES = ("certain", None, "less-certain", "uncertain")
"""The surest first; who says nothing is taken for surer than who doubts."""
_GEOMETRIES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
     "GeometryCollection")
)  # fmt: skip

Object = Mapping[str, Any]


@dataclass(slots=True)
class _File:
    """What a file's features are read with."""

    name: str
    report: Report
    texts: list[int] = field(default_factory=list)
    """The rows of coordinates that are written as texts."""
    heights: list[int] = field(default_factory=list)
    """The rows of coordinates that have a height."""


def read_places_json(content: bytes, name: str, report: Report) -> tuple[Table, bool] | None:
    """The table of a file, and whether it is a gazetteer by its format.

    ``None`` where the file is GeoJSON in another system or no list of features: the door for data
    with geometry reads it, or says what is wrong.
    """
    objects, rows, whole = _objects(content, name, report)
    if objects is None:
        return None
    file = _File(name, report)
    linked = _is_linked(objects, whole)
    made: list[dict[str, Any]] = []
    for one, row in zip(objects, rows, strict=True):
        if "reprPoint" in one:
            made.append(_of_pleiades(one, row, file))
        elif linked:
            made.append(_of_linked_places(one, row, file))
        else:
            made.append(_of_geojson(one, row, file))
    for where, said in (
        (file.texts, "coordinates are written as texts; they are read as numbers"),
        (file.heights, "coordinates have heights, which are left out"),
    ):
        if where:
            count = len(set(where))
            more = f" (in {count:,} features)" if count > 1 else ""
            report.add(
                "coordinate-form",
                "note",
                said + more,
                file=name,
                row=where[0],
                column="geometry",
            )
    if not made:
        empty = pa.table({column: pa.array([], pa.string()) for column in ("name", "geometry")})
        return Table(name, empty, pa.array([], pa.int64())), linked
    table = to_table(made, name, report, known=COLUMNS)
    return replace(table, rows=pa.array(rows, pa.int64())), linked


def _objects(
    content: bytes, name: str, report: Report
) -> tuple[list[Object] | None, list[int], Object]:
    """The features with their rows, and the collection in which they are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}:{line} is not in UTF-8, which JSON must be") from None
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        lines = _lines(text, name, report)
        if lines is not None:
            return lines[0], lines[1], {}
        cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        why = "; the file is cut off there, copy or download it again" if cut else ""
        raise InputError(
            f"{name}:{error.lineno}:{error.colno} is not JSON: {error.msg}{why}"
        ) from None
    except RecursionError:
        raise InputError(f"{name} is nested too deeply to be a table") from None
    if isinstance(parsed, dict) and parsed.get("type") == "Feature":
        parsed = {"type": "FeatureCollection", "features": [parsed]}
    if isinstance(parsed, list):
        features: Any = parsed
        parsed = {}
        if not any("geometry" in one or "reprPoint" in one for one in features
                   if isinstance(one, dict)):  # fmt: skip
            return None, [], {}
    elif isinstance(parsed, dict):
        if not is_in_degrees(parsed):
            return None, [], {}
        features = parsed.get("features", parsed.get("@graph"))
    else:
        features = None
    if not isinstance(features, list):
        kind = parsed.get("type") if isinstance(parsed, dict) else None
        said = f"its type is {shown(kind)}" if kind else "it has no list of features"
        if isinstance(parsed, dict) and "elements" in parsed:
            said = "it is OpenStreetMap's own, as Overpass writes it; export it as GeoJSON"
        raise InputError(
            f"{name} is JSON but no gazetteer: {said}; it must be a FeatureCollection (RFC 7946, "
            "section 3.3), Linked Places or a list of objects"
        )
    rows = list(range(1, len(features) + 1))
    wrong = [row for row, one in zip(rows, features, strict=True) if not isinstance(one, dict)]
    for row in wrong:
        report.add(
            "feature-unreadable",
            "error",
            "this is no feature but a bare value; it is left out",
            file=name,
            row=row,
        )
    kept = [row for row, one in zip(rows, features, strict=True) if isinstance(one, dict)]
    return [features[row - 1] for row in kept], kept, parsed


def _lines(text: str, name: str, report: Report) -> tuple[list[Object], list[int]] | None:
    """The features of a file with one in each line; ``None`` when its first line is none."""
    objects: list[Object] = []
    rows: list[int] = []
    faults: list[tuple[int, json.JSONDecodeError | None]] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip().removeprefix("\x1e").strip()
        if not line:
            continue
        try:
            parsed = json.loads(line)
        except json.JSONDecodeError as error:
            if not objects:
                return None
            faults.append((number, error))
            continue
        if not isinstance(parsed, dict):
            if not objects:
                return None
            faults.append((number, None))
            continue
        objects.append(parsed)
        rows.append(number)
    if not objects:
        return None
    for number, fault in faults:
        said = f"is not JSON (column {fault.colno}: {fault.msg})" if fault else "is no object"
        report.add(
            "feature-unreadable",
            "error",
            f"the line {said}; it is left out",
            file=name,
            row=number,
        )
    return objects, rows


def _is_linked(objects: Sequence[Object], whole: Object) -> bool:
    """Whether the features are Linked Places, whatever the file is called."""
    context = json.dumps(whole.get("@context", ""))
    if "linked-places" in context or "linkedplaces" in context:
        return True
    some = objects[:50]
    named = sum(
        isinstance(one.get("names"), list)
        or ("@id" in one and "title" in _dict(one.get("properties")))
        for one in some
    )
    return bool(some) and 2 * named >= len(some)


def _of_geojson(one: Object, row: int, file: _File) -> dict[str, Any]:
    properties = _dict(one.get("properties"))
    made = dict(properties) if properties else {
        key: value for key, value in one.items() if key not in ("geometry", "type", "bbox")
    }  # fmt: skip
    for key in ("id", "@id"):
        if made.get("id") is None and one.get(key) is not None:
            made["id"] = one[key]
    place = _geometry(one.get("geometry"), row, file)
    # Coordinates that it has as properties are the curator's and stay.
    written = {str(key).strip().lower() for key in made}
    return {**({} if written & {"lat", "lon"} else place), **made} | (
        {"geometry": place["geometry"]} if "geometry" in place else {}
    )


def _of_linked_places(one: Object, row: int, file: _File) -> dict[str, Any]:
    properties = _dict(one.get("properties"))
    title = properties.get("title") or one.get("title") or one.get("label")
    identity = one.get("@id") or one.get("id") or properties.get("id")
    if not identity:
        file.report.add(
            "place-id-missing",
            "warning",
            "the feature has no @id, which Linked Places requires; its id is made of its name",
            file=file.name,
            row=row,
            column="@id",
        )
    always: list[str] = []
    former: list[str] = []
    own_years: list[str | None] = []
    titled = " ".join(str(title or "").split())
    for name in _list(one.get("names")):
        written = " ".join(str(name.get("toponym") or name.get("name") or "").split())
        if not written:
            file.report.add(
                "place-nameless",
                "warning",
                "a name of the feature has no toponym; it is left out",
                file=file.name,
                row=row,
                column="names",
            )
            continue
        titled = titled or written
        lang = known_tag(_text(name.get("lang")), row, "names", file.name, file.report)
        spans: list[str | None] = [*_spans(name.get("when"), row, "names", file)]
        for years in spans or [None]:
            if written == titled:
                own_years.append(years)
            ends = years is not None and not years.endswith("/..")
            (former if ends else always).append(with_language(written, lang, years))
    whole = _spans(one.get("when"), row, "when", file)
    codes = properties.get("ccodes") or properties.get("ccode") or one.get("ccodes")
    relation = next((each for each in _list(one.get("relations"))
                     if "broader" in str(each.get("relationType", "")).lower()), {})  # fmt: skip
    description = next((each for each in _list(one.get("descriptions")) if each.get("value")), {})
    known = {"title", "ccodes", "ccode", "fclasses", "id"}
    place = _geometry(one.get("geometry"), row, file)
    return {
        **{key: value for key, value in properties.items() if key not in known},
        "id": identity,
        "name": titled or None,
        "names": "|".join(dict.fromkeys(always)) or None,
        "former_names": "|".join(dict.fromkeys(former)) or None,
        "years": _title_years(own_years, whole),
        "country": ";".join(map(str, codes)) if isinstance(codes, list) else codes,
        "division": _text(relation.get("label")),
        "feature": _kind(one, properties),
        "note": _text(description.get("value")),
        "matches": ";".join(
            str(link["identifier"]) for link in _list(one.get("links")) if link.get("identifier")
        )
        or None,
        **place,
    }


def _title_years(own: Sequence[str | None], whole: Sequence[str]) -> str | None:
    """How long a title holds: as long as the name that it is, else as long as the place."""
    spans = [years for years in own if years is not None] if own else list(whole)
    if not spans or len(spans) < len(own):
        return None
    return f"{spans[0].split('/')[0]}/{spans[-1].rpartition('/')[2]}"


def _kind(one: Object, properties: Object) -> str | None:
    """The first of a feature's types that says a kind of place; else its feature class."""
    written: list[str] = []
    for kind in _list(one.get("types")):
        keys = ("identifier", "label", "sourceLabel")
        written += [str(kind[key]) for key in keys if kind.get(key)]
        written += [str(each.get("label")) for each in _list(kind.get("sourceLabels"))]
    classes = properties.get("fclasses") or []
    letters = [str(each) for each in classes] if isinstance(classes, list) else [str(classes)]
    found = next((text for text in (*written, *letters) if feature_of(text)), None)
    return found or (written[-1] if written else None)


def _spans(when: Any, row: int, column: str, file: _File) -> list[str]:
    """The years of a ``when``, one text for each of its time spans; without any, none."""
    found: list[str] = []
    for span in _list(_dict(when).get("timespans")):
        years = years_of(_end(span.get("start"), "earliest"), _end(span.get("end"), "latest"))
        if years is not None:
            found.append(years)
    if not found and _dict(when).get("periods"):
        file.report.add(
            "place-years",
            "note",
            "the time is a named period without years here; the name is taken to hold always",
            file=file.name,
            row=row,
            column=column,
        )
    return found


def _end(written: Any, first: str) -> str | None:
    """A start or an end: a text, or the outermost of ``in``, ``earliest`` and ``latest``."""
    if isinstance(written, Mapping):
        other = "latest" if first == "earliest" else "earliest"
        written = next((written[key] for key in (first, "in", other) if written.get(key)), None)
    return None if written in (None, "") else str(written)


def _geometry(written: Any, row: int, file: _File) -> dict[str, Any]:
    """The columns of a geometry: of several, the surest line or area and the surest point."""
    parts = sorted(_parts(written), key=_doubt)
    made: dict[str, Any] = {}
    if not parts:
        return {"lon": None, "lat": None}
    sources = [
        str(label)
        for part in parts[:1]
        for each in [*_list(part.get("citations")), *_list([part.get("citation")])]
        if (label := each.get("label"))
    ]
    made["coordinate_source"] = "; ".join(dict.fromkeys(sources)) or _text(parts[0].get("src"))
    if certainty := parts[0].get("certainty"):
        made["certainty"] = str(certainty)
    lon = lat = None
    for part in parts:
        wkt = str(part.get("geowkt") or part.get("geo_wkt") or "")
        is_point = part.get("type") == "Point"
        # Beside a shape, the point is where its marker stands.
        if wkt and (not part.get("coordinates") or not wkt.lstrip().upper().startswith("POINT")):
            made.setdefault("geometry", wkt)
        if is_point and part.get("coordinates") and lon is None:
            lon, lat = _pair(part["coordinates"], row, file)
        elif not is_point and part.get("coordinates") is not None:
            numbers = _numbers(part["coordinates"], row, file)
            shape = {"type": part.get("type"), "coordinates": numbers}
            made.setdefault("geometry", json.dumps(shape, ensure_ascii=False))
        elif not is_point and str(part.get("type")) not in _GEOMETRIES and not wkt:
            made.setdefault("geometry", json.dumps(dict(part), ensure_ascii=False, default=str))
    return {**made, "lon": lon, "lat": lat}


def _parts(written: Any) -> Iterator[Object]:
    """The geometries of a geometry; ``null``, also as a text, is none."""
    if not isinstance(written, Mapping):
        return
    if written.get("type") == "GeometryCollection":
        inner = written.get("geometries")
        for each in inner if isinstance(inner, list) else ():
            yield from _parts(each)
    elif written:
        yield written


def _doubt(part: Object) -> int:
    certainty = part.get("certainty")
    word = str(certainty).casefold().replace(" ", "-") if certainty else None
    return _CERTAINTIES.index(word) if word in _CERTAINTIES else len(_CERTAINTIES)


def _pair(coordinates: Any, row: int, file: _File) -> tuple[Any, Any]:
    numbers = _numbers(coordinates, row, file)
    if not isinstance(numbers, list) or len(numbers) < 2:
        return None, None
    return numbers[0], numbers[1]


def _numbers(coordinates: Any, row: int, file: _File) -> Any:
    """Coordinates with numbers for texts and without heights; what is no number stays as it is."""
    if isinstance(coordinates, str):
        try:
            number = float(coordinates)
        except ValueError:
            return coordinates
        file.texts.append(row)
        return number
    if not isinstance(coordinates, list):
        return coordinates
    if len(coordinates) > 2 and not isinstance(coordinates[0], list):
        file.heights.append(row)
        coordinates = coordinates[:2]
    return [_numbers(each, row, file) for each in coordinates]


def _of_pleiades(one: Object, row: int, file: _File) -> dict[str, Any]:
    """A place of Pleiades' own JSON. ref: pleiades.stoa.org, "downloads"."""
    lon, lat = _pair(one.get("reprPoint"), row, file)
    always: list[str] = []
    former: list[str] = []
    for name in _list(one.get("names")):
        lang = known_tag(_text(name.get("language")), row, "names", file.name, file.report)
        years = years_of(_text(name.get("start")), _text(name.get("end")))
        spelt = [str(name.get("attested") or ""), *str(name.get("romanized") or "").split(",")]
        for written in dict.fromkeys(text.strip() for text in spelt if text.strip()):
            ends = years is not None and not years.endswith("/..")
            (former if ends else always).append(with_language(written, lang, years))
    types = one.get("placeTypes")
    kinds = [str(each) for each in types] if isinstance(types, list) else []
    location = next(iter(_list(one.get("locations"))), {})
    return {
        "id": _text(one.get("id")),
        "name": _text(one.get("title")),
        "names": "|".join(dict.fromkeys(always)) or None,
        "former_names": "|".join(dict.fromkeys(former)) or None,
        "feature": next((kind for kind in kinds if feature_of(kind)), None),
        "uncertainty_m": _text(location.get("accuracy_value")),
        "note": _text(one.get("description")),
        "coordinate_source": "Pleiades",
        "coordinate_licence": "CC BY 3.0",
        "lon": lon,
        "lat": lat,
    }


def _dict(value: Any) -> Object:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Object]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return None if value in (None, "") else str(value)
