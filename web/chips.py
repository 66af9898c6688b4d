"""One icon, one tone and one word for each state a post, a delivery or a turn can be in."""

from __future__ import annotations

from dataclasses import dataclass

from content.models.post import Status
from scheduler.models import State, Turn
from scheduler.signs import SIGNS, TURN_SIGNS


@dataclass(frozen=True, slots=True)
class Chip:
    icon: str
    tone: str


CHIPS: dict[Status | State | Turn, Chip] = {
    Status.DRAFT: Chip("pencil", "neutral"),
    Status.SUBMITTED: Chip("hourglass", "wait"),
    Status.APPROVED: Chip("circle-check", "info"),
    Status.SCHEDULED: Chip("calendar-time", "info"),
    Status.PUBLISHED: Chip("broadcast", "good"),
    Status.REJECTED: Chip("ban", "bad"),
    Status.CORRECTED: Chip("rotate-2", "odd"),
    Status.WITHDRAWN: Chip("arrow-back-up", "neutral"),
    Status.DISCARDED: Chip("trash", "neutral"),
    **{state: Chip(sign.icon, sign.tone) for state, sign in SIGNS.items()},
    **{turn: Chip(sign.icon, sign.tone) for turn, sign in TURN_SIGNS.items()},
}
# Text from the database names a state as well as the enum does.
BY_NAME = {state.value: state for state in CHIPS}
