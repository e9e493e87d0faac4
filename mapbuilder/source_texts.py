"""Stored texts of sources: plain text, Markdown, PDF and HTML in, a text with its places out.

Always true: the text is in NFC (UAX #15), its line ends are line feeds; what cannot be read is a
problem, and a stored text whose sha256 is not the one in the table is an error. A door of pypdf and
lxml, which are imported only for a PDF or a page.
"""

from __future__ import annotations

import hashlib
import logging
import re
import struct
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.errors import InputError
from mapbuilder.folder_files import FolderFiles, NotFoundError
from mapbuilder.report import Report, Suggestion, shown

Kind = Literal["text", "html", "pdf"]

SUFFIXES: Mapping[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf",
}  # fmt: skip

_MARK = b"\xef\xbb\xbf"
_GAP = re.compile(r"\n[^\S\n]*\n\s*|\f\s*")
_LINE = re.compile(r"\n\s*")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
# ref: HTML Standard, 13.2.3.2: a declared encoding stands in the first 1024 bytes.
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\n\f\r]+")
# Elements that stand by themselves (HTML Standard, 15.3): each begins and ends a paragraph.
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({
    "head", "noscript", "script", "select", "style", "svg", "template", "textarea",
})  # fmt: skip
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st", 0: None,
}  # fmt: skip
# What pypdf raises on files that break its expectations, besides its own errors.
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError,
    RecursionError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredText:
    """The text of one file, with where its lines, pages and paragraphs begin."""

    text: str
    kind: Kind = "text"
    pages: tuple[int, ...] = ()
    """Where each page begins; none of a text without pages."""
    labels: tuple[str, ...] = ()
    """What is printed on each page as its number: "iv", "12"."""
    _lines: list[int] = field(default_factory=list, compare=False)
    _paragraphs: list[tuple[int, int]] = field(default_factory=list, compare=False)

    @property
    def is_laid_out(self) -> bool:
        """Whether spaces and line breaks are those of a layout, and none of the source's words."""
        return self.kind != "text"

    def line_at(self, offset: int) -> int:
        """The number of the line, from 1."""
        if not self._lines:
            lengths = map(len, self.text.split("\n")[:-1])
            ends = [end + at for at, end in enumerate(accumulate(lengths), 1)]
            self._lines.extend([0, *ends])
        return bisect_right(self._lines, offset)

    def page_at(self, offset: int) -> int:
        """The number of the page, from 1; 0 of a text without pages."""
        return bisect_right(self.pages, offset)

    def line_of_page_at(self, offset: int) -> int:
        """The number of the line on its page, from 1."""
        page = self.page_at(offset)
        return self.line_at(offset) - (self.line_at(self.pages[page - 1]) - 1 if page else 0)

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph, from 1."""
        return max(1, bisect_right(self.paragraphs(), (offset, len(self.text) + 1)))

    def paragraphs(self) -> list[tuple[int, int]]:
        """Where each paragraph begins and ends.

        They are set apart by empty lines or ends of pages; a text without any has one a line.
        """
        if not self._paragraphs:
            length = len(self.text)
            gaps = [found.span() for found in _GAP.finditer(self.text)]
            if not any(end < length for _, end in gaps):
                gaps = [found.span() for found in _LINE.finditer(self.text)]
            starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), length]
            pairs = [pair for pair in zip(starts, ends, strict=True) if pair[1] > pair[0]]
            self._paragraphs.extend(pairs or [(0, length)])
        return self._paragraphs


class StoredTexts:
    """The stored texts of a table of sources, each read when it is first asked for."""

    __slots__ = ("_file", "_files", "_read", "_report", "_rows")

    def __init__(self, sources: pa.Table, folder: Path, report: Report) -> None:
        """Finds the files and compares their sums; what is wrong goes to ``report``."""
        self._file: str = (sources.schema.metadata or {}).get(b"name", b"sources").decode()
        self._report = report
        self._files: dict[str, Path] = {}
        self._rows: dict[str, tuple[int, str]] = {}
        self._read: dict[Path, StoredText | str] = {}
        known = pc.is_valid(sources["file"])
        columns = [name for name in ("row", "id", "file", "sha256") if name in sources.column_names]
        files = FolderFiles(folder)
        for source in sources.filter(known).select(columns).to_pylist():
            written = source["file"]
            self._rows[source["id"]] = (source["row"], written)
            try:
                found = files.find_text(written)
            except NotFoundError as error:
                message = f"{error.message}; its quotations are not checked"
                near = tuple(Suggestion(one, "a file with a like name") for one in error.near)
                self._add("source-file", "warning", source["id"], "file", written, message, near)
                continue
            if not found.as_written:
                message = (
                    f"{shown(written)} is called {shown(found.name)}; write it so, since other "
                    "systems tell capitals from small letters"
                )
                near = (Suggestion(found.name, "its name in the folder"),)
                self._add("source-file", "note", source["id"], "file", written, message, near)
            self._take(source["id"], found.path, source.get("sha256"))

    def __bool__(self) -> bool:
        return bool(self._files)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __contains__(self, identity: object) -> bool:
        return identity in self._files

    def get(self, identity: str) -> StoredText | None:
        """The text of a source; ``None`` where there is none that can be read."""
        path = self._files.get(identity)
        if path is None:
            return None
        if path not in self._read:
            try:
                self._keep(path, path.read_bytes())
            except OSError as error:
                self._read[path] = f"cannot be read: {error.strerror or error}"
        text = self._read[path]
        if isinstance(text, StoredText):
            return text
        self._tell(identity, text)
        del self._files[identity]
        return None

    def _take(self, identity: str, path: Path, written: str | None) -> None:
        """Takes the file, where it is the one whose sum the table has; without a sum every is.

        A PDF is long to read, and only those are that a quotation rests on.
        """
        is_sum = written is not None and _SHA256.fullmatch(written.strip()) is not None
        if written is not None and not is_sum:
            message = f"{shown(written)} is no sha256, which has 64 hexadecimal digits"
            self._add("source-file", "warning", identity, "sha256", written, message)
        is_pdf = SUFFIXES.get(path.suffix.lower()) == "pdf"
        if is_pdf and not is_sum:
            self._files[identity] = path
            return
        try:
            content = path.read_bytes()
        except OSError as error:
            self._tell(identity, f"cannot be read: {error.strerror or error}")
            return
        if written is not None and is_sum:
            digest = hashlib.sha256(content).hexdigest()
            if digest != written.strip().lower():
                name = shown(self._rows[identity][1])
                message = (
                    f"the stored text {name} is not what it was: its sha256 is {digest}; put the "
                    "old file back, or write the new sum if the change is meant"
                )
                if not is_pdf and written.strip().lower() in _sums_of_other_ends(content):
                    message = (
                        f"the stored text {name} has the words that it had, and other ends of "
                        "lines or another mark at its start, as git and editors change them: put "
                        f"the old file back, or write the new sum, {digest}; in .gitattributes "
                        f"'{Path(self._rows[identity][1]).name} -text' keeps git from it"
                    )
                self._add("source-changed", "error", identity, "sha256", written, message)
        self._files[identity] = path
        if not is_pdf:
            self._keep(path, content)
            self.get(identity)

    def _keep(self, path: Path, content: bytes) -> None:
        if path not in self._read:
            try:
                self._read[path] = read_text(content, path.suffix)
            except InputError as error:
                self._read[path] = str(error)

    def _tell(self, identity: str, wrong: str) -> None:
        written = self._rows[identity][1]
        message = f"{shown(written)} {wrong}; its quotations are not checked"
        self._add("source-file", "warning", identity, "file", written, message)

    def _add(
        self,
        code: str,
        severity: Literal["error", "warning", "note"],
        identity: str,
        column: str,
        value: str,
        message: str,
        suggestions: tuple[Suggestion, ...] = (),
    ) -> None:
        self._report.add(
            code,
            severity,
            message,
            file=self._file,
            row=self._rows[identity][0],
            column=column,
            value=value,
            suggestions=suggestions,
        )


def _sums_of_other_ends(content: bytes) -> set[str]:
    """The sha256 of what a text is with each end of lines, with and without a mark before it."""
    lines = content.removeprefix(_MARK).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    forms = (lines, lines.replace(b"\n", b"\r\n"))
    return {hashlib.sha256(mark + form).hexdigest() for form in forms for mark in (b"", _MARK)}


def read_text(content: bytes, suffix: str) -> StoredText:
    """The text in a file. Raises ``InputError`` with the end of a sentence about the file."""
    kind = SUFFIXES.get(suffix.lower())
    if kind == "pdf" or content.startswith(b"%PDF-"):
        return _read_pdf(content)
    if kind == "html":
        return StoredText(_html_text(content), "html")
    text = _decoded(content, "utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    pages = tuple(found.end() for found in re.finditer("\f", text))
    return StoredText(_composed(text), "text", (0, *pages) if pages else ())


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        name = "UTF-8" if encoding.startswith("utf-8") else encoding
        raise InputError(f"is not a text in {name}; save it again as UTF-8") from None
    except LookupError:
        raise InputError(f"says that it is in {shown(encoding)}, which is no encoding") from None


def _html_text(content: bytes) -> str:
    """The words of a page in their order; each block is a paragraph, set apart by an empty line."""
    try:
        from lxml import etree
        from lxml.html import HTMLParser
    except ImportError as error:
        raise _lacks("a stored page in HTML", error) from error
    declared = _CHARSET.search(content[:1024])
    encoding = "utf-8-sig" if declared is None else declared[1].decode("ascii")
    if content.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif re.fullmatch("utf-?8", encoding, re.IGNORECASE):
        encoding = "utf-8-sig"
    markup = _XML_DECLARATION.sub("", _decoded(content, encoding)).replace("\0", "")
    if not markup.strip():
        return ""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # What UTF-8 cannot hold is no character of a text.
    tree = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    if tree is None:
        return ""
    blocks: list[list[str]] = [[]]
    silent = kept = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = str(element.tag)
        if tag in _SILENT:
            silent += 1 if event == "start" else -1
        if tag in _BLOCKS:
            blocks.append([])
        elif tag == "br" and event == "start":
            blocks[-1].append("\n")
        if tag == "pre":
            kept += 1 if event == "start" else -1
        words = element.text if event == "start" else element.tail
        if words and not silent:
            # A line break that is shown is <br>; others are spaces.
            blocks[-1].append(words if kept else _SPACES.sub(" ", words))
    texts = (re.sub(r" *\n *", "\n", "".join(block)).strip() for block in blocks)
    return _composed("\n\n".join(re.sub("  +", " ", text) for text in texts if text))


def _read_pdf(content: bytes) -> StoredText:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise _lacks("a stored PDF", error) from error
    log = logging.getLogger("pypdf")
    level = log.level
    # What pypdf mends in a file it tells on stderr; whether words were found is what matters here.
    log.setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("needs a password to be read; store it without one")
        words = [page.extract_text() for page in reader.pages]
        labels = tuple(reader.page_labels)
    except (PyPdfError, *_BROKEN) as error:
        said = str(error).strip().partition("\n")[0]
        raise InputError(f"is no PDF that can be read: {said or type(error).__name__}") from None
    finally:
        log.setLevel(level)
    pages: list[int] = []
    text = ""
    parts: list[str] = []
    length = 0
    for page in words:
        pages.append(length)
        part = _composed(re.sub("\r\n?", "\n", page.translate(_LIGATURES)).strip()) + "\n\f"
        parts.append(part)
        length += len(part)
    text = "".join(parts)
    if not text.strip():
        raise InputError("has no words, only pictures of them; store a PDF with its text (OCR)")
    return StoredText(text, "pdf", tuple(pages), labels)


def _lacks(what: str, error: ImportError) -> InputError:
    return InputError(
        f"is {what}, which needs the extra for sources: pip install 'mapbuilder[sources]' ({error})"
    )
