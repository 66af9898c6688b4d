"""Plans and logins of accounts, as many as a test wants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from channels.base import Verb
from channels.facebook.login import Credentials as Facebook
from channels.instagram.login import Credentials as Instagram
from channels.linkedin.login import Credentials as LinkedIn
from channels.models import Account, KeptSession
from channels.threads.login import Credentials as Threads
from content.models import Office, Post
from scheduler.models import Delivery, State
from tests.people import Network
from tests.scheduler.stage import planned, x_credentials

DAY = timedelta(days=1)
TEXTS = dict.fromkeys(("x", "instagram", "threads", "linkedin", "facebook", "practice"), "Kabar.")
CREDENTIALS: dict[str, Any] = {
    "facebook": Facebook("4001", "token"),
    "instagram": Instagram("17841400000000001", "token"),
    "linkedin": LinkedIn("5005", "token"),
    "threads": Threads("2001-token"),
    "x": x_credentials(),
}


def on(network: Network, kind: str, office: Office | None = None, **extra: Any) -> Account:
    return network.account(kind, office, credentials=CREDENTIALS[kind], **extra)


def lasting(account: Account, until: datetime, renew_at: datetime | None = None) -> Account:
    """Its login lasts until then; it was brought by a sign-in."""
    facts = {"lasts_until": until, "renew_at": renew_at, "sealed": b"sealed"}
    KeptSession.objects.update_or_create(account=account, defaults=facts)
    return account


def plan(
    network: Network,
    account: Account,
    due: Iterable[datetime],
    *,
    verb: Verb = Verb.PUBLISH,
    post: Post | None = None,
    **changes: Any,
) -> list[Delivery]:
    """One post, due at these times there."""
    moments = list(due)
    post = post or network.approved(texts=TEXTS)
    [first] = planned(network, account, post=post)
    rows = [first]
    for n in range(1, len(moments)):
        twin = Delivery.objects.get(pk=first.pk)
        twin.pk, twin.again = None, n
        twin.save(force_insert=True)
        rows.append(twin)
    for row, at in zip(rows, moments, strict=True):
        facts = {"due_at": at, "run_at": at, "deadline_at": at + DAY, "verb": verb, **changes}
        Delivery.objects.filter(pk=row.pk).update(**facts)
    return rows


def sent(network: Network, account: Account, moments: Iterable[datetime], **changes: Any) -> None:
    moments = list(moments)
    rows = plan(network, account, moments, **changes)
    for row, at in zip(rows, moments, strict=True):
        Delivery.objects.filter(pk=row.pk).update(
            state=State.SENT, started_at=at, finished_at=at, run_at=None
        )


def plan_alike(
    network: Network, accounts: Iterable[Account], due: Iterable[datetime], again: int = 10
) -> None:
    """The same on many accounts, without the steps of planning; ``again`` tells calls apart."""
    moments = list(due)
    [first] = plan(network, network.account(handle=f"contoh{again}"), moments[:1])
    some = {"post": first.post, "revision": first.revision, "wall": first.wall, "zone": first.zone}
    Delivery.objects.bulk_create(
        Delivery(account=account, again=n, due_at=at, run_at=at, deadline_at=at + DAY, **some)
        for account in accounts
        for n, at in enumerate(moments, start=again)
    )
