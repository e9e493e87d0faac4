"""Captions are read by their form, told when they are wrong, and never markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.captions import read_captions, to_paragraphs
from mapbuilder.errors import InputError
from mapbuilder.spoken import read_tracks, read_transcripts
from mapbuilder.text import to_plain, to_rich

GOOD = """WEBVTT

NOTE made by hand

2
00:07.000 --> 00:09.250 line:0
In the evening <i>the depot</i> is lit.

1
00:00:00.500 --> 00:00:06.000
<v Anna>Not more than 2 &lt; 3 &amp; one
second line
"""


def test_lines_come_in_the_order_of_time_without_marks():
    cues, wrong = read_captions(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), "a.vtt")
    assert cues == (
        (500, 6000, "Anna: Not more than 2 < 3 & one\nsecond line"),
        (7000, 9250, "In the evening the depot is lit."),
    )
    assert wrong == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no file of captions: a WebVTT file begins with the line WEBVTT"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nSRT\r\n", "is SubRip .SRT., not WebVTT: write"),
        (b"WEBVTT\n\n00:01,000 --> 00:02,000\nhalf\n", "cannot be read; .* point for the comma"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nявь\n".encode("cp1251"), "not in UTF-8"),
        (b"WEBVTT\n\nNOTE nothing\n", "has no captions in it"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nback\n", "has no captions in it"),
    ],
)
def test_what_is_no_file_of_captions_is_refused(content, said):
    with pytest.raises(InputError, match=said):
        read_captions(content, "a.vtt")


def test_what_is_wrong_in_a_good_file_is_told():
    text = GOOD + "\n00:01:0x.000 --> 00:01:04.000\nbad\n\n00:20.000 --> 00:19.000\nback\n"
    cues, wrong = read_captions(text.encode(), "a.vtt")
    assert len(cues) == 2
    assert wrong[0].startswith("1 of its times cannot be read")
    assert wrong[1].startswith("the caption at 00:00:20.000 ends before it begins")


def test_a_pause_after_a_sentence_begins_a_paragraph():
    cues = [
        (0, 1000, "We heard the tram"),
        (4000, 5000, "before we saw it."),
        (5500, 6000, "It was blue."),
        (9000, 9900, "Later\nit was red."),
    ]
    assert to_paragraphs(cues) == [
        "We heard the tram before we saw it. It was blue.",
        "Later it was red.",
    ]


def spoken(texts, files):
    told = []

    def read(written, column, code):
        if written not in files:
            told.append((code, column, "missing"))
        return files.get(written)

    def tell(code, message, column, value):
        told.append((code, column, message))

    tags = {"en": "en", "az": "az"}
    tracks = read_tracks(texts, 8.0, "en", tags, read, tell)
    return tracks, read_transcripts(texts, tracks, "en", read, tell), told


def test_captions_stand_in_for_a_transcript_of_their_language_only():
    files = {
        "a.vtt": GOOD.encode(),
        "az.vtt": GOOD.encode(),
        "t.txt": b"\xef\xbb\xbfRead *this*.\r\n",
    }
    texts = {"captions": "a.vtt", "captions_az": "az.vtt", "transcript": "t.txt"}
    tracks, transcripts, told = spoken(texts, files)
    assert sorted(tracks) == ["az", "en"]
    assert transcripts["transcript"] == "Read *this*."
    assert transcripts["transcript_az"].startswith("Anna: Not more than 2 < 3 & one second line")
    assert told == []


def test_every_fault_of_what_is_said_has_a_problem():
    late = b"WEBVTT\n\n00:30.000 --> 00:31.000\nlate\n"
    files = {"late.vtt": late, "empty.txt": b" ", "bad.txt": b"\xff\xfe"}
    columns = {"captions": "late.vtt", "captions_az": "gone.vtt", "captions_ru": "late.vtt"}
    tracks, transcripts, told = spoken({**columns, "transcript": "empty.txt"}, files)
    assert list(tracks) == ["en"], "a language that the exhibit has not is passed over"
    assert transcripts == {"transcript": "late"}
    assert [(code, column) for code, column, _ in told] == [
        ("media-captions", "captions"),
        ("media-captions", "captions_az"),
        ("media-transcript", "transcript"),
    ]
    assert "1 of its captions come after the end" in told[0][2]
    assert spoken({"transcript": "bad.txt"}, files)[2][0][2].endswith("save it again as UTF-8")


@given(st.lists(st.text("ab*_[]()\\>-+1.) #<&", min_size=1, max_size=12), min_size=1, max_size=4))
def test_what_was_never_markdown_is_read_letter_by_letter(lines):
    cues = [
        (n * 5000, n * 5000 + 900, line.strip()) for n, line in enumerate(lines) if line.strip()
    ]
    if not cues:
        return
    content = {"a.vtt": b""}
    _, transcripts, _ = spoken({}, content)
    transcripts = read_transcripts({}, {"en": tuple(cues)}, "en", lambda *_: None, lambda *_: None)
    read = to_plain(to_rich(transcripts["transcript"])).split()
    assert read == " ".join(to_paragraphs(cues)).split()


@pytest.mark.parametrize("written", ["Interview with A.docx", "texts/a.PDF", "a.srt"])
def test_a_document_in_the_place_of_a_transcript_is_told(written):
    told = []
    found = read_transcripts(
        {"transcript": written}, {}, "en", lambda *_: b"", lambda *problem: told.append(problem)
    )
    assert found == {}
    [(code, sentence, column, value)] = told
    assert (code, column, value) == ("media-transcript", "transcript", written)
    assert "save what it says as a .txt or .md file" in sentence
