"""Keeping the session of a network that gives one: what an adapter may rely on.

Plain Python. ``channels.sessions`` keeps it for all processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

Kept = Mapping[str, str]
Make = Callable[[], Kept]


class Keeper(Protocol):
    """Where an adapter keeps the session that a network gave one account, for all processes.

    What is kept is sealed, and empty when there is nothing or it cannot be opened any more. Two of
    its words may be moments (ISO 8601): ``renew_at``, from when on it is renewed even if nobody
    uses it, and ``lasts_until``, when it is over for good.
    """

    def kept(self) -> Kept: ...

    def renew(self, stale: Kept, make: Make) -> Kept:
        """Replace ``stale`` by what ``make`` gets, unless somebody else already has.

        One at a time for an account, and stored before it is returned. ``NotSent`` when somebody
        else is at it for too long.
        """
        ...


class ForNow:
    """Forgets with its process: connecting an account, tests."""

    def __init__(self) -> None:
        self._kept: Kept = {}

    def kept(self) -> Kept:
        return self._kept

    def renew(self, stale: Kept, make: Make) -> Kept:
        if self._kept == stale:
            self._kept = make()
        return self._kept
