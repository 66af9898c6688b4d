"""Who leads: by the database's clock, and by one's own sense of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from scheduler.distributed.lease import TERM, Lease
from scheduler.models import Lead

pytestmark = pytest.mark.postgres


@dataclass
class Steady:
    """A clock that a test moves."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


def lease(owner: str) -> tuple[Lease, Steady]:
    clock = Steady()
    return Lease(owner, clock), clock


def runs_out() -> None:
    Lead.objects.update(until=Now() - timedelta(seconds=1))


def test_only_one_leads() -> None:
    one, _ = lease("one")
    other, _ = lease("other")
    assert one.take()
    assert not other.take()
    assert (one.held(), other.held()) == (True, False)
    assert one.take()


def test_who_has_not_renewed_knows_it_before_another_can_take_over() -> None:
    one, clock = lease("one")
    one.take()
    clock.seconds += TERM - 0.5
    assert not one.held()
    lead = Lead.objects.get()  # ``until`` is read from the clock a moment after ``since``
    assert lead.until - lead.since >= timedelta(seconds=TERM)


def test_a_lease_that_ran_out_changes_hands_and_its_fence_counts() -> None:
    one, _ = lease("one")
    other, _ = lease("other")
    one.take()
    first = Lead.objects.get().fence
    runs_out()
    assert other.take()
    assert Lead.objects.get().fence == first + 1
    assert not one.take()
    assert not one.held()


def test_a_dead_holder_is_followed_although_the_database_s_clock_was_set_back() -> None:
    """His lease seems to have minutes left; nobody has renewed it for its whole term."""
    one, _ = lease("one")
    other, clock = lease("other")
    one.take()
    Lead.objects.update(until=Now() + timedelta(minutes=2))
    assert not other.take()
    clock.seconds += TERM
    assert not other.take()
    clock.seconds += TERM
    assert other.take()
    assert not one.take()


def test_a_holder_who_renews_is_left_alone_whatever_the_database_s_clock_says() -> None:
    one, _ = lease("one")
    other, clock = lease("other")
    for minutes in (2, 120, 1):
        one.take()
        Lead.objects.update(until=Now() + timedelta(minutes=minutes))
        clock.seconds += TERM
        assert not other.take()


def test_who_takes_up_his_own_lease_again_has_the_same_fence() -> None:
    one, _ = lease("one")
    one.take()
    before = Lead.objects.get()
    runs_out()
    assert one.take()
    after = Lead.objects.get()
    assert (after.fence, after.since) == (before.fence, before.since)


def test_what_is_given_back_is_free_at_once() -> None:
    one, _ = lease("one")
    other, _ = lease("other")
    one.take()
    one.give_back()
    assert not one.held()
    assert other.take()


def test_a_wiped_row_costs_nothing() -> None:
    one, _ = lease("one")
    one.take()
    Lead.objects.all().delete()
    assert one.take()
