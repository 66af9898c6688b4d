"""Starting a server that ends when we do, and waiting until it is there."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

PATIENCE = 60.0
# Ends with us even if nobody is left to end it; part of util-linux.
LEASH = ("setpriv", "--pdeathsig", "TERM")


@contextmanager
def started(
    command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None, **how: Any
) -> Iterator[subprocess.Popen[str]]:
    """A server and whatever it starts itself. What it says goes to ``log``."""
    with log.open("w") as said:
        process = subprocess.Popen(
            [*LEASH, *command],
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=how.pop("stdout", said),
            stderr=said,
            text=True,
            start_new_session=True,
            **how,
        )
        try:
            yield process
        finally:
            _end(process)


def until(ready: Callable[[], bool], process: subprocess.Popen[str], log: Path) -> None:
    """Wait for a server; the end of its log says why it is not there."""
    late = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > late:
            raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)


def until_true(happened: Callable[[], bool]) -> None:
    """Wait for what a server does by itself."""
    late = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < late, "it did not happen"
        time.sleep(0.05)


def listening(port: int) -> bool:
    with socket.socket() as knock:
        knock.settimeout(1)
        return knock.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def first_line(stream: IO[str] | None, log: Path) -> str:
    line = stream.readline() if stream else ""
    if not line:
        raise RuntimeError(f"it did not start:\n{log.read_text()[-2000:]}")
    return line


def _end(process: subprocess.Popen[str]) -> None:
    """With everything it has started. What it keeps is thrown away, so it need not be asked."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()
