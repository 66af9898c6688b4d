"""Giving access at a network, on a phone: from "Sambungkan akun" there and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import msgspec
import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from channels.models import Account, AccountState
from tests.browser.axe import check_axe
from tests.channels.oauth.visits import set_up
from tests.people import Network, build
from tests.stubs.running import Network as Stub
from tests.stubs.running import running

pytestmark = pytest.mark.django_db(transaction=True)


INVITE = "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOpQrStUvWxYz"


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Stub]]:
    """One stub of each kind, started when it is asked for."""
    with ExitStack() as stack:
        started: dict[str, Stub] = {}

        def stub(name: str) -> Stub:
            if name not in started:
                folder = tmp_path_factory.mktemp(name)
                started[name] = stack.enter_context(running(name, folder))
            started[name].reset()
            return started[name]

        yield stub


@pytest.fixture
def house(live_server: LiveServer, settings: Settings) -> str:
    """Where this Gema is to be found, as its settings say."""
    address = live_server.url.replace("localhost", "127.0.0.1")
    site = msgspec.structs.replace(settings.GEMA.site, address=address)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, site=site)
    return address


def signed_in(page: Page, house: str, who: str = "ada") -> Network:
    network = build()
    client = Client()
    client.force_login(getattr(network, who), "django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": house}])
    return network


def choose(page: Page, house: str, label: str) -> None:
    page.goto(f"{house}/kanal/sambungkan/")
    page.get_by_label("Kantor", exact=True).select_option("PTK")
    page.get_by_text(label, exact=True).click()
    page.get_by_role("button", name="Lanjut").click()


def go(page: Page) -> None:
    """Through the last page of ours to the first of theirs."""
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sekarang ke")
    check(page)
    page.get_by_role("link", name="Buka ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gema meminta izin")


def check(page: Page) -> None:
    check_axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide, "something sticks out"


def test_a_writer_connects_her_offices_channel_on_a_phone(phone: Page, house: str) -> None:
    network = signed_in(phone, house, "sari")
    phone.goto(f"{house}/kanal/")
    phone.get_by_role("link", name="Sambungkan akun").click()
    expect(phone.get_by_label("Kantor", exact=True)).to_have_count(0)
    check(phone)
    phone.get_by_role("link", name="Saluran WhatsApp").click()
    check(phone)
    phone.get_by_label("Nama saluran").fill("Humas Contoh")
    phone.get_by_label("Tautan saluran").fill(INVITE)
    phone.get_by_role("button", name="Periksa dan sambungkan").click()
    expect(phone.get_by_text("Akun Humas Contoh tersambung.")).to_be_visible()
    check(phone)
    expect(phone.get_by_text("menyambungkan akun")).to_be_visible()
    box = phone.get_by_role("link", name=INVITE).bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390, "a long address is broken into lines"
    phone.get_by_role("link", name="Berhenti memakai akun ini").click()
    phone.get_by_role("button", name="Berhenti memakai").click()
    expect(phone.get_by_text("Akun ini tidak dipakai lagi")).to_be_visible()
    account = Account.objects.get()
    assert (account.office, account.state) == (network.pontianak, AccountState.RETIRED)


def test_x_there_and_back(
    phone: Page, house: str, stubs: Callable[[str], Stub], settings: Settings
) -> None:
    signed_in(phone, house)
    set_up(settings, "x", "x", stubs("x"))
    choose(phone, house, "X")
    check(phone)
    go(phone)
    phone.get_by_role("button", name="Authorize app").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Akun ini yang disambungkan?")
    assert "state=" not in phone.url
    assert "code=" not in phone.url
    expect(phone.get_by_role("checkbox", name="Akun 2001")).to_be_checked()
    check(phone)
    phone.get_by_role("button", name="Sambungkan").click()
    expect(phone.get_by_text("Akun @akun_2001 tersambung.")).to_be_visible()
    assert Account.objects.get().handle == "akun_2001"
    phone.go_back()
    expect(phone.get_by_text("Tautan ini tidak berlaku")).to_be_visible()
    assert Account.objects.count() == 1, "the way back is used up"


def test_a_page_and_its_instagram_account(
    phone: Page,
    house: str,
    stubs: Callable[[str], Stub],
    settings: Settings,
    complaints: list[str],
) -> None:
    signed_in(phone, house)
    set_up(settings, "facebook", "meta", stubs("meta"))
    choose(phone, house, "Halaman Facebook")
    go(phone)
    phone.get_by_role("button", name="Authorize app").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Akun mana yang disambungkan?")
    check(phone)
    phone.get_by_role("button", name="Sambungkan").click()
    expect(phone.get_by_role("alert")).to_contain_text("Pilih dahulu")
    complaints.clear()  # that the answer was a 422
    phone.get_by_role("checkbox", name="Kanim Contoh · Halaman Facebook").check()
    phone.get_by_role("checkbox", name="@akun_17841400000000001").check()
    phone.get_by_role("button", name="Sambungkan").click()
    expect(phone.get_by_text("tersambung.")).to_be_visible()
    assert {a.kind for a in Account.objects.all()} == {"facebook", "instagram"}


def test_a_mastodon_server_that_is_named_without_javascript(
    open_context: Callable[..., BrowserContext],
    house: str,
    stubs: Callable[[str], Stub],
    settings: Settings,
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    signed_in(page, house)
    set_up(settings, "mastodon", "mastodon", stubs("mastodon"))
    choose(page, house, "Mastodon")
    page.get_by_label("Server").first.fill("@humas@sosial.example")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("link", name="Buka ").click()
    page.get_by_role("button", name="Authorize app").click()
    page.get_by_role("button", name="Sambungkan").click()
    expect(page.get_by_text("Akun @akun_2001@sosial.example tersambung.")).to_be_visible()


def test_who_says_no_is_back_where_he_began(
    page: Page, house: str, stubs: Callable[[str], Stub], settings: Settings
) -> None:
    signed_in(page, house)
    set_up(settings, "x", "x", stubs("x"))
    choose(page, house, "X")
    go(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Izinnya tidak diberikan")).to_be_visible()
    expect(page.get_by_role("heading", name="Masuk lewat x.com")).to_be_visible()
    assert not Account.objects.exists()


def test_without_an_app_the_form_is_open(phone: Page, house: str) -> None:
    signed_in(phone, house)
    choose(phone, house, "X")
    expect(phone.get_by_text("belum disiapkan di server ini")).to_be_visible()
    expect(phone.get_by_label("API key (boleh kosong)")).to_be_visible()
    check(phone)
