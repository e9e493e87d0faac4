"""The house's plan, read from the imports: one direction, one door for each foreign library.

Imports inside functions count, since they are made when the program runs; those under
``TYPE_CHECKING`` do not.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mapbuilder"
MODULES = {path.stem: path for path in sorted(PACKAGE.glob("*.py"))}

# From the ground up: a module imports only from lines above its own, or to its left.
PLAN = """
    collector counts errors memory report progress
    files
    ranges tiles merge_marks
    several details morton packed_columns
    columns coordinates listed_numbers
    numerals plurals
    collation
    month_names time_words
    spans bounds eras two_styles dates_in_numbers
    named_spans date_forms date_patterns date_words unlisted_months readable_parts
    generic_words
    letters
    wording toponyms dates day_numbers text text_bytes written_numbers
    reading
    degrees written_points pointers
    phrase_words
    doubtful_names former_countries
    bearings inflections renamed
    one_names
    phrases
    tile_credit online
    toml_lines
    settings
    join_settings kiosk_settings media_settings contact_settings map_settings
    editorial_settings carry_settings
    folder_name
    config
    signatures
    languages
    cells
    raw_bytes
    clean_cells sheet_marks likely_encodings
    garbled floated
    quotation_marks delimited workbooks features
    streamed
    tables
    partitions part_problems
    shapes
    countries language_tags place_kinds
    coordinate_columns listed_names place_points place_names
    places
    headings lp_tsv linked_places geonames_dump
    vicinity
    references citations
    nearest_ids folder_files
    record_points
    boxes unused_columns
    records gazetteer sources steps corrections
    source_texts
    locators passages
    differences
    text_index
    quotations
    number_sieve
    figure_sums figure_checks arithmetic_checks
    media_kinds pictures recordings captions
    spoken media_table
    media
    named_media
    likeness blocks near world
    place_ids
    said scripts world_areas
    part_ids digest gathered
    control_points georeference rasters
    fitting
    scans legends
    candidates
    key_columns town_columns world_columns
    context
    outcome
    plain_names
    many_names
    namesakes two_names
    resolve
    many_resolve
    ranking joined_places
    many_questions
    suggested
    decisions
    decided_parts decision_dates
    ledger
    unjoined
    locate
    parted_join part_work parted
    exhibit_files
    said_by quoted
    voice findings
    contested reading_level drafts
    editorial account
    problem_guide sarif
    time_order
    exhibit
    showing
    questions sketch dialogue
    match
    topology
    outlines forms
    archives tile_schema feature_kinds feature_tiles map_credit
    view fonts figure_rows translation basemap
    kiosk_screen
    told_details table_words
    ground finding written_words word_index
    story media_blocks statement told_corrections source_pages
    payload
    linked_data
    json_texts rich_rows
    first_view drawn_letters text_chunks many_outlines many record_texts day_words
    record_figures record_media record_passages record_sources record_story
    many_words many_dates many_far many_page
    own_map page_folder
    poster_sheet
    carried manifest
    attributions policy text_version held_media packing page_template page_scripts page folium_map
    kiosk_folder
    review account_json check_report
    cut
    minisign
    key_pair
    build embedding
    export_tables
    cell_tiles web_first time_buckets
    told_figures told_records told_places record_facets
    placed_records place_index merged_words record_words
    cell_counts
    renewed_folder
    joined_parquet web_page parted_build scheduler
    linked_export table_archive
    export
    markdown page_records extract extract_records verify rebuild row_pairs changes correction_log
    __init__
    browser devtools fixed_bytes
    poster
    console
    cli_basemap cli_check cli_export cli_kiosk cli_match cli_poster cli_proof cli_references
    cli_keys cli_joined
    cli
    __main__
"""
ORDER = PLAN.split()

# Geometry, and the data frames that people bring it in. Besides the design's five, `features` takes
# frames in, `folium_map` hands geometry to folium, and `world` has the areas of divisions.
GEOMETRY = {
    "features",
    "gazetteer",
    "joined_parquet",
    "locate",
    "basemap",
    "cell_tiles",
    "exhibit",
    "export",
    "export_tables",
    "folium_map",
    "topology",
    "shapes",
    "vicinity",
    "several",
    "outlines",
    "many_outlines",
    "feature_tiles",
    "ground",
    "world_areas",
    "world",
}

# What prints, asks and exits.
COMMANDS = {"console", *(name for name in MODULES if name == "cli" or name.startswith("cli_"))}

# Where each foreign library comes in. Whoever needs one elsewhere asks the module that has it.
DOORS = {
    "folium": {"folium_map"},
    "branca": {"folium_map"},
    "jinja2": {"page_template"},
    "edtf": {"spans"},
    "babel": {
        "month_names",
        "time_words",
        "scripts",
        "date_words",
        "wording",
        "countries",
        "language_tags",
        "numerals",
        "plurals",
    },
    "markdown_it": {"text"},
    "python_calamine": {"workbooks"},
    "click": COMMANDS,
    "rich": COMMANDS,
    "pydantic": {"config", *(name for name in MODULES if name.endswith("settings"))},
    "xyzservices": {"online"},
    "anyascii": {"letters", "likeness"},
    "deflate": {"payload", "tiles"},
    "pmtiles": {"tiles", "archives"},
    "mapbox_vector_tile": {"tile_schema", "feature_tiles", "cell_tiles"},
    "google": {"tile_schema"},
    "roaring_landmask": {"basemap"},
    "rasterio": {"rasters"},
    "PIL": {"pictures"},
    "cryptography": {"minisign"},
    "distributed": {"scheduler"},
    "av": {"recordings"},
    "webvtt": {"captions"},
    "pypdf": {"fixed_bytes", "source_texts"},
    "lxml": {"source_texts", "citations"},
    "bibtexparser": {"references"},
    "pylatexenc": {"references"},
    "citeproc": {"citations"},
    "websockets": {"devtools"},
    "geopandas": GEOMETRY,
    "pandas": GEOMETRY,
    "pyogrio": GEOMETRY,
    "pyproj": GEOMETRY,
    "shapely": GEOMETRY,
}

# What a distribution is called where that is not what is imported.
DISTRIBUTIONS = {"markdown_it": "markdown-it-py", "python_calamine": "python-calamine"}

# The start of the program: what these import at their top, every command pays for.
LIGHT = {
    "__init__",
    "__main__",
    *COMMANDS,
    "locate",
    "build",
    "errors",
    "report",
    "files",
}
HEAVY = {*DOORS, "numpy", "pyarrow", "rapidfuzz", "fontTools"} - {"click"}


def imported(path: Path, *, at_top: bool = False) -> Iterator[tuple[str, int]]:
    """Each module that ``path`` imports when it runs, with its line; ``.x`` is one of ours."""
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                pending += node.orelse
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if at_top:
                continue
            case ast.Import():
                for name in node.names:
                    yield name.name, node.lineno
            case ast.ImportFrom(module=module, level=level):
                ours = level > 0 or (module or "").split(".")[0] == "mapbuilder"
                inner = (module or "").removeprefix("mapbuilder").lstrip(".")
                if not ours:
                    yield module or "", node.lineno
                elif inner:
                    yield f".{inner}", node.lineno
                else:
                    # The version is a fact, not a dependency on what the package offers.
                    names = {name.name for name in node.names} - {"__version__"}
                    for name in sorted(names):
                        yield f".{name if name in MODULES else '__init__'}", node.lineno
        pending += ast.iter_child_nodes(node)


def ours(path: Path) -> set[str]:
    """Our own modules that ``path`` imports; ``mapbuilder.x`` as a plain import counts as well."""
    names = {name.replace("mapbuilder.", ".", 1) for name, _ in imported(path)}
    return {name.removeprefix(".").split(".")[0] for name in names if name.startswith(".")}


def foreign(path: Path, *, at_top: bool = False) -> set[str]:
    names = {
        name.split(".")[0] for name, _ in imported(path, at_top=at_top) if not name.startswith(".")
    }
    return names - set(sys.stdlib_module_names) - {"mapbuilder"}


def test_every_module_has_its_place_in_the_order():
    assert sorted(set(MODULES) - set(ORDER)) == [], "say in ORDER above where the module stands"


def test_no_module_imports_itself_round_a_circle():
    graph = {name: ours(path) - {name} for name, path in MODULES.items()}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module):
    later = {other for other in ours(MODULES[module]) if ORDER.index(other) >= ORDER.index(module)}
    # In a notebook an exhibit shows itself, and what shows it is the page, with the user's own map.
    assert later - ({"page", "own_map"} if module == "exhibit" else set()) == set()


@pytest.mark.parametrize("module", MODULES)
def test_each_foreign_library_comes_in_by_its_door(module):
    wrong = {name for name in foreign(MODULES[module]) if module not in DOORS.get(name, {module})}
    assert wrong == set()


@pytest.mark.parametrize("module", ["errors", "report"])
def test_what_everyone_imports_imports_only_the_standard_library(module):
    assert foreign(MODULES[module]) == set()


@pytest.mark.parametrize("module", sorted(LIGHT & set(MODULES)))
def test_the_start_of_the_program_is_light(module):
    heavy = foreign(MODULES[module], at_top=True) & HEAVY
    assert heavy == set()


@pytest.mark.parametrize(
    "module", sorted(set(MODULES) - {"cli", "cli_kiosk", "cli_poster", "__main__"})
)
def test_only_the_command_line_prints_asks_and_exits(module):
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    raised = {
        ast.unparse(node.exc) for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc
    }
    assert calls & {"print", "input", "exit", "quit", "sys.exit", "os._exit"} == set()
    assert not any(text.startswith("SystemExit") for text in raised)


def test_each_dependency_is_used_and_each_library_used_is_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[^A-Za-z0-9-]", line)[0] for line in project["dependencies"]}
    used = {DISTRIBUTIONS.get(name, name) for path in MODULES.values() for name in foreign(path)}
    # folium brings branca, geopandas brings pyproj: they are theirs to choose.
    # roaring_landmask is the extra `coast`, rasterio the extra `scans`; those of the extra `tiles`
    # bring protobuf (google); pypdf and websockets are the extra `poster`, cryptography is `sign`,
    # the next three `media`, `distributed` is `cluster`, the last four, with pypdf, `sources`.
    extras = {"roaring_landmask", "rasterio", "pmtiles", "mapbox_vector_tile", "google"}
    extras |= {"pypdf", "websockets", "cryptography", "PIL", "av", "webvtt"}
    extras |= {"distributed", "lxml", "bibtexparser", "citeproc", "pylatexenc"}
    assert declared == used - {"branca", "pyproj"} - extras


def test_leaflet_is_imported_only_under_map_and_by_its_bubbles():
    sources = (ROOT / "templates/app/src").rglob("*.ts")
    importing = {
        path.relative_to(ROOT / "templates/app/src").as_posix()
        for path in sources
        if re.search(r"""(from|import)\s*\(?\s*["']leaflet["'/]""", path.read_text("utf-8"))
    }
    beyond = {path for path in importing if not path.startswith("map/")}
    of_many = {f"many/{name}.ts" for name in ("bubbles", "buttons", "canvas", "in-view", "overlay")}
    assert beyond == of_many | {"web/overlay.ts"}


def test_no_script_of_the_page_reaches_for_the_network_or_for_markup():
    """What the policy would block at run time is not written in the first place.

    The page for a web server has one door to the files beside it.
    """
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write"
    words = rf"\b({markup}|eval|fetch|XMLHttpRequest|importScripts)\b"
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted((ROOT / "templates/app/src").rglob("*.ts"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(words, re.sub(r"//.*|^\s*\*.*", "", line))
    ]
    assert [
        line for line in found if not re.match(r"ranges\.ts:\d+: .*\bfetch\(file, \{$", line)
    ] == []


def test_the_reader_of_imports_sees_what_runs(tmp_path):
    """The guard of the guards: top, function, TYPE_CHECKING, relative and absolute imports."""
    source = tmp_path / "x.py"
    source.write_text(
        "import os, numpy as np\n"
        "from . import errors\n"
        "from mapbuilder.files import templates\n"
        "if TYPE_CHECKING:\n    import pandas\nelse:\n    import shapely.ops\n"
        "def f():\n    from jinja2 import Template\n    from .page import render\n"
    )
    assert foreign(source) == {"numpy", "shapely", "jinja2"}
    assert foreign(source, at_top=True) == {"numpy", "shapely"}
    assert ours(source) == {"errors", "files", "page"}
