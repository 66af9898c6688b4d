from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.channels.sending import jpeg
from tests.scheduler.killed.desk import Desk, desk
from tests.stubs.running import running


@pytest.fixture(scope="package", autouse=True)
def _on_a_record_of_its_own() -> None:
    """The same on every machine: there is nothing to repeat where the tests' own database is
    another one."""
    if "GEMA_TEST_POSTGRES_HOST" in os.environ:
        pytest.skip("these bring a SQLite of their own")


@pytest.fixture(scope="package")
def one_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One record for all; each test plans posts of its own."""
    folder = tmp_path_factory.mktemp("killed")
    with (
        running("tests.scheduler.killed.calm", folder / "network") as network,
        running("meta", folder / "meta") as meta,
        _our_pictures() as pictures,
        desk(folder, network, meta, pictures) as made,
    ):
        yield made


@pytest.fixture
def house(one_desk: Desk) -> Desk:
    one_desk.forget()
    return one_desk


@contextmanager
def _our_pictures() -> Iterator[str]:
    """In place of Gema's own pages: the one picture, whatever address it was lent under."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(jpeg())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
