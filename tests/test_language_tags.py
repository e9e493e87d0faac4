"""Language tags: those of BCP 47 in their usual case, near misses only suggested."""

from __future__ import annotations

import pytest

from mapbuilder.language_tags import language_tag, nearest_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"), (" AZ-cyrl ", "az-Cyrl"), ("zh_hans_cn", "zh-Hans-CN"),
        ("de-DE-1901", "de-DE-1901"), ("es-419", "es-419"), ("ota", "ota"), ("xng", "xng"),
        ("sl-rozaj-biske", "sl-rozaj-biske"), ("he", "he"), ("iw", "iw"),
        ("ar-x-old", "ar-x-old"),
        ("english", None), ("xx", None), ("e", None), ("en-", None), ("", None), ("en us", None),
    ],
)  # fmt: skip
def test_a_tag_has_its_usual_case(written, tag):
    assert language_tag(written) == tag


def test_a_near_miss_is_suggested():
    assert nearest_tag("English") == ("en", "the tag of English")
    assert nearest_tag("Azerbaijanian") == ("az", "the tag of Azerbaijani")
    assert nearest_tag("fr_cyr")[0] == "fr"
    assert nearest_tag("xx") is None
