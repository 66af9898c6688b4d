"""Writing down what a reading brought, as long as its account is still ours to read.

Every write asks the fence of the account first, so that whoever was overtaken writes nothing, and
the same reading written twice is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from channels import registry
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Verb
from channels.figures import NAMES, Figures, Measuring
from channels.models import Account
from scheduler import reading_times
from scheduler.models import Delivery, Gauge, Measured, Reading, State, Untold

# Longer than all calls of one reading can take.
LEASE = timedelta(minutes=15)
# A post that the network does not find is asked for once more before it counts as gone: some
# networks say the same of one that a permission hides.
ASK_AGAIN = timedelta(hours=6)
NO_PERMISSION = timedelta(days=1)
NO_MONEY = timedelta(hours=6)
NOTHING = Figures()
CHANGED = (*NAMES, "measured_at", "next_at", "ended", "tries", "trouble")


@dataclass(frozen=True, slots=True)
class Turn:
    """An account that is ours to read while nobody has taken it after us: the fence."""

    account: Account
    fence: int

    @property
    def measuring(self) -> Measuring | None:
        return registry.load(self.account.kind).capabilities.measuring


def take(account: Account, now: datetime) -> Turn | None:
    """``None``: somebody else is at it."""
    gauge, _made = Gauge.objects.get_or_create(account=account)
    # A lease that ends later than any can is of a clock that was set back.
    free = Q(lease_until=None) | Q(lease_until__lte=now) | Q(lease_until__gt=now + LEASE)
    mine = Gauge.objects.filter(free, account=account, fence=gauge.fence)
    taken = mine.update(fence=F("fence") + 1, lease_until=now + LEASE)
    return Turn(account, gauge.fence + 1) if taken else None


def give_back(turn: Turn, now: datetime, rest: timedelta) -> None:
    _write(turn, lease_until=now, rest_until=now + rest)


def end_withdrawn(turn: Turn, rows: Sequence[Measured]) -> list[Measured]:
    """What we have taken down ourselves is asked for no more. Returns the others."""
    ids = [row.delivery_id for row in rows]
    removals = Delivery.objects.filter(target__in=ids, verb=Verb.DELETE, state=State.SENT)
    gone = set(removals.values_list("target", flat=True))
    Measured.objects.filter(pk__in=gone).update(next_at=None, ended=Untold.GONE)
    return [row for row in rows if row.delivery_id not in gone]


@transaction.atomic
def keep(
    turn: Turn,
    rows: Sequence[Measured],
    told: Mapping[str, Figures | None],
    now: datetime,
    trouble: str = "",
) -> bool:
    """Whether the account was still ours, and it was written."""
    measuring = turn.measuring
    said = [told.get(row.delivery.remote_id, NOTHING) for row in rows]
    missing = dict.fromkeys(name for one in said if one for name in one.withheld)
    facts = {"read_at": now, "missing": ", ".join(missing)[:200], "tries": 0, "trouble": trouble}
    if measuring is None or not _write(turn, lease_until=now + LEASE, **facts):
        return False
    for row, one in zip(rows, said, strict=True):
        for name, value in changes(row, one, now, measuring).items():
            setattr(row, name, value)
    Measured.objects.bulk_update(rows, CHANGED)
    Reading.objects.bulk_create(
        [
            Reading(delivery_id=row.delivery_id, read_at=now, **one.told())
            for row, one in zip(rows, said, strict=True)
            if one and one.told()
        ],
        ignore_conflicts=True,
    )
    return True


def changes(
    row: Measured, said: Figures | None, now: datetime, measuring: Measuring
) -> dict[str, Any]:
    """What a reading means for its delivery. A figure that is not told any more stays as it was
    last told. Pure.
    """
    if said is None:
        return _not_there(row, now)
    next_at = reading_times.next_reading(row.sent_at, now, measuring)
    told: dict[str, Any] = dict(said.told())
    if told:
        told["measured_at"] = now
    lacking = bool(said.withheld) and not told
    return told | {
        "next_at": next_at,
        "ended": "" if next_at else Untold.DONE,
        "tries": 0,
        "trouble": Reason.PERMISSION_MISSING if lacking else "",
    }


def _not_there(row: Measured, now: datetime) -> dict[str, Any]:
    if row.trouble == Reason.GONE:
        return {"next_at": None, "ended": Untold.GONE, "tries": row.tries + 1}
    return {"next_at": now + ASK_AGAIN, "tries": row.tries + 1, "trouble": Reason.GONE}


def failed(turn: Turn, error: DeliveryError, now: datetime) -> None:
    """The readings of the account rest; its sends know nothing of it."""
    gauge = Gauge.objects.get(pk=turn.account.pk)
    until = rest_until(error, gauge.tries + 1, now)
    facts = {"trouble": error.reason, "tries": gauge.tries + 1}
    written = _write(turn, lease_until=now, rest_until=until, **facts)
    if written and isinstance(error, NotSent) and error.whole_app:
        same = Q(account__app=turn.account.app) if turn.account.app else Q(account__app="")
        sharing = Gauge.objects.filter(same, account__kind=turn.account.kind)
        sharing.update(rest_until=until)


def rest_until(error: DeliveryError, tries: int, now: datetime) -> datetime:
    """Pure."""
    if isinstance(error, Disconnected) and error.reason is Reason.PERMISSION_MISSING:
        return now + NO_PERMISSION
    asked = error.again_at if isinstance(error, NotSent) else None
    until = asked or now + reading_times.rest_after_trouble(tries)
    return max(until, now + NO_MONEY) if error.reason is Reason.OUT_OF_CREDIT else until


def _write(turn: Turn, **facts: Any) -> bool:
    mine = Gauge.objects.filter(account=turn.account, fence=turn.fence)
    return bool(mine.update(**facts))
