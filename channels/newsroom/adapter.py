"""The newsroom: our own public pages, treated like any other network."""

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
    """The newsroom asks for nothing."""


class Newsroom:
    kind = "newsroom"
    label = "Ruang berita"
    icon = "newsroom"
    limits = Limits(text=20_000, images=(0, 10), card="wide")
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        settling=timedelta(0),
        deduplicates=True,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire

    def check(self) -> Profile:
        return Profile(self._wire.account, handle="ruang-berita", name=self.label)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._board.put(self._wire.account, message)

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the newsroom has no repost")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        return _there(self._board.change(self._wire.account, target, message))

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take the page down. ``note`` is what its address says from then on."""
        return _there(self._board.remove(self._wire.account, target, note))

    def look(self, trace: Trace) -> Receipt:
        """Only a published page has a key; an edit or a removal may simply be made again."""
        found = None
        if trace.verb is Verb.PUBLISH:
            found = self._board.find(self._wire.account, trace.key)
        if found is None:
            raise NotFound(Reason.GONE, "not in the newsroom")
        return found

    @property
    def _board(self) -> Board:
        if self._wire.board is None:
            raise NotSent(Reason.UNREACHABLE, "no newsroom is plugged in")
        return self._wire.board


def _there(receipt: Receipt | None) -> Receipt:
    if receipt is None:
        raise Refused(Reason.GONE, "not in the newsroom")
    return receipt
