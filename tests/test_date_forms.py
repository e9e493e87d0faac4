"""Common written forms: read in the one way that there is, refused when there are two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.date_forms import edtf_year
from mapbuilder.dates import parse_date
from mapbuilder.spans import DateError

FORMS = """
16.1.1943                     1943-01-16
16. 1. 1943                   1943-01-16
20 January 1990               1990-01-20
20 JAN. 1990                  1990-01-20
20-Jan-1990                   1990-01-20
January 20, 1990              1990-01-20
Jan 20 1990                   1990-01-20
20th of January, 1990         1990-01-20
Saturday, 20 January 1990     1990-01-20
1990 January 20               1990-01-20
20.01.1990 00:00:00           1990-01-20
1990-1-5                      1990-01-05
1990/01/20                    1990-01-20
13/2/1990                     1990-02-13
2/13/1990                     1990-02-13
1/1/1990                      1990-01-01
1.2.1990                      1990-02-01
Jan 1990                      1990-01
Sept. 1990                    1990-09
1/1990                        1990-01
1990/01                       1990-01
１９９０                          1990
1990s                         199X
the 1990's                    199X
c. 1860                       1860~
c1860                         1860~
ca. 1860                      1860~
circa 1860s                   186X~
about January 1990            1990-01~
possibly 1990                 1990?
1990 (?)                      1990?
possibly about 1990           1990%
before 1900                   [..1899]
before May 1945               [..1945-04]
before 1 May 1945             [..1945-04-30]
after 1900                    [1901..]
after 31 December 1999        [2000-01-01..]
before c. 1900                [..1899~]
since 1988                    1988/..
until 20 January 1990         ../1990-01-20
1914-1918                     1914/1918
1914 – 1918                   1914/1918
1914-18                       1914/1918
1989/90                       1989/1990
1999/00                       1999/2000
1921–22                       1921/1922
from 1914 to 1918             1914/1918
between 1914 and 1918         [1914..1918]
c. 1914-1918                  1914~/1918~
c. 1914 - 1918?               1914%/1918%
19-20 January 1990            1990-01-19/1990-01-20
19/20 January 1990            1990-01-19/1990-01-20
19.-20.1.1990                 1990-01-19/1990-01-20
January 19–20, 1990           1990-01-19/1990-01-20
30 January - 2 February 1990  1990-01-30/1990-02-02
January 30 – February 2, 1990  1990-01-30/1990-02-02
Jan-Mar 1990                  1990-01/1990-03
December 1989 - January 1990  1989-12/1990-01
1990-01-20 - 1990-01-22       1990-01-20/1990-01-22
20.1.1990 to 22.1.1990        1990-01-20/1990-01-22
spring 1990                   1990-21
autumn of 1990                1990-23
Q3 1990                       1990-35
19th century                  18XX
5th century BC                -04XX
44 BC                         -0043
15 March 44 BC                -0043-03-15
44 B.C.E.                     -0043
AD 79                         0079
24 August AD 79               0079-08-24
10,000 BC                     -9999
12000 BC                      Y-11999
500-400 BC                    -0499/-0399
8/20 января 1905              1905-01-08/1905-01-20
9-22 января 1905              1905-01-09/1905-01-22
7/20 января 1990              1990-01-07/1990-01-20
9 (22) января 1905            1905-01-22
28 января (10 февраля) 1905   1905-02-10
15 (28) May 1918              1918-05-28
۲۰/۰۱/۱۹۹۰                    1990-01-20
c. 500–400 BC                 -0499~/-0399~
44-30 BC                      -0043/-0029
500-30 BC                     -0499/-0029
12000-10000 BC                Y-11999/-9999
between 500 and 400 BC        [-0499..-0399]
100-200 AD                    0100/0200
AD 100-200                    0100/0200
AD 193-95                     0193/0195
27 BC - 14 AD                 -0026/0014
15-20 March 44 BC             -0043-03-15/-0043-03-20
794-1185                      0794/1185
600–650                       0600/0650
500-400 av. J.-C.             -0499/-0399
500 apr. J.-C.                0500
M.Ö. 500                      -0499
44 a.C.                       -0043
18th-19th century             17XX/18XX
18–19th centuries             17XX/18XX
5th to 4th century BC         -04XX/-03XX
1st century BC - 1st century AD  -00XX/00XX
XVIII–XIX вв.                 17XX/18XX
20.I.1990                     1990-01-20
20 XII 1990                   1990-12-20
XII 1990                      1990-12
1990年1月20日                  1990-01-20
１９９０年１月２０日（土）          1990-01-20
1990년 1월 20일                1990-01-20
1990年                        1990
19.01.-20.01.1990             1990-01-19/1990-01-20
19.1.–20.1.1990               1990-01-19/1990-01-20
zwischen 1914 und 1918        [1914..1918]
между 1914 и 1918             [1914..1918]
von 1914 bis 1918             1914/1918
с 20 по 25 января 1990        1990-01-20/1990-01-25
o. J.                         XXXX
б/д                           XXXX
17000 AD                      Y17000
20 yanvar 1990-cı il          1990-01-20
İyun 1990                     1990-06
IYUN 1990                     1990-06
1990-cı illər                 199X
e.ə. 44                       -0043
20 января 1990 г.             1990-01-20
январь 1990 года              1990-01
янв. 1990                     1990-01
1990-е годы                   199X
44 г. до н. э.                -0043
около 1860 г.                 1860~
1987–1990 гг.                 1987/1990
unknown                       XXXX
n.d.                          XXXX
199u                          199X
199x                          199X
1984?~                        1984%
1985/open                     1985/..
unknown/1985                  /1985
y17000                        Y17000
"""


@pytest.mark.parametrize(
    ("text", "edtf"), [line.rsplit(maxsplit=1) for line in FORMS.strip().splitlines()]
)
def test_a_written_form_is_read(text, edtf):
    assert parse_date(text, languages=["az", "ru"]).edtf == edtf


@pytest.mark.parametrize(
    ("text", "code", "suggestions"),
    [
        ("1/2/1990", "date-ambiguous", ["1990-02-01", "1990-01-02"]),
        ("1-2-1990", "date-ambiguous", ["1990-02-01", "1990-01-02"]),
        ("1903–04", "date-ambiguous", ["1903-04", "1903/1904"]),
        ("1900s", "date-ambiguous", ["190X", "19XX"]),
        ("476", "date-ambiguous", ["0476", "476X"]),
        ("198-199", "date-ambiguous", ["0198", "198X"]),
        ("480-79 BC", "date-ambiguous", ["-0479/-0478", "-0479/-0078"]),
        ("20-Jan-90", "date-ambiguous", []),
        ("Mar-15", "date-ambiguous", []),
        ("27 BC-14", "date-unreadable", []),
        ("20.XIII.1990", "date-unreadable", []),
        ("до 1917 г.", "date-ambiguous", ["../1917", "[..1916]"]),
        ("9/22 January 1905", "date-ambiguous", ["1905-01-22", "1905-01-09/1905-01-22"]),
        ("26 January/8 February 1905", "date-ambiguous", ["1905-02-08", "1905-01-26/1905-02-08"]),
        ("8/20 January 1890", "date-ambiguous", ["1890-01-20", "1890-01-08/1890-01-20"]),
        ("۱۳۶۸/۱۰/۳۰", "date-ambiguous", []),
        ("20 January 1990 (Saturday)", "date-unreadable", ["1990-01-20"]),
        ("[20.01.1990]", "date-unreadable", ["1990-01-20"]),
        ("late 19th century", "date-unreadable", ["18XX"]),
        ("15 (29) May 1918", "date-unreadable", ["1918-05-29"]),
        ("the night of the storm", "date-unreadable", []),
        ("12/13", "date-ambiguous", []),
        ("16.1.43", "date-ambiguous", []),
        ("20 Jan 43", "date-ambiguous", []),
        ("20 January", "date-ambiguous", []),
        ("1990-13-01", "date-impossible", ["1990-01-13"]),
        ("1990-00-00", "date-impossible", ["1990"]),
        ("1990-01-00", "date-impossible", ["1990-01"]),
        ("00.00.1990", "date-impossible", ["1990"]),
        ("31.2.1990", "date-impossible", ["1990-02"]),
        ("30 February 1990", "date-impossible", ["1990-02"]),
        ("1990-13", "date-impossible", []),
        ("20 Janaury 1990", "date-unreadable", ["1990-01-20"]),
        ("20 yanvar 1990", "date-unreadable", ["1990-01-20"]),
        ("20 января 1990 г.", "date-unreadable", ["1990-01-20"]),
        ("yanvar axşamı", "date-unreadable", []),
        ("soon", "date-unreadable", []),
        ("20190101", "date-unreadable", ["2019-01-01"]),
        ("night of 19 January 1990", "date-unreadable", ["1990-01-19"]),
        ("½", "date-unreadable", []),
        ("x" * 100_000, "date-unreadable", []),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_what_may_be_meant(text, code, suggestions):
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert raised.value.code == code
    assert [one.value for one in raised.value.suggestions] == suggestions
    for one in raised.value.suggestions:
        assert parse_date(one.value).edtf == one.value


def test_a_day_first_setting_that_the_date_denies_is_told():
    with pytest.raises(DateError) as raised:
        parse_date("2/13/1990", day_first=True)
    assert [one.value for one in raised.value.suggestions] == ["1990-02-13"]


def test_months_are_known_in_the_languages_given_whatever_was_asked_before():
    assert parse_date("20 janvier 1990", languages=["fr"]).edtf == "1990-01-20"
    assert parse_date("20. ledna 1990", languages=["cs"]).edtf == "1990-01-20"
    with pytest.raises(DateError):
        parse_date("20 yanvar 1990", languages=["de"])
    assert parse_date("20 yanvar 1990", languages=["az"]).edtf == "1990-01-20"
    with pytest.raises(DateError):
        parse_date("20 yanvar 1990", languages=["de", "xx", "not a language"])


@given(st.dates(), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%d-%b-%Y", "%Y/%m/%d"]))
def test_a_day_is_read_back_from_every_form(date, form):
    if date.year < 1000:
        return
    assert parse_date(date.strftime(form)).edtf == date.isoformat()


@given(st.integers(-(10**10), 10**10))
def test_a_year_of_any_length_has_its_edtf(year):
    assert parse_date(edtf_year(year)).start_day is not None
