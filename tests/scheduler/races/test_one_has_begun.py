"""Each pair of acts that could contradict each other, in both orders, at the worst moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from channels.models import Account, AccountState
from composer import correcting
from content import workflow
from content.models import Decision, Event, Post, Status
from content.refusals import Refusal, Stale
from content.workflow import Step
from scheduler import acts, plan, stops
from scheduler.models import Attempt, Delivery, Hold, Mode, Reach, State
from scheduler.refusals import TooLate
from scheduler.when import Wall
from tests import people
from tests.people import Network, content
from tests.scheduler.races.meeting import DUE, claim, while_open
from tests.scheduler.stage import again, planned

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(hours=2)
AFTER_ITS_GRACE = DUE + timedelta(minutes=16)


@pytest.fixture
def offices(transactional_db: None) -> Network:
    return people.build()


@pytest.fixture
def row(offices: Network) -> Delivery:
    [made] = planned(offices)
    return again(made)


def cancelling(row: Delivery, by: Network) -> Callable[[], object]:
    return lambda: acts.cancel(row, by=by.tono, at=DUE)


def moving(row: Delivery, by: Network) -> Callable[[], object]:
    local = (DUE + LATER).astimezone(by.pontianak.zoneinfo)
    wall = Wall(local.date(), local.time(), by.pontianak.zone)
    return lambda: acts.move(row, wall, by=by.tono, at=DUE)


def opening(row: Delivery, by: Network) -> Callable[[], object]:
    return lambda: correcting.take(Step.REOPEN, row.post, by=by.sari, at=DUE)


def unscheduling(row: Delivery, by: Network) -> Callable[[], object]:
    return lambda: plan.unschedule(row.post, by=by.tono, at=DUE)


def stopping(row: Delivery, by: Network) -> Callable[[], object]:
    return lambda: stops.stop(Reach.ALL, "Salah jadwal.", by=by.tono, at=DUE)


Act = Callable[[Delivery, Network], Callable[[], object]]
ACTS = [cancelling, moving, opening, unscheduling, stopping]


@pytest.mark.parametrize("act", ACTS)
def test_what_a_person_has_done_first_is_not_sent(
    row: Delivery, offices: Network, act: Act
) -> None:
    done, claimed = while_open(act(row, offices), claim)
    assert not isinstance(done, Refusal)
    assert claimed == []
    assert claim() == []
    assert not Attempt.objects.exists()
    assert again(row).state != State.SENDING


@pytest.mark.parametrize("act", ACTS)
def test_a_person_who_comes_too_late_is_told_so(row: Delivery, offices: Network, act: Act) -> None:
    claimed, done = while_open(claim, act(row, offices))
    assert isinstance(claimed, list)
    assert [task.delivery.pk for task in claimed] == [row.pk]
    assert again(row).state == State.SENDING
    if act in (cancelling, moving):
        assert isinstance(done, TooLate)
    told = {event.kind for event in Event.objects.filter(kind__startswith="delivery.")}
    wished = {"delivery.unwanted"} if act is unscheduling else set()
    assert told == wished, "nothing was held or cancelled, and nobody is told so"


@pytest.mark.parametrize("act", [cancelling, moving])
def test_the_engine_does_not_override_who_acts_while_it_puts_aside(
    row: Delivery, offices: Network, act: Act
) -> None:
    """It is past its grace. Whoever has cancelled or moved it has been told so."""
    while_open(act(row, offices), lambda: claim(AFTER_ITS_GRACE))
    expected = State.CANCELLED if act is cancelling else State.PLANNED
    assert again(row).state == expected


def test_the_engine_does_not_call_missed_what_another_has_just_begun(row: Delivery) -> None:
    """Two hosts whose clocks differ a little, at the last moment of its grace."""
    claimed, late = while_open(claim, lambda: claim(AFTER_ITS_GRACE))
    assert isinstance(claimed, list)
    assert late == []
    assert again(row).state == State.SENDING
    assert again(row).owner == claimed[0].owner


def test_an_approval_of_words_that_have_just_been_taken_back_is_refused(offices: Network) -> None:
    post = offices.submitted()
    assert post.head is not None
    sha256 = post.head.sha256

    def edit() -> Post:
        draft = workflow.take(Step.RECALL, post, by=offices.sari, at=DUE)
        new = content(texts={"practice": "Layanan tutup."})
        return workflow.submit(draft, new, by=offices.sari, at=DUE)

    def approve() -> Post:
        return workflow.take(Step.APPROVE, post, by=offices.rina, at=DUE, sha256=sha256)

    edited, approved = while_open(edit, approve)
    assert isinstance(edited, Post)
    assert isinstance(approved, Stale)
    assert not Decision.objects.exists()


def test_words_that_have_just_been_approved_cannot_be_taken_back(offices: Network) -> None:
    post = offices.submitted()
    assert post.head is not None
    sha256 = post.head.sha256
    approved, recalled = while_open(
        lambda: workflow.take(Step.APPROVE, post, by=offices.rina, at=DUE, sha256=sha256),
        lambda: workflow.take(Step.RECALL, post, by=offices.sari, at=DUE),
    )
    assert isinstance(approved, Post)
    assert isinstance(recalled, Stale)
    assert Post.objects.get(pk=post.pk).status == Status.APPROVED


def test_of_two_who_plan_the_same_post_one_is_told_of_the_other(offices: Network) -> None:
    post, account = offices.approved(), offices.account()

    def planning() -> list[Delivery]:
        return plan.plan(post, [account], None, Mode.TOGETHER, by=offices.tono, at=DUE)

    first, second = while_open(planning, planning)
    assert isinstance(first, list)
    assert isinstance(second, Stale)
    assert Delivery.objects.count() == 1


def test_of_two_who_post_again_both_get_the_same_copy(row: Delivery, offices: Network) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=State.SENT, run_at=None, remote_id="1")
    sent = again(row)
    first, second = while_open(
        lambda: acts.post_again(sent, by=offices.tono, at=DUE),
        lambda: acts.post_again(sent, by=offices.bayu, at=DUE),
    )
    assert first == second
    assert Delivery.objects.count() == 2


def test_an_account_that_comes_back_frees_what_waits_for_it_once(
    row: Delivery, offices: Network
) -> None:
    Account.objects.update(state=AccountState.DISCONNECTED)
    Delivery.objects.filter(pk=row.pk).update(state=State.HELD, reason="login-ended", run_at=None)
    account = Account.objects.get(pk=row.account_id)
    _back, early = while_open(lambda: acts.reconnected(account, DUE), claim)
    assert isinstance(early, list)
    assert [task.delivery.pk for task in (*early, *claim())] == [row.pk]
    assert Attempt.objects.count() == 1


def test_a_cancelled_delivery_stays_cancelled_when_its_account_comes_back(
    row: Delivery, offices: Network
) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=State.HELD, reason="login-ended", run_at=None)
    account = Account.objects.get(pk=row.account_id)
    while_open(cancelling(again(row), offices), lambda: acts.reconnected(account, DUE))
    assert again(row).state == State.CANCELLED


def test_what_a_new_stop_reaches_waits_although_another_is_lifted(
    row: Delivery, offices: Network
) -> None:
    first = stops.stop(Reach.ALL, "Salah jadwal.", by=offices.tono, at=DUE)
    claim()
    assert again(row).reason == Hold.STOPPED
    while_open(
        lambda: stops.stop(Reach.CHANNEL, "Uji.", by=offices.tono, at=DUE, kind="practice"),
        lambda: stops.lift(first, by=offices.tono, at=DUE),
    )
    assert claim() == []
    assert again(row).state == State.HELD
