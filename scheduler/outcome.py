"""Where an outcome leads. Pure: the class of the answer, the delivery's times, and now.

| answer | of a send | of a look |
|---|---|---|
| receipt | sent | sent |
| not sent | due again within the grace, else missed | look again later |
| not sent, a part is out | due again; its grace begins anew | the same |
| refused | failed | look again later |
| disconnected | held until the account is back | looked for once the account is back |
| unconfirmed | unconfirmed, looked for after settling | look again later, then a person |
| not found | – | due at once within the grace, else missed; as it was if it waited for a person
before a restore |

What a person has cancelled meanwhile is cancelled as soon as it is certainly not there. A list that
is half out is sent, in part (``scheduler.halves``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from channels.base import (
    Capabilities,
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Receipt,
    Refused,
)
from scheduler import retry
from scheduler.kept import Kept
from scheduler.models import Hold, State


@dataclass(frozen=True, slots=True)
class Standing:
    """What the next move depends on. ``attempts`` and ``looks`` count the one that just ended.

    ``unwanted``: cancelled while nobody knew whether it is there. ``kept``: how it waited for a
    person before it was looked for. ``in_part``: nobody wants the rest of a list that is half out.
    """

    seed: int
    attempts: int
    looks: int
    deadline: datetime
    looking: bool
    unwanted: bool = False
    kept: Kept | None = None
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """``run_at``: when the engine acts next; None where it does not. ``reason``: None where the
    answer's holds. ``deadline``: the new one; None where the old one stands.
    """

    state: State
    run_at: datetime | None = None
    reason: str | None = None
    deadline: datetime | None = None


def after(
    answer: Receipt | DeliveryError, standing: Standing, can: Capabilities, now: datetime
) -> Move:
    if isinstance(answer, Receipt):
        return Move(State.SENT, reason=Hold.IN_PART if standing.in_part else None)
    if isinstance(answer, NotSent) and answer.part and not standing.unwanted:
        return _go_on(answer, standing, now)
    if standing.looking:
        return _after_look(answer, standing, can, now)
    return _after_send(answer, standing, can, now)


def _after_send(
    answer: DeliveryError, standing: Standing, can: Capabilities, now: datetime
) -> Move:
    if standing.unwanted and isinstance(answer, NotSent | Disconnected | Refused):
        return Move(State.CANCELLED, reason=Hold.UNWANTED)
    if standing.kept is not None and isinstance(answer, NotSent | Disconnected):
        return Move(standing.kept.state, reason=standing.kept.reason)
    if isinstance(answer, NotSent):
        return _again_or_missed(answer, standing, now)
    if isinstance(answer, Disconnected):
        return Move(State.HELD)
    if isinstance(answer, Refused):
        return Move(State.FAILED)
    may_ask = may_settle(standing.kept is not None, can)
    return Move(State.UNCONFIRMED, retry.first_look(can.settling, now).at if may_ask else None)


def may_settle(kept: bool, can: Capabilities) -> bool:
    """Whether the engine may find out. What is kept for a person is looked for, but not sent again
    to see whether its network knows it."""
    return can.can_look or (can.deduplicates and not kept)


def _again_or_missed(answer: NotSent, standing: Standing, now: datetime) -> Move:
    move = retry.after_not_sent(
        standing.attempts, answer.again_at, now, standing.deadline, standing.seed
    )
    return Move(State.DUE, move.at) if isinstance(move, retry.Again) else Move(State.MISSED)


def _go_on(answer: NotSent, standing: Standing, now: datetime) -> Move:
    """At once, where nothing keeps it but the length of a call; else as after any failed try."""
    deadline = max(standing.deadline, now + retry.IN_PART)
    if answer.again_at is not None:
        return Move(State.DUE, max(now, answer.again_at), deadline=deadline)
    move = retry.after_not_sent(standing.attempts, None, now, deadline, standing.seed)
    at = move.at if isinstance(move, retry.Again) else deadline
    return Move(State.DUE, at, deadline=deadline)


def _after_look(
    answer: DeliveryError, standing: Standing, can: Capabilities, now: datetime
) -> Move:
    if isinstance(answer, NotFound):
        return _not_there(standing, now)
    if not may_settle(standing.kept is not None, can):
        return Move(State.UNCONFIRMED)
    if isinstance(answer, Disconnected):
        return Move(State.UNCONFIRMED, now)
    move = retry.next_look(standing.looks, now)
    return Move(State.UNCONFIRMED, move.at if isinstance(move, retry.Again) else None)


def _not_there(standing: Standing, now: datetime) -> Move:
    """The network's reason speaks of what was looked for; what becomes of it has one of ours."""
    if standing.unwanted:
        return Move(State.CANCELLED, reason=Hold.UNWANTED)
    if standing.kept is not None:
        return Move(standing.kept.state, reason=standing.kept.reason)
    if now <= standing.deadline:
        return Move(State.DUE, now, reason="")
    return Move(State.MISSED, reason=Hold.OVERDUE)
