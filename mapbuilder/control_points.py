"""Control points: a file that says where points of an image lie on Earth in, columns of them out.

CSV, QGIS's ``.points`` and IIIF georeference annotations (Allmaps) are read. Always true: pixels
count from the upper left corner of the image, x to the right and y down; a row that cannot be used
is a problem, and every other row is a point.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from mapbuilder.coordinates import Floats, to_number
from mapbuilder.degrees import to_degrees
from mapbuilder.delimited import read_delimited
from mapbuilder.errors import InputError
from mapbuilder.report import Report, Suggestion, shown

# Names of columns without case, spaces and signs. The first of each is what messages call it.
_NAMES = {
    "x": ("x", "pixelx", "imagex", "sourcex", "px", "col", "column"),
    "y": ("y", "pixely", "imagey", "sourcey", "py", "row", "line"),
    "lon": ("lon", "longitude", "long", "lng", "mapx", "easting", "geox"),
    "lat": ("lat", "latitude", "mapy", "northing", "geoy"),
}
_ENABLED = ("enable", "enabled", "use")
_QGIS = {"mapx", "mapy"}
_OFF = {"0", "false", "no"}
_KNOWN = sorted({name for names in _NAMES.values() for name in names} | set(_ENABLED))
_CRS_LINE = re.compile(rb"#\s*CRS:[ \t]*([^\r\n]*)", re.IGNORECASE)

# ref: IIIF Georeference Extension 1.0, section 4.3; Allmaps has more kinds of its own.
_TRANSFORMATIONS = {"thinPlateSpline": "tps", "projective": "projective"}


@dataclass(frozen=True, slots=True, eq=False)
class ControlPoints:
    """The points of one image; columns of one length."""

    file: str
    """What messages call the file."""
    rows: tuple[int, ...]
    """The line in the file, or the point's number from 1."""
    pixels: Floats
    """(n, 2): x and y."""
    coordinates: Floats
    """(n, 2): x and y in ``crs``."""
    crs: str | None = None
    """As text that PROJ understands; ``None`` when the file does not say."""
    transformation: str | None = None
    """What the file asks for, by the name that settings use."""
    mask: Floats | None = None
    """(m, 2): corners in pixels of the part of the image that is a map."""
    size: tuple[float, float] | None = None
    """Width and height of the image that the pixels are of, where the file says so."""
    by_gdal: bool = False
    """Whether the pixels count as they lie in the file, whatever its camera says of turning it."""


def read_control_points(path: Path, name: str, report: Report) -> ControlPoints:
    """The control points in a file. Raises ``InputError`` when it is in no form that is known."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return _from_annotation(content, name, report)
    return _from_table(content, name, report)


def _from_table(content: bytes, name: str, report: Report) -> ControlPoints:
    crs = None
    content = content.removeprefix(b"\xef\xbb\xbf")
    if found := _CRS_LINE.match(content):
        crs = found[1].decode("utf-8", "replace").strip() or None
        # The line stays, empty: the rows keep their numbers.
        content = content[found.end() :]
    sheet = read_delimited(content, name, report, known=_KNOWN)
    header = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in sheet.header]
    found_at = {
        key: next((header.index(each) for each in names if each in header), -1)
        for key, names in _NAMES.items()
    }
    missing = [key for key, index in found_at.items() if index < 0]
    if missing:
        raise InputError(_missing_columns(name, missing, sheet.header, header))
    enabled = next((header.index(each) for each in _ENABLED if each in header), -1)
    # QGIS counts y upwards from the image's upper edge, so that all its pixels are negative.
    sign = -1.0 if set(header) >= _QGIS else 1.0
    cells = [column.to_pylist() for column in sheet.columns]
    rows: list[int] = []
    numbers: list[list[float]] = []
    for index, row in enumerate(sheet.rows.to_pylist()):
        if enabled >= 0 and (cells[enabled][index] or "").strip().lower() in _OFF:
            continue
        values = [_value(key, cells[column][index]) for key, column in found_at.items()]
        wrong = [key for key, value in zip(found_at, values, strict=True) if value is None]
        for key in wrong:
            written = cells[found_at[key]][index] or ""
            report.add(
                "scan-point",
                "error",
                f"{shown(written)} is no number; the control point is not used",
                file=name,
                row=row,
                column=sheet.header[found_at[key]],
                value=written,
            )
        if not wrong:
            rows.append(row)
            numbers.append([value for value in values if value is not None])
    table = np.array(numbers, dtype=np.float64).reshape(-1, 4)
    pixels = table[:, :2] * [1.0, sign]
    return ControlPoints(name, tuple(rows), pixels, table[:, 2:], crs, by_gdal=sign < 0)


def _value(key: str, written: str | None) -> float | None:
    """The number of a cell; a longitude or latitude may have minutes and letters."""
    number = _number(written)
    if number is None and key in ("lon", "lat") and (read := to_degrees(written or "")):
        return read.number if read.axis in (None, key) else None
    return number


def _number(written: str | None) -> float | None:
    text = (written or "").strip()
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return to_number(text)


def _missing_columns(
    name: str, missing: Sequence[str], written: Sequence[str], header: Sequence[str]
) -> str:
    taken = {each for names in _NAMES.values() for each in names}
    free = {each: cell for each, cell in zip(header, written, strict=True) if each not in taken}
    hints = []
    for key in missing:
        near = [
            free[hit]
            for each in _NAMES[key]
            if len(each) > 2
            for hit in difflib.get_close_matches(each, list(free), 1, 0.7)
        ]
        if near:
            hints.append(f"is {shown(near[0])} meant for {key!r}?")
    asked = ", ".join(map(repr, missing))
    need = "control points need the columns x and y (pixels), lon and lat"
    return "; ".join([f"{name} has no column {asked}: {need}", *hints])


def _from_annotation(content: bytes, name: str, report: Report) -> ControlPoints:
    """ref: IIIF Georeference Extension 1.0 (https://iiif.io/api/extension/georef/)."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f"{name}:{line}" if line else name
        raise InputError(f"{where} is not JSON: {error}") from None
    annotation = _single_annotation(document, name)
    body = _table(annotation, "body")
    features = body.get("features")
    if not isinstance(features, list):
        raise InputError(f"{name} has no body with features, where a georeference has its points")
    rows: list[int] = []
    numbers: list[list[float]] = []
    for number, feature in enumerate(features, 1):
        pair = _point(feature)
        if pair is None:
            report.add(
                "scan-point",
                "error",
                "the feature has no resourceCoords of two numbers, or its geometry is no point of "
                "two; the control point is not used",
                file=name,
                row=number,
            )
            continue
        rows.append(number)
        numbers.append(pair)
    table = np.array(numbers, dtype=np.float64).reshape(-1, 4)
    target = _table(annotation, "target")
    source = _table(target, "source")
    mask, drawn_in = _mask(_table(target, "selector"), name, report)
    size = _size(source) or drawn_in
    return ControlPoints(
        name,
        tuple(rows),
        table[:, :2],
        table[:, 2:],
        "OGC:CRS84",
        _transformation(_table(body, "transformation"), name, report),
        mask,
        size,
    )


def _single_annotation(document: Any, name: str) -> Mapping[str, Any]:
    items = document.get("items") if isinstance(document, dict) else document
    if isinstance(document, dict) and document.get("type") == "Annotation":
        return document
    annotations = [item for item in items if isinstance(item, dict)] if items else []
    if not isinstance(items, list) or not annotations:
        raise InputError(
            f"{name} is JSON, but no georeference annotation: its type must be Annotation, or "
            "AnnotationPage with one in its items"
        )
    if len(annotations) > 1:
        raise InputError(
            f"{name} holds {len(annotations)} maps; keep one annotation in a file, and give each "
            "map a [[scans]] of its own"
        )
    return annotations[0]


def _table(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = of.get(key)
    return found if isinstance(found, dict) else {}


def _point(feature: Any) -> list[float] | None:
    if not isinstance(feature, dict):
        return None
    properties = _table(feature, "properties")
    # Allmaps wrote pixelCoords before the extension was settled.
    pixel = properties.get("resourceCoords", properties.get("pixelCoords"))
    geometry = _table(feature, "geometry")
    position = geometry.get("coordinates") if geometry.get("type") == "Point" else None
    if not isinstance(pixel, list) or not isinstance(position, list):
        return None
    values = [*pixel, *position[:2]]
    numeric = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if len(pixel) != 2 or len(numeric) != 4 or not all(abs(v) < 1e12 for v in numeric):
        return None
    return [float(value) for value in numeric]


def _size(source: Mapping[str, Any]) -> tuple[float, float] | None:
    width, height = source.get("width"), source.get("height")
    if isinstance(width, (int, float)) and isinstance(height, (int, float)) and width > 0 < height:
        return float(width), float(height)
    return None


def _transformation(wanted: Mapping[str, Any], name: str, report: Report) -> str | None:
    kind = wanted.get("type")
    if kind is None:
        return None
    if kind == "polynomial":
        order = _table(wanted, "options").get("order", 1)
        if order in (1, 2, 3):
            return f"polynomial-{order}"
    if isinstance(kind, str) and kind in _TRANSFORMATIONS:
        return _TRANSFORMATIONS[kind]
    report.add(
        "scan-points",
        "warning",
        f"the transformation {shown(kind)} is not known; say in exhibit.toml which is meant",
        file=name,
        value=str(kind),
        suggestions=[
            Suggestion("polynomial-1", "keeps straight lines straight"),
            Suggestion("tps", "bends the map so that every point fits"),
        ],
    )
    return None


def _mask(
    selector: Mapping[str, Any], name: str, report: Report
) -> tuple[Floats | None, tuple[float, float] | None]:
    """The corners of an SVG selector's polygon, and the size of the image that it is drawn on."""
    value = selector.get("value")
    if selector.get("type") != "SvgSelector" or not isinstance(value, str):
        return None, None
    try:
        svg = ElementTree.fromstring(value)
    except (ElementTree.ParseError, ValueError):
        svg = ElementTree.Element("svg")
    polygon = next((each for each in svg.iter() if each.tag.endswith("polygon")), None)
    written = re.split(r"[\s,]+", polygon.get("points", "").strip()) if polygon is not None else []
    numbers = [number for number in map(to_number, written) if number is not None]
    if len(numbers) < 6 or len(numbers) != len(written) or len(numbers) % 2:
        report.add(
            "scan-points",
            "warning",
            "the selector holds no polygon of numbers, so that the whole image is shown; "
            "crop in exhibit.toml can name its corners",
            file=name,
            value=value,
        )
        return None, None
    width, height = (to_number(svg.get(key, "")) for key in ("width", "height"))
    drawn_in = (width, height) if width and height and width > 0 < height else None
    return np.array(numbers, dtype=np.float64).reshape(-1, 2), drawn_in
