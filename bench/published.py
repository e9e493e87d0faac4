"""``python -m bench.published [--size N]``: an exhibit for a web server, of ten million records.

The records of `bench.cluster` are built with ``--tiles`` and served by this machine, which sends
parts of files. Opened as all pages are (`bench.opening`), after a blank page from the same server:
the first mark, frames, memory; then what a visitor waits for who filters, searches and
opens a place, each time from the press until what was asked for is there.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from typing import Any

from playwright.sync_api import Page

from bench import cluster, pages, peers, within
from bench.report import BLANK_SERVED, PUBLISHED
from tools.ranged import ranged

RECORDS = 10_000_000
BUILD_S, BUILD_MB = 1_800.0, 8_000.0
FILES = ("index.html", "cells.pmtiles", "records.bin", "names.bin", "words.bin", "counts.bin")
"""What is published; the tables beside them are not."""
WORDS = ("harbour", "letter tr", "witness bridge", "4711", "1923", "river of", "market 19", "paper")
NAMES = ("san", "victoria", "santa", "al", "new", "kara", "port", "nova")

ANSWER = """([press, typed, there, gone]) => new Promise(done => {
  const given = document.querySelector(press);
  const watch = new MutationObserver(() => {
    const found = document.querySelector(there);
    if (!found?.textContent.trim() || (gone && document.querySelector(gone))) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  });
  watch.observe(document.querySelector('#app'), {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  const begun = performance.now();
  if (typed === null) given.click();
  else {
    given.value = typed;
    given.dispatchEvent(new Event('input', { bubbles: true }));
  }
})"""
"""The milliseconds from a press, or from what is typed, until something is there and painted."""

Result = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.published", description=__doc__)
    parser.add_argument("--size", type=int, default=RECORDS, help="records")
    parser.add_argument("--runs", type=int, default=peers.OPENINGS, help="openings of each page")
    given = parser.parse_args()
    records, out = (peers.FOLDER / f"{name}-{given.size}" for name in ("records", "published"))
    if not records.is_dir():
        peers.say(f"{given.size:>9,}  writing records")
        cluster.write(records, given.size)
    peers.say(f"{given.size:>9,}  {PUBLISHED}: building")
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "mapbuilder", "build", records, "--to", out, "--tiles"]
    ended = within.run(command, seconds=BUILD_S, memory_mb=BUILD_MB)
    files = [out / name for name in FILES if (out / name).is_file()]
    result: Result = {"build": peers.build_result([ended], files)}
    blank = out / "blank.html"
    if not ended.why:
        blank.write_bytes(pages.BLANK.encode().replace(*peers.MOVED))
        with ranged(out) as server:
            peers.say(f"{given.size:>9,}  {PUBLISHED}: opening")
            told = peers.opened(f"{server.url}{blank.name}", runs=given.runs)
            peers.keep(BLANK_SERVED, 0, {"opening": told})
            result["opening"] = peers.opened(server.url, runs=given.runs, asks="--published")
    peers.keep(PUBLISHED, given.size, result)


def answers(page: Page) -> dict[str, float | None]:
    """What is waited for, in milliseconds: of each the median and the longest."""
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    page.wait_for_selector("[data-spot]")
    waits: dict[str, list[float]] = {"kind": [], "source": [], "search": [], "place": []}
    told = ".narrowing .found:not([hidden]) [role=status]"
    page.locator(".filters > summary").click()
    for name, facet in (("kind", "category"), ("source", "source")):
        page.locator(f'.filter[data-part="{facet}"] > summary').click()
        choices = f'.choice[data-facet="{facet}"]'
        for value in page.eval_on_selector_all(choices, "all => all.map((_, at) => at + 1)"):
            press = f"{choices}:nth-child({value})"
            ended = [press, None, told, ".listing [data-reading]"]
            waits[name].append(page.evaluate(ANSWER, ended))
            page.locator(".narrowing [data-action=clear-all]").click()
            page.wait_for_selector(".narrowing .found", state="hidden")
    results = ".results :is(li, p:not([data-reading]))"
    for typed in WORDS:
        clear(page)
        waits["search"].append(page.evaluate(ANSWER, [".find-text", typed, results, None]))
    for typed in NAMES:
        clear(page)
        page.evaluate(ANSWER, [".find-text", typed, results, None])
        press = ".results .entry[data-place]"
        if page.locator(press).count():
            article = ".view-place article"
            waits["place"].append(page.evaluate(ANSWER, [press, None, article, None]))
            page.keyboard.press("Escape")
            page.wait_for_selector(".view-records")
    found: dict[str, float | None] = {}
    for name, each in waits.items():
        found[name] = statistics.median(each) if each else None
        found[f"{name}_longest"] = max(each, default=None)
    return found


def clear(page: Page) -> None:
    page.locator(".find-text").fill("")
    page.wait_for_selector(".results", state="hidden")


if __name__ == "__main__":
    main()
