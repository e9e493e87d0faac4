"""An exhibit for the frame of another page: its element, and the settings that it knows."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from mapbuilder.cli import main
from mapbuilder.config import Config
from mapbuilder.embedding import to_snippet
from mapbuilder.errors import ConfigError


def test_the_frame_has_a_title_and_may_do_little():
    snippet = to_snippet('A "title" <b>', "my exhibit.html")
    assert snippet.startswith('<iframe src="my%20exhibit.html" ')
    assert 'title="A &quot;title&quot; &lt;b&gt;"' in snippet
    assert 'sandbox="allow-scripts allow-popups"' in snippet
    assert "allow=\"fullscreen; clipboard-write 'none'\"" in snippet
    assert "allow-same-origin" not in snippet
    assert "\n" not in snippet


def test_a_whole_address_stays_one():
    assert 'src="https://a.example/b.html#event=e1&amp;lang=az"' in to_snippet(
        "T", "https://a.example/b.html#event=e1&lang=az"
    )


def build(folder, *arguments):
    (folder / "events.csv").write_text("id,date,title\ne1,1926,A tram\n")
    settings = 'title = "Trams"\npublic_url = "https://museum.example/trams.html"\n'
    (folder / "exhibit.toml").write_text(settings)
    page = folder / "trams.html"
    done = CliRunner().invoke(
        main, ["build", str(folder), "-o", str(page), "--basemap", "none", *arguments]
    )
    assert done.exit_code == 0, done.output
    return done.output, page.read_text("utf-8")


def head_of(page):
    return re.search(r'id="payload">(.*?)</script>', page)[1]


def test_a_build_for_frames_prints_the_element_and_knows_the_whole_page(tmp_path):
    output, page = build(tmp_path, "--profile", "embed")
    assert output.splitlines()[-1] == to_snippet("Trams", "trams.html")
    assert '"profile":"embed"' in head_of(page)
    assert '"public_url":"https://museum.example/trams.html"' in head_of(page)


def test_a_build_for_the_web_prints_none(tmp_path):
    output, page = build(tmp_path)
    assert "iframe" not in output
    assert "embed.whole" not in page


def test_a_page_names_itself_for_whoever_is_sent_its_link(tmp_path):
    _, page = build(tmp_path)
    assert '<meta property="og:title" content="Trams">' in page
    assert '<meta property="og:url" content="https://museum.example/trams.html">' in page
    assert '<link rel="canonical" href="https://museum.example/trams.html">' in page


def test_a_page_on_a_public_screen_knows_its_address_and_links_to_it_nowhere(tmp_path):
    _, kiosk = build(tmp_path, "--profile", "kiosk")
    assert '"public_url":"https://museum.example/trams.html"' in head_of(kiosk)
    # What machines read names the page by its address, and nobody can touch it.
    for_visitors = re.sub(r'<script type="application/ld\+json".*?</script>', "", kiosk)
    assert for_visitors.count("museum.example") == 1


@pytest.mark.parametrize(
    "url", ["museum.example", "javascript:alert(1)", "https://", "https://a b"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ConfigError, match=r"key 'public_url' is .* must be as in 'https://"):
        Config(public_url=url)
