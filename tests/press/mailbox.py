"""A mailbox that is read by IMAP over TLS, on loopback. Takes the commands of RFC 9051 that Gema
sends, in the form that it prescribes, and nothing else.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

USER, PASSWORD = "kembali", 'rahasia "kotak" surel'
FETCH = re.compile(rb"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)")
STORE = re.compile(rb"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)")


@dataclass
class Mailbox:
    """``lost``: the line breaks instead of an answer to what begins so."""

    port: int
    messages: list[bytes] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    said: list[bytes] = field(default_factory=list)
    lost: bytes = b""

    def answer(self, line: bytes) -> bytes | None:
        """What comes before the closing word; None: refused."""
        login = rb'LOGIN kembali "rahasia \"kotak\" surel"'
        plain: dict[bytes, Callable[[], bytes]] = {
            b"CAPABILITY": lambda: b"* CAPABILITY IMAP4rev1\r\n",
            login: bytes,
            b'SELECT "INBOX"': lambda: b"* %d EXISTS\r\n" % len(self.messages),
            b"UID SEARCH UNSEEN": self._search,
            b"LOGOUT": lambda: b"* BYE\r\n",
        }
        if line in plain:
            return plain[line]()
        if found := FETCH.fullmatch(line):
            return self._fetch(int(found[1]), int(found[2]))
        if found := STORE.fullmatch(line):
            self.read.add(int(found[1]))
            return b""
        return None

    def _search(self) -> bytes:
        unread = (n for n in range(1, len(self.messages) + 1) if n not in self.read)
        return b"* SEARCH " + b" ".join(b"%d" % n for n in unread) + b"\r\n"

    def _fetch(self, number: int, most: int) -> bytes:
        data = self.messages[number - 1][:most]
        return b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%b)\r\n" % (number, number, len(data), data)


@contextmanager
def mailbox(pem: Path) -> Iterator[Mailbox]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        box = Mailbox(listener.getsockname()[1])
        Thread(target=_serve, args=(listener, tls, box), daemon=True).start()
        yield box


def _serve(listener: socket.socket, tls: ssl.SSLContext, box: Mailbox) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listener.accept()
            with suppress(OSError), plain, tls.wrap_socket(plain, server_side=True) as line:
                line.settimeout(10)
                _talk(line, box)


def _talk(line: ssl.SSLSocket, box: Mailbox) -> None:
    line.sendall(b"* OK ready\r\n")
    for said in line.makefile("rb"):
        tag, _, command = said.rstrip(b"\r\n").partition(b" ")
        box.said.append(command)
        if box.lost and command.startswith(box.lost):
            return
        answer = box.answer(command)
        line.sendall(tag + b" NO refused\r\n" if answer is None else answer + tag + b" OK done\r\n")
        if command == b"LOGOUT":
            return
