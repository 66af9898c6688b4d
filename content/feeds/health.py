"""How a feed is doing and when to ask it again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from content.feeds.trouble import Trouble

EVERY = timedelta(minutes=30)
LONGEST_WAIT = timedelta(days=1)
DEAD_AFTER = timedelta(days=14)
DEAD_FAILURES = 10  # so that days on which nobody asked do not count against it
DEAD_LOOK = timedelta(days=7)  # a site may come back
SPREAD = 0.1  # offices that were added together need not be asked together

HARMLESS = (None, Trouble.DAMAGED)


@dataclass(frozen=True, slots=True)
class Health:
    """Failures in a row, and since when. A dead feed is looked at once a week."""

    failures: int = 0
    failing_since: datetime | None = None
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one poll went. ``trouble`` is None where all is well."""

    trouble: Trouble | None = None
    retry_after: timedelta | None = None


def judge(health: Health, outcome: Outcome, now: datetime) -> Health:
    """The feed's health after a poll. One good answer forgives everything."""
    if outcome.trouble in HARMLESS:
        return Health()
    failures = health.failures + 1
    since = health.failing_since or now
    worn_out = failures >= DEAD_FAILURES and now - since >= DEAD_AFTER
    dead = health.dead or worn_out or outcome.trouble is Trouble.GONE
    return Health(failures, since, dead)


def next_poll(
    key: str, health: Health, outcome: Outcome, now: datetime, every: timedelta = EVERY
) -> datetime:
    """When to ask again, given the health *after* this outcome. ``key`` tells feeds apart."""
    asked_for = min(outcome.retry_after or timedelta(0), LONGEST_WAIT)
    return now + max(_wait(health, every) * (1 - SPREAD * _fraction(key)), asked_for)


def _wait(health: Health, every: timedelta) -> timedelta:
    if health.dead:
        return DEAD_LOOK
    if not health.failures:
        return every
    # every, twice every, four times …; bounded before it overflows
    return min(every * (1 << min(health.failures - 1, 20)), max(LONGEST_WAIT, every))


def _fraction(key: str) -> float:
    """The same number from 0 to 1 for the same feed, each time."""
    return int.from_bytes(sha256(key.encode()).digest()[:4]) / 2**32
