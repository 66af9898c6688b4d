"""Telling people what needs them. Nothing is told twice, and nothing is forgotten.

The trail of events is the outbox: what an event says came to a delivery is told if it stands, once
for each version of the delivery, whatever crashes in between. Told means: a line in the notice of
its cause and account. Letters are made from lines (``scheduler.letters``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connections, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from channels.models import Account, AccountState
from content.models import Event
from scheduler import expiring, letters, post_office
from scheduler.causes import cause_of
from scheduler.models import (
    OF_LOGINS,
    Cause,
    Delivery,
    Hold,
    Notice,
    NoticeLine,
    State,
    Teller,
    nobody_looks,
)

ENDS = (State.FAILED, State.UNCONFIRMED, State.MISSED, State.HELD)
# "Settled" also says that a person did not find it, and may send it now.
KINDS = (*(f"delivery.{state}" for state in ENDS), "delivery.handed", "delivery.settled")
# Events are numbered when they are written and seen when they are committed, so one with a lower
# number may appear later. No transaction of ours lasts this long.
LATE = timedelta(minutes=5)
AT_ONCE = 500
# What has to be true of a line's delivery for the notice to stand on.
STANDS: Mapping[Cause, Q] = {
    Cause.UNCONFIRMED: Q(nobody_looks("delivery__"), delivery__state=State.UNCONFIRMED),
    Cause.REFUSED: Q(delivery__state=State.FAILED, delivery__seen_by=None),
    Cause.MISSED: Q(delivery__state=State.MISSED),
    Cause.HELD: Q(delivery__state=State.HELD),
    Cause.BY_HAND: Q(delivery__state=State.HELD, delivery__reason__in=(Hold.HANDED, Hold.BY_HAND)),
}


def ring() -> None:
    """Called by the clock."""
    try:
        tell(timezone.now())
    finally:
        connections.close_all()


def tell(now: datetime) -> None:
    """Notices, letters, mail. Two may do this at once, and anybody may die in the middle."""
    _read_on(now)
    letters.write(now)
    post_office.send_due(now)


def _read_on(now: datetime) -> None:
    """In short transactions: others want to write, too."""
    after = 0
    while True:
        with transaction.atomic():
            teller = Teller.lock()
            after = max(after, teller.event)
            events = Event.objects.filter(pk__gt=after, kind__in=KINDS).order_by("pk")
            read = list(events.values_list("pk", "at", "data")[:AT_ONCE])
            _note({data["delivery"]: at for _pk, at, data in read}, now)
            if len(read) < AT_ONCE:
                _note_lost_logins(now)
                _note_ending_logins(now)
                _close(now)
                _remember(teller, now)
                return
            after = read[-1][0]


def _remember(teller: Teller, now: datetime) -> None:
    old = Event.objects.filter(pk__gt=teller.event, at__lt=now - LATE)
    settled = old.aggregate(last=Max("pk"))["last"]
    if settled is not None:
        Teller.objects.filter(pk=teller.pk).update(event=settled)


def _note(moments: Mapping[int, datetime], now: datetime) -> None:
    """What stands and was not told in this version gets a line."""
    fresh = _untold(moments).select_related("account")
    found = [(row, _cause(row)) for row in fresh]
    if not found:
        return
    open_ = _opened({_key(cause, row.account): (cause, row.account) for row, cause in found}, now)
    lines = [
        NoticeLine(
            notice=open_[_key(cause, row.account)],
            delivery=row,
            version=row.version,
            at=moments[row.pk],
            rings=cause is not Cause.DISCONNECTED,
        )
        for row, cause in found
    ]
    NoticeLine.objects.bulk_create(lines)
    _count_up(lines, now)


def _untold(ids: Iterable[int]) -> QuerySet[Delivery]:
    """Also what failed and was dealt with at once: its author has not heard of it."""
    some = Delivery.objects.filter(pk__in=list(ids))
    told = NoticeLine.objects.filter(delivery=OuterRef("pk"), version=OuterRef("version"))
    rows = some.needing_a_person() | some.filter(state=State.FAILED)
    return rows.exclude(Exists(told)).order_by("pk")


def _cause(row: Delivery) -> Cause:
    broken = row.account.state == AccountState.DISCONNECTED
    return cause_of(row.state, row.reason, broken=broken)


def _key(cause: Cause, account: Account) -> str:
    return f"{cause}:{account.pk}"


def _opened(wanted: Mapping[str, tuple[Cause, Account]], now: datetime) -> Mapping[str, Notice]:
    """The standing notices with these keys; those that are not there are made."""
    standing = {one.key: one for one in Notice.objects.standing().filter(key__in=wanted)}
    made = [
        Notice(
            cause=cause,
            office_id=account.office_id,
            account=account,
            key=key,
            opened_at=now,
            last_at=now,
        )
        for key, (cause, account) in wanted.items()
        if key not in standing
    ]
    Notice.objects.bulk_create(made)
    _ring([one for one in made if one.cause in OF_LOGINS], now)
    return standing | {one.key: one for one in made}


def _ring(notices: Sequence[Notice], now: datetime) -> None:
    """About the account itself."""
    lines = [NoticeLine(notice=one, at=now) for one in notices]
    NoticeLine.objects.bulk_create(lines)
    _count_up(lines, now)


def _count_up(lines: Sequence[NoticeLine], now: datetime) -> None:
    deliveries = Counter(line.notice_id for line in lines if line.delivery_id)
    news = Counter(line.notice_id for line in lines if line.rings)
    for notice in {line.notice_id for line in lines}:
        Notice.objects.filter(pk=notice).update(
            count=F("count") + deliveries[notice], news=F("news") + news[notice], last_at=now
        )


def _note_lost_logins(now: datetime) -> None:
    """Also of accounts for which nothing waits yet."""
    told = Notice.objects.standing().filter(cause=Cause.DISCONNECTED, account=OuterRef("pk"))
    lost = Account.objects.filter(state=AccountState.DISCONNECTED).exclude(Exists(told))
    cause = Cause.DISCONNECTED
    _opened({_key(cause, account): (cause, account) for account in lost}, now)


def _note_ending_logins(now: datetime) -> None:
    """Early, and once more when it is late; whoever heard of it late hears of it once."""
    near = {account.pk: account for account in expiring.near(now)}
    standing = Notice.objects.standing().filter(cause=Cause.ENDING)
    standing.exclude(account__in=near).update(closed_at=now)
    told = {one.account_id: one for one in standing}
    cause = Cause.ENDING
    new = [account for pk, account in near.items() if pk not in told]
    _opened({_key(cause, account): (cause, account) for account in new}, now)
    heard = [(one, near[pk]) for pk, one in told.items() if pk in near]
    _ring([one for one, account in heard if expiring.again(account, one.last_at, now)], now)


def _close(now: datetime) -> None:
    """Dealt with, by whomever: nobody has to take note of it any more."""
    standing = Notice.objects.standing()
    for cause, stands in STANDS.items():
        left = NoticeLine.objects.filter(stands, notice=OuterRef("pk"))
        standing.filter(cause=cause).exclude(Exists(left)).update(closed_at=now)
    back = Account.objects.exclude(state=AccountState.DISCONNECTED)
    standing.filter(cause=Cause.DISCONNECTED, account__in=back).update(closed_at=now)
