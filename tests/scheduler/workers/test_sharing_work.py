"""Several worker processes over one record."""

from __future__ import annotations

import signal
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.people import Network
from tests.scheduler.workers.crew import Crew, all_sent, fill, now, wait_for

pytestmark = pytest.mark.postgres


def test_several_workers_share_a_burst_and_send_each_delivery_once(
    workers: Crew, offices: Network
) -> None:
    workers.seconds = 0.05
    workers.start(3)
    rows = fill(offices, 240, due=now())
    wait_for(lambda: all_sent(rows))
    assert Counter(post.key for post in workers.posts()).most_common(1)[0][1] == 1
    assert len(workers.posts()) == 240
    assert len(workers.by_worker()) == 3


def test_idle_workers_join_a_burst_at_once(workers: Crew, offices: Network) -> None:
    workers.seconds = 2.0
    workers.start(3)
    wait_for(lambda: bool(workers.leader()))
    due = now() + timedelta(seconds=2)
    rows = fill(offices, 24, due=due)  # as many as all lanes together
    wait_for(lambda: len(workers.posts()) == 24)
    first: dict[int, float] = {}
    for post in workers.posts():
        first.setdefault(post.pid, post.at)
    joined = [at - due.timestamp() for at in sorted(first.values())]
    assert len(joined) == 3
    assert joined[-1] < 1.0, joined
    wait_for(lambda: all_sent(rows))
    assert len(workers.posts()) == 24


def test_one_accounts_deliveries_go_out_in_order_whoever_sends_them(
    workers: Crew, offices: Network
) -> None:
    workers.seconds = 0.02
    workers.start(2)
    rows = fill(offices, 60, due=now(), accounts=6)
    wait_for(lambda: all_sent(rows))
    for account in {post.account for post in workers.posts()}:
        sent = [post for post in workers.posts() if post.account == account]
        order = [int(post.key.split("-")[1]) for post in sent]
        assert order == sorted(order)
        assert all(b.at - a.at >= 0.02 for a, b in pairwise(sent))


def test_a_lone_post_is_on_time(workers: Crew, offices: Network) -> None:
    workers.start(2)
    workers.leader()
    due = now() + timedelta(seconds=1.5)
    rows = fill(offices, 1, due=due)
    wait_for(lambda: all_sent(rows))
    [post] = workers.posts()
    assert 0 <= post.at - due.timestamp() < 0.5


def test_a_worker_that_is_told_to_stop_ends_its_calls_first(
    workers: Crew, offices: Network
) -> None:
    workers.seconds = 1.5
    [hand] = workers.start(1)
    rows = fill(offices, 8, due=now())
    wait_for(lambda: len(workers.posts()) == 8)
    hand.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert hand.wait(20) == 0
    assert time.monotonic() - began < 8
    assert all_sent(rows)


def test_what_waits_behind_the_calls_of_a_stopping_worker_goes_out_at_another(
    workers: Crew, offices: Network
) -> None:
    workers.seconds = 1.5
    workers.start(2)
    hand = workers.other(workers.leader())
    rows = fill(offices, 24, due=now(), accounts=12)
    wait_for(lambda: len(workers.posts()) >= 12)
    first = {post.account: post for post in reversed(workers.posts())}
    hand.send_signal(signal.SIGTERM)
    wait_for(lambda: all_sent(rows))
    behind = [
        post.at - first[post.account].at
        for post in workers.posts()
        if first[post.account].pid == hand.pid and post != first[post.account]
    ]
    assert behind
    # Nobody has to wait for the safety ring, after twenty seconds.
    assert max(behind) < 10
