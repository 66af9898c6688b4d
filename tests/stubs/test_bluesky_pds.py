"""The stub of a PDS is as strict as the lexicons, and a little stricter."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.stubs.running import Network, running

TEXT = {"$type": "app.bsky.feed.post", "text": "a", "createdAt": "2026-11-22T01:02:03Z"}
FACET = {"$type": "app.bsky.richtext.facet#tag", "tag": "a"}


def facet(start: int, end: int, **feature: str) -> dict[str, Any]:
    index = {"byteStart": start, "byteEnd": end}
    return {"index": index, "features": [FACET | feature]}


@pytest.fixture(scope="module")
def bluesky(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with running("bluesky", tmp_path_factory.mktemp("bluesky")) as network:
        yield network


def signed_in(bluesky: Network) -> dict[str, Any]:
    bluesky.reset()
    words = {"identifier": "kantor.test", "password": "a"}
    address = f"{bluesky.url}/xrpc/com.atproto.server.createSession"
    session: dict[str, Any] = requests.post(address, json=words, timeout=10).json()
    return session


def put(bluesky: Network, session: dict[str, Any], **changes: Any) -> requests.Response:
    body = {
        "repo": session["did"],
        "collection": "app.bsky.feed.post",
        "rkey": "3mabcdefghijk",
        "record": TEXT,
    }
    return requests.post(
        f"{bluesky.url}/xrpc/com.atproto.repo.putRecord",
        json=body | changes,
        headers={"Authorization": f"Bearer {session['accessJwt']}"},
        timeout=10,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rkey": "my-post"}, "Invalid TID string"),
        ({"rkey": "zzzzzzzzzzzzz"}, "Invalid TID string"),
        ({"collection": "app.bsky.feed.like"}, "Lexicon not found"),
        ({"repo": "did:plc:somebodyelse"}, "Account not found"),
        ({"txet": 1}, "txet"),
        ({"record": TEXT | {"text": "a" * 301}}, "grapheme too big (maximum 300, got 301)"),
        ({"record": TEXT | {"text": "\u0301" * 1501}}, "string too big (maximum 3000, got 3002)"),
        ({"record": TEXT | {"createdAt": "2026-11-22 01:02"}}, "invalid datetime"),
        ({"record": TEXT | {"langs": ["Indonesia"]}}, "invalid language"),
        ({"record": TEXT | {"langs": ["id", "en", "jv", "su"]}}, "invalid language"),
        ({"record": TEXT | {"txet": "a"}}, "unknown field"),
        ({"record": TEXT | {"text": "#a", "facets": [facet(0, 3)]}}, "out of bounds"),
        ({"record": TEXT | {"text": "#a", "facets": [facet(1, 1)]}}, "out of bounds"),
        ({"record": TEXT | {"text": "#a", "facets": [facet(0, 2)] * 2}}, "out of bounds"),
        ({"record": TEXT | {"text": "é#a", "facets": [facet(1, 3)]}}, "cuts a letter"),
        ({"record": TEXT | {"text": "#ab", "facets": [facet(0, 3)]}}, "marks other words"),
        ({"record": TEXT | {"embed": {"$type": "x"}}}, "unknown $type"),
        (
            {"record": TEXT | {"embed": {"$type": "app.bsky.embed.images", "images": [{}] * 5}}},
            "array too big",
        ),
    ],
)
def test_a_pds_takes_only_what_the_lexicons_allow(
    bluesky: Network, changes: dict[str, Any], said: str
) -> None:
    answer = put(bluesky, signed_in(bluesky), **changes)
    assert answer.status_code in {400, 403}
    assert said in answer.json()["message"]
    assert bluesky.accepted("post") == []


def test_a_pds_takes_the_same_record_twice_and_another_only_when_asked(bluesky: Network) -> None:
    session, other = signed_in(bluesky), TEXT | {"text": "b"}
    first = put(bluesky, session, swapRecord=None).json()
    assert put(bluesky, session, swapRecord=None).json()["cid"] == first["cid"]
    refused = put(bluesky, session, swapRecord=None, record=other)
    assert (refused.status_code, refused.json()["error"]) == (400, "InvalidSwap")
    assert put(bluesky, session, record=other).status_code == 200
    assert len(bluesky.accepted("post")) == 2


def test_a_pds_knows_its_own_tokens_only(bluesky: Network) -> None:
    session = signed_in(bluesky)
    refresh = session | {"accessJwt": session["refreshJwt"]}
    forged = session | {"accessJwt": session["accessJwt"][:-2] + "xx"}
    for wrong in (refresh, forged):
        answer = put(bluesky, wrong)
        assert (answer.status_code, answer.json()["error"]) == (400, "InvalidToken")
