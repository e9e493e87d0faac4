"""Names stand in the order of their language's alphabet, whatever the machine's own locale."""

from __future__ import annotations

import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.collation import in_order, ranks

LINES = (Path(__file__).parent / "sorted_names.txt").read_text("utf-8").splitlines()[1:]
SORTED = {tag: names.split("|") for tag, _, names in (line.partition("\t") for line in LINES)}


@pytest.mark.parametrize("language", SORTED)
def test_names_are_sorted_as_unicode_s_rules_say(language: str) -> None:
    expected = SORTED[language]
    assert len(expected) > 15
    shuffled = random.Random(7).sample(expected, len(expected))
    assert in_order(shuffled, language) == expected


def test_every_language_of_the_interface_is_among_them() -> None:
    from mapbuilder.wording import languages_with_strings

    assert sorted(SORTED) == sorted(languages_with_strings())


@pytest.mark.parametrize(
    ("language", "alphabet"),
    [
        ("az", "a b c ç d e ə f g ğ h x ı i j k q l m n o ö p r s ş t u ü v y z"),
        ("az-Cyrl", "а б в г ғ д е ә ж з и ы ј к ҝ л м н о ө п р с т у ү ф х һ ч ҹ ш"),
        ("tr", "a b c ç d e f g ğ h ı i j k l m n o ö p r s ş t u ü v y z"),
        ("ru", "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"),
        ("ka", "ა ბ გ დ ე ვ ზ თ ი კ ლ მ ნ ო პ ჟ რ ს ტ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჯ ჰ"),
        ("hy", "ա բ գ դ ե զ է ը թ ժ ի լ խ ծ կ հ ձ ղ ճ մ յ ն շ ո չ պ ջ ռ ս վ տ ր ց ւ փ ք օ ֆ"),
        ("he", "א ב ג ד ה ו ז ח ט י כ ל מ נ ס ע פ צ ק ר ש ת"),
        ("ar", "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي"),
        ("fa", "ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی"),
        ("es", "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z"),
    ],
)  # fmt: skip
def test_letters_stand_as_in_the_alphabet(language: str, alphabet: str) -> None:
    letters = alphabet.split()
    assert in_order(reversed(letters), language) == letters
    # The next letter decides before any case or accent of the one before.
    pairs = [f"{letter}{end}" for letter in letters for end in (letters[0], letters[-1])]
    assert in_order(reversed(pairs), language) == pairs


def test_the_language_s_own_script_comes_first() -> None:
    names = ["Zürich", "Ankara", "Баку", "Երևան", "თბილისი", "حلب", "חיפה", "Αθήνα"]
    assert in_order(names, "en")[:4] == ["Ankara", "Zürich", "Αθήνα", "Баку"]
    for language, first in [("ru", "Баку"), ("hy", "Երևան"), ("ka", "თბილისი"), ("fa", "حلب"),
                            ("he", "חיפה"), ("el", "Αθήνα"), ("az-Cyrl", "Баку"), ("az", "Ankara"),
                            ("xx", "Ankara")]:  # fmt: skip
        assert in_order(names, language)[0] == first, language


def test_the_dotted_and_the_dotless_i_are_two_letters_only_where_they_are() -> None:
    assert in_order(["İmişli", "Iğdır", "ildırım", "ışıq"], "az") == [
        "Iğdır", "ışıq", "ildırım", "İmişli",
    ]  # fmt: skip
    assert in_order(["Ib", "Ia", "ic"], "en") == ["Ia", "Ib", "ic"]


def test_ranks_follow_the_order_and_equal_names_share_one() -> None:
    names = ["Şəki", "Bakı", "Şəki", "Gəncə", ""]
    assert ranks(names, "az") == [3, 1, 3, 2, 0]
    assert ranks([], "az") == []


@given(st.lists(st.text(max_size=8), max_size=12), st.sampled_from([*SORTED, "az-Cyrl", "zz"]))
def test_any_texts_have_ranks_that_no_order_of_theirs_changes(
    names: list[str], language: str
) -> None:
    ranked = dict(zip(names, ranks(names, language), strict=True))
    assert ranked == dict(zip(names[::-1], ranks(names[::-1], language), strict=True))
    assert sorted(set(ranked.values())) == list(range(len(ranked)))


@given(st.text(max_size=12), st.sampled_from(["az", "ru", "ar", "de"]))
def test_a_name_is_the_same_in_its_other_normal_form(name: str, language: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    assert in_order([f"{name}z", f"{apart}a"], language) == [f"{apart}a", f"{name}z"]
    assert in_order([f"{apart}z", f"{name}a"], language) == [f"{name}a", f"{apart}z"]


def test_it_costs_the_start_of_the_program_nothing() -> None:
    code = (
        "import sys; from mapbuilder.collation import ranks; ranks(['b', 'a'], 'az');"
        "assert not {'babel', 'numpy', 'pyarrow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
