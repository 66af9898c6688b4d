"""The practice board: every verb of a network, seen by nobody outside the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from channels.base import (
    Board,
    Capabilities,
    Journal,
    Limits,
    NotFound,
    NotSent,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Verb,
)
from channels.http import Wire


@dataclass(frozen=True, slots=True)
class Credentials:
    """The practice board asks for nothing."""


class Practice:
    kind = "practice"
    label = "Papan latihan"
    icon = "practice"
    limits = Limits(text=5000, images=(0, 10))
    capabilities = Capabilities(verbs=frozenset(Verb), settling=timedelta(0), deduplicates=True)
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire

    def check(self) -> Profile:
        return Profile(self._wire.account, handle="latihan", name=self.label)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._board.put(self._wire.account, message)

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        share = Outgoing(key, text="", extra={"repost": target.remote_id, "url": target.url})
        return self._board.put(self._wire.account, share)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        return _there(self._board.change(self._wire.account, target, message))

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        return _there(self._board.remove(self._wire.account, target, note))

    def look(self, trace: Trace) -> Receipt:
        """Only what was put has a key; an edit or a removal may simply be made again."""
        found = None
        if trace.verb in {Verb.PUBLISH, Verb.REPOST}:
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
