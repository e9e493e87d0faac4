"""A web server here that sends parts of the files of a folder, and fails as it is told."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TYPES = {".html": "text/html; charset=utf-8"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RangedServer

    def do_GET(self) -> None:
        server = self.server
        name = self.path.partition("?")[0].lstrip("/") or "index.html"
        path = server.folder / name
        if name in server.missing or not path.is_file():
            self.send_error(404)
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        server.asked.append((name, asked and (int(asked[1]), int(asked[2]))))
        given = server.changed.get(name)
        with path.open("rb") if given is None else io.BytesIO(given) as file:
            size = file.seek(0, io.SEEK_END)
            start, stop = 0, size
            if asked and server.with_ranges:
                start, stop = int(asked[1]), min(int(asked[2]) + 1, size)
                if start >= size:
                    self.send_error(416)
                    return
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{size}")
            else:
                self.send_response(200)
            file.seek(start)
            content = file.read(stop - start)
        self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            # Who asked has gone.
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


class RangedServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.with_ranges = True
        self.missing: set[str] = set()
        self.changed: dict[str, bytes] = {}
        self.asked: list[tuple[str, tuple[int, int] | None]] = []

    def handle_error(self, *_: Any) -> None:
        """Says nothing: a browser that is closed leaves its connections."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


@contextmanager
def ranged(folder: Path) -> Iterator[RangedServer]:
    with RangedServer(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
