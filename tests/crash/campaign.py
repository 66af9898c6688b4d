"""One campaign against one record: engines die, people plan, and in the end all is counted."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.utils import timezone

from tests.crash import channel, office
from tests.crash.engines import Engine, Toll, server
from tests.crash.fate import Fate, fates
from tests.crash.judge import Accepted, Row, Verdict, judge
from tests.crash.office import Office
from tests.crash.options import Options, Protection
from tests.stubs.running import Network

CALM = 120.0  # seconds in which everything has to settle, once nothing is killed any more
EVERY = 0.5  # seconds between two looks of the people at their desk
LATE = 3.0  # seconds until the readable network shows a post, in the control run


@dataclass(frozen=True, slots=True)
class Outcome:
    protection: Protection
    toll: Toll
    seconds: float
    stuck: int
    bugs: int
    accepted: tuple[Accepted, ...]
    rows: tuple[Row, ...]
    overlaps: tuple[str, ...]

    def verdict(self, network: str = "") -> Verdict:
        """Of one network, or of all."""
        prefix = f"{network}/" if network else ""
        return judge(
            [post for post in self.accepted if post.account.startswith(prefix)],
            [row for row in self.rows if row.account.startswith(prefix)],
            [account for account in self.overlaps if account.startswith(prefix)],
        )


class Campaign:
    def __init__(self, options: Options, protection: Protection, network: Network) -> None:
        self._options = options
        self._kills = options.kills if protection is Protection.FULL else options.control
        self._network = network
        self._protection = protection
        self._dice = Random(f"{options.seed} {protection}")
        self._toll = Toll()
        self._told = 0
        self._log = Path(os.environ["GEMA_DATA"]) / f"{protection}.log"
        context = server()
        self._engines = [
            Engine(context, self._toll, self._log, protection) for _ in range(options.workers)
        ]

    def run(self) -> Outcome:
        begun = time.monotonic()
        self._prepare()
        try:
            self._rage()
            stuck = self._calm()
        finally:
            for engine in self._engines:
                engine.kill()
        return self._outcome(stuck, time.monotonic() - begun)

    def _prepare(self) -> None:
        channel.register()
        call_command("flush", verbosity=0, interactive=False)
        self._network.reset()
        late = self._protection is Protection.EARLY_LOOK
        self._network.set(seed=self._options.seed, **({"visible_after": LATE} if late else {}))
        self._office = Office(self._options.networks, self._options.accounts, self._dice)

    def _rage(self) -> None:
        stops = self._options.stops if self._protection is Protection.FULL else 0
        coming = fates(self._dice, self._kills, stops)
        self._while(lambda: self._toll.kills.total() < self._kills, lambda: next(coming), busy=True)

    def _calm(self) -> int:
        """Let everything settle. What is still waiting after ``CALM`` is stuck."""
        for engine in self._engines:
            engine.kill()
        until = time.monotonic() + CALM
        self._while(lambda: office.waiting() > 0 and time.monotonic() < until, Fate, busy=False)
        return office.waiting()

    def _while(self, going: Callable[[], bool], fate: Callable[[], Fate], *, busy: bool) -> None:
        look_at = 0.0
        while True:
            if time.monotonic() > look_at:
                if not going():
                    return
                self._people(busy=busy)
                look_at = time.monotonic() + EVERY
            for engine in self._engines:
                if not engine.step():
                    engine.begin(fate())
            time.sleep(0.005)

    def _people(self, *, busy: bool) -> None:
        now = timezone.now()
        self._office.reconnect(self._network, now)
        accounts = self._options.accounts * len(self._options.networks)
        if busy and office.waiting() < 1.5 * accounts:
            self._office.plan_wave(now)
        self._tell()

    def _tell(self) -> None:
        done = self._toll.kills.total()
        if done >= self._told + 50 or sys.stdout.isatty():
            self._told = done
            end = "\r" if sys.stdout.isatty() else "\n"
            sys.stdout.write(f"  {self._protection}: {done} of {self._kills} kills{end}")
            sys.stdout.flush()

    def _outcome(self, stuck: int, seconds: float) -> Outcome:
        events = self._network.accepted()
        log = self._log.read_text(errors="replace")
        return Outcome(
            protection=self._protection,
            toll=self._toll,
            seconds=seconds,
            stuck=stuck,
            bugs=log.count("a call ended in a bug"),
            accepted=tuple(Accepted(e["account"], e["key"]) for e in events if e["kind"] == "post"),
            rows=tuple(office.rows()),
            overlaps=tuple(e["account"] for e in events if e["kind"] == "overlap"),
        )
