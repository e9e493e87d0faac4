"""What is still a draft in an exhibit, by language: noted, and refused where it is to be final.

In go an exhibit and its texts, out come problems about signatures. Always true of an exhibit in
which a final check finds none: a named person has signed each of its languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mapbuilder import wording
from mapbuilder.counts import counted
from mapbuilder.report import Report, Severity, shown
from mapbuilder.signatures import Review, fingerprint, of_language, read_review, signature_of
from mapbuilder.voice import SETTINGS, to_columns

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.findings import Findings
    from mapbuilder.voice import Column

FINAL = frozenset(
    {"draft-unsigned", "interface-draft", "language-interface", "translation-missing"}
)
"""Codes that are errors where an exhibit is to be final, whoever found them."""

_HOW = 'by = "NAME" and date = 2026-05-01'


def fingerprints(columns: Sequence[Column], languages: Sequence[str]) -> dict[str, str]:
    """The fingerprint of each language's texts; see ``signatures.fingerprint``."""
    return {
        tag: fingerprint(
            (f"{one.table}.{one.base}", one.ids, one.texts.to_pylist())
            for one in columns
            if one.language == tag
        )
        for tag in languages
    }


@dataclass(frozen=True, slots=True)
class State:
    """How far a language's texts are signed."""

    tag: str
    name: str
    """Of the language, in English."""
    said: str
    """Who signed and when, or what it still is."""
    is_signed: bool
    texts: str
    """The fingerprint of the texts as they are."""


def to_signatures(exhibit: Exhibit) -> list[State]:
    """The state of each of the exhibit's languages, in their order."""
    config = exhibit.config
    now = fingerprints(to_columns(exhibit), config.languages)
    cells = exhibit.events["review"].to_pylist()
    known = {cell: read_review(cell) for cell in dict.fromkeys(cells)}
    states = []
    for tag in config.languages:
        by_cell = {cell: of_language(one, tag) for cell, one in known.items()}
        reviews = [by_cell[cell] for cell in cells]
        signature = signature_of(config, tag)
        if signature is not None:
            said = f"signed by {signature.by}, {signature.date}"
        elif tag in config.machine_drafted:
            said = "machine drafts, not signed"
        elif any(one is not None and one.state == "draft" for one in reviews):
            said = "drafts, not signed"
        else:
            said = "not signed"
        count = sum(map(_is_signed, reviews))
        if signature is None and count:
            said += f"; {count:,} of {_count(len(cells))} signed"
        name = wording.language_name_in(tag, "en")
        states.append(State(tag, name, said, signature is not None, now[tag]))
    return states


def without_stale(exhibit: Exhibit, report: Report) -> Exhibit:
    """The exhibit without signatures under texts that were changed since; each is reported."""
    bound = {tag: one for tag, one in exhibit.config.signed.items() if one.texts}
    if not bound:
        return exhibit
    now = fingerprints(to_columns(exhibit), exhibit.config.languages)
    stale = {}
    for tag, one in bound.items():
        own = next((texts for known, texts in now.items() if known.lower() == tag.lower()), None)
        if own is not None and own != one.texts:
            stale[tag] = own
            report.add(
                "signature-stale", "warning",
                f"texts in {shown(tag)} were changed after {shown(one.by)} signed them on "
                f"{one.date}: the signature does not count; whoever has read them again signs "
                f"with texts = \"{own}\"",
                file=SETTINGS, column=f"signed.{tag}.texts", value=one.texts,
            )  # fmt: skip
    kept = {tag: one for tag, one in exhibit.config.signed.items() if tag not in stale}
    return replace(exhibit, config=exhibit.config.model_copy(update={"signed": kept}))


def check_drafts(exhibit: Exhibit, findings: Findings, final: bool) -> None:
    """Adds what is unsigned, as notes, and as errors where the exhibit is to be final."""
    config = exhibit.config
    cells = exhibit.events["review"].to_pylist()
    known = {cell: read_review(cell) for cell in dict.fromkeys(cells)}
    rows, ids = exhibit.events["row"].to_pylist(), exhibit.events["id"].to_pylist()
    _check_cells(exhibit, cells, known, findings)
    severity: Severity = "error" if final else "note"
    unsigned: dict[int, list[str]] = {}
    file = SETTINGS if exhibit.folder is not None else "exhibit"
    for tag in config.languages:
        by_cell = {cell: of_language(one, tag) for cell, one in known.items()}
        reviews = [by_cell[cell] for cell in cells]
        drafts = [at for at, one in enumerate(reviews) if one and one.state == "draft"]
        signed = sum(one is not None and one.state == "signed" for one in reviews)
        if signature_of(config, tag) is not None:
            if drafts:
                findings.add(
                    "review-contradicted", "note",
                    f"{_count(len(drafts))} called a draft in {shown(tag)}, which [signed.{tag}] "
                    "covers; write there who signed, and when",
                    file=exhibit.name, row=rows[drafts[0]], column="review", value=cells[drafts[0]],
                )  # fmt: skip
            continue
        machine = tag in config.machine_drafted
        if not (final or drafts or machine):
            continue
        said = f"; {signed:,} of {_count(len(cells))} signed" if signed else ""
        what = "machine drafts" if machine else "drafts" if drafts else "not signed"
        findings.add(
            "draft-unsigned", severity,
            f"the texts in {shown(tag)} are {what}{said}; whoever has read them all signs in "
            f"[signed.{tag}]: {_HOW}",
            file=file, column=f"signed.{tag}", value=tag,
        )  # fmt: skip
        for at, one in enumerate(reviews if final else ()):
            if one is not None and not _is_signed(one):
                unsigned.setdefault(at, []).append(tag)
    for at, tags in sorted(unsigned.items()):
        findings.add(
            "draft-unsigned", severity,
            f"the record's texts in {', '.join(map(shown, tags))} are unsigned; write "
            f"'{tags[0]}: signed NAME 2026-05-01' for each, or sign the language",
            file=exhibit.name, id_=str(ids[at]), row=rows[at], column="review", value=cells[at],
        )  # fmt: skip


def _check_cells(
    exhibit: Exhibit, cells: Sequence[Any], known: dict[Any, dict[str, Review]], findings: Findings
) -> None:
    wrong = {
        cell
        for cell, reviews in known.items()
        if any(one.state == "incomplete" for one in reviews.values())
    }
    if not wrong:
        return
    for row, id_, cell in zip(
        exhibit.events["row"].to_pylist(), exhibit.events["id"].to_pylist(), cells, strict=True
    ):
        if cell in wrong:
            findings.add(
                "review-unreadable", "warning",
                f"{shown(cell)} has a signature without a name or a day, which does not count; "
                "write 'az: signed N. Novak 2026-05-01'",
                file=exhibit.name, id_=str(id_), row=row, column="review", value=cell,
            )  # fmt: skip


def _is_signed(review: Review | None) -> bool:
    return review is not None and review.state == "signed"


def _count(count: int) -> str:
    return counted(count, "record is", "records are")
