"""A whole Gema in a process of its own, with data of its own, that can be killed and come back."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0


class DoesNotStart(Exception):
    """Gema did not come up; what it said is in the message."""


@dataclass
class House:
    """``bases``: where the networks are; ``allow``: loopback sites that feeds may lead to."""

    folder: Path
    bases: Mapping[str, str]
    allow: tuple[str, ...]
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None
    https: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        settings = self.folder / "settings.toml"
        settings.write_text(self._settings(), encoding="utf-8")
        log = (self.folder / "gema.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={
                **os.environ,
                "GEMA_DATA": str(self.folder / "data"),
                "GEMA_STATE": str(self.folder / "state"),
                "GEMA_SETTINGS": str(settings),
                "PORT": str(self.port),
                "DJANGO_SETTINGS_MODULE": "web.settings",
            },
        )
        log.close()
        self._wait()

    def _settings(self) -> str:
        text = (ROOT / "settings.toml").read_text(encoding="utf-8")
        allow = ", ".join(f'"{place}"' for place in self.allow)
        text = text.replace("allow_private = []", f"allow_private = [{allow}]")
        public = "https://127.0.0.1" if self.https else self.address
        text = re.sub(r'^address = ".*"$', f'address = "{public}"', text, flags=re.M)
        if self.https:
            text = text.replace("behind_proxy = false", "behind_proxy = true")
        bases = "\n".join(f'"{real}" = "{stub}"' for real, stub in self.bases.items())
        return text.replace("[outbound.bases]\n", f"[outbound.bases]\n{bases}\n")

    def _wait(self) -> None:
        assert self.process is not None
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and self.process.poll() is None:
            if self._ready():
                return
            time.sleep(0.1)
        raise DoesNotStart(self.log[-2000:])

    def _ready(self) -> bool:
        try:
            with urlopen(f"{self.address}/readyz", timeout=5) as answer:  # noqa: S310  loopback
                return bool(answer.status == 200)
        except HTTPError:
            return False
        except OSError:
            return False

    @property
    def log(self) -> str:
        return (self.folder / "gema.log").read_text(encoding="utf-8")

    @property
    def password(self) -> str:
        """As the start prints it for the demo people."""
        told = re.search(r"kata sandi[^:]*: (\S+?)\)", self.log)
        assert told, "the start did not print the demo sign-ins"
        return told[1]

    def kill(self) -> None:
        """As the kernel would: no goodbye, nothing flushed."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As a person would, with Ctrl-C. Returns the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)

    def rows(self, question: str, *values: Any) -> list[sqlite3.Row]:
        """Read the record itself, beside the running process."""
        where = f"file:{self.folder / 'data' / 'gema.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(where, uri=True, timeout=20)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(question, values).fetchall()

    def deliveries(self, public_id: str) -> list[sqlite3.Row]:
        return self.rows(
            """SELECT d.*, a.kind FROM scheduler_delivery d
                 JOIN channels_account a ON a.id = d.account_id
                 JOIN content_post p ON p.id = d.post_id
                WHERE p.public_id = ? ORDER BY d.id""",
            public_id.replace("-", ""),
        )


def seconds_late(row: sqlite3.Row, column: str) -> float:
    due, then = datetime.fromisoformat(row["due_at"]), datetime.fromisoformat(row[column])
    return (then - due).total_seconds()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
