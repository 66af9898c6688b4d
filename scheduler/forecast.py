"""What is going to go wrong if nobody does anything. Pure: moments in, facts out.

A quota counts any stretch of its length, not the days of a calendar, and what is out already is in
it. Money is exact until it is shown.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from channels.base import Verb
from channels.terms import Price, Quota

# Long enough to find whoever may sign in, and soon enough to be remembered.
EARLY = timedelta(days=14)
# Somebody has heard of it once and may have forgotten.
LATE = timedelta(days=3)
CENT = Decimal("0.01")
TOLD = (Verb.PUBLISH, Verb.REPLY)  # what has a text of its own


@dataclass(frozen=True, slots=True)
class Login:
    """``until``: when a person has to sign in again, None where nobody knows of an end.

    ``renews``: Gema puts that off by itself. ``at_the_latest``: it may be sooner.
    """

    until: datetime | None = None
    renews: bool = False
    at_the_latest: bool = False

    def is_near(self, now: datetime) -> bool:
        """One that renews itself never comes this near, unless renewing it fails."""
        return self.until is not None and self.until <= now + EARLY

    def ends(self, now: datetime) -> bool:
        """Whether that day comes if nobody does anything."""
        return self.until is not None and (not self.renews or self.is_near(now))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network itself said: so many used of so many in any such stretch, at that time."""

    used: int
    most: int
    per: timedelta
    at: datetime


@dataclass(frozen=True, slots=True)
class Overrun:
    """The fullest stretch in which more is needed than ``quota`` allows.

    ``left_out``: how many of all that is planned find no room at their time.
    """

    quota: Quota
    needs: int
    since: datetime
    until: datetime
    left_out: int


@dataclass(frozen=True, slots=True)
class Left:
    """``free_at``: when the next one fits, None where one fits now."""

    number: int
    free_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a call costs by. ``described``: pictures with an alternative text."""

    verb: Verb
    linked: bool = False
    described: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """``linked``: how many of the posts have a link, and ``for_links`` what these cost alone."""

    price: Price
    calls: int
    linked: int
    total: Decimal
    for_links: Decimal

    @property
    def rounded(self) -> Decimal:
        return in_cents(self.total)


@dataclass(frozen=True, slots=True)
class Share:
    """One quota of one account, as far as anybody knows. ``reading``: what the network said of it.

    ``spent``: when it was used, in order.
    """

    quota: Quota
    spent: tuple[datetime, ...]
    reading: Reading | None = None

    @classmethod
    def of(cls, declared: Quota, sent: Iterable[datetime], reading: Reading | None) -> Share:
        """What an account says of itself counts for more than what the network's pages say."""
        is_about = Verb.PUBLISH in declared.verbs and reading and reading.per == declared.per
        if reading is None or not is_about:
            return cls(declared, tuple(sorted(sent)))
        own = Quota(reading.most, declared.per, declared.verbs)
        return cls(own, tuple(used(sent, reading)), reading)

    def left(self, now: datetime) -> Left:
        return left(self.spent, self.quota, now)

    def overrun(self, due: Iterable[datetime], now: datetime) -> Overrun | None:
        return overrun(self.spent, due, self.quota, now)


def used(sent: Iterable[datetime], reading: Reading) -> list[datetime]:
    """When the quota was used, as far as anybody knows.

    What others have posted there the network counts without saying when: it is taken to have been
    at the time of asking, so that it is free again as late as it can be.
    """
    own = list(sent)
    known = sum(reading.at - reading.per < at <= reading.at for at in own)
    return sorted([*own, *[reading.at] * max(reading.used - known, 0)])


def left(spent: Sequence[datetime], quota: Quota, now: datetime) -> Left:
    """``spent``: in order, from ``used``."""
    within = [at for at in spent if now - quota.per < at <= now]
    room = quota.most - len(within)
    if room > 0 or not within:
        return Left(max(room, 0))
    return Left(0, within[-quota.most] + quota.per if quota.most else None)


def overrun(
    spent: Iterable[datetime], due: Iterable[datetime], quota: Quota, now: datetime
) -> Overrun | None:
    """None where all of it fits. What is late already goes out now."""
    moments = sorted([(at, False) for at in spent] + [(max(at, now), True) for at in due])
    window: deque[datetime] = deque()
    taken: deque[datetime] = deque()
    fullest: tuple[int, datetime, datetime] | None = None
    left_out = 0
    for at, is_planned in moments:
        _slide(window, at - quota.per)
        _slide(taken, at - quota.per)
        window.append(at)
        if is_planned and len(window) > max(quota.most, fullest[0] if fullest else 0):
            fullest = (len(window), window[0], at)
        if is_planned and len(taken) >= quota.most:
            left_out += 1
        else:
            taken.append(at)
    return Overrun(quota, *fullest, left_out) if fullest else None


def _slide(window: deque[datetime], out: datetime) -> None:
    while window and window[0] <= out:
        window.popleft()


def cost(planned: Iterable[Planned], price: Price) -> Cost:
    """To the last digit of the price list."""
    calls = [
        (one, price.of(one.verb, linked=one.linked, described=one.described)) for one in planned
    ]
    with_link = [money for one, money in calls if one.linked and one.verb in TOLD]
    return Cost(
        price,
        calls=len(calls),
        linked=len(with_link),
        total=sum((money for _one, money in calls), Decimal(0)),
        for_links=sum(with_link, Decimal(0)),
    )


def in_cents(amount: Decimal) -> Decimal:
    """To a hundredth of the currency, a half of it up."""
    return amount.quantize(CENT, ROUND_HALF_UP)
