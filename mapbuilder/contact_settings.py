"""Where the exhibit is and whom a visitor can write to: ``public_url`` and ``[contact]``.

Always true of a ``Contact``: it says at least one way to reach somebody.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from mapbuilder.report import shown

# Without what a link would read as its scheme, other addresses or a subject (RFC 6068, section 2).
_EMAIL = re.compile(r"[^\s@<>\":,;?]+@[^\s@<>\":,;?]+\.[^\s@<>\".:,;?]+")
_URL = re.compile(r"https?://[^\s\"<>]+")
_WAYS = ("email", "phone", "post", "url")


def _is_a_page(url: str) -> str:
    if not _URL.fullmatch(url):
        raise ValueError(f"is {shown(url)}, but must be as in 'https://museum.example/map.html'")
    return url


PublicUrl = Annotated[str, AfterValidator(_is_a_page)]
"""The address of a page, of http or https."""


class Contact(BaseModel):
    """Who answers for the exhibit; the page names it in what it says of its accessibility."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    name: Annotated[str, Field(min_length=1)] | None = None
    """Of a person or an office."""
    email: str | None = None
    phone: Annotated[str, Field(min_length=1)] | None = None
    post: Annotated[str, Field(min_length=1)] | None = None
    """An address for letters."""
    url: str | None = None
    """A page with a form, or the like."""

    @field_validator("email")
    @classmethod
    def _can_be_written_to(cls, email: str | None) -> str | None:
        if email is not None and not _EMAIL.fullmatch(email):
            raise ValueError(f"is {shown(email)}, but must be as in 'office@museum.example'")
        return email

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        if url is not None and not _URL.fullmatch(url):
            raise ValueError(f"is {shown(url)}, but must be as in 'https://museum.example/contact'")
        return url

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Contact:
        if not any(getattr(self, way) for way in _WAYS):
            raise ValueError(f"names no way to reach anybody; say one of {', '.join(_WAYS)}")
        return self
