"""The practice board: every verb of a network, seen by nobody outside the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from channels.base import Capabilities, Journal, Limits, Outgoing, Profile, Receipt, Remote, Verb
from channels.figures import Counts, Figures, Measuring
from channels.inside import Inside


class Practice(Inside):
    kind = "practice"
    label = "Papan latihan"
    icon = "chalkboard"
    limits = Limits(text=5000, images=(0, 10))
    capabilities = Capabilities(
        verbs=frozenset(Verb),
        settling=timedelta(0),
        deduplicates=True,
        takes_back_reposts=True,
        measuring=Measuring(frozenset({"reposts"}), at_once=100),
    )

    def check(self) -> Profile:
        return Profile(self._wire.account, handle="latihan", name=self.label)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        return self._board.put(self._wire.account, message)

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        share = Outgoing(key, text="", extra={"repost": target.remote_id, "url": target.url})
        return self._board.put(self._wire.account, share)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        """Nobody reacts on the board; but it is seen what was shared there."""
        board = self._board
        if not isinstance(board, Counts):
            return {}
        return {post.remote_id: board.figures(self._wire.account, post) for post in posts}
