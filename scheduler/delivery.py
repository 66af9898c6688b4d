"""The one door to a delivery's state: claiming what is due, and settling what came back.

Everything here runs inside the pump's transaction; nothing talks to a network.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Min, Q

from channels.base import Verb
from channels.models import Account, AccountState
from scheduler import gate, verify
from scheduler.models import READY, Attempt, Delivery, Hold, Reach, State, Stop
from scheduler.trail import note_all

log = logging.getLogger(__name__)

# Longer than any call may take; a claim older than this belongs to the dead.
LEASE = timedelta(minutes=10)
CRASHES = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One call to make. ``attempt`` is its fence: the outcome counts for this attempt only."""

    delivery: Delivery
    attempt: int
    owner: str
    claimed_at: datetime
    look: bool


def claim(owner: str, now: datetime, free: int) -> list[Task]:
    """Take what is due on free lanes, and write the intent of each call. Not more than ``free``.

    Stops and approvals are read here, in the transaction that starts the sends.
    """
    gate.go_through()
    hold_stopped(now)
    miss_overdue(now)
    if free < 1:
        return []
    heads = _heads(now, free)
    looks = [d for d in heads if d.state == State.UNCONFIRMED]
    sends = _verified([d for d in heads if d.state != State.UNCONFIRMED], now)
    _begin(sends, looks, owner, now)
    return [
        *(Task(d, d.attempts + 1, owner, now, look=False) for d in sends),
        *(Task(d, d.attempts, owner, now, look=True) for d in looks),
    ]


# The first delivery of each lane that is free, connected and rested, if its time has come.
HEADS = """
SELECT d.id FROM scheduler_delivery d JOIN channels_account a ON a.id = d.account_id
 WHERE d.wake_at <= %s AND a.state = %s AND (a.rest_until IS NULL OR a.rest_until <= %s)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery b WHERE b.busy = d.account_id)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery e WHERE e.lane = d.account_id
                   AND (e.due_at, e.id) < (d.due_at, d.id))
 ORDER BY d.wake_at, d.id LIMIT %s
"""


def _heads(now: datetime, free: int) -> list[Delivery]:
    moment = connection.ops.adapt_datetimefield_value(now)
    lock = " FOR UPDATE OF d SKIP LOCKED" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(HEADS + lock, [moment, AccountState.CONNECTED, moment, free])
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return []
    return list(
        Delivery.objects.filter(pk__in=ids)
        .select_related(
            "account__office", "revision", "target__post", "post__office", "post__approval__by"
        )
        .order_by("wake_at", "pk")
    )


def _verified(deliveries: list[Delivery], now: datetime) -> list[Delivery]:
    """Those that may go out as they are; the others are held, with the reason."""
    crashed = _crashed([d.pk for d in deliveries if d.attempts >= CRASHES])
    doubtful = _doubtful(deliveries)
    good = []
    for delivery in deliveries:
        hold = Hold.CRASHED if delivery.pk in crashed else verify.fault(delivery)
        if hold is None and delivery.pk in doubtful:
            hold = Hold.UNSETTLED
        if hold is None:
            good.append(delivery)
        else:
            put_aside([delivery], State.HELD, hold, now)
    return good


def _doubtful(deliveries: Sequence[Delivery]) -> set[int]:
    """New posts on accounts where another delivery of the same post may already be live."""
    open_ends = Delivery.objects.filter(
        account__in=[d.account_id for d in deliveries], state=State.UNCONFIRMED
    )
    pairs = set(open_ends.values_list("post_id", "account_id"))
    return {
        d.pk for d in deliveries if d.verb == Verb.PUBLISH and (d.post_id, d.account_id) in pairs
    }


def _crashed(ids: list[int]) -> set[int]:
    """Deliveries whose last three attempts all ended with the process."""
    crashed = set()
    for pk in ids:
        last = Attempt.objects.filter(delivery=pk).order_by("-number")[:CRASHES]
        if [a.outcome for a in last] == ["crashed"] * CRASHES:
            crashed.add(pk)
    return crashed


def _begin(sends: Sequence[Delivery], looks: Sequence[Delivery], owner: str, now: datetime) -> None:
    mine = {"owner": owner, "lease_until": now + LEASE, "version": F("version") + 1}
    Delivery.objects.filter(pk__in=[d.pk for d in sends]).update(
        state=State.SENDING, attempts=F("attempts") + 1, started_at=now, **mine
    )
    Delivery.objects.filter(pk__in=[d.pk for d in looks]).update(looks=F("looks") + 1, **mine)
    Attempt.objects.bulk_create(
        Attempt(delivery=d, number=d.attempts + 1, started_at=now) for d in sends
    )


def put_aside(deliveries: Iterable[Delivery], state: State, hold: Hold, now: datetime) -> None:
    """Held or missed: nothing happens by itself any more, and a person is told."""
    rows = list(deliveries)
    if not rows:
        return
    Delivery.objects.filter(pk__in=[d.pk for d in rows]).update(
        state=state,
        run_at=None,
        reason=hold,
        detail="",
        seen_by=None,
        owner="",
        lease_until=None,
        version=F("version") + 1,
    )
    note_all(rows, state, now, reason=hold)


def hold_stopped(now: datetime) -> None:
    """What is due now and reached by a standing stop is held."""
    reached = stopped(Stop.objects.standing().select_related("office"))
    if reached is not None:
        # Taking down goes on: a stop is pressed when something wrong is out.
        due = Delivery.objects.filter(reached, state__in=READY, wake_at__lte=now).exclude(
            verb=Verb.DELETE
        )
        put_aside(due.select_related("post"), State.HELD, Hold.STOPPED, now)


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
    put_aside(late.select_related("post"), State.MISSED, Hold.OVERDUE, now)


def next_time(now: datetime) -> datetime | None:
    """When the pump has to turn next, if nothing else happens before."""
    waiting = Delivery.objects.filter(wake_at__gt=now).aggregate(at=Min("wake_at"))["at"]
    resting = Account.objects.filter(rest_until__gt=now).aggregate(at=Min("rest_until"))["at"]
    return min(filter(None, (waiting, resting)), default=None)
