"""WordPress, for the offices' own websites: a draft first, then its pictures, then one call.

The draft's address ends with a mark made from the delivery's key, so every attempt finds the same
draft, and the call that publishes may be repeated without harm. Editing is in place. Deleting puts
the post into the site's trash, from where its editors can bring it back; the pictures that were
uploaded for it are deleted for good, since anybody could go on fetching them.

An account is a site, not the person whose login we use: reconnecting with a colleague's is fine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from channels.answer import at, looking
from channels.base import (
    Capabilities,
    DeliveryError,
    Disconnected,
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
    Unconfirmed,
    Verb,
)
from channels.http import Wire
from channels.limits import ARTICLE
from channels.wordpress.client import Client, says
from channels.wordpress.credentials import Credentials
from channels.wordpress.meaning import missing
from channels.wordpress.page import Shown, fields_of, mark_of, slug_of, tags_of

HIDDEN = frozenset({"draft", "pending", "auto-draft"})  # nobody has seen it yet

Row = Mapping[str, Any]


class WordPress:
    kind = "wordpress"
    label = "WordPress"
    icon = "brand-wordpress"
    limits = Limits(
        text=50_000,
        images=(0, 10),
        alt=1000,
        image_bytes=2_000_000,  # what PHP takes where nobody has raised it
        card="wide",
        look=ARTICLE,
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        handles=False,
        settling=timedelta(seconds=20),
        deduplicates=True,
        call_timeout=timedelta(seconds=300),
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._home = credentials.home
        self._client = Client(credentials, wire)

    def check(self) -> Profile:
        site = self._client.site()
        try:
            me = self._client.me()
        except Disconnected as error:
            if at(site, "authentication", "application-passwords") is None:
                raise Disconnected(Reason.APP_PASSWORDS_OFF, error.detail) from error
            raise
        lack = missing(me.get("capabilities"))
        if lack is not None:
            raise Disconnected(lack, f"user {me['id']} lacks a capability")
        place = urlsplit(self._home)
        name = f"{place.hostname}{place.path}"
        return Profile(name, name, str(site.get("name") or name), f"{self._home}/")

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        slug = slug_of(message)
        post = self._begun(slug, journal.noted) or self._draft(message, slug)
        if post.get("status") == "publish":
            return _receipt(post)
        number = post["id"]
        journal.note(post=number, slug=slug)
        fields = fields_of(message, self._pictures(message, number, slug))
        return self._public(
            self._client.update(number, fields | self._tags(message) | {"status": "publish"})
        )

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach the site")
        return found

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the post itself is edited")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "WordPress has no repost")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        number = _number(target)
        post = self._client.post(number)
        if post is None or post.get("status") != "publish":
            raise Refused(Reason.GONE, "the site does not show this post any more")
        shown = self._pictures(message, number, str(post.get("slug", "")))
        return self._public(self._client.update(number, fields_of(message, shown)))

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        number = _number(target)
        post = self._client.post(number)
        # Asked before: of a post in the trash a site may show less.
        pictures = self._own_pictures(number)
        if post is not None and post.get("status") != "trash":
            self._client.trash(number)
        for picture in pictures:
            self._client.drop_picture(picture)
        return Receipt(target.remote_id, target.url)

    def _own_pictures(self, post: int) -> list[int]:
        """What Gema has uploaded for this post. What its editors have added is theirs."""
        rows = self._client.pictures(post)
        return [row["id"] for row in rows if str(row.get("slug")).startswith(name_of(post))]

    def _begun(self, slug: str, noted: Mapping[str, Any]) -> Row | None:
        """The draft, or the post, of an earlier attempt."""
        mine = noted.get("post")
        row = self._client.post(mine) if isinstance(mine, int) else None
        if row is not None and row.get("status") != "trash":
            return row
        return _best(self._client.named(slug).rows)

    def _draft(self, message: Outgoing, slug: str) -> Row:
        made = self._client.create(fields_of(message) | {"slug": slug, "status": "draft"})
        if str(made.get("slug", "")).startswith(f"{slug}-"):
            # An attempt we believed lost has made its draft after all. That one counts.
            first = _best(self._client.named(slug).rows)
            if first is not None:
                with suppress(DeliveryError):  # one draft too many harms nobody
                    self._client.drop(made["id"])
                return first
        return made

    def _pictures(self, message: Outgoing, post: int, slug: str) -> list[Shown]:
        """Every picture in the site's library, uploaded only if it is not there for this post."""
        if not message.images:
            return []
        there = {str(row.get("slug")): row for row in self._client.pictures(post)}
        shown = []
        for place, image in enumerate(message.images, start=1):
            mine = f"{name_of(post)}{image.sha256[:12]}"
            row = there.get(mine)
            if row is None:
                row = self._client.upload(image, mine, f"{slug or 'gema'}-{place}", post)
            elif not says(row, image):
                row = self._client.describe(row["id"], image)
            shown.append(Shown(row["id"], str(row.get("source_url", "")), image))
            there[mine] = row
        return shown

    def _tags(self, message: Outgoing) -> dict[str, Sequence[int]]:
        numbers = [self._client.tag(name) for name in tags_of(message)]
        known = [number for number in numbers if number is not None]
        return {"tags": known} if known else {}

    def _public(self, post: Row) -> Receipt:
        """A site may have its own ideas of who publishes: editors who read everything first."""
        if post.get("status") != "publish":
            raise Refused(Reason.NOT_ALLOWED, f"the site made it {str(post.get('status'))[:20]}")
        return _receipt(post)

    def _find(self, trace: Trace) -> Receipt | None:
        if trace.verb is Verb.PUBLISH and trace.message is not None:
            return self._published(trace.message, trace.noted)
        if trace.target is None:
            raise Unconfirmed(Reason.GONE, "nothing to look for")
        context = "edit" if trace.verb is Verb.EDIT else "view"
        post = self._client.post(_number(trace.target), context)
        if trace.verb is Verb.DELETE:
            gone = post is None or post.get("status") != "publish"
            gone = gone and not self._own_pictures(_number(trace.target))
            return Receipt(trace.target.remote_id, trace.target.url) if gone else None
        words = str(at(post, "content", "raw") or "")
        return _receipt(post) if post is not None and mark_of(trace.key) in words else None

    def _published(self, message: Outgoing, noted: Mapping[str, Any]) -> Receipt | None:
        mine = noted.get("post")
        row: Row | None = self._client.post(mine) if isinstance(mine, int) else None
        if row is None:
            found = self._client.named(slug_of(message))
            row = _best(found.rows)
            if row is None and not found.whole:
                raise Unconfirmed(Reason.UNREADABLE_ANSWER, "the site does not show all posts")
        if row is not None and row.get("status") == "publish":
            return _receipt(row)
        if row is not None and row.get("status") not in HIDDEN:
            # Somebody at the office has taken it in hand.
            raise Unconfirmed(Reason.GONE, f"the site made it {str(row.get('status'))[:20]}")
        return None


def _best(posts: Sequence[Row]) -> Row | None:
    """The public one, else the oldest."""
    return min(posts, key=lambda row: (row.get("status") != "publish", row["id"]), default=None)


def name_of(post: int) -> str:
    """How the names of the pictures begin that were uploaded for a post."""
    return f"gema-{post}-"


def _number(target: Remote) -> int:
    if not target.remote_id.isdecimal():
        raise Refused(Reason.GONE, "not the number of a post")
    return int(target.remote_id)


def _receipt(post: Row) -> Receipt:
    return Receipt(str(post["id"]), str(post.get("link", "")))
