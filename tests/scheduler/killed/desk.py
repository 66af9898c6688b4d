"""A desk whose engine is a process that may be killed. Talks to the nursery that forks it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scheduler.models import Delivery
from tests.distributed import ROOT
from tests.stubs.running import Network

PATIENCE = 15.0


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    said: Any

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL


@dataclass
class Desk:
    """``network``: the campaign's, on a quiet day. ``meta``: Instagram."""

    folder: Path
    network: Network
    meta: Network
    nursery: subprocess.Popen[str]
    _working: int = 0
    _said: bytearray = field(default_factory=bytearray)

    def begin(self, hand: str, **given: Any) -> int:
        """The number of the process that does it."""
        assert self.nursery.stdin is not None
        self.nursery.stdin.write(json.dumps({"do": hand, "with": given}) + "\n")
        self.nursery.stdin.flush()
        self._working = int(self._line()["pid"])
        return self._working

    def end(self) -> Ended:
        """Wait for the process that was begun."""
        line = self._line()
        self._working = 0
        return Ended(line["code"], line["said"])

    def kill(self) -> None:
        """The process that was begun, from outside."""
        os.kill(self._working, signal.SIGKILL)
        assert self.end().was_killed

    def do(self, hand: str, **given: Any) -> Any:
        self.begin(hand, **given)
        ended = self.end()
        assert ended.code == 0, f"{hand} ended with {ended.code}: {self.log()[-3000:]!r}"
        return ended.said

    def plan(self, *accounts: str) -> dict[str, int]:
        """The deliveries of one new post, by account."""
        made: dict[str, int] = self.do("plan", accounts=accounts)
        return made

    def run_and_die(self, at: str) -> None:
        self.begin("run", die_at=at)
        assert self.end().was_killed, f"{at} was never reached"

    def run(self, **given: Any) -> None:
        self.do("run", **given)

    def row(self, delivery: int) -> dict[str, Any]:
        [row] = self._read("SELECT * FROM scheduler_delivery WHERE id = ?", delivery)
        return row

    def readings(self, delivery: int) -> list[int | None]:
        """How many reactions each reading of its figures told."""
        found = self._read("SELECT * FROM scheduler_reading WHERE delivery_id = ?", delivery)
        return [row["likes"] for row in found]

    def freeze(self, *, meanwhile: str, given: Sequence[object]) -> None:
        """Stop the process that was begun, change the record, and let it go on."""
        path = self.folder / "data" / "gema.sqlite3"
        with closing(sqlite3.connect(path, timeout=0.2)) as record:
            while True:
                os.kill(self._working, signal.SIGSTOP)
                try:
                    with record:
                        record.execute(meanwhile, given)
                    return
                except sqlite3.OperationalError:  # stopped in the middle of a transaction
                    pass
                finally:
                    os.kill(self._working, signal.SIGCONT)
                time.sleep(0.05)  # or it would be stopped in the same one again

    def is_at_work(self, pid: int) -> bool:
        """Whether it has shown itself, as it does before its first turn."""
        return bool(self._read("SELECT 1 FROM scheduler_worker WHERE pid = ?", pid))

    def _read(self, text: str, given: object) -> list[dict[str, Any]]:
        path = self.folder / "data" / "gema.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as record:
            record.row_factory = sqlite3.Row
            return [dict(row) for row in record.execute(text, [given])]

    def key(self, delivery: int) -> str:
        row = self.row(delivery)
        return Delivery(pk=delivery, again=row["again"], mark=row["mark"]).key

    def log(self) -> bytes:
        """What the processes of this test have said."""
        return bytes(self._said)

    def rest(self) -> None:
        """Nothing goes on any more, also where a test failed in the middle."""
        if self._working:
            self.kill()

    def forget(self) -> None:
        """Each test begins with quiet networks and an empty log."""
        self.rest()
        self._said.clear()
        self.network.reset()
        self.network.set(visible_after=0.3)
        self.meta.reset()

    def posts(self) -> list[str]:
        """What the network has accepted, by key."""
        return [event["key"] for event in self.network.accepted("post")]

    def listen(self) -> None:
        """A pipe and no file: a process whose disk is full can still complain."""
        assert self.nursery.stderr is not None
        for line in self.nursery.stderr:
            self._said += line.encode()

    def _line(self) -> Any:
        assert self.nursery.stdout is not None
        line = self.nursery.stdout.readline()
        assert line, "the nursery is gone"
        return json.loads(line)


@contextmanager
def desk(folder: Path, network: Network, meta: Network, pictures: str) -> Iterator[Desk]:
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.scheduler.killed.settings",
        "GEMA_DATA": str(folder / "data"),
        "GEMA_KILLED_NETWORK": network.url,
        "GEMA_KILLED_META": meta.url,
        "GEMA_KILLED_PICTURES": pictures,
    }
    own |= {name: value for name, value in os.environ.items() if name not in own}
    own.pop("GEMA_SETTINGS", None)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.scheduler.killed.nursery"],
        cwd=ROOT,
        env=own,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as nursery:
        made = Desk(folder, network, meta, nursery)
        threading.Thread(target=made.listen, daemon=True).start()
        made.do("found")
        yield made
        assert nursery.stdin is not None
        nursery.stdin.close()
