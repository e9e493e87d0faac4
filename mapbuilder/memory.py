"""Memory: what has been let go of is given back to the system at once, before more is asked for.

Allocators keep freed pages for what may come next. Between the large steps of a large build those
are of no use to the next one, and are in memory for nobody: with a million records, some 200 MB.
"""

from __future__ import annotations

LARGE = 64 << 20
"""From so many bytes in a table on, giving back is worth its milliseconds."""


def give_back() -> None:
    """Gives the free pages of Arrow's pool and of the C library back, where they can do that."""
    import ctypes

    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    try:
        # ref: malloc_trim(3); glibc alone has it.
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
