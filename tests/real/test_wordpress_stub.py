"""The stub of WordPress answers what a WordPress answers: the same questions to both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth

from tests.channels.sending import jpeg
from tests.real.site_server import Site
from tests.stubs.running import Network, running

WORDS = {"title": "Tanya jawab", "content": "Isi.", "status": "draft"}
PICTURE = {"file": ("foto.jpg", jpeg(64, 48), "image/jpeg")}


@dataclass(frozen=True, slots=True)
class Asked:
    """``{id}`` in the route is a draft of our own, ``{gone}`` a post in the trash."""

    method: str
    route: str
    how: Mapping[str, Any] = field(default_factory=dict)
    signed_in: bool = True
    password: str = ""


QUESTIONS = {
    "the site": Asked("GET", "/"),
    "who we are": Asked("GET", "/wp/v2/users/me", {"params": {"context": "edit"}}),
    "who nobody is": Asked("GET", "/wp/v2/users/me", signed_in=False),
    "a wrong password": Asked("GET", "/wp/v2/users/me", password="salah"),
    "all posts": Asked("GET", "/wp/v2/posts", {"params": {"status": "any"}}),
    "all posts for nobody": Asked(
        "GET", "/wp/v2/posts", {"params": {"status": "any"}}, signed_in=False
    ),
    "posts of no status": Asked("GET", "/wp/v2/posts", {"params": {"status": "lain"}}),
    "too many posts": Asked("GET", "/wp/v2/posts", {"params": {"per_page": "101"}}),
    "a draft": Asked("GET", "/wp/v2/posts/{id}"),
    "a draft for nobody": Asked("GET", "/wp/v2/posts/{id}", signed_in=False),
    "a draft to edit": Asked("GET", "/wp/v2/posts/{id}", {"params": {"context": "edit"}}),
    "no post": Asked("GET", "/wp/v2/posts/999999"),
    "a new draft": Asked("POST", "/wp/v2/posts", {"json": WORDS}),
    "a new post by nobody": Asked("POST", "/wp/v2/posts", {"json": WORDS}, signed_in=False),
    "a new post without words": Asked("POST", "/wp/v2/posts", {"json": {"status": "draft"}}),
    "a new post of no status": Asked("POST", "/wp/v2/posts", {"json": WORDS | {"status": "lain"}}),
    "half an object": Asked(
        "POST",
        "/wp/v2/posts",
        {"data": b'{"title": "a', "headers": {"Content-Type": "application/json"}},
    ),
    "a change": Asked("POST", "/wp/v2/posts/{id}", {"json": {"content": "Lain."}}),
    "a change of no post": Asked("POST", "/wp/v2/posts/999999", {"json": WORDS}),
    "a change by nobody": Asked("POST", "/wp/v2/posts/{id}", {"json": WORDS}, signed_in=False),
    "a picture that is not there": Asked(
        "POST", "/wp/v2/posts/{id}", {"json": {"featured_media": 999999}}
    ),
    "the trash of the trash": Asked("DELETE", "/wp/v2/posts/{gone}"),
    "no post to the trash": Asked("DELETE", "/wp/v2/posts/999999"),
    "a deletion by nobody": Asked("DELETE", "/wp/v2/posts/{id}", signed_in=False),
    "a picture": Asked("POST", "/wp/v2/media", {"files": PICTURE, "data": {"post": "{id}"}}),
    "a picture by nobody": Asked(
        "POST", "/wp/v2/media", {"files": PICTURE, "data": {"post": "{id}"}}, signed_in=False
    ),
    "what is no picture": Asked(
        "POST",
        "/wp/v2/media",
        {"files": {"file": ("a.jpg", b"%PDF-1.7", "image/jpeg")}, "data": {"post": "{id}"}},
    ),
    "words of no picture": Asked("POST", "/wp/v2/media/999999", {"json": {"alt_text": "a"}}),
    "a tag": Asked("POST", "/wp/v2/tags", {"json": {"name": "paspor-uji"}}),
    "a tag that is there": Asked("POST", "/wp/v2/tags", {"json": {"name": "ada"}}),
    "something else": Asked("GET", "/wp/v2/tidak-ada"),
}


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    host: str
    password: str
    posts: Mapping[str, str]

    @classmethod
    def made(cls, url: str, host: str, password: str) -> Server:
        empty = cls(url, host, password, {})
        begun, gone = (empty._begun() for _ in range(2))
        empty._call(Asked("DELETE", f"/wp/v2/posts/{gone}"))
        empty._call(Asked("POST", "/wp/v2/tags", {"json": {"name": "ada"}}))
        return cls(url, host, password, {"id": str(begun), "gone": str(gone)})

    def ask(self, asked: Asked) -> tuple[int, str]:
        said = self._call(asked)
        return said.status_code, "" if said.ok else str(said.json().get("code"))

    def _begun(self) -> int:
        return int(self._call(Asked("POST", "/wp/v2/posts", {"json": WORDS})).json()["id"])

    def _call(self, asked: Asked) -> requests.Response:
        how = dict(asked.how)
        if "files" in how:
            how["data"] = {"post": self.posts["id"]}
        login = HTTPBasicAuth("humas", asked.password or self.password) if asked.signed_in else None
        return requests.request(
            asked.method,
            f"{self.url}/wp-json{asked.route.format(**self.posts)}",
            auth=login,
            timeout=60,
            headers={"Host": self.host, "Accept": "application/json", **how.pop("headers", {})},
            **how,
        )


@pytest.fixture(scope="module")
def real(wordpress: Site) -> Server:
    return Server.made(wordpress.url, wordpress.door.spot, wordpress.passwords["humas"])


@pytest.fixture(scope="module")
def stubbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Network, Server]]:
    with running("wordpress", tmp_path_factory.mktemp("stub")) as network:
        yield network, Server.made(network.url, "situs.example", "abcd")


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_the_stub_answers_as_the_site_does(
    real: Server, stubbed: tuple[Network, Server], asked: Asked
) -> None:
    network, stub = stubbed
    network.set(revoked=bool(asked.password))
    assert stub.ask(asked) == real.ask(asked)
    network.set(revoked=False)
