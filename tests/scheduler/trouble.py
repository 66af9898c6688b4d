"""Deliveries that need a person, as many as a test wants, without the days it takes to get them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from channels.models import Account, AccountState
from content.models import Event, Office
from scheduler.models import Delivery, Hold, State
from tests.people import Network
from tests.scheduler.office_day import now
from tests.scheduler.stage import planned, x_credentials

TROUBLE: dict[str, dict[str, Any]] = {
    "missed": {"state": State.MISSED, "reason": Hold.OVERDUE},
    "failed": {"state": State.FAILED, "reason": "too-long"},
    "held": {"state": State.HELD, "reason": Hold.CRASHED},
    "lost": {"state": State.HELD, "reason": "login-ended"},
    "unsure": {"state": State.UNCONFIRMED, "reason": "lost-answer"},
}


def in_trouble(
    network: Network, account: Account, what: str = "missed", number: int = 1, **changes: Any
) -> list[Delivery]:
    """An hour apart, the newest first, each a post of its own only if it is one."""
    at = changes.pop("at", None) or now()
    title = changes.pop("title", "Kiriman")
    texts = dict.fromkeys(("practice", "x"), "Layanan paspor buka sampai pukul 16.00 WIB.")
    post = network.approved(at, title=title, texts=texts)
    [first] = planned(network, account, at=at, post=post)
    made = [first]
    for n in range(1, number):
        twin = Delivery.objects.get(pk=first.pk)
        twin.pk, twin.again = None, n
        twin.save(force_insert=True)
        made.append(twin)
    for n, row in enumerate(made):
        due = at - timedelta(hours=n + 1)
        Delivery.objects.filter(pk=row.pk).update(
            due_at=due,
            deadline_at=due + timedelta(minutes=15),
            run_at=None,
            version=2,
            **{**TROUBLE[what], **changes},
        )
        row.refresh_from_db()
    return made


def on_x(network: Network, office: Office | None = None) -> Account:
    return network.account("x", office, credentials=x_credentials())


def told_of(rows: list[Delivery], at: datetime) -> None:
    """What the engine writes into the trail with such a move."""
    for row in rows:
        Event.objects.create(
            kind=f"delivery.{row.state}",
            post=row.post,
            office=row.post.office,
            at=at,
            data={"delivery": row.pk, "account": row.account_id, "reason": row.reason},
        )


def disconnect(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(
        state=AccountState.DISCONNECTED, state_reason="login-ended"
    )
