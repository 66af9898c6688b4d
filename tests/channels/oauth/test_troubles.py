"""What a person reads when signing in at a network does not work out."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from channels.models import Account, Handshake
from tests.channels.oauth.visits import APP, SECRET, Visit, said, set_up
from tests.people import Network
from tests.stubs.faults import HTML
from tests.stubs.running import Network as Stub
from tests.web.signed_in import browser

TOKEN = "POST /2/oauth2/token"


@pytest.fixture
def ada(network: Network, x: Stub, settings: Settings) -> Visit:
    set_up(settings, "x", "x", x)
    return Visit(browser(network.ada), "x")


def secrets_in(text: str, x: Stub) -> list[str]:
    told = [event[name] for event in x.accepted() for name in ("code", "access", "refresh")
            if event.get(name)]  # fmt: skip
    return [one for one in (*told, SECRET) if one in text]


def test_who_says_no_reads_that_nothing_was_connected(ada: Visit) -> None:
    page = ada.arrive(ada.back(ada.address(), "no"))
    assert "Izinnya tidak diberikan" in said(page)
    assert "Masuk lewat x.com" in said(page), "and can start again right there"
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("user_cancelled_authorize", "Izinnya tidak diberikan"),
        ("temporarily_unavailable", "sedang bermasalah"),
        ("invalid_scope", "menolak aplikasi Gema"),
        ("unauthorized_scope_error", "menolak aplikasi Gema"),
        ("<script>", "tidak menerima persetujuan"),
    ],
)
def test_what_the_network_sends_back_is_told_in_words(ada: Visit, error: str, says: str) -> None:
    back = ada.back(ada.address(), "no").replace("access_denied", error)
    page = said(ada.arrive(back))
    assert says in page
    assert "<script>" not in page.replace("<script ", "")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"do": "answer", "status": 503, "body": HTML, "type": "text/html"}, "sedang bermasalah"),
        ({"do": "answer", "status": 200, "body": "[]"}, "sedang bermasalah"),
        ({"do": "answer", "status": 200, "body": {"token_type": "x"}}, "sedang bermasalah"),
        ({"do": "answer", "status": 403, "body": HTML, "type": "text/html"}, "sedang bermasalah"),
        ({"do": "answer", "status": 429, "body": {}}, "menunggu"),
        ({"do": "drop"}, "tidak dapat dihubungi"),
        ({"do": "reset", "accept": True}, "tidak dapat dihubungi"),
        ({"do": "answer", "status": 302, "headers": {"Location": "http://a.b/"}}, "bermasalah"),
    ],
)
def test_trouble_at_the_token_endpoint_is_told_in_words(
    ada: Visit, x: Stub, fault: dict[str, Any], says: str
) -> None:
    back = ada.back(ada.address())
    x.fail(fault.pop("do"), TOKEN, **fault)
    page = said(ada.arrive(back))
    assert says in page
    assert not secrets_in(page, x)
    assert not Account.objects.exists()


def test_a_code_that_took_too_long_asks_for_another_try(ada: Visit, x: Stub) -> None:
    back = ada.back(ada.address())
    x.set(code_seconds=-1)
    assert "tidak menerima persetujuan itu lagi" in said(ada.arrive(back))


def test_a_wrong_secret_is_the_operators_to_mend(ada: Visit, settings: Settings) -> None:
    back = ada.back(ada.address())
    secrets = {"x": "rahasia-yang-keliru"}
    settings.SECRETS = msgspec.structs.replace(settings.SECRETS, app_secrets=secrets)
    handshake = ada.arrive(back)
    assert "Akun 2001" in said(handshake), "the visit goes on with the app it began with"
    back = ada.back(ada.address())
    assert "menolak aplikasi Gema" in said(ada.arrive(back))


def test_an_address_that_is_not_registered_never_gets_a_code(ada: Visit, x: Stub) -> None:
    x.set(clients={APP: {"secret": SECRET, "redirect_uris": ["https://lain.test/kembali"]}})
    with pytest.raises(AssertionError, match="Invalid client or redirect_uri"):
        ada.back(ada.address())


def test_an_account_that_does_not_answer_is_not_offered(ada: Visit, x: Stub) -> None:
    back = ada.back(ada.address())
    x.fail("answer", "GET /2/users/me", status=403, body={"title": "Forbidden", "status": 403,
           "type": "https://api.x.com/2/problems/client-forbidden"})  # fmt: skip
    assert "Izin yang diberikan kepada Gema belum cukup" in said(ada.arrive(back))


def test_permissions_that_were_withheld_are_named(
    network: Network, meta: Stub, settings: Settings
) -> None:
    set_up(settings, "facebook", "meta", meta)
    meta.set(withheld=["pages_manage_posts"])
    page = Visit(browser(network.ada), "facebook").found()
    assert "Izin ini belum diberikan: pages_manage_posts." in said(page)


@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("facebook", []),
        ("facebook", [{"id": "4002", "name": "Toko", "tasks": ["ANALYZE"], "instagram": ""}]),
        ("instagram", [{"id": "4001", "name": "K", "tasks": ["CREATE_CONTENT"], "instagram": ""}]),
    ],
)
def test_who_has_nothing_to_connect_reads_what_to_look_at(
    network: Network, meta: Stub, settings: Settings, kind: str, pages: list[Any]
) -> None:
    set_up(settings, kind, "meta", meta)
    meta.set(pages=pages)
    page = Visit(browser(network.ada), kind).found()
    assert "Tidak ada yang bisa disambungkan pada akun itu" in said(page)


@pytest.mark.parametrize(
    ("kind", "provider"),
    [("x", "x"), ("facebook", "meta"), ("instagram", "meta"), ("threads", "threads"),
     ("linkedin", "linkedin")],
)  # fmt: skip
def test_without_an_app_the_page_says_who_has_to_do_what_and_offers_the_form(
    network: Network, kind: str, provider: str
) -> None:
    ada = browser(network.ada)
    page = ada.get(reverse("channels:connect"), {"kantor": "PTK", "kanal": kind})
    text = said(page)
    assert "belum disiapkan di server ini" in text
    assert f"apps.{provider} di settings.toml dan GEMA_APP_SECRET_{provider.upper()}" in text
    assert f"http://127.0.0.1:8000/kanal/sambungkan/kembali/{provider}/" in text
    assert "Periksa dan sambungkan" in text
    assert "belum disiapkan" in said(Visit(ada, kind).start())
    assert not Handshake.objects.exists()


def test_nobody_signs_in_at_a_network_that_knows_no_such_thing(network: Network) -> None:
    ada = Visit(browser(network.ada), "telegram")
    page = ada.client.get(reverse("channels:connect"), {"kantor": "PTK", "kanal": "telegram"})
    assert "Masuk lewat" not in said(page)
    assert "belum disiapkan" in said(ada.start())
    ada.kind = "tidak-ada"
    assert ada.start().status_code == 404


def test_an_account_that_is_there_already_is_not_added_twice(ada: Visit) -> None:
    ada.choose(ada.found(), 0)
    page = ada.found()
    assert "Sudah tersambung di kantor ini" in said(page)
    assert ada.choose(page, 0).status_code == 422
    elsewhere = ada.found(kantor="JAP")
    assert "Milik kantor lain" in said(elsewhere)
    assert "sudah tersambung pada kantor lain" in said(ada.choose(elsewhere, 0))
    assert Account.objects.count() == 1


def test_who_chooses_nothing_is_asked_again(ada: Visit) -> None:
    page = ada.choose(ada.found())
    assert "Pilih dahulu akun yang disambungkan" in said(page)
    ada.choose(page, 0)
    assert Account.objects.count() == 1
