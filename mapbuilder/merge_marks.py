"""The marks that a version control leaves in a text whose two versions it could not merge.

Bytes of a text in, the first mark out. Always true: a text that only quotes a line of equal signs,
or a letter that was answered many times, has none.
"""

from __future__ import annotations

import re

# ref: git-merge(1), "How conflicts are presented"; Subversion and Mercurial write the same.
_OURS = re.compile(rb"^<{7}(?: [^\r\n]*)?\r?$", re.MULTILINE)
_BETWEEN = re.compile(rb"^={7}\r?$", re.MULTILINE)
_THEIRS = re.compile(rb"^>{7}(?: [^\r\n]*)?\r?$", re.MULTILINE)


def merge_sentence(content: bytes) -> str | None:
    """What is wrong with a text that has such marks and how it is mended; ``None`` without any.

    It begins with the number of the first mark's line and a colon, to follow a file's name.
    """
    # Most texts have none, and bytes are found faster than lines.
    if b"<<<<<<<" not in content and b">>>>>>>" not in content:
        return None
    found = _OURS.search(content)
    if found is None:
        # Half of them may have been taken out.
        between = _BETWEEN.search(content)
        if between is None or _THEIRS.search(content) is None:
            return None
        found = between
    mark = found[0].decode("utf-8", "replace").rstrip()
    last = _THEIRS.search(content, found.end())
    below = f" down to line {_line_of(content, last)}" if last else ""
    return (
        f"{_line_of(content, found)}: two versions of a merge stand here one after the other"
        f"{below}, between marks such as {mark!r}: keep what holds of each, and take the lines "
        "with the marks out"
    )


def _line_of(content: bytes, found: re.Match[bytes]) -> int:
    return content.count(b"\n", 0, found.start()) + 1
