"""A step that comes while something is being sent says what it came too late for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from content.models import Person, Post
from content.workflow import Step
from scheduler import acts, delivery
from scheduler.delivery import Task
from scheduler.models import Delivery, State
from scheduler.refusals import TooLate
from scheduler.toolate import sentences
from tests.composer.desk import address, client
from tests.people import Network
from tests.scheduler.office_day import now
from tests.scheduler.stage import Stage, again, planned


def one_of_two_begins(network: Network) -> tuple[Post, list[Task]]:
    """Planned to two accounts; the call to one of them is under way."""
    rows = planned(
        network, network.account(handle="a"), network.account(handle="b"), at=now(), due=now()
    )
    with transaction.atomic():
        tasks = delivery.claim("me", now(), 1)
    return rows[0].post, tasks


def page_after(person: Person, post: Post, step: Step) -> str:
    post.refresh_from_db()
    sent = {"version": str(post.version), "note": "Keliru."}
    return client(person).post(address("step", post, step), sent, follow=True).content.decode()


def test_taking_it_off_the_calendar_says_how_many_and_how_many_not(network: Network) -> None:
    post, _tasks = one_of_two_begins(network)
    page = page_after(network.tono, post, Step.UNSCHEDULE)
    assert "1 pengantaran dibatalkan." in page
    assert "Terlambat untuk 1 pengantaran: sudah telanjur dikirim dan tetap keluar." in page


def test_opening_it_again_says_that_the_old_words_still_go_out_there(network: Network) -> None:
    post, _tasks = one_of_two_begins(network)
    assert "Terlambat untuk 1 pengantaran" in page_after(network.sari, post, Step.REOPEN)


def test_a_withdrawal_says_that_what_arrives_is_taken_down_again(network: Network) -> None:
    post, _tasks = one_of_two_begins(network)
    assert Stage().turn(now(), free=1)
    page = page_after(network.tono, post, Step.WITHDRAW)
    assert "1 sudah telanjur dikirim; begitu sampai, langsung ditarik lagi." in page


def test_in_time_for_everything_nothing_is_said_of_too_late(network: Network) -> None:
    [row] = planned(network, at=now(), due=now() + timedelta(days=1))
    page = page_after(network.tono, row.post, Step.UNSCHEDULE)
    assert "1 pengantaran dibatalkan." in page
    assert "Terlambat" not in page


def test_what_ended_between_the_step_and_the_answer_is_not_forgotten(network: Network) -> None:
    post, [task] = one_of_two_begins(network)
    at = now()
    Stage().play(task, at + timedelta(seconds=1))
    assert len(sentences(Step.REOPEN, post, at)) == 1
    assert sentences(Step.REOPEN, post, at + timedelta(minutes=1)) == []


def test_what_began_and_ended_while_the_step_was_on_its_way_is_not_forgotten(
    network: Network,
) -> None:
    """Our own board answers within milliseconds."""
    [row] = planned(network, at=now(), due=now())
    at = row.due_at
    Stage().turn(at + timedelta(milliseconds=5))
    assert again(row).state == State.SENT
    assert len(sentences(Step.UNSCHEDULE, row.post, at)) == 1


def test_what_nobody_knows_is_said_to_be_unknown(network: Network) -> None:
    [row] = planned(network, at=now(), due=now())
    Delivery.objects.filter(pk=row.pk).update(state=State.UNCONFIRMED)
    assert sentences(Step.REOPEN, row.post, now()) == ["1 belum pasti: mungkin sudah terbit."]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.SENDING, "sedang dikirim"),
        (State.SENT, "sudah terkirim"),
        (State.UNCONFIRMED, "mungkin sudah terkirim"),
        (State.CANCELLED, "sudah dibatalkan"),
        (State.FAILED, "sudah gagal"),
    ],
)
def test_a_cancelling_that_comes_too_late_says_why(
    network: Network, state: State, said: str
) -> None:
    [row] = planned(network, at=now(), due=now())
    Delivery.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(TooLate) as late:
        acts.cancel(row, by=network.tono, at=now())
    assert said in str(late.value)
    assert again(row).state == state


def test_a_move_of_several_that_comes_too_late_says_that_none_was_moved(
    network: Network,
) -> None:
    post, _tasks = one_of_two_begins(network)
    ids = list(Delivery.objects.filter(post=post).values_list("pk", flat=True))
    tomorrow = now() + timedelta(days=1)
    sent = {"delivery": ids, "date": f"{tomorrow:%Y-%m-%d}", "back": "/kalender/"}
    answer = client(network.tono).post(reverse("scheduler:move"), sent, follow=True)
    page = answer.content.decode()
    assert "sedang dikirim saat ini. Tidak ada yang dipindahkan." in page
    assert set(Delivery.objects.filter(pk__in=ids).values_list("state", flat=True)) == {
        State.PLANNED,
        State.SENDING,
    }
