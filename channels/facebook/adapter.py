"""A Facebook Page: a text with a link, one photo, or an album.

Pages API documentation, "Posts" and "Photos", 2026-08. Sharing has no verb of its own there; a
share is a new post with a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from channels.answer import at, looking, plain, rows
from channels.base import (
    Capabilities,
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
    Unconfirmed,
    Verb,
)
from channels.corrections import Pictures
from channels.facebook.figures import MEASURING, figures
from channels.facebook.login import Credentials
from channels.figures import Figures
from channels.graph import Graph, app_secret_of
from channels.graph_login import OAUTH
from channels.http import Wire
from channels.limits import Look, Naming, tool

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
SKEW = timedelta(seconds=60)  # Facebook's clock and ours
FIELDS = "id,message,created_time,permalink_url,attachments{media_type,subattachments}"


class Facebook:
    kind = "facebook"
    label = "Halaman Facebook"
    icon = "brand-facebook"
    limits = Limits(
        text=63_206,
        images=(0, 10),
        alt=1000,
        image_bytes=10_000_000,
        look=Look(
            naming=Naming.NAME,
            tools=(
                tool("Suka", "thumb-up"),
                tool("Komentari", "message-circle"),
                tool("Bagikan", "share-3"),
            ),
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        edited_pictures=Pictures.STAY,
        settling=timedelta(seconds=15),
        call_timeout=timedelta(seconds=240),
        oauth=OAUTH,
        measuring=MEASURING,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._page = credentials.page_id
        secret = app_secret_of(credentials, wire)
        self._graph = Graph(wire, credentials, credentials.access_token, secret)

    def check(self) -> Profile:
        page = self._graph.get(self._page, fields="id,name,username,link")
        name, handle = str(page.get("name", "")), str(page.get("username", ""))
        return Profile(str(page["id"]), handle, name, str(page.get("link", "")))

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        photos = [self._hidden(image) for image in message.images] if _is_album(message) else []
        first = journal.noted.get("first_sent_at")
        if not first:
            journal.note(first_sent_at=self._wire.now().isoformat())
        try:
            return self._send(message, photos)
        except Refused as error:
            if error.reason is Reason.DUPLICATE and first:
                return self._landed_before(message, datetime.fromisoformat(str(first)))
            raise

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach Facebook")
        return found

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the post itself is edited")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "Facebook lets an app share only by a new post")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        """Change the text. Pictures and link stay; only posts of the same app can be changed."""
        self._graph.post(target.remote_id, {"message": message.text}, wanted="success")
        return _receipt(target.remote_id)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take it down; what is gone already is down."""
        try:
            self._graph.delete(target.remote_id)
        except Refused as error:
            if error.reason is not Reason.GONE:
                raise
            if not self._is_gone(target.remote_id):
                raise Refused(Reason.NOT_ALLOWED, "there, but not ours to delete") from error
        return _receipt(target.remote_id)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        return {post.remote_id: figures(self._graph, post.remote_id) for post in posts}

    def _send(self, message: Outgoing, photos: list[str]) -> Receipt:
        """The one call that makes it public."""
        if len(message.images) == 1:
            return self._photo(message.images[0], message.text)
        post: dict[str, Any] = {"message": message.text}
        link = LINK.search(message.text)
        if photos:
            post["attached_media"] = [{"media_fbid": photo} for photo in photos]
        elif link:
            post["link"] = link.group()
        return _receipt(self._graph.post(f"{self._page}/feed", post)["id"])

    def _photo(self, image: Image, text: str) -> Receipt:
        fields = {"caption": text, "alt_text_custom": image.alt}
        photo = self._graph.post(f"{self._page}/photos", fields, image=image)
        return _receipt(photo.get("post_id") or photo["id"])

    def _hidden(self, image: Image) -> str:
        """Upload a photo that nobody sees until a post attaches it; repeating it does no harm."""
        fields = {"published": False, "alt_text_custom": image.alt}
        photo = self._graph.post(f"{self._page}/photos", fields, image=image, repeatable=True)
        return str(photo["id"])

    def _landed_before(self, message: Outgoing, since: datetime) -> Receipt:
        """Facebook calls it a duplicate and we tried before: the earlier attempt is the one."""
        with looking():
            found = self._published(message, since)
        if found is None:
            raise Unconfirmed(Reason.DUPLICATE, "Facebook has it already, but does not show it yet")
        return found

    def _find(self, trace: Trace) -> Receipt | None:
        if trace.verb is Verb.PUBLISH and trace.message:
            return self._published(trace.message, trace.sent_at)
        if trace.target is None:
            return None
        if trace.verb is Verb.DELETE:
            gone = self._is_gone(trace.target.remote_id)
            return _receipt(trace.target.remote_id) if gone else None
        post = self._read(trace.target.remote_id)
        changed = post and trace.message and plain(post.get("message")) == plain(trace.message.text)
        return _receipt(trace.target.remote_id) if changed else None

    def _published(self, message: Outgoing, since: datetime) -> Receipt | None:
        start = str(int((since - SKEW).timestamp()))
        posts = self._graph.pages(f"{self._page}/published_posts", fields=FIELDS, since=start)
        found = next((post for post in posts if _same(post, message)), None)
        return _receipt(found["id"], str(found.get("permalink_url", ""))) if found else None

    def _is_gone(self, post_id: str) -> bool:
        if self._read(post_id) is not None:
            return False
        self._graph.sees(f"{self._page}/published_posts")
        return True

    def _read(self, post_id: str) -> dict[str, Any] | None:
        try:
            return self._graph.get(post_id, fields="id,message")
        except Refused as error:
            if error.reason is Reason.GONE:
                return None
            raise


def _is_album(message: Outgoing) -> bool:
    return len(message.images) > 1


def _same(post: Mapping[str, Any], message: Outgoing) -> bool:
    return plain(post.get("message")) == plain(message.text) and _photos(post) == len(
        message.images
    )


def _photos(post: Mapping[str, Any]) -> int:
    """How many photos a post has: ``{"data": [{"media_type": "album", "subattachments": …}]}``."""
    count = 0
    for attachment in rows(at(post, "attachments", "data")):
        if attachment.get("media_type") == "album":
            count += len(rows(at(attachment, "subattachments", "data")))
        elif attachment.get("media_type") == "photo":
            count += 1
    return count


def _receipt(post_id: object, url: str = "") -> Receipt:
    return Receipt(str(post_id), url or f"https://www.facebook.com/{post_id}")
