"""Measures near misses: names of GeoNames, each taken out of the gazetteer before it is looked for.

Names are drawn by seed, so many a script; their country is known. Beside the world gazetteer's
``near`` stands a plain likeness: the ratio of rapidfuzz on what anyascii makes of the names. A draw
is right when its place is the first, or among the first five. ``python -m bench.near 500``.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from collections import Counter

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process

from mapbuilder.blocks import PLACES_IN_BLOCK
from mapbuilder.near import Searcher
from mapbuilder.world import World, read_world

SCRIPTS = {
    "Latin": ("LATIN",),
    "Cyrillic": ("CYRILLIC",),
    "Arabic": ("ARABIC",),
    "CJK": ("CJK", "HIRAGANA", "KATAKANA", "HANGUL"),
}
Draw = tuple[str, str, str, int]
"""Country, id and name of a draw, and its place number."""


def script_of(name: str) -> str:
    """The script of most of a name's letters."""
    words = Counter(unicodedata.name(c, "?").split(" ")[0] for c in name if c.isalpha())
    most = words.most_common(1)
    return next((s for s, starts in SCRIPTS.items() if most and most[0][0] in starts), "")


def draws(world: World, count: int, seed: int) -> dict[str, list[Draw]]:
    """So many alternate names of each script, of places that have others, by country."""
    pools: dict[str, list[Draw]] = {script: [] for script in SCRIPTS}
    blocks = world.blocks
    for number in blocks.blocks_of_towns():
        block = blocks.block(number)
        for rank in range(len(block.names)):
            names = block.names_of(rank)
            for name in names[1:]:
                if script := script_of(name):
                    draw = (block.columns["country"], block.columns["id"][rank], name)
                    pools[script].append((*draw, number * PLACES_IN_BLOCK + rank))
    return {s: sorted(random.Random(seed).sample(pool, count)) for s, pool in pools.items()}


def plain(searcher: Searcher, draw: Draw) -> list[int]:
    """The first five places by a plain likeness."""
    country, _, name, place = draw
    names = searcher.names_of(country)
    query = [anyascii(name).lower()]
    scores = process.cdist(query, names.readings.latin, scorer=fuzz.ratio, dtype=np.float32)[0]
    found: list[int] = []
    for index in np.argsort(-scores, kind="stable").tolist():
        own = int(names.place[index])
        if own == place and searcher.name(own, int(names.name[index])) == name:
            continue
        if own not in found:
            found.append(own)
        if len(found) == 5:
            break
    return found


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    world = read_world()
    searcher = Searcher(world.blocks)
    print("script     draws  plain: first, among five   near: first, among five")
    for script, some in draws(world, count, 1).items():
        right = Counter[str]()
        for draw in some:
            country, identity, name, place = draw
            without = frozenset([(identity, name)])
            ids = [near.id for near in searcher.near(name, [country], 5, without)]
            others = plain(searcher, draw)
            right["first"] += ids[:1] == [identity]
            right["five"] += identity in ids
            right["plain first"] += others[:1] == [place]
            right["plain five"] += place in others
        shares = [right[key] / count for key in ("plain first", "plain five", "first", "five")]
        print(
            f"{script:10} {count:5}  " + "  ".join(f"{share:.3f}" for share in shares), flush=True
        )


if __name__ == "__main__":
    main()
