"""A clock that jumped: said at once, asked about elsewhere, and trusted again when that agrees.

A thread of its own: it waits by the clock that nobody sets, and asks the network. While it doubts,
the pump goes on writing outcomes and starts nothing.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, connections, transaction

from content.models import Event
from scheduler.anchor import Anchor
from scheduler.models import Worker
from scheduler.second_reading import NoReading, Source
from scheduler.timewatch import Jumped, Reading, Steady, TimeWatch, agree

log = logging.getLogger(__name__)

ROUND = 5.0  # seconds between two looks at the clocks
# Seconds between two rounds of asking elsewhere; the last one stays.
PACE = (0.0, 5.0, 10.0, 20.0, 30.0, 60.0)

JUMPED, BACK, AGREED, CONFIRMED = "clock.jumped", "clock.back", "clock.agreed", "clock.confirmed"
KINDS = (JUMPED, BACK, AGREED, CONFIRMED)


class Doubt:
    """``owner``: the worker whose row shows it. ``anew``: the clock is trusted, look again."""

    def __init__(
        self,
        *,
        owner: str,
        watch: TimeWatch,
        anchor: Anchor,
        sources: Callable[[], Sequence[Source]],
        anew: Callable[[], None],
    ) -> None:
        self._owner = owner
        self._watch = watch
        self._anchor = anchor
        self._sources = sources
        self._anew = anew
        self._open: _Open | None = None
        self._owes_anchor = False
        self._poked = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock doubt", daemon=True)
        watch.notice = self._notice

    def start(self) -> None:
        if not isinstance(self._watch.verdict(), Jumped):
            self._remember()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._poked.set()
        if self._thread.is_alive():
            self._thread.join(1)

    @property
    def is_alive(self) -> bool:
        """Without the thread nobody would ever end a doubt."""
        return self._thread.is_alive()

    @property
    def stands(self) -> bool:
        return self._open is not None

    def _notice(self) -> None:
        """From the pump: it has seen a jump. Known ones are looked after at their own pace."""
        if self._open is None:
            self._poked.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except DatabaseError:
                log.exception("the doubt about the clock could not be written; trying again")
            finally:
                connections.close_all()
            self._poked.wait(ROUND)
            self._poked.clear()

    def look(self) -> None:
        """One round: has it jumped, is it back, does anybody confirm it?"""
        if self._owes_anchor:
            self._remember(self._open.by if self._open is not None else None)
        reading = self._watch.read()
        verdict = self._watch.verdict(reading)
        if not isinstance(verdict, Jumped):
            if self._open is not None:
                self._end(BACK, reading)
            return
        if self._open is None:
            self._open = self._begin(verdict, reading)
        self._show(self._open)
        if _confirmed(self._owner, self._open.last_event):
            self._end(CONFIRMED, reading)
        elif self._open.may_ask(reading.steady):
            self._ask()

    def _begin(self, verdict: Jumped, reading: Reading) -> _Open:
        log.critical(
            "the clock has jumped %s by %s; nothing is sent until it is confirmed",
            "back" if verdict.by < timedelta(0) else "ahead",
            abs(verdict.by),
        )
        seconds = round(verdict.by.total_seconds())
        with transaction.atomic():
            event = _write(JUMPED, self._owner, reading.wall, seconds=seconds)
            begun = _Open(reading.wall, seconds, event.pk)
            self._show(begun)
        self._remember(begun.by)
        return begun

    def _remember(self, doubt: timedelta | None = None) -> None:
        """For the next process. A disk that refuses this must not keep the doubt from being said:
        it is tried again in every round."""
        try:
            self._anchor.keep(self._watch.trusted, doubt)
        except OSError:
            if not self._owes_anchor:
                log.exception("the trusted time could not be kept; trying again")
            self._owes_anchor = True
        else:
            self._owes_anchor = False

    def _show(self, doubt: _Open) -> None:
        """In every round, because a row that was wiped has come back without it."""
        Worker.objects.filter(pk=self._owner).update(
            doubt_since=doubt.since, doubt_seconds=doubt.seconds
        )

    def _ask(self) -> None:
        """Asking takes a while, and ours may have been set right in it."""
        agreed = self._agreeing()
        if agreed is not None:
            source, reading = agreed
            back = isinstance(self._watch.verdict(reading), Steady)
            self._end(BACK if back else AGREED, reading, source)

    def _agreeing(self) -> tuple[str, Reading] | None:
        """The first clock elsewhere that says what ours says, and what ours said."""
        for source in self._sources():
            try:
                said = source.read()
            except NoReading as error:
                log.info("%s tells no time: %s", source.name, error)
                continue
            reading = self._watch.read()
            if agree(said, reading.wall):
                return source.name, reading
            log.warning("%s says %s", source.name, said)
        return None

    def _end(self, how: str, reading: Reading, source: str = "") -> None:
        log.warning("the clock is trusted again: %s %s", how, source)
        with transaction.atomic():
            if how != CONFIRMED:  # that one was written by whoever confirmed it
                _write(how, self._owner, reading.wall, source=source)
            Worker.objects.filter(pk=self._owner).update(doubt_since=None, doubt_seconds=0)
        if how != BACK:
            self._watch.trust(reading)
        self._open = None
        self._remember()
        self._anew()


class _Open:
    """A doubt that stands. ``last_event``: what was confirmed before does not count."""

    def __init__(self, since: datetime, seconds: int, last_event: int) -> None:
        self.since, self.seconds, self.last_event = since, seconds, last_event
        self._asked = 0
        self._ask_at: float | None = None

    @property
    def by(self) -> timedelta:
        return timedelta(seconds=self.seconds)

    def may_ask(self, steady: float) -> bool:
        if self._ask_at is not None and steady < self._ask_at:
            return False
        self._asked = min(self._asked + 1, len(PACE) - 1)
        self._ask_at = steady + PACE[self._asked]
        return True


def doubting() -> Sequence[Worker]:
    """The workers that do not trust their clocks."""
    return list(Worker.objects.exclude(doubt_since=None).order_by("doubt_since"))


def _confirmed(owner: str, after: int) -> bool:
    later = Event.objects.filter(pk__gt=after, kind=CONFIRMED)
    return any(data.get("worker") == owner for data in later.values_list("data", flat=True))


def _write(kind: str, owner: str, at: datetime, **more: str | int) -> Event:
    return Event.objects.create(
        kind=kind, at=at, data={"worker": owner, "host": socket.gethostname(), **more}
    )
