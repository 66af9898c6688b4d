"""The part that every stub network shares: listening, failing on request, remembering.

POST /_stub/faults    {"do": "hang", "match": "POST /2/tweets", …}  see ``wire.Fault``
                      {"do": "refuse", "seconds": 2}                stop listening that long
POST /_stub/settings  {"visible_after": 5}                          stays until changed
POST /_stub/reset     forget faults and settings
GET  /_stub/accepted  everything that was accepted, in order
GET  /_stub/heard     every request, and what was accepted because of it
POST /_stub/begin     {"accepted": […], "fault": {…}}               a world of its own
POST /_stub/end       forget that world

The same network exists any number of times over: ``/_world/<name>/…`` is one that nobody else uses.
A world that was begun keeps what it accepts in memory only.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import socket
import struct
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from tests.stubs.official import fault_of
from tests.stubs.wire import Fault, Rejected, Reply, Request

Event = dict[str, Any]
WORLD = "/_world/"
TRUE = {"cut", "untyped"}  # faults that spoil the true answer


class Stub(ABC):
    """A network. What it accepted is a file of JSON lines, flushed to disk before it answers."""

    defaults: dict[str, Any] = {}
    specification = ""  # of ``tests.stubs.official``, where there is one

    def __init__(self, state: Path | None) -> None:
        self.lock = threading.RLock()
        self.away = 0.0
        self.forget()
        self._file = None if state is None else _kept_in(state)
        if self._file is None:
            return
        self._file.seek(0)
        whole, newline, _ = self._file.read().rpartition(b"\n")
        self._file.truncate(len(whole + newline))  # a killed process leaves half a line at most
        for line in whole.splitlines():
            self._remember(json.loads(line))

    def forget(self) -> None:
        """Be as on the first day. A network adds its own memory."""
        # No network gives a number twice, whatever of it is forgotten here.
        self.forgotten = getattr(self, "forgotten", 0) + len(getattr(self, "accepted", ()))
        self.faults: list[Fault] = []
        self.settings = copy.deepcopy(self.defaults)
        self.accepted: list[Event] = []
        self.heard: list[dict[str, Any]] = []

    @property
    def next_number(self) -> int:
        return self.forgotten + len(self.accepted) + 1

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Do what was asked, or raise ``Rejected``."""

    @abstractmethod
    def apply(self, event: Event) -> None:
        """Take one accepted thing into memory."""

    def accept(self, kind: str, **facts: Any) -> Event:
        event = {"n": len(self.accepted) + 1, "kind": kind, "at": time.time()} | facts
        if self._file is not None:
            self._file.write(json.dumps(event).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        self._remember(event)
        return event

    def respond(self, request: Request) -> Reply:
        with self.lock:
            before = len(self.accepted)
            try:
                self._hold_against_the_specification(request)
                return self.answer(request)
            except Rejected as rejected:
                return rejected.reply
            finally:
                if self.heard:
                    self.heard[-1]["kinds"] = [one["kind"] for one in self.accepted[before:]]

    def unlike(self, fault: str) -> Rejected:
        """How the network turns away what is not as it specifies."""
        return Rejected(Reply(400, {"error": fault}))

    def _hold_against_the_specification(self, request: Request) -> None:
        fault = fault_of(self.specification, request) if self.specification else ""
        if fault:
            raise self.unlike(fault)

    def fault_for(self, request: Request) -> Fault | None:
        with self.lock:
            self.heard.append({"line": f"{request.method} {request.path}", "kinds": []})
            fault = next((fault for fault in self.faults if fault.fits(request)), None)
            if fault and fault.skip:
                fault.skip -= 1
                return None
            if fault:
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
            return fault

    def control(self, name: str, body: dict[str, Any]) -> Any:
        with self.lock:
            if name in {"accepted", "heard"}:
                return list(getattr(self, name))  # it is written to the wire after the lock
            orders: dict[str, Callable[[dict[str, Any]], None]] = {
                "settings": self.settings.update,
                "reset": self._start_anew,
                "begin": self._go_on_from,
                "faults": self._fail_from_now_on,
            }
            if name in orders:
                orders[name](body)
            return {"ok": True}

    def _start_anew(self, body: dict[str, Any]) -> None:
        self.forget()
        if self._file is not None:
            self._file.truncate(0)

    def _go_on_from(self, body: dict[str, Any]) -> None:
        for event in body["accepted"]:
            self._remember(event)
        if body["fault"]:
            self._fail_from_now_on(body["fault"])

    def _fail_from_now_on(self, body: dict[str, Any]) -> None:
        if body["do"] == "refuse":
            self.away = float(body.get("seconds", 2))
            return
        known = {field.name for field in fields(Fault)}
        assert set(body) <= known, f"unknown: {set(body) - known}"
        self.faults.append(Fault(**body))

    def _remember(self, event: Event) -> None:
        self.accepted.append(event)
        self.apply(event)


def _kept_in(state: Path) -> BinaryIO:
    state.mkdir(parents=True, exist_ok=True)
    return (state / "accepted.jsonl").open("a+b")


class Worlds:
    """The network that a process is, and its doubles."""

    def __init__(self, kind: type[Stub], state: Path) -> None:
        self.kind = kind
        self.first = kind(state)
        self.others: dict[str, Stub] = {}

    def reached(self, path: str) -> tuple[Stub, str]:
        """The network that is meant, and what is asked of it."""
        name, slash, rest = path.removeprefix(WORLD).partition("/")
        if not path.startswith(WORLD):
            return self.first, path
        if rest == "_stub/end":
            return self.others.pop(name), slash + rest
        if rest == "_stub/begin":
            self.others[name] = self.kind(None)
        return self.others[name], slash + rest


class Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, worlds: Worlds, port: int) -> None:
        self.worlds = worlds
        super().__init__(("127.0.0.1", port), Handler)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        stub, target = self.server.worlds.reached(self.path)
        if target.startswith("/_stub/"):
            return self._control(stub, target.removeprefix("/_stub/"), body)
        request = Request(self.command, target, self.headers, body)
        fault = stub.fault_for(request)
        if fault is None:
            return self._send(stub.respond(request))
        if fault.do == "set":
            stub.settings |= fault.body
            return self._send(stub.respond(request))
        if fault.do in TRUE:
            return self._garble(fault, stub.respond(request))
        if fault.accept:
            stub.respond(request)
        return self._fail(fault)

    do_GET = do_POST = do_DELETE = do_PUT = handle_any

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; what matters is in the file."""

    def _control(self, stub: Stub, name: str, body: bytes) -> None:
        reply = Reply(200, stub.control(name, json.loads(body or b"{}")))
        if stub.away:
            self.server.shutdown()
            self.server.socket.close()  # before the answer, so that whoever asked can rely on it
        self._send(reply)

    def _fail(self, fault: Fault) -> None:
        if fault.do == "answer":
            return self._send(fault.reply)
        if fault.do == "hang":
            self.connection.settimeout(fault.seconds)
            with suppress(OSError):
                self.connection.recv(1)  # until the other side gives up
        if fault.do == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close() if fault.do == "reset" else self.connection.shutdown(2)
        return None

    def _garble(self, fault: Fault, reply: Reply) -> None:
        """The true answer, spoilt on its way."""
        if fault.do == "untyped":
            return self._send(replace(reply, type=""))
        whole = len(reply.payload)
        head = f"HTTP/1.1 {reply.status} Said\r\nContent-Type: {reply.type}\r\n"
        head += f"Content-Length: {whole}\r\n\r\n" if whole else "Content-"
        with suppress(ConnectionError):
            self.wfile.write(head.encode() + reply.payload[: whole // 2])
        self.close_connection = True
        return None

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.type:
            self.send_header("Content-Type", reply.type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.payload)))
        self.send_header("Connection", "close")
        with suppress(ConnectionError):  # whoever asked may have been killed meanwhile
            self.end_headers()
            self.wfile.write(reply.payload)


def run(kind: type[Stub]) -> None:
    """Listen until killed. The first line printed is the port."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--state", type=Path, required=True)
    options = arguments.parse_args()
    worlds = Worlds(kind, options.state)
    stub, server = worlds.first, Server(worlds, options.port)
    port = int(server.server_address[1])
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while True:
        server.serve_forever(poll_interval=0.05)
        server.server_close()
        time.sleep(stub.away)
        stub.away = 0.0
        server = Server(worlds, port)
