"""Connecting a Mastodon account: the server that was typed, and what its token may do."""

from __future__ import annotations

from typing import Any

import pytest

from channels.base import Disconnected, NotSent, Reason, Refused
from channels.guarded import Guard
from channels.http import Wire
from channels.mastodon.adapter import Mastodon
from channels.mastodon.login import Credentials
from tests.channels.on_mastodon import PONTIANAK, mastodon_at
from tests.channels.sending import Notebook, message, now, outcome
from tests.stubs.faults import HTML
from tests.stubs.running import Network


def test_checking_says_whose_account_it_is_and_on_which_server(mastodon: Network) -> None:
    profile = mastodon_at(mastodon).check()
    assert profile.remote_id == "2001@sosial.example"
    assert profile.handle == "akun_2001@sosial.example"
    assert profile.url == "https://sosial.example/@akun_2001"
    assert profile.name == "Akun 2001"


def test_checking_names_what_the_token_may_not_do(mastodon: Network) -> None:
    mastodon.set(scopes=["read", "write:statuses"])
    with pytest.raises(Disconnected) as caught:
        mastodon_at(mastodon).check()
    assert caught.value.reason is Reason.PERMISSION_MISSING
    assert caught.value.detail == "missing: write:media"


@pytest.mark.parametrize("scopes", [["read", "write"], ["read:accounts", "read:statuses", "write"]])
def test_a_wider_permission_contains_the_narrow_one(mastodon: Network, scopes: list[str]) -> None:
    mastodon.set(scopes=scopes)
    assert mastodon_at(mastodon).check().handle


@pytest.mark.parametrize("answer", [{"status": 404, "body": {"error": "Not Found"}}, {"body": {}}])
def test_a_server_that_does_not_tell_permissions_is_believed(
    mastodon: Network, answer: dict[str, Any]
) -> None:
    mastodon.fail("answer", "GET /api/v1/apps", **answer)
    assert mastodon_at(mastodon).check().handle


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404, "body": HTML, "type": "text/html"},
        {"status": 404, "body": {"error": "Not Found"}},
        {"status": 200, "body": HTML, "type": "text/html"},
        {"status": 301, "headers": {"Location": "https://lain.example/"}},
    ],
    ids=["no page", "no such call", "a page", "moved"],
)
def test_an_address_of_something_else_is_named_as_such(
    mastodon: Network, answer: dict[str, Any]
) -> None:
    mastodon.fail("answer", "GET", **answer)
    with pytest.raises(Refused) as caught:
        mastodon_at(mastodon).check()
    assert caught.value.reason is Reason.WRONG_SERVER


def test_a_server_that_is_ill_is_not_called_a_wrong_one(mastodon: Network) -> None:
    mastodon.fail("answer", "GET", status=502, body=HTML, type="text/html")
    with pytest.raises(NotSent) as caught:
        mastodon_at(mastodon).check()
    assert caught.value.reason is Reason.NETWORK_TROUBLE


@pytest.mark.parametrize(
    "typed",
    [
        "sosial.example",
        " Sosial.Example/ ",
        "https://sosial.example",
        "http://sosial.example/",
        "https://sosial.example/@humas",
        "@humas@sosial.example",
        "humas@sosial.example",
    ],
)
def test_a_server_is_understood_however_it_is_typed(typed: str) -> None:
    assert Credentials(typed, "t").origin == "https://sosial.example"


@pytest.mark.parametrize(
    "typed", ["", "mastodon", "sosial.example/web", "2130706433", "127.1", "sosial example", "@"]
)
def test_what_is_no_server_is_explained_in_the_form(typed: str) -> None:
    with pytest.raises(ValueError, match="misalnya mastodon"):
        Credentials(typed, "t")


def test_a_server_inside_our_own_network_is_not_called() -> None:
    inwards = Wire(now=now, guard=Guard(resolve=lambda host, port: ["10.0.0.7"]))
    error = outcome(Mastodon(PONTIANAK, inwards), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED
