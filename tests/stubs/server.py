"""The part that every stub network shares: listening, failing on request, remembering.

POST /_stub/faults    {"do": "hang", "match": "POST /2/tweets", …}  see ``wire.Fault``
                      {"do": "refuse", "seconds": 2}                stop listening that long
POST /_stub/settings  {"visible_after": 5}                          stays until changed
POST /_stub/reset     forget faults and settings
GET  /_stub/accepted  everything that was accepted, in order
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
from contextlib import suppress
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.stubs.wire import Fault, Rejected, Reply, Request

Event = dict[str, Any]


class Stub(ABC):
    """A network. What it accepted is a file of JSON lines, flushed to disk before it answers."""

    defaults: dict[str, Any] = {}

    def __init__(self, state: Path) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self.away = 0.0
        self.forget()
        self._file = (state / "accepted.jsonl").open("a+b")
        self._file.seek(0)
        whole, newline, _ = self._file.read().rpartition(b"\n")
        self._file.truncate(len(whole + newline))  # a killed process leaves half a line at most
        for line in whole.splitlines():
            self._remember(json.loads(line))

    def forget(self) -> None:
        """Be as on the first day. A network adds its own memory."""
        self.faults: list[Fault] = []
        self.settings = copy.deepcopy(self.defaults)
        self.accepted: list[Event] = []

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Do what was asked, or raise ``Rejected``."""

    @abstractmethod
    def apply(self, event: Event) -> None:
        """Take one accepted thing into memory."""

    def accept(self, kind: str, **facts: Any) -> Event:
        event = {"n": len(self.accepted) + 1, "kind": kind, "at": time.time()} | facts
        self._file.write(json.dumps(event).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._remember(event)
        return event

    def respond(self, request: Request) -> Reply:
        with self.lock:
            try:
                return self.answer(request)
            except Rejected as rejected:
                return rejected.reply

    def fault_for(self, request: Request) -> Fault | None:
        with self.lock:
            fault = next((fault for fault in self.faults if fault.fits(request)), None)
            if fault:
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
            return fault

    def control(self, name: str, body: dict[str, Any]) -> Any:
        with self.lock:
            if name == "accepted":
                return self.accepted
            if name == "settings":
                self.settings |= body
            elif name == "reset":
                self.forget()
                self._file.truncate(0)
            elif name == "faults" and body["do"] == "refuse":
                self.away = float(body.get("seconds", 2))
            elif name == "faults":
                known = {field.name for field in fields(Fault)}
                assert set(body) <= known, f"unknown: {set(body) - known}"
                self.faults.append(Fault(**body))
            return {"ok": True}

    def _remember(self, event: Event) -> None:
        self.accepted.append(event)
        self.apply(event)


class Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, stub: Stub, port: int) -> None:
        self.stub = stub
        super().__init__(("127.0.0.1", port), Handler)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.path.startswith("/_stub/"):
            return self._control(self.path.removeprefix("/_stub/"), body)
        request = Request(self.command, self.path, self.headers, body)
        fault = self.server.stub.fault_for(request)
        if fault is None:
            return self._send(self.server.stub.respond(request))
        if fault.accept:
            self.server.stub.respond(request)
        return self._fail(fault)

    do_GET = do_POST = do_DELETE = do_PUT = handle_any

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; what matters is in the file."""

    def _control(self, name: str, body: bytes) -> None:
        stub = self.server.stub
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
    stub = kind(options.state)
    server = Server(stub, options.port)
    port = int(server.server_address[1])
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while True:
        server.serve_forever(poll_interval=0.05)
        server.server_close()
        time.sleep(stub.away)
        stub.away = 0.0
        server = Server(stub, port)
