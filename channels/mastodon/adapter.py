"""Mastodon: pictures first, then one status on the server where the account lives.

A repeated idempotency key is answered with the status already made, for an hour. Not every server
keeps that, so what is unknown is looked for in the account's own statuses, among those newer than
the newest of before the first attempt.

Mastodon documentation, "statuses" methods and "Instance" entity (the default limits), 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from channels.answer import looking
from channels.base import (
    Capabilities,
    Counting,
    Disconnected,
    Journal,
    Limits,
    NotFound,
    Outgoing,
    Pace,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Verb,
)
from channels.figures import Figures, Measuring
from channels.http import Wire
from channels.limits import Look, icons
from channels.mastodon.client import Client
from channels.mastodon.login import OAUTH, Credentials
from channels.mastodon.reading import (
    author,
    figures,
    fingerprint,
    is_before,
    missing,
    pictures,
    same,
)

SKEW = timedelta(seconds=60)  # the server's clock and ours
# A status counts its favourites, boosts, replies and, since 4.5, quotes; nobody counts views. An
# account has 300 calls in five minutes (Mastodon documentation, "Status" and "Rate limits").
MEASURING = Measuring(
    tells=frozenset({"likes", "replies", "reposts"}), pace=Pace(60, timedelta(minutes=5))
)
KEPT = timedelta(minutes=55)  # how long we rely on an idempotency key; the server keeps it an hour


class Mastodon:
    kind = "mastodon"
    label = "Mastodon"
    icon = "brand-mastodon"
    limits = Limits(
        text=500,
        counting=Counting.FEDIVERSE,
        images=(0, 4),
        alt=1500,
        image_bytes=10_000_000,
        # ``image_matrix_limit`` as the documentation shows it; newer servers take twice that.
        most_pixels=16_777_216,
        card="wide",
        look=Look(tools=icons("message-circle", "repeat", "star", "bookmark")),
    )
    capabilities = Capabilities(
        verbs=frozenset(Verb) - {Verb.REPLY},
        settling=timedelta(seconds=30),
        takes_back_reposts=True,
        call_timeout=timedelta(seconds=240),
        oauth=OAUTH,
        measuring=MEASURING,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._now = wire.now
        self._host = credentials.host
        self._client = Client(credentials, wire)

    def check(self) -> Profile:
        me = self._client.knock()
        scopes = self._client.scopes()
        lacking = [] if scopes is None else missing(scopes)
        if lacking:
            raise Disconnected(Reason.PERMISSION_MISSING, f"missing: {', '.join(lacking)}")
        name, url = str(me.get("display_name") or me.get("username", "")), str(me.get("url") or "")
        return Profile(f"{me['id']}@{self._host}", f"{me.get('username')}@{self._host}", name, url)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        first = journal.noted.get("first_sent_at")
        landed = self._landed_before(message, journal.noted) if first else None
        if landed:
            return landed
        newest = "" if first else self._client.newest()
        media = [self._client.upload(image) for image in message.images]
        if not first:
            journal.note(first_sent_at=self._now().isoformat(), newest=newest)
        return _receipt(self._client.post(message, media))

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach Mastodon")
        return found

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the status itself is edited")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        """The receipt is the reposted status, as its own server shows it."""
        here = self._client.local(target)
        self._client.reblog(here)
        return Receipt(here, target.url)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        """Make the status what the message says, pictures and all: they may be drawn anew."""
        media = [self._client.upload(image) for image in message.images]
        changed = self._client.change(target.remote_id, message, media)
        return _receipt(changed, target.url)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take our status down, or our repost of somebody else's. Gone already is done."""
        there = self._client.status(target.remote_id)
        if there and author(there) == self._client.my_id():
            self._client.remove(target.remote_id)
        elif there and there.get("reblogged") is True:
            self._client.unreblog(target.remote_id)
        return Receipt(target.remote_id, target.url)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        shown = {post.remote_id: self._client.status(post.remote_id) for post in posts}
        return {name: figures(status) if status else None for name, status in shown.items()}

    def _landed_before(self, message: Outgoing, noted: Mapping[str, Any]) -> Receipt | None:
        """What an earlier attempt made, once the key does not keep us from making it again."""
        first = datetime.fromisoformat(str(noted["first_sent_at"]))
        if self._now() - first < KEPT:
            return None
        with looking():
            return self._published(message, noted, first)

    def _find(self, trace: Trace) -> Receipt | None:
        if trace.verb is Verb.PUBLISH:
            if trace.message is None:
                return None
            return self._published(trace.message, trace.noted, trace.sent_at)
        if trace.target is None:
            return None
        return self._settled(trace, trace.target)

    def _settled(self, trace: Trace, target: Remote) -> Receipt | None:
        """Whether a status is by now as an edit, a delete or a repost should have left it."""
        here = self._client.local(target) if trace.verb is Verb.REPOST else target.remote_id
        status = self._client.status(here)
        if trace.verb is Verb.DELETE:
            mine = status is not None and author(status) == self._client.my_id()
            done = status is None or not (mine or status.get("reblogged") is True)
        elif trace.verb is Verb.REPOST:
            done = status is not None and status.get("reblogged") is True
        else:
            done = status is not None and self._is_edited(status, trace)
        return Receipt(here, target.url) if done else None

    def _published(
        self, message: Outgoing, noted: Mapping[str, Any], since: datetime
    ) -> Receipt | None:
        newest = str(noted.get("newest", ""))
        for status in self._client.own(newest):
            if not newest and is_before(status.get("created_at"), since - SKEW):
                return None
            if self._reads(status, message):
                return _receipt(status)
        return None

    def _is_edited(self, status: Mapping[str, Any], trace: Trace) -> bool:
        """A picture may be all that changes, so the time counts as well. Twice does no harm."""
        edited = status.get("edited_at")
        if trace.message is None or not edited or is_before(edited, trace.sent_at - SKEW):
            return False
        return self._reads(status, trace.message)

    def _reads(self, status: Mapping[str, Any], message: Outgoing) -> bool:
        """Whether it is this text with as many pictures. Some servers show a text changed; then
        what was written decides."""
        if pictures(status) != len(message.images):
            return False
        if same(status, message.text):
            return True
        written = self._client.source(str(status["id"]))
        return written is not None and fingerprint(written) == fingerprint(message.text)


def _receipt(status: Mapping[str, Any], url: str = "") -> Receipt:
    return Receipt(str(status["id"]), str(status.get("url") or url))
