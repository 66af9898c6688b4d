"""Figures are read beside the sends, one account after the other. Part of the clock's chores.

A reading never keeps a send waiting: it writes nothing that sends read, an account that is about
to send is left alone, and so is one that its network has asked to rest. What a network says against
reading rests the reading only. Whoever reads an account has taken it, and what he brings home
counts only while nobody has taken it after him; so a process may be killed at any moment, and two
may be at it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connections
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from channels import opening, registry, vault
from channels.base import Channel, DeliveryError, Disconnected, Now, Reason, Refused, Remote
from channels.figures import Figures, Measuring, Tells
from channels.models import Account, AccountState, SharedRest
from scheduler import engine, enrolling, telling
from scheduler.keeping_figures import Turn, end_withdrawn, failed, give_back, keep, take
from scheduler.models import Delivery, Measured, Untold
from scheduler.paying import may_cost
from scheduler.reading_times import most, rest
from scheduler.workers import seconds_since_boot

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
ALL_EVERY = timedelta(hours=1)
AT_ONCE = 200  # accounts
# No account is begun after so many seconds of a turn; the others come first in the next one.
A_TURN = 40.0
# What is due so soon must not find its account's allowance used up by us.
BEFORE_A_SEND = timedelta(minutes=2)


def ring() -> None:
    """Called by the clock."""
    try:
        beat(timezone.now)
    finally:
        connections.close_all()


def beat(now: Now) -> None:
    """``now`` tells the time: it takes a while. By a wrong clock all readings would seem over."""
    if not engine.is_in_doubt():
        enrolling.enrol(now())
        read_due(now)


def ring_for_all() -> None:
    """Called by the clock."""
    try:
        enrolling.enrol_all(timezone.now())
    finally:
        connections.close_all()


def read_due(now: Now) -> None:
    began = seconds_since_boot()
    end_retired(now())
    for account in list(due(now())[:AT_ONCE]):
        if seconds_since_boot() - began > A_TURN:
            return
        # A turn takes a while: by now it may be about to send, or its app be asked to rest.
        turn = take(account, now()) if due(now()).filter(pk=account.pk).exists() else None
        if turn is not None:
            read(turn, now)


def end_retired(now: datetime) -> None:
    """Accounts that nobody uses any more are not asked."""
    due_now = Measured.objects.filter(next_at__lte=now, account__state=AccountState.RETIRED)
    due_now.update(next_at=None, ended=Untold.RETIRED)


def due(now: datetime) -> QuerySet[Account]:
    """Whose figures may be read now, the longest waiting first."""
    waiting = Measured.objects.filter(next_at__lte=now, account=OuterRef("pk"))
    first = waiting.order_by().values("account").annotate(first=Min("next_at")).values("first")
    soon = Delivery.objects.filter(lane=OuterRef("pk"), wake_at__lte=now + BEFORE_A_SEND)
    sending = Delivery.objects.filter(busy=OuterRef("pk"))
    of_all = Q(shares=OuterRef("app")) | Q(shares=OuterRef("kind"))
    resting = SharedRest.objects.filter(of_all, rest_until__gt=now)
    rested = Q(gauge__rest_until=None) | Q(gauge__rest_until__lte=now)
    # Connected anew since: whatever was said against reading was said to the old login.
    anew = Q(connected_at__gt=F("gauge__lease_until"))
    return (
        Account.objects.filter(
            rested | anew,
            Q(rest_until=None) | Q(rest_until__lte=now),
            Exists(waiting),
            ~Exists(soon),
            ~Exists(sending),
            ~Exists(resting),
            state=AccountState.CONNECTED,
            kind__in=_readable(),
        )
        .annotate(first=first)
        .order_by("first", "pk")
    )


def _readable() -> list[str]:
    """Networks that may be asked here."""
    telling = ((kind, registry.load(kind).capabilities.measuring) for kind in registry.usable())
    return [kind for kind, measuring in telling if measuring and may_cost(measuring)]


def read(turn: Turn, now: Now) -> None:
    """Ask for what is due of one account, as far as its pace allows."""
    measuring = turn.measuring
    if measuring is None:  # it has told figures once, in a release before
        give_back(turn, now(), ALL_EVERY)
        return
    calls = most(measuring.pace, EVERY)
    rows = end_withdrawn(turn, _due_rows(turn.account, now(), calls * measuring.at_once))
    try:
        made = _read_all(turn, measuring, rows, now)
    except vault.Locked:
        give_back(turn, now(), ALL_EVERY)  # said at the start and on the account's page
    except Disconnected as error:
        _shut_out(turn, error, now())
    except DeliveryError as error:
        log.info("figures of account %s not read: %s", turn.account.pk, error)
        failed(turn, error, now())
    else:
        give_back(turn, now(), rest(measuring.pace, made))


def _due_rows(account: Account, now: datetime, limit: int) -> list[Measured]:
    rows = Measured.objects.filter(account=account, next_at__lte=now)
    return list(rows.select_related("delivery").order_by("next_at")[:limit])


def _read_all(turn: Turn, measuring: Measuring, rows: Sequence[Measured], now: Now) -> int:
    """Returns how many readings it took."""
    channel = opening.open_channel(turn.account)
    made = 0
    for batch in _batches(rows, measuring.at_once):
        made += 1
        told, trouble = _told(channel, batch)
        if not keep(turn, batch, told, now(), trouble):
            break  # somebody else has taken over
    return made


def _told(channel: Channel, rows: Sequence[Measured]) -> tuple[Mapping[str, Figures | None], str]:
    """What the network tells, and the reason if it refuses to speak of these posts."""
    posts = [Remote(row.delivery.remote_id, row.delivery.url) for row in rows]
    if not isinstance(channel, Tells):
        return {}, ""
    try:
        return channel.measure(posts), ""
    except Refused as error:
        log.info("no figures for delivery %s and after: %s", rows[0].delivery_id, error)
        alone_and_gone = error.reason is Reason.GONE and len(posts) == 1
        return ({posts[0].remote_id: None} if alone_and_gone else {}), str(error.reason)


def _shut_out(turn: Turn, error: Disconnected, now: datetime) -> None:
    """Only a permission to read may be missing; and what turns a reader away may let others in. So
    it is asked before anybody is told that the login is lost.
    """
    failed(turn, error, now)
    if error.reason is Reason.PERMISSION_MISSING:
        return
    try:
        opening.open_channel(turn.account).check()
    except Disconnected as lost:
        telling.lost(turn.account, lost.reason, now)
    except DeliveryError as unsure:
        log.info("account %s could not be asked for its login: %s", turn.account.pk, unsure)


def _batches(rows: Sequence[Measured], size: int) -> Iterator[Sequence[Measured]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
