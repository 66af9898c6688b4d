"""The engine comes back, and much is overdue."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext

from channels.base import Verb
from channels.models import Account
from content.models import Post
from scheduler import acts, delivery, notices, retry, triage
from scheduler.acts import Act
from scheduler.models import Delivery, Hold, State
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
BACK = MORNING + timedelta(days=3)


def overdue(
    network: Network, accounts: int, each: int, grace: timedelta = 15 * MINUTE
) -> list[int]:
    """That many a minute apart on each account, from MORNING on."""
    post = network.approved()
    assert post.head is not None
    lanes = [network.account(handle=f"a{n}") for n in range(accounts)]
    rows = Delivery.objects.bulk_create(
        Delivery(
            post=post,
            revision=post.head,
            account=lane,
            again=n,
            due_at=MORNING + n * MINUTE,
            run_at=MORNING + n * MINUTE,
            deadline_at=MORNING + n * MINUTE + grace,
            wall="2026-12-07T10:00",
            zone="Asia/Jakarta",
        )
        for lane in lanes
        for n in range(each)
    )
    return [row.pk for row in rows]


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def test_of_five_hundred_overdue_for_three_days_none_goes_out_by_itself(
    network: Network, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    rows = overdue(network, accounts=100, each=5)
    stage = Stage()
    with CaptureQueriesContext(connection) as asked:
        stage.turn(BACK)
    assert stage.sent == []
    assert states() == {State.MISSED: 500}
    assert set(Delivery.objects.values_list("reason", flat=True)) == {Hold.OVERDUE}
    assert Delivery.objects.needing_a_person().count() == len(rows)
    assert len(asked) < 30, "one turn, however much is overdue"

    for minutes in range(30):
        notices.tell(BACK + minutes * MINUTE)
    # One mail to each who may decide, and the hundred accounts are one line in it.
    assert Counter(mail.to[0] for mail in mailoutbox).most_common(1)[0][1] == 1
    [mail] = [mail for mail in mailoutbox if mail.to == ["tono@contoh.test"]]
    assert [line for line in str(mail.body).splitlines() if "kiriman" in line] == [
        "* 500 kiriman terlewat di 100 akun"
    ]


def test_sent_after_all_they_leave_the_oldest_first_one_a_minute_on_each_account(
    network: Network,
) -> None:
    rows = overdue(network, accounts=10, each=5)
    Stage().turn(BACK)
    chosen = triage.picks(f"{pk}.2" for pk in rows)
    report = triage.take(Act.SEND_NOW, chosen, by=network.tono, at=BACK)
    assert report.done == 50
    stage = Stage()
    for minute in range(5):
        before = len(stage.sent)
        for _turn in range(3):
            stage.turn(BACK + minute * MINUTE)
        gone = Delivery.objects.filter(pk__in=stage.sent[before:])
        assert {row.again for row in gone} == {minute}
        assert gone.count() == 10
    assert states() == {State.SENT: 50}


def test_words_that_stay_useful_have_a_longer_grace(network: Network) -> None:
    overdue(network, accounts=2, each=1, grace=timedelta(hours=4))
    stage = Stage()
    stage.turn(MORNING + timedelta(hours=3))
    assert len(stage.sent) == 2


def test_after_five_minutes_each_account_catches_up_in_order_and_one_at_a_time(
    network: Network,
) -> None:
    rows = overdue(network, accounts=4, each=5)
    stage, now = Stage(), MORNING + 6 * MINUTE
    for _turn in range(5):
        begun = stage.turn(now)
        assert len({task.delivery.account_id for task in begun}) == len(begun) == 4
        assert stage.turn(now + retry.BREATH - SECOND) == [], "no two of one account at once"
        now += retry.BREATH
    assert sorted(stage.sent) == rows
    for lane in Account.objects.all():
        mine = Delivery.objects.filter(account=lane).order_by("due_at")
        assert [pk for pk in stage.sent if pk in set(mine.values_list("pk", flat=True))] == [
            row.pk for row in mine
        ]


def test_the_pause_keeps_nobody_elses_post_and_no_post_in_time_waiting(network: Network) -> None:
    overdue(network, accounts=2, each=2)
    late, other = Account.objects.order_by("pk")
    Delivery.objects.filter(account=other).update(due_at=MORNING + 5 * MINUTE)
    stage, now = Stage(), MORNING + 6 * MINUTE
    stage.turn(now)
    assert delivery.next_time(now) == now + retry.BREATH, "the engine comes back by itself"
    assert [task.delivery.account_id for task in stage.turn(now + SECOND)] == [other.pk]
    assert not stage.turn(now + 2 * SECOND)
    assert [task.delivery.account_id for task in stage.turn(now + retry.BREATH)] == [late.pk]


def test_what_is_taken_down_does_not_wait_for_a_pause_of_our_own(network: Network) -> None:
    overdue(network, accounts=1, each=1)
    stage, now = Stage(), MORNING + 6 * MINUTE
    stage.turn(now)
    assert delivery.next_time(now) == now + retry.BREATH, "the account takes a breath"
    acts.withdraw(Post.objects.get(), "Keliru.", by=network.tono, at=now + SECOND)
    [task] = stage.turn(now + SECOND)
    assert task.delivery.verb == Verb.DELETE


def test_what_is_taken_down_waits_when_the_network_asks_for_it(network: Network) -> None:
    [row] = overdue(network, accounts=1, each=1)
    stage, now = Stage(), MORNING + MINUTE
    stage.turn(now)
    asked = now + 3 * MINUTE
    Account.objects.update(rest_until=asked)
    acts.withdraw(Post.objects.get(), "Keliru.", by=network.tono, at=now)
    assert stage.turn(asked - SECOND) == []
    assert [task.delivery.target_id for task in stage.turn(asked)] == [row]


def test_a_breath_costs_a_turn_no_statement(network: Network) -> None:
    """It is written along with the success that it follows. The one more of a late turn asks, for
    all of it, whether a series has had a newer time since."""
    overdue(network, accounts=3, each=1)
    asked = []
    for now in (MORNING, MORNING + SECOND, MORNING + 6 * MINUTE):
        with CaptureQueriesContext(connection) as queries:
            assert len(Stage().turn(now, free=1)) == 1
        asked.append(len(queries))
    _first_of_its_post, in_time, late = asked
    assert late == in_time + 1


@pytest.mark.parametrize("lanes", [2, 4])
def test_an_account_with_a_hundred_posts_keeps_no_other_waiting(
    network: Network, lanes: int
) -> None:
    """All due in one minute. The crowded account takes one lane, the others share the rest."""
    overdue(network, accounts=1, each=100)
    Delivery.objects.update(deadline_at=BACK)
    crowded = Account.objects.get()
    lonely = [network.account(handle=f"lain{n}") for n in range(20)]
    first = Delivery.objects.order_by("pk")[0]
    Delivery.objects.bulk_create(
        Delivery(
            post=first.post, revision=first.revision, account=lane, due_at=MORNING + MINUTE,
            run_at=MORNING + MINUTE, deadline_at=BACK, wall=first.wall, zone=first.zone,
        )
        for lane in lonely
    )  # fmt: skip
    stage, now, turns = Stage(), MORNING + timedelta(hours=2), 0
    while Delivery.objects.exclude(account=crowded).exclude(state=State.SENT).exists():
        stage.turn(now, free=lanes)
        now += SECOND
        turns += 1
    assert turns <= 20 // (lanes - 1) + 2
