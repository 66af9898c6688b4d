from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import transaction

from channels.base import Reason, Refused, Unconfirmed
from content.models import Status
from content.scope import Scope
from scheduler import acts, delivery, stops
from scheduler.models import Delivery, Reach, State
from scheduler.refusals import (
    NotADispatcher,
    NotThisOne,
    TooLate,
)
from scheduler.when import Wall
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, always, planned

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_a_cancelled_delivery_never_goes_out(network: Network) -> None:
    [row] = planned(network)
    acts.cancel(row, by=network.tono, at=MORNING)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == []
    assert again(row).state == State.CANCELLED


@pytest.mark.parametrize(
    ("state", "words"), [(State.SENDING, "sedang dikirim"), (State.SENT, "sudah terkirim")]
)
def test_cancelling_too_late_says_so(network: Network, state: State, words: str) -> None:
    [row] = planned(network)
    Delivery.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(TooLate, match=words):
        acts.cancel(row, by=network.tono, at=DUE)
    assert again(row).state == state


def test_moving_there_and_back_sends_once(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    for minutes in (5, 0):
        local = (DUE + timedelta(minutes=minutes)).astimezone(network.pontianak.zoneinfo)
        wall = Wall(local.date(), local.time(), network.pontianak.zone)
        acts.move(again(row), wall, by=network.tono, at=MORNING)
    stage.turn(DUE)
    stage.turn(DUE + timedelta(minutes=5))
    assert stage.sent == [row.pk]


def test_a_moved_delivery_keeps_its_grace(network: Network) -> None:
    [row] = planned(network)
    wall = Wall(date(2026, 12, 9), time(9, 30), "Asia/Jayapura")
    acts.move(again(row), wall, by=network.tono, at=MORNING)
    moved = again(row)
    assert moved.due_at.strftime("%d %H:%M") == "09 00:30"
    assert moved.deadline_at - moved.due_at == timedelta(minutes=15)


def test_a_missed_delivery_goes_out_when_a_person_says_so(network: Network) -> None:
    [row] = planned(network)
    late = DUE + timedelta(hours=5)
    stage = Stage()
    stage.turn(late)
    acts.send_now(again(row), by=network.tono, at=late)
    stage.turn(late)
    assert stage.sent == [row.pk]


def test_a_person_who_has_looked_settles_an_open_question(network: Network) -> None:
    there, not_there = network.account(handle="a"), network.account(handle="b")
    rows = planned(network, there, not_there)
    stage = Stage()
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.update(run_at=None)
    acts.found(again(rows[0]), "https://contoh.test/7", by=network.tono, at=DUE)
    acts.absent(again(rows[1]), by=network.tono, at=DUE)
    assert [again(row).state for row in rows] == [State.SENT, State.MISSED]
    assert again(rows[0]).post.status == Status.PUBLISHED


def test_posting_again_takes_a_person_and_makes_a_second_delivery(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE)
    fresh = acts.post_again(again(row), by=network.tono, at=DUE)
    stage.turn(DUE)
    assert stage.sent == [row.pk, fresh.pk]
    assert fresh.key != row.key


def test_the_same_number_in_another_record_is_another_key(network: Network) -> None:
    """After a restore, numbers are given again; the network must not take it for a repeat."""
    [row] = planned(network)
    other = Delivery(pk=row.pk, again=row.again)
    assert other.key != row.key
    assert again(row).key == row.key, "for every attempt"


def test_what_was_planned_by_an_earlier_release_keeps_its_key() -> None:
    assert Delivery(pk=812, again=1, mark="").key == "gema-812-1"


def test_posting_again_is_not_offered_where_it_would_add_nothing(network: Network) -> None:
    post = network.approved(texts={"newsroom": "Layanan buka."})
    [row] = planned(network, network.account("newsroom"), post=post)
    Stage().turn(DUE)
    sent = again(row)
    assert sent.state == State.SENT
    assert acts.open_acts(sent, Scope.of(network.tono, DUE)) == []
    with pytest.raises(NotThisOne):
        acts.post_again(sent, by=network.tono, at=DUE)


def test_a_post_with_nothing_left_to_send_waits_for_a_time_again(network: Network) -> None:
    [row] = planned(network)
    acts.cancel(again(row), by=network.tono, at=MORNING)
    assert again(row).post.status == Status.APPROVED


def test_only_what_was_to_be_done_by_hand_is_done_by_hand(network: Network) -> None:
    [row] = planned(network)
    stops.stop(Reach.ALL, "Salah.", by=network.tono, at=MORNING)
    Stage().turn(DUE)
    with pytest.raises(NotThisOne):
        acts.done_by_hand(again(row), by=network.tono, at=DUE)
    assert again(row).state == State.HELD


def test_what_failed_is_sent_again_as_the_same_delivery(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE, always(Refused(Reason.BAD_MEDIA)))
    acts.send_now(again(row), by=network.tono, at=DUE)
    stage.turn(DUE)
    assert stage.sent == [row.pk, row.pk]
    assert again(row).state == State.SENT


def test_pressing_post_again_twice_makes_one_more(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE)
    first = acts.post_again(again(row), by=network.tono, at=DUE)
    assert acts.post_again(again(row), by=network.tono, at=DUE) == first
    stage.turn(DUE)
    assert stage.sent == [row.pk, first.pk]


def test_the_last_failure_taken_note_of_takes_the_post_off_the_calendar(
    network: Network,
) -> None:
    [row] = planned(network)
    Stage().turn(DUE, always(Refused(Reason.BAD_MEDIA)))
    acts.seen(again(row), by=network.tono, at=DUE)
    assert again(row).post.status == Status.APPROVED


def test_a_failure_that_was_taken_note_of_leaves_the_list(network: Network) -> None:
    [row] = planned(network)
    Stage().turn(DUE, always(Refused(Reason.BAD_MEDIA)))
    assert again(row) in Delivery.objects.needing_a_person()
    acts.seen(again(row), by=network.tono, at=DUE)
    assert again(row) not in Delivery.objects.needing_a_person()


def test_a_strangers_hand_changes_nothing(network: Network) -> None:
    [row] = planned(network)
    for act in (acts.cancel, acts.send_now, acts.look_again):
        with pytest.raises(NotADispatcher):
            act(again(row), by=network.sari, at=MORNING)
    assert again(row).version == row.version


def test_a_claim_under_way_is_not_touched_by_a_person(network: Network) -> None:
    [row] = planned(network)
    with transaction.atomic():
        delivery.claim("me", DUE, 1)
    with pytest.raises(TooLate):
        acts.send_now(again(row), by=network.tono, at=DUE)
    assert again(row).state == State.SENDING
