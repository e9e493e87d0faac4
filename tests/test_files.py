"""Files: found in a checkout and when installed; written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from mapbuilder import files
from mapbuilder.errors import OutputError
from mapbuilder.files import write_atomic


def test_the_packages_own_files_are_found():
    assert (files.templates() / "strings" / "en.json").is_file()


def test_when_installed_they_are_inside_the_package(tmp_path, monkeypatch):
    (tmp_path / "_templates").mkdir()
    monkeypatch.setattr(files, "_PACKAGE", tmp_path)
    assert files.templates() == tmp_path / "_templates"
    assert files.geodata() == tmp_path.parent / "geodata"


def test_a_file_is_written_and_its_folders_are_made(tmp_path):
    path = tmp_path / "a" / "b" / "page.html"
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(path.parent) == ["page.html"]


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "page.html", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o640


def test_an_old_file_keeps_its_mode(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    path.chmod(0o604)
    write_atomic(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "page.html")
    write_atomic(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "page.html").read_bytes() == b"new"


def test_a_name_of_full_length_can_be_written(tmp_path):
    write_atomic(tmp_path / ("x" * 255), b"new")


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space"), KeyboardInterrupt()])
def test_whatever_fails_the_old_file_is_whole_and_nothing_is_left_behind(
    step, error, tmp_path, monkeypatch
):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def fail(*_):
        raise error

    if step == "write":
        fdopen = os.fdopen

        class Full:
            def __init__(self, descriptor, mode):
                self.stream = fdopen(descriptor, mode)

            def __enter__(self):
                return self

            def __exit__(self, *_):
                self.stream.close()

            write = fail

        monkeypatch.setattr(os, "fdopen", Full)
    else:
        monkeypatch.setattr(os, step, fail)
    with pytest.raises((OutputError, KeyboardInterrupt)) as raised:
        write_atomic(path, b"new" * 1_000_000)
    if isinstance(error, OSError):
        assert str(raised.value) == (
            f"there is no room for {path} (3.0 MB): free some space, or write elsewhere"
        )
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["page.html"]


def test_a_full_disk_is_one_sentence():
    if not os.path.exists("/dev/full"):
        return
    with pytest.raises(OutputError, match="not a regular file"):
        write_atomic(files.Path("/dev/full"), b"new")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".", "is a folder; name the file"),
        ("file/page.html", "a part of the path is a file, not a folder"),
        ("x" * 300, "the name is too long"),
        ("a\0b", "cannot be the name of a file"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(name, said, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=said) as raised:
        write_atomic(tmp_path / name, b"new")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_folder_that_may_not_be_written_to_says_what_to_do(code, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match="permission denied; choose another folder, or "):
        write_atomic(tmp_path / "page.html", b"new")


def test_what_a_writer_that_was_killed_left_is_removed_after_a_day(tmp_path):
    old, new, other = (tmp_path / f".mapbuilder-{n}.tmp" for n in ("7-0", "8-0", "9-0"))
    for path in (old, new, other):
        path.write_bytes(b"half a page")
    os.utime(old, (0, 0))
    # What cannot be removed is no reason to fail.
    other.unlink()
    other.mkdir()
    os.utime(other, (0, 0))
    write_atomic(tmp_path / "page.html", b"new")
    assert sorted(os.listdir(tmp_path)) == [new.name, other.name, "page.html"]
