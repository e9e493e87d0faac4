"""Recipes of the data are run by hand, years apart: what they take of mapbuilder must be there."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

GEODATA = Path(__file__).parent.parent / "geodata"
RECIPES = sorted((*GEODATA.glob("*/recipe/*.py"), *GEODATA.glob("*/recipe.py")))


def test_there_are_recipes():
    assert len(RECIPES) > 5


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_recipe_finds_what_it_imports_of_mapbuilder(path):
    tree = ast.parse(path.read_text("utf-8"), str(path))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mapbuilder"):
            module = import_module(node.module)
            missing = [one.name for one in node.names if not hasattr(module, one.name)]
            assert missing == [], f"{path.name}, line {node.lineno}"
