"""Instagram, as a professional account linked to a Page: a container first, then publishing it.

The container's id is noted before it is published. Whatever is lost after that, the container
itself says whether it is live, and it can be published only once. Links in a caption lead
nowhere, a text needs a picture, and nothing can be edited.

Instagram Platform documentation, "Content Publishing", 2026-06.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from channels.answer import at, looking
from channels.base import (
    Capabilities,
    DeliveryError,
    Image,
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
    Unconfirmed,
    Verb,
    asked,
)
from channels.graph import Graph
from channels.http import Wire
from channels.instagram.meaning import ROWS, failed

PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds before each question: half a minute
SKEW = timedelta(seconds=60)  # Instagram's clock and ours
MOST = 10
FIELDS = "id,caption,media_type,permalink,timestamp"


@dataclass(frozen=True, slots=True)
class Credentials:
    user_id: str = asked("ID akun Instagram", help="Angka, diawali 17841.")
    access_token: str = asked(
        "Token akses", help="Token Halaman Facebook yang tertaut ke akun ini.", secret=True
    )
    app_secret: str = asked(
        "Rahasia aplikasi",
        help="Hanya bila aplikasi Anda mewajibkannya (Require App Secret).",
        secret=True,
        optional=True,
    )

    def __post_init__(self) -> None:
        if not self.user_id.isdecimal():
            raise ValueError("ID akun Instagram hanya berisi angka.")


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
        hashtags=30,
        mentions=20,
        links_clickable=False,
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.DELETE}),
        settling=timedelta(seconds=30),
        fetches_media=True,
        call_timeout=timedelta(seconds=300),
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._user = credentials.user_id
        self._graph = Graph(
            wire, credentials, credentials.access_token, credentials.app_secret, ROWS
        )

    def check(self) -> Profile:
        user = self._graph.get(self._user, fields="id,username,name")
        handle = str(user.get("username", ""))
        url = f"https://www.instagram.com/{handle}/"
        return Profile(str(user["id"]), handle, str(user.get("name", "")), url)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        container = str(journal.noted.get("container", ""))
        with looking():
            state = self._state(container) if container else "NONE"
            if state == "PUBLISHED":
                return self._live(message, _time(journal.noted.get("made_at"), self._wire.now()))
        if state in {"NONE", "ERROR", "EXPIRED"}:  # there is none that could still go live
            container = self._build(message)
            journal.note(container=container, made_at=self._wire.now().isoformat())
        self._wait_for(container)
        published = self._graph.post(f"{self._user}/media_publish", {"creation_id": container})
        return self._receipt(str(published["id"]))

    def look(self, trace: Trace) -> Receipt:
        with looking():
            if trace.verb is Verb.DELETE and trace.target:
                found = self._gone(trace.target)
            else:
                found = self._published(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach Instagram")
        return found

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "Instagram has no repost")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "Instagram has no edit")

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        self._graph.delete(target.remote_id)
        return Receipt(target.remote_id, target.url)

    def _build(self, message: Outgoing) -> str:
        """Make the container. Nobody sees it, so making another one does no harm."""
        _check(message)
        self._check_quota()
        if len(message.images) == 1:
            return self._container(_picture(message.images[0]) | {"caption": message.text})
        children = [
            self._container(_picture(image) | {"is_carousel_item": True})
            for image in message.images
        ]
        for child in children:
            self._wait_for(child)
        return self._container(
            {"media_type": "CAROUSEL", "children": ",".join(children), "caption": message.text}
        )

    def _container(self, fields: Mapping[str, Any]) -> str:
        return str(self._graph.post(f"{self._user}/media", fields, repeatable=True)["id"])

    def _check_quota(self) -> None:
        """The documentation says 50 in one place and 100 in another; the account knows."""
        path = f"{self._user}/content_publishing_limit"
        quota = next(iter(self._graph.rows(path, fields="quota_usage,config")), {})
        used, total = quota.get("quota_usage"), at(quota, "config", "quota_total")
        if isinstance(used, int) and isinstance(total, int) and used >= total:
            raise NotSent(
                Reason.QUOTA_USED_UP,
                f"{used} of {total} posts in 24 hours",
                again_at=self._wire.now() + timedelta(hours=1),
                whole_account=True,
            )

    def _wait_for(self, container: str) -> None:
        """Return when a container is ready, or raise; it stays noted for the next attempt."""
        for pause in PAUSES:
            self._wire.pause(pause)
            state = self._state(container)
            if state == "FINISHED":
                return
            if state == "ERROR":
                raise failed(self._status(container))
            if state != "IN_PROGRESS":
                raise NotSent(Reason.NETWORK_TROUBLE, f"container is {state}")
        raise NotSent(Reason.STILL_PROCESSING, "container is not ready yet")

    def _state(self, container: str) -> str:
        return str(self._graph.get(container, fields="status_code").get("status_code", ""))

    def _status(self, container: str) -> str:
        return str(self._graph.get(container, fields="status").get("status", ""))

    def _published(self, trace: Trace) -> Receipt | None:
        """Ask the container. Without one, nothing was ever published."""
        container = str(trace.noted.get("container", ""))
        if not container or trace.message is None:
            return None
        state = self._state(container)
        if state == "PUBLISHED":
            return self._live(trace.message, _time(trace.noted.get("made_at"), trace.sent_at))
        if state in {"FINISHED", "ERROR", "EXPIRED"}:
            return None
        raise Unconfirmed(Reason.STILL_PROCESSING, f"container is {state}")

    def _live(self, message: Outgoing, since: datetime) -> Receipt:
        """The post that a published container became."""
        start = str(int((since - SKEW).timestamp()))
        for media in self._graph.pages(f"{self._user}/media", fields=FIELDS, since=start):
            if _plain(media.get("caption")) == _plain(message.text):
                return Receipt(str(media["id"]), str(media.get("permalink", "")))
        raise Unconfirmed(Reason.STILL_PROCESSING, "it is live, but not in the list yet")

    def _gone(self, target: Remote) -> Receipt | None:
        try:
            self._graph.get(target.remote_id, fields="id")
        except Refused as error:
            if error.reason is Reason.GONE:
                return Receipt(target.remote_id, target.url)
            raise
        return None

    def _receipt(self, media: str) -> Receipt:
        """It is live: a link that cannot be read now must not make that a failure."""
        try:
            return Receipt(media, str(self._graph.get(media, fields="permalink")["permalink"]))
        except (DeliveryError, KeyError):
            return Receipt(media)


def _check(message: Outgoing) -> None:
    if not message.images:
        raise Refused(Reason.NEEDS_IMAGE, "Instagram takes no text alone")
    if len(message.images) > MOST:
        raise Refused(Reason.BAD_MEDIA, f"{len(message.images)} pictures of at most {MOST}")
    if not all(image.url for image in message.images):
        raise NotSent(Reason.MEDIA_UNFETCHABLE, "a picture has no public address")


def _picture(image: Image) -> dict[str, Any]:
    described = {"alt_text": image.alt} if image.alt else {}
    return {"image_url": image.url} | described


def _plain(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text or "")).split())


def _time(noted: object, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(str(noted)) if noted else otherwise
