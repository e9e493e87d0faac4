"""The problems of an exhibit as SARIF 2.1.0, which code hosts and editors show beside the files.

In go problems, out comes one log of one run as JSON-able dictionaries. Always true: each rule has
its meaning, example and cure, and the same problems make the same log. ref: OASIS, SARIF 2.1.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import mapbuilder
from mapbuilder.cells import WORKBOOKS
from mapbuilder.problem_guide import read_guide
from mapbuilder.report import Problem

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TEXTS = (".csv", ".tsv", ".txt", ".toml", ".json", ".geojson", ".jsonl")
"""Files whose rows are lines, as a region's are; of a workbook the row stands in the properties."""
_SHEET = re.compile(rf"(.+(?:{'|'.join(map(re.escape, WORKBOOKS))}))#(.+)", re.I | re.S)


def to_sarif(exhibit: Exhibit) -> dict[str, Any]:
    """The log of an exhibit's problems; paths are relative to its folder."""
    guide = read_guide()
    codes = sorted({problem.code for problem in exhibit.problems})
    at = {code: index for index, code in enumerate(codes)}
    paths = _paths(exhibit)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mapbuilder",
                        "semanticVersion": mapbuilder.__version__,
                        "rules": [_rule(guide[code]) for code in codes],
                    }
                },
                "originalUriBaseIds": {
                    "EXHIBIT": {"description": {"text": "The exhibit's folder"}}
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(problem, at[problem.code], paths) for problem in exhibit.problems
                ],
            }
        ],
    }


def _paths(exhibit: Exhibit) -> dict[str, str]:
    """From the exhibit's folder, the paths of files that lie deeper, by the name problems give.

    Of several files of one name none is meant for sure, and the name stays.
    """
    found: dict[str, list[str]] = {}
    for one in exhibit.inputs:
        found.setdefault(one.name.rpartition("/")[2], []).append(one.name)
    return {name: paths[0] for name, paths in found.items() if len(paths) == 1}


def _rule(advice: Any) -> dict[str, Any]:
    text = f"{advice.what}\n\nExample: {advice.example}\n\nCure: {advice.cure}"
    return {
        "id": advice.code,
        "shortDescription": {"text": advice.what},
        "help": {
            "text": text.replace("`", ""),
            "markdown": f"{advice.what}\n\n- Example: {advice.example}\n- Cure: {advice.cure}",
        },
    }


def _result(problem: Problem, rule: int, paths: Mapping[str, str]) -> dict[str, Any]:
    # What stands behind the name of a workbook is a sheet's, and no file.
    found = _SHEET.fullmatch(problem.file)
    file, sheet = found.groups() if found else (problem.file, None)
    artifact: dict[str, Any] = {"uri": quote(paths.get(file, file)), "uriBaseId": "EXHIBIT"}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    is_text = problem.file.lower().endswith(_TEXTS)
    if problem.row is not None and problem.row > 0 and is_text:
        physical["region"] = {"startLine": problem.row}
    location: dict[str, Any] = {"physicalLocation": physical}
    if problem.column is not None:
        location["logicalLocations"] = [{"name": problem.column, "kind": "member"}]
    nearest = ", ".join(one.value for one in problem.suggestions)
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": problem.message + (f" (nearest: {nearest})" if nearest else "")},
        "locations": [location],
        "partialFingerprints": {"problem/v1": _fingerprint(problem)},
    }
    properties = {
        name: value
        for name, value in (
            ("sheet", sheet), ("row", problem.row),
            ("column", problem.column), ("value", problem.value),
        )
        if value is not None
    }  # fmt: skip
    if properties:
        result["properties"] = properties
    return result


def _fingerprint(problem: Problem) -> str:
    """What stays the same while rows are put in between: all but the row (SARIF, 3.27.17)."""
    parts = (problem.code, problem.file, problem.column or "", problem.value or "")
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
