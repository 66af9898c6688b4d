"""Bluesky: a post is a record in the account's repository, under a key that we choose.

Key and time are noted before the first attempt and stay the same, and a record is only written
where there is none yet. So a repeat changes nothing, and whatever was lost, the key tells whether
it is there. Changing a record is left out: the apps go on showing the first version
(https://github.com/bluesky-social/social-app/issues/673); a correction is a reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
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
    Unconfirmed,
    Verb,
)
from channels.bluesky.client import Client
from channels.bluesky.login import Credentials
from channels.bluesky.records import (
    POST,
    REPOST,
    Place,
    Plan,
    is_post,
    is_repost,
    reply_to,
    tid,
)
from channels.bluesky.records import post as post_record
from channels.bluesky.records import repost as repost_record
from channels.corrections import Way
from channels.figures import Figures, Measuring, number, together
from channels.http import Wire
from channels.limits import Look, Shape, icons

SKEW = timedelta(seconds=60)  # between our processes' clocks
# The lexicon app.bsky.feed.getPosts (github.com/bluesky-social/atproto, 2026-08): at most 25, and a
# post that is not there is left out like one that is not there yet. Nobody counts how often a post
# was seen.
MEASURING = Measuring(
    tells=frozenset({"likes", "replies", "reposts"}),
    at_once=25,
    pace=Pace(60, timedelta(minutes=5)),
)
NOTHING: Mapping[str, Any] = {}
UNNAMED = "handle.invalid"  # what a PDS says while a handle leads nowhere


class Bluesky:
    kind = "bluesky"
    label = "Bluesky"
    icon = "brand-bluesky"
    limits = Limits(
        text=300,
        text_bytes=3000,
        counting=Counting.GRAPHEMES,
        images=(0, 4),
        alt=2000,
        image_bytes=1_000_000,  # servers before 2026 take no more
        card="wide",
        look=Look(
            shape=Shape.BESIDE,
            tools=icons("message-circle", "repeat", "heart", "share-2", "dots"),
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.REPLY, Verb.REPOST, Verb.DELETE}),
        correction=Way.REPLY,
        settling=timedelta(seconds=5),
        deduplicates=True,
        takes_back_reposts=True,
        call_timeout=timedelta(seconds=180),
        measuring=MEASURING,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._now = wire.now
        self._client = Client(credentials, wire)

    def check(self) -> Profile:
        self._client.greet()
        me = self._client.whoami()
        if me.get("active") is False:
            raise Disconnected(Reason.ACCOUNT_RESTRICTED, f"the account is {me.get('status')}")
        if self._client.has_main_password():
            raise Refused(Reason.MAIN_PASSWORD, "not an app password")
        did, handle = self._client.did, str(me.get("handle", ""))
        handle = "" if handle == UNNAMED else handle
        name = self._client.name() or handle
        return Profile(did, handle, name, f"https://bsky.app/profile/{handle or did}")

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._post(message, journal)

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach Bluesky")
        return found

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        original = _place(target)
        return self._post(message, journal, reply_to(original, self._there(original)))

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        original = _place(target)
        cid = self._there(original)
        place, created_at = self._planned(REPOST, key, journal)
        self._put(place, repost_record(original, cid, created_at))
        return Receipt(place.uri, original.page)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the apps would go on showing the first version")

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        place = _place(target)
        if place.did != self._client.did:
            raise Refused(Reason.GONE, "it is not of this account")
        self._client.delete(place)
        return Receipt(target.remote_id, target.url)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        shown = self._client.posts([post.remote_id for post in posts])
        return {str(post.get("uri")): _figures(post) for post in shown}

    def _post(
        self, message: Outgoing, journal: Journal, more: Mapping[str, Any] = NOTHING
    ) -> Receipt:
        blobs = [self._client.upload(image) for image in message.images]
        place, created_at = self._planned(POST, message.key, journal)
        self._put(place, post_record(message, created_at, blobs) | dict(more))
        return Receipt(place.uri, place.page)

    def _there(self, original: Place) -> str:
        """The hash of a post that is to be named."""
        cid = self._client.cid(original)
        if not cid:
            raise Refused(Reason.GONE, "the post is not there any more")
        return cid

    def _planned(self, collection: str, key: str, journal: Journal) -> tuple[Place, str]:
        """Where it goes and of when it is; noted, and the same for every attempt."""
        did = self._client.did  # may have to sign in first
        plan = Plan.of(journal.noted, key, self._now())
        if journal.noted.get("rkey") != plan.rkey:
            journal.note(rkey=plan.rkey, created_at=plan.created_at)
        return Place(did, collection, plan.rkey), plan.created_at

    def _put(self, place: Place, record: Mapping[str, Any]) -> None:
        """The one call that makes it public."""
        try:
            self._client.put(place, record)
        except Refused as error:
            if error.reason is not Reason.DUPLICATE:
                raise
            # Nobody else chooses our key: an earlier attempt of this delivery wrote it.
            with looking():
                if not self._client.cid(place):
                    raise Unconfirmed(error.reason, "there, and then not there") from error

    def _find(self, trace: Trace) -> Receipt | None:
        if trace.verb is Verb.DELETE and trace.target:
            return None if self._client.cid(_place(trace.target)) else _again(trace.target)
        if trace.verb in {Verb.PUBLISH, Verb.REPLY}:
            place = self._found(POST, trace)
            return Receipt(place.uri, place.page) if place else None
        if trace.verb is Verb.REPOST and trace.target:
            place = self._found(REPOST, trace)
            return Receipt(place.uri, _place(trace.target).page) if place else None
        raise Unconfirmed(Reason.NOT_ALLOWED, f"{trace.verb} leaves nothing to look for")

    def _found(self, collection: str, trace: Trace) -> Place | None:
        """By the key that was noted; where a backup has lost the note, by what our records say."""
        if rkey := trace.noted.get("rkey"):
            place = Place(self._client.did, collection, str(rkey))
            return place if self._client.cid(place) else None
        oldest = tid(trace.sent_at - SKEW, "")
        for row in self._client.listed(collection):
            listed = Place.read(str(row.get("uri")))
            if listed is not None and listed.rkey < oldest:
                return None
            if listed is not None and _is_ours(row.get("value"), trace):
                return listed
        return None


def _is_ours(record: object, trace: Trace) -> bool:
    if trace.verb is Verb.REPOST:
        return trace.target is not None and is_repost(record, trace.target.remote_id)
    under = trace.target.remote_id if trace.verb is Verb.REPLY and trace.target else ""
    return trace.message is not None and is_post(record, trace.message, under)


def _figures(post: Mapping[str, Any]) -> Figures:
    return Figures(
        likes=number(post.get("likeCount")),
        replies=number(post.get("replyCount")),
        reposts=together(post.get("repostCount"), post.get("quoteCount")),
    )


def _place(target: Remote) -> Place:
    place = Place.read(target.remote_id)
    if place is None:
        raise Refused(Reason.GONE, "not the address of a post")
    return place


def _again(target: Remote) -> Receipt:
    return Receipt(target.remote_id, target.url)
