"""A public place for pictures, in a thread of the test: what Instagram fetches from."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Pictures:
    url: str
    shown: dict[str, bytes]

    def show(self, name: str, data: bytes) -> str:
        self.shown[f"/{name}"] = data
        return f"{self.url}/{name}"


@contextmanager
def pictures() -> Iterator[Pictures]:
    shown: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = shown.get(self.path)
            self.send_response(200 if data else 404)
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield Pictures(f"http://127.0.0.1:{server.server_address[1]}", shown)
    finally:
        server.shutdown()
        server.server_close()
