"""Twenty posts on one account, and the network ends the login in the middle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from channels.base import DeliveryError, Disconnected, Reason, Receipt
from channels.models import Account, AccountState
from channels.registry import load
from channels.vault import seal
from scheduler import acts, gate, notices, settle
from scheduler.delivery import Task
from scheduler.models import Cause, Delivery, Notice, State
from scheduler.retry import BREATH
from scheduler.settle import Result
from tests.people import Network as Offices
from tests.scheduler.over_http import call, on_x
from tests.scheduler.races.meeting import DUE, claim
from tests.scheduler.stage import Stage, again, planned
from tests.stubs.running import Network

MINUTE = timedelta(minutes=1)


def batch(offices: Offices, account: Account, at: datetime, number: int) -> list[Delivery]:
    """A minute apart; each with words of its own."""
    rows = []
    for n in range(number):
        post = offices.approved(at, texts={"x": f"Kabar nomor {n}."})
        rows += planned(offices, account, at=at, due=at, post=post)
    for n, row in enumerate(rows):
        due = at + n * MINUTE
        Delivery.objects.filter(pk=row.pk).update(
            due_at=due, run_at=due, deadline_at=due + 15 * MINUTE
        )
    return rows


def states() -> list[str]:
    return list(Delivery.objects.order_by("due_at").values_list("state", flat=True))


def test_the_first_refused_login_stops_the_account_with_one_notice_and_all_else_waits(
    network: Offices, x: Network
) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    account = on_x(network)
    batch(network, account, at, 20)
    calls: list[int] = []

    def counted(task: Task) -> Receipt | DeliveryError:
        calls.append(task.delivery.pk)
        return call(task)

    for minute in range(20):
        if minute == 5:
            x.set(revoked=True)
        Stage().turn(at + minute * MINUTE, counted)
        notices.tell(at + minute * MINUTE)

    assert len(x.accepted("post")) == 5
    assert len(calls) == 6, "one call was enough to know"
    assert Account.objects.get().state == AccountState.DISCONNECTED
    assert states().count(State.SENT) == 5
    assert State.FAILED not in states()
    assert list(Notice.objects.values_list("cause", flat=True)) == [Cause.DISCONNECTED]

    # Reconnected 22 minutes after the first: seven of the waiting are too late by then.
    x.set(revoked=False)
    back = at + 22 * MINUTE
    acts.reconnected(account, back)
    for turn in range(20):
        Stage().turn(back + turn * BREATH, counted)
    assert states() == [State.SENT] * 5 + [State.MISSED] * 2 + [State.SENT] * 13
    assert len(x.accepted("post")) == 18
    texts = [post["text"] for post in x.accepted("post")]
    assert texts == [f"Kabar nomor {n}." for n in (*range(5), *range(7, 20))]


def test_an_answer_to_the_old_login_says_nothing_of_the_new_one(network: Offices) -> None:
    """Somebody connects the account again while a call with the old login is under way."""
    [row] = planned(network)
    [task] = claim()
    account = row.account
    account.credentials = seal(load(account.kind).needs())
    account.save()
    acts.reconnected(account, DUE)
    with gate.turn():
        settle.settle([Result(task, Disconnected(Reason.LOGIN_ENDED), DUE)], DUE)
    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED
    assert again(row).state == State.DUE
    stage = Stage()
    stage.turn(DUE + timedelta(minutes=2))
    assert stage.sent == [row.pk]
