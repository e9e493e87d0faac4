"""Places of a page for a web server: what each language calls them, and what stands under that."""

from __future__ import annotations

from unittest.mock import patch

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import told_places
from mapbuilder.config import Config
from mapbuilder.told_places import facts_of, label_columns, with_labels

CONFIG = Config(title="T", languages=["en", "az", "ru"])
POINT = {"lat": 40.4, "lon": 49.9}


def test_a_language_that_calls_all_places_the_same_has_no_column():
    places = pa.table(
        {"label": ["Baku", "Ganja"], "label_az": ["Bakı", "Ganja"], "label_ru": ["Baku", None]}
    )
    told = with_labels(places, CONFIG)
    assert label_columns(told, CONFIG) == ["label_az"]
    assert told["label_az"].to_pylist() == ["Bakı", None]
    # What was not told as a label is there as it was.
    assert set(told.column_names) == {"label", "label_az"}


def test_the_default_language_may_have_a_column_of_its_own():
    places = pa.table({"label": ["Bakı", "Gəncə"], "label_en": ["Baku", None]})
    assert with_labels(places, CONFIG)["label"].to_pylist() == ["Baku", "Gəncə"]


def test_what_is_near_a_place_is_called_so_in_each_language():
    places = pa.table({
        "label": ["near Baku"], "relation": ["near"], "relation_words": ["near Baku"],
        "of": ["Baku"], "of_az": ["Bakı"],
    })  # fmt: skip
    told = with_labels(places, CONFIG)
    assert told["label"].to_pylist() == ["near Baku"]
    assert told["label_az"].to_pylist() == ["Bakı yaxınlığı"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {name: st.sampled_from([None, "A", "B"]) for name in ("label_en", "label_az", "name")}
            | {"label": st.sampled_from(["A", "C"])}
        ),
        min_size=1,
        max_size=9,
    )
)
def test_labels_do_not_depend_on_the_other_places(rows):
    def called(some: list[dict[str, str | None]]) -> list[list[str]]:
        schema = pa.schema([(name, pa.string()) for name in rows[0]])
        told = with_labels(pa.Table.from_pylist(some, schema), CONFIG)
        base = told["label"].to_pylist()
        own = told["label_az"].to_pylist() if "label_az" in told.column_names else base
        return [[one, other or one] for one, other in zip(base, own, strict=True)]

    with patch.object(told_places, "_AT_ONCE", 2):
        together = called(rows)
    assert together == [called([row])[0] for row in rows]
    assert together == [
        [row["label_en"] or row["label"], row["label_az"] or row["label"]] for row in rows
    ]


def test_a_text_that_a_language_lacks_is_left_to_the_default_one():
    places = pa.table({
        "label": ["Baku", "Mill"], "precision": ["city", "site"],
        "lat": [40.4, 41], "lon": [49.9, 46],
        "note": ["By its centre.", "By a *map*."], "note_az": ["Mərkəzinə görə.", None],
        "former_names": ["en:Bakou [/1920]", None],
    })  # fmt: skip
    facts = facts_of(places, CONFIG)
    assert facts["en"]["note"] == ["By its centre.", [["p", "By a ", ["em", "map"], "."]]]
    assert facts["az"]["note"] == ["Mərkəzinə görə.", ""]
    assert facts["en"]["precision"] == ["a city", "a site"]
    assert facts["az"]["precision"][0] == "şəhər"
    assert facts["en"]["coordinates"] == ["40.40° N, 49.90° E", "41.0000° N, 46.0000° E"]
    assert facts["en"]["former"] == [[["Bakou", "until 1920"]], []]
    assert "coordinate_source" not in facts["en"]


def test_nothing_is_said_of_what_the_page_does_not_draw():
    near = {"relation": ["near"], "of": ["Baku"], "relation_words": ["near Baku"]}
    point = {name: [value] for name, value in POINT.items()}
    around = {"uncertainty_m": [5_000.0], "precision": ["city"], "label": ["Baku"]}
    assert facts_of(pa.table(point | around), CONFIG)["en"]["precision"] == ["a city"]
    assert "precision" not in facts_of(pa.table(point | around | near), CONFIG)["en"]
    doubted = facts_of(pa.table(point | around | {"certainty": ["uncertain"]}), CONFIG)
    assert doubted["en"]["precision"] == ["a city; uncertain"]
