"""A page gets the slices of fonts that have its characters, and hears what none of them has."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from io import BytesIO

import pytest

from mapbuilder import files
from mapbuilder.fonts import THEMES, USES, FontSheet, Use, font_sheet

FOLDER = files.templates() / "fonts"
FACES = json.loads((FOLDER / "fonts.json").read_text("utf-8"))["faces"]
ALL_USES: tuple[Use, ...] = ("title", "quote", "text", "note")


def sheet_of(text: str, *uses: Use) -> FontSheet:
    return font_sheet({use: set(text) for use in uses or ALL_USES})


def slices(sheet: FontSheet) -> set[str]:
    return {name.split("-", 2)[2].removesuffix(".woff2") for name in sheet.files}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Black January – “1990” № 1", {"latin", "russian"}),
        ("Qara Yanvar, Bakı, çöü", {"latin"}),
        ("Şəhidlər xiyabanı, Gəncə, ₼", {"latin", "azeri"}),
        ("Чёрный январь", {"latin", "russian"}),
        ("Žižkov", {"latin", "central", "latin-ext"}),
        ("Бакы, ҹәнуб", {"latin", "russian", "azeri-cyrillic", "azeri-cyrillic-noto-serif"}),
        ("Αθήνα", {"latin", "greek"}),
        ("თბილისი", {"latin", "georgian"}),
        ("ႠႡ", {"latin", "georgian-more"}),
        ("Երևան", {"latin", "armenian"}),
        ("תל־אביב", {"latin", "hebrew"}),
        ("الإسكندريّة، ٣ ژانویهٔ می‌خواهم", {"latin", "arabic"}),
    ],
)
def test_the_slices_that_have_the_characters(text: str, expected: set[str]) -> None:
    assert expected - {"latin"} == slices(sheet_of(text + " a")) - {"latin"}
    assert sheet_of(text).missing == ()


def test_the_default_exhibit_s_alphabets_keep_to_the_budget() -> None:
    letters = "".join(map(chr, range(0x20, 0x7F))) + "əƏğĞıİşŞçÇöÖüÜ–—“”«»„…№₼"
    letters += "".join(map(chr, range(0x410, 0x450))) + "Ёё"
    sheet = font_sheet({"title": set(letters), "text": set(letters), "note": set(letters + "éýň")})
    assert len(sheet.css) <= 110_000


def test_only_the_faces_that_a_use_is_set_in_are_taken() -> None:
    assert sheet_of("abc", "note").files == ("sans-400-latin.woff2",)
    assert sheet_of("abc", "quote").files == ("serif-400-latin.woff2", "sans-400-latin.woff2")
    assert {(face["family"], face["weight"]) for face in FACES} == set(USES)


def test_a_theme_takes_only_the_faces_that_it_sets_titles_in() -> None:
    for theme, faces in (("memorial", ["serif-400"]), ("neutral", [])):
        sheet = font_sheet({"title": set("abc")}, theme=theme)
        assert sheet.files == tuple(
            f"{face}-latin.woff2" for face in [*faces, "sans-400", "sans-600"]
        )
    assert set(THEMES) == {file.stem for file in (FOLDER.parent / "themes").glob("*.css")}


def test_a_character_that_no_slice_has_is_named() -> None:
    assert sheet_of("aกa漢").missing == ("ก", "漢")


def test_invisible_characters_are_not_missed() -> None:
    assert sheet_of("\u00ad\u200b\u200f\u202e\u2028\ufe0f\u2003\n\t\x00\ud800").missing == ()


def test_no_text_needs_no_font() -> None:
    assert sheet_of("") == FontSheet("", (), ())


def test_the_same_characters_give_the_same_sheet() -> None:
    assert sheet_of("cba ə") == sheet_of("aə bc")


def test_the_sheet_asks_for_nothing_and_says_its_licence() -> None:
    css = sheet_of("abc ə").css
    assert "http" not in css
    assert "SIL Open Font License" in css.split("\n")[0]
    assert "url(data:font/woff2;base64," in css


@pytest.mark.parametrize("face", FACES, ids=lambda face: face["file"])
def test_each_slice_has_exactly_the_characters_of_its_range(face: dict[str, object]) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    font = ttlib.TTFont(BytesIO((FOLDER / str(face["file"])).read_bytes()))
    ranges = face["ranges"]
    assert isinstance(ranges, list)
    stated = {code for first, last in ranges for code in range(first, last + 1)}
    assert stated == set(font.getBestCmap())
    # The reserved name must not be the modified font's own (OFL 1.1, section 3).
    assert "Source" not in str(font["name"].getDebugName(1))
    assert font["name"].getDebugName(0)


def test_the_embedded_font_is_the_slice() -> None:
    css = sheet_of("a", "note").css
    data = css.split("base64,")[1].split(")")[0]
    assert b64decode(data) == (FOLDER / "sans-400-latin.woff2").read_bytes()


def test_azerbaijani_and_russian_letters_are_in_every_face() -> None:
    letters = set("əƏğĞıİşŞçÇöÖüÜ" + "".join(map(chr, range(0x410, 0x450))) + "Ёё")
    for key in USES:
        has = {
            chr(code)
            for face in FACES
            if (face["family"], face["weight"]) == key
            for first, last in face["ranges"]
            for code in range(first, last + 1)
        }
        assert letters - has == set(), key


LETTERS = {
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "armenian": "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև՞՛՜՝։֊",  # noqa: E501
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״־ְִֵֶַָֹּ",
    "arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگیۀ،؛؟٪٫٬ًٌٍَُِّْٔ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
}


@pytest.mark.parametrize("script", LETTERS)
def test_every_face_has_the_alphabets_of_the_interface(script: str) -> None:
    for use, faces in (("title", 3), ("note", 1)):
        sheet = font_sheet({use: set(LETTERS[script])})  # type: ignore[dict-item]
        assert sheet.missing == ()
        assert len([name for name in sheet.files if f"-{script}." in name]) == faces


def test_a_page_in_another_script_grows_by_no_more_than_its_letters_need() -> None:
    limits = {"georgian": 36_000, "armenian": 46_000, "hebrew": 24_000, "arabic": 74_000}
    for script, limit in limits.items():
        assert 10_000 < len(font_sheet({"title": set(LETTERS[script])}).css) <= limit, script


@pytest.mark.parametrize("name", [face["file"] for face in FACES if "arabic" in face["file"]])
def test_arabic_letters_join(name: str) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    font = ttlib.TTFont(BytesIO((FOLDER / str(name)).read_bytes()))
    forms = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    marks = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= forms
    assert {"mark", "mkmk"} <= marks


def test_joiners_and_marks_of_direction_take_no_slice() -> None:
    assert sheet_of("\u200c\u200d\u200e\u200f\u2068\u2069").files == ()


def test_a_build_does_not_need_the_font_tools() -> None:
    code = (
        "import sys; from mapbuilder.fonts import font_sheet; font_sheet({'text': {'a'}});"
        "assert not {'fontTools', 'brotli'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
