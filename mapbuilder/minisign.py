"""Keys and signatures in minisign's own forms: what ``build --sign`` writes and ``verify`` reads.

Out come also new keys, the one thing here that is never the same twice.

Signatures are Ed25519 over BLAKE2b-512 of a file, with a comment that is signed as well. There is
no clock in them: the same key, file and comment give the same bytes, as RFC 8032 has it.
ref: https://jedisct1.github.io/minisign/ ("Signature format", "Public key format", "Secret key
format").
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import secrets
import struct
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mapbuilder.errors import ProofError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

UNTRUSTED, TRUSTED = "untrusted comment: ", "trusted comment: "
_ALGORITHM, _HASHED = b"Ed", b"ED"
_SECRET_BYTES, _PUBLIC_BYTES, _SIGNATURE_BYTES = 158, 42, 74
_MOST_MEMORY = 1 << 31
"""Bytes that a password may cost; minisign's own keys take half."""
_OPERATIONS, _MEMORY = 1 << 25, 1 << 30
"""What a new password costs: libsodium's limits named SENSITIVE, which minisign takes."""
_LEAST_MEMORY = 1 << 26
_LARGEST_FILE = 100_000


@dataclass(frozen=True, slots=True)
class PublicKey:
    number: bytes
    """By which a signature names its key; eight bytes."""
    key: bytes

    def __str__(self) -> str:
        return shown_number(self.number)


@dataclass(frozen=True, slots=True)
class SecretKey:
    number: bytes
    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        raw = self._key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.number, raw)

    def sign(self, content: bytes) -> bytes:
        return self._key().sign(content)

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Signature:
    number: bytes
    signature: bytes
    is_hashed: bool
    """Whether BLAKE2b-512 of the file was signed, as minisign does since 0.10, not the file."""
    comment: str
    """The trusted one."""
    whole: bytes
    """Over the signature and the comment."""


def shown_number(number: bytes) -> str:
    """A key's number as minisign prints it."""
    return f"{int.from_bytes(number, 'little'):016X}"


def read_secret_key(path: Path, password: Callable[[], str]) -> SecretKey:
    """The key in a file that ``minisign -G`` wrote; ``password`` is asked only where it has one.

    Raises ``ProofError`` when it is no such file, or the password is another.
    """
    require_sign()
    name = path.name
    raw = _decoded(_lines(path), 1, _SECRET_BYTES, f"{name} is no secret key of minisign's")
    algorithm, kdf, checksum = raw[:2], raw[2:4], raw[4:6]
    if algorithm != _ALGORITHM or checksum != b"B2":
        raise ProofError(f"{name} is no secret key of minisign's: it is of another kind")
    salt = raw[6:38]
    operations, memory = struct.unpack("<QQ", raw[38:54])
    secret = raw[54:]
    if kdf == b"Sc":
        stream = _stretched(password(), salt, operations, memory, len(secret), name)
        secret = bytes(one ^ other for one, other in zip(secret, stream, strict=True))
    elif kdf != b"\0\0":
        raise ProofError(f"{name}: its password is kept in a way that is not known: {kdf!r}")
    number, key, check = secret[:8], secret[8:72], secret[72:]
    expected = hashlib.blake2b(algorithm + number + key, digest_size=32).digest()
    # minisign gives a key without a password no checksum.
    if not hmac.compare_digest(expected, check) and not (kdf == b"\0\0" and check == bytes(32)):
        wrong = "the password is another" if kdf == b"Sc" else "the file is damaged"
        raise ProofError(f"{name} cannot be opened: {wrong}")
    opened = SecretKey(number, key[:32])
    if opened.public.key != key[32:]:
        raise ProofError(f"{name} cannot be opened: the file is damaged")
    return opened


def new_secret_key() -> SecretKey:
    """A key that nobody else has, by the system's source of chance."""
    require_sign()
    return SecretKey(secrets.token_bytes(8), secrets.token_bytes(32))


def to_secret_key_text(key: SecretKey, password: str | None) -> str:
    """The secret key as ``minisign -G`` writes it, without a password as with ``-W``."""
    secret = key.number + key.seed + key.public.key
    if password is None:
        # As minisign has it: no salt, no cost, no checksum.
        raw = _ALGORITHM + b"\0\0B2" + bytes(48) + secret + bytes(32)
        return _key_text("minisign unencrypted secret key", raw)
    secret += hashlib.blake2b(_ALGORITHM + secret, digest_size=32).digest()
    salt = secrets.token_bytes(32)
    operations, memory = _OPERATIONS, _MEMORY
    while True:
        try:
            stream = _stretched(password, salt, operations, memory, len(secret), "the new key")
            break
        except ProofError:
            # Like minisign on a machine with little memory.
            operations, memory = operations // 2, memory // 2
            if memory < _LEAST_MEMORY:
                raise
    hidden = bytes(one ^ other for one, other in zip(secret, stream, strict=True))
    head = _ALGORITHM + b"ScB2" + salt + struct.pack("<QQ", operations, memory)
    return _key_text("minisign encrypted secret key", head + hidden)


def to_public_key_text(key: PublicKey) -> str:
    return _key_text(f"minisign public key {key}", _ALGORITHM + key.number + key.key)


def _key_text(comment: str, raw: bytes) -> str:
    return f"{UNTRUSTED}{comment}\n{b64encode(raw).decode()}\n"


def _stretched(
    password: str, salt: bytes, operations: int, memory: int, length: int, name: str
) -> bytes:
    """The bytes that scrypt makes of a password, with libsodium's choice of its parameters.

    ref: libsodium, crypto_pwhash/scryptsalsa208sha256/pwhash_scryptsalsa208sha256.c, pickparams.
    """
    block = 8
    operations = max(operations, 32_768)
    if operations < memory // 32:
        parallel, most = 1, operations // (block * 4)
    else:
        most = memory // (block * 128)
        parallel = 0
    exponent = next((power for power in range(1, 63) if 1 << power > most // 2), 63)
    if parallel == 0:
        parallel = min(operations // 4 // (1 << exponent), 0x3FFFFFFF) // block
    needed = 128 * block * ((1 << exponent) + parallel + 2)
    if not parallel or needed > _MOST_MEMORY:
        raise ProofError(f"{name} asks for {needed / 1e9:,.1f} GB to open it; that is too much")
    try:
        return hashlib.scrypt(
            password.encode(),
            salt=salt,
            n=1 << exponent,
            r=block,
            p=parallel,
            maxmem=_MOST_MEMORY - 1,
            dklen=length,
        )
    except (ValueError, MemoryError) as error:
        raise ProofError(f"{name} cannot be opened here: {error}") from error


def read_public_key(written: str) -> PublicKey:
    """The key in a file, or written out as minisign prints it."""
    path = Path(written)
    is_file = "\0" not in written and path.is_file()
    lines = _lines(path) if is_file else [UNTRUSTED, written]
    what = path.name if is_file else repr(written)
    raw = _decoded(
        lines if len(lines) > 1 else [UNTRUSTED, *lines],
        1,
        _PUBLIC_BYTES,
        f"{what} is neither a file with a public key of minisign's nor such a key",
    )
    if raw[:2] != _ALGORITHM:
        raise ProofError(f"{what} is a public key of another kind than minisign's")
    return PublicKey(raw[2:10], raw[10:])


def read_signature(path: Path) -> Signature:
    lines = _lines(path)
    wrong = f"{path.name} is no signature of minisign's"
    raw = _decoded(lines, 1, _SIGNATURE_BYTES, wrong)
    if len(lines) < 4 or not lines[2].startswith(TRUSTED) or raw[:2] not in (_ALGORITHM, _HASHED):
        raise ProofError(f"{wrong}: it has two comments, each before a line of base64")
    return Signature(
        raw[2:10],
        raw[10:],
        raw[:2] == _HASHED,
        lines[2].removeprefix(TRUSTED),
        _decoded(lines, 3, 64, wrong),
    )


def to_signature(content: bytes, key: SecretKey, comment: str) -> bytes:
    """The text of the file ``NAME.minisig`` for a file's content; ``comment`` is signed as well."""
    signature = key.sign(hashlib.blake2b(content).digest())
    whole = key.sign(signature + comment.encode())
    lines = [
        f"{UNTRUSTED}signature by key {shown_number(key.number)}",
        b64encode(_HASHED + key.number + signature).decode(),
        f"{TRUSTED}{comment}",
        b64encode(whole).decode(),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def check_signature(content: bytes, signature: Signature, key: PublicKey) -> str | None:
    """What is wrong with a signature, ``None`` when the key signed this content and comment."""
    require_sign()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if signature.number != key.number:
        return f"it is by key {shown_number(signature.number)}, not by {shown_number(key.number)}"
    public = Ed25519PublicKey.from_public_bytes(key.key)
    signed = hashlib.blake2b(content).digest() if signature.is_hashed else content
    try:
        public.verify(signature.signature, signed)
    except InvalidSignature:
        return "it is not that key's signature of this file"
    try:
        public.verify(signature.whole, signature.signature + signature.comment.encode())
    except InvalidSignature:
        return "its trusted comment was changed"
    return None


def require_sign() -> None:
    """Raises ``ProofError`` with the cure where the library that signs is not installed."""
    from importlib.util import find_spec

    if find_spec("cryptography") is None:
        raise ProofError("signatures need a library: pip install 'mapbuilder[sign]'")


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE)
        return content.decode().splitlines()
    except OSError as error:
        raise ProofError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError:
        raise ProofError(f"{path.name} is neither a key nor a signature of minisign's") from None


def _decoded(lines: list[str], index: int, size: int, wrong: str) -> bytes:
    try:
        raw = b64decode(lines[index].strip(), validate=True)
    except (IndexError, binascii.Error, ValueError):
        raise ProofError(wrong) from None
    if len(raw) != size:
        raise ProofError(f"{wrong}: it has {len(raw)} bytes instead of {size}")
    return raw
