"""The order of the queue, and what opens next. Pure lines; the screens have their own tests."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from scheduler.waiting import Line, Urgency, following, in_order, position

NOW = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)


def line(pk: int, *, waited: float = 1, due: float | None = None, own: bool = False) -> Line:
    at = None if due is None else NOW + timedelta(hours=due)
    return Line(pk, uuid.uuid4(), 1, NOW - timedelta(hours=waited), at, own)


def order(*lines: Line) -> list[int]:
    return [each.pk for each in in_order(lines, NOW)]


def test_what_is_due_soon_or_late_comes_first_then_what_has_waited_then_the_rest() -> None:
    later, long, short = line(1, due=30), line(2, waited=50), line(3, waited=1)
    soon, overdue, much_later = line(4, due=1), line(5, due=-3), line(6, due=80)
    assert order(later, long, short, soon, overdue, much_later) == [5, 4, 2, 3, 1, 6]


def test_two_hours_ahead_is_pressing_and_a_second_more_is_not() -> None:
    assert line(1, due=2).urgency(NOW) is Urgency.PRESSING
    assert line(1, due=2 + 1 / 3600).urgency(NOW) is Urgency.LATER
    assert line(1).urgency(NOW) is Urgency.ANY_TIME


def test_the_next_is_the_one_below_and_after_the_last_the_first() -> None:
    lines = [line(n) for n in (1, 2, 3)]
    assert [getattr(following(lines, n), "pk", None) for n in (1, 2, 3)] == [2, 3, 1]


def test_passing_over_never_swings_between_two() -> None:
    lines = [line(n) for n in range(1, 6)]
    seen, at = [], 1
    for _step in lines:
        found = following(lines, at)
        assert found is not None
        at = found.pk
        seen.append(at)
    assert seen == [2, 3, 4, 5, 1]


def test_own_work_is_passed_over_and_alone_nothing_opens() -> None:
    lines = [line(1), line(2, own=True), line(3)]
    found = following(lines, 1)
    assert found is not None
    assert found.pk == 3
    assert following([line(1)], 1) is None
    assert following([line(1), line(2, own=True)], 1) is None


def test_what_left_the_queue_is_followed_by_its_first() -> None:
    found = following([line(1), line(2)], 99)
    assert found is not None
    assert found.pk == 1
    assert position([line(1)], 99) is None
