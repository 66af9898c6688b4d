"""Keeping a session for as long as nobody asks for longer: connecting an account, tests."""

from __future__ import annotations

from channels.base import Kept, Make


class ForNow:
    """A ``Keeper`` that forgets with its process."""

    def __init__(self) -> None:
        self._kept: Kept = {}

    def kept(self) -> Kept:
        return self._kept

    def renew(self, stale: Kept, make: Make) -> Kept:
        if self._kept == stale:
            self._kept = make()
        return self._kept
