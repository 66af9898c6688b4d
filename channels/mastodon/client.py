"""The client API of one Mastodon server: one account's calls.

Mastodon documentation, "statuses", "media", "accounts", "apps" and "search" methods, 2026-11.
Servers of other makes (GoToSocial, Pleroma, …) speak it, too, some without the idempotency key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from channels.answer import Answer, rows, unclear
from channels.base import (
    Image,
    NotSent,
    Outgoing,
    Reason,
    Refused,
    Remote,
    Unconfirmed,
)
from channels.http import Wire
from channels.mastodon.login import Credentials
from channels.mastodon.meaning import is_another, meaning
from channels.mastodon.reading import host_of, is_id, statuses_of

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds before each question: half a minute
MIDDLE = (50, 50)
PAGES = 5  # of 40 statuses each; more means that we cannot tell


class Client:
    """Each call returns what was asked for or raises a ``DeliveryError``."""

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._origin = credentials.origin
        self._host = credentials.host
        self._session = wire.session(credentials, guarded=True)
        self._session.headers.update(
            {
                "Authorization": f"Bearer {credentials.access_token}",
                "Accept-Language": "en",  # errors are told apart by their sentences
                "User-Agent": wire.guard.agent,  # some servers turn nameless programs away
            }
        )
        self._me = ""

    def me(self) -> dict[str, Any]:
        mine = self._object("GET", "/api/v1/accounts/verify_credentials", repeatable=True)
        self._me = str(mine["id"])
        return mine

    def my_id(self) -> str:
        return self._me or str(self.me()["id"])

    def knock(self) -> dict[str, Any]:
        """Who we are, asked where a wrong address may have been typed."""
        try:
            return self.me()
        except (NotSent, Refused) as error:
            if is_another(self._session.answer):
                raise Refused(Reason.WRONG_SERVER, error.detail) from error
            raise

    def scopes(self) -> list[str] | None:
        """What our app may do; ``None`` where the server does not tell (before Mastodon 4.3)."""
        try:
            answer = self._call("GET", "/api/v1/apps/verify_credentials", repeatable=True)
        except Refused:
            return None
        told = (answer.json or {}).get("scopes")
        return [str(one) for one in told] if isinstance(told, list) else None

    def upload(self, image: Image) -> str:
        """Upload one picture and wait until it can be attached; repeating it does no harm."""
        name = f"gambar.{image.mime.partition('/')[2]}"
        answer = self._call(
            "POST",
            "/api/v2/media",
            repeatable=True,
            of_media=True,
            files={"file": (name, image.data, image.mime)},
            data=_said(image),
        )
        media = str(_with_id(answer, repeatable=True)["id"])
        if answer.status == 202:
            self._wait_for(media)
        return media

    def post(self, message: Outgoing, media: list[str]) -> dict[str, Any]:
        """The one call that makes it public. The same key again is answered with the same status.

        For one hour only, and the server takes the key down after the status is made.
        """
        key = hashlib.sha256(f"gema {message.key}".encode()).hexdigest()
        body = _fields(message, media) | {"visibility": "public"}
        return self._object("POST", "/api/v1/statuses", json=body, headers={"Idempotency-Key": key})

    def change(self, status: str, message: Outgoing, media: list[str]) -> dict[str, Any]:
        """Pictures whose ids are not sent along are taken away."""
        return self._object("PUT", f"/api/v1/statuses/{status}", json=_fields(message, media))

    def remove(self, status: str) -> None:
        with _gone_is_done():
            self._object("DELETE", f"/api/v1/statuses/{status}")

    def reblog(self, status: str) -> dict[str, Any]:
        """A second one is answered with the first."""
        return self._object("POST", f"/api/v1/statuses/{status}/reblog", json={})

    def unreblog(self, status: str) -> None:
        with _gone_is_done():
            self._object("POST", f"/api/v1/statuses/{status}/unreblog")

    def status(self, status: str) -> dict[str, Any] | None:
        """``None`` when it is gone."""
        with _gone_is_done():
            return self._object("GET", f"/api/v1/statuses/{status}", repeatable=True)
        return None

    def source(self, status: str) -> str | None:
        """The text as it was written; ``None`` where the server does not tell."""
        try:
            answer = self._call("GET", f"/api/v1/statuses/{status}/source", repeatable=True)
        except Refused:
            return None
        text = (answer.json or {}).get("text")
        return text if isinstance(text, str) else None

    def newest(self) -> str:
        """The id of the last thing that the account posted, "" when there is none."""
        page = self._timeline({"limit": "1"})
        return str(page[0]["id"]) if page else ""

    def own(self, newer_than: str) -> Iterator[dict[str, Any]]:
        """Our own statuses, newest first."""
        query = {"limit": "40", "exclude_reblogs": "true"}
        if newer_than:
            query["since_id"] = newer_than
        for _ in range(PAGES):
            page = self._timeline(query)
            yield from page
            if not page:  # a page may be short without being the last
                return
            query["max_id"] = str(page[-1]["id"])
        raise Unconfirmed(Reason.UNREADABLE_ANSWER, "more posts than we read back")

    def local(self, target: Remote) -> str:
        """The id that a status has here: each server numbers what it knows by itself."""
        if host_of(target.url) in ("", self._host):
            return target.remote_id
        query = {"q": target.url, "type": "statuses", "resolve": "true", "limit": "1"}
        answer = self._call("GET", "/api/v2/search", repeatable=True, params=query)
        found = [one["id"] for one in rows((answer.json or {}).get("statuses"))[:1] if "id" in one]
        if not found or not is_id(found[0]):
            raise NotSent(Reason.STILL_PROCESSING, "this server does not know the status yet")
        return str(found[0])

    def _wait_for(self, media: str) -> None:
        """200 when it is ready, 206 until then."""
        for pause in PAUSES:
            self._wire.pause(pause)
            path = f"/api/v1/media/{media}"
            if self._call("GET", path, repeatable=True, of_media=True).status == 200:
                return
        raise NotSent(Reason.STILL_PROCESSING, "the picture is not ready yet")

    def _timeline(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        path = f"/api/v1/accounts/{self.my_id()}/statuses"
        page = statuses_of(self._call("GET", path, repeatable=True, params=query).body)
        if page is None:
            raise unclear("a timeline that is no list", repeatable=True)
        return page

    def _object(
        self, method: str, path: str, *, repeatable: bool = False, **how: Any
    ) -> dict[str, Any]:
        answer = self._call(method, path, repeatable=repeatable, **how)
        return _with_id(answer, repeatable=repeatable)

    def _call(
        self, method: str, path: str, *, repeatable: bool, of_media: bool = False, **how: Any
    ) -> Answer:
        answer = self._session.ask(
            lambda: self._session.request(method, self._origin + path, **how),
            repeatable=repeatable,
        )
        if not answer.ok:
            now = self._wire.now()
            raise meaning(answer, now, repeatable=repeatable, of_media=of_media)
        return answer


@contextmanager
def _gone_is_done() -> Iterator[None]:
    try:
        yield
    except Refused as error:
        if error.reason is not Reason.GONE:
            raise


def _with_id(answer: Answer, *, repeatable: bool) -> dict[str, Any]:
    """Without an id in it, the end of a call is unknown."""
    said = answer.json
    if said is None or not is_id(said.get("id")):
        raise unclear("success without an id", repeatable=repeatable)
    return said


def _fields(message: Outgoing, media: list[str]) -> dict[str, Any]:
    return {"status": message.text, "language": message.language, "media_ids": media}


def _said(image: Image) -> dict[str, str]:
    """Words, and the point that lists keep in sight: from -1 to 1, to the right and upwards."""
    x, y = image.focus
    said = {"description": image.alt} if image.alt else {}
    return said | ({"focus": f"{x / 50 - 1:.2f},{1 - y / 50:.2f}"} if image.focus != MIDDLE else {})
