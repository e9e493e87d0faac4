"""What the page says of its media, in the blocks of the payload.

In go the media that can be shown, out come columns of facts and of words for each language. An
exhibit without media has none of these blocks, and a page of it not a byte for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mapbuilder.text import characters, to_rich
from mapbuilder.translation import Language, pick

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.media import Media
    from mapbuilder.wording import Strings

Block = dict[str, Any]
Fallback = dict[str, list[int] | bool]

_TEXTS = ("title", "alt", "credit")


def to_texts_block(media: Media) -> Block:
    """What no language changes: a column entry for each item, and under ``files`` for each file."""
    return {
        "file": [item.file for item in media.items],
        "licence": [item.licence for item in media.items],
        "tracks": [
            {tag: [list(cue) for cue in cues] for tag, cues in item.tracks.items()}
            for item in media.items
        ],
        "files": {
            "kind": [file.kind for file in media.files],
            "type": [file.media_type for file in media.files],
            "width": [file.width for file in media.files],
            "height": [file.height for file in media.files],
            "seconds": [round(file.seconds) for file in media.files],
        },
    }


def to_event_items(media: Media, events: Sequence[str]) -> list[list[int]]:
    """The items that each event shows."""
    return [list(media.of_event.get(id_, ())) for id_ in events]


def to_words(media: Media, config: Config, tag: str) -> tuple[Block, Fallback]:
    """Titles, alternative texts, credits and transcripts in a language, and what fell back."""
    default = config.languages[0]
    language = Language(tag, default, {}, tag, {})

    def column(name: str) -> list[str]:
        def texts(key: str) -> list[Any]:
            return [item.texts.get(key) for item in media.items]

        return pick(texts, language, f"media.{name}", name)

    block: Block = {name: column(name) for name in _TEXTS}
    block["transcript"] = [
        (to_rich(text) or None) if text else None for text in column("transcript")
    ]
    # A picture without words of its own is at least called what it shows.
    block["alt"] = [alt or title for alt, title in zip(block["alt"], block["title"], strict=True)]
    return block, language.fallback


def to_readings(
    media: Media, events: Sequence[str], config: Config, tag: str, fallen: Sequence[int] | bool
) -> list[int]:
    """The item in which each event is read aloud in the language of its text, or -1.

    ``fallen`` are the events whose text is shown in the default language.
    """
    default = config.languages[0]
    own = ["_" + tag.lower().replace("-", "_"), *([""] if tag == default else [])]
    spare = ["", "_" + default.lower().replace("-", "_")]
    rows = set() if isinstance(fallen, bool) else set(fallen)
    found: list[int] = []
    for row, id_ in enumerate(events):
        readings = media.readings.get(id_, {})
        suffixes = spare if row in rows else own
        found.append(next((readings[each] for each in suffixes if each in readings), -1))
    return found


def to_ui(strings: Strings) -> dict[str, str]:
    """The interface's words that only a page with media needs."""
    return {key: text for key, text in sorted(strings.items()) if key.startswith("media.")}


def add_media(
    media: Media, config: Config, events: Sequence[str], texts: Block, blocks: Mapping[str, Block],
    strings: Mapping[str, Strings],
) -> None:  # fmt: skip
    """Puts what is said of the media into the blocks of a payload."""
    texts["media"] = to_texts_block(media)
    texts["events"]["media"] = to_event_items(media, events)
    for tag, block in blocks.items():
        block["media"], fallen = to_words(media, config, tag)
        block["fallback"] |= fallen
        block["ui"] |= to_ui(strings[tag])
        if media.readings:
            untold = block["fallback"].get("events.text", ())
            block["events"]["reading"] = to_readings(media, events, config, tag, untold)


def drawn_characters(texts: Block, block: Block) -> tuple[set[str], set[str]]:
    """The characters of titles, transcripts and captions, and those of credits."""
    drawn = set().union(*block["title"], *block["alt"])
    for transcript in block["transcript"]:
        drawn |= characters(transcript)
    for tracks in texts["tracks"]:
        for cues in tracks.values():
            drawn.update(*(words for _, _, words in cues))
    return drawn, set().union(*block["credit"], *texts["licence"])
