"""Connecting a Telegram channel: which one, what the bot may do there, and a token nobody sees."""

from __future__ import annotations

import logging

import pytest

from channels.base import Disconnected, Reason
from channels.telegram.adapter import Telegram
from channels.telegram.client import Credentials
from channels.telegram.remote import chat_of
from tests.channels.on_telegram import OURS, PRIVATE, PUBLIC_CALL, TOKEN, at, said
from tests.channels.sending import Notebook, message, outcome, wire_to_nowhere
from tests.stubs.running import Network


def test_checking_says_which_channel_it_is(telegram: Network) -> None:
    profile = at(telegram).check()
    assert (profile.remote_id, profile.handle) == ("-1001001", "imigrasi_contoh")
    assert (profile.name, profile.url) == ("Imigrasi Contoh", "https://t.me/imigrasi_contoh")
    private = at(telegram, PRIVATE).check()
    assert (private.remote_id, private.handle, private.url) == ("-1001003", "", "")
    assert telegram.accepted() == []


@pytest.mark.parametrize("rights", ["none", "member", "away", "kicked"])
def test_checking_says_that_the_bot_may_not_post(telegram: Network, rights: str) -> None:
    telegram.set(rights=rights)
    with pytest.raises(Disconnected) as caught:
        at(telegram).check()
    assert caught.value.reason is Reason.NOT_ADMIN
    assert isinstance(outcome(at(telegram), message(), Notebook()), Disconnected)


def test_the_missing_right_is_named(telegram: Network) -> None:
    telegram.set(rights="none")
    with pytest.raises(Disconnected, match="can_post_messages"):
        at(telegram).check()


@pytest.mark.parametrize("channel", ["@tidak_ada", "@grup_contoh"])
def test_checking_says_that_there_is_no_such_channel(telegram: Network, channel: str) -> None:
    with pytest.raises(Disconnected) as caught:
        at(telegram, Credentials(TOKEN, channel)).check()
    assert caught.value.reason is Reason.NO_SUCH_ACCOUNT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@imigrasi_contoh", "@imigrasi_contoh"),
        ("imigrasi_contoh", "@imigrasi_contoh"),
        (" https://t.me/imigrasi_contoh ", "@imigrasi_contoh"),
        ("t.me/imigrasi_contoh/17", "@imigrasi_contoh"),
        ("https://telegram.me/s/imigrasi_contoh?before=9", "@imigrasi_contoh"),
        ("-1001234567890", "-1001234567890"),
        ("https://t.me/c/1234567890/17", "-1001234567890"),
        ("https://t.me/+AbCdEf123", None),
        ("https://t.me/joinchat/AbCdEf123", None),
        ("https://imigrasi.go.id", None),
        ("@a/b", None),
        ("1234567890", None),
        ("", None),
    ],
)
def test_a_channel_may_be_named_as_people_name_it(typed: str, meant: str | None) -> None:
    assert chat_of(typed) == meant


@pytest.mark.parametrize(
    ("token", "channel", "words"),
    [
        ("2001", "@imigrasi_contoh", "Token bot berbentuk"),
        ("2001:a/../b", "@imigrasi_contoh", "Token bot berbentuk"),
        ("2001:abc", "https://t.me/+undangan", "Tautan undangan tidak bisa"),
    ],
)
def test_a_form_that_cannot_be_right_is_explained_without_repeating_the_token(
    token: str, channel: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        Credentials(token, channel)
    assert token not in str(caught.value)


def test_the_token_is_in_no_error_and_no_log(
    telegram: Network, caplog: pytest.LogCaptureFixture
) -> None:
    """It stands in every address, and Telegram or a gate may repeat it."""
    assert TOKEN not in repr(OURS)
    echo = said(400, f"Bad Request: https://api.telegram.org/bot{TOKEN}/sendMessage or {TOKEN}")
    telegram.fail("answer", PUBLIC_CALL, **echo)
    telegram.fail("answer", PUBLIC_CALL, status=500, body=f"/bot{TOKEN}/sendMessage")
    telegram.fail("drop", PUBLIC_CALL)
    with caplog.at_level(logging.DEBUG):
        errors = [outcome(at(telegram), message(), Notebook()) for _ in range(3)]
        errors.append(outcome(Telegram(OURS, wire_to_nowhere()), message(), Notebook()))
    assert TOKEN not in caplog.text
    for error in errors:
        assert error is not None
        assert "2001:" not in f"{error} {error!r} {error.__cause__} {error.__context__}"
