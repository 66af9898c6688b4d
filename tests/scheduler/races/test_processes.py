"""Processes that claim as fast as they can, and people who act meanwhile, over many rounds.

What is asked is asked of the database: of what was begun by the commit of the person's act.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction

from channels.models import Account
from content.models import Post
from scheduler import stops
from scheduler.models import Attempt, Delivery, Reach, State
from scheduler.refusals import TooLate
from scheduler.resuming import Choice, Wish
from tests import people
from tests.people import Network
from tests.scheduler.races.meeting import DUE
from tests.scheduler.races.test_one_has_begun import cancelling, moving
from tests.scheduler.stage import again

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
LANES = 8
ROUNDS = int(os.environ.get("GEMA_RACE_ROUNDS", "100"))


@pytest.fixture
def offices(transactional_db: None) -> Network:
    if connection.vendor != "postgresql":
        pytest.skip("processes need PostgreSQL: make test-postgres")
    return people.build()


@pytest.fixture
def hands(offices: Network) -> Iterator[None]:
    """Two processes that claim whatever is due."""
    started = [_hand(f"hand{number}") for number in range(2)]
    try:
        for hand in started:
            assert hand.stdout is not None
            assert hand.stdout.readline() == b"ready\n"
        yield
    finally:
        for hand in started:
            hand.communicate(timeout=20)
            assert hand.returncode == 0


def _hand(owner: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.scheduler.races.hand", DUE.isoformat(), owner],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "GEMA_RACE_DATABASE": str(connection.settings_dict["NAME"]),
        },
    )


@pytest.fixture
def lanes(offices: Network) -> list[Account]:
    return [offices.account(handle=f"lane{number}") for number in range(LANES)]


def fill(post: Post, lanes: list[Account], number: int) -> list[Delivery]:
    """One delivery on each lane, due at once; earlier ones are over."""
    assert post.head is not None
    Delivery.objects.exclude(state=State.CANCELLED).update(
        state=State.SENT, run_at=None, lease_until=None
    )
    return Delivery.objects.bulk_create(
        Delivery(
            post=post,
            revision=post.head,
            account=lane,
            again=number,
            due_at=DUE,
            run_at=DUE,
            deadline_at=DUE + timedelta(minutes=15),
            wall="2026-12-07T11:00",
            zone="Asia/Pontianak",
        )
        for lane in lanes
    )


def begun() -> set[int]:
    return set(Attempt.objects.values_list("delivery", flat=True))


def wait_for_some(rows: list[Delivery], number: int) -> None:
    ids = [row.pk for row in rows]
    while Attempt.objects.filter(delivery__in=ids).count() < number:
        pass


@pytest.mark.timeout(300)
def test_nothing_starts_after_the_commit_of_a_stop(
    offices: Network, lanes: list[Account], hands: None
) -> None:
    """What can be seen in the stop's own transaction, at its end, is all there will ever be."""
    post, chance, caught = offices.approved(), random.Random(1), 0
    for number in range(ROUNDS):
        rows = fill(post, lanes, number)
        wait_for_some(rows, chance.randrange(LANES))
        with transaction.atomic():
            stop = stops.stop(Reach.ALL, "Salah jadwal.", by=offices.tono, at=DUE)
            before = begun()
        left = {row.pk for row in rows} - before
        caught += bool(left)
        while Delivery.objects.filter(pk__in=left).exclude(state=State.HELD).exists():
            assert begun() == before
        assert begun() == before
        stops.lift(stop, Wish(Choice.DECIDE), by=offices.tono, at=DUE)
    assert caught > ROUNDS / 4, "the stop came too late to prove anything"


@pytest.mark.timeout(300)
def test_whoever_cancels_or_moves_is_told_the_truth_every_time(
    offices: Network, lanes: list[Account], hands: None
) -> None:
    post, chance = offices.approved(), random.Random(2)
    kept, late = set[int](), set[int]()
    for number in range(ROUNDS // 5):
        rows = fill(post, lanes, number)
        for row in chance.sample(rows, LANES):
            act = moving if row.pk % 2 else cancelling
            try:
                act(again(row), offices)()
            except TooLate:
                late.add(row.pk)
            else:
                kept.add(row.pk)
    assert kept
    assert late
    assert begun() == late
