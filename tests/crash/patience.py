"""How long the calm at the end of a campaign lasts. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Patience:
    """Ends when nothing waits any more, or when nothing has settled for so many ``seconds``.

    No time for all of it: what was under way at two deaths in a row is tried one at a time, and how
    many such there are is drawn. What is stuck stands still, however many there are.
    """

    seconds: float
    _fewest: float = float("inf")
    _since: float | None = None

    def lasts(self, waiting: int | None, now: float) -> bool:
        """``waiting``: deliveries; None: the record is away."""
        if self._since is None:
            self._since = now
        if waiting is not None and waiting < self._fewest:
            self._fewest, self._since = waiting, now
        return waiting != 0 and now < self._since + self.seconds
