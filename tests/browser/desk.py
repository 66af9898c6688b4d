"""A whole Gema in a process of its own: fresh data, the demo network, a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.chromium import ROOT

PATIENCE = 60.0  # seconds; the first start migrates and loads the demo network


class NotServing(Exception):
    """Gema did not come up. Look at what it wrote to stderr."""


@contextmanager
def serve(settings: Path = ROOT / "settings.toml") -> Iterator[str]:
    """Run `manage.py serve` and give its address. Its data are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gema-desk-") as folder:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # what goes wrong is said on stderr, which is ours
            env=_environment(Path(folder), settings, port),
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process)
            yield address
        finally:
            _stop(process)


def _environment(folder: Path, settings: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "GEMA_DATA": str(folder),
        "GEMA_SETTINGS": str(settings),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "web.settings",
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        if _answers(address):
            return
        time.sleep(0.1)
    raise NotServing(f"`manage.py serve` did not answer at {address}; stderr says why.")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310  (our own loopback address)
            return True
    except urllib.error.HTTPError:
        return True  # it speaks; what it says is for the tests
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
