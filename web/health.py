"""What a supervisor asks a worker, which serves no pages: /livez and /readyz."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scheduler import engine
from web.config import WrongSetting


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path:
            case "/livez":
                self._answer("live", engine.is_alive())
            case "/readyz":
                doubt = {"clock": "in doubt"} if engine.is_in_doubt() else {}
                self._answer("ready", engine.is_ready(), doubt)
            case _:
                self.send_error(404)

    def _answer(self, word: str, is_it: bool, more: Mapping[str, str] | None = None) -> None:
        body = json.dumps({word: is_it, **(more or {})}).encode()
        self.send_response(200 if is_it else 503)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Asked every few seconds; nobody wants to read it."""


def serve(place: str) -> None:
    """``place``: HOST:PORT. Raises WrongSetting."""
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal() or int(port[:6]) > 65535:
        raise WrongSetting(f"--health: expected HOST:PORT, got {place!r}")
    try:
        server = ThreadingHTTPServer((host.strip("[]"), int(port)), Health)
    except OSError as e:
        raise WrongSetting(f"--health: {place}: cannot listen there ({e.strerror}).") from e
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
