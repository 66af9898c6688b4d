"""What a network asks for when it has had enough of us, sensible or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from channels.models import Account
from scheduler.models import Delivery, State
from tests.people import Network as Offices
from tests.scheduler.over_http import call, on_x
from tests.scheduler.stage import Stage, again, planned
from tests.stubs.running import Network

MINUTE = timedelta(minutes=1)
POSTING = "POST /2/tweets$"
DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def limited(offices: Offices, x: Network, at: datetime, wish: str, **headers: str) -> Delivery:
    """A delivery that was answered 429 with this ``Retry-After``."""
    words = {"x": "Layanan paspor buka."}
    post = offices.approved(at, texts=words)
    [row] = planned(offices, on_x(offices), at=at, due=at, post=post)
    Delivery.objects.update(due_at=at, run_at=at, deadline_at=at + 15 * MINUTE)
    head = {"Retry-After": wish, **headers} if wish else headers
    x.fail("answer", POSTING, status=429, body={}, headers=head)
    Stage().turn(at, call)
    return again(row)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_wait_within_the_grace_is_kept_and_then_it_goes_out(
    network: Offices, x: Network, form: str
) -> None:
    at = now()
    wish = "180" if form == "seconds" else format_datetime(at + 3 * MINUTE, usegmt=True)
    row = limited(network, x, at, wish)
    assert row.state == State.DUE
    assert row.run_at is not None
    assert 2 * MINUTE < row.run_at - at <= 4 * MINUTE
    assert row.account.rest_until is not None
    stage = Stage()
    stage.turn(at + MINUTE, call)
    assert stage.sent == []
    stage.turn(at + 4 * MINUTE, call)
    assert len(x.accepted("post")) == 1
    assert again(row).state == State.SENT


@pytest.mark.parametrize(
    "wish", ["864000", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"]
)
def test_a_wait_of_many_days_asks_a_person_and_is_capped_at_one(
    network: Offices, x: Network, wish: str
) -> None:
    at = now()
    row = limited(network, x, at, wish)
    assert row.state == State.MISSED
    assert row in Delivery.objects.needing_a_person()
    assert row.account.rest_until is not None
    assert row.account.rest_until <= datetime.now(UTC) + DAY
    assert x.accepted("post") == []


@pytest.mark.parametrize("wish", ["", "-5", "besok", "0", "1e9", "Fri, 32 Foo 2026"])
def test_a_wait_that_makes_no_sense_is_replaced_by_our_own(
    network: Offices, x: Network, wish: str
) -> None:
    at = now()
    row = limited(network, x, at, wish)
    assert row.state in (State.DUE, State.MISSED)
    assert row.account.rest_until is not None
    assert at < row.account.rest_until <= at + 30 * MINUTE


def test_other_accounts_go_on_meanwhile(network: Offices, x: Network) -> None:
    at = now()
    first = limited(network, x, at, "600")
    other = on_x(network, 2)
    [row] = planned(network, other, at=at, due=at, post=network.approved(at, texts={"x": "Kabar."}))
    Delivery.objects.filter(pk=row.pk).update(due_at=at, run_at=at)
    Stage().turn(at + timedelta(seconds=1), call)
    assert again(row).state == State.SENT
    assert again(first).state == State.DUE
    assert Account.objects.get(pk=other.pk).rest_until is None
