"""``python -m bench.floor EXHIBIT``: the least that a build of such an exhibit could cost.

pyarrow reads the CSV; each distinct name is trimmed, made small and looked up among the places;
libdeflate packs the texts at level 6, 256 of them a block. Nothing is checked and no page is made.
"""

from __future__ import annotations

import sys
from pathlib import Path

TEXTS_A_BLOCK = 256


def floor(exhibit: Path) -> tuple[int, int]:
    """How many events have a place, and how many bytes their texts are packed into."""
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
    return placed, packed


if __name__ == "__main__":
    placed, packed = floor(Path(sys.argv[1]))
    print(f"{placed:,} events have a place; the texts are {packed:,} bytes")
