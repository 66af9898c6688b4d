"""A line to a server on loopback that can be cut: a TCP proxy that ends TLS, as in front of a site.

It reads what passes, so that one request among many can be cut: on its way there, when all of it
has arrived, or on the way back, after so many bytes.
"""

from __future__ import annotations

import re
import select
import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from threading import Condition, Thread

BLOCK = 16_384
UNCUT = 1 << 62
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: throw away what is under way
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Where(Enum):
    """``ASKING``: after so many bytes of the request. ``ASKED``: when the server has all of it and
    has not answered. ``ANSWERING``: after so many bytes of the answer; with 0 the server has done
    what it was asked, and nobody hears of it.
    """

    ASKING = "asking"
    ASKED = "asked"
    ANSWERING = "answering"


@dataclass(frozen=True, slots=True)
class Cut:
    """``match`` is looked for in what the client has said since it was last answered. ``after``
    below zero counts from the end of the request."""

    match: bytes
    where: Where
    after: int = 0
    reset: bool = False  # else the connection ends in order, but too early


@dataclass(slots=True)
class Turn:
    """One request and its answer, as far as they have come."""

    asked: bytearray = field(default_factory=bytearray)
    let_through: int = 0
    answered: int = 0
    cut: Cut | None = None

    @property
    def end(self) -> int:
        """How many bytes of the request get through; more than there are where it is not cut."""
        if self.cut is None or self.cut.where is Where.ANSWERING:
            return UNCUT
        whole = length(bytes(self.asked))
        if self.cut.where is Where.ASKED:
            return whole
        return self.cut.after if self.cut.after >= 0 else whole + self.cut.after


class Line:
    def __init__(self, server: int, tls: ssl.SSLContext | None) -> None:
        self._server = server
        self._tls = tls
        self._cuts: list[Cut] = []
        self._state = Condition()
        self._under_way = 0  # cut, but the server may still be at work
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        Thread(target=self._open, daemon=True, name="line").start()

    @contextmanager
    def cut(
        self, match: bytes, where: Where, after: int = 0, *, reset: bool = False
    ) -> Iterator[None]:
        """The next request that matches is cut; if none was, the test has tested nothing."""
        planned = Cut(match, where, after, reset)
        self._cuts.append(planned)
        try:
            yield
            assert planned not in self._cuts, f"nothing was cut: {planned}"
        finally:
            self._cuts.clear()

    def wait_until_idle(self) -> None:
        """Until the server has done, or given up, what it was asked when the line was cut."""
        with self._state:
            assert self._state.wait_for(lambda: not self._under_way, timeout=60)

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def planned(self, asked: bytes) -> Cut | None:
        """The cut for this request, once."""
        with self._state:
            fits = (cut for cut in self._cuts if re.search(cut.match, asked, re.DOTALL))
            if (found := next(fits, None)) is not None:
                self._cuts.remove(found)
                self._under_way += 1
            return found

    def _open(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:  # closed
                return
            Thread(target=self._serve, args=(client,), daemon=True, name="call").start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:  # one of the two has gone; so goes the other
            client.settimeout(60)
            talk = self._tls.wrap_socket(client, server_side=True) if self._tls else client
            with talk, socket.create_connection(("127.0.0.1", self._server)) as server:
                call = Call(self, talk, server)
                try:
                    call.carry()
                finally:
                    self._over(call)

    def _over(self, call: Call) -> None:
        with self._state:
            self._under_way -= call.is_cut
            self._state.notify_all()


class Call:
    """One connection, carried both ways until it ends or is cut."""

    def __init__(self, line: Line, client: socket.socket, server: socket.socket) -> None:
        self._line, self._client, self._server = line, client, server
        self._turn = Turn()
        self.is_cut = False

    def carry(self) -> None:
        going = True
        while going:
            waiting = isinstance(self._client, ssl.SSLSocket) and self._client.pending() > 0
            ready = select.select([self._client, self._server], [], [], 0 if waiting else 120)[0]
            if waiting or self._client in ready:
                going = self._asks(self._client.recv(BLOCK))
            elif self._server in ready:
                going = self._answers(self._server.recv(BLOCK))
            else:
                going = False

    def _asks(self, said: bytes) -> bool:
        if self._turn.answered:
            self._turn = Turn()
        turn = self._turn
        turn.asked += said
        turn.cut = turn.cut or self._line.planned(bytes(turn.asked))
        self.is_cut = self.is_cut or turn.cut is not None
        end = turn.end
        passed = said[: end - turn.let_through]
        self._server.sendall(passed)
        turn.let_through += len(passed)
        if turn.cut is None or turn.let_through < end:
            return bool(said)
        self._end(turn.cut)
        if turn.cut.where is Where.ASKED:
            self._server.recv(1)  # it goes on without us
        return False

    def _answers(self, said: bytes) -> bool:
        turn = self._turn
        turn.answered += len(said)
        cut = turn.cut
        if cut is None or cut.where is not Where.ANSWERING or turn.answered < cut.after:
            self._client.sendall(said)
            return bool(said)
        self._client.sendall(said[: len(said) - (turn.answered - cut.after)])
        self._end(cut)
        return False

    def _end(self, cut: Cut) -> None:
        """Let go of the client, roughly or in order."""
        if cut.reset:
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self._client.close()


def length(asked: bytes) -> int:
    """Of an HTTP request, as its head says; ``UNCUT`` while the head is not complete."""
    head, blank, _ = asked.partition(b"\r\n\r\n")
    body = LENGTH.search(head)
    return len(head + blank) + (int(body[1]) if body else 0) if blank else UNCUT
