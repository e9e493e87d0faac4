"""The collector: Python's search for cycles, held still while many things are made that live on.

Always true: afterwards it runs if it ran before, whatever happened meanwhile.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_still() -> Iterator[None]:
    """Makes no search for cycles within: each would look at all that was made so far.

    *This holds for the whole process.* For work that makes many small things and no cycles; what
    is not referred to any more goes at once all the same.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
