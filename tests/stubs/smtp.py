"""A mail server in a process of its own: it keeps what it accepts, as files in a folder.

The standard library has no SMTP server any more, and this needs no package. An address that begins
with ``tidak-ada`` is refused, one with ``nanti`` is put off. ``--strict`` checks every message
against RFC 5322 and what mailing lists owe their readers (``smtp_rules.py``). It offers STARTTLS
with a ``--certificate``, and wants a ``--login user:password``, over TLS only where it can.

``XSTUB {json}`` is its back door, see ``smtp_faults.py``.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import socket
import socketserver
import ssl
import sys
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

from tests.stubs import smtp_rules
from tests.stubs.smtp_faults import Fault, Faults

REFUSED = {"tidak-ada": b"550 5.1.1 no such mailbox", "nanti": b"451 4.7.1 come back later"}
ADDRESS = re.compile(r"<([^>]*)>")


class Gone(Exception):
    """The connection was broken off, as a fault wanted."""


class Session(socketserver.StreamRequestHandler):
    """One connection, as far as RFC 5321 is needed."""

    folder: ClassVar[Path]
    strict: ClassVar[bool] = False
    certificate: ClassVar[Path | None] = None
    login: ClassVar[str] = ""
    implicit: ClassVar[bool] = False
    faults: ClassVar[Faults] = Faults()
    lock: ClassVar[threading.Lock] = threading.Lock()

    def setup(self) -> None:
        self.secure = self.implicit
        if self.implicit:
            self.request = self.wrapped()
        super().setup()
        self.known = not self.login
        self.forget()

    def forget(self) -> None:
        self.sender = ""
        self.recipients: list[str] = []

    def handle(self) -> None:
        try:
            if not self.fault("connect"):
                self.say(b"220 stub ready")
            while line := self.rfile.readline():
                if not self.command(line):
                    return
        except (Gone, OSError):
            return

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return

    def command(self, line: bytes) -> bool:
        """False: the conversation is over."""
        word = line[:4].upper()
        if word == b"QUIT":
            self.say(b"221 bye")
            return False
        takes = {
            b"EHLO": self.greet, b"HELO": self.greet, b"STAR": self.start_tls,
            b"AUTH": self.take_login, b"MAIL": self.take_sender, b"RCPT": self.take_recipient,
            b"DATA": self.take_data, b"RSET": self.take_reset, b"NOOP": self.take_nothing,
            b"XSTU": self.take_orders,
        }  # fmt: skip
        take = takes.get(word)
        if take is None:
            self.say(b"502 not here")
        else:
            take(line.decode("ascii", "replace").strip())
        return True

    def greet(self, line: str) -> None:
        if self.fault("hello"):
            return
        said = ["250-stub", "250-SIZE 10000000", "250-ENHANCEDSTATUSCODES"]
        if self.certificate and not self.secure:
            said.append("250-STARTTLS")
        if self.login and (self.secure or not self.certificate):
            said.append("250-AUTH PLAIN")
        self.say("\r\n".join([*said, "250 NOOP"]).encode())

    def start_tls(self, line: str) -> None:
        if self.fault("starttls"):
            return
        if not self.certificate or self.secure:
            self.say(b"502 5.5.1 not offered")
            return
        self.say(b"220 go ahead")
        self.connection = self.request = self.wrapped()
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = socketserver._SocketWriter(self.connection)  # type: ignore[attr-defined]
        self.secure = True
        self.forget()

    def wrapped(self) -> ssl.SSLSocket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.certificate
        context.load_cert_chain(self.certificate)
        return context.wrap_socket(self.request, server_side=True)

    def take_login(self, line: str) -> None:
        if self.fault("login"):
            return
        given = base64.b64decode(line.rpartition(" ")[2]).decode()
        user, _, password = self.login.partition(":")
        self.known = given == f"\0{user}\0{password}"
        self.say(b"235 2.7.0 welcome" if self.known else b"535 5.7.8 wrong password")

    def take_sender(self, line: str) -> None:
        if self.fault("sender"):
            return
        if not self.known:
            self.say(b"530 5.7.0 log in first")
            return
        found = ADDRESS.search(line)
        self.forget()
        self.sender = found[1] if found else ""
        self.say(b"250 ok")

    def take_recipient(self, line: str) -> None:
        found = ADDRESS.search(line)
        recipient = (found[1] if found else "").lower()
        if self.fault("recipient", recipient):
            return
        answer = next((said for name, said in REFUSED.items() if name in recipient), b"250 ok")
        if answer.startswith(b"250"):
            self.recipients.append(recipient)
        self.say(answer)

    def take_data(self, line: str) -> None:
        whom = self.recipients[0] if self.recipients else ""
        if self.fault("data", whom):
            return
        if not self.recipients:
            self.say(b"503 5.5.1 nobody to send it to")
            return
        self.say(b"354 go on")
        if self.fault("body", whom):
            return
        self.take_message(self.message(), whom)

    def message(self) -> bytes:
        """Up to the dot; broken off before it, nothing was sent."""
        text = b""
        while (got := self.rfile.readline()) != b".\r\n":
            if not got:
                raise Gone
            text += got.removeprefix(b".")
        return text

    def take_message(self, text: bytes, whom: str) -> None:
        fault = self.faults.take("dot", whom)
        if wrong := smtp_rules.wrong(text, self.recipients) if self.strict else "":
            self.keep("wrong", text, wrong)
            self.say(f"554 5.6.0 {wrong}".encode())
            return
        if fault is None or fault.accept:
            self.keep("accepted", text, "")
        if fault is not None:
            self.fail(fault)
        else:
            self.say(b"250 2.0.0 taken")

    def take_reset(self, line: str) -> None:
        self.forget()
        self.say(b"250 ok")

    def take_nothing(self, line: str) -> None:
        self.say(b"250 ok")

    def take_orders(self, line: str) -> None:
        self.faults.obey(json.loads(line[6:]))
        self.say(b"250 as you wish")

    def keep(self, kind: str, text: bytes, why: str) -> None:
        """On disk before it is answered: also a killed stub has told the truth."""
        event: dict[str, Any] = {
            "kind": kind, "from": self.sender, "to": self.recipients, "why": why,
            "at": time.time(), "secure": self.secure,
        }  # fmt: skip
        with self.lock:
            if kind == "accepted":
                number = len(list(self.folder.glob("*.eml")))
                (self.folder / f"{number:04}.eml").write_bytes(text)
            with (self.folder / "events.jsonl").open("a") as file:
                file.write(json.dumps(event) + "\n")
                file.flush()
                os.fsync(file.fileno())

    def fault(self, phase: str, whom: str = "") -> bool:
        """Whether this phase was made to fail instead."""
        found = self.faults.take(phase, whom)
        if found is not None:
            self.fail(found)
        return found is not None

    def fail(self, fault: Fault) -> None:
        if fault.do == "answer":
            self.say(fault.said.encode())
            return
        if fault.do == "hang":
            time.sleep(fault.seconds)
        self.connection.shutdown(socket.SHUT_RDWR)
        raise Gone

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--state", type=Path, required=True)
    asked.add_argument("--strict", action="store_true")
    asked.add_argument("--certificate", type=Path)
    asked.add_argument("--implicit", action="store_true", help="TLS from the first byte")
    asked.add_argument("--login", default="")
    given = asked.parse_args()
    Session.folder, Session.strict = given.state, given.strict
    Session.certificate, Session.login = given.certificate, given.login
    Session.implicit = given.implicit
    with Server(("127.0.0.1", given.port), Session) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
