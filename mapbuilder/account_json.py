"""The account of an exhibit as ``check --format json`` prints it, written column by column.

Always true: it is, character by character, what ``json.dumps(to_object(exhibit), indent=1)`` says,
which takes seconds where a table has a hundred thousand rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapbuilder.report import to_json_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapbuilder.exhibit import Exhibit


def to_json_account(exhibit: Exhibit, *, ascii_only: bool = False) -> str:
    """The counts, joins and problems of an exhibit as JSON; ASCII alone where that is asked for."""
    write = _Writer(ascii_only)
    problems = map(to_json_object, exhibit.problems)
    parts = (
        '"version": 1',
        f'"counts": {write.flat(exhibit.counts, 1)}',
        f'"joins": {_listed(_joins(exhibit, write), 1)}',
        f'"problems": {_listed((write.problem(one) for one in problems), 1)}',
    )
    return "{\n " + ",\n ".join(parts) + "\n}"


class _Writer:
    """Writes objects of plain values, each value on a line of its own."""

    def __init__(self, ascii_only: bool) -> None:
        # Python's encoder in C knows no indentation, but takes what stands between two values.
        self._at = [
            json.JSONEncoder(ensure_ascii=ascii_only, separators=(",\n" + " " * depth, ": "))
            for depth in range(6)
        ]

    def value(self, value: object) -> str:
        return self._at[0].encode(value)

    def flat(self, values: Mapping[str, object], depth: int) -> str:
        """An object that begins ``depth`` deep and has no lists or objects in it."""
        if not values:
            return "{}"
        return f"{{\n{' ' * (depth + 1)}{self._inner(values, depth + 1)}\n{' ' * depth}}}"

    def problem(self, problem: dict[str, Any]) -> str:
        suggestions = problem.pop("suggestions")
        listed = _listed((self.flat(one, 4) for one in suggestions), 3)
        return f'{{\n   {self._inner(problem, 3)},\n   "suggestions": {listed}\n  }}'

    def _inner(self, values: Mapping[str, object], depth: int) -> str:
        return self._at[depth].encode(dict(values))[1:-1]


def _listed(written: Iterable[str], depth: int) -> str:
    """A list that begins ``depth`` deep, of what is written already."""
    pad = " " * (depth + 1)
    inner = f",\n{pad}".join(written)
    return f"[\n{pad}{inner}\n{' ' * depth}]" if inner else "[]"


def _joins(exhibit: Exhibit, write: _Writer) -> Iterable[str]:
    """A row for each join. Each different value is written once."""
    names = [name for name in exhibit.joins.column_names if name != "event"]
    columns = []
    for name in names:
        column = exhibit.joins[name].combine_chunks()
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode("encode")
        values = [write.value(value) for value in column.dictionary.to_pylist()] or ["null"]
        # A null in the indices takes the last one.
        at = column.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
        columns.append(list(map([*values, "null"].__getitem__, at.tolist())))
    # A percent sign in a name of a column is none of the form.
    keys = [write.value(name).replace("%", "%%") for name in names]
    first = f'"file": {write.value(exhibit.name)}'.replace("%", "%%")
    form = "{\n   " + ",\n   ".join([first, *(f"{key}: %s" for key in keys)]) + "\n  }"
    return map(form.__mod__, zip(*columns, strict=True))
