"""The page's scripts and styles: names of bundles in, texts and the contents of data elements out.

Those of the ordinary page have been deflated once, by ``tools.compile_template``: to do it in each
build takes a fortieth of one.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from mapbuilder import files
from mapbuilder.errors import PageError
from mapbuilder.payload import deflated, to_bytes, to_json

# ref: HTML Standard, 4.12.1.3 "Restrictions for contents of script elements". NUL is not allowed
# anywhere in HTML, and to replace it would change what was hashed.
_ENDS_ELEMENT = re.compile(r"</script|<!--|</style|\x00", re.IGNORECASE)
_SOURCE_MAP = re.compile(r"^[ \t]*(?://|/\*)[#@] sourceMappingURL=.*$", re.MULTILINE)


def read_asset(name: str) -> str:
    """A part of the page as text, with LF and without a source map's address.

    Raises ``PageError`` where it is missing, or would end its element.
    """
    path = files.templates() / name
    try:
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise PageError(f"{name} is missing: {error.strerror}") from error
    text = _SOURCE_MAP.sub("", text)
    if found := _ENDS_ELEMENT.search(text):
        raise PageError(f"{name} contains {found.group()!r}, which would end its element")
    return text


def scripts_of(*, is_rich: bool, is_many: bool) -> tuple[str, str, str]:
    """What draws the marks, what does all the rest, and the style of that."""
    if is_many:
        style = "".join(
            map(read_asset, ("bundle/more.css", "bundle/extras.css", "bundle/more-many.css"))
        )
        return read_asset("bundle/app-many.js"), read_asset("bundle/more-many.js"), style
    return (
        read_asset("bundle/whole.js" if is_rich else "bundle/app.js"),
        read_asset("bundle/more-whole.js" if is_rich else "bundle/more.js"),
        read_asset("bundle/more.css") + read_asset("bundle/extras.css") * is_rich,
    )


def encode_script(script: str, style: str = "") -> str:
    """Both as a data element holds them: base64 of a zlib stream of their JSON."""
    content = script_block(script, style)
    try:
        stream = stream_file(files.templates(), content).read_bytes()
    except OSError:
        stream = deflated(content)
    return b64encode(stream).decode()


def script_block(script: str, style: str = "") -> bytes:
    """What is deflated of them."""
    return to_bytes(to_json({"script": script, "style": style}))


def stream_file(templates: Path, content: bytes) -> Path:
    """Where the stream of such a content lies, if it has been made: its name tells of what."""
    return templates / "compiled" / f"{sha256(content).hexdigest()[:16]}.zlib"
