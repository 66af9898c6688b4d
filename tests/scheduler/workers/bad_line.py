"""A line to the database that breaks at a COMMIT: before its answer has come, or before it has."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection


class BadLine:
    """``breaks``: set, the next COMMIT has no answer. ``may_arrive``: it reaches the database."""

    def __init__(self, server: Path) -> None:
        self._server = str(server)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.breaks = threading.Event()
        self.broke = threading.Event()
        self.may_arrive = threading.Event()
        self.may_arrive.set()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._server)
            ways = {client: server, server: client}
            while True:
                for end in select.select(ways, [], [])[0]:
                    said = end.recv(1 << 16)
                    if not said:
                        return
                    if end is client and b"COMMIT" in said and self.breaks.is_set():
                        self._lose(said, client, server)
                        return
                    ways[end].sendall(said)

    def _lose(self, said: bytes, client: socket.socket, server: socket.socket) -> None:
        self.breaks.clear()
        if not self.may_arrive.is_set():
            client.close()
            self.broke.set()
            self.may_arrive.wait(10)
        server.sendall(said)
        server.recv(1 << 16)  # it has happened
        self.broke.set()


@contextmanager
def bad_line(monkeypatch: pytest.MonkeyPatch) -> Iterator[BadLine]:
    """Every connection that is made in the meantime goes over it."""
    connection.ensure_connection()
    where = connection.settings_dict
    line = BadLine(Path(where["HOST"]) / f".s.PGSQL.{where['PORT'] or 5432}")
    try:
        with monkeypatch.context() as patch:
            patch.setitem(where, "HOST", "127.0.0.1")
            patch.setitem(where, "PORT", str(line.port))
            yield line
    finally:
        line.close()
