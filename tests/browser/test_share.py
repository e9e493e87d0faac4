"""A record taken along: its address as text, and as a code that a camera reads."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import dismiss_notice
from .test_access import axe, findings  # noqa: F401

URL = "https://museum.example/black-january.html"
PROFILES = ["web", "embed", "kiosk"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    exhibit = read_exhibit()
    config = exhibit.config.model_copy(update={"public_url": URL})
    exhibit = replace(exhibit, config=config)
    folder = tmp_path_factory.mktemp("share")
    for profile in PROFILES:
        (folder / f"{profile}.html").write_bytes(render_page(exhibit, profile=profile))
    return {profile: folder / f"{profile}.html" for profile in PROFILES}


def unfold(frame, event: str, language: str = "en"):
    """The way to take a record along, opened as a visitor does."""
    attract = frame.locator(".attract")
    if attract.count():
        attract.click()
        attract.wait_for(state="detached")
    dismiss_notice(frame)
    frame.locator(
        f'.bar [data-language="{language}"], .kiosk-foot [data-language="{language}"]'
    ).click()
    frame.locator(f'.entry[data-event="{event}"]').click()
    share = frame.locator(f'.event[data-event="{event}"] .share')
    share.locator("summary").click()
    return share


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("profile", PROFILES)
def test_a_camera_reads_the_address_of_the_record(visit, pages, axe, profile, scheme):  # noqa: F811
    visited = visit(pages[profile], viewport={"width": 1080, "height": 900}, color_scheme=scheme)
    share = unfold(visited.frame, "ev05", "az")
    share.locator(".qr").scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(share.locator(".share-body").screenshot()))
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == f"{URL}#event=ev05&lang=az"
    assert share.locator(".address").inner_text() == code.text
    assert share.locator("summary").inner_text() == "Bu qeydi özünüzlə aparın"
    assert share.locator("a").count() == 0
    assert findings(visited.frame, axe) == []


def test_the_address_can_be_copied_where_that_is_allowed(visit, pages):
    visited = visit(pages["web"])
    visited.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share = unfold(visited.frame, "ev03")
    share.get_by_role("button", name="Copy the address").click()
    share.get_by_text("Copied", exact=True).wait_for()
    assert visited.page.evaluate("navigator.clipboard.readText()") == f"{URL}#event=ev03"


def test_where_copying_is_forbidden_the_address_is_selected(visit, pages):
    visited = visit(pages["web"], "frame-sandbox")
    share = unfold(visited.frame, "ev03")
    share.get_by_role("button", name="Copy the address").click()
    share.get_by_text("The address is selected").wait_for()
    assert visited.frame.evaluate("String(getSelection())") == f"{URL}#event=ev03"


def test_a_kiosk_has_nothing_to_copy_and_an_exhibit_without_address_nothing_to_share(
    visit, pages, exhibit_page
):
    frame = visit(pages["kiosk"]).frame
    assert unfold(frame, "ev03").locator("button").count() == 0
    frame = visit(exhibit_page).frame
    frame.evaluate("location.hash = 'event=ev03'")
    frame.locator("article.event").wait_for()
    assert frame.locator(".share").count() == 0


def test_a_kiosk_has_a_code_for_the_address_of_each_source(visit, pages):
    frame = visit(pages["kiosk"], viewport={"width": 1080, "height": 1920}).frame
    unfold(frame, "ev03")
    frame.locator('[data-action="sources"]').click()
    source = frame.locator(".references > li:has(.address-code)").first
    source.locator("summary").click()
    code = source.locator(".qr")
    code.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(source.screenshot()))
    [read] = zxingcpp.read_barcodes(picture)
    assert read.text == source.locator(".address").inner_text()
    # The one link there leads to the source's own page.
    assert source.locator("a:not([href^='#reference='])").count() == 0
