"""Offices, people, accounts and the practice board: by axe, on a phone, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from channels.base import Outgoing
from channels.models import AccountState
from channels.practice.board import PracticeBoard
from content.following import follow
from content.models import Feed, FeedState, Office
from tests.browser import screens
from tests.browser.axe import check_axe
from tests.people import Network, build

SCREENS = (
    "/kantor/",
    "/kantor/PTK/",
    "/kantor/PTK/ubah/",
    "/kantor/impor/",
    "/orang/",
    "/orang/tambah/",
    "/kanal/",
    "/kanal/sambungkan/",
    "/kanal/sambungkan/?kantor=PTK&kanal=facebook",
    "/papan/",
)
# Buttons that stick out of the screen, where a bar that stays in place hides it.
CUT_OFF = """[...document.querySelectorAll(".page-actions > *, .page-actions .button")]
    .filter(part => part.getBoundingClientRect().right > innerWidth)
    .map(part => part.textContent.trim())"""


def furnish(network: Network) -> list[str]:
    """Something in every state; returns the pages of single things."""
    lost = network.account(state=AccountState.DISCONNECTED, state_reason="login-ended")
    feed = follow(network.pontianak, "https://contoh.test/feed", by=network.ada, at=timezone.now())
    Feed.objects.filter(pk=feed.pk).update(state=FeedState.FAILING, fault="Situs terlalu lambat.")
    board = PracticeBoard()
    post = board.put(str(lost.pk), Outgoing("k1", "Layanan buka. #Imigrasi https://contoh.test"))
    board.put(str(lost.pk), Outgoing("k2", "", extra={"repost": post.remote_id}))
    return [
        f"/orang/{network.sari.pk}/",
        f"/kanal/{lost.pk}/",
        f"/kanal/{lost.pk}/sambungkan-lagi/",
        f"/kanal/{lost.pk}/berhenti/",
        f"/papan/{post.remote_id}/",
    ]


def sign_in(page: Page, network: Network, live_server: LiveServer) -> str:
    """As Ada, without the form. Returns the address."""
    client = Client()
    client.force_login(network.ada, "django.contrib.auth.backends.ModelBackend")
    address: str = live_server.url.replace("localhost", "127.0.0.1")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return address


def test_axe_finds_nothing_on_any_screen(page: Page, live_server: LiveServer) -> None:
    network = build()
    single = furnish(network)
    address = sign_in(page, network, live_server)
    for path in (*SCREENS, *single):
        page.goto(address + path)
        check_axe(page)


def test_nothing_is_wider_than_a_phone(phone: Page, live_server: LiveServer) -> None:
    network = build()
    single = furnish(network)
    address = sign_in(phone, network, live_server)
    for path in (*SCREENS, *single):
        phone.goto(address + path)
        over = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, path
        assert phone.evaluate(CUT_OFF) == [], path


@pytest.mark.parametrize("screen", [screens.DESK, screens.PHONE], ids=["desk", "phone"])
def test_a_table_is_brought_in_without_javascript(
    open_context: Callable[..., BrowserContext], live_server: LiveServer, screen: dict[str, object]
) -> None:
    network = build()
    page = open_context(java_script_enabled=False, **screen).new_page()
    address = sign_in(page, network, live_server)
    page.goto(f"{address}/kantor/impor/")
    table = "kode;nama;jenis;induk;zona\nSMB;Kanim Contoh Sambas;kanim;KALBAR;WIB\n"
    page.get_by_label("Berkas CSV").set_input_files(
        {"name": "kantor.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.get_by_role("button", name="Lihat perubahannya").click()
    expect(page.get_by_text("Kanim Contoh Sambas", exact=True)).to_be_visible()
    assert not Office.objects.filter(code="SMB").exists()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_text("1 kantor ditambahkan, 0 diubah.")).to_be_visible()
    assert Office.objects.get(code="SMB").parent == network.kalbar


def test_a_feed_is_paused_by_keyboard(page: Page, live_server: LiveServer) -> None:
    network = build()
    furnish(network)
    address = sign_in(page, network, live_server)
    page.goto(f"{address}/kantor/PTK/")
    page.get_by_role("button", name="Jeda").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Lanjutkan")).to_be_visible()
    assert Feed.objects.get().paused
