"""The editorial checks of ``mapbuilder check``: an exhibit in, what an editor would mend out.

They read what the exhibit says in its own voice and change nothing; a build does not wait for them.
Always true: a limit that the exhibit has not set itself is a note, and nothing that ``[editorial]
accepted`` lists is told.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.columns import details_of
from mapbuilder.contested import find_contested, names_of
from mapbuilder.counts import counted, one_or_several
from mapbuilder.details import suffix
from mapbuilder.drafts import check_drafts
from mapbuilder.findings import Findings
from mapbuilder.quoted import PLAIN_PAIRS, find_quoted
from mapbuilder.reading_level import (
    FORMULAS,
    long_sentences,
    over_words,
    read_level,
    word_counts,
)
from mapbuilder.records import TEXTS
from mapbuilder.report import Problem, Severity, Suggestion, shown
from mapbuilder.said_by import ATTRIBUTION, base
from mapbuilder.sources import to_ids
from mapbuilder.tables import to_name
from mapbuilder.voice import SETTINGS, Column, file_of, to_columns

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.exhibit import Exhibit

_READ = ("text", "other_accounts", "intro", "note", "groups.note")
"""Texts that are read as sentences; titles and labels are not."""
_MARKED = ("text", "other_accounts", "intro", "notice", "credits", "note", "groups.note", "scope")
_ANY_MARK = '["“”„«»‹›「」]'
_SHORT_QUOTE = 3
"""Words that two records may well quote alike: a name, a term."""


_FEW = 3
"""Rows without a translation that are told one by one where the whole column lacks."""
_BEFORE = r"(?:^|[\s\"'‘’“”„«»(\[—–-])"
_BEHIND = r"(?:[\s\"'’”»).,;:!?…]|$)"
"""What stands before a word, and behind it."""


def find_editorial(exhibit: Exhibit, *, final: bool = False) -> tuple[Problem, ...]:
    """The editorial problems of an exhibit; where it is to be ``final``, drafts are errors."""
    findings = Findings(exhibit.config)
    columns = to_columns(exhibit)
    _check_lengths(exhibit.config, columns, findings)
    _check_reading(exhibit.config, columns, findings)
    _check_contested(exhibit, columns, findings)
    _check_quotation_marks(columns, findings)
    _check_attribution(exhibit, columns, findings)
    _check_claims(exhibit, findings)
    _check_sources(exhibit, findings)
    _check_quotes(exhibit, findings)
    _check_span(exhibit, findings)
    _check_translations(exhibit.config, columns, findings, final)
    _check_details(exhibit, findings)
    check_drafts(exhibit, findings, final)
    return findings.problems()


def _over(counts: pa.Array, most: int) -> list[tuple[int, int]]:
    """(row, count) of what is over the limit."""
    over = pc.indices_nonzero(pc.fill_null(pc.greater(counts, most), False))
    return list(zip(over.to_pylist(), counts.take(over).to_pylist(), strict=True))


def _check_lengths(config: Config, columns: Sequence[Column], findings: Findings) -> None:
    limits = config.editorial
    for column in columns:
        if column.table == "events" and column.base == "title":
            severity = findings.severity("title_characters")
            for row, count in _over(pc.utf8_length(column.texts), limits.title_characters):
                findings.at(
                    column, row, "title-long", severity,
                    f"the title has {counted(count, 'character')}; up to "
                    f"{limits.title_characters} are read at a glance",
                    value=column.texts[row].as_py(),
                )  # fmt: skip
        elif column.table == "events" and column.base == "text":
            severity = findings.severity("summary_words")
            for row, count in over_words(column.texts, limits.summary_words):
                findings.at(
                    column, row, "summary-long", severity,
                    f"the text has {counted(count, 'word')}; up to {limits.summary_words} are read "
                    "standing: what other sources say has a column of its own, other_accounts",
                )  # fmt: skip
        elif column.table == "settings" and column.base in ("title", "intro"):
            is_title = column.base == "title"
            fewest, most = limits.exhibit_title_words if is_title else limits.intro_words
            count = word_counts(column.texts)[0].as_py()
            if not fewest <= count <= most:
                code = "exhibit-title-length" if is_title else "intro-length"
                what = "title" if is_title else "introduction"
                rule = "exhibit_title_words" if is_title else "intro_words"
                findings.at(
                    column, 0, code, findings.severity(rule),
                    f"the {what} has {counted(count, 'word')}; it should have "
                    f"{fewest} to {most:,}",
                )  # fmt: skip


def _check_reading(config: Config, columns: Sequence[Column], findings: Findings) -> None:
    limits = config.editorial
    for tag in config.languages:
        own = [one for one in columns if one.language == tag and one.base in _READ]
        severity = findings.severity("sentence_words")
        for column in own:
            for long in long_sentences(column.texts, limits.sentence_words):
                findings.at(
                    column, long.text, "sentence-long", severity,
                    f"a sentence has {counted(long.words, 'word')}; make two of it, of up to "
                    f"{limits.sentence_words} each",
                    value=long.sentence,
                )  # fmt: skip
        if not limits.reading_ease or base(tag) not in FORMULAS or not own:
            continue
        level = read_level(pa.concat_arrays([one.texts for one in own]), tag)
        if level.ease is not None and level.ease < limits.reading_ease:
            findings.add(
                "reading-hard", "note",
                f"the texts in {shown(tag)} have a reading ease of {level.ease:g} "
                f"({level.formula}; {counted(level.words, 'word')}, {level.words_a_sentence:.0f} a "
                f"sentence), and should have {limits.reading_ease:g} or more: shorter sentences "
                "and words raise it",
                id_=tag, file=own[0].file, column=own[0].name, value=f"{level.ease:g}",
            )  # fmt: skip


def _check_contested(exhibit: Exhibit, columns: Sequence[Column], findings: Findings) -> None:
    config = exhibit.config
    lists = {tag.lower(): words for tag, words in config.contested_words.items()}
    if not any(lists.values()):
        return
    places = exhibit.places
    named = names_of(
        {
            name: places[name].to_pylist()
            for name in places.column_names
            if name in ("name", "names", "former_names") or re.fullmatch(r"label(_.+)?", name)
        }
    )
    for tag in config.languages:
        own = [one for one in columns if one.language == tag]
        words = lists.get(tag.lower())
        if not words or not own:
            continue
        proper = named | set(_of_language(config.editorial.proper_names, tag))
        # One search for all columns: what it looks for takes longer to make than to find.
        texts = pa.concat_arrays([one.texts for one in own])
        ends = list(accumulate(len(one.texts) for one in own))
        for found in find_contested(texts, tag, words, proper):
            at = bisect_right(ends, found.text)
            column, row = own[at], found.text - ends[at] + len(own[at].texts)
            findings.at(
                column, row, "contested-word", "warning",
                f"{shown(found.word)} is the curator's word here; leave it to a source, in "
                "quotation marks or after “what it calls”, or use a neutral one",
                value=found.word,
            )  # fmt: skip


def _of_language(lists: dict[str, list[str]], tag: str) -> list[str]:
    """The entries for the language itself, for its base, and for any."""
    return [
        entry
        for key, entries in lists.items()
        if key.lower() in ("", tag.lower(), base(tag))
        for entry in entries
    ]


def _check_quotation_marks(columns: Sequence[Column], findings: Findings) -> None:
    for column in columns:
        if column.base not in _MARKED:
            continue
        at = pc.indices_nonzero(pc.match_substring_regex(column.texts, _ANY_MARK))
        left = pc.replace_substring_regex(column.texts.take(at), PLAIN_PAIRS, " ")
        at = at.take(pc.indices_nonzero(pc.match_substring_regex(left, _ANY_MARK)))
        for row, text in zip(at.to_pylist(), column.texts.take(at).to_pylist(), strict=True):
            unclosed = find_quoted(text, column.language).unclosed
            if unclosed is not None:
                findings.at(
                    column, row, "quote-mark-open", "warning",
                    f"the quotation mark before {shown(text[unclosed + 1 : unclosed + 30])} is "
                    "never closed, so that nobody can tell whose words follow",
                    value=text[unclosed : unclosed + 30],
                )  # fmt: skip


def _check_attribution(exhibit: Exhibit, columns: Sequence[Column], findings: Findings) -> None:
    """A record that rests on a source says so in its text, in each language."""
    config = exhibit.config
    sourced = pc.is_valid(exhibit.events["source"]).combine_chunks()
    own_words = config.editorial.attribution
    severity = findings.severity("attribution")
    for column in columns:
        if column.table != "events" or column.base != "text":
            continue
        words = _of_language(own_words, column.language) or ATTRIBUTION.get(base(column.language))
        if not words:
            continue
        pattern = "|".join(
            re.escape(word.strip().lower()) + (_BEHIND if word.endswith(" ") else "")
            for word in words
        )
        said = pc.match_substring_regex(pc.utf8_lower(column.texts), _BEFORE + f"(?:{pattern})")
        silent = pc.and_(sourced, pc.invert(pc.fill_null(said, True)))
        for row in pc.indices_nonzero(silent).to_pylist():
            findings.at(
                column, row, "attribution-missing", severity,
                f"the record rests on {shown(exhibit.events['source'][row].as_py())}, and its text "
                "speaks in the exhibit's own voice; say whose account it is: the source says, "
                "gives, states, or according to it",
            )  # fmt: skip


def _check_claims(exhibit: Exhibit, findings: Findings) -> None:
    """A text or a figure needs a source; an exhibit that has none at all is told once."""
    events = exhibit.events
    told = pc.is_valid(events["text"])
    if exhibit.figures is not None:
        figured = pc.is_in(events["id"], value_set=exhibit.figures["event"].combine_chunks())
        told = pc.or_(told, figured)
    bare = pc.and_(told, pc.is_null(events["source"]))
    rows = pc.indices_nonzero(bare).to_pylist()
    if rows and events["source"].null_count == len(events):
        none = f"none of the {len(events):,} records names a source"
        findings.add(
            "claim-unsourced", "note",
            f"{one_or_several(len(events), 'the only record names no source', none)}; the column "
            "source says whose account a record gives",
            file=exhibit.name, id_=exhibit.name, column="source",
        )  # fmt: skip
        return
    severity: Severity = "warning" if exhibit.sources is not None else "note"
    few = events.select(["row", "id"]).take(pa.array(rows, pa.int64())).to_pylist()
    for event in few:
        findings.add(
            "claim-unsourced", severity,
            "the record makes a statement and names no source; write its id, and where in it",
            file=exhibit.name, id_=str(event["id"]), row=event["row"], column="source",
        )  # fmt: skip


def _check_sources(exhibit: Exhibit, findings: Findings) -> None:
    """Sources that no record, figure, place or note names."""
    if exhibit.sources is None:
        return
    ids = [str(id_) for id_ in exhibit.sources["id"].to_pylist()]
    known = set(ids)
    named: set[str] = set()
    for table, columns in (
        (exhibit.events, ("source", "other_sources", "date_sources")),
        (exhibit.figures, ("source",)),
    ):
        if table is None:
            continue
        for name in columns:
            for cell in pc.unique(table[name]).drop_null().to_pylist():
                named.update(to_ids(cell, known))
    left = known - named
    if left:
        # Places and notes name them in running text.
        for table in (exhibit.places, exhibit.events):
            for name in table.column_names:
                if re.search(r"note|source|licence", name):
                    for cell in pc.unique(table[name].cast(pa.string())).drop_null().to_pylist():
                        named.update(left.intersection(re.findall(r"[\w.-]*\w", cell)))
    rows = exhibit.sources["row"].to_pylist()
    file = file_of(exhibit, "sources")
    for id_, row in zip(ids, rows, strict=True):
        if id_ not in named:
            findings.add(
                "source-unused", "note",
                f"nothing rests on the source {shown(id_)}; name it where it was used, or take it "
                "from the table",
                file=file, id_=id_, row=row, column="id", value=id_,
            )  # fmt: skip


def _check_quotes(exhibit: Exhibit, findings: Findings) -> None:
    """Quotations that an earlier record has already, whatever its spaces."""
    events = exhibit.events
    quoted = events.filter(pc.is_valid(events["quote"])).select(["row", "id", "quote"])
    words = pc.utf8_trim_whitespace(pc.replace_substring_regex(quoted["quote"], r"\s+", " "))
    counts = pc.value_counts(words.combine_chunks())
    twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    first: dict[str, tuple[str, int]] = {}
    rows = quoted.filter(pc.is_in(words, value_set=twice)).to_pylist()
    rows.sort(key=lambda event: (event["row"] is None, event["row"]))
    for event in rows:
        quote = " ".join(event["quote"].split())
        if len(quote.split()) <= _SHORT_QUOTE:
            continue
        id_ = str(event["id"])
        if quote not in first:
            first[quote] = id_, event["row"]
            continue
        other, row = first[quote]
        findings.add(
            "quote-repeated", "note",
            f"the record {shown(other)} quotes the same words (row {row}); let each quote its "
            "own part of the passage",
            file=exhibit.name, id_=id_, row=event["row"], column="quote",
            value=event["quote"],
        )  # fmt: skip


def _check_span(exhibit: Exhibit, findings: Findings) -> None:
    written = exhibit.config.editorial.span
    if written is None:
        return
    from mapbuilder.dates import parse_date

    span = parse_date(written)
    events = exhibit.events
    # A year that is wrong by a digit lies outside; an open end of a date claims nothing.
    early = late = pa.scalar(False)
    if span.start_day is not None:
        early = pc.fill_null(pc.less(events["start_day"], span.start_day), False)
    if span.end_day is not None:
        late = pc.fill_null(pc.greater(events["end_day"], span.end_day), False)
    outside = pc.or_(early, late)
    rows = pc.indices_nonzero(outside)
    for event in events.select(["row", "id", "date"]).take(rows).to_pylist():
        findings.add(
            "date-outside-span", "warning",
            f"{shown(event['date'])} is outside {shown(written)}, of which the exhibit tells "
            "([editorial] span); mend the date, or widen the span",
            file=exhibit.name, id_=str(event["id"]), row=event["row"], column="date",
            value=event["date"],
        )  # fmt: skip


def _check_translations(
    config: Config, columns: Sequence[Column], findings: Findings, final: bool
) -> None:
    """What the default language says and another does not."""
    default = config.languages[0]
    by_place = {(one.table, one.base, one.language, one.ids[0] if one.table == "settings" else ""):
                one for one in columns}  # fmt: skip
    severity: Severity = "error" if final else "note"
    told = {(one.table, one.base) for one in columns if one.language != default}
    for (table, base_, tag, key), column in by_place.items():
        if tag != default or table == "media":
            continue
        # What is in one language alone may be in none: a number, a name.
        is_detail = table == "events" and base_ not in TEXTS
        if (is_detail or table == "sources") and (table, base_) not in told:
            continue
        for other in config.languages[1:]:
            translated = by_place.get((table, base_, other, key))
            missing = pc.is_valid(column.texts)
            if translated is not None:
                missing = pc.and_(missing, pc.is_null(translated.texts))
            name = re.sub(rf"{suffix(default)}$", "", column.name) + suffix(other)
            rows = pc.indices_nonzero(missing).to_pylist()
            if translated is None and len(rows) > _FEW:
                findings.add(
                    "translation-missing", severity,
                    f"none of {len(rows):,} rows has a {name}: the page shows the texts in "
                    f"{shown(default)} there, and says so",
                    file=column.file, id_=name, column=name,
                )  # fmt: skip
                continue
            for row in rows:
                text = column.texts[row].as_py()
                findings.add(
                    "translation-missing", severity,
                    f"there is no {name.split('.')[-1]}: the page shows the text in "
                    f"{shown(default)} there, and says so",
                    file=column.file, id_=column.ids[row], row=column.rows[row], column=name,
                    suggestions=[Suggestion(text, f"the text in {default}")] if len(text) < 60
                    else (),
                )  # fmt: skip


def _check_details(exhibit: Exhibit, findings: Findings) -> None:
    """Labels in the settings for details that the table of events does not have."""
    names = [one.name for one in details_of(exhibit.events, exhibit.config.languages)]
    for key in exhibit.config.details:
        if to_name(key) in names:
            continue
        near = difflib.get_close_matches(to_name(key), names, 1, 0.6)
        findings.add(
            "column-unknown", "note",
            f"the label of {shown(key)} is shown nowhere: {exhibit.name} has no such detail (its "
            f"details are {', '.join(names) or 'none'})",
            file=SETTINGS if exhibit.folder is not None else "exhibit", id_=f"details.{key}",
            column=f"details.{key}", value=key,
            suggestions=[Suggestion(name, "a detail of the events") for name in near],
        )  # fmt: skip
