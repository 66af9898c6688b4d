"""One campaign against one record: engines die, people plan, and in the end all is counted."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import DatabaseError, connection

from tests.crash import channel, office
from tests.crash.blows import Blows
from tests.crash.desk import Desk
from tests.crash.engines import Engine, Toll, server
from tests.crash.fate import Fate, fates
from tests.crash.judge import Verdict, judge
from tests.crash.office import Office
from tests.crash.options import Options, Protection
from tests.crash.patience import Patience
from tests.crash.told import VERBS, Accepted, Row, accepted
from tests.stubs.running import Network

CALM = 120.0  # seconds in which something has to settle, once nothing is killed any more
EVERY = 0.5  # seconds between two looks at how far it is
ENOUGH = 3  # doubles that a control run has to show; then it has served
LATE = 20.0  # seconds until the readable network shows a post, in the control run
SHOWS = "readable"  # the network on which a missing protection shows soonest


@dataclass(frozen=True, slots=True)
class Outcome:
    protection: Protection
    toll: Toll
    raged: float  # seconds in which engines were killed
    calmed: float  # seconds until all was settled
    stuck: tuple[str, ...]  # what is said of each that still waits
    bugs: int
    log: str  # the end of what the engines said
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
        blows = options.blows if protection is Protection.FULL else 0
        self._blows = Blows(self._dice, blows, self._kills)
        self._log = Path(os.environ["GEMA_DATA"]) / f"{protection}.log"
        context = server()
        self._engines = [
            Engine(context, self._toll, self._log, protection) for _ in range(options.workers)
        ]

    def run(self) -> Outcome:
        desk = self._prepare()
        begun = time.monotonic()
        desk.open()
        try:
            self._rage()
            calm = time.monotonic()
            desk.busy = False
            self._calm()
        finally:
            desk.close()
            for engine in self._engines:
                engine.kill()
        return self._outcome(calm - begun, time.monotonic() - calm)

    def _prepare(self) -> Desk:
        channel.register()
        call_command("flush", verbosity=0, interactive=False)
        self._network.reset()
        late = self._protection is Protection.EARLY_LOOK
        self._network.set(seed=self._options.seed, **({"visible_after": LATE} if late else {}))
        networks, accounts = self._stage()
        people = Office(networks, accounts, self._dice)
        return Desk(people, self._network, fill=len(networks) * accounts * 2)

    def _stage(self) -> tuple[tuple[str, ...], int]:
        """Networks, and accounts on each. In a control all of them are where it shows."""
        networks, accounts = self._options.networks, self._options.accounts
        if self._protection is Protection.FULL or SHOWS not in networks:
            return networks, accounts
        return (SHOWS,), accounts * len(networks)

    def _rage(self) -> None:
        stops = self._options.stops if self._protection is Protection.FULL else 0
        coming = fates(self._dice, self._kills, stops)
        # While the last ones sleep, the others go on.
        beside = fates(self._dice, self._kills, 0)
        self._while(self._rages, lambda: next(coming if self._lacks_kills() else beside))

    def _rages(self) -> bool:
        if self._blows.fall(self._toll.kills.total()):
            self._toll.strike()
        return self._lacks_kills() or any(engine.sleeps for engine in self._engines)

    def _lacks_kills(self) -> bool:
        return self._toll.kills.total() < self._kills

    def _calm(self) -> None:
        """Let everything settle."""
        for engine in self._engines:
            engine.kill()
        patience = Patience(CALM)
        self._while(lambda: patience.lasts(_waiting(), time.monotonic()), Fate)

    def _while(self, going: Callable[[], bool], fate: Callable[[], Fate]) -> None:
        look_at = 0.0
        while True:
            if time.monotonic() > look_at:
                if not going() or self._has_served():
                    return
                self._tell()
                look_at = time.monotonic() + EVERY
            for engine in self._engines:
                if not engine.step():
                    engine.begin(fate())
            time.sleep(0.005)

    def _has_served(self) -> bool:
        if self._protection is Protection.FULL:
            return False
        posts = Counter(post["key"] for post in self._network.accepted(*VERBS))
        return sum(times > 1 for times in posts.values()) >= ENOUGH

    def _tell(self) -> None:
        done = self._toll.kills.total()
        if done >= self._told + 50 or sys.stdout.isatty():
            self._told = done
            end = "\r" if sys.stdout.isatty() else "\n"
            sys.stdout.write(f"  {self._protection}: {done} of {self._kills} kills{end}")
            sys.stdout.flush()

    def _outcome(self, raged: float, calmed: float) -> Outcome:
        events = self._network.accepted()
        log = self._log.read_text(errors="replace")
        return Outcome(
            protection=self._protection,
            toll=self._toll,
            raged=raged,
            calmed=calmed,
            stuck=tuple(office.told_of_waiting()),
            bugs=log.count("a call ended in a bug"),
            log=log[-4000:],
            accepted=tuple(accepted(event) for event in events if event["kind"] in VERBS),
            rows=tuple(office.rows()),
            overlaps=tuple(
                f"{e['account']} {e['key']} {e['callers']}"
                for e in events
                if e["kind"] == "overlap"
            ),
        )


def _waiting() -> int | None:
    try:
        return office.waiting()
    except DatabaseError:
        connection.close()
        return None  # it is getting up again
