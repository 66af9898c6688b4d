"""After a restore nothing that waited for a person is sent by itself: found, or it waits again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from channels.base import NotFound, Reason, Receipt, Refused, Unconfirmed
from channels.models import Account, AccountState
from content import workflow
from content.models import Event, Post
from content.workflow import Step
from scheduler import acts, approvers, delivery, plan, safe_mode, settle, stops
from scheduler.kept import kept_back
from scheduler.models import Attempt, Delivery, Hold, Reach, State, Why
from scheduler.resuming import Choice, Wish
from scheduler.words import why
from tests.people import MORNING, Network
from tests.scheduler.stage import DUE, Stage, again, always, planned

pytestmark = pytest.mark.django_db

BACK = DUE + timedelta(minutes=2)  # well within the grace
ABSENT = NotFound(Reason.GONE)
FOUND = Receipt("r1", "https://contoh.test/1")
LOST = Unconfirmed(Reason.LOST_ANSWER)

# How it waited in the backup, and how it waits once it is known not to be there.
WAITED: dict[tuple[State, str], tuple[State, str]] = {
    (State.HELD, Hold.STOPPED): (State.HELD, Hold.LIFTED),  # by a stop that is there no more
    (State.HELD, Hold.LIFTED): (State.HELD, Hold.LIFTED),
    (State.HELD, Hold.APPROVAL_VOID): (State.HELD, Hold.APPROVAL_VOID),
    (State.HELD, Hold.UNSETTLED): (State.HELD, Hold.UNSETTLED),
    (State.HELD, Hold.TARGET_MISSING): (State.HELD, Hold.TARGET_MISSING),
    (State.HELD, Hold.BY_HAND): (State.HELD, Hold.BY_HAND),
    (State.HELD, Hold.HANDED): (State.HELD, Hold.HANDED),
    (State.HELD, Hold.CRASHED): (State.HELD, Hold.CRASHED),
    (State.HELD, Hold.OVERDUE): (State.HELD, Hold.OVERDUE),
    (State.HELD, Hold.UNWANTED): (State.HELD, Hold.UNWANTED),
    (State.HELD, Hold.ABSENT): (State.HELD, Hold.ABSENT),
    # Has been looked for now, so nobody says any more that it will be.
    (State.HELD, Hold.RESTORED): (State.MISSED, Hold.ABSENT),
    **{(State.MISSED, hold): (State.MISSED, hold) for hold in Hold},
    # No try fitted the grace.
    (State.MISSED, Reason.RATE_LIMITED): (State.MISSED, Reason.RATE_LIMITED),
}
# What Gema cannot do it has not done, so it is not looked for.
NOT_ASKED = {(State.HELD, Hold.TARGET_MISSING), (State.HELD, Hold.BY_HAND)}


@pytest.fixture
def stage() -> Stage:
    return Stage()


def waiting(network: Network, state: str, reason: str) -> Delivery:
    """It stood so in the backup, and the record is back."""
    [row] = planned(network)
    Delivery.objects.filter(pk=row.pk).update(state=state, reason=reason, run_at=None)
    safe_mode.enter(Why.RESTORED, BACK, recorded_until=MORNING)
    return again(row)


def standing(row: Delivery) -> tuple[str, str]:
    now = again(row)
    return now.state, now.reason


def looked(row: Delivery, stage: Stage) -> None:
    """It is not there; and the turns after that, until its grace is over."""
    for minutes in (0, 1, 5, 60):
        stage.turn(BACK + timedelta(minutes=minutes), always(ABSENT))


def test_the_table_knows_every_reason() -> None:
    assert {reason for _state, reason in WAITED} >= set(Hold)


@pytest.mark.parametrize(("waited", "waits"), WAITED.items(), ids=lambda pair: "-".join(pair))
def test_what_waited_for_a_person_is_looked_for_and_waits_again(
    network: Network, stage: Stage, waited: tuple[State, str], waits: tuple[State, str]
) -> None:
    row = waiting(network, *waited)
    looked(row, stage)
    assert stage.sent == []
    assert stage.looked == ([] if waited in NOT_ASKED else [row.pk])
    assert standing(row) == waits
    assert (again(row).kept, again(row).run_at) == ("", None)


@pytest.mark.parametrize("waited", [one for one in WAITED if one not in NOT_ASKED], ids="-".join)
def test_what_waited_for_a_person_and_is_live_is_sent(
    network: Network, stage: Stage, waited: tuple[State, str]
) -> None:
    row = waiting(network, *waited)
    stage.turn(BACK, always(FOUND))
    assert (again(row).state, again(row).kept, stage.sent) == (State.SENT, "", [])


@pytest.mark.parametrize("state", [State.PLANNED, State.DUE])
def test_what_waited_for_its_time_goes_out(network: Network, stage: Stage, state: State) -> None:
    [row] = planned(network)
    Delivery.objects.update(state=state, run_at=DUE)
    safe_mode.enter(Why.RESTORED, BACK, recorded_until=MORNING)
    stage.turn(BACK, always(ABSENT))
    assert standing(row) == (State.DUE, "")
    stage.turn(BACK)
    assert stage.sent == [row.pk]


@pytest.mark.parametrize("state", [State.PLANNED, State.SENDING, State.UNCONFIRMED, State.FAILED])
def test_these_states_wait_for_no_person(state: State) -> None:
    assert kept_back(state, "") is None


def test_what_waited_for_its_login_goes_on_once_that_is_back(
    network: Network, stage: Stage
) -> None:
    """As it would have without a restore."""
    row = waiting(network, State.HELD, Reason.LOGIN_ENDED)
    Account.objects.update(state=AccountState.DISCONNECTED)
    stage.turn(BACK, always(ABSENT))
    assert stage.looked == []
    acts.reconnected(row.account, BACK)
    stage.turn(BACK, always(ABSENT))
    stage.turn(BACK)
    assert (stage.looked, stage.sent) == ([row.pk], [row.pk])


def test_what_somebody_cancelled_before_is_cancelled(network: Network, stage: Stage) -> None:
    row = waiting(network, State.HELD, Hold.UNWANTED)
    Delivery.objects.update(unwanted=True)
    stage.turn(BACK, always(ABSENT))
    assert standing(row) == (State.CANCELLED, Hold.UNWANTED)


def test_what_a_stop_holds_is_held_by_it_again(network: Network, stage: Stage) -> None:
    stop = stops.stop(Reach.ALL, "Tunggu.", by=network.rina, at=MORNING)
    row = waiting(network, State.HELD, Hold.STOPPED)
    stage.turn(BACK, always(ABSENT))
    assert standing(row) == (State.HELD, Hold.STOPPED)
    stops.lift(stop, Wish(Choice.GO), by=network.rina, at=BACK)
    stage.turn(BACK)
    assert stage.sent == [row.pk]


@pytest.mark.parametrize("choice", [Choice.GO, Choice.DECIDE])
def test_a_stop_that_is_lifted_meanwhile_leaves_it_to_a_person(
    network: Network, stage: Stage, choice: Choice
) -> None:
    stop = stops.stop(Reach.ALL, "Tunggu.", by=network.rina, at=MORNING)
    row = waiting(network, State.HELD, Hold.STOPPED)
    stops.lift(stop, Wish(choice), by=network.rina, at=BACK)
    looked(row, stage)
    assert stage.sent == []
    assert standing(row) == (State.HELD, Hold.LIFTED)


def test_a_look_that_told_nothing_changes_nothing(network: Network, stage: Stage) -> None:
    """Without an answer, with its process dead, and asked once more by a person."""
    row = waiting(network, State.HELD, Hold.LIFTED)
    stage.turn(BACK, always(LOST))
    now = again(row).run_at
    assert now is not None
    with transaction.atomic():
        assert delivery.claim("doomed", now, 1)
        settle.reap(now, all_owners=True)
    Delivery.objects.update(run_at=None)
    acts.look_again(again(row), by=network.tono, at=now)
    stage.turn(now, always(ABSENT))
    stage.turn(now)
    assert stage.sent == []
    assert standing(row) == (State.HELD, Hold.LIFTED)


def test_a_second_restore_does_not_forget_how_it_waited(network: Network, stage: Stage) -> None:
    row = waiting(network, State.HELD, Hold.LIFTED)
    safe_mode.enter(Why.RESTORED, BACK, recorded_until=MORNING)
    looked(row, stage)
    assert stage.sent == []
    assert standing(row) == (State.HELD, Hold.LIFTED)


def test_once_a_person_sends_it_what_was_before_is_over(network: Network, stage: Stage) -> None:
    row = waiting(network, State.HELD, Hold.CRASHED)
    stage.turn(BACK, always(ABSENT))
    acts.send_now(again(row), by=network.tono, at=BACK)
    stage.turn(BACK, always(LOST))
    look_at = again(row).run_at
    assert look_at is not None
    stage.turn(look_at, always(ABSENT))
    stage.turn(look_at)
    assert stage.sent == [row.pk, row.pk]
    assert Attempt.objects.count() == 2


def test_a_person_who_has_looked_ends_it(network: Network) -> None:
    row = waiting(network, State.HELD, Hold.LIFTED)
    Delivery.objects.update(run_at=None)
    acts.absent(again(row), by=network.tono, at=BACK)
    assert standing(row) == (State.MISSED, Hold.ABSENT)
    assert again(row).kept == ""


def test_an_approver_who_is_back_while_it_is_looked_for_lets_it_go_on(
    network: Network, stage: Stage
) -> None:
    row = waiting(network, State.HELD, Hold.APPROVAL_VOID)
    approvers.back(network.rina, BACK)
    stage.turn(BACK, always(ABSENT))
    stage.turn(BACK)
    assert stage.sent == [row.pk]


def test_taken_off_the_calendar_meanwhile_it_is_cancelled(network: Network, stage: Stage) -> None:
    row = waiting(network, State.HELD, Hold.LIFTED)
    post = Post.objects.select_related("office").get(pk=row.post_id)
    plan.unschedule(post, by=network.tono, at=BACK)
    stage.turn(BACK + timedelta(seconds=1), always(ABSENT))
    assert standing(row) == (State.CANCELLED, Hold.UNWANTED)


def test_opened_again_while_it_is_looked_for_it_still_waits(network: Network, stage: Stage) -> None:
    row = waiting(network, State.MISSED, Hold.OVERDUE)
    post = Post.objects.select_related("office").get(pk=row.post_id)
    moved = workflow.take(Step.REOPEN, post, by=network.sari, at=BACK)
    plan.hold_unapproved(moved, BACK)
    looked(row, stage)
    assert stage.sent == []
    assert standing(row) == (State.MISSED, Hold.OVERDUE)


@pytest.mark.parametrize("verb", ["publish", "repost"])
def test_what_never_was_there_and_is_too_late_says_just_that(
    network: Network, stage: Stage, verb: str
) -> None:
    [row] = planned(network)
    Delivery.objects.update(verb=verb)
    late = again(row).deadline_at + timedelta(minutes=1)
    safe_mode.enter(Why.RESTORED, late, recorded_until=MORNING)
    stage.turn(late, always(ABSENT))
    assert standing(row) == (State.MISSED, Hold.OVERDUE)
    assert why(again(row)) == "Waktunya lewat sebelum sempat dikirim."
    last = Event.objects.filter(kind="delivery.missed").latest("pk")
    assert last.data["reason"] == Hold.OVERDUE


def test_what_the_network_says_of_a_target_that_is_gone_stays(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    stage.turn(DUE, always(Refused(Reason.GONE)))
    assert standing(row) == (State.FAILED, Reason.GONE)
