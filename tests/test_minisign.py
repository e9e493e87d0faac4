"""Keys and signatures: those of minisign 0.11 are read, and ours are those it would write."""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
from base64 import b64decode, b64encode

import pytest
from click.testing import CliRunner

from mapbuilder.cli import main
from mapbuilder.errors import ProofError
from mapbuilder.minisign import (
    check_signature,
    read_public_key,
    read_secret_key,
    read_signature,
    to_signature,
)

# Made by minisign 0.11 with `-G -W`, for these tests alone.
SECRET = (
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwE9GUsiF"
    "xZ0/KQrp9Qo8o9ZGzQWFLqcgk9NF3qROHkqoeI1VN3BxAo10ucn7/vUpN8T9KADcvAOuyrOkFdXdSHR/"
    "/VezifQhAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
)
PUBLIC = "RWTAT0ZSyIXFnY10ucn7/vUpN8T9KADcvAOuyrOkFdXdSHR//VezifQh"
CONTENT = b"mapbuilder\n"
# What minisign 0.11 wrote of that content: `minisign -S -t file:page.html`.
SIGNED = """untrusted comment: signature from minisign secret key
RUTAT0ZSyIXFnb/+E07cm53NtKmUFDMUCOKSE30i/qba1mjiRBkvSBbLFVKw1L+3QAjjLeEkOPF+s3X3/9PHuxexJ9iptO39Pg8=
trusted comment: file:page.html
RDyejSvLIkO5xkqcCnkIyJYsGuWWUl5wdx1eK5wewccf3ez18RHI35YSQKi7CscpY5COogDKon9TnVvZqdDlAg==
"""


@pytest.fixture
def key(tmp_path):
    file = tmp_path / "plain.key"
    file.write_text(f"untrusted comment: minisign encrypted secret key\n{SECRET}\n")
    return file


def never():
    raise AssertionError("a key without a password asks for none")


def with_password(password: str, *, memory: int = 1 << 21) -> str:
    """The same key behind a password, as minisign writes it, but quick to open."""
    raw = b64decode(SECRET)
    secret = raw[54:126]
    check = hashlib.blake2b(b"Ed" + secret, digest_size=32).digest()
    salt = bytes(range(32))
    # Of 2 MiB and 32,768 operations libsodium makes N = 2^10, r = 8, p = 1.
    stream = hashlib.scrypt(password.encode(), salt=salt, n=1 << 10, r=8, p=1, dklen=104)
    hidden = bytes(one ^ other for one, other in zip(secret + check, stream, strict=True))
    head = b"EdScB2" + salt + struct.pack("<QQ", 32_768, memory)
    return f"untrusted comment: x\n{b64encode(head + hidden).decode()}\n"


def test_a_signature_is_the_one_that_minisign_writes(key):
    got = to_signature(CONTENT, read_secret_key(key, never), "file:page.html").decode()
    # The untrusted comment is each program's own.
    assert SIGNED.splitlines()[1:] == got.splitlines()[1:]


def test_the_public_key_is_that_of_the_secret_one(key):
    assert read_secret_key(key, never).public == read_public_key(PUBLIC)


def test_a_public_key_is_read_from_a_file_or_as_it_is_written(tmp_path):
    file = tmp_path / "plain.pub"
    file.write_text(f"untrusted comment: minisign public key\n{PUBLIC}\n")
    assert read_public_key(str(file)) == read_public_key(PUBLIC)
    file.write_text(PUBLIC)
    assert read_public_key(str(file)) == read_public_key(PUBLIC)


def test_what_minisign_signed_holds_and_nothing_else_does(tmp_path):
    file = tmp_path / "page.html.minisig"
    file.write_text(SIGNED)
    public = read_public_key(PUBLIC)
    assert check_signature(CONTENT, read_signature(file), public) is None
    assert "not that key's" in check_signature(CONTENT + b" ", read_signature(file), public)
    file.write_text(SIGNED.replace("file:page", "file:pane"))
    assert "comment" in check_signature(CONTENT, read_signature(file), public)
    raw = bytearray(b64decode(PUBLIC))
    raw[3] ^= 1
    other = read_public_key(b64encode(raw).decode())
    assert "not by" in check_signature(CONTENT, read_signature(file), other)


def test_a_key_with_a_password_opens_with_that_alone(tmp_path, key):
    file = tmp_path / "pass.key"
    file.write_text(with_password("söz"))
    assert read_secret_key(file, lambda: "söz") == read_secret_key(key, never)
    with pytest.raises(ProofError, match="password"):
        read_secret_key(file, lambda: "soz")


def test_a_key_that_would_take_all_memory_is_refused(tmp_path):
    file = tmp_path / "pass.key"
    raw = bytearray(b64decode(with_password("x").splitlines()[1]))
    raw[38:54] = struct.pack("<QQ", 1 << 60, 1 << 60)
    file.write_text(f"untrusted comment: x\n{b64encode(raw).decode()}\n")
    with pytest.raises(ProofError, match="too much"):
        read_secret_key(file, lambda: "x")


@pytest.mark.parametrize(
    "text", ["", "one line", f"untrusted comment: x\n{SECRET[:-4]}\n", f"a\n{PUBLIC}\n", "a\n%%%\n"]
)
def test_what_is_no_key_is_said_to_be_none(text, tmp_path):
    file = tmp_path / "x.key"
    file.write_text(text)
    with pytest.raises(ProofError, match=r"x\.key is no secret key"):
        read_secret_key(file, never)


@pytest.mark.parametrize("text", ["", "a\nb\nc\nd\n", SIGNED.replace("trusted comment: file", "x")])
def test_what_is_no_signature_is_said_to_be_none(text, tmp_path):
    file = tmp_path / "x.minisig"
    file.write_text(text)
    with pytest.raises(ProofError, match=r"x\.minisig is no signature"):
        read_signature(file)


def test_a_signed_build_is_verified_by_its_key_and_by_minisign(tmp_path, key):
    events = tmp_path / "events.csv"
    events.write_text("id,date,title\na,1990,One\n")
    page = tmp_path / "page.html"
    runner = CliRunner()
    built = runner.invoke(main, ["build", str(events), "-o", str(page), "--sign", str(key)])
    assert built.exit_code == 0, built.output
    signature = tmp_path / "page.html.minisig"
    first = signature.read_bytes()
    runner.invoke(main, ["build", str(events), "-o", str(page), "--sign", str(key)])
    assert signature.read_bytes() == first
    comment = f"file:page.html\tsha256:{hashlib.sha256(page.read_bytes()).hexdigest()}"
    assert read_signature(signature).comment == comment
    verified = runner.invoke(main, ["verify", str(page), "--key", PUBLIC])
    assert verified.exit_code == 0, verified.output
    assert "page.html.minisig holds" in verified.output
    # Where the program itself is, it must agree.
    if found := shutil.which("minisign"):
        done = subprocess.run([found, "-Vm", page, "-P", PUBLIC], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout
    page.write_bytes(page.read_bytes() + b"\n")
    changed = runner.invoke(main, ["verify", str(page), "--key", PUBLIC])
    assert changed.exit_code == 1
    assert "does not hold" in changed.output
    signature.unlink()
    assert runner.invoke(main, ["verify", str(page), "--key", PUBLIC]).exit_code == 1


def test_an_unsigned_build_says_whose_signature_lies_beside_it(tmp_path, key):
    events = tmp_path / "events.csv"
    events.write_text("id,date,title\na,1990,One\n")
    build = ["build", str(events), "-o", str(tmp_path / "page.html")]
    said = "page.html.minisig beside it was there before"
    runner = CliRunner()
    assert said not in runner.invoke(main, build).output
    assert said not in runner.invoke(main, [*build, "--sign", str(key)]).output
    signature = (tmp_path / "page.html.minisig").read_bytes()
    assert said not in runner.invoke(main, build).output, "the same page"
    events.write_text("id,date,title\na,1990,Two\n")
    changed = runner.invoke(main, build)
    assert changed.exit_code == 0
    assert said in changed.output
    assert (tmp_path / "page.html.minisig").read_bytes() == signature
    (tmp_path / "page.html.minisig").write_text("of another program\n")
    assert said in runner.invoke(main, build).output


def test_a_password_is_asked_before_anything_is_built(tmp_path):
    file = tmp_path / "pass.key"
    file.write_text(with_password("word"))
    events = tmp_path / "events.csv"
    events.write_text("id,date,title\na,1990,One\n")
    page = tmp_path / "page.html"
    arguments = ["build", str(events), "-o", str(page), "--sign", str(file)]
    unasked = CliRunner().invoke(main, arguments)
    assert unasked.exit_code == 2
    assert "MAPBUILDER_SIGN_PASSWORD" in unasked.output
    wrong = CliRunner(env={"MAPBUILDER_SIGN_PASSWORD": "sword"}).invoke(main, arguments)
    assert wrong.exit_code == 2
    assert not page.exists()
    right = CliRunner(env={"MAPBUILDER_SIGN_PASSWORD": "word"}).invoke(main, arguments)
    assert right.exit_code == 0, right.output
    assert page.exists()
