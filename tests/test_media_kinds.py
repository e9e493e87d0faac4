"""What a file is, is told from how it begins; nothing else decides what may read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.errors import InputError
from mapbuilder.media_kinds import Container, to_container


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"GIF89a", "picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", "picture"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif", "picture"),
        (b"II*\x00", "picture"),
        (b"MM\x00+", "picture"),
        (b"ID3\x04", "MP3"),
        (b"\xff\xfb\x90\x00", "MP3"),
        (b"\xff\xf1\x50\x80", "AAC"),
        (b"OggS\x00", "Ogg"),
        (b"fLaC", "FLAC"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "WAV"),
        (b"\x00\x00\x00\x20ftypisom", "MP4"),
        (b"\x00\x00\x00\x20ftypM4A ", "MP4"),
        (b"\x1aE\xdf\xa3\x9fB\x86", "WebM"),
    ],
)
def test_a_known_beginning_names_its_kind(head, name):
    assert to_container(head).name == name


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"", "is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "can hold scripts; save it as PNG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE svg>\n<svg>", "SVG"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"%PDF-1.7", "PDF"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "a kind of film that browsers do not play"),
        (b"\x00\x00\x00\x08moov", "a kind of film that browsers do not play"),
        (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
        # A list of files and addresses, which FFmpeg would follow.
        (b"#EXTM3U\n/etc/passwd\n", "of no kind that can be shown"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "of no kind that can be shown"),
        (b"<html><script>", "a web page; save the picture"),
        (b"<!doctype html>\n<HTML lang='en'>", "a web page; save the picture"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"\xff\x0a\x00", "JPEG XL"),
        (b"8BPS\x00\x01", "Photoshop"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "camera's raw picture; save it as JPEG"),
        (b"\x00\x00\x00\x18ftypcrx ", "camera's raw picture; save it as JPEG"),
        (b"\x00\x00\x01\xba\x44", "a kind of film that browsers do not play"),
        (b"G" + bytes(187) + b"G", "a kind of film that browsers do not play"),
        (bytes(4) + b"G" + bytes(191) + b"G", "a kind of film that browsers do not play"),
        (b"FORM\x00\x00\x00\x00AIFFCOMM", "AIFF"),
        (b"#!AMR\n", "telephone's recording"),
        (b"PK\x03\x04", "an archive or a document"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_to_save_it_as(head, said):
    with pytest.raises(InputError, match=said):
        to_container(head)


@given(st.binary(max_size=64))
def test_any_bytes_are_a_kind_or_refused(head):
    try:
        found = to_container(head)
    except InputError:
        return
    assert isinstance(found, Container)
