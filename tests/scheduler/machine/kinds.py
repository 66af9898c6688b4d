"""The kinds of network there are: that know a repeat, that can be read, that can neither, and that
only a person can post to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from channels.base import (
    Capabilities,
    Journal,
    Limits,
    NotSent,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Remote,
    Trace,
    Verb,
)
from channels.http import Wire
from channels.practice.adapter import Practice

# ``practice`` knows a repeat, ``facebook`` and ``x`` can be read; this one can neither.
BLIND = "blind"
BY_HAND = "whatsapp"
KINDS = ("practice", "facebook", "x", BLIND, BY_HAND)


class Blind:
    """A network that tells nobody what is on it. Only what it promises is used here."""

    kind = BLIND
    label = "Tanpa baca"
    icon = "eye-off"
    limits = Limits(text=5000)
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.DELETE}), can_look=False, settling=timedelta(0)
    )
    needs = Practice.needs

    def __init__(self, credentials: Any, wire: Wire) -> None: ...

    def check(self) -> Profile:
        raise NotSent(Reason.UNREACHABLE)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        raise NotSent(Reason.UNREACHABLE)

    def look(self, trace: Trace) -> Receipt:
        raise NotSent(Reason.UNREACHABLE)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise NotSent(Reason.UNREACHABLE)

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise NotSent(Reason.UNREACHABLE)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise NotSent(Reason.UNREACHABLE)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        raise NotSent(Reason.UNREACHABLE)
