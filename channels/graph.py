"""Meta's Graph API through facebook-sdk 3.1: what Facebook, Instagram and Threads share.

The SDK dates from 2018. What it needs, measured:

- it accepts no version above 3.1, so the version is set as an attribute afterwards;
- it knows one address only, so where a network has another the session leads there;
- it never looks at the HTTP status, stumbles over an answer without Content-Type and puts the
  token into the address of a GET, so answers are read from the session and errors are cleaned;
- lists and booleans are mangled, so they travel as JSON text;
- it knows no ``appsecret_proof`` and changes the arguments it is given;
- it adds the token itself: given one among the fields of a POST, it repeats it in the address.

Graph API documentation, "Handling Errors" and "Securing Requests", 2026-08.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import facebook

from channels.answer import at, rows, unclear
from channels.base import Image, Reason, Unconfirmed
from channels.graph_errors import NO_ROWS, Rows, meaning
from channels.http import Wire

PAGES = 5  # of 100 rows each; more means that we cannot tell


@dataclass(frozen=True, slots=True)
class Place:
    """Where a network of Meta's answers, and in which version."""

    origin: str
    version: str


FACEBOOK = Place("https://graph.facebook.com", "v26.0")  # 2026-07-29; to the middle of 2029


class Graph:
    """Calls in the name of one token. ``own`` are the subcodes of one network of Meta's.

    A token that is renewed now and then is given as what tells the newest.
    """

    def __init__(
        self,
        wire: Wire,
        credentials: object,
        token: str | Callable[[], str],
        app_secret: str = "",
        own: Rows = NO_ROWS,
        place: Place = FACEBOOK,
    ) -> None:
        self._wire = wire
        self._own = own
        self._session = wire.session(credentials, moved={FACEBOOK.origin: place.origin})
        self._token = token
        self._app_secret = app_secret
        self._sdk = facebook.GraphAPI(
            "", session=self._session, timeout=wire.timeout.total_seconds()
        )
        self._sdk.version = place.version

    def get(self, path: str, *, wanted: str = "id", **fields: str) -> dict[str, Any]:
        """One object; its ``id`` always comes along."""
        return _with(wanted, self._call("GET", path, fields, repeatable=True), repeatable=True)

    def rows(self, path: str, **fields: str) -> list[dict[str, Any]]:
        """The rows of a short collection."""
        return rows(self._call("GET", path, fields, repeatable=True).get("data"))

    def list_of(self, path: str, **fields: str) -> list[dict[str, Any]]:
        """The rows of a list that may be empty, but has to be there."""
        said = self._call("GET", path, fields, repeatable=True).get("data")
        if not isinstance(said, list):
            raise unclear("no list", repeatable=True)
        return rows(said)

    def pages(self, path: str, **fields: str) -> Iterator[dict[str, Any]]:
        """The rows of a collection, newest first, page after page."""
        for _ in range(PAGES):
            page = self._call("GET", path, {"limit": "100"} | fields, repeatable=True)
            if not isinstance(page.get("data"), list):
                raise unclear("a list without rows", repeatable=True)
            yield from (row for row in rows(page.get("data")) if row.get("id"))
            if not at(page, "paging", "next"):
                return
            fields["after"] = str(at(page, "paging", "cursors", "after"))
        raise Unconfirmed(Reason.UNREADABLE_ANSWER, "more posts than we read back")

    def sees(self, path: str) -> None:
        """Raises where this list of ours cannot be read.

        Meta says the same of what is gone and of what we may not see: "does not exist, cannot be
        loaded due to missing permissions, or does not support this operation" (100/33). Whoever
        reads the list and is told so of one post has been told that this one is gone.
        """
        next(self.pages(path, fields="id", limit="1"), None)

    def post(
        self,
        path: str,
        fields: Mapping[str, Any],
        *,
        image: Image | None = None,
        wanted: str = "id",
        repeatable: bool = False,
    ) -> dict[str, Any]:
        """Write something. Without ``wanted`` in the answer, the end is unknown."""
        files = {"source": ("image", image.data, image.mime)} if image else None
        answer = self._call("POST", path, fields, files=files, repeatable=repeatable)
        return _with(wanted, answer, repeatable=repeatable)

    def delete(self, path: str) -> None:
        _with("success", self._call("DELETE", path, {}, repeatable=False), repeatable=False)

    def _call(
        self,
        method: str,
        path: str,
        fields: Mapping[str, Any],
        *,
        repeatable: bool,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> dict[str, Any]:
        where = "post_args" if method == "POST" else "args"
        token = self._token if isinstance(self._token, str) else self._token()
        self._sdk.access_token = token
        sent = {name: _text(value) for name, value in fields.items()}
        if self._app_secret:
            sent["appsecret_proof"] = _proof(token, self._app_secret)
        answer = self._session.ask(
            lambda: self._sdk.request(
                f"{self._sdk.version}/{path}", **{where: sent}, files=files, method=method
            ),
            repeatable=repeatable,
            stumbles=(facebook.GraphAPIError,),
        )
        answer = replace(answer, secrets=(*answer.secrets, token))
        said = answer.json
        if not answer.ok or said is None or said.get("error"):
            raise meaning(answer, self._wire.now(), self._own, repeatable=repeatable)
        return said


def app_secret_of(credentials: Any, wire: Wire) -> str:
    """The secret of the app that a token was given to: typed in with it, or this installation's."""
    own = wire.app.secret if wire.app and wire.app.id == credentials.app_id else ""
    return str(credentials.app_secret) or own


def _text(value: Any) -> str:
    """``true`` and JSON where Python would say ``True`` and repeat the parameter."""
    return value if isinstance(value, str) else json.dumps(value)


def _proof(token: str, app_secret: str) -> str:
    """Proves that the caller of a token is the app it was given to."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _with(wanted: str, answer: dict[str, Any], *, repeatable: bool) -> dict[str, Any]:
    if not answer.get(wanted):
        raise unclear(f"success without {wanted}", repeatable=repeatable)
    return answer
