"""Memory: what has been let go of is given back to the system at once, before more is asked for.

Allocators keep freed pages for what may come next. Between the large steps of a large build those
are of no use to the next one, and are in memory for nobody: with a million records, some 200 MB.
"""

from __future__ import annotations

LARGE = 64 << 20
"""From so many bytes in a table on, giving back is worth its milliseconds."""


def keep_nothing() -> None:
    """Lets Arrow give freed memory back at once, in a process that is the command's own.

    Its usual allocator keeps it for a while and returns it in pieces, which costs a reading of a
    million records 80 MB at its peak and a second. Not for the library: the pool is the process's.

    ref: jemalloc(3), ``dirty_decay_ms``; not every wheel of pyarrow has jemalloc.
    """
    import pyarrow as pa

    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())
        pa.jemalloc_set_decay_ms(0)


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
