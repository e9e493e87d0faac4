"""Listed numbers: the whole numbers of a text as a column, without an object for each.

In goes what stands between the brackets of a list in JSON, out comes an array. Always true: what
comes out is what ``json.loads`` would read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from mapbuilder.coordinates import Numbers

_WIDE = pa.int64()
_IN_LINES = bytes.maketrans(b",", b"\n")


def to_numbers(text: bytes, signs: bytes = b"", kind: pa.DataType = _WIDE) -> Numbers:
    """The whole numbers of a text, which commas part; no spaces stand beside them.

    Some ``signs``, such as brackets, are passed over. The ``kind`` holds all of the numbers.
    """
    from pyarrow import csv

    lines = text.translate(_IN_LINES, signs)
    if not lines:
        return np.empty(0, kind.to_pandas_dtype())
    table = csv.read_csv(
        pa.BufferReader(lines),
        read_options=csv.ReadOptions(column_names=["number"], use_threads=False),
        convert_options=csv.ConvertOptions(column_types={"number": kind}),
    )
    numbers: Numbers = table["number"].to_numpy()
    return numbers
