"""Takes the README's picture, ``docs/exhibit.png``: the default exhibit, a place's panel open."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.provide import find_chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "exhibit.png"
SIZE = {"width": 1440, "height": 900}


def main() -> None:
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_path = Path(folder, "exhibit.html")
        subprocess.run(
            [sys.executable, "-m", "mapbuilder", "build", "-o", page_path], cwd=ROOT, check=True
        )
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
        page.goto(page_path.as_uri())
        page.wait_for_selector('html[data-ready="true"]', state="attached")
        page.locator('[data-action="continue"]').click()
        page.locator('.entry[data-event="ev12"]').click()
        page.locator('[data-action="zoom-out"]').click()
        page.wait_for_timeout(500)
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
