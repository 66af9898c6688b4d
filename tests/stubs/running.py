"""Starts and stops stub networks, for tests and for the demo. Needs no pytest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Network:
    """A running stub. ``url`` is what replaces the network's own origin."""

    url: str
    process: subprocess.Popen[bytes]

    def fail(self, do: str, match: str = "", **how: Any) -> None:
        """Queue one fault; see ``tests.stubs.wire.Fault``."""
        self._call("faults", {"do": do, "match": match} | how)

    def set(self, **settings: Any) -> None:
        self._call("settings", settings)

    def reset(self) -> None:
        """Forget everything."""
        self._call("reset", {})

    def accepted(self, *kinds: str) -> list[dict[str, Any]]:
        """What it accepted, in order; only of these kinds, if any are named."""
        events: list[dict[str, Any]] = self._call("accepted", {})
        return [event for event in events if not kinds or event["kind"] in kinds]

    def heard(self) -> list[dict[str, Any]]:
        """Every request as ``line``, with the ``kinds`` of what was accepted because of it."""
        calls: list[dict[str, Any]] = self._call("heard", {})
        return calls

    @contextmanager
    def world(
        self, name: str, before: list[dict[str, Any]], fault: dict[str, Any] | None = None
    ) -> Iterator[Network]:
        """The same network in a world of its own, where this has been accepted before."""
        other = replace(self, url=f"{self.url}/_world/{name}")
        other._call("begin", {"accepted": before, "fault": fault})
        try:
            yield other
        finally:
            other._call("end", {})

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _call(self, name: str, body: dict[str, Any]) -> Any:
        parts = urlsplit(self.url)
        with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
            connection.request("POST", f"{parts.path}/_stub/{name}", json.dumps(body).encode())
            return json.loads(connection.getresponse().read())


def start(name: str, state: Path, port: int = 0) -> Network:
    """Start ``tests.stubs.<name>``, or a module that is named in full.

    With the same ``state`` it remembers what it accepted.
    """
    module = name if "." in name else f"tests.stubs.{name}"
    command = [sys.executable, "-m", module, "--port", str(port)]
    process = subprocess.Popen([*command, "--state", str(state)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    line = process.stdout.readline()
    process.stdout.close()
    if not line:
        process.wait()
        raise RuntimeError(f"the stub {name} did not start")
    return Network(f"http://127.0.0.1:{int(line)}", process)


@contextmanager
def running(name: str, state: Path, port: int = 0) -> Iterator[Network]:
    network = start(name, state, port)
    try:
        yield network
    finally:
        network.kill()
