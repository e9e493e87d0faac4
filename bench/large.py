"""What mapbuilder's own page answers, at any number of events: filter, search, period, a record.

Each function takes a page of Playwright that is ready. The page's own controls are used, as a
visitor has them (`bench.interaction`).
"""

from __future__ import annotations

import random

from playwright.sync_api import Error, Page

from bench import interaction

WATCH = """
window.__told = {};
new MutationObserver(() => {
  for (const name of ['ready', 'records']) {
    if (document.documentElement?.dataset[name] === 'true') {
      window.__told[name] ??= performance.now();
    }
  }
}).observe(document, { attributes: true, subtree: true, childList: true,
  attributeFilter: ['data-ready', 'data-records'] });
"""
"""Before the page: notes when it says that its first view is drawn, and that all is there."""

ANSWERS = {
    "record": "open a record",
    "filter": "choose a filter",
    "search": "a letter of a search",
    "period": "a step of the period",
}
"""What is measured from the visitor's press to the paint, and `bench.interaction`'s name for it. A
record comes first, while the list is whole."""


READ = """() => {
  let pressed = 0;
  window.__read = null;
  addEventListener('click', event => { pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (pressed && document.querySelector('article[data-event] .text')?.textContent) {
      window.__read = performance.now() - pressed;
      pressed = 0;
    }
  }).observe(document.querySelector('#app'), { childList: true, subtree: true });
}"""
"""Notes how long after the visitor's click a record's text stands in the page."""
TEXTS = 40
"""How many records are read for that, all over the list."""


def answers(page: Page) -> dict[str, float | None]:
    """The p95 of each answer in milliseconds; None for what this page does not have."""
    return {"text": text_of_a_record(page), **from_press_to_paint(page), **told(page)}


def text_of_a_record(page: Page) -> float | None:
    """From a click on an entry, anywhere in the list, until that record's text is in the page."""
    chance = random.Random(11)
    page.set_default_timeout(20_000)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(READ)
    found: list[float] = []
    try:
        for _ in range(TEXTS):
            page.evaluate(
                "part => { const list = document.querySelector('.panel-body');"
                " list.scrollTop = part * list.scrollHeight; }",
                chance.random(),
            )
            page.wait_for_timeout(100)
            page.wait_for_function(
                "() => document.querySelector('.rows .entry')"
                " && !document.querySelector('.rows .unread')"
            )
            place = page.evaluate(IN_SIGHT)
            page.evaluate("() => { window.__read = null; }")
            page.mouse.click(*place)
            page.wait_for_function("() => window.__read !== null")
            found.append(page.evaluate("() => window.__read"))
            page.keyboard.press("Escape")
            page.wait_for_selector(".view-records")
    except (AssertionError, Error):
        # The page has no such list, or did not answer in twenty seconds.
        return None
    return interaction.p95(found)


IN_SIGHT = """() => {
  const seen = document.querySelector('.panel-body').getBoundingClientRect();
  const entries = [...document.querySelectorAll('.rows .entry')];
  const boxes = entries.map(entry => entry.getBoundingClientRect());
  const box = boxes.find(({ top, bottom }) => top > seen.top + 8 && bottom < seen.bottom - 8);
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
"""The middle of an entry that can be clicked."""


def from_press_to_paint(page: Page) -> dict[str, float | None]:
    context = page.context
    protocol = context.new_cdp_session(page)
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.set_default_timeout(20_000)
    page.evaluate(interaction.WATCH)
    page.emulate_media(reduced_motion="reduce")
    hand = interaction.Hand(page, protocol)
    known = interaction.actions(hand)
    found: dict[str, float | None] = {}
    for name, what in ANSWERS.items():
        try:
            found[name] = interaction.p95(hand.measure(known[what]).paint)
        except (AssertionError, Error, ZeroDivisionError):
            # The page has no such control, or it did not answer in twenty seconds.
            found[name] = None
    return found


def told(page: Page) -> dict[str, float | None]:
    """When the page said that its first view was drawn, and that all its events were there."""
    said: dict[str, float] = page.evaluate("window.__told ?? {}")
    ready = said.get("ready")
    return {"ready": ready, "whole": said.get("records", ready)}
