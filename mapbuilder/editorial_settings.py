"""What the settings say of an exhibit's texts: the table ``[editorial]``, and who signed them.

Always true of an ``Editorial``: its span is a date of two ends, and each code that it accepts
findings of is one that a person may accept. Unknown codes are refused with the nearest known one.
"""

from __future__ import annotations

import difflib
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from mapbuilder.report import shown

ACCEPTABLE = frozenset(
    {
        "attribution-missing", "claim-unsourced", "contested-word", "date-outside-span",
        "exhibit-title-length", "intro-length", "quote-mark-open", "quote-repeated",
        "reading-hard", "sentence-long", "source-unused", "summary-long", "title-long",
        "translation-missing",
    }
)  # fmt: skip
"""What a person may look at and let stand. A draft is signed, and not accepted."""

Count = Annotated[int, Field(ge=1, le=100_000)]
Stems = dict[str, list[str]]
"""By language; a plain list is the default language's."""


class Editorial(BaseModel):
    """The table ``[editorial]``: a limit that is set is held with warnings, others with notes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    title_characters: Count = 60
    """Of a record's title; 60 fit on one line of the page's list."""
    summary_words: Count = 60
    """Of a record's text. Serrell, Exhibit Labels (2015): above 50 words visitors leave."""
    exhibit_title_words: Annotated[list[Count], Field(min_length=2, max_length=2)] = [1, 7]
    intro_words: Annotated[list[Count], Field(min_length=2, max_length=2)] = [20, 300]
    sentence_words: Count = 40
    """Of one sentence; a standing visitor loses the beginning of a longer one."""
    reading_ease: Annotated[float, Field(ge=0, le=100, strict=False)] = 30
    """From 100, easy, to 0 on Flesch's scale; below 30 he calls a text very difficult. 0: any."""
    span: str | None = None
    """The years that the exhibit tells of, as an EDTF interval; without it no date is outside."""
    attribution: Stems = {}
    """Beginnings of words that say whose account a text gives; instead of mapbuilder's own."""
    proper_names: Stems = {}
    """Names besides those of places in which a contested word is no judgement."""
    accepted: dict[str, list[str]] = {}
    """By code: ids of records and sources, or keys of the settings, that may stay as they are."""

    @model_validator(mode="before")
    @classmethod
    def _stand_for_any_language(cls, settings: Any) -> Any:
        if not isinstance(settings, dict):
            return settings
        lists = {key: {"": value} for key, value in settings.items() if key in _BY_LANGUAGE
                 and isinstance(value, list)}  # fmt: skip
        return {**settings, **lists}

    @field_validator("exhibit_title_words", "intro_words")
    @classmethod
    def _are_in_order(cls, limits: list[int]) -> list[int]:
        if limits[0] > limits[1]:
            raise ValueError("must be [fewest, most]")
        return limits

    @field_validator("span")
    @classmethod
    def _is_an_interval(cls, span: str | None) -> str | None:
        if span is not None:
            from mapbuilder.dates import DateError, parse_date

            try:
                read = parse_date(span)
            except DateError:
                read = None
            if read is None or (read.start_day is None and read.end_day is None):
                raise ValueError(f"is {shown(span)}, but must be an interval such as '1988/2021'")
        return span

    @field_validator("accepted")
    @classmethod
    def _may_be_accepted(cls, accepted: dict[str, list[str]]) -> dict[str, list[str]]:
        for code in accepted:
            if code not in ACCEPTABLE:
                near = difflib.get_close_matches(code, sorted(ACCEPTABLE), 1, 0.6)
                hint = f"; did you mean {near[0]!r}?" if near else (
                    f"; they are {', '.join(sorted(ACCEPTABLE))}"
                )  # fmt: skip
                raise ValueError(f"has {shown(code)}, which is no code that can be accepted{hint}")
        return accepted


_BY_LANGUAGE = ("attribution", "proper_names")


class Signature(BaseModel):
    """A table ``[signed.LANGUAGE]``: a person has read every text of the language, and says so."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    by: Annotated[str, Field(min_length=1)]
    """The name of the person."""
    date: str
    """The day, as ISO 8601 has it."""
    interface: bool = False
    """Whether the page's own words (buttons, labels) were read as well."""
    texts: str | None = None
    """The fingerprint of what was read, which ``check`` tells; later changes void the signature."""

    @field_validator("by")
    @classmethod
    def _is_a_name(cls, by: str) -> str:
        if not any(c.isalpha() for c in by):
            raise ValueError("must be the name of who signs")
        return by.strip()

    @field_validator("date", mode="before")
    @classmethod
    def _is_a_day(cls, day: Any) -> Any:
        # TOML has dates of its own: `date = 2026-05-01`.
        if isinstance(day, date):
            return day.isoformat()[:10]
        if isinstance(day, str):
            try:
                return date.fromisoformat(day).isoformat()
            except ValueError:
                raise ValueError(f"is {shown(day)}, but must be a day such as 2026-05-01") from None
        return day
