"""Workers as they are started in service: processes of their own, over the tests' database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from channels.models import Account
from scheduler import engine
from scheduler.models import Delivery, State, Worker
from tests import distributed, people
from tests.distributed import ROOT
from tests.scheduler.workers import slate

PATIENCE = 60.0
COMMANDS = {
    "distributed": ("manage.py", "worker"),
    "embedded": ("-m", "tests.scheduler.workers.embedded"),
}


def now() -> datetime:
    return datetime.now(UTC)


def wait_for(what: Callable[[], bool], within: float = PATIENCE) -> float:
    """Seconds until it was so. Fails after ``within``."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < within, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - began


@dataclass(frozen=True, slots=True)
class Post:
    """One line of the slate: a call that reached the network."""

    key: str
    account: int
    pid: int
    at: float


@dataclass
class Crew:
    """``seconds``: what a call takes. ``lanes``: of each worker. ``kind``: of their engine."""

    folder: Path
    lanes: int = 8
    seconds: float = 0.0
    kind: str = "distributed"
    hands: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, count: int = 1) -> list[subprocess.Popen[bytes]]:
        """Returns when they have shown themselves."""
        fresh = [self._one() for _ in range(count)]
        self.hands += fresh
        for hand in fresh:
            wait_for(lambda hand=hand: self._is_there(hand))  # type: ignore[misc]
        return fresh

    def _one(self) -> subprocess.Popen[bytes]:
        path = distributed.settings_file(
            self.folder,
            database=connection.settings_dict["NAME"],
            lanes=self.lanes,
            kind=self.kind,
        )
        with (self.folder / "workers.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *COMMANDS[self.kind]],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "GEMA_SETTINGS": str(path),
                    "GEMA_DATA": str(settings.DATA),
                    "DJANGO_SETTINGS_MODULE": "tests.scheduler.workers.settings",
                    slate.PLACE: str(self.slate),
                    slate.SECONDS: str(self.seconds),
                },
            )

    def _is_there(self, hand: subprocess.Popen[bytes]) -> bool:
        assert hand.poll() is None, self.log
        return Worker.objects.filter(pid=hand.pid).exists()

    def kill(self, hand: subprocess.Popen[bytes]) -> None:
        hand.kill()
        hand.wait()

    def end(self) -> None:
        for hand in self.hands:
            if hand.poll() is None:
                hand.send_signal(signal.SIGCONT)
                self.kill(hand)

    @property
    def slate(self) -> Path:
        return self.folder / "slate"

    @property
    def log(self) -> str:
        return (self.folder / "workers.log").read_text(encoding="utf-8")

    def posts(self) -> list[Post]:
        if not self.slate.exists():
            return []
        lines = [line.split() for line in self.slate.read_text(encoding="ascii").splitlines()]
        return [Post(key, int(account), int(pid), float(at)) for key, account, pid, at in lines]

    def by_worker(self) -> Counter[int]:
        return Counter(post.pid for post in self.posts())

    def leader(self) -> subprocess.Popen[bytes]:
        """The worker whose clock leads now."""
        found: list[subprocess.Popen[bytes]] = []

        def known() -> bool:
            found[:] = [hand for hand in self.hands if hand.pid == leading_pid()]
            return bool(found)

        wait_for(known)
        return found[0]

    def other(self, hand: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        return next(one for one in self.hands if one is not hand and one.poll() is None)


def leading_pid() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.pid FROM scheduler_lead l JOIN scheduler_worker w ON w.owner = l.owner"
            " WHERE l.until > clock_timestamp()"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def all_sent(rows: list[int]) -> bool:
    return not Delivery.objects.filter(pk__in=rows).exclude(state=State.SENT).exists()


def fill(network: people.Network, count: int, *, due: datetime, accounts: int = 0) -> list[int]:
    """``count`` deliveries due at ``due``, spread over as many accounts unless told."""
    post = network.approved(now())
    assert post.head is not None
    lanes = [_account(network, number) for number in range(accounts or count)]
    rows = Delivery.objects.bulk_create(
        Delivery(
            post=post,
            revision=post.head,
            account=lanes[number % len(lanes)],
            again=number // len(lanes),
            due_at=due + timedelta(milliseconds=number // len(lanes)),
            run_at=due + timedelta(milliseconds=number // len(lanes)),
            deadline_at=due + timedelta(minutes=15),
            wall="2026-12-07T08:00",
            zone="Asia/Jakarta",
        )
        for number in range(count)
    )
    engine.wake()
    return [row.pk for row in rows]


def _account(network: people.Network, number: int) -> Account:
    handle = f"lane{number}"
    known = Account.objects.filter(handle=handle).select_related("office").first()
    return known or network.account(handle=handle)


@contextmanager
def crew(folder: Path) -> Iterator[Crew]:
    hired = Crew(folder)
    try:
        yield hired
    finally:
        hired.end()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
            cursor.execute("DELETE FROM procrastinate_workers")
