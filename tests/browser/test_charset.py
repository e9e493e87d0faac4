"""A server may say what it likes of the charset; where the app cannot start, the text is read."""

from __future__ import annotations

import json
import re
import threading
import zlib
from base64 import b64decode, b64encode
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from .conftest import READY, _Quiet


class _Mistaken(_Quiet):
    """Says of every page that it is in the charset in its query."""

    def guess_type(self, path) -> str:
        return f"text/html; charset={self.path.partition('?')[2]}"


@contextmanager
def served(folder):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Mistaken, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def text_is_read(page) -> bool:
    return (
        page.locator("main#text").is_visible() and "1990" in page.locator("#text h1").inner_text()
    )


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "shift_jis"])
def test_the_page_is_read_right_whatever_charset_a_server_declares(exhibit_page, chromium, charset):
    context = chromium.new_context()
    page = context.new_page()
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    with served(exhibit_page.parent) as server:
        answer = page.goto(f"{server}/{exhibit_page.name}?{charset}")
        assert answer
        assert answer.headers["content-type"] == f"text/html; charset={charset}"
        page.wait_for_selector(READY, state="attached")
        page.locator('button[data-language="az"]').click()
        page.wait_for_selector(f'html[lang="az"]{READY[4:]}', state="attached")
        assert "Azərbaycan" in page.locator(".opening h1").inner_text()
        assert "Azərbaycan" in (page.locator("#text-az h2").first.text_content() or "")
    assert faults == []
    context.close()


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251"])
def test_the_app_starts_even_where_the_mark_at_the_files_start_was_lost(
    exhibit_page, chromium, tmp_path, charset
):
    bare = tmp_path / "bare.html"
    bare.write_bytes(exhibit_page.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    context = chromium.new_context()
    page = context.new_page()
    with served(tmp_path) as server:
        page.goto(f"{server}/{bare.name}?{charset}")
        page.wait_for_selector(READY, state="attached")
        page.locator('button[data-language="az"]').click()
        page.wait_for_selector(f'html[lang="az"]{READY[4:]}', state="attached")
        assert "Azərbaycan" in page.locator(".opening h1").inner_text()
    context.close()


@pytest.mark.parametrize("block", ["app-script", "more"])
def test_a_page_whose_script_is_refused_shows_its_text(exhibit_page, chromium, tmp_path, block):
    """One byte of a script changed on its way: its hash fails, and the policy refuses it."""
    spoilt = tmp_path / "spoilt.html"
    content = exhibit_page.read_text("utf-8")
    held = re.search(rf'id="{block}">([^<]+)<', content)
    assert held
    packed = json.loads(zlib.decompress(b64decode(held[1])))
    assert packed["script"].startswith("/*!")
    changed = json.dumps(packed | {"script": "/* " + packed["script"][3:]})
    again = b64encode(zlib.compress(changed.encode())).decode()
    spoilt.write_text(content.replace(held[1], again), "utf-8")
    context = chromium.new_context(offline=True)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(spoilt.as_uri())
    page.wait_for_function("!document.documentElement.classList.contains('js')")
    assert text_is_read(page)
    assert any("Content Security Policy" in text for text in said)
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"
    context.close()


def test_a_page_whose_app_fails_shows_its_text(exhibit_page, chromium):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(exhibit_page.as_uri())
    page.wait_for_selector("main#text")
    assert text_is_read(page)
    context.close()


def test_the_text_version_is_not_seen_before_the_map(exhibit_page, chromium):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.add_init_script(
        """globalThis.seen = [];
        const look = () => {
            const text = document.getElementById("text");
            if (text) globalThis.seen.push(text.checkVisibility());
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);"""
    )
    page.goto(exhibit_page.as_uri())
    page.wait_for_selector(READY, state="attached")
    seen = page.evaluate("globalThis.seen")
    assert seen
    assert not any(seen)
    context.close()
