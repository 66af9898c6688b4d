"""LinkedIn's versioned REST API: one page's calls.

A post's id comes back in a header and the body is empty, so only the expected status counts as a
success. Pictures are uploaded to an address that LinkedIn names; our token goes there only if it
is LinkedIn's.

Microsoft Learn, "Posts API", "Images API" and "Protocol version", 2026-05.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from channels.answer import Answer, at, rows, unclear
from channels.base import Image, NotSent, Reason, Refused, Unconfirmed
from channels.http import Wire
from channels.linkedin.login import API, HEAD, OAUTH, Credentials
from channels.linkedin.meaning import meaning
from channels.linkedin.reading import created, has_next
from channels.oauth.login import Login

PAGES, ROWS = 5, 100  # more pages mean that we cannot tell


class Client:
    """Each call returns what was asked for or raises a ``DeliveryError``."""

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._session = wire.session(credentials)
        self._id = credentials.organization_id
        self._login = Login(OAUTH, credentials, wire)
        self.author = f"urn:li:organization:{self._id}"

    def organization(self) -> dict[str, Any]:
        return self._read(f"/rest/organizations/{self._id}")

    def new_image(self) -> tuple[str, str]:
        """The urn of a picture that is still to come, and where to upload it."""
        body = {"initializeUploadRequest": {"owner": self.author}}
        path = "/rest/images?action=initializeUpload"
        answer = self._ask("POST", path, body=body, repeatable=True)
        urn, url = at(answer.json, "value", "image"), at(answer.json, "value", "uploadUrl")
        if not (isinstance(urn, str) and isinstance(url, str)):
            raise unclear("an upload without an address", repeatable=True)
        return urn, url

    def upload(self, image: Image) -> str:
        """Nobody sees a picture before a post shows it, so repeating this does no harm."""
        urn, url = self.new_image()
        if not _is_linkedin(url):
            raise NotSent(Reason.NETWORK_TROUBLE, "the upload leads elsewhere")
        headers = {"Content-Type": image.mime}
        answer = self._answer("PUT", url, headers, repeatable=True, data=image.data)
        if not answer.ok:
            raise meaning(answer, self._wire.now(), repeatable=True)
        return urn

    def image_state(self, urn: str) -> str:
        """``PROCESSING``, ``AVAILABLE``, … or ``GONE``."""
        try:
            return str(self._read(f"/rest/images/{quote(urn, safe='')}").get("status", ""))
        except Refused as error:
            if error.reason is Reason.GONE:
                return "GONE"
            raise

    def create(self, post: Mapping[str, Any]) -> str:
        body = {
            "author": self.author,
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        } | dict(post)
        answer = self._ask("POST", "/rest/posts", body=body)
        urn = answer.headers.get("x-restli-id", "")
        if answer.status != 201 or not urn.startswith("urn:li:"):
            raise unclear("success without an id", repeatable=False)
        return urn

    def change(self, urn: str, commentary: str) -> None:
        body = {"patch": {"$set": {"commentary": commentary}}}
        _emptied(self._ask("POST", _post(urn), body=body, method_name="PARTIAL_UPDATE"))

    def delete(self, urn: str) -> None:
        _emptied(self._ask("DELETE", _post(urn), method_name="DELETE"))

    def post(self, urn: str) -> dict[str, Any] | None:
        try:
            return self._read(_post(urn), wanted="id")
        except Refused as error:
            if error.reason is Reason.GONE:
                return None
            raise

    def posts(self, since: datetime) -> Iterator[dict[str, Any]]:
        """The page's own posts since then, newest first."""
        author = quote(self.author, safe="")
        for start in range(0, PAGES * ROWS, ROWS):
            query = f"author={author}&q=author&count={ROWS}&start={start}&sortBy=CREATED"
            page = self._read(f"/rest/posts?{query}", method_name="FINDER", wanted="elements")
            for post in rows(page["elements"]):
                made = created(post)
                if made is None:
                    raise unclear("a post without a time", repeatable=True)
                if made < since:
                    return
                yield post
            if not has_next(page):
                return
        raise Unconfirmed(Reason.UNREADABLE_ANSWER, "more posts than we read back")

    def statistics(self, of: str, urns: Sequence[str]) -> list[dict[str, Any]]:
        """What is counted of the page's posts; ``of``: ``shares`` or ``ugcPosts``."""
        author = quote(self.author, safe="")
        named = ",".join(quote(urn, safe="") for urn in urns)
        query = f"q=organizationalEntity&organizationalEntity={author}&{of}=List({named})"
        path = f"/rest/organizationalEntityShareStatistics?{query}"
        return rows(self._read(path, method_name="FINDER", wanted="elements")["elements"])

    def _read(self, path: str, *, method_name: str = "", wanted: str = "") -> dict[str, Any]:
        said = self._ask("GET", path, repeatable=True, method_name=method_name).json
        kind = list if wanted == "elements" else str
        if not said or (wanted and not isinstance(said.get(wanted), kind)):
            raise unclear(f"success without {wanted or 'an object'}", repeatable=True)
        return said

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        method_name: str = "",
        repeatable: bool = False,
    ) -> Answer:
        headers = HEAD | ({"X-RestLi-Method": method_name} if method_name else {})
        answer = self._answer(method, API + path, headers, repeatable=repeatable, json=body)
        if not answer.ok:
            raise meaning(answer, self._wire.now(), repeatable=repeatable)
        return answer

    def _answer(
        self, method: str, url: str, headers: Mapping[str, str], *, repeatable: bool, **body: Any
    ) -> Answer:
        sent = {**headers, "Authorization": f"Bearer {self._login.access()}"}
        answer = self._session.ask(
            lambda: self._session.request(method, url, headers=sent, **body),
            repeatable=repeatable,
        )
        return replace(answer, secrets=answer.secrets + self._login.secrets)


def _post(urn: str) -> str:
    return f"/rest/posts/{quote(urn, safe='')}"


def _emptied(answer: Answer) -> None:
    """A change and a removal are answered with 204; any other success is not LinkedIn's."""
    if answer.status != 204:
        raise unclear(f"HTTP {answer.status} instead of 204", repeatable=False)


def _is_linkedin(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and f".{host}".endswith(".linkedin.com")
