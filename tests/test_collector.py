"""The collector stands still for a while, and never longer."""

from __future__ import annotations

import gc

import pytest

from mapbuilder.collector import held_still
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.records import read_records


def test_no_cycles_are_searched_within_and_again_afterwards():
    with held_still():
        assert not gc.isenabled()
        with held_still():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_runs_again_after_a_failure():
    with pytest.raises(ValueError, match="halfway"), held_still():
        raise ValueError("halfway")
    assert gc.isenabled()


def test_who_has_stopped_it_keeps_it_stopped():
    gc.disable()
    try:
        with held_still():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_join_leaves_it_running():
    locate(read_records([{"title": "Something", "place": "Baku"}]), read_gazetteer(None))
    assert gc.isenabled()
