"""Files that tables name are found in the exhibit's folder, alike everywhere, and nowhere else."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.folder_files import FolderFiles, NotFoundError


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("outside") / "exhibit"
    (folder / "pictures").mkdir(parents=True)
    (folder.parent / "secret.txt").write_text("secret")
    for name in ("a.jpg", "pictures/a.jpg", "pictures/Bakı.jpg", "pictures/b c.jpg"):
        (folder / name).write_text(name)
    os.symlink(folder.parent / "secret.txt", folder / "link.txt")
    os.symlink(folder.parent, folder / "up")
    os.symlink("round.txt", folder / "round.txt")
    return folder


@pytest.mark.parametrize(
    ("written", "name", "as_written"),
    [
        ("a.jpg", "a.jpg", True),
        ("./pictures//a.jpg", "pictures/a.jpg", True),
        ("pictures/../a.jpg", "a.jpg", True),
        (r"pictures\b c.jpg", "pictures/b c.jpg", True),
        ("A.JPG", "a.jpg", False),
        ("Pictures/bakı.JPG", "pictures/Bakı.jpg", False),
    ],
)
def test_a_file_is_found_as_it_is_called(root, written, name, as_written):
    found = FolderFiles(root).find(written)
    assert (found.name, found.as_written) == (name, as_written)
    assert found.path.read_text() == name


def test_marks_that_are_written_apart_are_the_same_name(tmp_path):
    (tmp_path / unicodedata.normalize("NFC", "müze.jpg")).write_text("x")
    found = FolderFiles(tmp_path).find(unicodedata.normalize("NFD", "müze.jpg"))
    assert found.name == unicodedata.normalize("NFC", "müze.jpg")
    assert found.as_written, "nobody sees the difference, so it is not told"
    shouted = FolderFiles(tmp_path).find(unicodedata.normalize("NFD", "MÜZE.jpg"))
    assert (shouted.name, shouted.as_written) == (found.name, False)


def test_the_table_s_own_folder_comes_first_then_the_exhibit_s(root):
    folder = FolderFiles(root)
    assert folder.find("a.jpg", root / "pictures").name == "pictures/a.jpg"
    assert folder.find("pictures/a.jpg", root / "pictures").name == "pictures/a.jpg"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("https://museum.example/a.jpg", "is an address"),
        ("//museum.example/a.jpg", "is an address"),
        ("www.museum.example/a.jpg", "is an address"),
        ("data:image/png;base64,AAAA", "is an address"),
        ("file:///etc/passwd", "is an address"),
        ("../secret.txt", "outside the exhibit's folder"),
        ("pictures/../../secret.txt", "outside the exhibit's folder"),
        ("/etc/passwd", "outside the exhibit's folder"),
        (r"C:\pictures\a.jpg", "outside the exhibit's folder"),
        ("link.txt", "outside the exhibit's folder"),
        ("up/secret.txt", "outside the exhibit's folder"),
        ("pictures", "is not a file"),
        ("", "is not a file"),
        ("round.txt", "is not a file"),
        ("a.jpg/b.jpg", "is not a file"),
        ("a\0.jpg", "no name of a file"),
    ],
)
def test_what_is_no_file_of_the_folder_is_refused_with_what_to_do(root, written, said):
    with pytest.raises(NotFoundError) as caught:
        FolderFiles(root).find(written)
    assert said in caught.value.message


def test_a_missing_file_is_told_with_the_nearest_names(root):
    with pytest.raises(NotFoundError) as caught:
        FolderFiles(root).find("pictures/aa.jpg")
    assert caught.value.near[0] == "pictures/a.jpg"


@pytest.mark.parametrize(
    "written",
    [
        "Bakı.jpg",
        "bakı",
        "bakı.tif",
        "elsewhere/Bakı.jpg",
        r"C:\Users\me\Bakı.jpg",
        '"C:\\Users\\me\\Bakı.jpg"',
        "/home/me/Bakı.jpg",
        "file:///home/me/Bak%C4%B1.jpg",
        "pictures/Bak%C4%B1.jpg",
        "'pictures/Bakı.jpg'",
    ],
)
def test_a_file_of_that_name_in_another_folder_is_told(root, written):
    with pytest.raises(NotFoundError) as caught:
        FolderFiles(root).find(written)
    assert caught.value.near[0] == "pictures/Bakı.jpg"


@pytest.mark.parametrize("written", ["a.jpg, pictures/a.jpg", "a.jpg|pictures/a.jpg", "a.jpg\nm1"])
def test_a_list_that_is_set_apart_otherwise_is_told(root, written):
    with pytest.raises(NotFoundError, match="looks like 2 files; set them apart by ';'"):
        FolderFiles(root).find_one(written, root, {"m1"})


def test_a_name_with_a_comma_that_is_not_there_is_no_list(root):
    with pytest.raises(NotFoundError, match="is not a file in the exhibit's folder"):
        FolderFiles(root).find_one("a.jpg, c.jpg", root)


def test_of_two_files_that_differ_in_capitals_neither_is_guessed(tmp_path):
    for name in ("a.jpg", "A.jpg"):
        (tmp_path / name).write_text(name)
    if len(os.listdir(tmp_path)) == 1:
        pytest.fail("this file system tells no capitals: run the tests on another")
    with pytest.raises(NotFoundError, match=r"may be 'A.jpg' or 'a.jpg'"):
        FolderFiles(tmp_path).find("a.JPG")
    assert FolderFiles(tmp_path).find("A.jpg").as_written


@given(
    st.lists(
        st.sampled_from(
            ["..", ".", "", "a.jpg", "up", "pictures", "secret.txt", "link.txt", "A.JPG"]
        )
        | st.text(max_size=3),
        max_size=6,
    ),
    st.sampled_from(["/", "\\"]),
)
def test_whatever_is_written_nothing_outside_is_found(root, parts, gap):
    try:
        found = FolderFiles(root).find(gap.join(parts))
    except NotFoundError:
        return
    assert Path(os.path.realpath(found.path)).is_relative_to(os.path.realpath(root))
    assert "secret" not in found.path.read_text()
