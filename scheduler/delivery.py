"""The one door to a delivery's state: claiming what is due, and settling what came back.

Everything here runs inside the pump's transaction; nothing talks to a network.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min, Q

from channels import registry
from channels.base import Verb
from channels.models import Account, SharedRest
from content.writing import update_each
from scheduler import copies, heads, intents, kept, pace, suspects, verify
from scheduler.intents import Intent
from scheduler.lanes import MOST, Ready
from scheduler.models import (
    READY,
    Attempt,
    Delivery,
    DeliveryQuerySet,
    Hold,
    Reach,
    State,
    Stop,
)
from scheduler.overtaken import overtaken
from scheduler.trail import note_all
from scheduler.witness import RecordWentBack
from scheduler.workers import seconds_since_boot

log = logging.getLogger(__name__)

# Longer than any call may take; a claim older than this belongs to the dead.
LEASE = timedelta(minutes=10)
# From a backup, and not looked for since: it may be live already.
RESTORED = Q(look_first=True, looks=0)
CRASHES = 3
# Verbs that put something new there.
BESIDE = (Verb.PUBLISH, Verb.REPLY)


@dataclass(frozen=True, slots=True)
class Task:
    """One call to make. ``delivery`` is as it was before the claim."""

    delivery: Delivery
    attempt: int
    owner: str
    claimed_at: datetime
    look: bool
    # Asked before anything goes out: whether nobody can have taken this over.
    may_call: Callable[[], bool] = field(default=lambda: True, compare=False)
    # What was noted of it; a look has none of its own.
    intent: Intent | None = None
    # Seconds since the start of the machine at the claim.
    began: float = field(default_factory=seconds_since_boot, compare=False)

    @property
    def fence(self) -> int:
        """The version that the claim made. An outcome counts only while the row still has it."""
        return self.delivery.version + 1

    @property
    def network(self) -> str:
        return self.delivery.account.kind


def claim(
    owner: str,
    now: datetime,
    free: int,
    ready: Ready | None = None,
    may_call: Callable[[], bool] = lambda: True,
    newest: Intent | None = None,
    left: Callable[[Delivery], float] = lambda row: 0.0,
) -> list[Task]:
    """Take what is due on free lanes, and write the intent of each call. Not more than ``free``.

    Stops and approvals are read here, in the transaction that starts the sends (``gate.turn``).
    ``ready``: what the caller remembers of the lanes; None: look at the whole table. ``may_call``:
    see Task. ``newest``: an intent that the record must still have; without it RecordWentBack is
    raised. ``left``: seconds that the network of one still needs (``scheduler.settling``).
    """
    ready = ready or Ready()
    ready.begin()
    opening = heads.opening(newest, () if ready.stale else ready.take_freed(), now)
    if not opening.is_there:
        raise RecordWentBack
    standing = Stop.objects.standing().select_related("office")
    reached = stopped(standing) if opening.any_stop else None
    ready.add(opening.heads)
    if ready.stale:
        hold_stopped(reached, now)
        miss_overdue(now)
        ready.fill(heads.find(now, MOST))
    started: list[Task] = []
    while len(started) < free:
        ready.add(heads.of_lanes(ready.take_freed(), now))
        if ready.hides_others:
            ready.fill_others(heads.find(now, MOST, ready.waiting), ready.waiting)
        wanted = ready.pop(free - len(started))
        if not wanted:
            break
        rows = _settled(heads.take(wanted, now), left, ready)
        rows = _not_held(rows, reached, now, ready)
        rows = suspects.one_at_a_time(rows, ready)
        begun = _begin(pace.within(rows, now), owner, now, may_call)
        ready.begun(task.network for task in begun)
        started += begun
    return started


def _settled(
    rows: Sequence[Delivery], left: Callable[[Delivery], float], ready: Ready
) -> list[Delivery]:
    """The others are asked about again in the next turn."""
    waits = {row.id: left(row) for row in rows}
    for row in rows:
        if waits[row.id] > 0:
            ready.postpone(row.account_id, waits[row.id])
    return [row for row in rows if waits[row.id] <= 0]


def _not_held(
    rows: Sequence[Delivery], reached: Q | None, now: datetime, ready: Ready
) -> list[Delivery]:
    """Those that may go out as they are; the others are put aside, with the reason."""
    stop = _reached([row.id for row in rows], reached)
    crashed = _crashed([row for row in rows if row.attempts >= CRASHES])
    behind = overtaken(rows, now)
    good = []
    for row in rows:
        fault = _fault(row, stop, crashed, now)
        if fault is None and row.id in behind:
            fault = State.MISSED, Hold.OVERTAKEN
        if _is_restored(row):
            # Before all else: also what is too late, or stopped, may be live already.
            look_for([row], now)
            ready.free(row.account_id)
        elif fault is not None:
            put_aside([row], *fault, now)
            ready.free(row.account_id)
        else:
            good.append(row)
    return good


def _is_restored(row: Delivery) -> bool:
    if not row.look_first or row.looks:
        return False
    # What recognises a key by our own record would send again what the backup does not know of.
    forgets = registry.load(row.account.kind).capabilities.forgets
    return row.state in READY or (forgets and row.state == State.UNCONFIRMED)


def look_for(rows: Sequence[Delivery], now: datetime) -> None:
    """They may be live: looked for now, or, where the network cannot be read, by a person."""
    can = {row.id: registry.load(row.account.kind).capabilities.can_look for row in rows}
    put_aside((row for row in rows if not can[row.id]), State.HELD, Hold.RESTORED, now)
    asked = [row for row in rows if can[row.id]]
    update_each(Delivery, ["id"], [_asked(row, now) for row in asked])
    note_all(asked, State.UNCONFIRMED, now, reason=Hold.RESTORED)


def _asked(row: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": str(State.UNCONFIRMED),
        "run_at": now,
        "reason": str(Hold.RESTORED),
        "detail": "",
        "version": row.version + 1,
        **kept.columns(row),
    }


def _fault(
    row: Delivery, stop: set[int], crashed: set[int], now: datetime
) -> tuple[State, Hold] | None:
    """Why this one does not start, or None. Looking goes on whatever is stopped."""
    if is_look(row):
        return None
    fault = _fault_of_send(row, stop, crashed, now)
    # What may be live stays a question, whatever keeps it from being asked once more.
    return (State.UNCONFIRMED, fault[1]) if fault and row.state == State.UNCONFIRMED else fault


def is_look(row: Delivery) -> bool:
    """Where nothing can be read, what is unconfirmed is settled by sending its key again."""
    can = registry.load(row.account.kind).capabilities
    return row.state == State.UNCONFIRMED and (can.can_look or not can.deduplicates)


def repeats() -> Q:
    """What is unconfirmed and no look: a call for it may publish."""
    cans = {kind: registry.load(kind).capabilities for kind in registry.usable()}
    kinds = [kind for kind, can in cans.items() if can.deduplicates and not can.can_look]
    return Q(state=State.UNCONFIRMED, account__kind__in=kinds)


def _fault_of_send(
    row: Delivery, stop: set[int], crashed: set[int], now: datetime
) -> tuple[State, Hold] | None:
    if row.id in stop and row.verb != Verb.DELETE:
        return State.HELD, Hold.STOPPED
    if row.deadline_at < now:
        return State.MISSED, Hold.OVERDUE
    if row.unwanted:
        return State.HELD, Hold.UNWANTED
    hold = Hold.CRASHED if row.id in crashed else verify.fault(row)
    if hold is None and row.verb in BESIDE and getattr(row, "in_doubt", False):
        hold = Hold.UNSETTLED
    if hold is None and copies.is_by_hand(row.account):
        hold = Hold.HANDED
    return (State.HELD, hold) if hold else None


def _reached(ids: Collection[int], reached: Q | None) -> set[int]:
    if reached is None:
        return set()
    rows = Delivery.objects.filter(reached, pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def under_stop(ids: Collection[int]) -> set[int]:
    """Those of them that a standing stop reaches."""
    return _reached(ids, stopped(Stop.objects.standing().select_related("office")))


def _crashed(rows: Sequence[Delivery]) -> set[int]:
    """Deliveries whose last three attempts all ended with the process, since a person planned it
    for this time."""
    crashed = set()
    for row in rows:
        tries = Attempt.objects.filter(delivery=row, started_at__gte=row.due_at)
        outcomes = list(tries.order_by("-number").values_list("outcome", flat=True)[:CRASHES])
        if outcomes == ["crashed"] * CRASHES:
            crashed.add(row.id)
    return crashed


def _begin(
    rows: Sequence[Delivery], owner: str, now: datetime, may_call: Callable[[], bool]
) -> list[Task]:
    """The claims and, for what is sent and not looked for, the intents: also of what is sent once
    more to learn whether its network knows it."""
    looks = [row for row in rows if is_look(row)]
    sends = [row for row in rows if row.state != State.UNCONFIRMED]
    again = [row for row in rows if row.state == State.UNCONFIRMED and not is_look(row)]
    noted = intents.write(sends, owner, now, now + LEASE)
    noted |= intents.write(again, owner, now, now + LEASE, intents.REPEAT)
    update_each(Delivery, ["id"], [_looking(row, owner, now) for row in looks])
    return [
        *(Task(d, d.attempts + 1, owner, now, False, may_call, noted[d.id]) for d in sends),
        *(Task(d, d.attempts + 1, owner, now, True, may_call, noted[d.id]) for d in again),
        *(Task(d, d.attempts, owner, now, True, may_call) for d in looks),
    ]


def newest_of(tasks: Iterable[Task]) -> Intent | None:
    """The newest intent that was written with these claims."""
    return max((task.intent for task in tasks if task.intent), default=None)


def _looking(row: Delivery, owner: str, now: datetime) -> dict[str, Any]:
    claimed = {"owner": owner, "lease_until": now + LEASE, "version": row.version + 1}
    return {"id": row.id, "looks": row.looks + 1, **claimed}


def put_aside(deliveries: Iterable[Delivery], state: State, hold: Hold, now: datetime) -> None:
    """Held or missed: nothing happens by itself any more, and a person is told.

    The rows are locked, or another worker could start what is put aside here.
    """
    rows = list(deliveries)
    if not rows:
        return
    Delivery.objects.filter(pk__in=[d.id for d in rows]).update(
        state=state,
        run_at=None,
        reason=hold,
        detail="",
        seen_by=None,
        owner="",
        lease_until=None,
        version=F("version") + 1,
    )
    handed = (state, hold) == (State.HELD, Hold.HANDED)
    note_all(rows, "handed" if handed else state, now, reason=hold)


def hold_stopped(reached: Q | None, now: datetime) -> None:
    """What is due now and reached by a standing stop is held."""
    if reached is not None:
        # Taking down goes on: a stop is pressed when something wrong is out.
        due = Delivery.objects.filter(reached, state__in=READY, wake_at__lte=now).exclude(
            RESTORED | Q(verb=Verb.DELETE)
        )
        put_aside(locked(due), State.HELD, Hold.STOPPED, now)


def stopped(stops: Iterable[Stop]) -> Q | None:
    """The deliveries these stops reach, or None if there are no stops."""
    reached: Q | None = None
    for stop in stops:
        one = _reached_by(stop)
        reached = one if reached is None else reached | one
    return reached


def _reached_by(stop: Stop) -> Q:
    match stop.reach:
        case Reach.CHANNEL:
            return Q(account__kind=stop.kind)
        case Reach.ACCOUNT:
            return Q(account=stop.account_id)
        case Reach.TOPIC:
            return Q(post__topic=stop.topic) & _of_office(stop)
        case _all_or_office:
            return _of_office(stop)


def _of_office(stop: Stop) -> Q:
    """All there is, where the stop names no office."""
    if stop.office is None:
        return Q(pk__isnull=False)
    below = stop.office.path
    return Q(post__office__path__startswith=below) | Q(account__office__path__startswith=below)


def miss_overdue(now: datetime) -> None:
    """What is past its grace does not go out by itself, however the delay came about."""
    late = Delivery.objects.filter(state__in=READY, wake_at__lte=now, deadline_at__lt=now)
    put_aside(locked(late.exclude(RESTORED)), State.MISSED, Hold.OVERDUE, now)


def locked(rows: DeliveryQuerySet) -> DeliveryQuerySet:
    """Without those that somebody is just changing: they are looked at in a later turn."""
    return rows.select_related("post").select_for_update(
        no_key=True, of=("self",), skip_locked=True
    )


def next_time(now: datetime) -> datetime | None:
    """When the pump has to turn next, if nothing else happens before."""
    shared = SharedRest.objects.filter(rest_until__gt=now).aggregate(at=Min("rest_until"))["at"]
    waiting = Delivery.objects.filter(wake_at__gt=now).aggregate(at=Min("wake_at"))["at"]
    lanes = Account.objects.aggregate(
        rest=Min("rest_until", filter=Q(rest_until__gt=now)),
        breath=Min("breath_until", filter=Q(breath_until__gt=now)),
    )
    return min(filter(None, (waiting, shared, *lanes.values())), default=None)
