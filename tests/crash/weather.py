"""What becomes of each request: drawn from the seed, the post's key and how often it was tried.

So a run meets the same weather again, however the processes happen to be timed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from tests.stubs.wire import Fault

# How often in a hundred requests that would publish.
PUBLISHING: tuple[tuple[int, dict[str, Any]], ...] = (
    (5, {"do": "drop", "accept": True}),  # the answer is lost
    (3, {"do": "reset", "accept": True}),
    (4, {"do": "drop"}),  # cut before it was accepted
    (3, {"do": "answer", "status": 500, "body": {}, "accept": True}),
    (2, {"do": "answer", "status": 503, "body": {}}),
    (1, {"do": "hang", "accept": True, "seconds": 20}),
    (3, {"do": "answer", "status": 429, "body": {}, "headers": {"Retry-After": "1"}}),
)
OTHERS: tuple[tuple[int, dict[str, Any]], ...] = (
    (3, {"do": "drop"}),
    (3, {"do": "answer", "status": 500, "body": {}}),
)
REVOKED = 0.004
SLOW = 0.15
HEAVY = 0.1


@dataclass(frozen=True, slots=True)
class Weather:
    """``seconds``: until the network does what it was asked. ``revoked``: the login ends here."""

    fault: Fault | None
    seconds: float
    revoked: bool


def is_heavy(seed: int, key: str) -> bool:
    """Whether the pictures of this post take long: longer than the network needs to catch up."""
    return random.Random(f"{seed} {key}").random() < HEAVY


def forecast(seed: int, what: str, times: int, *, publishing: bool, heavy: bool = False) -> Weather:
    """For the ``times``-th request about ``what``."""
    dice = random.Random(f"{seed} {what} {times}")
    seconds = dice.uniform(0.2, 0.5) if dice.random() < SLOW else dice.uniform(0.002, 0.06)
    if heavy:
        seconds = dice.uniform(1.5, 1.7)
    revoked = publishing and dice.random() < REVOKED
    drawn = dice.randrange(100)
    for share, fault in PUBLISHING if publishing else OTHERS:
        if drawn < share:
            return Weather(Fault(**fault), seconds, revoked)
        drawn -= share
    return Weather(None, seconds, revoked)
