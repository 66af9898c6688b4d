"""Where Gema can neither read a network nor repeat itself harmlessly, it does not try to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from channels.base import Reason, Unconfirmed
from channels.registry import load
from content.scope import Scope
from scheduler import acts, send
from scheduler.acts import Act
from scheduler.delivery import Task
from scheduler.models import Delivery, State
from scheduler.refusals import OnlyYouCanLook
from tests.people import Network
from tests.scheduler.stage import DUE, Stage, again, always, planned

LOST = Unconfirmed(Reason.LOST_ANSWER)


@pytest.fixture
def lost(network: Network) -> Delivery:
    """A post on Telegram whose answer never came."""
    credentials = load("telegram").needs("2001:token-rahasia", "@imigrasi_contoh")
    account = network.account("telegram", credentials=credentials)
    post = network.approved(texts={"telegram": "Kantor tutup hari ini."})
    [row] = planned(network, account, post=post)
    Stage().turn(DUE, always(LOST))
    return again(row)


def test_a_person_is_asked_and_not_offered_what_would_post_it_twice(
    network: Network, lost: Delivery
) -> None:
    assert (lost.state, lost.run_at) == (State.UNCONFIRMED, None)
    assert acts.open_acts(lost, Scope.of(network.tono, DUE)) == [Act.FOUND, Act.ABSENT]


def test_looking_again_is_refused_in_words(network: Network, lost: Delivery) -> None:
    with pytest.raises(OnlyYouCanLook):
        acts.look_again(lost, by=network.tono, at=DUE)
    assert again(lost).run_at is None


def test_a_look_that_was_planned_all_the_same_asks_nothing_of_the_network(lost: Delivery) -> None:
    looking = Task(lost, 1, "me", DUE, look=True)
    fresh = replace(looking, claimed_at=timezone.now())
    answer = send.perform(fresh).answer
    assert isinstance(answer, Unconfirmed), "with no stub behind it, any request would be an error"
    assert answer.detail == "only a person can look there"


def test_it_is_left_to_a_person_after_such_a_look(lost: Delivery) -> None:
    Delivery.objects.filter(pk=lost.pk).update(run_at=DUE)
    stage = Stage()
    assert len(stage.turn(DUE, always(LOST))) == 1
    assert (again(lost).state, again(lost).run_at) == (State.UNCONFIRMED, None)
