"""The newsroom: our own public pages, treated like any other network."""

from __future__ import annotations

from datetime import timedelta

from channels.base import (
    Capabilities,
    Journal,
    Limits,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Verb,
)
from channels.inside import Inside
from channels.limits import ARTICLE


class Newsroom(Inside):
    kind = "newsroom"
    label = "Ruang berita"
    icon = "news"
    limits = Limits(text=20_000, images=(0, 10), card="wide", look=ARTICLE)
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        settling=timedelta(0),
        deduplicates=True,
        one_per_post=True,
    )

    def check(self) -> Profile:
        return Profile(self._wire.account, handle="ruang-berita", name=self.label)

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the newsroom has no repost")
