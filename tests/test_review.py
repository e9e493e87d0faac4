"""The review page: one file that asks for nothing, in which no text of a record is markup."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest
from click.testing import CliRunner

from mapbuilder.cli import main
from mapbuilder.exhibit import read_exhibit
from mapbuilder.match import Match
from mapbuilder.review import render_review, to_review
from mapbuilder.wording import read_strings

EVENTS = (
    "id,date,place,title\n"
    'e1,1990-01-20,Bakuu,"</script><img src=x onerror=alert(1)> ${x}"\n'
    "e2,1991,Springfield,Two\ne3,1993,Baku,Four\ne4,1994,Bakuu,Five\n"
)
PLACES = (
    "id,name,lat,lon\nbaku,Baku,40.375,49.833\nsp-west,Springfield,39.8,48.6\n"
    "sp-east,Springfield,40.1,49.2\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "exhibit.toml").write_text(
        'title = "A & <B>"\nlanguages = ["en", "az"]\n[join]\nworld = false\n', "utf-8"
    )
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    (tmp_path / "places.csv").write_text(PLACES, "utf-8")
    return tmp_path


def block(html, name="review"):
    found = re.search(rf'id="{name}">([^<]*)</script>', html)
    return json.loads(zlib.decompress(base64.b64decode(found[1])))


def test_the_page_holds_the_questions_as_data_and_nothing_of_a_record_as_markup(folder):
    html = render_review(Match.of(read_exhibit(folder)))
    review = block(html)
    assert [(one["toponym"], one["records"]) for one in review["questions"]] == [
        ("Bakuu", 2),
        ("Springfield", 1),
    ]
    assert review["questions"][0]["examples"][0] == {
        "when": "events.csv, row 2 · 1990-01-20",
        "title": "</script><img src=x onerror=alert(1)> ${x}",
    }
    assert "onerror" not in html
    assert "<title>Which place is meant? A &amp; &lt;B&gt;</title>" in html
    assert block(html, "basemap")["version"] == 3


def test_its_policy_allows_no_request_and_only_its_own_scripts(folder):
    html = render_review(Match.of(read_exhibit(folder)))
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert "default-src &#39;none&#39;" in policy
    assert "connect-src &#39;none&#39;" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert len(re.findall("sha256-", policy)) == 4


def test_the_same_questions_give_the_same_bytes(folder):
    def render():
        return render_review(Match.of(read_exhibit(folder)))

    assert render() == render()


def test_the_facts_of_a_candidate_are_worded_in_the_pages_language(folder):
    match = Match.of(read_exhibit(folder))
    told = {
        tag: [
            [one["facts"] for one in question["candidates"]]
            for question in to_review(match, tag, read_strings(tag))["questions"]
        ]
        for tag in ("en", "az", "ru")
    }
    assert told["en"] == [
        ["in the exhibit already; events: 1 · score 96 of 100"],
        [
            "62 km south-west of Baku · score 97 of 100",
            "123 km south-west of Baku · score 96 of 100",
        ],
    ]
    assert told["az"][1][0] == "Baku: 62 km cənub-qərbə · qiymət: 97 / 100"
    assert told["ru"][1][0] == "Baku: 62 км к юго-западу · оценка 97 из 100"


def test_rows_that_are_decided_go_along_so_that_the_export_is_the_whole_file(folder):
    (folder / "decisions.csv").write_bytes(
        "\ufefftoponym;place;who;shelf\r\nXyz;baku;C. D.;7\r\n".encode()
    )
    review = to_review(Match.of(read_exhibit(folder)), "en", read_strings("en"))
    assert review["ledger"] == {
        "rows": [["toponym", "place", "who", "shelf"], ["Xyz", "baku", "C. D.", "7"]],
        "delimiter": ";",
        "newline": "\r\n",
    }
    assert (review["who"], review["file"]) == ("C. D.", "decisions.csv")
    match = Match.of(read_exhibit(folder))
    assert to_review(match, "en", read_strings("en"), "Anna")["who"] == "Anna"


def test_what_was_decided_is_said_where_it_is_asked_again(folder):
    (folder / "decisions.csv").write_text(
        "toponym,place,label,who\nBakuu,baku,Baku,C. D.\nSpringfield,none,,C. D.\n", "utf-8"
    )
    match = Match.of(read_exhibit(folder, decided=False))
    review = to_review(match, "en", read_strings("en"))
    assert [one["before"] for one in review["questions"]] == [
        "So far, by C. D.: Baku",
        "So far, by C. D.: none of the known places",
    ]


def test_the_command_writes_the_page_where_it_is_told(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["match", str(folder), "--html", "review.html", "--lang", "ru"])
    assert (done.exit_code, done.stdout[:17]) == (0, "Wrote review.html")
    assert '<html lang="ru"' in (tmp_path / "review.html").read_text("utf-8-sig")
    assert not (folder / "decisions.csv").exists()
    done = CliRunner().invoke(main, ["match", str(folder), "--html", "pages/"])
    assert "pages" in done.stdout
    assert (tmp_path / "pages" / f"{folder.name}-review.html").exists()
    done = CliRunner().invoke(main, ["match", str(folder), "--html", "x.html", "--lang", "tlh"])
    assert done.exit_code == 2
    assert "no words in 'tlh'" in done.stderr


def test_without_a_question_no_page_is_written(folder, tmp_path):
    (folder / "decisions.csv").write_text(
        "toponym,place,who\nBakuu,baku,A\nSpringfield,none,A\n", "utf-8"
    )
    done = CliRunner().invoke(main, ["match", str(folder), "--html", str(tmp_path / "x.html")])
    assert (done.exit_code, "nothing to ask" in done.stdout) == (0, True)
    assert not (tmp_path / "x.html").exists()


def test_a_thousand_questions_are_a_light_page(tmp_path):
    rows = [f"e{n},1990,Sumqait {n},Title {n}" for n in range(1_000)]
    (tmp_path / "events.csv").write_text("\n".join(["id,date,place,title", *rows]), "utf-8")
    (tmp_path / "places.csv").write_text("id,name,lat,lon\nsum,Sumqayit,40.59,49.67\n", "utf-8")
    html = render_review(Match.of(read_exhibit(tmp_path)))
    assert len(block(html)["questions"]) == 1_000
    assert len(html) < 600_000
