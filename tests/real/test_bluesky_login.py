"""Signing in to Bluesky's own server: what it grants, limits and withdraws."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from channels.base import Disconnected, NotSent, Reason, Refused, Unconfirmed
from channels.bluesky.adapter import Bluesky
from channels.bluesky.login import Credentials
from channels.keeping import ForNow
from tests.channels.sending import Notebook, now, trace
from tests.real.on_bluesky import Desk, fresh
from tests.real.pds_server import Account, Pds
from tests.real.site_server import Site

ALMOST_ENDED = timedelta(hours=2)
LONG_AFTER = timedelta(days=91)


def with_login(pds: Pds, login: Credentials) -> Bluesky:
    return Bluesky(login, replace(pds.door.wire(), keeper=ForNow()))


@pytest.fixture
def desk(bluesky: Pds, request: pytest.FixtureRequest) -> Desk:
    """An account of this test alone: its limits and its fate touch nobody else."""
    handle = f"uji-{abs(hash(request.node.name)) % 10**8}.test"
    return Desk(bluesky, bluesky.open_account(handle))


def test_a_harmless_read_proves_the_connection(desk: Desk) -> None:
    profile = desk.adapter().check()
    assert (profile.remote_id, profile.handle) == (desk.account.did, desk.account.handle)
    assert desk.pds.records(desk.account) == []


def test_the_main_password_is_not_taken(bluesky: Pds, office: Account) -> None:
    with pytest.raises(Refused) as refused:
        with_login(bluesky, office.login(bluesky.door, office.main_password)).check()
    assert refused.value.reason is Reason.MAIN_PASSWORD


@pytest.mark.parametrize("password", ["abcd-efgh-ijkl-mnop", "bukan kata sandi"])
def test_a_wrong_password_is_no_login(bluesky: Pds, desk: Desk, password: str) -> None:
    with pytest.raises(Disconnected) as ended:
        with_login(bluesky, desk.account.login(bluesky.door, password)).check()
    assert ended.value.reason is Reason.LOGIN_ENDED
    assert password not in str(ended.value)


def test_a_handle_that_nobody_has_is_no_login(bluesky: Pds) -> None:
    login = Credentials("tidak-ada.test", "abcd-efgh-ijkl-mnop", pds=bluesky.door.url)
    with pytest.raises(Disconnected):
        with_login(bluesky, login).check()


def test_a_website_is_not_taken_for_a_server_of_bluesky(
    bluesky: Pds, office: Account, wordpress: Site
) -> None:
    """And it is not told the password."""
    with pytest.raises(Refused) as refused:
        Bluesky(office.login(wordpress.door), wordpress.door.wire()).check()
    assert refused.value.reason is Reason.NO_SUCH_ACCOUNT


def test_a_session_is_kept_and_renewed_before_it_ends(desk: Desk) -> None:
    desk.adapter().publish(fresh(), Notebook())
    first = dict(desk.keeper.kept())
    desk.adapter().publish(fresh(), Notebook())
    assert desk.keeper.kept() == first
    desk.adapter(ALMOST_ENDED).publish(fresh(), Notebook())
    second = desk.keeper.kept()
    assert second["refresh"] != first["refresh"]
    assert len(desk.pds.records(desk.account)) == 3


def test_a_token_that_the_server_does_not_know_is_replaced(desk: Desk) -> None:
    desk.adapter().publish(fresh(), Notebook())
    kept = desk.keeper.kept()
    head, claims, signature = kept["access"].split(".")
    forged = {**kept, "access": f"{head}.{claims}.{signature[::-1]}"}
    desk.keeper.renew(kept, lambda: forged)
    desk.adapter().publish(fresh(), Notebook())
    assert len(desk.pds.records(desk.account)) == 2


def test_a_withdrawn_password_ends_the_connection(desk: Desk) -> None:
    desk.adapter().publish(fresh(), Notebook())
    desk.pds.ask("com.atproto.server.revokeAppPassword", {"name": "Gema"}, desk.account.access)
    with pytest.raises(Disconnected) as ended:
        desk.adapter(ALMOST_ENDED).publish(fresh(), Notebook())
    assert ended.value.reason is Reason.LOGIN_ENDED
    assert len(desk.pds.records(desk.account)) == 1


def test_an_account_that_was_switched_off_says_so_and_nothing_is_taken_for_gone(
    desk: Desk,
) -> None:
    sent, notebook, begun = fresh(), Notebook(), now()
    desk.adapter().publish(sent, notebook)
    desk.pds.ask("com.atproto.server.deactivateAccount", {}, desk.account.access)
    for call in (desk.adapter().check, lambda: desk.adapter().publish(fresh(), Notebook())):
        with pytest.raises(Disconnected) as ended:
            call()
        assert ended.value.reason is Reason.ACCOUNT_RESTRICTED
    for noted in (notebook.noted, {}):
        with pytest.raises(Unconfirmed):
            desk.adapter().look(trace(sent, begun, noted))
    assert len(desk.pds.records(desk.account)) == 1


def test_signing_in_too_often_waits_until_the_server_says(bluesky: Pds, desk: Desk) -> None:
    login = desk.account.login(bluesky.door)
    for _ in range(30):
        with_login(bluesky, login)._client.whoami()
    with pytest.raises(NotSent) as put_off:
        with_login(bluesky, login).publish(fresh(), Notebook())
    assert put_off.value.reason is Reason.RATE_LIMITED
    assert put_off.value.whole_account
    assert not put_off.value.whole_app
    assert put_off.value.again_at is not None
    wait = put_off.value.again_at - now()
    assert timedelta(minutes=4) < wait <= timedelta(minutes=5, seconds=2)
