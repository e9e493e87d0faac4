"""The review page: open questions in, one HTML file in which a person answers them out.

It needs no network and sends nothing: the answers are kept in the browser and come out as a file of
decisions. Always true: same questions, same bytes; no text of a record becomes markup.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mapbuilder
from mapbuilder import wording
from mapbuilder.attributions import own_attributions
from mapbuilder.basemap import read_basemap, read_theme
from mapbuilder.errors import MapbuilderError
from mapbuilder.files import write_atomic
from mapbuilder.ledger import rows_of, sheet_form, to_candidates
from mapbuilder.page import render_tool
from mapbuilder.payload import encode, to_bytes
from mapbuilder.questions import Around, Question, full_label
from mapbuilder.sketch import shortest_arc

if TYPE_CHECKING:
    from mapbuilder.ledger import Answer
    from mapbuilder.match import Match
    from mapbuilder.report import Suggestion

VERSION = 1

_PREFIX = "review."
_NAME = "decisions.csv"
_MOST_PLACES = 2_000
_MOST_AROUND = 300
"""So many candidates, spread over all questions, say where the base map is to be finest."""


def write_review(
    match: Match, output: Path, language: str | None = None, who: str | None = None
) -> Path:
    """The path of the review page of the open questions.

    *This function writes a file:* ``output`` names it, or its folder. The page speaks ``language``,
    else the exhibit's first, and offers the name ``who`` to sign with.
    """
    name = match.exhibit.config.id or "exhibit"
    path = output / f"{name}-review.html" if output.is_dir() or not output.suffix else output
    if language is not None and not wording.has_strings(language):
        raise MapbuilderError(
            f"the review page has no words in {language!r}; it has them in "
            f"{', '.join(wording.languages_with_strings())}"
        )
    write_atomic(path, BOM_UTF8 + to_bytes(render_review(match, language, who)))
    return path


def render_review(match: Match, language: str | None = None, who: str | None = None) -> str:
    """The review page as HTML."""
    config = match.exhibit.config
    spoken = wording.strings_language(language or config.languages[0])
    strings = wording.read_strings(spoken)
    bbox, marks = _where(match)
    basemap = read_basemap(bbox, languages=[spoken], marks=marks)
    # Only `detail="none"` has none.
    assert basemap is not None
    block = {**basemap.block, "relief": [], "theme": read_theme(config.theme)}
    credits = [*map(asdict, basemap.attributions), *own_attributions(strings)]
    used = [each for each in credits if "Leaflet" not in each["credit"]]
    fonts = strings["page.attribution.fonts"]
    return render_tool(
        "review.html.jinja",
        ["bundle/boot.js", "bundle/review.js"],
        [f"themes/{config.theme}.css", "bundle/review.css"],
        language=spoken,
        direction=wording.direction(spoken),
        title=config.title or config.id,
        strings=strings,
        generator=f"mapbuilder {mapbuilder.__version__}",
        # The page has no fonts inside: it is a tool, and each machine has some.
        credits=[each for each in used if each["title"] != fonts],
        review=encode(to_review(match, spoken, strings, who)),
        basemap=encode(block),
    )


def to_review(
    match: Match, language: str, strings: wording.Strings, who: str | None = None
) -> dict[str, Any]:
    """What the page's script reads, version 1."""
    config = match.exhibit.config
    around = match.around
    path = match.path
    content = path.read_bytes() if path is not None and path.exists() else b""
    name = _NAME if path is None else path.name
    delimiter, newline = sheet_form(content, name, config.encoding, config.delimiter)
    return {
        "version": VERSION,
        "id": config.id or "exhibit",
        "title": config.title or config.id or "",
        "language": language,
        "file": name,
        "who": who or match.last_who,
        "ledger": {
            "rows": rows_of(content, name, config.encoding, config.delimiter),
            "delimiter": delimiter,
            "newline": newline,
        },
        "questions": [
            _question(one, around, match.before.get(one.key), language, strings)
            for one in match.questions
        ],
        "places": [
            {"lon": lon, "lat": lat, "label": label}
            for lon, lat, label in zip(
                around.lon.tolist()[:_MOST_PLACES],
                around.lat.tolist()[:_MOST_PLACES],
                around.labels,
                strict=False,
            )
        ],
        "strings": {
            key.removeprefix(_PREFIX): text
            for key, text in strings.items()
            if key.startswith(_PREFIX)
        },
    }


def _question(
    question: Question,
    around: Around,
    before: Answer | None,
    language: str,
    strings: wording.Strings,
) -> dict[str, Any]:
    settled = None
    if before is not None:
        label = before.label or before.place or strings["review.settled_none"]
        settled = strings["review.settled"].format(who=before.who or "?", label=label)
    return {
        "toponym": question.toponym,
        "context": question.context,
        "code": question.code,
        "records": question.records,
        "file": question.file,
        "examples": [
            {
                "when": " · ".join(
                    (
                        f"{question.file}, "
                        + strings["review.row"].format(number=wording.number(one.row, language)),
                        one.date or strings["review.no_date"],
                    )
                ),
                "title": one.title or "",
            }
            for one in question.examples
        ],
        "offered": to_candidates(
            [(str(one.place), full_label(one)) for one in question.candidates]
        ),
        "before": settled,
        "candidates": [
            {
                "place": one.place,
                "label": full_label(one),
                "facts": _facts(one, around, language, strings),
                "why": one.why,
                "lon": one.lon,
                "lat": one.lat,
            }
            for one in question.candidates
        ],
    }


def _facts(one: Suggestion, around: Around, language: str, strings: wording.Strings) -> str:
    """Kind, distance from the exhibit's places and likeness, as far as they are known."""
    facts = [strings.get(f"review.feature.{one.feature}", one.feature)]
    here = around.events_at(one.place)
    near = None if here else around.near(one)
    if here:
        facts.append(strings["review.here"].format(count=wording.number(here, language)))
    elif near is not None and near.km < 0.1:
        facts.append(strings["review.at"].format(place=near.label))
    elif near is not None:
        distance = wording.distance(near.km * 1000, language, strings)
        away = strings[f"review.away.{near.direction}"]
        facts.append(away.format(distance=distance, place=near.label))
    if one.score is not None:
        score = wording.number(one.score, language)
        facts.append(strings["review.score"].format(number=score))
    return " · ".join(filter(None, facts))


def _where(match: Match) -> tuple[tuple[float, float, float, float] | None, Sequence[Any]]:
    """The box of all candidates, and where among them the base map is to be finest."""
    points = [
        (one.lon, one.lat)
        for question in match.questions
        for one in question.candidates
        if one.lon is not None and one.lat is not None
    ]
    points += list(zip(match.around.lon.tolist(), match.around.lat.tolist(), strict=True))
    points = list(dict.fromkeys(points))
    if not points:
        return None, ()
    west, span = shortest_arc([lon for lon, _ in points])
    lats = [lat for _, lat in points]
    west = (west + 180) % 360 - 180
    bbox = (west, min(lats), (west + span + 180) % 360 - 180, max(lats))
    return bbox, points[:: max(1, len(points) // _MOST_AROUND)]
