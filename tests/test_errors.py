"""The exceptions: one tree, as its drawing shows it."""

from __future__ import annotations

import inspect
import re

from mapbuilder import errors


def test_every_exception_is_in_the_tree_and_the_drawing_has_every_exception():
    classes = {name for name, one in inspect.getmembers(errors, inspect.isclass)}
    assert set(re.findall(r"\w+Error", errors.__doc__)) == classes
    assert all(issubclass(getattr(errors, name), errors.MapbuilderError) for name in classes)


def test_every_exception_says_what_it_is():
    assert all(getattr(errors, name).__doc__ for name in dir(errors) if name.endswith("Error"))
