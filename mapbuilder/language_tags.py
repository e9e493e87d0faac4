"""Language tags as tables write them: a tag in, the tag of BCP 47 or ``None`` out.

Always true: what is returned has its usual case (``zh-Hans-CN``), and a language of two letters is
one that there is; one of three letters is believed, since there are more than anybody lists.
"""

from __future__ import annotations

import re
from functools import lru_cache

# ref: BCP 47 (RFC 5646, section 2.1): language, script, region, variants, extensions.
_TAG = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?((?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"((?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)


@lru_cache(maxsize=4096)
def language_tag(written: str) -> str | None:
    """The tag in its usual case; ``None`` for what is no tag of a known language."""
    found = _TAG.fullmatch(written.strip().replace("_", "-").lower())
    if found is None:
        return None
    language, script, region, variants, extensions = found.groups()
    if len(language) == 2 and not _is_known(language):
        return None
    parts = [language, script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part) + (variants or "") + (extensions or "")


def nearest_tag(written: str) -> tuple[str, str] | None:
    """The tag that may have been meant, and why: ``en`` for "English" or "englsh"."""
    import difflib

    text = written.strip().casefold()
    names = _names()
    near = difflib.get_close_matches(text, list(names), 1, 0.75)
    if near:
        return names[near[0]], f"the tag of {near[0].capitalize()}"
    base = re.split(r"[-_]", text)[0]
    if base != text and (tag := language_tag(base)) is not None:
        return tag, "the language alone"
    return None


def _is_known(language: str) -> bool:
    from babel.localedata import exists

    # Of most languages in use Babel has data; the names of all take as long as a small page.
    return exists(language) or language in _known()


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    from babel import Locale
    from babel.core import get_global

    # Old codes are still written: "iw" for Hebrew, "sh" for Serbo-Croatian.
    return frozenset(Locale("en").languages) | frozenset(get_global("language_aliases"))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from babel import Locale

    return {
        str(name).casefold(): str(tag).replace("_", "-")
        for tag, name in sorted(Locale("en").languages.items(), reverse=True)
    }
