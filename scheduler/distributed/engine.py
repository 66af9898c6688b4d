"""A worker: the same pump as everywhere, woken by others, and a clock that rings if it leads."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from scheduler import beforehand, delivery, workers
from scheduler.clock import Clock
from scheduler.distributed import leftovers, wakeups
from scheduler.distributed.carrier import Carrier
from scheduler.distributed.lease import Lease
from scheduler.distributed.watch import Watch
from scheduler.pump import Pump
from scheduler.safe_mode import Word
from scheduler.send import perform
from scheduler.trust import Trust
from scheduler.workers import Pulse

log = logging.getLogger(__name__)

LEFTOVERS_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something slow that one process does for all."""

    interval: timedelta
    work: Callable[[], None]
    name: str


class Distributed:
    """Thread by thread: the pump's, the watch's (notes, lead), the carrier's (wake-ups), the
    clock's while it leads."""

    def __init__(self, lanes: int, safety: timedelta, *, word: Word | None = None) -> None:
        self._safety = safety
        self._word = word
        self._trust = Trust(Path(settings.DATA), state=settings.STATE)
        self._pump = Pump(
            lanes=lanes,
            now=self._trust.now,
            perform=perform,
            arm=self._arm,
            pulse=Pulse(secrets.token_hex(8), lanes=lanes, release=settings.RELEASE),
            may_start=self._trust.may_start,
            saw=self._trust.saw,
            went_back=self._trust.went_back,
            seen_until=self._trust.seen_until,
            turned=self._turned,
        )
        self._lease = Lease(self._pump.owner)
        self._watch = Watch(self._lease, self)
        self._carrier = Carrier(self._pump.owner, self._receive)
        self._clock: Clock | None = None
        self._first: list[Callable[[], None]] = []
        self._chores = [Chore(LEFTOVERS_EVERY, leftovers.clear, "leftovers")]
        self._full = False
        self._leaves = False
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._told: datetime | None = None
        self._has_wondered = False

    def start(self) -> None:
        joins = workers.others_live(self._pump.owner)
        self._trust.begin(self._pump.owner, self._anew, word=self._word, joins=joins)
        if not self._trust.in_doubt:
            beforehand.do(self._first)
        self._pump.start()
        self._watch.start()
        self._carrier.start()

    def every(
        self, interval: timedelta, work: Callable[[], None], name: str, *, first: bool = False
    ) -> None:
        self._first += [work] if first else []
        self._chores.append(Chore(interval, work, name))

    def wake(self) -> None:
        self._pump.wake()

    def _anew(self) -> None:
        """The wall clock is trusted again: what waits for a time of the old one rings now."""
        clock = self._clock
        if clock is not None:
            clock.anew()
        self._pump.wake()

    @property
    def is_alive(self) -> bool:
        parts = (self._pump, self._watch, self._carrier, self._trust)
        return all(part.is_alive for part in parts)

    @property
    def is_ready(self) -> bool:
        idle = self._pump.idle_seconds
        return self.is_alive and idle < self._pump.pulse.silent.total_seconds()

    @property
    def in_doubt(self) -> bool:
        return self._trust.in_doubt

    def stop(self, within: float) -> bool:
        self._carrier.call(self._has_room.set)
        self._watch.stop(5)
        self._carrier.stop(5)
        self._leaves = True
        drained = self._pump.stop(within)
        self._trust.end()
        return drained

    # -- told by the pump, in its thread ----------------------------------------------------

    def _turned(self, full: bool) -> None:
        """A turn is through. ``full``: every lane is taken, and more may be due.

        The database answers, then; so a watch that does not come round any more is not waiting for
        it, but hangs.
        """
        self._watch.rounds.another_did()
        if self._leaves:
            wakeups.pass_on()  # what waited behind our calls, and what we were woken for
            return
        if full == self._full:
            return
        self._say_full(full)
        if not full:
            return
        try:
            wakeups.pass_on()
            self._look_ahead()
        except DatabaseError:
            self._say_full(False)  # so that the next turn passes it on
            raise

    def _say_full(self, full: bool) -> None:
        """Before the wake-up goes on: the next one that we fetch ourselves is not for us."""
        self._full = full
        self._carrier.call(self._has_room.clear if full else self._has_room.set)

    def _arm(self, at: datetime | None) -> None:
        """The clock that rings may be another worker's."""
        clock = self._clock  # the watch may take it away at any moment
        if self._lease.held() and clock is not None:
            clock.arm(at)
        elif at is not None and at != self._told:
            wakeups.note_time(at)
            self._told = at

    # -- told by the carrier, in its thread -------------------------------------------------

    async def _receive(self) -> None:
        """With no lane free the wake-up goes on to another, and this worker takes no more of them
        until it has one."""
        if self._full:
            await asyncio.to_thread(_pass_on)
            await self._has_room.wait()
        self._pump.wake()

    # -- told by the watch, in its thread ---------------------------------------------------

    def may_lead(self) -> bool:
        """A clock that is in doubt rings for nobody."""
        return not self._trust.in_doubt

    def heard(self, text: str) -> None:
        if not self._lease.held() or self._clock is None:
            return
        at = self._read(text)
        if at is None:
            self._ring()
        else:
            self._clock.arm(at)

    def _read(self, text: str) -> datetime | None:
        """Anybody with this database can say anything on the channel: it is a hint to look."""
        try:
            return wakeups.noted_time(text)
        except wakeups.Unreadable:
            if not self._has_wondered:
                log.warning('something else speaks on the channel "%s"', wakeups.CHANNEL)
            self._has_wondered = True
            return None

    def lead_begins(self) -> None:
        self._clock = Clock(self._ring_by_clock, self._safety)
        for chore in self._chores:
            self._clock.every(chore.interval, self._while_leading(chore), chore.name)
        self._clock.start()
        self._ring()

    def lead_ends(self) -> None:
        if self._clock is not None:
            self._clock.stop()
            self._clock = None

    # -- the leader's part -------------------------------------------------------------------

    def _while_leading(self, chore: Chore) -> Callable[[], None]:
        def work() -> None:
            if self._lease.held():
                chore.work()

        return work

    def _ring(self) -> None:
        """Something is due, or may be. One that was asleep is no leader any more."""
        if not self._lease.held():
            return
        self._pump.wake()
        if self._full:
            wakeups.pass_on()
            self._look_ahead()

    def _ring_by_clock(self) -> None:
        """In a thread of the clock's, where nobody else would let go of a connection that broke."""
        try:
            self._ring()
        finally:
            connection.close()

    def _look_ahead(self) -> None:
        """A pump with no lane free does not look for what is next; its clock has to."""
        clock = self._clock
        if self._lease.held() and clock is not None:
            clock.arm(delivery.next_time(self._trust.now()))


def _pass_on() -> None:
    """In a thread that nobody uses again soon."""
    try:
        wakeups.pass_on()
    finally:
        connection.close()
