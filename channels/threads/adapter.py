"""Threads: a text or up to twenty pictures; a container first, then publishing it.

A repost is a verb of its own here, and deleting has an allowance of its own. Nothing can be edited:
a correction is a reply, which needs no further permission under a post of one's own ("Create
Replies", 2025-12).
``auto_publish_text`` would save a call, and with it the container that tells what became of it.

Threads API documentation, "Posts", "Reposts", "Delete Posts" and "Debug Access Token", 2026-06.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from channels.answer import at, looking
from channels.base import (
    Capabilities,
    Counting,
    DeliveryError,
    Disconnected,
    Image,
    Journal,
    Limits,
    NotFound,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Verb,
)
from channels.containers import SKEW, Containers, Dialect, check_pictures, picture
from channels.corrections import Way
from channels.figures import Figures
from channels.graph import Graph
from channels.http import Wire
from channels.limits import Look, icons
from channels.oauth.login import Login
from channels.terms import Quota, Usage
from channels.threads.figures import MEASURING, figures
from channels.threads.login import LASTS, OAUTH, THREADS, Credentials
from channels.threads.meaning import POST_ROWS, ROWS, failed, kin, missing, words

ME = "me"  # whoever the token belongs to
MOST = 20
# "Rate Limiting", Threads API documentation, 2026-06.
QUOTAS = (
    Quota(250),
    Quota(1_000, verbs=frozenset({Verb.REPLY})),
    Quota(100, verbs=frozenset({Verb.DELETE})),
)


def _check(message: Outgoing) -> None:
    check_pictures(message, MOST)


def _picture(image: Image) -> dict[str, Any]:
    return {"media_type": "IMAGE"} | picture(image)


DIALECT = Dialect(
    media="threads",
    publication="threads_publish",
    quota="threads_publishing_limit",
    state="status",
    why="error_message",
    text="text",
    fields="id,text,media_type,permalink,timestamp",
    check=_check,
    failed=failed,
    picture=_picture,
    kin=kin,
    words=words,
    replies="replies",
)


class Threads:
    kind = "threads"
    label = "Threads"
    icon = "brand-threads"
    limits = Limits(
        text=500,
        counting=Counting.EMOJI_BYTES,
        images=(0, MOST),
        alt=1000,
        image_bytes=8_000_000,
        ratio=(0.1, 10.0),
        least_width=320,
        most_width=1440,
        links=5,
        look=Look(
            tools=icons("heart", "message-circle", "repeat", "send"),
            slides=True,
            spread=False,
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.REPLY, Verb.REPOST, Verb.DELETE}),
        correction=Way.REPLY,
        settling=timedelta(seconds=30),
        fetches_media=True,
        call_timeout=timedelta(seconds=300),
        oauth=OAUTH,
        measuring=MEASURING,
        quotas=QUOTAS,
        token_lasts=LASTS,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._login = Login(OAUTH, credentials, wire)
        token = self._login.access
        self._graph = Graph(wire, credentials, token, own=ROWS, place=THREADS)
        self._posts = Graph(wire, credentials, token, own=POST_ROWS, place=THREADS)
        self._containers = Containers(wire, self._graph, ME, DIALECT)
        self._live = Containers(wire, self._posts, ME, DIALECT)

    def check(self) -> Profile:
        """Who this is; reading the allowance needs the permission to publish."""
        me = self._graph.get(ME, fields="id,username,name")
        self._graph.rows(f"{ME}/{DIALECT.quota}", fields="quota_usage,config")
        self._check_scopes()
        handle = str(me.get("username", ""))
        url = f"https://www.threads.com/@{handle}"
        return Profile(str(me["id"]), handle, str(me.get("name", "")), url)

    def usage(self) -> Usage:
        return self._containers.usage()

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._containers.publish(message, journal)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        try:
            return self._containers.publish(message, journal, target.remote_id)
        except Disconnected as error:
            if error.reason is not Reason.PERMISSION_MISSING:
                raise
            # All else goes on without it.
            raise Refused(error.reason, error.detail) from error

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach Threads")
        return found

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        made = self._posts.post(f"{target.remote_id}/repost", {})
        return self._live.receipt(str(made["id"]))

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "Threads lets nobody edit through its API")

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take it down; what is gone already is down. Deleting has 100 a day of its own."""
        self._containers.check_quota("delete_", whole_account=False)
        try:
            self._posts.delete(target.remote_id)
        except Refused as error:
            if error.reason is not Reason.GONE:
                raise
        return Receipt(target.remote_id, target.url)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        return {post.remote_id: figures(self._posts, post.remote_id) for post in posts}

    def _find(self, trace: Trace) -> Receipt | None:
        if trace.verb is Verb.DELETE and trace.target:
            return self._live.gone(trace.target)
        if trace.verb is Verb.REPOST and trace.target:
            return self._reposted(trace.target, trace)
        under = trace.target.remote_id if trace.verb is Verb.REPLY and trace.target else ""
        return self._containers.published(trace, under)

    def _reposted(self, target: Remote, trace: Trace) -> Receipt | None:
        start = str(int((trace.sent_at - SKEW).timestamp()))
        fields = "id,media_type,permalink,reposted_post"
        for post in self._posts.pages(f"{ME}/threads", fields=fields, since=start):
            if at(post, "reposted_post", "id") == target.remote_id:
                return Receipt(str(post["id"]), str(post.get("permalink", "")))
        return None

    def _check_scopes(self) -> None:
        """Name what was not granted. Threads tells only about tokens of the app's own testers."""
        try:
            token = self._login.access()
            about = self._graph.get("debug_token", wanted="data", input_token=token)
        except DeliveryError:
            return
        lacking = missing(at(about, "data", "scopes"))
        if lacking:
            raise Disconnected(Reason.PERMISSION_MISSING, f"not granted: {', '.join(lacking)}")
