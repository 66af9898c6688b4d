"""A network inside the house: a ``Board`` that ``web`` plugs in. No wire, no login."""

from __future__ import annotations

from dataclasses import dataclass

from channels.answer import looking
from channels.base import (
    Board,
    Journal,
    NotFound,
    NotSent,
    Outgoing,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Verb,
)
from channels.http import Wire


@dataclass(frozen=True, slots=True)
class Nothing:
    """What a network inside the house needs to be connected."""


class Inside:
    """What the newsroom and the practice board have in common. Every call may be repeated."""

    needs = Nothing

    def __init__(self, credentials: Nothing, wire: Wire) -> None:
        self._wire = wire

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._board.put(self._wire.account, message)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the entry itself is edited")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        return _there(self._board.change(self._wire.account, target, message))

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take it down. ``note`` is what its page says from then on."""
        return _there(self._board.remove(self._wire.account, target, note))

    def look(self, trace: Trace) -> Receipt:
        """Only what was put has a key; an edit or a removal may simply be made again."""
        found = None
        with looking():
            if trace.verb in {Verb.PUBLISH, Verb.REPLY, Verb.REPOST}:
                found = self._board.find(self._wire.account, trace.key)
        if found is None:
            raise NotFound(Reason.GONE, "not on the board")
        return found

    @property
    def _board(self) -> Board:
        if self._wire.board is None:
            raise NotSent(Reason.UNREACHABLE, "no board is plugged in")
        return self._wire.board


def _there(receipt: Receipt | None) -> Receipt:
    if receipt is None:
        raise Refused(Reason.GONE, "not on the board")
    return receipt
