"""``python -m bench.soak [PAGE]``: a kiosk's page under 20,000 interactions.

Visitors press, type, drag and scroll whatever is there (``visitor.js``), most of them in the page
itself, every tenth by the browser's own mouse, touch and keys. After each the clock passes until
the page has asked, returned to its beginning and shown its loop for a while. Memory is measured
after collection, always in one state: just returned, the loop at its first place.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page

from bench import pages

VISITOR = (Path(__file__).parent / "visitor.js").read_text("utf-8")
MOST_GROWTH = 0.05
"""Of the heap after the warm-up, without the machine code that the browser goes on compiling."""
MORE_NODES = 20
"""What the map makes when it is first needed, such as the line to a mark that stands away."""
WARM_UP = 60
"""Visits until everything that is made once has been made: code, fonts, Leaflet's layers."""
MOVING = 5
"""Each of so many visits is one with motion; in the others the map cuts instead of flying."""
RELOAD_H = 168
"""More of the page's time than all visits take."""
APART_MS = 1_500
"""Between two interactions: up to so much of the page's time."""
KEYS = ("Tab", "Tab", "Shift+Tab", "Enter", "Space", "Escape", "ArrowRight", "ArrowLeft", "End")

FIRST = """() => ({
    language: document.documentElement.lang,
    theme: document.documentElement.dataset.theme,
    classes: [...document.documentElement.classList].filter(one => one !== 'no-cursor')
      .sort().join(' '),
    view: document.querySelector('.view').className,
    open: document.querySelectorAll('.panel details[open]').length,
    search: document.querySelector('.find-text')?.value ?? '',
    shown: document.querySelector('.attract-place')?.textContent,
    presence: document.documentElement.dataset.presence,
})"""
"""What a visitor finds; whether the cursor is hidden already, is a matter of seconds."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a page holds after collection."""

    heap_bytes: int
    listeners: int
    nodes: int
    code_bytes: int = 0
    """Of the heap, what is the browser's: bytecode, machine code and what it knows of types."""

    @property
    def own_bytes(self) -> int:
        """Of the heap, what is the page's."""
        return self.heap_bytes - self.code_bytes


@dataclass(slots=True)
class Soak:
    """What became of a page."""

    interactions: int = 0
    resets: int = 0
    by_hand: int = 0
    """Of the interactions, those by the browser's own input."""
    hours: float = 0
    """Of the page's time."""
    done: Counter[str] = field(default_factory=Counter)
    footprints: list[Footprint] = field(default_factory=list)
    """The first after the warm-up."""
    faults: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Of the page's heap from first to last; of the last three footprints the least counts."""
        last = min(footprint.own_bytes for footprint in self.footprints[1:][-3:])
        return last / self.footprints[0].own_bytes - 1

    def wrongs(self) -> list[str]:
        """Everything in which the page has not held."""
        first, last = self.footprints[0], self.footprints[-1]
        wrongs = list(self.faults)
        if self.growth > MOST_GROWTH:
            wrongs.append(f"the heap has grown by {self.growth:.1%}")
        if last.listeners > first.listeners:
            wrongs.append(f"{last.listeners - first.listeners} listeners more than at the start")
        if last.nodes > first.nodes + MORE_NODES:
            wrongs.append(f"{last.nodes - first.nodes} nodes more than at the start")
        return wrongs


def soak(
    browser: Browser,
    page_path: Path,
    *,
    interactions: int,
    resets: int,
    warm_up: int = WARM_UP,
    seed: int = 1,
    tell: Callable[[str], None] = lambda line: None,
) -> Soak:
    """Visits a kiosk's page ``resets`` times, ``interactions`` things in all beside the warm-up."""
    context = browser.new_context(
        offline=True,
        viewport={"width": 1024, "height": 768},
        device_scale_factor=0.5,
        has_touch=True,
    )
    context.add_init_script(VISITOR)
    page = context.new_page()
    found = Soak()
    _listen(page, found.faults)
    page.goto(page_path.as_uri())
    page.wait_for_selector('html[data-ready="true"]', state="attached", timeout=60_000)
    page.wait_for_selector(".attract")
    page.evaluate("visitor.hold()")
    protocol = context.new_cdp_session(page)
    began_ms = page.evaluate("visitor.now()")
    first = page.evaluate(FIRST)
    each = interactions // resets
    for number in range(-warm_up, resets):
        page.emulate_media(reduced_motion="reduce" if number % MOVING else "no-preference")
        chance = random.Random(f"{seed} {number}")
        count = each + (interactions % resets > number >= 0)
        page.evaluate("document.querySelector('.attract').click()")
        by_hand = number % 10 == 5
        if by_hand:
            done = _visit_by_hand(page, chance, count)
        else:
            visit = {"seed": chance.getrandbits(31), "count": count, "apart_ms": APART_MS}
            done = Counter(page.evaluate("visit => visitor.visit(visit)", visit))
        page.evaluate("visitor.leave()")
        now = page.evaluate(FIRST)
        for name in (name for name in first if now[name] != first[name]):
            told = f"{name} is {now[name]!r}, and was {first[name]!r}"
            found.faults.append(f"after visit {number} {told}")
        if number == -1 or (number >= 0 and (number + 1) % max(1, resets // 10) == 0):
            found.footprints.append(footprint(protocol))
            tell(f"{number + 1} visits: {found.footprints[-1]}")
        if number >= 0:
            found.done += done
            found.interactions += count
            found.by_hand += count if by_hand else 0
            found.resets += 1
        # The loop goes on for some places, and often for more than a round of them.
        page.evaluate("ms => visitor.pass(ms)", 1000 * chance.randrange(1, 120))
    heart = page.evaluate("({...mapbuilder.heartbeat})")
    if heart["errors"] or heart["reloads"]:
        found.faults.append(f"the heart tells of {heart}")
    if heart["resets"] < found.resets:
        found.faults.append(f"{found.resets} visits, but {heart['resets']} resets")
    found.hours = (page.evaluate("visitor.now()") - began_ms) / 3_600_000
    context.close()
    return found


def footprint(protocol: CDPSession) -> Footprint:
    """What the page of a session holds once all that can be has been collected."""
    protocol.send("Runtime.discardConsoleEntries")
    # What a first collection lets go of may hold what only a second one finds.
    for _ in range(3):
        protocol.send("HeapProfiler.collectGarbage")
    heap = protocol.send("Runtime.getHeapUsage")["usedSize"]
    counts = protocol.send("Memory.getDOMCounters")
    return Footprint(int(heap), counts["jsEventListeners"], counts["nodes"], code_bytes(protocol))


def code_bytes(protocol: CDPSession) -> int:
    """What of the heap V8 counts as code, in a snapshot: the sum of those nodes' own sizes."""
    parts: list[str] = []

    def take(event: dict[str, str]) -> None:
        parts.append(event["chunk"])

    protocol.on("HeapProfiler.addHeapSnapshotChunk", take)
    protocol.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    protocol.remove_listener("HeapProfiler.addHeapSnapshotChunk", take)
    snapshot = json.loads("".join(parts))
    meta, nodes = snapshot["snapshot"]["meta"], snapshot["nodes"]
    fields = meta["node_fields"]
    code = meta["node_types"][0].index("code")
    types = nodes[fields.index("type") :: len(fields)]
    sizes = nodes[fields.index("self_size") :: len(fields)]
    return sum(size for kind, size in zip(types, sizes, strict=True) if kind == code)


def _visit_by_hand(page: Page, chance: random.Random, count: int) -> Counter[str]:
    done: Counter[str] = Counter()
    for _ in range(count):
        page.evaluate("visitor.ready()")
        if chance.random() < 0.3:
            key = chance.choice(KEYS)
            page.keyboard.press(key)
            done["key"] += 1
        else:
            where = page.evaluate("seed => visitor.somewhere(seed)", chance.getrandbits(31))
            if where:
                point = page.touchscreen.tap if chance.random() < 0.5 else page.mouse.click
                point(where["x"], where["y"])
            done[where["kind"] if where else "nothing"] += 1
            if where and where["kind"].startswith("INPUT"):
                page.keyboard.type(chance.choice(("baku", "troops", "qqq")))
        page.evaluate("ms => visitor.pass(ms)", chance.random() * APART_MS)
    page.evaluate("visitor.ready()")
    return done


def _listen(page: Page, faults: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert") or "Content Security" in message.text:
            faults.append(f"console {message.type}: {message.text}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on("crash", lambda: faults.append("the page crashed"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("page", nargs="?", type=Path, help="a kiosk's page; else the default one's")
    parser.add_argument("--interactions", type=int, default=20_000)
    parser.add_argument("--resets", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, pages.chromium() as browser:
        page = given.page or kiosk_page(Path(name))
        found = soak(
            browser,
            page,
            interactions=given.interactions,
            resets=given.resets,
            seed=given.seed,
            tell=lambda line: print(line, flush=True),
        )
    first, last = found.footprints[0], found.footprints[-1]
    print(
        f"\n{found.interactions} interactions, {found.by_hand} of them by the browser's own input"
    )
    print(f"{found.resets} returns to the beginning, {found.hours:.1f} hours of the page's time")
    print(f"what was done: {dict(found.done.most_common())}")
    print(f"heap      {first.own_bytes / 1e6:.2f} MB, then {last.own_bytes / 1e6:.2f} MB")
    print(f"code      {first.code_bytes / 1e6:.2f} MB, then {last.code_bytes / 1e6:.2f} MB")
    print(f"listeners {first.listeners}, then {last.listeners}")
    print(f"nodes     {first.nodes}, then {last.nodes}")
    print(f"taken     {time.monotonic() - began:.0f} s")
    wrongs = found.wrongs()
    print("\n".join(wrongs) if wrongs else f"holds: the heap changed by {found.growth:+.2%}")
    sys.exit(1 if wrongs else 0)


def kiosk_page(folder: Path) -> Path:
    """The default exhibit as a kiosk's page; it does not load itself anew, which hides growth."""
    from mapbuilder.build import build
    from mapbuilder.exhibit import read_exhibit

    exhibit = read_exhibit()
    kiosk = exhibit.config.kiosk.model_copy(update={"reload_h": RELOAD_H})
    config = exhibit.config.model_copy(update={"kiosk": kiosk})
    return build(replace(exhibit, config=config), folder / "kiosk.html", profile="kiosk")


if __name__ == "__main__":
    main()
