"""Recordings: sound and film as given in, the same streams in a bare file out. The door of PyAV.

Nothing is encoded anew. Always true of what comes out: it holds one stream of film at most and one
of sound, and no word of where, when, by whom and with what it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from mapbuilder.errors import InputError
from mapbuilder.media_kinds import Container

_ADVICE = "save sound as MP3 or M4A (AAC), film as MP4 (H.264 and AAC) or WebM (VP9 and Opus)"

_PLAYED_COLOURS = frozenset({"yuv420p", "yuvj420p"})
"""FFmpeg's names of the colours of H.264 that players in hardware know."""


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What a recording is."""

    is_film: bool
    media_type: str
    width: int
    """In pixels, upright; 0 without pictures, as is ``height``."""
    height: int
    seconds: float
    has_sound: bool


def require() -> None:
    """Raises ``InputError`` when what reads recordings is not installed."""
    _av("a recording")


def read_facts(path: Path, name: str, container: Container) -> RecordingFacts:
    """What a recording is. Raises ``InputError`` where browsers cannot play it."""
    with _opened(path, name, container) as given:
        film, sound = _streams(given)
        if film is None and sound is None:
            raise InputError(f"{name} has neither sound nor film in it")
        for stream in filter(None, (film, sound)):
            codec = stream.codec_context.codec.canonical_name
            if codec not in container.codecs:
                raise InputError(
                    f"{name} is {container.name} with {codec}, which not every browser plays; "
                    f"{_ADVICE}"
                )
        kind = container.film_type if film is not None else container.sound_type
        if not kind:
            raise InputError(f"{name} is a film in {container.name}; save it as MP4 or WebM")
        width = height = 0
        if film is not None:
            frame = next(given.decode(film), None)
            if frame is None:
                raise InputError(f"{name} has no picture in its film; save it anew")
            if film.codec_context.codec.canonical_name == "h264" and (
                frame.format.name not in _PLAYED_COLOURS
            ):
                raise InputError(
                    f"{name} is H.264 with colours as {frame.format.name}, which not every browser "
                    "plays; save it with yuv420p, 8 bits"
                )
            width, height = frame.width, frame.height
            if frame.rotation % 180:
                width, height = height, width
        elif next(given.decode(sound), None) is None:
            raise InputError(f"{name} has no sound in it; save it anew")
        return RecordingFacts(
            film is not None, kind, width, height, _seconds(given, film or sound), sound is not None
        )


def to_bare(path: Path, name: str, container: Container) -> bytes:
    """The recording's streams alone, packet for packet; the same bytes for the same file."""
    av = _av(name)
    file = BytesIO()
    with (
        _opened(path, name, container) as given,
        # Without the names of programmes, and without random numbers (FFmpeg, "bitexact").
        av.open(file, "w", format=container.writer, options={"fflags": "+bitexact"}) as bare,
    ):
        kept = [stream for stream in _streams(given) if stream is not None]
        # Opaque: what only decodes, as libdav1d, has nothing that a stream is written with.
        copies = {one.index: bare.add_stream_from_template(one, opaque=True) for one in kept}
        for copy in copies.values():
            copy.metadata.clear()
        for packet in given.demux(kept):
            # The last packet of each stream is empty.
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                bare.mux(packet)
    return file.getvalue()


def _streams(given: Any) -> tuple[Any, Any]:
    """The film and the sound; a cover in a file of sound is no film."""
    from av.stream import Disposition

    films = [one for one in given.streams.video if not one.disposition & Disposition.attached_pic]
    sounds = list(given.streams.audio)
    return (films or [None])[0], (sounds or [None])[0]


def _seconds(given: Any, stream: Any) -> float:
    if given.duration:
        return round(float(given.duration) / 1_000_000, 1)
    if stream.duration and stream.time_base:
        return round(float(stream.duration * stream.time_base), 1)
    return 0.0


@contextmanager
def _opened(path: Path, name: str, container: Container) -> Iterator[Any]:
    """The file under the one reader of its kind: others follow lists of files and addresses."""
    av = _av(name)
    try:
        with (
            path.open("rb") as file,
            av.open(file, format=container.reader, metadata_errors="replace") as given,
        ):
            yield given
    except (av.FFmpegError, OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise InputError(f"{name} cannot be read as {container.name} ({said}); {_ADVICE}") from None


def _av(what: str) -> Any:
    try:
        import av
    except ImportError as error:
        raise InputError(
            f"{what} needs the extra for pictures, sound and film: pip install "
            f"'mapbuilder[media]' ({error})"
        ) from None
    return av
