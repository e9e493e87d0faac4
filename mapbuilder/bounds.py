"""How sure the ends of an event's span are: an EDTF date in, one small number out.

The number is the kind of the first end, plus 8 times that of the last, plus 64 where the event was
at some time within its span and need not have lasted as long. 0 is an event from its first day to
its last, both as written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mapbuilder.spans import Choice, Interval, Node, Point, to_node, to_precision, to_span

KINDS = {"": 0, "?": 1, "~": 2, "%": 3, "open": 4, "unknown": 5}
"""An end as written, uncertain, approximate, both (ISO 8601-2, 4.2.1); open, not known (4.4)."""

WITHIN = 64

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

_Ends = tuple[str, str]


@lru_cache(maxsize=65_536)
def to_bounds(edtf: str | None) -> int:
    """The number for a date, as ``dates.parse_date`` has it; without one no end is known."""
    if not edtf:
        return KINDS["unknown"] * 9
    if _DAY.fullmatch(edtf):
        # As most are: what a day is need not be read again.
        return 0
    node = to_node(edtf)
    first, last = _ends(node)
    return KINDS[first] + 8 * KINDS[last] + (WITHIN if _is_within(node) else 0)


def _ends(node: Node) -> _Ends:
    if isinstance(node, Point):
        mark = "~" if node.significant and not node.mark else node.mark
        return ("unknown", "unknown") if node.year.lstrip("-") == "XXXX" else (mark, mark)
    if isinstance(node, Interval):
        return (
            _ends(node.lower)[0] if isinstance(node.lower, Point) else node.lower,
            _ends(node.upper)[1] if isinstance(node.upper, Point) else node.upper,
        )
    # Of several dates those that reach farthest; an end that some leave open is open.
    spans = [to_span(member) for member in node.members]
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    first = min(range(len(spans)), key=lambda at: (starts[at] is not None, starts[at] or 0))
    last = max(range(len(spans)), key=lambda at: (ends[at] is None, ends[at] or 0))
    return _ends(node.members[first])[0], _ends(node.members[last])[1]


def _is_within(node: Node) -> bool:
    """A month or a year is when something was, an interval how long; so is one date of several."""
    if isinstance(node, Choice):
        return not node.every
    return isinstance(node, Point) and to_precision(node) not in ("day", "unknown")
