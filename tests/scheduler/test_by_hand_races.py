"""Two people and the clock at one post that was handed over. Real threads, real connections."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.models import Event
from content.refusals import Refusal
from scheduler import acts, by_hand
from scheduler.models import Delivery, State
from tests import people
from tests.people import MORNING, Network
from tests.scheduler.stage import DUE, Stage, again, planned
from tests.scheduler.test_by_hand import LINK, SAID, channel_of
from tests.scheduler.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4
LATE = DUE + timedelta(hours=1)


def rows_of(network: Network) -> list[Delivery]:
    account = channel_of(network)
    rows = [
        planned(network, account, post=network.approved(MORNING, texts=SAID))[0]
        for _ in range(ROUNDS)
    ]
    for _ in rows:
        Stage().turn(DUE)
    return [again(row) for row in rows]


def test_of_two_who_say_at_once_that_it_is_done_one_is_written_down() -> None:
    network = people.build()
    for row in rows_of(network):
        answers = at_once(
            lambda row=row: acts.found(row, LINK, by=network.tono, at=DUE),  # type: ignore[misc]
            lambda row=row: acts.found(again(row), "", by=network.rina, at=DUE),  # type: ignore[misc]
        )
        assert sum(isinstance(answer, Refusal) for answer in answers) == 1
        said = Event.objects.get(kind="delivery.settled", data__delivery=row.pk)
        assert again(row).state == State.SENT
        assert again(row).url == (LINK if said.by == network.tono else "")


def test_a_word_and_a_cancellation_at_once_are_never_both_true() -> None:
    network = people.build()
    for row in rows_of(network):
        answers = at_once(
            lambda row=row: acts.found(again(row), LINK, by=network.tono, at=DUE),  # type: ignore[misc]
            lambda row=row: acts.cancel(again(row), by=network.rina, at=DUE),  # type: ignore[misc]
        )
        assert sum(isinstance(answer, Refusal) for answer in answers) == 1
        assert again(row).state == (State.CANCELLED if answers[0] else State.SENT)


def test_a_word_at_the_end_of_its_grace_is_never_lost() -> None:
    network = people.build()
    for row in rows_of(network):
        at_once(
            lambda row=row: acts.found(again(row), LINK, by=network.tono, at=LATE),  # type: ignore[misc]
            lambda: by_hand.miss_late(LATE),
        )
        if again(row).state == State.MISSED:
            acts.found(again(row), LINK, by=network.tono, at=LATE)
        assert (again(row).state, again(row).url) == (State.SENT, LINK)
