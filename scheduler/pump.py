"""The pump: one thread that owns the delivery tables.

In a turn it writes the outcomes that have come back and the intents of the next calls in one
transaction, and only then hands the calls to the adapter threads. So an intent is on disk before
its call, at the price of one commit per turn and not two per delivery (docs/decisions/0002).
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from django.db import DatabaseError, IntegrityError, close_old_connections, connections, transaction

from channels import registry
from scheduler import delivery, gate, intents, points, settle, workers
from scheduler.callers import Callers, Perform
from scheduler.delivery import Task
from scheduler.intents import Intent
from scheduler.lanes import Ready, most_calls
from scheduler.models import Delivery
from scheduler.settle import Result
from scheduler.settling import Settling
from scheduler.strangers import put_strangers_aside
from scheduler.unanswered import Unanswered
from scheduler.witness import RecordWentBack
from scheduler.workers import Pulse, Silence

log = logging.getLogger(__name__)

WAKE = None
GATHER = 0.0003  # seconds without an outcome after which the turn is taken
MOST_GATHERING = 0.001
# Outcomes, and claims, of one turn. A wave of calls that began together would end together for ever
# and wait for one long turn each time; in smaller turns the first go on while the last still wait.
MOST_OF_A_TURN = 48
REAP_EVERY = timedelta(seconds=5)
RETRY_SECONDS = 0.5  # before a turn that the database refused is taken again


class Pump:
    """``now``: the time. ``perform``: makes a call. ``arm``: ring ``wake`` at that time.

    ``pulse``: how others see that this worker lives; left out: nobody else works on this record.
    ``may_start``: whether sends may begin at this time, by whoever doubts the clock. ``saw``: told
    the newest intent that was committed: of this worker before its call goes out, of others with
    each beat. ``went_back``: the record lacks
    it now, so look before anything is sent; ``seen_until``: the newest intent it was seen with,
    asked after the database was away. ``turned``: a turn is through; told whether every lane is
    taken, so that more may be due.
    """

    def __init__(
        self,
        *,
        lanes: int,
        now: Callable[[], datetime],
        perform: Perform,
        arm: Callable[[datetime | None], None],
        pulse: Pulse | None = None,
        may_start: Callable[[datetime], bool] = lambda now: True,
        saw: Callable[[int], None] = lambda attempt: None,
        went_back: Callable[[], None] = lambda: None,
        seen_until: Callable[[], int] = lambda: 0,
        turned: Callable[[bool], None] = lambda full: None,
    ) -> None:
        self.pulse = pulse or Pulse(secrets.token_hex(8), lanes=lanes, alone=True)
        self.owner = self.pulse.owner
        self._lanes = lanes
        self._now = now
        self._arm = arm
        self._may_start = may_start
        self._saw = saw
        self._went_back = went_back
        self._seen_until = seen_until
        self._was_away = False
        self._refused = False
        self._unanswered = Unanswered()
        self._settling = Settling(self.pulse.seconds)
        self._silence = Silence(self.pulse.silent, self.pulse.seconds)
        self._more = False
        self._newest: Intent | None = None
        self._turned = turned
        self._inbox: SimpleQueue[Result | None] = SimpleQueue()
        self._unwritten: list[Result] = []
        # By the ids of their deliveries, the networks of the calls.
        self._under_way: dict[int, str] = {}
        self._ready = Ready(lanes, self._under_way)
        self._clock_knows = False
        self._turned_at = float("-inf")
        self._reap_at = self._beat_at = now()
        self._stopping = threading.Event()
        self._callers = Callers(most_calls(lanes), perform, self._inbox.put, now)
        self._thread = threading.Thread(target=self._run, name="pump", daemon=True)

    def start(self) -> None:
        """Show that this worker lives, and take over what dead ones before it left."""
        registry.usable()  # imports the adapters: the first turn is not the time for it
        before = self.pulse.seconds()
        with transaction.atomic():
            now = self._now()
            self.pulse.register(now)
            earlier = workers.earlier_of(self.pulse.place, self.owner)
            taken = settle.reap(now, all_owners=self.pulse.alone, owners=earlier)
            self._settling.taken_over(taken)
            workers.forget(earlier)
            self._newest = intents.newest()
        self.pulse.shown(before)
        self._callers.start()
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Something has become due, or may have."""
        self._inbox.put(WAKE)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def idle_seconds(self) -> float:
        """Since the last turn that the database took; it takes one every few seconds."""
        return workers.seconds_since_boot() - self._turned_at

    def stop(self, within: float) -> bool:
        """Start nothing new; wait for calls under way. False: some have not come back."""
        self._stopping.set()
        self.wake()
        self._thread.join(within)
        self._callers.dismiss()
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._turn_until_stopped()
            self.pulse.leave()
        finally:
            connections.close_all()

    def _turn_until_stopped(self) -> None:
        while not self._is_over():
            self._collect()
            try:
                self.turn()
                self._refused = False
            except RecordWentBack:
                self._look_first()
            except IntegrityError:
                # Another worker was quicker on a lane. What came back is written now.
                log.info("a lane was claimed by another worker", exc_info=True)
                self._begin_anew()
            except DatabaseError:
                # Outcomes stay in memory and are written again; nothing new is claimed meanwhile.
                log.exception("the database refused a turn; trying again")
                self._was_away = True
                close_old_connections()
                self._stopping.wait(RETRY_SECONDS)
                self._begin_anew()

    def _is_over(self) -> bool:
        owes = self._under_way or self._unwritten or (self._refused and self._unanswered)
        return self._stopping.is_set() and not owes

    def _look_first(self) -> None:
        """An older copy stands in the record's place: a replica that lagged, or a backup."""
        log.critical("the record lacks what it had: it is an older copy")
        try:
            self._went_back()
            self._newest = intents.newest()
        except DatabaseError:
            log.exception("the database refused safe mode; trying again")
            close_old_connections()
            self._stopping.wait(RETRY_SECONDS)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """The turn did not happen, as far as is known: what was remembered of the lanes is not to
        be relied on."""
        self._refused = True
        self._ready = Ready(self._lanes, self._under_way)
        self.wake()

    def _collect(self) -> None:
        """Wait for one thing, then take all there is: a turn serves many.

        Calls that began together end together. After an outcome, while others are out, a moment is
        worth waiting: it makes one commit of many. A wake-up never waits, nor does what the last
        turn had to leave.
        """
        more, self._more = self._more, False
        try:
            first = self._inbox.get(not more, self.pulse.every.total_seconds())
        except Empty:
            return
        self._take(first)
        gather = GATHER if first is not None and self._under_way else 0.0
        until = time.monotonic() + MOST_GATHERING
        while len(self._unwritten) < MOST_OF_A_TURN:
            try:
                arrived = self._inbox.get(timeout=gather) if gather else self._inbox.get_nowait()
            except Empty:
                return
            self._take(arrived)
            if arrived is None or time.monotonic() > until:
                gather = 0.0

    def _take(self, arrived: Result | None) -> None:
        if arrived is None:
            self._ready.stale = True
        else:
            self._unwritten.append(arrived)
            self._settling.ended(arrived.task, arrived.answer)
            self._ready.free(arrived.task.delivery.account_id)
            self._under_way.pop(arrived.task.delivery.id, None)

    def turn(self) -> None:
        """One transaction: what came back, and what goes out next. Then the calls."""
        now = self._now()
        trusted = self._may_start(now)
        room = most_calls(self._lanes) - len(self._under_way)
        free = min(room, MOST_OF_A_TURN) if trusted and not self._stopping.is_set() else 0
        before = self.pulse.seconds()
        with gate.turn(claims=free > 0):
            settle.settle([*self._unwritten, *self._unanswered.standing(now)], now)
            beaten = self._show_life(now, trusted)
            tasks = self._claim(now, free) if free else []
            points.reached(points.CLAIMED)
            newest = intents.newest() if beaten else delivery.newest_of(tasks)
            self._more = 0 < len(tasks) == free < room and not self._ready.at_limit
            wake_at = self._next_time(now, asks=free > 0 and len(tasks) < room and not self._more)
        points.reached(points.TURNED)
        self._turned_at = workers.seconds_since_boot()
        self._was_away = self._was_away and not free
        self._unwritten.clear()
        if beaten:
            self.pulse.shown(before)
            self._beat_at = now + self.pulse.every
        self._newest = newest or self._newest
        if newest is not None:
            self._saw(newest.id)  # by whichever worker: the next to start here may know it only so
        self._hand_over(tasks)
        points.reached(points.HANDED_OVER)
        if self._ready.stale and len(tasks) < free:
            self.wake()  # there is more than was read
        self._arm(wake_at)
        self._turned(len(self._under_way) >= self._lanes)

    def _next_time(self, now: datetime, *, asks: bool) -> datetime | None:
        """To ring at. ``asks``: nothing more begins now though lanes are left; else the next turn
        comes by itself.

        So it does where a network holds all it may, and what became of its calls needs no ring.
        """
        limited = self._ready.waiting if self._ready.at_limit else set()
        known = self._clock_knows and limited.issuperset(r.task.network for r in self._unwritten)
        self._clock_knows = asks or (known and bool(limited))
        if not asks:
            return None
        wait = self._ready.again_in
        times = (
            None if known and limited else delivery.next_time(now),
            now + timedelta(seconds=wait) if wait else None,
        )
        return min(filter(None, times), default=None)

    def _claim(self, now: datetime, free: int) -> list[Task]:
        """Whether the record went back is asked before: a claim would write intents that hide what
        is gone."""
        if self._was_away:
            # Before the record is asked: other workers send meanwhile, and it would look older.
            seen = self._seen_until()
            newest = intents.newest()
            if seen > (newest.id if newest else 0):
                raise RecordWentBack
        self._clock_knows = self._clock_knows and not self._ready.stale
        since_now = self.pulse.since_now()
        tasks = delivery.claim(
            self.owner, now, free, self._ready, since_now, self._newest, self._settling.left
        )
        self._unanswered.claimed(tasks)
        return tasks

    def _hand_over(self, tasks: Sequence[Task]) -> None:
        for task in tasks:
            self._under_way[task.delivery.id] = task.network
            self._unanswered.begins(task)
            self._callers.call(task)

    def _show_life(self, now: datetime, trusted: bool) -> bool:
        """Whether a beat was written; and what dead workers left is taken over."""
        beats = now >= self._beat_at or self._beat_at - now > self.pulse.every
        if beats:
            self.pulse.beat(now)
        # By a clock in doubt a lease may look as if it had run out.
        if trusted and (now >= self._reap_at or self._reap_at - now > REAP_EVERY):
            self._settling.taken_over(self._reap(now))
            put_strangers_aside(now, alone=self.pulse.alone)
            self._clock_knows = False
            self._reap_at = now + REAP_EVERY
        return beats

    def _reap(self, now: datetime) -> list[Delivery]:
        """A call that is under way will come back, here or at another worker that lives, however
        long its lease is over."""
        if self.pulse.alone:
            return settle.reap(now, living=self._under_way)
        self._silence.watch()
        return settle.reap(
            now,
            owners=self._silence.dead() - {self.owner},
            living=self._under_way,
            spared=self._silence.living() - {self.owner},
        )
