"""The encoding that is likely is named, so that nobody sets one that shows other letters."""

from __future__ import annotations

import pytest

from mapbuilder.errors import InputError
from mapbuilder.likely_encodings import likely_encoding
from mapbuilder.report import Report
from mapbuilder.tables import read_table


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1251", "Митинг на площади; Москва"),
        ("windows-1251", "Мітинг на площі міста Києва"),
        ("windows-1256", "مظاهرة كبيرة في ساحة المدينة; القاهرة"),
        ("windows-1253", "Συγκέντρωση στην πλατεία της πόλης"),
        ("windows-1255", "אסיפה גדולה בכיכר העיר"),
        ("cp932", "1990年1月20日,東京の集会,東京"),
        ("cp932", "東京駅前で大きな集会が開かれた"),
        ("cp949", "서울에서 큰 집회가 열렸다"),
        ("gb18030", "一九九零年一月二十日，北京的群众集会"),
        ("big5", "一九九零年一月二十日，臺北的群眾集會"),
    ],
)
def test_a_script_is_known_by_its_letters(encoding, text):
    content = f"id,date,title,place\r\n1,1990,{text}\r\n".encode(encoding)
    assert likely_encoding(content).startswith(f'encoding = "{encoding}" (')


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1254", "Şişli’de büyük bir tören yapıldı, İzmir"),
        ("windows-1252", "Été à Liège, où l’événement a été célébré à l’été"),
        ("windows-1252", "Große Kundgebung in München für die Überlebenden"),
        ("windows-1250", "Žluťoučký kůň úpěl ďábelské ódy"),
        ("windows-1252", "naïve"),
    ],
)
def test_of_latin_letters_those_that_may_be_are_told(encoding, text):
    said = likely_encoding(f"id,title\n1,{text}\n".encode(encoding))
    assert said.startswith('encoding = "windows-1254" (Latin letters), encoding = "windows-1250"')


def test_an_old_macintosh_shows_by_its_ends_of_lines():
    content = "id;title\r1;Été à Liège\r".encode("mac-roman")
    assert likely_encoding(content).startswith('encoding = "mac-roman"')


def test_the_message_names_it(tmp_path):
    (tmp_path / "e.csv").write_bytes("title\n東京の集会\n".encode("cp932"))
    with pytest.raises(InputError, match=r'e\.csv:2 is not in UTF-8.*"cp932" \(Japanese'):
        read_table(tmp_path / "e.csv", Report(), known=("title",))
