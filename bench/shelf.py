"""A server on this machine that lends the peers' pages what they load from elsewhere.

The browser is told that every name of the internet is here, so that a page asks for what it always
asks for. It is answered at once: no peer waits for a network. What is asked for is written down.
"""

from __future__ import annotations

import datetime
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.libraries import Libraries, is_tile

TLS_HANDSHAKE = b"\x16"


@dataclass(slots=True)
class Lent:
    """What pages have been lent since the last ``clear``."""

    tiles: int = 0
    files: int = 0
    file_bytes: int = 0
    missing: list[str] = field(default_factory=list)

    def note(self, url: str, content: bytes | None) -> None:
        if is_tile(url):
            self.tiles += 1
        elif content is None:
            self.missing.append(url)
        else:
            self.files += 1
            self.file_bytes += len(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, libraries: Libraries, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.libraries = libraries
        self.context = context
        self.lent = Lent()

    # Within the connection's own thread, so that one slow handshake holds up nobody.
    def finish_request(self, request: object, client_address: object) -> None:
        assert isinstance(request, socket.socket)
        if request.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except (ssl.SSLError, ConnectionError):
                return
        _Handler(request, client_address, self)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is closed leaves connections behind: that is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        url = f"https://{self.headers['Host']}{self.path}"
        found = self.server.libraries.answer(url)
        self.server.lent.note(url, found and found[0])
        content, kind = found or (b"", "text/plain")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: ``Lent`` has it."""


@contextmanager
def shelf(folder: Path) -> Iterator[tuple[list[str], Lent]]:
    """Chromium's arguments with which every name is answered from here, and what was lent."""
    server = _Server(Libraries(folder), _certified())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{server.server_port}, EXCLUDE 127.0.0.1"
    # A page of a file may ask this machine; Chromium would first ask somebody who watches.
    local = "--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessChecks"
    try:
        yield [rules, local, "--ignore-certificate-errors"], server.lent
    finally:
        server.shutdown()
        server.server_close()


def _certified() -> ssl.SSLContext:
    """A context with a certificate made for this run, which the browser is told to accept."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bench")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(path)
    return context
