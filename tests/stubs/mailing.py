"""Starts the mail server for tests, gives it its orders, and reads what it took."""

from __future__ import annotations

import json
import smtplib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.stubs.running import ROOT
from tests.stubs.smtp_rules import parsed


@dataclass(frozen=True, slots=True)
class MailServer:
    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def fail(self, at: str, do: str = "drop", **how: Any) -> None:
        """See ``tests.stubs.smtp_faults``."""
        self._order({"fault": {"at": at, "do": do, **how}})

    def answer(self, at: str, said: str, **how: Any) -> None:
        self.fail(at, "answer", said=said, **how)

    def reset(self) -> None:
        """Forget everything."""
        self._order({"reset": True})
        for file in (*self.folder.glob("*.eml"), *self.folder.glob("events.jsonl")):
            file.unlink()

    def events(self, kind: str) -> list[dict[str, Any]]:
        file = self.folder / "events.jsonl"
        lines = file.read_text().splitlines() if file.exists() else []
        return [event for event in map(json.loads, lines) if event["kind"] == kind]

    @property
    def taken(self) -> list[str]:
        """Who got something, in order, as often as he got it."""
        return [event["to"][0] for event in self.events("accepted")]

    @property
    def wrong(self) -> list[str]:
        """Rules that a message broke."""
        return [event["why"] for event in self.events("wrong")]

    @property
    def letters(self) -> list[EmailMessage]:
        return [parsed(file.read_bytes()) for file in sorted(self.folder.glob("*.eml"))]

    def _order(self, order: dict[str, Any]) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, "test", timeout=10) as smtp:
            smtp.docmd("XSTUB", json.dumps(order))


@contextmanager
def mail_server(folder: Path, *options: str) -> Iterator[MailServer]:
    folder.mkdir(parents=True, exist_ok=True)
    command: Sequence[str] = (
        sys.executable, "-m", "tests.stubs.smtp", "--state", str(folder), *options,
    )  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    port = int(process.stdout.readline())
    process.stdout.close()
    try:
        yield MailServer(port, folder, process)
    finally:
        process.kill()
        process.wait()
