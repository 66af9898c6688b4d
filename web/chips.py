"""One icon, one tone and one word for each state a post or a delivery can be in."""

from __future__ import annotations

from dataclasses import dataclass

from content.models.post import Status
from scheduler.models import State


@dataclass(frozen=True, slots=True)
class Chip:
    icon: str
    tone: str


CHIPS: dict[Status | State, Chip] = {
    Status.DRAFT: Chip("pencil", "neutral"),
    Status.SUBMITTED: Chip("hourglass", "wait"),
    Status.APPROVED: Chip("circle-check", "info"),
    Status.SCHEDULED: Chip("calendar-time", "info"),
    Status.PUBLISHED: Chip("broadcast", "good"),
    Status.REJECTED: Chip("ban", "bad"),
    Status.CORRECTED: Chip("rotate-2", "odd"),
    Status.WITHDRAWN: Chip("arrow-back-up", "neutral"),
    Status.DISCARDED: Chip("trash", "neutral"),
    State.PLANNED: Chip("calendar-time", "info"),
    State.DUE: Chip("refresh", "wait"),
    State.SENDING: Chip("send", "info"),
    State.SENT: Chip("checks", "good"),
    State.FAILED: Chip("alert-triangle", "bad"),
    State.UNCONFIRMED: Chip("help-hexagon", "odd"),
    State.MISSED: Chip("clock-x", "wait"),
    State.HELD: Chip("player-pause", "wait"),
    State.CANCELLED: Chip("circle-x", "neutral"),
}
# Text from the database names a state as well as the enum does.
BY_NAME = {state.value: state for state in CHIPS}
