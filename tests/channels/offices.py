"""Web servers of offices, on loopback, that answer exactly what a test tells them to.

And the name server that leads to them.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import create_server, socket
from threading import Event, Thread

Answer = Callable[["Office", socket], None]


@dataclass
class Office:
    """One server. ``asked`` holds the heads of the requests that reached it."""

    spot: str
    asked: list[str] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)  # what TLS clients called it
    closed: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://{self.spot}/feed"

    @property
    def port(self) -> str:
        return self.spot.rpartition(":")[2]


class Dns:
    """A name server that changes its mind: one list of addresses for each question."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)

    def __call__(self, host: str, port: int) -> Sequence[str]:
        return self.answers.pop(0)


@contextmanager
def office(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Office]:
    with create_server(("127.0.0.1", 0)) as listener:
        server = Office(f"127.0.0.1:{listener.getsockname()[1]}")
        if tls:
            tls.sni_callback = lambda _sock, name, _context: server.names.append(name)
        thread = Thread(target=_serve, args=(listener, server, answer, tls), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closed.set()
            with suppress(OSError), socket() as knock:
                knock.connect(listener.getsockname())
            thread.join(5)


def _serve(listener: socket, server: Office, answer: Answer, tls: ssl.SSLContext | None) -> None:
    while not server.closed.is_set():
        connection, _ = listener.accept()
        with suppress(OSError), connection:
            connection.settimeout(5)
            client = tls.wrap_socket(connection, server_side=True) if tls else connection
            with client:
                head = client.recv(65536).decode("latin-1")
                if head:
                    server.asked.append(head)
                    answer(server, client)


def say(status: str, body: bytes = b"", **headers: str) -> Answer:
    """A plain answer: ``say("200 OK", b"...", etag='"a"')``."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status}\r\n{lines}content-length: {len(body)}\r\n\r\n"
    return lambda _server, client: client.sendall(head.encode("latin-1") + body)


def send(*pieces: bytes) -> Answer:
    """These bytes, head and all, then the end."""
    return lambda _server, client: client.sendall(b"".join(pieces))


def drip(head: bytes, piece: bytes) -> Answer:
    """The head, then one piece after another until the client has had enough."""

    def answer(server: Office, client: socket) -> None:
        client.sendall(head)
        while not server.closed.wait(0.01):
            client.sendall(piece)

    return answer


def pour(head: bytes, piece: bytes) -> Answer:
    """Like ``drip``, as fast as it goes."""

    def answer(server: Office, client: socket) -> None:
        client.sendall(head)
        while not server.closed.is_set():
            client.sendall(piece)

    return answer


def stay_silent(server: Office, _client: socket) -> None:
    server.closed.wait(2)


def late(seconds: float, answer: Answer) -> Answer:
    def take_time(server: Office, client: socket) -> None:
        server.closed.wait(seconds)
        answer(server, client)

    return take_time


def in_turn(*answers: Answer) -> Answer:
    """The first answer to the first request, and so on; the last one for ever."""

    def answer(server: Office, client: socket) -> None:
        answers[min(len(server.asked), len(answers)) - 1](server, client)

    return answer
