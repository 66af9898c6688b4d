"""The stub of a PDS answers what a PDS answers: the same questions to both, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from tests.real.pds_server import Account, Pds
from tests.stubs.running import running

POST = "app.bsky.feed.post"
TEXT = {"$type": POST, "text": "a", "createdAt": "2026-11-22T01:02:03Z"}
CID = "bafkreiagdmfe6oa5q4z7ovb4dhrya3xq2tzvw77ag3mfy4kf3q3jojg57u"  # of no picture
BLOB = {"$type": "blob", "ref": {"$link": CID}, "mimeType": "image/jpeg", "size": 100}
PUT, DELETE = "POST com.atproto.repo.putRecord", "POST com.atproto.repo.deleteRecord"
GET, LIST = "GET com.atproto.repo.getRecord", "GET com.atproto.repo.listRecords"
SESSION, REFRESH = "GET com.atproto.server.getSession", "POST com.atproto.server.refreshSession"
UPLOAD = "POST com.atproto.repo.uploadBlob"
PLACE = {"collection": POST, "rkey": "3kaaaaaaaaa2a"}


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    did: str
    access: str
    refresh: str

    @classmethod
    def signed_in(cls, url: str, handle: str, password: str) -> Server:
        words = {"identifier": handle, "password": password}
        said = requests.post(f"{url}/xrpc/com.atproto.server.createSession", json=words, timeout=30)
        session = said.json()
        return cls(url, session["did"], session["accessJwt"], session["refreshJwt"])

    def token(self, kind: str) -> str:
        tokens = {
            "access": self.access,
            "refresh": self.refresh,
            "forged": f"{self.access[:-4]}xxxx",
        }
        return tokens[kind]

    def ask(self, asked: Asked) -> tuple[int, str]:
        method, name = asked.call.split()
        head = {"Authorization": f"Bearer {self.token(asked.token)}"} if asked.token else {}
        if asked.data is not None:
            how: dict[str, Any] = {"data": asked.data}
            head |= {"Content-Type": "image/jpeg"} if asked.typed else {}
        else:
            mine = {"repo": self.did} if asked.mine else {}
            how = {"params" if method == "GET" else "json": {**mine, **asked.says}}
        if name.startswith("com.atproto.server"):
            how = {}
        said = requests.request(method, f"{self.url}/xrpc/{name}", headers=head, timeout=30, **how)
        return said.status_code, "" if said.ok else str(said.json().get("error"))


@dataclass(frozen=True, slots=True)
class Asked:
    call: str
    says: Mapping[str, Any] = field(default_factory=dict)
    token: str = "access"
    mine: bool = True
    data: bytes | None = None
    typed: bool = True


def put(**changes: Any) -> Asked:
    return Asked(PUT, {**PLACE, "record": TEXT, **changes})


def pictures(number: int) -> dict[str, Any]:
    """None of them has been uploaded."""
    shown = [{"alt": "", "image": BLOB}] * number
    return {"$type": "app.bsky.embed.images", "images": shown}


QUESTIONS = {
    "a session": Asked(SESSION),
    "a session without a token": Asked(SESSION, token=""),
    "a session with the wrong token": Asked(SESSION, token="refresh"),
    "a session with a forged token": Asked(SESSION, token="forged"),
    "a new session with the wrong token": Asked(REFRESH, token="access"),
    "a post": put(),
    "a post in a place that is no TID": put(rkey="my-post"),
    "a post of a kind nobody knows": put(collection="app.bsky.feed.nonsense"),
    "a post that is too long": put(record=TEXT | {"text": "a" * 301}),
    "a post of too many bytes": put(record=TEXT | {"text": "\u0301" * 1501}),
    "a post of no time": put(record=TEXT | {"createdAt": "2026-11-22 01:02"}),
    "a post in no language": put(record=TEXT | {"langs": ["Indonesia!"]}),
    "a post in four languages": put(record=TEXT | {"langs": ["id", "en", "jv", "su"]}),
    "a post with a picture that is not there": put(record=TEXT | {"embed": pictures(1)}),
    "a post with five pictures": put(record=TEXT | {"embed": pictures(5)}),
    "a post without words": put(record={"$type": POST, "createdAt": TEXT["createdAt"]}),
    "a post instead of another": put(swapRecord=CID),
    "a post of somebody else": Asked(
        PUT, {**PLACE, "record": TEXT, "repo": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}
    ),
    "a post without a token": Asked(PUT, {**PLACE, "record": TEXT}, token=""),
    "a post without a record": Asked(PUT, PLACE),
    "a deletion of nothing": Asked(DELETE, PLACE | {"rkey": "3kaaaaaaaaa2b"}),
    "a deletion at somebody else's": Asked(
        DELETE, PLACE | {"repo": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}
    ),
    "a read of nothing": Asked(GET, PLACE | {"rkey": "3kaaaaaaaaa2c"}, token=""),
    "a read of nowhere": Asked(GET, {"collection": POST}, token=""),
    "a read at somebody else's": Asked(
        GET, PLACE | {"repo": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}, token=""
    ),
    "a list": Asked(LIST, {"collection": POST, "limit": "100"}, token=""),
    "a list of none": Asked(LIST, {"collection": POST, "limit": "0"}, token=""),
    "a list that is too long": Asked(LIST, {"collection": POST, "limit": "101"}, token=""),
    "a picture": Asked(UPLOAD, data=b"\xff\xd8\xff\xe0 foto"),
    "a picture without a token": Asked(UPLOAD, data=b"\xff\xd8\xff\xe0 foto", token=""),
    "a picture without a type": Asked(UPLOAD, data=b"\xff\xd8\xff\xe0 foto", typed=False),
    "a picture of six megabytes": Asked(UPLOAD, data=b"\xff\xd8\xff\xe0" + b"0" * 6_000_000),
}


@pytest.fixture(scope="module")
def real(bluesky: Pds, office: Account) -> Server:
    return Server.signed_in(bluesky.url, office.handle, office.app_password)


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running("bluesky", tmp_path_factory.mktemp("stub")) as network:
        yield Server.signed_in(network.url, "kantor.test", "aaaa-bbbb-cccc-dddd")


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_the_stub_answers_as_the_server_does(real: Server, stub: Server, asked: Asked) -> None:
    assert stub.ask(asked) == real.ask(asked)
