"""Signing in, rarely; and what a check says of an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotSent,
    Reason,
    Refused,
)
from channels.bluesky.adapter import Bluesky
from channels.bluesky.login import Credentials
from channels.keeping import ForNow
from tests.channels.on_bluesky import CENTRE, ME, MY_DID, PAGE, PUT, at, said
from tests.channels.sending import (
    Notebook,
    message,
    now,
    outcome,
    wire_to,
)
from tests.stubs.faults import QUICK_LOSS
from tests.stubs.running import Network


def signed_in(network: Network) -> int:
    return len(network.accepted("session"))


def test_one_session_serves_many_calls_and_many_processes(bluesky: Network) -> None:
    keeper = ForNow()
    for number in range(40):  # a PDS takes 30 in five minutes
        at(bluesky, keeper=keeper).publish(message(f"Nomor {number}"), Notebook())
    assert signed_in(bluesky) == 1
    assert len(bluesky.accepted("post")) == 40


def test_signing_in_too_often_waits_for_the_reset(bluesky: Network) -> None:
    for _ in range(30):
        at(bluesky).check()
    error = outcome(at(bluesky), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert not error.whole_app
    assert error.again_at is not None
    assert timedelta(minutes=4) < error.again_at - now() < timedelta(minutes=6)


def test_a_session_is_refreshed_before_it_ends(bluesky: Network) -> None:
    keeper = ForNow()
    bluesky.set(access_seconds=200)  # less than a call may take
    at(bluesky, keeper=keeper).publish(message("Satu"), Notebook())
    bluesky.set(access_seconds=7200)
    for text in ("Dua", "Tiga"):
        at(bluesky, keeper=keeper).publish(message(text), Notebook())
    assert signed_in(bluesky) == 1
    assert len(bluesky.accepted("refresh")) == 1


@pytest.mark.parametrize(
    "answer",
    [
        said(400, "ExpiredToken", "Token has expired"),
        said(400, "InvalidToken", "Token could not be verified"),
        said(401, "AuthMissing", "Authentication Required"),
        {"status": 401, **PAGE},
    ],
    ids=["expired", "invalid", "missing", "a page"],
)
def test_a_token_that_is_not_taken_is_replaced_and_the_call_made_once_more(
    bluesky: Network, answer: dict[str, Any]
) -> None:
    bluesky.fail("answer", PUT, **answer)
    at(bluesky).publish(message(), Notebook())
    assert len(bluesky.accepted("post")) == 1
    assert (signed_in(bluesky), len(bluesky.accepted("refresh"))) == (1, 1)


def test_a_fresh_token_that_is_not_taken_either_disconnects(bluesky: Network) -> None:
    bluesky.fail("answer", PUT, **said(400, "InvalidToken"), times=9)
    error = outcome(at(bluesky), message(), Notebook())
    assert isinstance(error, Disconnected)
    assert error.reason is Reason.LOGIN_ENDED
    assert len(bluesky.accepted("session", "refresh")) == 2, "no loop of sign-ins"


def test_a_refresh_token_that_is_used_up_falls_back_on_the_password(bluesky: Network) -> None:
    keeper = ForNow()
    at(bluesky, keeper=keeper).publish(message("Satu"), Notebook())
    bluesky.fail("answer", "refreshSession", **said(400, "ExpiredToken", "Token has been revoked"))
    bluesky.fail("answer", PUT, **said(400, "ExpiredToken"))
    at(bluesky, keeper=keeper).publish(message("Dua"), Notebook())
    assert signed_in(bluesky) == 2


def test_a_withdrawn_app_password_disconnects_once_its_token_has_run_out(bluesky: Network) -> None:
    keeper = ForNow()
    at(bluesky, keeper=keeper).publish(message("Satu"), Notebook())
    bluesky.set(revoked=True)
    bluesky.fail("answer", PUT, **said(400, "ExpiredToken"))
    error = outcome(at(bluesky, keeper=keeper), message("Dua"), Notebook())
    assert isinstance(error, Disconnected)
    assert error.reason is Reason.LOGIN_ENDED


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_a_lost_refresh_is_no_lost_login(bluesky: Network, loss: str) -> None:
    keeper, notebook = ForNow(), Notebook()
    bluesky.set(access_seconds=1)
    at(bluesky, keeper=keeper).check()
    bluesky.set(access_seconds=7200)
    bluesky.fail(match="refreshSession", **QUICK_LOSS[loss])
    assert isinstance(outcome(at(bluesky, keeper=keeper), message(), notebook), NotSent)
    at(bluesky, keeper=keeper).publish(message(), notebook)
    assert len(bluesky.accepted("post")) == 1


def test_a_session_of_other_credentials_is_not_used(bluesky: Network) -> None:
    keeper = ForNow()
    at(bluesky, CENTRE, keeper=keeper).publish(message("Dari pusat"), Notebook())
    receipt = at(bluesky, ME, keeper=keeper).publish(message("Dari kantor"), Notebook())
    assert receipt.remote_id.startswith(f"at://{MY_DID}/")


def test_checking_says_whose_account_it_is(bluesky: Network) -> None:
    bluesky.set(name="Kantor Imigrasi Contoh")
    profile = at(bluesky).check()
    assert (profile.remote_id, profile.handle) == (MY_DID, "kantor.bsky.social")
    assert profile.name == "Kantor Imigrasi Contoh"
    assert profile.url == "https://bsky.app/profile/kantor.bsky.social"


def test_an_account_without_a_name_is_called_by_its_handle(bluesky: Network) -> None:
    assert at(bluesky).check().name == "kantor.bsky.social"


def test_an_account_whose_handle_leads_nowhere_is_known_by_its_did(bluesky: Network) -> None:
    bluesky.set(handle="handle.invalid")
    profile = at(bluesky).check()
    assert (profile.handle, profile.url) == ("", f"https://bsky.app/profile/{MY_DID}")


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"revoked": True}, Reason.LOGIN_ENDED),
        ({"status": "takendown"}, Reason.ACCOUNT_RESTRICTED),
        ({"status": "deactivated"}, Reason.ACCOUNT_RESTRICTED),
        ({"two_factor": True}, Reason.MAIN_PASSWORD),
        ({"main_password": True}, Reason.MAIN_PASSWORD),
    ],
    ids=lambda value: str(value),
)
def test_checking_says_what_is_missing(
    bluesky: Network, setting: dict[str, Any], reason: Reason
) -> None:
    bluesky.set(**setting)
    with pytest.raises(DeliveryError) as caught:
        at(bluesky).check()
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, **PAGE},
        {"status": 404, **PAGE},
        {"status": 302, "headers": {"Location": "https://elsewhere.example"}},
        {"status": 200, "body": {"ok": True}},
        said(501, "MethodNotImplemented"),
    ],
    ids=["a page", "nothing", "a redirect", "another API", "no such method"],
)
def test_a_password_is_not_told_to_a_server_that_is_no_pds(
    bluesky: Network, answer: dict[str, Any]
) -> None:
    bluesky.fail("answer", "describeServer", **answer)
    with pytest.raises(Refused) as caught:
        at(bluesky).check()
    assert caught.value.reason is Reason.NO_SUCH_ACCOUNT
    assert signed_in(bluesky) == 0


@pytest.mark.parametrize(
    ("handle", "pds"),
    [
        ("kantor", ""),
        ("kantor@contoh.go.id", ""),
        ("kantor imigrasi.bsky.social", ""),
        ("kantor.bsky.social", "http://pds.contoh.go.id"),
        ("kantor.bsky.social", "https://pds.contoh.go.id/xrpc"),
        ("kantor.bsky.social", "https://orang:sandi@pds.contoh.go.id"),
    ],
)
def test_what_cannot_be_right_is_explained_in_the_form(handle: str, pds: str) -> None:
    with pytest.raises(ValueError, match="berbentuk seperti"):
        Credentials(handle, "aaaa-bbbb-cccc-dddd", pds)


def test_a_server_inside_our_own_network_is_not_called() -> None:
    inside = Credentials("kantor.bsky.social", "aaaa-bbbb-cccc-dddd", "https://127.0.0.1:8443")
    with pytest.raises(NotSent) as caught:
        Bluesky(inside, wire_to()).check()
    assert caught.value.reason is Reason.ADDRESS_REFUSED


def test_a_server_may_be_written_as_people_do() -> None:
    for typed in ("PDS.contoh.go.id", " https://pds.contoh.go.id/ "):
        written = Credentials("kantor.contoh.go.id", "aaaa", typed)
        assert written.server == "https://pds.contoh.go.id"
    assert Credentials("kantor.bsky.social", "aaaa").server == "https://bsky.social"


def test_tokens_are_cut_out_of_what_the_network_says(bluesky: Network) -> None:
    keeper = ForNow()
    posting = at(bluesky, keeper=keeper)
    posting.check()
    access = keeper.kept()["access"]
    bluesky.fail("answer", PUT, **said(400, "InvalidRequest", f"{access} is no good"))
    error = outcome(posting, message(), Notebook())
    assert "is no good" in str(error)
    assert access[:20] not in str(error)
