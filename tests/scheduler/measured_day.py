"""A day on which Pontianak has posted on X, and what is known of its posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from channels.models import Account
from scheduler import measuring
from scheduler.models import Delivery, Gauge, Measured, State
from tests.people import Network
from tests.scheduler.over_http import call, on_x
from tests.scheduler.stage import Stage, again, planned

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOLD = {"views": 480, "reach": None, "likes": 12, "replies": 2, "reposts": 4, "clicks": None}


@dataclass
class Day:
    """``at`` is now."""

    network: Network
    account: Account
    at: datetime

    def post(self, text: str = "Layanan buka.", account: Account | None = None) -> Delivery:
        account = account or self.account
        post = self.network.approved(self.at, texts={account.kind: text})
        [row] = planned(self.network, account, at=self.at, due=self.at, post=post)
        Stage().turn(self.at, call)
        row = again(row)
        assert row.state == State.SENT
        return row

    def beat(self, after: timedelta = timedelta(0)) -> None:
        """What the clock rings for, so much later."""
        self.at += after
        measuring.beat(lambda: self.at)

    def gauge(self) -> Gauge:
        return Gauge.objects.get(account=self.account)


def begun(network: Network) -> Day:
    at = datetime.now(UTC).replace(microsecond=0)
    account = on_x(network)
    Account.objects.update(connected_at=at)
    return Day(network, account, at)


def figures(row: Delivery) -> dict[str, int | None]:
    return {name: getattr(row.measured, name) for name in TOLD}


def fresh(row: Delivery) -> Measured:
    return Measured.objects.get(pk=row.pk)
