"""What is due on a network that this release cannot speak to: put aside, so that a person knows.

No claim takes it, and it keeps nobody else waiting; but without a word it would only be missed, and
what may be live would be looked for by nobody, for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from channels import registry
from channels.models import Account
from scheduler.delivery import locked, look_for, put_aside
from scheduler.models import READY, Delivery, Hold, State

# While a release rolls out, its workers take what those of the one before do not know.
ROLL_OUT = timedelta(minutes=10)


def put_strangers_aside(now: datetime, *, alone: bool) -> None:
    """``alone``: nobody else works on this record, who could know more networks."""
    strange = Account.objects.exclude(kind__in=registry.usable()).values_list("pk", flat=True)
    accounts = list(strange)
    if not accounts:
        return
    since = now if alone else now - ROLL_OUT
    due = locked(Delivery.objects.filter(account__in=accounts, wake_at__lte=since))
    rows = list(due.select_related("account"))
    restored = [row for row in rows if row.look_first and not row.looks and row.state in READY]
    look_for(restored, now)
    rest = [row for row in rows if row not in restored]
    # What is past its grace is missed, as anywhere.
    ready = [row for row in rest if row.state in READY and row.deadline_at >= now]
    put_aside(ready, State.HELD, Hold.NO_ADAPTER, now)
    unsure = [row for row in rest if row.state == State.UNCONFIRMED]
    put_aside(unsure, State.UNCONFIRMED, Hold.NO_ADAPTER, now)
