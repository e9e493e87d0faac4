"""An exhibit in the page of somebody else: the element that frames it.

Always true of it: the frame may run the page's script and open its links beside it, and nothing
else; it has a title, by which a screen reader names it.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

HEIGHT_PX = 560
"""Of a frame that nobody has measured."""


def to_snippet(title: str, address: str) -> str:
    """The frame as one line of HTML; ``address`` is the page's, or its file's name."""
    return (
        f'<iframe src="{escape(quote(address, safe="/:?#[]@!$&()*+,;=%"))}" '
        f'title="{escape(title)}" width="100%" height="{HEIGHT_PX}" loading="lazy" '
        'sandbox="allow-scripts allow-popups" '
        "allow=\"fullscreen; clipboard-write 'none'\"></iframe>"
    )
