"""Giving memory back changes nothing but what the process holds."""

from __future__ import annotations

import ctypes
import sys
from subprocess import run

import pyarrow as pa
import pytest

from mapbuilder.memory import give_back


def test_what_is_in_use_stays_as_it_is():
    kept = pa.array(range(100_000))
    give_back()
    assert kept.sum().as_py() == 4_999_950_000


def test_a_system_without_glibc_gives_back_what_it_can(monkeypatch):
    """musl and macOS have no malloc_trim, and Windows no handle of the process itself."""
    asked = []

    def refuse(name):
        asked.append(name)
        raise TypeError(name)

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    give_back()
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    give_back()
    assert asked == [None]


_ASKED = """
import pyarrow as pa
from mapbuilder.{module} import {name}
{name}(None)
print(pa.default_memory_pool().backend_name)
"""


@pytest.mark.skipif("jemalloc" not in pa.supported_memory_backends(), reason="pyarrow without it")
def test_the_command_has_an_allocator_that_keeps_nothing():
    assert backend_after("console", "read_lightly") == "jemalloc"


def test_the_library_leaves_the_allocator_to_its_user():
    usual = said("import pyarrow as pa; print(pa.default_memory_pool().backend_name)")
    assert backend_after("exhibit", "read_exhibit") == usual


def backend_after(module: str, name: str) -> str:
    return said(_ASKED.format(module=module, name=name))


def said(program: str) -> str:
    """What a process of its own prints; in this one other tests have asked for one or the other."""
    return run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    ).stdout.strip()
