"""The page's blocks say once what all its languages share, and lose nothing by it."""

from __future__ import annotations

from mapbuilder.packing import packed
from mapbuilder.payload import to_payload

from .invented import exhibit_of


def test_the_words_of_each_language_are_found_again_by_their_keys() -> None:
    payload = to_payload(exhibit_of(languages=["en", "az", "qqq"]))
    texts, tellings = packed(payload.texts, payload.languages)
    assert texts["words"] == sorted(texts["words"])
    for tag, block in payload.languages.items():
        pairs = zip(texts["words"], tellings[tag]["ui"], strict=True)
        assert {key: text for key, text in pairs if text is not None} == block["ui"]
        assert {**tellings[tag], "ui": 0} == {**block, "ui": 0}
    # Only the languages other than the default one name that.
    assert tellings["en"]["ui"][texts["words"].index("default")] is None


def test_what_is_left_out_of_the_texts_is_in_every_telling() -> None:
    payload = to_payload(exhibit_of())
    texts, tellings = packed(payload.texts, payload.languages)
    gone = payload.texts["sources"].keys() - texts["sources"].keys()
    assert gone == {"type", "date", "access"}
    assert all(gone <= block["sources"].keys() for block in tellings.values())
    assert payload.texts["sources"].keys() >= gone, "the payload itself is left as it is"
