"""Workers that die, sleep or lose their database, and what the others make of it."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import connector_params
from psycopg.sql import SQL, Identifier

from scheduler.models import Attempt, Delivery, Lead
from tests.people import Network
from tests.scheduler.workers.crew import Crew, all_sent, fill, leading_pid, now, wait_for

pytestmark = pytest.mark.postgres


def test_the_calls_of_a_killed_worker_are_looked_for_by_another(
    workers: Crew, offices: Network
) -> None:
    workers.seconds = 4.0
    [victim] = workers.start(1)
    rows = fill(offices, 8, due=now())
    wait_for(lambda: len(workers.posts()) == 8)
    workers.seconds = 0.0
    workers.start(1)
    workers.kill(victim)
    # Fifteen seconds of silence, the settling of the network, and a few for the turns.
    wait_for(lambda: all_sent(rows), within=45)
    # Each had reached the network; looking found it, and nothing was sent again.
    assert Counter(post.key for post in workers.posts()).most_common(1)[0][1] == 1


def test_the_death_of_the_leader_is_healed_in_seconds(workers: Crew, offices: Network) -> None:
    workers.start(2)
    leader = workers.leader()
    due = now() + timedelta(seconds=2)
    rows = fill(offices, 1, due=due)
    workers.kill(leader)
    wait_for(lambda: all_sent(rows), within=15)
    [post] = workers.posts()
    assert post.at - due.timestamp() < 8
    assert leading_pid() == workers.other(leader).pid


def test_a_leader_that_leaves_hands_over_at_once(workers: Crew, offices: Network) -> None:
    workers.start(2)
    leader = workers.leader()
    leader.send_signal(signal.SIGTERM)
    leader.wait(20)
    assert wait_for(lambda: leading_pid() == workers.other(leader).pid) < 2


def test_a_stopped_leader_is_fenced_and_comes_back_as_one_of_the_others(
    workers: Crew, offices: Network
) -> None:
    workers.start(2)
    leader = workers.leader()
    other = workers.other(leader)
    fence = Lead.objects.get().fence
    leader.send_signal(signal.SIGSTOP)
    wait_for(lambda: leading_pid() == other.pid, within=15)
    due = now() + timedelta(seconds=1)
    rows = fill(offices, 4, due=due)
    leader.send_signal(signal.SIGCONT)
    wait_for(lambda: all_sent(rows))
    assert len(workers.posts()) == 4
    assert leading_pid() == other.pid
    assert Lead.objects.get().fence == fence + 1
    assert leader.poll() is None


def test_a_worker_that_slept_through_its_lease_writes_nothing_over_what_was_settled(
    workers: Crew, offices: Network
) -> None:
    workers.seconds = 3.0
    [sleeper] = workers.start(1)
    rows = fill(offices, 4, due=now())
    wait_for(lambda: len(workers.posts()) == 4)
    sleeper.send_signal(signal.SIGSTOP)
    workers.seconds = 0.0
    workers.start(1)
    wait_for(lambda: all_sent(rows), within=40)
    settled = dict(Delivery.objects.filter(pk__in=rows).values_list("pk", "version"))
    sleeper.send_signal(signal.SIGCONT)
    wait_for(lambda: "too late" in workers.log, within=20)
    assert dict(Delivery.objects.filter(pk__in=rows).values_list("pk", "version")) == settled
    assert len(workers.posts()) == 4


def test_workers_come_back_by_themselves_when_the_database_does(
    workers: Crew, offices: Network
) -> None:
    workers.start(2)
    workers.leader()
    due = now() + timedelta(seconds=1)
    rows = fill(offices, 10, due=due)
    with database_closed():
        time.sleep(3)
        assert workers.posts() == []
    wait_for(lambda: all_sent(rows), within=20)
    assert len(workers.posts()) == 10
    assert all(hand.poll() is None for hand in workers.hands)
    more = fill(offices, 4, due=now())
    # They hear of new work again, sooner than by a safety look.
    assert wait_for(lambda: all_sent(more)) < 15


@contextmanager
def database_closed() -> Iterator[None]:
    """As while a server restarts: everybody is thrown out, and nobody gets in."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(**connector_params() | {"dbname": "postgres"}, autocommit=True) as door:
        door.execute(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(Identifier(name)))
        try:
            door.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            connection.close()
            yield
        finally:
            door.execute(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(Identifier(name)))


def test_two_embedded_engines_by_mistake_send_each_delivery_once(
    workers: Crew, offices: Network
) -> None:
    """On two machines over one PostgreSQL: no lock of a data folder keeps them apart."""
    workers.kind = "embedded"
    workers.seconds = 0.5
    workers.start(1)
    rows = fill(offices, 48, due=now())
    wait_for(lambda: len(workers.posts()) > 0)
    workers.start(1)
    wait_for(lambda: all_sent(rows))
    assert len(workers.posts()) == 48
    assert not Attempt.objects.filter(outcome="crashed").exists()
