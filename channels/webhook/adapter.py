"""A webhook: a signed message to a server of somebody who wants our news as they come.

A 2xx is the receipt. Where no answer came, the standard tells the sender to repeat the message
under the same ``webhook-id``, and the receiver to act once on each: so ``deduplicates`` holds as
far as the receiver keeps to it. ``docs/webhook.md`` is written for those who receive.

The host was typed by a person, so it is spoken to through the guard only.

https://www.standardwebhooks.com, specification 1.0.0
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from channels.base import (
    Capabilities,
    Journal,
    Limits,
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
from channels.corrections import Way
from channels.http import Wire
from channels.limits import ARTICLE
from channels.webhook.event import Kind, event, post, withdrawn
from channels.webhook.meaning import meaning
from channels.webhook.signing import headers, key_of


@dataclass(frozen=True, slots=True)
class Credentials:
    name: str = asked("Nama penerima", help="Supaya mudah dikenali, misalnya Redaksi Pontianak.")
    url: str = asked(
        "Alamat webhook",
        help="Diberikan oleh penerima, misalnya https://redaksi.example/gema.",
    )
    secret: str = asked(
        "Kunci rahasia",
        help="Dimulai dengan whsec_. Mintalah kepada penerima bersama alamatnya; dengan kunci ini"
        " ia tahu bahwa pesannya benar dari Anda.",
        secret=True,
    )

    def __post_init__(self) -> None:
        if not _is_address(self.url):
            raise ValueError(
                "Alamat webhook harus dimulai dengan https:// dan nama server, tanpa kata sandi"
                " di dalamnya."
            )
        if not key_of(self.secret):
            raise ValueError(
                "Kunci rahasia dimulai dengan whsec_, lalu 24 sampai 64 bita dalam Base64. Salin"
                " utuh, tanpa spasi."
            )

    @property
    def key(self) -> bytes:
        return key_of(self.secret) or b""


class Webhook:
    kind = "webhook"
    label = "Webhook"
    icon = "webhook"
    limits = Limits(
        text=20_000,
        images=(0, 10),
        alt=1000,
        image_bytes=10_000_000,
        card="wide",
        look=ARTICLE,
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        handles=False,
        can_look=False,
        settling=timedelta(seconds=5),
        deduplicates=True,
        correction=Way.MESSAGE,
        fetches_media=True,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._credentials = credentials
        self._session = wire.session(credentials, guarded=True)

    def check(self) -> Profile:
        """Nothing can be read there, so a ``ping`` asks whether our signature is believed."""
        self._send(f"ping-{uuid4().hex}", event(Kind.PING, self._now(), {}))
        name = self._credentials.name
        return Profile("", _handle(name) or str(urlsplit(self._credentials.url).hostname), name)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        """The key of the first message names the post from then on."""
        self._tell(Kind.PUBLISHED, message.key, _whole(message.key, message), journal)
        return Receipt(message.key)

    def look(self, trace: Trace) -> Receipt:
        raise Unconfirmed(Reason.LOST_ANSWER, "a webhook cannot be read back")

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "an event says what is right")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "a webhook has no repost")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        self._tell(Kind.CORRECTED, message.key, _whole(target.remote_id, message), journal)
        return Receipt(target.remote_id)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        self._tell(Kind.WITHDRAWN, key, withdrawn(target.remote_id, note), journal)
        return Receipt(target.remote_id)

    def _tell(self, kind: Kind, key: str, data: Mapping[str, Any], journal: Journal) -> None:
        """Send it; every repeat bears the same name and the time of the first attempt."""
        at = str(journal.noted.get("at") or self._now())
        journal.note(at=at)
        self._send(key, event(kind, at, data))

    def _send(self, name: str, body: bytes) -> None:
        second = int(self._wire.now().timestamp())
        signed = headers(self._credentials.key, name, second, body)
        about = {"Content-Type": "application/json", "User-Agent": self._wire.guard.agent}
        session, url = self._session, self._credentials.url
        answer = session.ask(
            lambda: session.post(url, data=body, headers=about | signed), repeatable=False
        )
        if not answer.ok:
            raise meaning(answer, self._wire.now())

    def _now(self) -> str:
        return self._wire.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def _whole(item: str, message: Outgoing) -> dict[str, Any]:
    if not all(image.url for image in message.images):
        raise NotSent(Reason.MEDIA_UNFETCHABLE, "a picture has no public address")
    return post(item, message)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url
    return plain and named and parts.scheme == "https" and "@" not in parts.netloc


def _handle(name: str) -> str:
    """``redaksi-pontianak`` of ``Redaksi Pontianak``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
