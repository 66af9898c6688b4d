"""Making one call: the adapter thread's whole work. It talks to a network and writes no state."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import Error as DatabaseTrouble
from django.db import connections
from django.utils import timezone

from channels import registry, vault
from channels.base import (
    Channel,
    DeliveryError,
    Disconnected,
    Journal,
    NotFound,
    NotSent,
    Outgoing,
    Reason,
    Receipt,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.opening import open_channel
from scheduler import points, safe_mode
from scheduler.delivery import BESIDE, Task
from scheduler.message import outgoing
from scheduler.models import Attempt, Delivery, DeliveryQuerySet, State
from scheduler.settle import Result
from scheduler.workers import seconds_since_boot

log = logging.getLogger(__name__)

# A call that has not begun by then is given back unstarted: its process was asleep, and somebody
# else may have taken over (a stopped and resumed worker).
START_WITHIN = timedelta(seconds=10)


class AttemptJournal:
    """The adapter's notes, kept with the attempt; on disk when ``note`` returns.

    What earlier attempts noted can be read, so that a second try finds the first one's container.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._noted: dict[str, object] = {}
        # Before the first call there is nothing to read.
        if task.attempt > 1 or task.look:
            for noted in task.delivery.tries.values_list("noted", flat=True):
                self._noted.update(noted)

    @property
    def noted(self) -> Mapping[str, object]:
        return self._noted

    def note(self, **facts: str | int | list[str]) -> None:
        self._noted.update(facts)
        mine = Attempt.objects.filter(delivery=self._task.delivery, number=self._task.attempt)
        mine.update(noted=self._noted)


def perform(task: Task) -> Result:
    """Call the network. Everything foreseen comes back as a result; a bug comes out as it is."""
    try:
        answer: Receipt | DeliveryError = _call(task, timezone.now())
    except DeliveryError as error:
        answer = error
    except vault.Locked:
        answer = Disconnected(Reason.LOGIN_ENDED, "credentials cannot be opened with our keys")
    except DatabaseTrouble:
        log.warning("delivery %s: our record was away during its call", task.delivery.pk)
        answer = Unconfirmed(Reason.LOST_ANSWER, "our own record was away during the call")
    finally:
        # Of this thread only. Beside a call to a network, opening one anew costs nothing.
        connections.close_all()
    points.reached(points.CALLED)
    return Result(task, answer, timezone.now())


def _call(task: Task, now: datetime) -> Receipt:
    if now - task.claimed_at > START_WITHIN or not task.may_call():
        raise NotSent(Reason.UNREACHABLE, "the call was not begun in time")
    points.reached(points.CALLING)
    try:
        call = _ready(task)
    except DatabaseTrouble as error:
        # The network was not touched yet.
        unknown = Unconfirmed if task.look else NotSent
        raise unknown(Reason.UNREACHABLE, "our own record was away") from error
    return call()


def _ready(task: Task) -> Callable[[], Receipt]:
    """The call, with all it needs from us read."""
    delivery = task.delivery
    channel = open_channel(delivery.account, _until_timeout(task))
    journal = AttemptJournal(task)
    can = channel.capabilities
    if task.look and can.can_look:
        return partial(_look, channel, delivery, _trace(delivery, journal))
    if task.look and not can.deduplicates:
        # Asking by sending once more would be a second post.
        raise Unconfirmed(Reason.LOST_ANSWER, "only a person can look there")
    return act(channel, delivery, journal)


def _look(channel: Channel, delivery: Delivery, trace: Trace) -> Receipt:
    """What another delivery has put there is not this one, however alike their words: a series says
    the same every week, and after a restore nobody knows when to begin looking for the next."""
    found = channel.look(trace)
    if trace.verb in BESIDE and found.remote_id and not channel.capabilities.one_per_post:
        others = Delivery.objects.filter(account=delivery.account_id, verb__in=BESIDE)
        others = others.exclude(pk=delivery.pk)
        _not_of_others(found, others)
        if delivery.look_first and not channel.capabilities.deduplicates:
            _not_one_of_many(delivery, others)
    return found


def _not_of_others(found: Receipt, others: DeliveryQuerySet) -> None:
    theirs = others.filter(state=State.SENT, remote_id=found.remote_id)
    restored = list(theirs.values_list("look_first", flat=True))
    if any(restored):
        # Found by its words after the same restore: it may as well be this one.
        raise Unconfirmed(Reason.LOST_ANSWER, "two deliveries read alike; only a person can tell")
    if restored:
        raise NotFound(Reason.GONE, "only what another delivery has put there")


def _not_one_of_many(delivery: Delivery, others: DeliveryQuerySet) -> None:
    """After a restore, where a network is read by words: of what says the same and may be out, too,
    one look finds the newest only."""
    alike = others.filter(
        revision=delivery.revision_id, look_first=True, due_at__lte=timezone.now()
    )
    if alike.exclude(state=State.CANCELLED).exists():
        raise Unconfirmed(Reason.LOST_ANSWER, "two deliveries read alike; only a person can tell")


def _until_timeout(task: Task) -> Callable[[], bool]:
    """Whether a request that changes something may still begin."""
    timeout = registry.load(task.delivery.account.kind).capabilities.call_timeout
    until = task.began + timeout.total_seconds()
    return lambda: task.may_call() and seconds_since_boot() < until


def act(channel: Channel, delivery: Delivery, journal: Journal) -> Callable[[], Receipt]:
    """The call that carries out a delivery's verb."""
    match Verb(delivery.verb):
        case Verb.PUBLISH:
            return partial(channel.publish, outgoing(delivery), journal)
        case Verb.REPLY:
            return partial(channel.reply, target(delivery), outgoing(delivery), journal)
        case Verb.EDIT:
            return partial(channel.edit, target(delivery), outgoing(delivery), journal)
        case Verb.REPOST:
            return partial(channel.repost, target(delivery), delivery.key, journal)
        case Verb.DELETE:
            return partial(channel.delete, target(delivery), delivery.key, journal, delivery.note)


def _trace(delivery: Delivery, journal: AttemptJournal) -> Trace:
    verb = Verb(delivery.verb)
    message: Outgoing | None = None
    if verb in (Verb.PUBLISH, Verb.REPLY, Verb.EDIT):
        message = outgoing(delivery)
    return Trace(
        key=delivery.key,
        verb=verb,
        sent_at=delivery.started_at or safe_mode.unknown_since(delivery) or delivery.due_at,
        message=message,
        target=target(delivery) if delivery.target is not None else None,
        noted=journal.noted,
    )


def target(delivery: Delivery) -> Remote:
    """What an edit, a reply, a repost or a delete acts upon. It was checked before the start."""
    if delivery.target is None:
        raise ValueError(f"delivery {delivery.pk} has no target")
    return Remote(delivery.target.remote_id, delivery.target.url)
