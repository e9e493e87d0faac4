"""New keys: minisign's own forms, never over what is there, the secret one for its owner alone."""

from __future__ import annotations

import hashlib
import shutil
import stat
import subprocess

import pytest
from click.testing import CliRunner

from mapbuilder import minisign
from mapbuilder.cli import main
from mapbuilder.errors import OutputError, ProofError
from mapbuilder.key_pair import write_key_pair
from mapbuilder.minisign import (
    SecretKey,
    check_signature,
    read_public_key,
    read_secret_key,
    read_signature,
    to_secret_key_text,
    to_signature,
)


def never() -> str:
    raise AssertionError("a key without a password asks for none")


@pytest.fixture
def cheap(monkeypatch):
    """A password that takes 2 MiB to open instead of 1 GiB; the form is the same."""
    monkeypatch.setattr(minisign, "_OPERATIONS", 32_768)
    monkeypatch.setattr(minisign, "_MEMORY", 1 << 21)
    monkeypatch.setattr(minisign, "_LEAST_MEMORY", 1 << 19)


def test_a_pair_without_a_password_signs_and_verifies(tmp_path):
    pair = write_key_pair(tmp_path / "a" / "b", None)
    key = read_secret_key(pair.secret, never)
    assert key.public == read_public_key(str(pair.public)) == pair.key
    assert read_public_key(pair.written_out()) == pair.key
    file = tmp_path / "x.minisig"
    file.write_bytes(to_signature(b"page", key, "file:x"))
    assert check_signature(b"page", read_signature(file), pair.key) is None


def test_a_pair_with_a_password_opens_with_that_alone(tmp_path, cheap):
    pair = write_key_pair(tmp_path, "söz")
    assert read_secret_key(pair.secret, lambda: "söz").public == pair.key
    with pytest.raises(ProofError, match="password"):
        read_secret_key(pair.secret, lambda: "soz")


def test_no_two_pairs_are_alike(tmp_path):
    one, other = (write_key_pair(tmp_path / name, None) for name in "ab")
    assert one.key.key != other.key.key
    assert one.key.number != other.key.number


def test_the_secret_key_is_its_owners_alone(tmp_path):
    pair = write_key_pair(tmp_path, None)
    assert stat.S_IMODE(pair.secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(pair.public.stat().st_mode) & 0o444


@pytest.mark.parametrize("there", ["minisign.key", "minisign.pub"])
def test_nothing_is_written_over_and_nothing_beside_it(tmp_path, there):
    (tmp_path / there).write_text("mine")
    with pytest.raises(OutputError, match=rf"has a {there} already.*name another folder"):
        write_key_pair(tmp_path, None)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(there, "mine")]


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path):
    (tmp_path / "minisign.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError):
        write_key_pair(tmp_path, None)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_in_place_of_the_folder_is_said_to_be_wrong(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="name another folder"):
        write_key_pair(tmp_path / "file" / "keys", None)


def test_a_machine_with_little_memory_takes_less_for_a_password(tmp_path, cheap, monkeypatch):
    whole = hashlib.scrypt

    def small(*words, n, **more):
        if n > 1 << 9:
            raise MemoryError
        return whole(*words, n=n, **more)

    monkeypatch.setattr(hashlib, "scrypt", small)
    key = SecretKey(bytes(8), bytes(32))
    file = tmp_path / "x.key"
    file.write_text(to_secret_key_text(key, "word"))
    assert read_secret_key(file, lambda: "word") == key
    monkeypatch.setattr(minisign, "_LEAST_MEMORY", 1 << 21)
    with pytest.raises(ProofError):
        to_secret_key_text(key, "word")


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed here")
@pytest.mark.parametrize("password", [None, "word"])
def test_minisign_itself_signs_with_them(tmp_path, password, cheap):
    pair = write_key_pair(tmp_path, password)
    page = tmp_path / "page.html"
    page.write_text("page")
    signed = subprocess.run(
        ["minisign", "-S", "-s", pair.secret, "-m", page],
        input=f"{password or ''}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert signed.returncode == 0, signed.stdout + signed.stderr
    signature = read_signature(tmp_path / "page.html.minisig")
    assert check_signature(b"page", signature, pair.key) is None
    verified = subprocess.run(
        ["minisign", "-Vm", page, "-p", pair.public], capture_output=True, check=False
    )
    assert verified.returncode == 0, verified.stdout


def test_the_command_says_what_each_file_is_for(tmp_path):
    done = CliRunner().invoke(main, ["keys", "new", str(tmp_path / "keys"), "--no-password"])
    assert done.exit_code == 0, done.output
    key = read_public_key(str(tmp_path / "keys" / "minisign.pub"))
    assert f"--sign {tmp_path / 'keys' / 'minisign.key'}" in done.output
    assert "keep it to yourself" in done.output
    assert f"public key {key}" in done.output
    assert (tmp_path / "keys" / "minisign.pub").read_text().splitlines()[1] in done.output
    again = CliRunner().invoke(main, ["keys", "new", str(tmp_path / "keys"), "--no-password"])
    assert again.exit_code == 2
    assert "already" in again.output


@pytest.mark.parametrize("password", [None, ""])
def test_a_password_is_never_left_out_by_accident(tmp_path, password):
    runner = CliRunner(env={"MAPBUILDER_SIGN_PASSWORD": password})
    done = runner.invoke(main, ["keys", "new", str(tmp_path)])
    assert done.exit_code == 2
    assert "--no-password" in done.output
    assert list(tmp_path.iterdir()) == []


def test_the_password_of_the_environment_is_taken(tmp_path, cheap):
    done = CliRunner(env={"MAPBUILDER_SIGN_PASSWORD": "word"}).invoke(
        main, ["keys", "new", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    assert read_secret_key(tmp_path / "minisign.key", lambda: "word")
