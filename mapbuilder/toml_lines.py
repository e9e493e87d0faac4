"""The text of a TOML file, and the line of each of its keys, which ``tomllib`` does not tell.

In goes a path or a text, out come texts with LF and numbers of lines from 1. A file that cannot be
read, or is no text, raises ``ConfigError`` with one line that says why.
"""

from __future__ import annotations

import re
from pathlib import Path

from mapbuilder.errors import ConfigError
from mapbuilder.merge_marks import merge_sentence

_KEY_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_DOTTED = rf"{_KEY_PART}(?:\s*\.\s*{_KEY_PART})*"
_HEADER = re.compile(rf"\[\[?\s*({_DOTTED})\s*\]\]?")
_ASSIGNMENT = re.compile(rf"({_DOTTED})\s*=")
_CURLY = re.compile(r"[=\[,]\s*[“”„‟«»‘’‚‛]")
_LITERAL = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)


def read_text(path: Path) -> str:
    """The file's text, without a byte order mark."""
    if path.is_dir():
        raise ConfigError(f"{path} is a folder; settings are a file called exhibit.toml")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"there is no file {path}") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from None
    try:
        # Some editors begin a file with a byte order mark, which TOML does not allow for.
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path.name}:{line}: is not in UTF-8; save it again as UTF-8") from None


def syntax_sentence(name: str, message: str, text: str) -> str:
    """What ``tomllib`` says of a text that is not TOML, with the file and the line in front."""
    if unmerged := merge_sentence(text.encode()):
        return f"{name}:{unmerged}"
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", message)
    line = (found[1] if found else None) or str(max(1, text.rstrip().count("\n") + 1))
    reason = message[: found.start()] if found else message
    if "unescaped '\\'" in reason.lower():
        reason += "; write / between the folders of a path"
    if _CURLY.search(text.split("\n")[int(line) - 1]):
        reason += '; texts stand between straight quotation marks, as in title = "Trams"'
    return f"{name}:{line}: is not TOML: {reason[:1].lower()}{reason[1:]}"


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """The line of each key of valid TOML; ``tomllib`` does not tell them.

    Keys of inline tables are not told apart from their table.
    """
    # What stands in strings and comments is blotted out, except where it may be a key.
    blotted = _LITERAL.sub(_blot, text)
    table: tuple[str, ...] = ()
    depth = 0
    lines: dict[tuple[str, ...], int] = {}
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(blotted.split("\n"), 1):
        stripped = line.strip()
        if depth == 0:
            if found := _HEADER.match(stripped):
                table = _parts(found[1])
                lines.setdefault(table, number)
                if stripped.startswith("[["):
                    # Tables of an array are told apart by their number, as in a fault's place.
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, str(counts[table]))
                    lines.setdefault(table, number)
                continue
            if found := _ASSIGNMENT.match(stripped):
                key = (*table, *_parts(found[1]))
                for length in range(len(table) + 1, len(key) + 1):
                    lines.setdefault(key[:length], number)
                stripped = stripped[found.end() :]
        depth += sum(map(stripped.count, "[{")) - sum(map(stripped.count, "]}"))
    return lines


def _blot(found: re.Match[str]) -> str:
    text = found[0]
    if "\n" not in text and re.match(r"\s*[=.\]]", found.string[found.end() :]):
        return text
    return re.sub(r"[^\n]", "_", text)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY_PART, dotted))
