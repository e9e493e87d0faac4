"""The files that a page was built from, as the page carries them: bytes in, a text block out.

A small exhibit's texts stand in the page already. Its files are told by what they have in common
with those blocks: copies from them, and what is left. Larger ones are deflated as they are. Always
true: the same files and blocks give the same text on every machine, and the files come back byte
for byte; ``docs/proof.md`` says how to read the text without this program.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from mapbuilder.errors import ProofError
from mapbuilder.payload import deflated

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit

Form = Literal["copies", "deflate"]

MOST_COPIED = 1_000_000
"""Bytes of all files together, up to which common passages are looked for."""
_MOST_LOOKED_IN = 4_000_000
_LEAST = 12
"""Bytes of a passage; a shorter one is cheaper as it is."""
_STRIDE = 8
"""Of the places in the blocks at which a passage is found."""
_MOST_ALIKE = 16


def carried_of(
    exhibit: Exhibit | None, blocks: dict[str, str]
) -> tuple[str | None, dict[str, Any] | None]:
    """The exhibit's own files as a block of the page, and what its manifest says of that."""
    contents = [one.content for one in exhibit.inputs if one.content is not None] if exhibit else []
    if not contents:
        return None, None
    packed, form = pack(contents, list(blocks.values()))
    return packed, {"form": form, "blocks": list(blocks) if form == "copies" else []}


def pack(contents: Sequence[bytes], blocks: Sequence[str]) -> tuple[str, Form]:
    """The files, one after the other, as base64, and the form that they are in.

    ``blocks`` are data blocks of the same page, as ``payload.encode`` makes them.
    """
    whole = b"".join(contents)
    looked_in = _inflated(blocks)
    if len(whole) <= MOST_COPIED and len(looked_in) <= _MOST_LOOKED_IN:
        return b64encode(deflated(_to_copies(whole, looked_in))).decode(), "copies"
    return b64encode(deflated(whole)).decode(), "deflate"


def unpack(
    text: str | bytes, form: str, sizes: Sequence[int], blocks: Sequence[str] | Sequence[bytes]
) -> list[bytes]:
    """The files again. Raises ``ProofError`` when the text is not what ``pack`` made of such files.

    No more memory is taken than ``sizes`` ask for, whatever the text claims to hold.
    """
    total = sum(sizes)
    if form == "deflate":
        whole = _inflate(text, total)
    elif form == "copies" and total <= MOST_COPIED:
        # A copy takes at least two bytes and stands for at least one.
        steps = _inflate(text, 4 * total + 64)
        whole = _from_copies(steps, _inflated(blocks), total)
    else:
        raise ProofError(
            f"the carried files are in a form {form!r} that this mapbuilder cannot read"
        )
    if len(whole) != total:
        raise ProofError(f"the carried files have {len(whole):,} bytes instead of {total:,}")
    files, at = [], 0
    for size in sizes:
        files.append(whole[at : at + size])
        at += size
    return files


def _inflated(blocks: Sequence[str] | Sequence[bytes]) -> bytes:
    try:
        return b"".join(zlib.decompress(b64decode(block)) for block in blocks)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ProofError(
            f"a data block that the carried files refer to cannot be read: {error}"
        ) from error


def _inflate(text: str | bytes, most: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(b64decode(text, validate=True), most + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ProofError(f"the carried files cannot be unpacked: {error}") from error
    if len(content) > most or not stream.eof or stream.unused_data:
        raise ProofError("the carried files cannot be unpacked: their block has another size")
    return content


def _to_copies(whole: bytes, looked_in: bytes) -> bytes:
    """Numbers, then bytes: of the numbers, and for each copy bytes before it, length, and step.

    A number is in LEB128. A step leads from the end of one copy to the start of the next, in
    zigzag. What no copy stands for follows, in its order.
    """
    starts: dict[bytes, list[int]] = {}
    for start in range(0, len(looked_in) - _LEAST + 1, _STRIDE):
        alike = starts.setdefault(looked_in[start : start + _LEAST], [])
        if len(alike) < _MOST_ALIKE:
            alike.append(start)
    befores, lengths, steps = bytearray(), bytearray(), bytearray()
    rest = bytearray()
    told = last = 0
    for first in _beginnings(whole, looked_in):
        found = starts.get(whole[first : first + _LEAST])
        if found is None or first < told:
            continue
        at = first
        # Of the longest the nearest: its step is the shortest number.
        length, _, start = max(
            (_common(whole, at, looked_in, start), -abs(start - last), start) for start in found
        )
        while at > told and start > 0 and whole[at - 1] == looked_in[start - 1]:
            at, start, length = at - 1, start - 1, length + 1
        rest += whole[told:at]
        befores += _number(at - told)
        lengths += _number(length)
        steps += _number(_zigzag(start - last))
        told = at + length
        last = start + length
    rest += whole[told:]
    numbers = befores + lengths + steps
    # Like with like: each kind of number by itself deflates to less than copy by copy.
    return b"".join(
        [_number(len(befores)), _number(len(lengths)), _number(len(steps)), numbers, rest]
    )


def _beginnings(whole: bytes, looked_in: bytes) -> list[int]:
    """Where in ``whole`` a passage may begin, in order: few places, of which some are none."""
    import numpy as np

    if min(len(whole), len(looked_in)) < _LEAST:
        return []
    # The first eight bytes of a passage as one number.
    known = np.frombuffer(looked_in, "<u8", (len(looked_in) - _LEAST) // _STRIDE + 1)
    last = len(whole) - _LEAST
    begins = np.empty(last + 1, "<u8")
    for shift in range(min(8, last + 1)):
        some = np.frombuffer(whole, "<u8", (last - shift) // 8 + 1, shift)
        begins[shift::8] = some
    # By a hash of twenty bits, that of multiplication by the golden ratio (Knuth, TAOCP 3, 6.4).
    golden, shift_20 = np.uint64(0x9E3779B97F4A7C15), np.uint64(44)
    is_known = np.zeros(1 << 20, np.bool_)
    is_known[known * golden >> shift_20] = True
    beginnings: list[int] = np.flatnonzero(is_known[begins * golden >> shift_20]).tolist()
    return beginnings


def _from_copies(content: bytes, looked_in: bytes, total: int) -> bytes:
    damaged = ProofError("the carried files cannot be put together: their block is damaged")
    try:
        ends, at = [], 0
        for _ in range(3):
            size, at = _read_number(content, at)
            ends.append(size)
        kinds = []
        for size in ends:
            if at + size > len(content):
                raise damaged
            kinds.append(list(_numbers(content[at : at + size])))
            at += size
        pieces: list[bytes] = []
        made = last = 0
        for before, length, step in zip(*kinds, strict=True):
            start = last + (step >> 1 ^ -(step & 1))
            made += before + length
            if made > total or start < 0 or start + length > len(looked_in):
                raise damaged
            pieces += [content[at : at + before], looked_in[start : start + length]]
            at += before
            last = start + length
        pieces.append(content[at:])
        return b"".join(pieces)
    except (IndexError, ValueError) as error:
        raise damaged from error


def _common(one: bytes, at: int, other: bytes, start: int) -> int:
    """How many bytes are the same from there on; the first ``_LEAST`` are known to be."""
    longest = min(len(one) - at, len(other) - start)
    same, step = _LEAST, 64
    while same + step <= longest and one[at + same : at + same + step] == other[
        start + same : start + same + step
    ]:  # fmt: skip
        same += step
    while step > 1:
        step //= 2
        if same + step <= longest and one[at + same : at + same + step] == other[
            start + same : start + same + step
        ]:  # fmt: skip
            same += step
    return same


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _number(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _read_number(content: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        if shift > 35:
            raise ValueError("a number of this size is none of ours")
        byte = content[at]
        number |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return number, at
        shift += 7


def _numbers(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        number, at = _read_number(content, at)
        yield number
