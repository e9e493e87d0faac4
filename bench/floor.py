"""``python -m bench.floor EXHIBIT [--words]``: the least that a build of an exhibit could cost.

pyarrow reads the CSV; each distinct name is trimmed, made small and looked up among the places;
libdeflate packs the texts at level 6, 256 of them a block. With ``--words`` it is also found which
blocks have which words of titles and texts, which a search has to know. Nothing is checked and no
page is made.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS_A_BLOCK = 256
BLOCKS_AT_ONCE = 64
"""Whose words are parted at once: enough that a call costs little, and few for the memory."""


def floor(exhibit: Path, *, words: bool = False) -> tuple[int, int, int]:
    """How many events have a place, the bytes of their packed texts, how many words of blocks."""
    import deflate
    import pyarrow.compute as pc
    from pyarrow import csv

    events = csv.read_csv(exhibit / "events.csv").combine_chunks()
    known = csv.read_csv(exhibit / "places.csv")
    names = events["place"].combine_chunks().dictionary_encode()
    plain = pc.utf8_lower(pc.utf8_trim_whitespace(pc.utf8_normalize(names.dictionary, form="NFC")))
    found = pc.index_in(plain, value_set=pc.utf8_lower(known["name"]))
    placed = len(names) - pc.sum(pc.is_null(found.take(names.indices))).as_py()
    texts = events["text"]
    packed = sum(
        len(
            deflate.deflate_compress(
                "\n".join(texts.slice(start, TEXTS_A_BLOCK).to_pylist()).encode(), 6
            )
        )
        for start in range(0, len(texts), TEXTS_A_BLOCK)
    )
    return placed, packed, words_of(events) if words else 0


def words_of(events: pa.Table) -> int:
    """How many pairs there are of a word and a block whose titles, or whose texts, have it."""
    import numpy as np
    import pyarrow.compute as pc

    rows = BLOCKS_AT_ONCE * TEXTS_A_BLOCK
    found = 0
    for name in ("title", "text"):
        column = events[name].combine_chunks()
        for start in range(0, len(column), rows):
            parted = pc.utf8_split_whitespace(pc.utf8_lower(column.slice(start, rows)))
            block = pc.list_parent_indices(parted).to_numpy() // TEXTS_A_BLOCK
            encoded = parted.flatten().dictionary_encode()
            count = len(encoded.dictionary)
            flags = np.zeros(BLOCKS_AT_ONCE * count, np.bool_)
            flags[block * count + encoded.indices.to_numpy()] = True
            found += int(flags.sum())
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.floor", description=__doc__)
    parser.add_argument("exhibit", type=Path)
    parser.add_argument("--words", action="store_true", help="find which blocks have which words")
    given = parser.parse_args()
    placed, packed, pairs = floor(given.exhibit, words=given.words)
    print(
        f"{placed:,} events have a place; the texts are {packed:,} bytes; {pairs:,} words of blocks"
    )
