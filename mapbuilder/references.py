"""References: CSL-JSON and BibTeX in, rows of a table of sources out, and back.

What either format has no field for stays with it: in CSL-JSON under ``custom``, in BibTeX as fields
of the columns' own names. Always true: what is written is read back as the same cells. The door of
bibtexparser, which is imported only for BibTeX.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.errors import InputError
from mapbuilder.merge_marks import merge_sentence
from mapbuilder.report import shown

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, str]
Item = dict[str, Any]

SUFFIXES = (".bib", ".json")

# Our columns, what CSL calls them (CSL 1.0.2, Appendix IV), and what BibLaTeX does (3.19, 2.2.2).
_FIELDS = {
    "title": ("title", "title"),
    "url": ("URL", "url"),
    "language": ("language", "langid"),
    "publisher": ("publisher", "publisher"),
    "publisher_place": ("publisher-place", "location"),
    "container_title": ("container-title", "journaltitle"),
    "volume": ("volume", "volume"),
    "issue": ("issue", "number"),
    "page": ("page", "pages"),
    "edition": ("edition", "edition"),
    "doi": ("DOI", "doi"),
    "isbn": ("ISBN", "isbn"),
    "note": ("note", "note"),
    "archive": ("archive", "library"),
    "archive_location": ("archive_location", "shelfmark"),
}
_PEOPLE = ("author", "editor", "translator")
_DATES = {"date": ("issued", "date"), "accessed": ("accessed", "urldate")}
_OURS = ("standpoint", "access", "file", "sha256", "licence")
COLUMNS = ("type", *_PEOPLE, *_DATES, *_FIELDS, *_OURS)
"""All columns besides ``id`` that both formats have."""
# What the curator says of a source in another language.
_TRANSLATED = re.compile(r"(?:author|type|standpoint|access)_[a-z]{2,3}(?:_[a-z0-9]{2,8})*")

# Kinds of sources as the page words them, in CSL's and in BibLaTeX's words; the first of a kind is
# what is read from it.
_KINDS = {
    "book": ("book", "book"),
    "article": ("article-journal", "article"),
    "newspaper": ("article-newspaper", "article"),
    "magazine": ("article-magazine", "article"),
    "website": ("webpage", "online"),
    "news site": ("webpage", "online"),
    "news agency": ("webpage", "online"),
    "encyclopedia": ("entry-encyclopedia", "inreference"),
    "document in a book": ("chapter", "incollection"),
    "NGO report": ("report", "report"),
    "press release": ("document", "misc"),
    "document": ("document", "misc"),
    "decree": ("legislation", "legislation"),
    "letter": ("personal_communication", "letter"),
    "interview": ("interview", "misc"),
    "broadcaster": ("broadcast", "misc"),
    "radio": ("broadcast", "audio"),
    "photograph": ("graphic", "image"),
    "map": ("map", "misc"),
    "diary": ("manuscript", "unpublished"),
    "speech in translation": ("speech", "misc"),
}
_FROM_CSL = {
    **{csl: kind for kind, (csl, _) in reversed(_KINDS.items())},
    "report": "report",
    "document": "document",
}
_FROM_BIBTEX = {"misc": "", "techreport": "report", "report": "report"} | {
    "book": "book", "article": "article", "online": "website", "inreference": "encyclopedia",
    "incollection": "document in a book", "inbook": "document in a book", "legislation": "decree",
    "letter": "letter", "audio": "radio", "image": "photograph", "unpublished": "",
}  # fmt: skip
_OLD_FIELDS = {
    "journal": "journaltitle", "booktitle": "journaltitle", "address": "location",
    "language": "langid",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_DAY = r"-?[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_EDTF = re.compile(rf"({_DAY})(?:/({_DAY}))?(~)?")
_KEY = re.compile(r"[^\s,{}()\"#%'=\\~@]+")
# BibLaTeX takes these as they are (3.19, 2.3.1).
_VERBATIM = frozenset({"url", "doi", "file", "sha256", "isbn"})
_CIRCUMFLEX = r"\textasciicircum{}"
# Marks that TeX would join: --- and `` and ?`.
_LIGATURE = re.compile(r"(?<=[-`'!?<>,])(?=[-`'<>,])")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": _CIRCUMFLEX,
}  # fmt: skip


def is_reference_file(path: Path) -> bool:
    """Whether a file holds references: BibTeX by its name, CSL-JSON by being a list of items."""
    if path.suffix.lower() == ".bib":
        return True
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def read_references(path: Path) -> list[Row]:
    """The rows of a file of references. Raises ``InputError`` with what is wrong in one line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not in UTF-8; save it again as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    if unmerged := merge_sentence(text.encode()):
        raise InputError(f"{path.name}:{unmerged}")
    if path.suffix.lower() == ".bib":
        return from_bibtex(text, path.name)
    return from_csl_json(text, path.name)


def from_csl_json(text: str, name: str = "sources.json") -> list[Row]:
    """The rows of items in CSL-JSON."""
    try:
        items = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{name} is not JSON: {error}") from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(f"{name} is no CSL-JSON, which is a list of items: [{{…}}, {{…}}]")
    return [_from_item(item) for item in items]


def _from_item(item: Item) -> Row:
    given = item.get("custom")
    custom = given if isinstance(given, dict) else {}
    row: Row = {"id": _text(item.get("id")), "type": _from_csl_type(_text(item.get("type")))}
    for column, (field, _) in _FIELDS.items():
        row[column] = _text(item.get(field))
    for column in _PEOPLE:
        row[column] = "; ".join(filter(None, map(_from_name, _list(item.get(column)))))
    for column, (field, _) in _DATES.items():
        row[column] = _from_date(item.get(field))
    row |= {key: _text(custom[key]) for key in (*COLUMNS, *_translated(custom)) if key in custom}
    return {key: text for key, text in row.items() if text}


def _translated(names: Iterable[str]) -> list[str]:
    return [name for name in names if _TRANSLATED.fullmatch(name)]


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _from_csl_type(kind: str) -> str:
    return _FROM_CSL.get(kind, kind.replace("-", " ").replace("_", " "))


def _from_name(name: object) -> str:
    if not isinstance(name, dict):
        return ""
    literal = _text(name.get("literal"))
    if literal:
        return literal if _to_name(literal) == {"literal": literal} else f"{{{literal}}}"
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    family = " ".join(filter(None, [*map(_text, particles), _text(name.get("family"))]))
    given = ", ".join(filter(None, [_text(name.get("given")), _text(name.get("suffix"))]))
    return f"{family}, {given}" if given else family


def _to_name(written: str) -> dict[str, str]:
    """ "Family, Given" as two parts; what is anything else, or in braces, is a name as a whole."""
    if written.startswith("{") and written.endswith("}"):
        return {"literal": written[1:-1]}
    family, comma, given = (part.strip() for part in written.partition(","))
    is_person = (
        bool(comma and family and given)
        and given[0].isupper()
        and "," not in given
        and max(len(family.split()), len(given.split())) <= 3
    )
    return {"family": family, "given": given} if is_person else {"literal": written}


def to_names(cell: str) -> list[dict[str, str]]:
    """The people in a cell, set apart by ``;``; a cell that is a sentence is one name."""
    names = [_to_name(part.strip()) for part in cell.split(";") if part.strip()]
    if all("family" in name or not name["literal"][:1].islower() for name in names):
        return names
    return [{"literal": cell.strip()}]


def _from_date(date: object) -> str:
    if not isinstance(date, dict):
        return ""
    days = []
    for parts in _list(date.get("date-parts")):
        numbers = [str(part).strip() for part in _list(parts)]
        if not numbers or not all(re.fullmatch("-?[0-9]+", number) for number in numbers):
            return _text(date.get("raw") or date.get("literal"))
        year, *rest = (int(number) for number in numbers)
        sign = "-" if year < 0 else ""
        days.append("-".join([f"{sign}{abs(year):04}", *(f"{part:02}" for part in rest[:2])]))
    written = "/".join(days[:2]) or _text(date.get("raw") or date.get("literal"))
    return written + "~" if days and date.get("circa") else written


def to_date(edtf: str) -> Item:
    """A date as CSL has it; one that is no plain day, month, year or span of them as it is."""
    found = _EDTF.fullmatch(edtf.strip())
    if found is None:
        return {"literal": edtf}
    parts = []
    for day in filter(None, found.group(1, 2)):
        sign = -1 if day.startswith("-") else 1
        year, *rest = (int(part) for part in day.lstrip("-").split("-"))
        parts.append([sign * year, *rest])
    return {"date-parts": parts} | ({"circa": True} if found[3] else {})


def _rows(sources: pa.Table) -> list[Row]:
    given = sources.column_names
    names = [name for name in ("id", *COLUMNS, *_translated(given)) if name in given]
    rows = sources.select(names).to_pylist()
    return [{key: str(text) for key, text in row.items() if text} for row in rows]


def to_items(sources: pa.Table) -> list[Item]:
    """The sources as items of CSL-JSON, in the order of their table."""
    return [_to_item(row) for row in _rows(sources)]


def _to_item(row: Row) -> Item:
    kind = row.get("type", "")
    item: Item = {"id": row["id"], "type": _KINDS.get(kind, ("document",))[0]}
    for column, (field, _) in _FIELDS.items():
        if column in row:
            item[field] = row[column]
    for column in _PEOPLE:
        if column in row:
            item[column] = to_names(row[column])
    for column, (field, _) in _DATES.items():
        if column in row:
            item[field] = to_date(row[column])
    custom = {column: row[column] for column in (*_OURS, *_translated(row)) if column in row}
    read = _from_item(item)
    # What reads back as something else is kept as it was written.
    kept = {
        key: row[key]
        for key in COLUMNS
        if key in row and key not in custom and read.get(key) != row[key]
    }
    if "type" not in row and read.get("type"):
        kept["type"] = ""
    if kept or custom:
        item["custom"] = kept | custom
    return item


def to_csl_json(sources: pa.Table) -> str:
    """The sources as CSL-JSON, in the order of their table."""
    return json.dumps(to_items(sources), ensure_ascii=False, indent=1) + "\n"


def from_bibtex(text: str, name: str = "sources.bib") -> list[Row]:
    """The rows of entries in BibTeX or BibLaTeX."""
    bibtexparser = _bibtexparser(f"{shown(name)} is BibTeX, which")
    from bibtexparser.middlewares import ResolveStringReferencesMiddleware
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    stack = [ResolveStringReferencesMiddleware(allow_inplace_modification=True)]
    log = logging.getLogger("bibtexparser")
    level = log.level
    # What cannot be read is told below, with its line.
    log.setLevel(logging.CRITICAL)
    try:
        library = bibtexparser.parse_string(text, parse_stack=stack)
    finally:
        log.setLevel(level)
    entries = []
    for block in library.blocks:
        if isinstance(block, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)):
            block = block.ignore_error_block
        elif block in library.failed_blocks:
            raise InputError(
                f"{name}:{(block.start_line or 0) + 1}: the entry cannot be read; every brace that "
                "is opened must be closed, and fields are set apart by commas"
            )
        if hasattr(block, "entry_type"):
            entries.append(block)
    if not entries and text.strip():
        raise InputError(f"{name} has no entry, such as @book{{id, title = {{…}}}}")
    return [_from_entry(entry) for entry in entries]


def _from_entry(entry: Any) -> Row:
    fields = {
        str(field.key).lower(): _decoded(str(field.key).lower(), str(field.value))
        for field in entry.fields
    }
    for old, new in _OLD_FIELDS.items():
        if old in fields:
            fields.setdefault(new, fields.pop(old))
    if "year" in fields and "date" not in fields:
        fields["date"] = _year_and_month(fields)
    if fields.get("eprint") and not fields.get("url"):
        fields["url"] = fields["eprint"]
    row: Row = {
        "id": fields.get("sourceid") or str(entry.key),
        "type": fields.get("entrysubtype")
        or _FROM_BIBTEX.get(entry.entry_type.lower(), entry.entry_type.lower()),
    }
    for column, (_, field) in _FIELDS.items():
        row[column] = fields.get(field, "")
    row |= {column: fields.get(column, "") for column in _PEOPLE}
    for column, (_, field) in _DATES.items():
        row[column] = fields.get(field, "")
    row["page"] = row["page"].replace("--", "–") if "entrysubtype" not in fields else row["page"]
    row |= {column: fields[column] for column in (*_OURS, *_translated(fields)) if column in fields}
    return {key: text for key, text in row.items() if text}


def _year_and_month(fields: Mapping[str, str]) -> str:
    year, month = fields["year"], fields.get("month", "").lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdigit() else 0
    return f"{year}-{number:02}" if 1 <= number <= 12 and re.fullmatch("[0-9]{4}", year) else year


def _decoded(key: str, value: str) -> str:
    value = value.strip()
    if len(value) > 1 and (value[0], value[-1]) in (("{", "}"), ('"', '"')):
        value = value[1:-1]
    if key in _PEOPLE:
        return "; ".join(filter(None, map(_person, _names(value))))
    if key in _VERBATIM:
        return re.sub(r"\\([_%&#$~])", r"\1", value).strip()
    if "\\" in value or "{" in value or "$" in value or "~" in value:
        # An unprotected percent sign would begin a comment, which no field has.
        value = re.sub(r"(?<!\\)%", r"\\%", value)
        value = _latex().latex_to_text(value.replace(_CIRCUMFLEX, "\ue000"))
        value = value.replace("\ue000", "^")
    return re.sub(r"\s+", " ", value.replace("\u00a0", " ")).strip()


@lru_cache(maxsize=1)
def _latex() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim")


def _names(value: str) -> list[str]:
    """The names of a field, set apart by "and" outside of braces."""
    names, depth = [""], 0
    for part in re.split(r"(\\.|[{}]|\s+and\s+)", value):
        depth += (part == "{") - (part == "}")
        if depth == 0 and part.strip() == "and":
            names.append("")
        else:
            names[-1] += part
    return [name.strip() for name in names]


def _person(name: str) -> str:
    if not (name.startswith("{") and name.endswith("}")):
        return _decoded("", name)
    literal = _decoded("", name[1:-1])
    return literal if _to_name(literal) == {"literal": literal} else f"{{{literal}}}"


def to_bibtex(sources: pa.Table) -> str:
    """The sources as entries of BibLaTeX in UTF-8, in the order of their table."""
    bibtexparser = _bibtexparser("BibTeX")
    from bibtexparser.model import Entry, Field

    rows = _rows(sources)
    keys: set[str] = set()
    entries = []
    for row in rows:
        key = _unused("".join(_KEY.findall(row["id"])) or "source", keys)
        keys.add(key)
        fields = [
            Field(name, f"{{{_encoded(name, text)}}}") for name, text in _entry_fields(row, key)
        ]
        kind = _KINDS.get(row.get("type", ""), ("", "misc"))[1]
        entries.append(Entry(kind, key, fields))
    style = bibtexparser.BibtexFormat()
    style.indent = "  "
    style.block_separator = "\n"
    library = bibtexparser.Library(entries)
    text: str = bibtexparser.write_string(library, unparse_stack=[], bibtex_format=style)
    return text


def _unused(key: str, keys: set[str]) -> str:
    unused, number = key, 1
    while unused in keys:
        number += 1
        unused = f"{key}-{number}"
    return unused


def _entry_fields(row: Row, key: str) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    fields += [(column, row[column]) for column in _PEOPLE if column in row]
    fields += [(field, row[column]) for column, (_, field) in _FIELDS.items() if column in row]
    fields += [(field, row[column]) for column, (_, field) in _DATES.items() if column in row]
    if "type" in row:
        fields.append(("entrysubtype", row["type"]))
    fields += [(column, row[column]) for column in (*_OURS, *_translated(row)) if column in row]
    if key != row["id"]:
        fields.append(("sourceid", row["id"]))
    return fields


def _encoded(name: str, text: str) -> str:
    if name in _VERBATIM:
        return text.replace("{", "%7B").replace("}", "%7D") if name == "url" else text
    if name in _PEOPLE:
        return " and ".join(
            f"{{{_escaped(one['literal'])}}}"
            if "literal" in one
            else f"{_escaped(one['family'])}, {_escaped(one['given'])}"
            for one in to_names(text)
        )
    return _escaped(text)


def _escaped(text: str) -> str:
    return _LIGATURE.sub("{}", "".join(_SPECIAL.get(mark, mark) for mark in text))


def _bibtexparser(what: str) -> Any:
    try:
        import bibtexparser
    except ImportError as error:
        raise InputError(
            f"{what} needs the extra for sources: pip install 'mapbuilder[sources]' ({error})"
        ) from error
    return bibtexparser
