"""Pictures, sound and films to test with, made on the spot: drawn shapes, tones and grey frames."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw

# What must never reach a page: where a witness stood, and who wrote the file.
SECRETS = {"title": "Secret name", "comment": "Secret words", "location": "+40.1234+049.5678/"}
SECRET_BYTES = (b"Secret", b"40.12", b"49.56", b"\x00G\x00P\x00S", b"Exif", b"XMP", b"ICC")


def picture(
    path: Path, size: tuple[int, int] = (320, 200), *, orientation: int = 1, secret: bool = False
) -> Path:
    """A picture whose upper left quarter is red, in the format of the file's name."""
    image = Image.new("RGB", size, (214, 206, 190))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=(140, 47, 57))
    draw.ellipse((size[0] // 2, size[1] // 2, size[0] - 2, size[1] - 2), fill=(46, 112, 156))
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if secret:
        exif[0x010E] = "Secret words"
        exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 12.0, 34.0), 3: "E", 4: (49.0, 56.0, 7.0)})
    image.save(path, exif=exif.tobytes() if len(exif) or secret else b"")
    return path


def sound(
    path: Path, seconds: float = 2.0, *, container: str = "mp3", codec: str = "libmp3lame",
    secret: bool = False,
) -> Path:  # fmt: skip
    """A quiet tone."""
    rate = 48_000 if codec == "libopus" else 44_100
    with av.open(path, "w", format=container) as file:
        file.metadata.update(SECRETS if secret else {})
        stream = file.add_stream(codec, rate=rate, layout="mono")
        tone = np.sin(2 * np.pi * 330 * np.arange(int(rate * seconds)) / rate) * 3000
        frame = av.AudioFrame.from_ndarray(tone.astype(np.int16)[None, :], "s16", "mono")
        frame.sample_rate, frame.pts = rate, 0
        resampler = av.AudioResampler(stream.codec_context.format, "mono", rate)
        fifo = av.AudioFifo()
        for part in resampler.resample(frame):
            fifo.write(part)
        size = stream.codec_context.frame_size or 1024
        while (part := fifo.read(size)) is not None:
            file.mux(stream.encode(part))
        if (part := fifo.read(0, partial=True)) is not None:
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return path


def film(
    path: Path, seconds: float = 2.0, *, container: str = "webm", codec: str = "libvpx",
    size: tuple[int, int] = (160, 90), with_sound: bool = False, secret: bool = False,
    colours: str = "yuv420p",
) -> Path:  # fmt: skip
    """Grey frames, each a little lighter."""
    with av.open(path, "w", format=container) as file:
        file.metadata.update(SECRETS if secret else {})
        stream = file.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, colours
        tone = file.add_stream("libopus", rate=48_000, layout="mono") if with_sound else None
        for number in range(int(seconds * 10)):
            shade = np.full((size[1], size[0], 3), 60 + number * 5 % 120, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(shade, "rgb24")))
        file.mux(stream.encode(None))
        if tone is not None:
            for number in range(int(seconds * 50)):
                silence = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.int16), "s16", "mono")
                silence.sample_rate, silence.pts = 48_000, number * 960
                file.mux(tone.encode(silence))
            file.mux(tone.encode(None))
    return path


def has(content: bytes) -> list[bytes]:
    """Which of the secrets are in a file."""
    return [secret for secret in SECRET_BYTES if secret in content]


def gif(path: Path, frames: int = 3) -> Path:
    """A picture that moves."""
    shades = [Image.new("L", (40, 30), 80 * number) for number in range(frames)]
    shades[0].save(path, save_all=True, append_images=shades[1:], duration=100)
    return path


def pixels(webp: bytes) -> Image.Image:
    return Image.open(BytesIO(webp)).convert("RGB")
