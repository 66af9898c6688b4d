from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Unconfirmed,
)
from channels.models import Account, AccountState
from content import workflow
from content.models import Event, Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler import acts, delivery, settle
from scheduler.models import Attempt, Delivery, Hold, State
from scheduler.retry import BREATH
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, always, planned

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def again(row: Delivery) -> Delivery:
    return Delivery.objects.select_related("post", "account__office", "revision").get(pk=row.pk)


def test_a_due_delivery_is_sent_once(network: Network, stage: Stage) -> None:
    [row] = planned(network)
    stage.turn(DUE)
    stage.turn(DUE + SECOND)

    assert stage.sent == [row.pk]
    assert again(row).state == State.SENT
    assert again(row).remote_id == f"r{row.pk}"
    assert again(row).post.status == Status.PUBLISHED
    assert again(row).post.published_at == DUE


def test_nothing_is_sent_early(network: Network, stage: Stage) -> None:
    planned(network)
    assert stage.turn(DUE - SECOND) == []


def test_the_intent_is_written_before_the_call(network: Network) -> None:
    [row] = planned(network)
    with transaction.atomic():
        [task] = delivery.claim("me", DUE, 1)
    attempt = Attempt.objects.get(delivery=row, number=task.attempt)
    assert (attempt.started_at, attempt.outcome) == (DUE, "")
    assert again(row).state == State.SENDING


def test_one_account_is_a_lane_and_keeps_its_order(network: Network, stage: Stage) -> None:
    account = network.account()
    [later] = planned(network, account, due=DUE + SECOND)
    [first] = planned(network, account, due=DUE)
    now = DUE + timedelta(minutes=1)
    with transaction.atomic():
        [task] = delivery.claim("me", now, 10)
    assert task.delivery == first
    with transaction.atomic():
        assert delivery.claim("me", now, 10) == []
    stage.play(task, now)
    stage.turn(now)
    assert stage.sent == [first.pk, later.pk]


def test_lanes_do_not_wait_for_each_other(network: Network) -> None:
    slow, quick = network.account(handle="slow"), network.account(handle="quick")
    planned(network, slow, due=DUE)
    [other] = planned(network, quick, due=DUE + SECOND)
    with transaction.atomic():
        delivery.claim("me", DUE, 1)
    with transaction.atomic():
        [task] = delivery.claim("me", DUE + SECOND, 1)
    assert task.delivery == other


def test_the_database_itself_refuses_two_sends_on_one_account(network: Network) -> None:
    account = network.account()
    rows = planned(network, account) + planned(network, account)
    under_way = {"state": State.SENDING, "lease_until": DUE}
    Delivery.objects.filter(pk=rows[0].pk).update(**under_way)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=rows[1].pk).update(**under_way)


def test_a_retry_holds_its_lane_and_waits_its_turn(network: Network, stage: Stage) -> None:
    account = network.account()
    [first] = planned(network, account, due=DUE)
    [second] = planned(network, account, due=DUE + SECOND)
    stage.turn(DUE, always(NotSent(Reason.UNREACHABLE)))
    assert again(first).state == State.DUE

    assert stage.turn(DUE + 2 * SECOND) == []
    stage.turn(DUE + 6 * SECOND)
    stage.turn(DUE + 6 * SECOND)
    assert stage.sent == [first.pk, first.pk, second.pk]
    assert again(first).attempts == 2


def test_a_network_that_asks_for_a_pause_gets_it_and_only_its_lane_waits(
    network: Network, stage: Stage
) -> None:
    limited, free = network.account(handle="limited"), network.account(handle="free")
    [one] = planned(network, limited, due=DUE)
    until = DUE + timedelta(minutes=3)
    stage.turn(DUE, always(NotSent(Reason.RATE_LIMITED, again_at=until, whole_account=True)))
    [other] = planned(network, free, due=DUE + SECOND)
    [same] = planned(network, limited, due=DUE + SECOND)

    stage.turn(DUE + 2 * SECOND)
    assert stage.sent == [one.pk, other.pk]
    assert delivery.next_time(DUE + 2 * SECOND) == until
    stage.turn(until)
    stage.turn(until + BREATH)
    assert stage.sent == [one.pk, other.pk, one.pk, same.pk]


def test_what_would_be_too_late_asks_a_person_instead(network: Network, stage: Stage) -> None:
    [row] = planned(network)
    tomorrow = DUE + timedelta(days=1)
    stage.turn(DUE, always(NotSent(Reason.QUOTA_USED_UP, again_at=tomorrow)))
    assert (again(row).state, again(row).run_at) == (State.MISSED, None)
    assert again(row) in Delivery.objects.needing_a_person()


def test_after_three_days_of_silence_nothing_goes_out_by_itself(
    network: Network, stage: Stage
) -> None:
    rows = [planned(network, network.account(handle=f"a{n}"))[0] for n in range(3)]
    assert stage.turn(DUE + timedelta(days=3)) == []
    assert {again(row).state for row in rows} == {State.MISSED}


def test_after_five_minutes_of_silence_everything_goes_out_once(
    network: Network, stage: Stage
) -> None:
    rows = [planned(network, network.account(handle=f"a{n}"))[0] for n in range(3)]
    stage.turn(DUE + timedelta(minutes=5))
    stage.turn(DUE + timedelta(minutes=5))
    assert stage.sent == [row.pk for row in rows]


def test_a_refusal_is_final_and_says_why(network: Network, stage: Stage) -> None:
    [row] = planned(network)
    stage.turn(DUE, always(Refused(Reason.TOO_LONG, "281 of 280")))
    assert (again(row).state, again(row).reason) == (State.FAILED, Reason.TOO_LONG)
    assert stage.turn(DUE + SECOND) == []
    assert again(row).post.status == Status.SCHEDULED


def test_a_lost_login_holds_the_lane_until_the_account_is_back(
    network: Network, stage: Stage
) -> None:
    account = network.account()
    [one] = planned(network, account, due=DUE)
    [two] = planned(network, account, due=DUE + SECOND)
    stage.turn(DUE, always(Disconnected(Reason.LOGIN_ENDED)))
    assert Account.objects.get().state == AccountState.DISCONNECTED
    assert again(one).state == State.HELD
    assert stage.turn(DUE + 2 * SECOND) == []
    assert Event.objects.get(kind="account.disconnected").office_id == account.office_id

    acts.reconnected(account, DUE + timedelta(minutes=1))
    stage.turn(DUE + timedelta(minutes=1))
    stage.turn(DUE + timedelta(minutes=1))
    assert stage.sent == [one.pk, one.pk, two.pk]


def test_a_retired_account_does_not_come_back_as_a_lost_one(network: Network) -> None:
    account = network.account()
    planned(network, account)
    with transaction.atomic():
        [task] = delivery.claim("me", DUE, 1)
        Account.objects.update(state=AccountState.RETIRED)
        lost = settle.Result(task, Disconnected(Reason.LOGIN_ENDED), DUE)
        settle.settle([lost], DUE)
    assert Account.objects.get().state == AccountState.RETIRED


def test_a_lost_answer_is_looked_for_after_the_network_has_settled(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    assert again(row).state == State.UNCONFIRMED
    look_at = again(row).run_at
    assert look_at is not None

    stage.turn(look_at, always(Receipt("found", "https://contoh.test/found")))
    assert (stage.sent, stage.looked) == ([row.pk], [row.pk])
    assert (again(row).state, again(row).remote_id) == (State.SENT, "found")
    assert again(row).post.status == Status.PUBLISHED


def test_what_is_certainly_not_there_is_sent_again(network: Network, stage: Stage) -> None:
    [row] = planned(network)
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    stage.turn(DUE + SECOND, always(NotFound(Reason.GONE)))
    stage.turn(DUE + 2 * SECOND)
    assert (stage.sent, stage.looked) == ([row.pk, row.pk], [row.pk])
    assert again(row).state == State.SENT


def test_what_looking_does_not_settle_is_a_question_for_a_person_never_a_repeat(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    now = DUE
    for _ in range(10):
        now += timedelta(minutes=6)
        stage.turn(now, always(Unconfirmed(Reason.LOST_ANSWER)))
    assert stage.sent == [row.pk]
    assert (again(row).state, again(row).run_at) == (State.UNCONFIRMED, None)
    assert again(row) in Delivery.objects.needing_a_person()


def test_an_open_question_does_not_block_its_lane_for_ever(network: Network, stage: Stage) -> None:
    account = network.account()
    [row] = planned(network, account)
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.filter(pk=row.pk).update(run_at=None)
    [next_row] = planned(network, account, due=DUE + SECOND)
    stage.turn(DUE + SECOND)
    assert stage.sent == [row.pk, next_row.pk]


def test_a_process_that_dies_in_the_middle_leaves_a_question_not_a_repeat(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    with transaction.atomic():
        delivery.claim("the dead", DUE, 1)
    with transaction.atomic():
        assert len(settle.reap(DUE + SECOND, all_owners=True)) == 1
    assert again(row).state == State.UNCONFIRMED
    assert Attempt.objects.get().outcome == "crashed"
    stage.turn(DUE + 3 * SECOND, always(Receipt("was there")))
    assert (stage.sent, stage.looked) == ([], [row.pk])
    assert again(row).state == State.SENT


def test_an_outcome_that_comes_after_its_lease_changes_nothing(network: Network) -> None:
    [row] = planned(network)
    with transaction.atomic():
        [task] = delivery.claim("asleep", DUE, 1)
    woke = DUE + delivery.LEASE + SECOND
    with transaction.atomic():
        settle.reap(woke)
        settle.settle([settle.Result(task, Receipt("late"), woke)], woke)
    assert (again(row).state, again(row).remote_id) == (State.UNCONFIRMED, "")


def test_a_delivery_that_kills_its_process_three_times_is_set_aside(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    now = DUE
    for _ in range(3):
        with transaction.atomic():
            [task] = delivery.claim("doomed", now, 1)
            assert not task.look
            settle.reap(now, all_owners=True)
        now += 3 * SECOND
        stage.turn(now, always(NotFound(Reason.GONE)))
        now += SECOND
    assert stage.turn(now) == []
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.CRASHED)


@pytest.mark.parametrize("how", ["reopened", "approver gone", "other revision", "tampered"])
def test_what_is_not_approved_exactly_so_is_held(network: Network, stage: Stage, how: str) -> None:
    [row] = planned(network)
    post = again(row).post
    if how == "reopened":
        workflow.take(Step.REOPEN, post, by=network.sari, at=MORNING)
    elif how == "approver gone":
        type(network.rina).objects.filter(pk=network.rina.pk).update(is_active=False)
    elif how == "other revision":
        other = network.submitted()
        Delivery.objects.filter(pk=row.pk).update(revision=other.head)
    else:
        tamper(row.revision_id)
    assert stage.turn(DUE) == []
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.APPROVAL_VOID)
    assert Event.objects.filter(kind="delivery.held", post=post).exists()


def test_what_was_approved_in_a_task_goes_out_after_its_end(network: Network, stage: Stage) -> None:
    """Who stands in for a week approves for the week after."""
    [row] = planned(network)
    network.rina.memberships.update(ends_at=MORNING + SECOND)
    assert not Scope.of(network.rina, DUE).grants
    stage.turn(DUE)
    assert again(row).state == State.SENT


def tamper(revision_id: int) -> None:
    """Change stored words behind everybody's back, as somebody with the database could."""
    with connection.cursor() as cursor:
        where = "" if connection.vendor == "sqlite" else "ON content_revision"
        cursor.execute(f"DROP TRIGGER content_revision_written_once {where}")
        cursor.execute(
            "UPDATE content_revision SET body = replace(body, '16.00', '17.00') WHERE id = %s",
            [revision_id],
        )


def test_publishing_one_channel_is_enough_for_a_post_to_be_out(
    network: Network, stage: Stage
) -> None:
    good, bad = network.account(handle="good"), network.account(handle="bad")
    rows = planned(network, good, bad)
    stage.turn(DUE, lambda task: outcome(task.delivery.account == bad))
    assert [again(row).state for row in rows] == [State.SENT, State.FAILED]
    assert Post.objects.get().status == Status.PUBLISHED


def outcome(bad: bool) -> Receipt | DeliveryError:
    return Refused(Reason.BAD_MEDIA) if bad else Receipt("1")
