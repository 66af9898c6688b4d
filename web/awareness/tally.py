"""Adding up what networks told. A figure that nobody told is left out, and counted as left out."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

# Of fewer, the middle one says more about chance than about what was posted.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of figure. ``count``: how many deliveries it is told of; ``total`` of those, None
    where there are none; ``middle``: the median, None of fewer than ``ENOUGH``."""

    count: int = 0
    total: int | None = None
    middle: float | None = None

    @property
    def mean(self) -> float | None:
        return self.total / self.count if self.total is not None else None


@dataclass(frozen=True, slots=True)
class Sum:
    """``sent``: deliveries; ``posts``: of how many different posts. ``told``: deliveries of which
    any figure is told. ``rate``: engagement for each person reached, or view where the network
    tells no reach; None where nothing tells both."""

    sent: int
    posts: int
    told: int
    views: Told
    reach: Told
    engaged: Told
    rate: float | None


NOTHING = Sum(0, 0, 0, Told(), Told(), Told(), None)


class Tally:
    """Filled row by row. ``audience`` is what the engaged ones are a share of."""

    __slots__ = ("audience", "engaged", "posts", "reach", "sent", "sharing", "told", "views")

    def __init__(self) -> None:
        self.sent = self.told = self.sharing = self.audience = 0
        self.posts: set[int] = set()
        self.views: list[int] = []
        self.reach: list[int] = []
        self.engaged: list[int] = []

    def add(self, post: int, views: int | None, reach: int | None, engaged: int | None) -> None:
        self.sent += 1
        self.posts.add(post)
        if views is not None:
            self.views.append(views)
        if reach is not None:
            self.reach.append(reach)
        if engaged is not None:
            self.engaged.append(engaged)
        seen = views if reach is None else reach
        if seen is not None or engaged is not None:
            self.told += 1
        if seen is not None and engaged is not None:
            self.sharing += engaged
            self.audience += seen

    def sum(self) -> Sum:
        return Sum(
            sent=self.sent,
            posts=len(self.posts),
            told=self.told,
            views=told(self.views),
            reach=told(self.reach),
            engaged=told(self.engaged),
            rate=self.sharing / self.audience if self.audience else None,
        )


def told(values: list[int]) -> Told:
    if not values:
        return Told()
    return Told(len(values), sum(values), median(values) if len(values) >= ENOUGH else None)


def engagement(*parts: int | None) -> int | None:
    """Of what is told of likes, replies, reposts and clicks; None where nothing is."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
