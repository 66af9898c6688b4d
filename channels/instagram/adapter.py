"""Instagram, as a professional account linked to a Page: a container first, then publishing it.

The container's id is noted before it is published. Whatever is lost after that, the container
itself says whether it is live, and it can be published only once. Links in a caption lead
nowhere, a text needs a picture, and nothing can be edited: a correction is a post of its own, with
the corrected picture, since under a comment the picture would go on saying what is wrong.

Instagram Platform documentation, "Content Publishing", 2026-06.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from channels.answer import looking
from channels.base import (
    Capabilities,
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
from channels.containers import Containers, Dialect, check_pictures, picture
from channels.corrections import Way
from channels.figures import Figures
from channels.graph import Graph, app_secret_of
from channels.graph_login import OAUTH
from channels.http import Wire
from channels.instagram.figures import MEASURING, figures
from channels.instagram.login import Credentials
from channels.instagram.meaning import ROWS, failed
from channels.limits import Look, Naming, Piece, Shape, icons
from channels.terms import Quota, Usage

MOST = 10
# The guide says 100, the reference of ``content_publishing_limit`` and the part on carousels say
# 50: the lesser one counts until the account itself has said what it is (``usage``).
QUOTA = Quota(50)


def _check(message: Outgoing) -> None:
    if not message.images:
        raise Refused(Reason.NEEDS_IMAGE, "Instagram takes no text alone")
    check_pictures(message, MOST)


DIALECT = Dialect(
    media="media",
    publication="media_publish",
    quota="content_publishing_limit",
    state="status_code",
    why="status",
    text="caption",
    fields="id,caption,media_type,permalink,timestamp",
    check=_check,
    failed=failed,
    picture=picture,
)


class Instagram:
    kind = "instagram"
    label = "Instagram"
    icon = "brand-instagram"
    limits = Limits(
        text=2200,
        images=(1, MOST),
        alt=1000,
        image_bytes=8_000_000,
        mime_types=("image/jpeg",),
        ratio=(0.8, 1.91),
        least_width=320,
        most_width=1440,
        one_ratio=True,  # "all images in a carousel are cropped based on the first"
        hashtags=30,
        mentions=20,
        links_clickable=False,
        look=Look(
            (Piece.HEAD, Piece.MEDIA, Piece.TOOLS, Piece.CAPTION),
            Shape.PHOTO,
            Naming.HANDLE,
            icons("heart", "message-circle", "send", "bookmark"),
            slides=True,
            spread=False,
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.REPLY, Verb.DELETE}),
        correction=Way.NEW_POST,
        settling=timedelta(seconds=30),
        fetches_media=True,
        call_timeout=timedelta(seconds=300),
        oauth=OAUTH,
        measuring=MEASURING,
        quotas=(QUOTA,),
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._user = credentials.user_id
        secret = app_secret_of(credentials, wire)
        self._graph = Graph(wire, credentials, credentials.access_token, secret, ROWS)
        self._containers = Containers(wire, self._graph, self._user, DIALECT)

    def check(self) -> Profile:
        user = self._graph.get(self._user, fields="id,username,name")
        handle = str(user.get("username", ""))
        url = f"https://www.instagram.com/{handle}/"
        return Profile(str(user["id"]), handle, str(user.get("name", "")), url)

    def usage(self) -> Usage:
        return self._containers.usage()

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._containers.publish(message, journal)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        """A post of its own, whose text names the first."""
        return self._containers.publish(message, journal)

    def look(self, trace: Trace) -> Receipt:
        with looking():
            if trace.verb is Verb.DELETE and trace.target:
                found = self._containers.gone(trace.target)
            else:
                found = self._containers.published(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach Instagram")
        return found

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "Instagram has no repost")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "Instagram has no edit")

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take it down; what is gone already is down."""
        try:
            self._graph.delete(target.remote_id)
        except Refused as error:
            if error.reason is not Reason.GONE:
                raise
            if self._containers.gone(target) is None:
                raise Refused(Reason.NOT_ALLOWED, "there, but not ours to delete") from error
        return Receipt(target.remote_id, target.url)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        return {post.remote_id: figures(self._graph, post.remote_id) for post in posts}
