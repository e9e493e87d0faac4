"""A kiosk's page for some hundred interactions; ``make soak`` is the same for 20,000 of them."""

from __future__ import annotations

from bench.soak import Footprint, Soak, soak

from .pages import Once, default_page


def test_a_kiosk_s_page_holds_no_more_after_many_visitors_than_after_some(chromium, once: Once):
    found = soak(chromium, default_page(once, "kiosk"), interactions=120, resets=6, warm_up=5)
    assert found.faults == []
    assert (found.interactions, found.resets) == (120, 6)
    assert found.by_hand > 0
    assert found.hours > 0.5
    first, last = found.footprints[0], found.footprints[-1]
    assert last.listeners <= first.listeners
    assert last.nodes <= first.nodes + 20
    assert 0 < first.code_bytes < first.heap_bytes
    # In so short a run not all that is made once has been made; the whole one has five hundredths.
    assert found.growth < 0.1


def test_the_soak_would_notice_a_leak():
    """The guard of the guard."""
    first = Footprint(5_000_000, 300, 6_000)
    flat = Soak(footprints=[first, Footprint(5_200_000, 300, 6_010)])
    assert flat.wrongs() == []
    for grown, said in (
        (Footprint(5_300_000, 300, 6_000), "heap has grown by 6.0%"),
        (Footprint(6_300_000, 300, 6_000, 1_000_000), "heap has grown by 6.0%"),
        (Footprint(5_000_000, 301, 6_000), "1 listeners more"),
        (Footprint(5_000_000, 300, 6_021), "21 nodes more"),
    ):
        assert said in " ".join(Soak(footprints=[first, grown]).wrongs())
    assert Soak(footprints=[first, first], faults=["console error: x"]).wrongs()


def test_the_soak_notices_a_page_that_keeps_what_its_visitors_leave(chromium, once, tmp_path):
    """In a browser: a page whose every click leaves a listener and a node behind."""
    page = tmp_path / "leaky.html"
    leak = """<script>
        const kept = [];
        addEventListener("click", () => {
            const node = document.createElement("p");
            node.addEventListener("click", () => node);
            kept.push(node, ...new Array(2000).fill(0).map(() => document.createTextNode("x")));
        });
        </script>"""
    text = default_page(once, "kiosk").read_text("utf-8")
    policy_end = text.index("<meta http-equiv")
    without = text[:policy_end] + text[text.index(">", policy_end) + 1 :]
    page.write_text(without.replace("<body>", f"<body>{leak}", 1), "utf-8")
    found = soak(chromium, page, interactions=20, resets=2, warm_up=1)
    told = " ".join(found.wrongs())
    assert "listeners more" in told
    assert "nodes more" in told
