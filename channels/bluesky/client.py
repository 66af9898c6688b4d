"""A PDS over XRPC (https://atproto.com/specs/xrpc): one account's calls.

Each returns what was asked for or raises a ``DeliveryError``. A call that finds its token ended is
made once more with a fresh one: it was turned away at the door, so nothing had been done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from channels.answer import Answer, at, rows, unclear
from channels.base import Image, Reason, Refused, Unconfirmed
from channels.bluesky.login import Credentials, Login, Session
from channels.bluesky.meaning import is_stale, meaning
from channels.bluesky.records import PROFILE, Place
from channels.http import Wire

PAGES = 5  # of 100 records each; more means that we cannot tell
NO_SUCH_METHOD = (404, 405, 501)


@dataclass(frozen=True, slots=True)
class Call:
    """``query`` makes it a read. ``repeatable``: twice does no harm, so a lost end is no loss."""

    name: str
    query: Mapping[str, Any] | None = None
    json: Mapping[str, Any] | None = None
    image: Image | None = None
    repeatable: bool = False


class Client:
    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._now = wire.now
        self._base = f"{credentials.server}/xrpc"
        self._wire = wire.session(credentials, guarded=True)
        self._login = Login(credentials, wire.keeper, self._sign_in, wire.now)

    @property
    def did(self) -> str:
        return self._login.session().did

    def greet(self) -> None:
        """Before a password is told to a server: is it a PDS at all?"""
        answer = self._send(Call("com.atproto.server.describeServer", query={}, repeatable=True))
        elsewhere = 300 <= answer.status < 400 or answer.status in NO_SUCH_METHOD
        if elsewhere or (answer.ok and not isinstance(at(answer.json, "did"), str)):
            raise Refused(Reason.NO_SUCH_ACCOUNT, f"HTTP {answer.status}, not a PDS")
        if not answer.ok:
            raise meaning(answer, self._now(), repeatable=True)

    def whoami(self) -> dict[str, Any]:
        return self._ask(Call("com.atproto.server.getSession", query={}, repeatable=True))

    def has_main_password(self) -> bool:
        return self._login.session().is_all_powerful

    def name(self) -> str:
        """What the account calls itself; "" where it does not say."""
        try:
            profile = self._record(self.did, PROFILE, "self")
        except Refused:
            return ""
        return str(at(profile, "value", "displayName") or "")

    def upload(self, image: Image) -> dict[str, Any]:
        """A picture that nobody sees until a record names it; unnamed ones are thrown away."""
        call = Call("com.atproto.repo.uploadBlob", image=image, repeatable=True)
        blob = self._ask(call).get("blob")
        if not isinstance(blob, dict) or not at(blob, "ref", "$link"):
            raise unclear("success without a blob", repeatable=True)
        return blob

    def put(self, place: Place, record: Mapping[str, Any]) -> None:
        """Write a record where there is none yet; the very same one again changes nothing.

        ``Refused`` as a duplicate where there is another.
        """
        body = {
            "repo": place.did,
            "collection": place.collection,
            "rkey": place.rkey,
            "validate": True,
            "record": record,
            "swapRecord": None,  # None: only if there is none
        }
        said = self._ask(Call("com.atproto.repo.putRecord", json=body))
        if said.get("uri") != place.uri:
            raise unclear("success without our record", repeatable=False)

    def delete(self, place: Place) -> None:
        """Also goes well where there is nothing any more."""
        body = {"repo": place.did, "collection": place.collection, "rkey": place.rkey}
        self._ask(Call("com.atproto.repo.deleteRecord", json=body))

    def cid(self, place: Place) -> str:
        """The hash of what is there now, "" where there is nothing."""
        try:
            found = self._record(place.did, place.collection, place.rkey)
        except Refused as error:
            if error.reason is Reason.GONE:
                return ""
            raise
        if found.get("uri") != place.uri or not found.get("cid"):
            raise unclear("a record without a hash", repeatable=True)
        return str(found["cid"])

    def listed(self, collection: str) -> Iterator[dict[str, Any]]:
        """Our own records, newest first, each with its ``uri`` and ``value``."""
        query = {"repo": self.did, "collection": collection, "limit": "100"}
        for _ in range(PAGES):
            page = self._ask(
                Call("com.atproto.repo.listRecords", query=dict(query), repeatable=True)
            )
            if not isinstance(page.get("records"), list):
                raise unclear("a list without records", repeatable=True)
            yield from rows(page["records"])
            if not page.get("cursor"):
                return
            query["cursor"] = str(page["cursor"])
        raise Unconfirmed(Reason.UNREADABLE_ANSWER, "more records than we read back")

    def posts(self, uris: Sequence[str]) -> list[dict[str, Any]]:
        """What the app's servers show of up to 25 posts; a PDS passes the question on to them."""
        call = Call("app.bsky.feed.getPosts", query={"uris": list(uris)}, repeatable=True)
        page = self._ask(call)
        if not isinstance(page.get("posts"), list):
            raise unclear("an answer without posts", repeatable=True)
        return rows(page["posts"])

    def _record(self, did: str, collection: str, rkey: str) -> dict[str, Any]:
        query = {"repo": did, "collection": collection, "rkey": rkey}
        return self._ask(Call("com.atproto.repo.getRecord", query=query, repeatable=True))

    def _ask(self, call: Call) -> dict[str, Any]:
        session = self._login.session()
        answer = self._send(call, session)
        if is_stale(answer):
            session = self._login.renewed()
            answer = self._send(call, session)
        if not answer.ok:
            raise meaning(answer, self._now(), repeatable=call.repeatable)
        if answer.json is None or "error" in answer.json:  # a deletion is told by nothing else
            raise unclear("a success that is none", repeatable=call.repeatable)
        return answer.json

    def _sign_in(self, name: str, *, token: str = "", json: Any = None) -> Answer:
        call = Call(name, json=json, repeatable=True)
        return self._send(call, Session("", token, token, "") if token else None)

    def _send(self, call: Call, session: Session | None = None) -> Answer:
        headers = {"Accept": "application/json"}
        if session:
            headers["Authorization"] = f"Bearer {session.access}"
        if call.image:
            headers["Content-Type"] = call.image.mime
        answer = self._wire.ask(
            lambda: self._wire.request(
                "POST" if call.query is None else "GET",
                f"{self._base}/{call.name}",
                params=call.query,
                json=call.json,
                data=call.image.data if call.image else None,
                headers=headers,
            ),
            repeatable=call.repeatable,
        )
        tokens = (session.access, session.refresh) if session else ()
        return replace(answer, secrets=answer.secrets + tokens)
