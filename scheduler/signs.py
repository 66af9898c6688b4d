"""The icon and the tone of each state a delivery can be in, the same on every screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.models import State, Turn


@dataclass(frozen=True, slots=True)
class Sign:
    icon: str
    tone: str


SIGNS: Mapping[State, Sign] = {
    State.PLANNED: Sign("calendar-time", "info"),
    State.DUE: Sign("refresh", "wait"),
    State.SENDING: Sign("send", "info"),
    State.SENT: Sign("checks", "good"),
    State.FAILED: Sign("alert-triangle", "bad"),
    State.UNCONFIRMED: Sign("help-hexagon", "odd"),
    State.MISSED: Sign("clock-x", "wait"),
    State.HELD: Sign("player-pause", "wait"),
    State.CANCELLED: Sign("circle-x", "neutral"),
}

# Of an occurrence of a series; while it is planned its deliveries speak for it.
TURN_SIGNS: Mapping[Turn, Sign] = {
    Turn.DONE: Sign("checks", "good"),
    Turn.HOLIDAY: Sign("calendar-star", "neutral"),
    Turn.MERGED: Sign("arrow-merge", "neutral"),
    Turn.SKIPPED: Sign("calendar-minus", "neutral"),
    Turn.COALESCED: Sign("clock-x", "neutral"),
    Turn.LAPSED: Sign("clock-x", "wait"),
}
