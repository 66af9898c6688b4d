"""The stubs give access as strictly as the RFCs and the networks' documentation have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from channels.oauth.declared import challenge
from tests.stubs.running import Network, running

HOME = "https://gema.test/kembali/"
VERIFIER = "v" * 64
APP = ("gema-app", "rahasia-aplikasi")
VISIT = {
    "response_type": "code",
    "client_id": "gema-app",
    "redirect_uri": HOME,
    "scope": "tweet.read offline.access",
    "state": "kata",
    "code_challenge": challenge(VERIFIER),
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("x", tmp_path_factory.mktemp("x")) as network:
        yield network


@pytest.fixture
def x(started: Network) -> Network:
    started.reset()
    started.set(clients={"gema-app": {"secret": APP[1], "redirect_uris": [HOME]}})
    return started


def decide(x: Network, decision: str = "yes", **changes: str) -> dict[str, list[str]]:
    """What comes back; nothing when nobody is sent back."""
    query = {name: value for name, value in (VISIT | changes).items() if value}
    answer = requests.post(
        f"{x.url}/i/oauth2/authorize", params=query, data={"decision": decision},
        allow_redirects=False, timeout=10,
    )  # fmt: skip
    return parse_qs(urlsplit(answer.headers.get("Location", "")).query)


def trade(
    x: Network, fields: dict[str, str], auth: tuple[str, str] | None = APP
) -> tuple[int, Any]:
    answer = requests.post(f"{x.url}/2/oauth2/token", data=fields, auth=auth, timeout=10)
    return answer.status_code, answer.json()


def with_code(code: str) -> dict[str, str]:
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": HOME}
    return given | {"code_verifier": VERIFIER}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "pendek"}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
        ({"extra": "1"}, "invalid_request"),
        ({"scope": "dm.write"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_visit_that_is_not_as_documented_is_sent_back(
    x: Network, changes: dict[str, str], error: str
) -> None:
    assert decide(x, **changes)["error"] == [error]


@pytest.mark.parametrize("changes", [{"client_id": "lain"}, {"redirect_uri": f"{HOME}x"}])
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    x: Network, changes: dict[str, str]
) -> None:
    assert decide(x, **changes) == {}


def test_who_says_no_is_sent_back_with_that(x: Network) -> None:
    assert decide(x, "no") == {"error": ["access_denied"], "state": ["kata"]}


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 64},
        {"code_verifier": "v" * 10},
        {"redirect_uri": "https://gema.test/"},
        {"code": "kode-lain"},
        {"grant_type": "password"},
        {"client_id": "gema-app"},
    ],
)
def test_a_code_is_good_only_with_what_it_was_made_for(x: Network, changes: dict[str, str]) -> None:
    [code] = decide(x)["code"]
    assert trade(x, (with_code(code) | changes))[0] == 400
    assert trade(x, with_code(code))[0] == 200


def test_a_code_is_good_once_and_for_its_app(x: Network) -> None:
    [code] = decide(x)["code"]
    assert trade(x, with_code(code), ("gema-app", "keliru"))[0] == 401
    assert trade(x, with_code(code), None)[0] == 401
    assert trade(x, with_code(code))[0] == 200
    assert trade(x, with_code(code)) == (
        400, {"error": "invalid_request", "error_description": "The code is not good"}
    )  # fmt: skip


def test_a_code_that_took_too_long_is_no_good(x: Network) -> None:
    [code] = decide(x)["code"]
    x.set(code_seconds=-1)
    assert trade(x, with_code(code))[0] == 400


def test_refresh_tokens_rotate(x: Network) -> None:
    [code] = decide(x)["code"]
    _, first = trade(x, with_code(code))
    again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    status, second = trade(x, again)
    assert status == 200
    assert second["refresh_token"] != first["refresh_token"]
    assert trade(x, again)[0] == 400
    assert trade(x, (again | {"refresh_token": second["refresh_token"]}))[0] == 200


def test_a_token_ends(x: Network) -> None:
    [code] = decide(x)["code"]
    x.set(token_seconds=-1)
    _, given = trade(x, with_code(code))
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    assert requests.get(f"{x.url}/2/users/me", headers=headers, timeout=10).status_code == 401
