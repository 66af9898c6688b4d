"""When the figures of a delivery are read, and how often an account may be asked. Pure.

Soon at first, and ever more seldom: what a post is worth shows within days.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from channels.base import Pace, Verb
from channels.figures import Measuring

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# The age of a post at each reading.
AGES = (HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY)
# Where each reading costs money.
PAID_AGES = (DAY, 7 * DAY, 30 * DAY)
FIRST_REST, LONGEST_REST = timedelta(minutes=5), 6 * HOUR
MOST_A_TURN = 10


def tells(measuring: Measuring | None, verb: str) -> bool:
    """Whether there is anything to read of such a delivery."""
    if measuring is None:
        return False
    return verb == Verb.PUBLISH or (verb == Verb.REPOST and measuring.reposts)


def next_reading(sent_at: datetime, after: datetime, measuring: Measuring) -> datetime | None:
    """The next one later than ``after``; ``None``: it has been read for the last time."""
    ages = PAID_AGES if measuring.dollars else AGES
    return next((sent_at + age for age in ages if sent_at + age > after), None)


def most(pace: Pace | None, turn: timedelta) -> int:
    """How many readings one turn of an account may make; a turn comes once in that time."""
    return MOST_A_TURN if pace is None else min(MOST_A_TURN, max(1, int(turn / _each(pace))))


def rest(pace: Pace | None, made: int) -> timedelta:
    """How long an account rests after so many readings, so that it keeps to its pace."""
    return timedelta(0) if pace is None else _each(pace) * made


def rest_after_trouble(tries: int) -> timedelta:
    """``tries`` readings in a row have failed."""
    doubled: int = 2 ** min(max(tries - 1, 0), 10)
    return min(FIRST_REST * doubled, LONGEST_REST)


def _each(pace: Pace) -> timedelta:
    return pace.per / pace.calls
