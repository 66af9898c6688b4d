"""What follows an outcome. Pure arithmetic: no clock, no database.

sent late     → the account takes a breath before its next one
not sent      → again with growing pauses inside the grace period, not sooner than the network said
unconfirmed   → look after the settling time of the network, then with growing pauses, then a person
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

# Pause before the 2nd, 3rd … try.
WAITS = tuple(timedelta(seconds=s) for s in (5, 20, 60, 180, 300))
JITTER = 0.1  # so that a hundred lanes do not knock again in the same second
# Pause before the 2nd, 3rd … look; after that a person has to look.
LOOKS = tuple(timedelta(seconds=s) for s in (30, 120, 300))
# After downtime an account does not pour out all it has: what leaves so long after its time is
# followed by a rest.
BEHIND = timedelta(minutes=2)
BREATH = timedelta(seconds=10)


# What is partly out goes on, however late it is: so long after each word that more is out.
IN_PART = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Again:
    at: datetime


@dataclass(frozen=True, slots=True)
class TooLate:
    """Trying again would come after the grace period. A person decides."""


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Looking did not settle it."""


def after_not_sent(
    attempts: int, asked: datetime | None, now: datetime, deadline: datetime, seed: int
) -> Again | TooLate:
    """``attempts`` so far (≥ 1); ``asked``: not sooner than this, says the network."""
    wait = WAITS[min(attempts, len(WAITS)) - 1]
    jitter = random.Random(seed * 1000 + attempts).uniform(0, JITTER)  # noqa: S311 (not a secret)
    at = max(now + wait * (1 + jitter), asked or now)
    return Again(at) if at <= deadline else TooLate()


def first_look(settling: timedelta, now: datetime) -> Again:
    """A look that is too early sees nothing and makes doubles, so it waits."""
    return Again(now + settling)


def next_look(looks: int, now: datetime) -> Again | AskPerson:
    """``looks``: how often it was looked for already (≥ 1) without an answer."""
    if looks > len(LOOKS):
        return AskPerson()
    return Again(now + LOOKS[looks - 1])


def is_behind(due: datetime, began: datetime) -> bool:
    return began - due > BEHIND
