"""What stands in for a network that this release cannot speak to: its adapter was removed, came
with a newer release, or its SDK cannot be imported here. It can do nothing, and says so: whatever
is in the record of such an account stays readable, and stops nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from channels.base import (
    Capabilities,
    Channel,
    Disconnected,
    Journal,
    Limits,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Remote,
    Trace,
    Unconfirmed,
)

if TYPE_CHECKING:
    from channels.http import Wire


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody knows what it needs, so nothing is asked for and nothing is read."""


class Absent:
    """What was written for it is shown as it is, and is never too long."""

    kind = ""
    label = ""
    icon = "plug-connected-x"
    limits = Limits(text=1_000_000)
    capabilities = Capabilities(verbs=frozenset(), can_look=False)
    needs = Nothing

    def __init__(self, credentials: Nothing, wire: Wire) -> None:
        self._wire = wire

    def check(self) -> Profile:
        return _refuse()

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return _refuse()

    def look(self, trace: Trace) -> Receipt:
        raise Unconfirmed(Reason.NO_ADAPTER, "this release cannot speak to that network")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        return _refuse()

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        return _refuse()

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        return _refuse()


def _refuse() -> NoReturn:
    raise Disconnected(Reason.NO_ADAPTER, "this release cannot speak to that network")


@cache
def absent(kind: str) -> type[Channel]:
    """Under its own name, which is all that is known of it."""
    made: type[Channel] = type("Absent", (Absent,), {"kind": kind, "label": kind})
    return made
