"""Numbers, coordinates and precision are written in the page's language, with nothing computed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import wording
from mapbuilder.vicinity import DIRECTIONS
from mapbuilder.wording import (
    coordinates,
    direction,
    distance,
    figure_value,
    is_foreign,
    language_name,
    locator,
    of_source,
    precision_phrase,
    read_strings,
    strings_language,
    vicinity,
)

EN = read_strings("en")
AZ = read_strings("az")
RU = read_strings("ru")


@pytest.mark.parametrize(
    ("language", "precision", "expected"),
    [
        ("en", "city", "40.38° N, 49.83° E"),
        ("en", "site", "40.3754° N, 49.8327° E"),
        ("en", "district", "40.4° N, 49.8° E"),
        ("en", "region", "40.4° N, 49.8° E"),
        ("en", "country", "40° N, 50° E"),
        ("en", "vicinity", "40.38° N, 49.83° E"),
        ("az", "city", "40,38° ş. e.; 49,83° ş. u."),
        ("ru", "city", "40,38° с. ш.; 49,83° в. д."),
    ],
)
def test_coordinates_have_the_digits_that_the_precision_supports(
    language: str, precision: str, expected: str
) -> None:
    strings = read_strings(language)
    assert expected == coordinates(49.83267, 40.37545, precision, language, strings)


# In every language: a point, two distances, a figure, pages, a place near one with a Latin name.
IN_LANGUAGES = """
ar|⁦40.38°⁩ شمالًا، ⁦49.83°⁩ شرقًا|2.5 كم|1,930 كم|نحو 12,000|ص 3–5|على بعد 2.5 كم إلى الجنوب الغربي من ⁨Bakı⁩
de|40,38° N; 49,83° O|2,5 km|1.930 km|rund 12.000|S. 3–5|2,5 km südwestlich von Bakı
es|40,38° N; 49,83° E|2,5 km|1.930 km|unos 12.000|pp. 3–5|2,5 km al suroeste de Bakı
fa|⁦۴۰٫۳۸°⁩ شمالی، ⁦۴۹٫۸۳°⁩ شرقی|۲٫۵ کیلومتر|۱٬۹۳۰ کیلومتر|نزدیک به ۱۲٬۰۰۰|صص. ۳–۵|۲٫۵ کیلومتر، در جنوب غربی ⁨Bakı⁩
fr|40,38° N ; 49,83° E|2,5 km|1 930 km|quelque 12 000|p. 3–5|Bakı, au sud-ouest, 2,5 km
he|⁦40.38°⁩ צפון, ⁦49.83°⁩ מזרח|2.5 ק״מ|1,930 ק״מ|כ־12,000|עמ׳ 3–5|2.5 ק״מ מדרום־מערב אל ⁨Bakı⁩
hy|40,38° հս. լ.; 49,83° արլ. ե.|2,5 կմ|1 930 կմ|մոտ 12 000|էջեր 3–5|Bakı, դեպի հարավ-արևմուտք, 2,5 կմ
ka|40,38° ჩ. გ.; 49,83° ა. გ.|2,5 კმ|1 930 კმ|დაახლოებით 12 000|გვ. 3–5|Bakı, სამხრეთ-დასავლეთით, 2,5 კმ
tr|40,38° K; 49,83° D|2,5 km|1.930 km|yaklaşık 12.000|s. 3–5|Bakı, güneybatı yönü, 2,5 km
ar-EG|⁦٤٠٫٣٨°⁩ شمالًا، ⁦٤٩٫٨٣°⁩ شرقًا|٢٫٥ كم|١٬٩٣٠ كم|نحو ١٢٬٠٠٠|ص ٣–٥|على بعد ٢٫٥ كم إلى الجنوب الغربي من ⁨Bakı⁩
"""  # noqa: E501


@pytest.mark.parametrize("line", IN_LANGUAGES.strip().splitlines(), ids=lambda line: line[:2])
def test_measures_in_every_language_of_the_interface(line: str) -> None:
    language, *expected = line.split("|")
    strings = read_strings(language)
    said = [
        coordinates(49.83267, 40.37545, "city", language, strings),
        distance(2_500, language, strings),
        distance(1_927_300, language, strings),
        figure_value("12000", None, None, "some", language, strings),
        locator("pp. 3-5", strings, language),
        vicinity("direction", "sw", 2_500, ["Bakı"], language, strings),
    ]
    # The narrow and the plain no-break spaces are told apart nowhere but in a file's bytes.
    assert [(text or "").replace("\u202f", " ").replace("\xa0", " ") for text in said] == expected


def test_names_that_run_the_other_way_are_set_apart_and_no_others() -> None:
    arabic = read_strings("ar")
    assert vicinity("near", None, None, ["باكو"], "ar", arabic) == "قرب باكو"
    assert vicinity("near", None, None, ["Баку"], "ar", arabic) == "قرب \u2068Баку\u2069"


def test_the_other_hemispheres() -> None:
    assert coordinates(-70.5, -33.25, "city", "en", EN) == "33.25° S, 70.50° W"


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        (7, "7 m"),
        (300, "300 m"),
        (996, "1 km"),
        (2500, "2.5 km"),
        (5000, "5 km"),
        (15000, "15 km"),
        (1_927_300, "1,930 km"),
    ],
)
def test_distances_are_said_as_a_person_would(metres: float, expected: str) -> None:
    assert expected == distance(metres, "en", EN)


def test_a_precision_says_what_its_mark_means() -> None:
    assert precision_phrase("city", 5000, "en", EN) == "a city; the circle is about 5 km in radius"
    assert precision_phrase("city", None, "en", EN) == "a city"
    assert precision_phrase(None, float("nan"), "en", EN) == "a site"
    assert precision_phrase("nonsense", 10, "en", EN).startswith("a site")
    assert precision_phrase("country", None, "ru", RU) == "страна"
    assert (
        precision_phrase("district", 20_000, "az", AZ) == "rayon; dairənin radiusu təxminən 20 km"
    )
    assert precision_phrase("vicinity", 5_000, "en", EN) == (
        "somewhere within the dashed edge, at most about 5 km from the point"
    )


@pytest.mark.parametrize(
    ("relation", "direction", "distance_m", "expected"),
    [
        ("near", None, None, ("near A", "A yaxınlığı", "A, окрестности")),
        ("between", None, None, ("between A and B", "A ilə B arası", "между пунктами A и B")),
        ("direction", "n", None, ("north of A", "A, şimal istiqaməti", "A, к северу")),
        (
            "direction", "sw", 2_500.0,
            (
                "2.5 km south-west of A", "A, cənub-qərb istiqaməti, 2,5 km",
                "A, к юго-западу, 2,5 км",
            ),
        ),
    ],
)  # fmt: skip
def test_what_is_near_others_is_said_with_their_names_as_they_are(
    relation: str, direction: str | None, distance_m: float | None, expected: tuple[str, ...]
) -> None:
    names = ["A", "B"] if relation == "between" else ["A"]
    for language, said in zip(("en", "az", "ru"), expected, strict=True):
        strings = read_strings(language)
        assert vicinity(relation, direction, distance_m, names, language, strings) == said


@pytest.mark.parametrize(
    ("relation", "direction", "names"),
    [("near", None, []), ("between", None, ["A"]), ("direction", "nnw", ["A"]), ("of", "n", ["A"]),
     ("direction", None, ["A"]), ("near", None, ["A", "B"])],
)  # fmt: skip
def test_what_has_no_words_or_not_enough_names_is_not_said(
    relation: str, direction: str | None, names: list[str]
) -> None:
    assert vicinity(relation, direction, None, names, "en", EN) is None


def test_each_direction_has_its_words_in_every_language() -> None:
    for language in ("en", "az", "ru"):
        strings = read_strings(language)
        said = {vicinity("direction", way, None, ["A"], language, strings) for way in DIRECTIONS}
        assert len(said - {None}) == len(DIRECTIONS)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (("744", None, None, "some"), "some 744"),
        (("800", None, None, "about"), "about 800"),
        (("130", None, None, None), "130"),
        (("147", None, None, "no fewer than"), "no fewer than 147"),
        ((None, "2000", "3000", "about"), "about 2,000–3,000"),
        ((None, "20", None, None), "at least 20"),
        ((None, None, "20", None), "at most 20"),
        # What says which end is open says it alone; what does not stands before that.
        ((None, "20", None, "At least "), "at least 20"),
        ((None, "2000", None, "more than"), "more than 2,000"),
        ((None, None, "20", "up to"), "up to 20"),
        ((None, "20", None, "about"), "about at least 20"),
        # What contradicts its columns is not put right.
        ((None, "20", None, "at most"), "at most at least 20"),
        (("dozens", None, None, None), "dozens"),
        (("007", None, None, None), "007"),
        ((None, None, None, None), ""),
    ],
)
def test_a_figure_keeps_its_qualifier(
    figure: tuple[str | None, str | None, str | None, str | None], expected: str
) -> None:
    assert expected == figure_value(*figure, "en", EN)


def test_figures_in_other_languages() -> None:
    assert figure_value("744", None, None, "some", "ru", RU) == "примерно 744"
    assert figure_value("12000", None, None, "about", "az", AZ) == "təxminən 12.000"
    assert figure_value(None, "20", None, "at least", "ar", read_strings("ar")) == "20 على الأقل"
    # A table's own word for it, in the language of the page.
    assert figure_value(None, "20", None, "ən azı", "az", AZ) == "ən azı 20"


def test_languages_have_their_own_names_and_directions() -> None:
    assert [language_name(tag) for tag in ("en", "az", "ru")] == [
        "English",
        "Azərbaycanca",
        "Русский",
    ]
    assert language_name("fa") == "فارسی"
    assert language_name("x-unknown") == "x-unknown"
    assert [direction(tag) for tag in ("en", "fa", "az-Arab", "he", "ar-Latn", "az-Cyrl")] == [
        "ltr",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]


def test_a_language_has_a_name_in_another() -> None:
    assert [wording.language_name_in("ru", tag) for tag in ("en", "tr", "fa", "de")] == [
        "Russian",
        "Rusça",
        "روسی",
        "Russisch",
    ]
    assert wording.language_name_in("x-unknown", "en") == "x-unknown"
    assert wording.language_name_in("az-Cyrl", "en") == "Azerbaijani (Cyrillic)"


def test_a_language_without_strings_uses_english_ones() -> None:
    assert read_strings("qqq")["page.sources"] == EN["page.sources"]
    assert read_strings("../../etc/passwd")["page.sources"] == EN["page.sources"]
    assert read_strings("ru-RU")["page.sources"] == RU["page.sources"]


@given(
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.sampled_from(["site", "town", "city", "region", None, "x"]),
    st.sampled_from(["en", "az", "ru", "fa", "zz", "az-Cyrl"]),
)
def test_every_coordinate_can_be_written(
    lon: float, lat: float, precision: str | None, language: str
) -> None:
    assert "°" in coordinates(lon, lat, precision, language, read_strings(language))


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_may_stand_in_a_figure(value: str, qualifier: str) -> None:
    shown = figure_value(value, None, None, qualifier, "en", EN)
    assert isinstance(shown, str)
    assert wording.measure_name(value, EN) is not None


@pytest.mark.parametrize(
    ("language", "strings", "foreign"),
    [
        ("en", "en", False),
        ("en-GB", "en", False),
        ("az", "az", False),
        ("az-Cyrl", "az", True),
        ("ru-RU", "ru", False),
        ("fr", "fr", False),
        ("ar-EG", "ar", False),
        ("kk", "en", True),
        ("ur-PK", "en", True),
        ("../en", "en", True),
    ],
)
def test_a_language_knows_whose_words_it_gets(language: str, strings: str, foreign: bool) -> None:
    assert strings_language(language) == strings
    assert is_foreign(language) is foreign


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("line 11", "sətir 11"),
        ("Lines 11 – 13", "sətir 11–13"),
        ("pp.4-5", "səh. 4–5"),
        ("page 4", "səh. 4"),
        ("line eleven", None),
        ("line 11, in the margin", None),
        ("", None),
    ],
)
def test_a_locator_is_worded_only_where_it_is_understood(
    written: str, expected: str | None
) -> None:
    assert locator(written, AZ) == expected


def test_every_kind_of_source_and_way_of_reading_has_its_word_in_every_language() -> None:
    keys = [key for key in EN if key.startswith(("page.source_type.", "page.source_access."))]
    assert len(keys) > 30
    for key in keys:
        column, _, name = key.removeprefix("page.source_").partition(".")
        assert of_source(column, f" {name.upper()} ", EN) == EN[key]
        assert AZ[key] != EN[key] or name in {"radio"}
        assert RU[key] != EN[key]
    assert of_source("type", "a shoebox", EN) is None


def test_the_page_s_documentation_names_every_kind_of_source_that_has_a_word(root: Path) -> None:
    text = " ".join((root / "docs/page.md").read_text("utf-8").lower().split())
    kinds, ways = (
        text.split(opening)[1].split(";")[0].split(".")[0]
        for opening in (
            "`type`, where it is one of:",
            "`access`, where it is one of:",
        )
    )
    for column, listed in (("type", kinds), ("access", ways)):
        prefix = f"page.source_{column}."
        expected = sorted(key.removeprefix(prefix) for key in EN if key.startswith(prefix))
        assert sorted(each.strip() for each in listed.split(",")) == expected


@given(st.floats(0, 999, exclude_max=True) | st.integers(0, 99_999).map(lambda n: n / 100_000))
def test_a_number_is_rounded_as_it_is_written(value):
    """A half goes to the even digit, whatever the float's binary digits are."""
    for decimals in (0, 1, 2, 4):
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals))
        assert wording.number(value, "en", decimals) == str(rounded)
