"""Logins given at the network itself: kept alive, told when lost, outliving whoever gave them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from channels.models import Account, AccountState, Handshake, KeptSession
from channels.x.login import Credentials as X
from content.models import Event, Membership, Role
from scheduler import logins, notices
from scheduler.models import Cause, Delivery, Notice, State
from tests.channels.oauth.visits import Visit, said, set_up
from tests.people import Network
from tests.scheduler.over_http import call
from tests.scheduler.stage import Stage, planned
from tests.stubs.running import Network as Stub
from tests.stubs.running import running
from tests.web.signed_in import browser

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stub]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(name, tmp_path_factory.mktemp(name)))
            for name in ("linkedin", "meta")
        }


@pytest.fixture
def linkedin(others: dict[str, Stub]) -> Stub:
    others["linkedin"].reset()
    return others["linkedin"]


@pytest.fixture
def meta(others: dict[str, Stub]) -> Stub:
    others["meta"].reset()
    return others["meta"]


def signed_in(network: Network, settings: Settings, kind: str, stub: Stub) -> Account:
    """Ada has signed in at the network for Pontianak."""
    set_up(settings, kind, kind, stub)
    ada = Visit(browser(network.ada), kind)
    ada.choose(ada.found(), 0)
    return Account.objects.get(kind=kind)


def again(account: Account) -> Account:
    account.refresh_from_db()
    return account


def posts(network: Network, account: Account, at: datetime, *minutes: int) -> None:
    for minute in minutes:
        post = network.approved(at, texts={"x": f"Kabar menit {minute}."})
        [row] = planned(network, account, at=at, due=at, post=post)
        due = at + minute * MINUTE
        Delivery.objects.filter(pk=row.pk).update(
            due_at=due, run_at=due, deadline_at=due + 15 * MINUTE
        )


def states() -> list[str]:
    return list(Delivery.objects.order_by("due_at").values_list("state", flat=True))


def test_a_login_that_cannot_be_renewed_pauses_its_lane_with_one_notice_until_it_is_given_anew(
    network: Network, x: Stub, settings: Settings
) -> None:
    x.set(token_seconds=1)  # over before the first post
    account = signed_in(network, settings, "x", x)
    at = datetime.now(UTC).replace(microsecond=0)
    posts(network, account, at, 0, 1, 2)
    x.set(revoked=True)
    for minute in range(3):
        Stage().turn(at + minute * MINUTE, call)
        notices.tell(at + minute * MINUTE)
    assert again(account).state == AccountState.DISCONNECTED
    assert x.accepted("post") == []
    assert State.FAILED not in states()
    assert list(Notice.objects.values_list("cause", flat=True)) == [Cause.DISCONNECTED]
    assert Event.objects.filter(kind="account.disconnected").count() == 1

    x.set(revoked=False, token_seconds=7200)
    rina = network.rina
    Membership.objects.create(person=rina, office=network.centre, role=Role.ADMINISTRATOR)
    other = Visit(browser(rina), "x")
    done = other.choose(other.found(akun=str(account.pk)), 0)
    assert "Akun tersambung lagi" in said(done)
    assert again(account).state == AccountState.CONNECTED
    assert account.connected_by == rina
    for turn in range(3):
        Stage().turn(at + (3 + turn) * MINUTE, call)
    assert states() == [State.SENT] * 3
    assert len(x.accepted("post")) == 3


def test_somebody_elses_account_does_not_take_its_place(
    network: Network, x: Stub, settings: Settings
) -> None:
    account = signed_in(network, settings, "x", x)
    Account.objects.update(state=AccountState.DISCONNECTED, state_reason="login-ended")
    kept = bytes(KeptSession.objects.get().sealed)
    x.set(who="2002")
    page = Visit(browser(network.ada), "x").found(akun=str(account.pk))
    assert "Yang masuk tadi bukan @akun_2001" in said(page)
    assert again(account).state == AccountState.DISCONNECTED
    assert bytes(KeptSession.objects.get().sealed) == kept


def test_a_page_brings_the_instagram_account_back_that_was_lost_with_it(
    network: Network, settings: Settings, meta: Stub
) -> None:
    set_up(settings, "facebook", "meta", meta)
    ada = Visit(browser(network.ada), "facebook")
    ada.choose(ada.found(), 0, 1)
    Account.objects.update(state=AccountState.DISCONNECTED, state_reason="login-ended")
    page = Account.objects.get(kind="facebook")
    ada.choose(ada.found(akun=str(page.pk)), 0, 1)
    assert set(Account.objects.values_list("state", flat=True)) == {AccountState.CONNECTED}


def test_a_visit_for_one_account_does_not_reconnect_another(
    network: Network, settings: Settings, x: Stub
) -> None:
    account = signed_in(network, settings, "x", x)
    token = X(user_token="t")
    other = network.account("x", handle="lain", remote_id="2001-lain", credentials=token)
    ada = Visit(browser(network.ada), "x")
    ada.found(akun=str(account.pk))
    begun = Handshake.objects.get()
    page = ada.client.get(f"/kanal/{other.pk}/sambungkan-lagi/{begun.pk}/", follow=True)
    assert "Yang masuk tadi bukan @lain" in said(page)


def test_a_login_that_nobody_uses_is_kept_alive(
    network: Network, x: Stub, settings: Settings
) -> None:
    account = signed_in(network, settings, "x", x)
    now = timezone.now()
    logins.tend(now)
    assert len(x.accepted("token")) == 1, "it is too early"
    KeptSession.objects.update(renew_at=now)
    logins.tend(now)
    assert len(x.accepted("token")) == 2
    renew_at = KeptSession.objects.get().renew_at
    assert renew_at is not None
    assert renew_at > now + 6 * DAY
    assert again(account).state == AccountState.CONNECTED


def test_a_network_in_trouble_is_asked_again_later(
    network: Network, x: Stub, settings: Settings
) -> None:
    account = signed_in(network, settings, "x", x)
    now = timezone.now()
    KeptSession.objects.update(renew_at=now)
    x.fail("answer", "POST /2/oauth2/token", status=503, body={})
    logins.tend(now)
    logins.tend(now)
    assert len(x.accepted("token")) == 1
    logins.tend(now + logins.AGAIN)
    assert len(x.accepted("token")) == 2
    assert again(account).state == AccountState.CONNECTED


def test_an_idle_login_that_was_taken_back_is_told_once(
    network: Network, x: Stub, settings: Settings
) -> None:
    account = signed_in(network, settings, "x", x)
    now = timezone.now()
    x.set(revoked=True)
    for hour in range(3):
        KeptSession.objects.update(renew_at=now)
        logins.tend(now + hour * HOUR)
        notices.tell(now + hour * HOUR)
    assert again(account).state == AccountState.DISCONNECTED
    assert Event.objects.filter(kind="account.disconnected").count() == 1
    assert Notice.objects.count() == 1


def test_a_token_without_successor_is_used_to_its_end(
    network: Network, linkedin: Stub, settings: Settings
) -> None:
    """LinkedIn took the refresh token back; the token itself is good for weeks."""
    linkedin.set(partner=True)
    account = signed_in(network, settings, "linkedin", linkedin)
    now = timezone.now()
    KeptSession.objects.update(renew_at=now)
    refused = {"error": "invalid_grant", "error_description": "revoked"}
    linkedin.fail("answer", "POST /oauth/v2/accessToken", status=400, body=refused)
    logins.tend(now)
    assert again(account).state == AccountState.CONNECTED
    kept = KeptSession.objects.get()
    assert kept.lasts_until == kept.renew_at
    assert kept.lasts_until is not None
    assert 59 <= (kept.lasts_until - now).days <= 60


def test_what_an_old_login_told_says_nothing_of_the_new_one(
    network: Network, x: Stub, settings: Settings
) -> None:
    account = signed_in(network, settings, "x", x)
    old = Account.objects.get(pk=account.pk)
    ada = Visit(browser(network.ada), "x")
    ada.choose(ada.found(akun=str(account.pk)), 0)
    KeptSession.objects.update(sealed=b"")
    logins.renew(old, timezone.now())
    assert again(account).state == AccountState.CONNECTED


def test_whoever_connected_it_may_leave(network: Network, x: Stub, settings: Settings) -> None:
    account = signed_in(network, settings, "x", x)
    network.ada.memberships.all().delete()
    network.ada.is_active = False
    network.ada.save()
    at = datetime.now(UTC).replace(microsecond=0)
    KeptSession.objects.update(renew_at=at)
    logins.tend(at)
    posts(network, account, at, 0)
    Stage().turn(at, call)
    assert states() == [State.SENT]
    assert again(account).office == network.pontianak
