"""What is going to go wrong: tables of moments, quotas and prices."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from channels.base import Verb
from channels.terms import DAY, Quota
from channels.x.adapter import PRICE
from scheduler import forecast
from scheduler.forecast import Left, Login, Overrun, Planned, Reading, Share
from tests.people import MORNING

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
THREE = Quota(3, DAY)


def at(*hours: float) -> list[datetime]:
    return [MORNING + hour * HOUR for hour in hours]


@pytest.mark.parametrize(
    ("days", "renews", "near", "ends"),
    [
        (60, False, False, True),
        (60, True, False, False),
        (14, False, True, True),
        (14, True, True, True),  # renewing it should have begun another term long ago
        (15, True, False, False),
        (-1, False, True, True),
        (None, False, False, False),
    ],
)
def test_a_login_ends_unless_it_is_renewed_in_time(
    days: int | None, renews: bool, near: bool, ends: bool
) -> None:
    login = Login(None if days is None else MORNING + timedelta(days=days), renews)
    assert (login.is_near(MORNING), login.ends(MORNING)) == (near, ends)


@pytest.mark.parametrize(
    ("spent", "due", "needs", "since", "until", "left_out"),
    [
        # Four within a day, though on two dates.
        ([], at(10, 11, 20, 30), 4, 10, 30, 1),
        # Already sent ones are in it until their day is over.
        (at(-20, -1), at(1, 2), 4, -20, 2, 1),
        (at(-20, -10, -5), at(3), 4, -20, 3, 1),
        # The fullest stretch is named, not the first.
        (at(-2), at(1, 2, 3, 50, 51, 52, 53, 54), 5, 50, 54, 3),
        # What is late goes out now.
        (at(-1, -2), at(-30, -0.5), 4, -2, 0, 1),
    ],
)
def test_too_much_in_any_stretch_is_found(
    spent: list[datetime],
    due: list[datetime],
    needs: int,
    since: float,
    until: float,
    left_out: int,
) -> None:
    [first], [last] = at(since), at(until)
    found = forecast.overrun(spent, due, THREE, MORNING)
    assert found == Overrun(THREE, needs, first, last, left_out)


@pytest.mark.parametrize(
    ("spent", "due"),
    [
        ([], at(1, 2, 3)),
        ([], at(1, 2, 3, 25, 26, 27)),
        # To the second: what is a whole day old does not count any more.
        (at(-24, -23, -22), at(0, 1, 2)),
        (at(-3, -2, -1), []),
        # Others have used it up and more, and nothing is planned until it is free again.
        (at(-3, -3, -3, -3, -3), at(22)),
        ([], []),
    ],
)
def test_what_fits_is_no_worry(spent: list[datetime], due: list[datetime]) -> None:
    assert forecast.overrun(spent, due, THREE, MORNING) is None


def test_sixty_two_posts_on_a_day_that_allows_fifty() -> None:
    due = [MORNING + n * 20 * MINUTE for n in range(62)]
    found = forecast.overrun([], due, Quota(50), MORNING)
    assert found is not None
    assert (found.needs, found.left_out) == (62, 12)


@pytest.mark.parametrize(
    ("spent", "left"),
    [
        ([], Left(3)),
        (at(-30), Left(3)),
        (at(-24), Left(3)),
        (at(-23), Left(2)),
        (at(-5, -4, -3), Left(0, MORNING + 19 * HOUR)),
        # Two of them have to be over before there is room.
        (at(-6, -5, -4, -3), Left(0, MORNING + 19 * HOUR)),
    ],
)
def test_what_is_left_of_a_quota_and_when_there_is_more(spent: list[datetime], left: Left) -> None:
    assert forecast.left(spent, THREE, MORNING) == left


@pytest.mark.parametrize(
    ("sent", "told", "left"),
    [
        # Nobody but Gema posts there.
        (at(-5, -4), 2, 48),
        # Somebody posted eight from the app as well.
        (at(-5, -4), 10, 40),
        # Since the network was asked, Gema has sent another two.
        (at(-5, -4, -1, -0.5), 10, 38),
        # The network counts less than we do: what we know was sent counts.
        (at(-5, -4), 0, 48),
        # Older than its stretch: that counts no more, neither there nor here.
        (at(-40), 0, 50),
    ],
)
def test_what_the_network_counts_and_we_did_not_send_counts(
    sent: list[datetime], told: int, left: int
) -> None:
    reading = Reading(told, 50, DAY, MORNING - 2 * HOUR)
    assert Share.of(Quota(100), sent, reading).left(MORNING).number == left


def test_an_old_reading_holds_nothing_back() -> None:
    reading = Reading(50, 50, DAY, MORNING - 25 * HOUR)
    assert Share.of(Quota(100), [], reading).left(MORNING) == Left(50)


def test_a_reading_of_posts_says_nothing_of_removals() -> None:
    reading = Reading(250, 250, DAY, MORNING)
    removals = Quota(100, DAY, frozenset({Verb.DELETE}))
    assert Share.of(removals, at(-1), reading).left(MORNING) == Left(99)
    assert Share.of(Quota(250), at(-1), reading).left(MORNING).number == 0


def test_a_plan_is_paid_to_the_last_digit_and_rounded_once() -> None:
    plan = [
        *[Planned(Verb.PUBLISH)] * 3,
        Planned(Verb.PUBLISH, linked=True, described=2),
        Planned(Verb.REPOST, linked=True),
        Planned(Verb.DELETE),
    ]
    found = forecast.cost(plan, PRICE)
    assert found.total == Decimal("0.280")
    assert (found.calls, found.linked, found.for_links) == (6, 1, Decimal("0.210"))


@pytest.mark.parametrize(
    ("exact", "shown"),
    [("0.015", "0.02"), ("0.014", "0.01"), ("0.045", "0.05"), ("0", "0.00"), ("9.3", "9.30")],
)
def test_half_a_cent_is_rounded_up(exact: str, shown: str) -> None:
    assert str(forecast.in_cents(Decimal(exact))) == shown


def test_nothing_planned_costs_nothing() -> None:
    assert forecast.cost([], PRICE).rounded == Decimal("0.00")
