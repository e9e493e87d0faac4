"""The content policy of a page: its scripts and style sheets in, what it may run and fetch out.

ref: Content Security Policy Level 3. Scripts and styles are allowed by the hash of their text, and
nothing of any other origin is, but for the pictures of a map that the settings name.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256


def to_policy(
    scripts: Sequence[str],
    styles: Sequence[str],
    origins: Sequence[str],
    *,
    with_parts: bool = False,
    with_texts: bool = False,
    with_recordings: bool = False,
    with_files: bool = False,
) -> str:
    """The content policy; a tripwire behind the escaping, and the proof of no requests.

    Pictures may come from ``origins`` as well: of an online map, and none in any other page. With
    parts, scripts beside the page are allowed: no hash of theirs is known to a file: page. With
    texts they are as well, and the page's script may ask for them by names of their form alone.
    With recordings, sound and film may come from what the page itself has unpacked. With files, the
    page may read what its own server has, and nothing else.
    """
    beside = ["'self'"] if with_parts or with_texts else []
    files = "'self'" if with_files else "'none'"
    script_hashes = " ".join([*map(_hash, scripts), *beside])
    style_hashes = " ".join(map(_hash, styles))
    pictures = " ".join(["data:", "blob:", *origins])
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; "
        f"frame-src 'none'; script-src {script_hashes}; style-src {style_hashes}; "
        f"img-src {pictures}; {'media-src blob:; ' * with_recordings}font-src data:; "
        f"worker-src blob:; connect-src {files}; "
        f"require-trusted-types-for 'script'; trusted-types default{' texts' * with_texts}"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
