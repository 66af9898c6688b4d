"""From "Sambungkan" to a connected account, on each network that lets people sign in there."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from channels import vault
from channels.facebook.login import Credentials as Page
from channels.instagram.login import Credentials as Instagram
from channels.linkedin.login import Credentials as LinkedIn
from channels.mastodon.login import Credentials as Mastodon
from channels.models import Account, AccountState, Handshake, KeptSession, NetworkApp
from channels.opening import open_channel
from channels.x.login import Credentials as X
from content.models import Event
from tests.channels.oauth.visits import Visit, said, set_up
from tests.channels.sending import Notebook, message
from tests.people import Network
from tests.stubs.running import Network as Stub
from tests.web.signed_in import browser


def visit(network: Network, kind: str) -> Visit:
    return Visit(browser(network.ada), kind)


def publish(account: Account) -> None:
    """As a process does that was just started."""
    open_channel(Account.objects.get(pk=account.pk)).publish(message(), Notebook())


def test_x_is_connected_by_signing_in(network: Network, x: Stub, settings: Settings) -> None:
    set_up(settings, "x", "x", x)
    ada = visit(network, "x")
    page = ada.found()
    assert "Akun 2001" in said(page)
    assert "@akun_2001" in said(page)
    assert not Account.objects.exists(), "nothing is connected before somebody says so"
    done = ada.choose(page, 0)
    assert "Akun @akun_2001 tersambung." in said(done)
    account = Account.objects.get()
    assert (account.office, account.remote_id) == (network.pontianak, "2001")
    assert account.connected_by == network.ada
    assert Event.objects.get(kind="account.connected").office == network.pontianak
    [token] = x.accepted("token")
    credentials = vault.unseal(account, X)
    assert credentials.user_token == token["access"]
    assert token["refresh"].encode() not in bytes(KeptSession.objects.get().sealed)
    assert not Handshake.objects.exists()
    publish(account)
    assert len(x.accepted("post")) == 1


def test_one_visit_to_meta_connects_a_page_and_its_instagram_account(
    network: Network, meta: Stub, settings: Settings
) -> None:
    set_up(settings, "facebook", "meta", meta)
    meta.set(app_secret="rahasia-aplikasi")  # the app demands its proof with every call
    ada = visit(network, "facebook")
    page = ada.found()
    assert "Kanim Contoh" in said(page)
    assert "Toko Kue" not in said(page), "this person may only look at it"
    done = ada.choose(page, 0, 1)
    assert "Akun @halaman.4001, @akun_17841400000000001 tersambung." in said(done)
    facebook, instagram = Account.objects.order_by("kind")
    assert vault.unseal(facebook, Page).access_token == "4001-halaman"
    assert vault.unseal(instagram, Instagram).user_id == "17841400000000001"
    publish(facebook)
    assert len(meta.accepted("post")) == 1


def test_the_token_of_the_person_is_not_kept(
    network: Network, meta: Stub, settings: Settings
) -> None:
    """Whoever connected it may leave: what is kept belongs to the Page."""
    set_up(settings, "facebook", "meta", meta)
    ada = visit(network, "facebook")
    ada.choose(ada.found(), 0)
    kept = vault.unseal(Account.objects.get(), Page)
    assert kept.access_token not in [token["access"] for token in meta.accepted("token")]


def test_threads_is_connected_with_a_token_of_sixty_days(
    network: Network, threads: Stub, settings: Settings
) -> None:
    set_up(settings, "threads", "threads", threads)
    ada = visit(network, "threads")
    done = ada.choose(ada.found(), 0)
    assert "Izin masuk berlaku sampai" in said(done)
    kept = KeptSession.objects.get()
    assert kept.lasts_until is not None
    assert kept.renew_at is not None
    assert 59 <= (kept.lasts_until - Account.objects.get().connected_at).days <= 60
    publish(Account.objects.get())
    assert len(threads.accepted("post")) == 1


def test_a_linkedin_page_is_chosen_among_those_one_may_post_on(
    network: Network, linkedin: Stub, settings: Settings
) -> None:
    set_up(settings, "linkedin", "linkedin", linkedin)
    ada = visit(network, "linkedin")
    page = ada.found()
    assert said(page).count('name="pilih"') == 2, "5003 may only be looked at"
    ada.choose(page, 1)
    account = Account.objects.get()
    assert vault.unseal(account, LinkedIn).organization_id == "5002"
    kept = KeptSession.objects.get()
    assert kept.lasts_until is not None
    assert kept.renew_at is None, "this app gets no refresh token, so somebody has to come back"
    publish(account)
    assert len(linkedin.accepted("post")) == 1


def test_our_app_makes_itself_known_to_a_mastodon_server_once(
    network: Network, mastodon: Stub, settings: Settings
) -> None:
    set_up(settings, "mastodon", "mastodon", mastodon)
    ada = visit(network, "mastodon")
    page = ada.found(**{"masuk-instance": "@humas@Sosial.example"})
    assert "@akun_2001@sosial.example" in said(page)
    ada.choose(page, 0)
    account = Account.objects.get()
    assert vault.unseal(account, Mastodon).host == "sosial.example"
    mastodon.set(who="2002")
    ada.choose(ada.found(**{"masuk-instance": "sosial.example"}), 0)
    assert Account.objects.count() == 2
    assert len(mastodon.accepted("app")) == 1
    [app] = NetworkApp.objects.all()
    assert mastodon.accepted("app")[0]["secret"].encode() not in bytes(app.sealed)
    publish(account)
    assert len(mastodon.accepted("post")) == 1


def test_an_app_that_the_server_has_forgotten_is_made_known_again(
    network: Network, mastodon: Stub, settings: Settings
) -> None:
    set_up(settings, "mastodon", "mastodon", mastodon)
    ada = visit(network, "mastodon")
    back = ada.back(ada.address(**{"masuk-instance": "sosial.example"}))
    mastodon.set(clients={})
    assert "menolak aplikasi Gema" in said(ada.arrive(back))
    ada.choose(ada.found(**{"masuk-instance": "sosial.example"}), 0)
    assert Account.objects.get().handle == "akun_2001@sosial.example"


@pytest.mark.parametrize("typed", ["127.0.0.1", "localhost:8000", "sosial", ""])
def test_a_server_that_nobody_may_name_is_never_called(
    network: Network, mastodon: Stub, settings: Settings, typed: str
) -> None:
    set_up(settings, "mastodon", "mastodon", mastodon)
    answer = visit(network, "mastodon").start(**{"masuk-instance": typed})
    assert 'class="notice tone-bad' in said(answer) or "Buka " not in said(answer)
    assert not Handshake.objects.exists()
    assert mastodon.accepted() == []


def test_what_was_lost_together_comes_back_together_and_nothing_unasked(
    network: Network, meta: Stub, settings: Settings
) -> None:
    set_up(settings, "facebook", "meta", meta)
    sari = Visit(browser(network.sari), "facebook")
    sari.choose(sari.found(), 0, 1)
    Account.objects.update(state=AccountState.DISCONNECTED, state_reason="login-ended")
    page = sari.found(akun=str(Account.objects.get(kind="facebook").pk))
    nothing = sari.choose(page)
    assert nothing.status_code == 422
    assert "Pilih dahulu akun yang disambungkan" in said(nothing)
    assert not Account.objects.filter(state=AccountState.CONNECTED).exists()
    assert "Akun tersambung lagi" in said(sari.choose(page, 0, 1))
    assert Account.objects.filter(state=AccountState.CONNECTED).count() == 2
