"""Cancelling what nobody knows to be live or not: it is remembered, and never sent again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from channels.base import NotFound, Reason, Receipt, Unconfirmed
from channels.practice.adapter import Practice
from content.models import Event, Status
from content.scope import Scope
from scheduler import acts, delivery, engine, plan
from scheduler.acts import Act
from scheduler.delivery import Task
from scheduler.models import Delivery, Hold, Mode, State
from scheduler.refusals import NotThisOne, TooLate
from tests.people import Network
from tests.scheduler.office_day import desk_of
from tests.scheduler.stage import DUE, Stage, again, always, planned

LOOK = DUE + timedelta(minutes=1)
LOST = Unconfirmed(Reason.LOST_ANSWER)
ABSENT = NotFound(Reason.GONE)
FOUND = Receipt("r1", "https://contoh.test/1")


@pytest.fixture
def lost(network: Network, stage: Stage) -> Delivery:
    """Its answer was lost, and Gema looks for it."""
    [row] = planned(network)
    stage.turn(DUE, always(LOST))
    return again(row)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_cancelled_while_it_is_looked_for_it_is_not_sent_again(
    network: Network, stage: Stage, lost: Delivery
) -> None:
    assert acts.open_acts(lost, Scope.of(network.tono, DUE)) == [Act.CANCEL]
    acts.cancel(lost, by=network.tono, at=DUE)
    assert acts.open_acts(again(lost), Scope.of(network.tono, DUE)) == []
    stage.turn(LOOK, always(ABSENT))
    stage.turn(LOOK)
    row = again(lost)
    assert (stage.looked, stage.sent) == ([lost.pk], [lost.pk])
    assert (row.state, row.reason, row.finished_at) == (State.CANCELLED, Hold.UNWANTED, LOOK)
    assert row.post.status == Status.APPROVED


def test_what_is_found_is_sent_and_the_trail_says_both(
    network: Network, stage: Stage, lost: Delivery
) -> None:
    acts.cancel(lost, by=network.tono, at=DUE)
    stage.turn(LOOK, always(FOUND))
    assert (again(lost).state, again(lost).unwanted) == (State.SENT, True)
    told = list(Event.objects.filter(kind__startswith="delivery").order_by("pk"))
    assert [event.kind for event in told][-2:] == ["delivery.unwanted", "delivery.sent"]
    assert told[-2].by == network.tono


def test_a_look_that_is_under_way_hears_of_it(
    network: Network, stage: Stage, lost: Delivery
) -> None:
    with transaction.atomic():
        [task] = delivery.claim("me", LOOK, 1)
    acts.cancel(again(lost), by=network.tono, at=LOOK)
    stage.play(task, LOOK, always(ABSENT))
    assert again(lost).state == State.CANCELLED


def test_where_only_a_person_can_look_his_word_ends_it(network: Network, lost: Delivery) -> None:
    acts.cancel(lost, by=network.tono, at=DUE)
    Delivery.objects.update(run_at=None)
    acts.absent(again(lost), by=network.tono, at=LOOK)
    assert again(lost).state == State.CANCELLED
    assert again(lost).post.status == Status.APPROVED


def test_who_did_not_see_that_it_was_cancelled_cancels_it_by_not_finding_it(
    network: Network, lost: Delivery
) -> None:
    Delivery.objects.update(run_at=None)
    page = again(lost)
    acts.cancel(again(lost), by=network.tono, at=DUE)
    assert acts.absent(page, by=network.bayu, at=LOOK) == State.CANCELLED
    assert again(lost).state == State.CANCELLED


def test_where_nothing_can_be_looked_for_its_key_is_not_sent_again_but_a_person_asked(
    network: Network, stage: Stage, lost: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = replace(Practice.capabilities, can_look=False, deduplicates=True)
    monkeypatch.setattr(Practice, "capabilities", blind)
    acts.cancel(lost, by=network.tono, at=DUE)
    assert stage.turn(LOOK) == []
    row = again(lost)
    assert (row.state, row.run_at, row.reason) == (State.UNCONFIRMED, None, Hold.UNWANTED)
    assert row in Delivery.objects.needing_a_person()


def test_planned_after_all_it_is_wanted_again(
    network: Network, stage: Stage, lost: Delivery
) -> None:
    acts.cancel(lost, by=network.tono, at=DUE)
    plan.plan(lost.post, [lost.account], None, Mode.TOGETHER, by=network.tono, at=DUE)
    stage.turn(LOOK, always(ABSENT))
    assert again(lost).state == State.DUE


def test_cancelled_and_planned_anew_the_wish_is_forgotten(
    network: Network, stage: Stage, lost: Delivery
) -> None:
    acts.cancel(lost, by=network.tono, at=DUE)
    stage.turn(LOOK, always(ABSENT))
    row = again(lost)
    plan.plan(row.post, [row.account], None, Mode.TOGETHER, by=network.tono, at=LOOK)
    stage.turn(LOOK)
    assert stage.sent == [lost.pk, lost.pk]
    assert (again(lost).state, again(lost).unwanted) == (State.SENT, False)


def test_who_presses_twice_has_cancelled_once(network: Network, lost: Delivery) -> None:
    for _ in range(2):
        acts.cancel(again(lost), by=network.tono, at=DUE)
    assert Event.objects.filter(kind="delivery.unwanted").count() == 1


@pytest.mark.parametrize(("state", "refusal"), [(State.SENT, TooLate), (State.DUE, NotThisOne)])
def test_what_was_settled_in_the_meantime_is_told(
    network: Network, lost: Delivery, state: State, refusal: type[Exception]
) -> None:
    Delivery.objects.update(state=state)
    with pytest.raises(refusal):
        acts.cancel(lost, by=network.tono, at=DUE)
    assert not again(lost).unwanted


def test_a_second_press_on_an_old_page_is_told_that_it_is_out(
    network: Network, stage: Stage, lost: Delivery
) -> None:
    acts.cancel(lost, by=network.tono, at=DUE)
    page = again(lost)
    stage.turn(LOOK, always(FOUND))
    with pytest.raises(TooLate):
        acts.cancel(page, by=network.tono, at=LOOK)


class FindsIt:
    """An engine that is quick: woken by an act, it has found what it was looking for."""

    def __init__(self, look: Task) -> None:
        self.look = look

    def wake(self) -> None:
        Stage().play(self.look, LOOK, always(FOUND))


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_that_it_will_not_appear_when_it_is_found_at_that_moment(
    network: Network, lost: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        [look] = delivery.claim("me", LOOK, 1)
    quick = FindsIt(look)
    monkeypatch.setattr(engine, "wake", lambda: transaction.on_commit(quick.wake))
    address = reverse("scheduler:act", args=[lost.pk, Act.CANCEL])
    page = desk_of(network.tono).post(address, follow=True).content.decode()
    assert again(lost).state == State.SENT
    assert "Dibatalkan." not in page
    assert "Bila ternyata belum terbit, kiriman ini tidak dikirim lagi." in page
