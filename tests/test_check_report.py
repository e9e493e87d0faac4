"""The printable report of a check: everything is in it, escaped, marked and the same each time."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

import mapbuilder
from mapbuilder.account import to_account
from mapbuilder.check_report import render_check_report, write_check_report
from mapbuilder.exhibit import read_exhibit
from mapbuilder.sarif import to_sarif

HERE = Path(__file__).resolve().parent
FAULTY = HERE / "exhibits/full-of-problems"
SETTINGS = """
title = "Report <b>"
languages = ["en", "fa"]
title_fa = "گزارش"
[contested_words]
en = ["massacre"]
fa = ["کشتار"]
[join]
world = false
"""
EVENTS = """id,title,text,source,title_fa,text_fa
e1,One <script>,"The report says a massacre, and <i>so</i>.",S1,یک,گزارش می‌گوید کشتار بود.
"""


@pytest.fixture
def report(tmp_path: Path) -> str:
    (tmp_path / "exhibit.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    return render_check_report(read_exhibit(tmp_path).checked())


def test_an_id_with_signs_of_paths_leads_nowhere(tmp_path, monkeypatch):
    (tmp_path / "events.csv").write_text("title,date\nOne,1990\n", "utf-8")
    (tmp_path / "exhibit.toml").write_text('id = "a/b: c"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    path = write_check_report(read_exhibit(tmp_path).checked())
    assert path == Path("output", "a-b- c-check.html")


def test_the_word_in_question_is_marked_in_its_text(report):
    assert "The report says a <mark>massacre</mark>, and &lt;i&gt;so&lt;/i&gt;." in report
    assert re.search(r'<blockquote lang="fa" dir="rtl">گزارش می‌گوید <mark>کشتار</mark>', report)
    assert re.search(r'<blockquote lang="en" dir="ltr">', report)


def test_no_text_becomes_markup_and_there_is_no_script(report):
    assert "<script" not in report
    assert "One &lt;script&gt;" in report
    assert "Report &lt;b&gt;" in report
    assert "default-src 'none'" in unescape(report)
    assert ' style="' not in report


def test_every_problem_has_its_square_its_message_and_its_cure():
    exhibit = read_exhibit(FAULTY).checked(final=True)
    html = render_check_report(exhibit)
    assert html.count('type="checkbox"') == len(exhibit.problems) > 20
    plain = unescape(html)
    for problem in exhibit.problems:
        assert problem.message.split("\n")[0].replace("\x00", "\ufffd") in plain
        assert f'<a href="#{problem.code}">' in html
        assert f'id="{problem.code}"' in html


def test_it_says_who_has_signed_and_with_what_fingerprint(report):
    assert "English <code>en</code>" in report
    assert "Persian <code>fa</code>" in report
    assert len(re.findall(r"<code>[0-9a-f]{16}</code>", report)) == 2


def test_a_clean_exhibit_says_so(tmp_path):
    (tmp_path / "events.csv").write_text("title,date\nOne,1990\n", "utf-8")
    html = render_check_report(read_exhibit(tmp_path).checked())
    assert "Nothing is left to look at." in html
    assert "checkbox" not in html.partition("<body>")[2]


def test_the_same_exhibit_has_the_same_report(tmp_path):
    exhibit = read_exhibit(FAULTY)
    first = write_check_report(exhibit.checked(), tmp_path / "a.html").read_bytes()
    again = write_check_report(read_exhibit(FAULTY).checked(), tmp_path / "sub").read_bytes()
    assert (tmp_path / "sub/full-of-problems-check.html").is_file()
    assert first == again


def test_the_reports_are_what_they_were(tmp_path, golden):
    """Without the styles, which are the theme's, and without the version."""
    (tmp_path / "exhibit.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    exhibit = read_exhibit(tmp_path).checked(final=True)
    name = tmp_path.name
    left_out = re.compile(r"<style>.*?</style>\n?|<meta http-equiv[^>]*>\n", re.DOTALL)
    html = left_out.sub("", render_check_report(exhibit))
    reports = {
        "check.html": html,
        "check.txt": "".join(f"{line}\n" for line in to_account(exhibit)),
        "check.sarif": json.dumps(to_sarif(exhibit), ensure_ascii=False, indent=1) + "\n",
    }
    for file, text in reports.items():
        told = text.replace(mapbuilder.__version__, "VERSION").replace(name, "NAME")
        golden(HERE / "reports" / file, told)
