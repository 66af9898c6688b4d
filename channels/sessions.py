"""The session that a network gave an account, kept for all processes: sealed, renewed by one.

The lock is a time in the row, not a transaction: a call to a network must never keep the record
waiting, and who dies with the lock in hand loses it by itself. What is stored is stored together
with giving the lock back, and only by whoever still has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from channels import vault
from channels.base import NotSent, Reason
from channels.keeping import Kept, Make
from channels.models import Account, KeptSession

LEASE = timedelta(minutes=3)  # longer than two calls to a slow network
PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 3.0, 3.0, 3.0)  # seconds between looks; fifteen in all


class AccountKeeper:
    """``now`` and ``pause`` are the clock's; a test brings its own."""

    def __init__(
        self,
        account_id: int,
        now: Callable[[], datetime] = timezone.now,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._id = account_id
        self._row = KeptSession.objects.filter(account_id=account_id)
        self._now = now
        self._pause = pause

    def kept(self) -> Kept:
        sealed = self._row.values_list("sealed", flat=True).first()
        if not sealed:
            return {}
        try:
            return vault.unseal_words(bytes(sealed), f"session of account {self._id}")
        except vault.Locked:
            return {}

    def renew(self, stale: Kept, make: Make) -> Kept:
        for pause in (0.0, *PAUSES):
            self._pause(pause)
            found = self.kept()
            if found != stale:
                return found
            with self._lock() as until:
                if until is not None:
                    return self._renewed(stale, make, until)
        raise NotSent(Reason.STILL_PROCESSING, "another process is signing in")

    def _renewed(self, stale: Kept, make: Make, until: datetime) -> Kept:
        found = self.kept()  # it may have been renewed while we waited for the lock
        if found != stale:
            return found
        fresh = make()
        # Not stored where the account was connected anew or retired meanwhile.
        self._row.filter(renewing_until=until).update(**_stored(fresh), renewing_until=None)
        return fresh

    @contextmanager
    def _lock(self) -> Iterator[datetime | None]:
        """Until when we have it; None where somebody else does."""
        KeptSession.objects.bulk_create([KeptSession(account_id=self._id)], ignore_conflicts=True)
        now = self._now()
        free = self._row.filter(Q(renewing_until=None) | Q(renewing_until__lte=now))
        until = now + LEASE
        if not free.update(renewing_until=until):
            yield None
            return
        try:
            yield until
        finally:
            self._row.filter(renewing_until=until).update(renewing_until=None)


def begin(account: Account, kept: Kept) -> None:
    """Keep what a sign-in brought along, in the place of whatever was there."""
    facts: dict[str, Any] = _stored(kept) | {"renewing_until": None}
    KeptSession.objects.update_or_create(account=account, defaults=facts)


def expect_end(account: Account, at: datetime) -> None:
    """Of a token that somebody copied: there is nothing to keep but when it ends at the latest."""
    nothing: dict[str, Any] = {"sealed": b"", "renewing_until": None, "renew_at": None}
    KeptSession.objects.update_or_create(account=account, defaults=nothing | {"lasts_until": at})


def put_off(account: Account, until: datetime, **facts: datetime) -> None:
    """Do not renew it before then, unless it is used."""
    KeptSession.objects.filter(account=account).update(renew_at=until, **facts)


def forget(account: Account) -> None:
    """After its credentials have changed: their session was made with the old ones."""
    KeptSession.objects.filter(account=account).delete()


def _stored(kept: Kept) -> dict[str, Any]:
    """What is kept, and the moments in it that others have to find."""
    moments = {name: _moment(kept.get(name, "")) for name in ("renew_at", "lasts_until")}
    return {"sealed": vault.seal_words(kept)} | moments


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
