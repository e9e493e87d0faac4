"""The exceptions: one tree, as its drawing shows it."""

from __future__ import annotations

import inspect
import re

from mapbuilder import errors
from mapbuilder.build import ProblemsError


def test_every_exception_is_in_the_tree_and_the_drawing_has_every_exception():
    classes = {name for name, one in inspect.getmembers(errors, inspect.isclass)}
    assert set(re.findall(r"\w+Error", errors.__doc__)) == classes
    assert all(issubclass(getattr(errors, name), errors.MapbuilderError) for name in classes)


def test_what_a_strict_build_raises_is_found_beside_it():
    assert ProblemsError is errors.ProblemsError


def test_every_exception_says_what_it_is():
    assert all(getattr(errors, name).__doc__ for name in dir(errors) if name.endswith("Error"))
