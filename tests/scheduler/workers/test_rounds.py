"""A watch that hangs ends its process; one that waits, or slept with its process, does not."""

from __future__ import annotations

import psycopg
import pytest
from procrastinate.contrib.django import connector_params

from scheduler.distributed.rounds import PATIENCE, Rounds
from tests.scheduler.workers.crew import Crew
from tests.scheduler.workers.test_lease import Steady


@pytest.fixture
def steady() -> Steady:
    return Steady()


def pass_seconds(rounds: Rounds, steady: Steady, seconds: float, *, step: float = 0.5) -> None:
    """The judge goes round all the time."""
    for _ in range(int(seconds / step)):
        steady.seconds += step
        rounds.another_did()


def test_who_does_not_come_round_while_another_does_has_ended(steady: Steady) -> None:
    rounds = Rounds(steady)
    pass_seconds(rounds, steady, PATIENCE - 1)
    assert not rounds.have_ended
    pass_seconds(rounds, steady, 2)
    assert rounds.have_ended


def test_each_round_counts_anew(steady: Steady) -> None:
    rounds = Rounds(steady)
    for _ in range(5):
        pass_seconds(rounds, steady, PATIENCE - 1)
        rounds.came_round()
    assert not rounds.have_ended


def test_a_process_that_slept_for_an_hour_finds_nothing_ended(steady: Steady) -> None:
    rounds = Rounds(steady)
    pass_seconds(rounds, steady, 3600, step=3600)
    assert not rounds.have_ended


def test_while_nobody_goes_round_nobody_has_ended(steady: Steady) -> None:
    """The database is away, so the pump takes no turn either."""
    rounds = Rounds(steady)
    steady.seconds += 3600
    assert not rounds.have_ended


@pytest.mark.postgres
def test_a_worker_whose_watch_hangs_ends_so_that_a_supervisor_starts_it_anew(
    workers: Crew,
) -> None:
    [worker] = workers.start(1)
    workers.leader()
    with psycopg.connect(**connector_params()) as line:
        line.execute("SET idle_in_transaction_session_timeout = 0")
        line.execute("LOCK TABLE scheduler_lead IN ACCESS EXCLUSIVE MODE")
        assert worker.wait(60) != 0
    assert "A part of this worker has died" in workers.log
