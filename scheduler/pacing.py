"""When a person may be written to: soon, but seldom. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# A burst becomes one mail.
GATHER = timedelta(minutes=1)
BETWEEN = timedelta(minutes=20)
MOST_A_DAY = 12
MORNING = time(7)


@dataclass(frozen=True, slots=True)
class Post:
    """``first``: since when there is news. ``last``: the letter before. ``today``: how many went
    out since midnight in ``zone``."""

    daily: bool
    first: datetime
    last: datetime | None
    today: int
    zone: str


def may_write(post: Post, now: datetime) -> bool:
    if post.daily:
        return now >= _morning_after(post.first, post.zone) and not post.today
    if post.today >= MOST_A_DAY:
        return False
    rested = post.last is None or now >= post.last + BETWEEN
    return rested and now >= post.first + GATHER


def midnight(now: datetime, zone: str) -> datetime:
    return datetime.combine(now.astimezone(ZoneInfo(zone)).date(), time(0), ZoneInfo(zone))


def _morning_after(moment: datetime, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone))
