"""What the engine does after an answer, by its own rules, until it stops or a person is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from channels.base import Capabilities, DeliveryError, Disconnected, Receipt
from scheduler.models import State
from scheduler.outcome import Standing, after
from tests.channels.sending import now

MOST = 12
GRACE = timedelta(days=3)  # no fault asks for longer


class End(StrEnum):
    SENT = "sent"
    FAILED = "failed"  # the author is told
    HELD = "held"  # until somebody signs in again
    ASKED = "asked"  # a person looks
    MISSED = "missed"
    ENDLESS = "endless"


Answer = Receipt | DeliveryError
STOPS = {
    State.SENT: End.SENT,
    State.FAILED: End.FAILED,
    State.HELD: End.HELD,
    State.MISSED: End.MISSED,
}


def go_on(
    first: Answer, can: Capabilities, send: Callable[[], Answer], look: Callable[[], Answer]
) -> End:
    """``send`` and ``look`` are what the engine calls next, with a network that is well again."""
    answer, attempts, looks, looking = first, 1, 0, False
    for _ in range(MOST):
        standing = Standing(1, attempts, looks, now() + GRACE, looking)
        move = after(answer, standing, can, now())
        if move.state in STOPS:
            return STOPS[move.state]
        looking = move.state is State.UNCONFIRMED
        if looking and isinstance(answer, Disconnected):
            return End.HELD  # it is looked for when the account is back
        if looking and move.run_at is None:
            return End.ASKED
        looks = looks + 1 if looking else 0
        # As ``scheduler.send`` does: where nothing can be read, the same key goes out again.
        answer = look() if looking and can.can_look else send()
        attempts += not looking
    return End.ENDLESS
