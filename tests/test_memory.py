"""Giving memory back changes nothing but what the process holds."""

from __future__ import annotations

import ctypes

import pyarrow as pa

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
