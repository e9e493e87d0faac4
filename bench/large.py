"""What mapbuilder's own page answers, at any number of events: filter, search, period, a record.

Each function takes a page of Playwright that is ready. The page's own controls are used, as a
visitor has them (`bench.interaction`).
"""

from __future__ import annotations

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


def answers(page: Page) -> dict[str, float | None]:
    """The p95 of each answer in milliseconds; None for what this page does not have."""
    return {**from_press_to_paint(page), **told(page)}


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
