"""The one list and the notices: by axe on both screens, by touch, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduler import notices
from scheduler.models import Delivery, State
from tests.browser.axe import check_axe
from tests.people import Network, build
from tests.scheduler.office_day import now
from tests.scheduler.trouble import TROUBLE, disconnect, in_trouble, on_x, told_of

pytestmark = pytest.mark.django_db(transaction=True)
SCREENS = ("/pengantaran/tindakan/", "/pengantaran/tindakan/?sebab=terlewat", "/pemberitahuan/")


def furnish(network: Network) -> None:
    """Trouble of every kind, and more of it than a group shows."""
    account, lost = network.account(url="https://contoh.test/akun"), on_x(network)
    for what in TROUBLE:
        told_of(in_trouble(network, account, what, 6, title=f"Kiriman {what}"), now())
    disconnect(lost)
    told_of(in_trouble(network, lost, "lost", 2), now())
    notices.tell(timezone.now())


def arrive(page: Page, live_server: LiveServer, path: str) -> Network:
    """Signed in as Tono, without the form."""
    network = build()
    furnish(network)
    client = Client()
    client.force_login(network.tono, "django.contrib.auth.backends.ModelBackend")
    address = live_server.url.replace("localhost", "127.0.0.1")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page.goto(f"{address}{path}")
    return network


@pytest.mark.parametrize("path", SCREENS)
def test_axe_finds_nothing_and_nothing_sticks_out(
    phone: Page, page: Page, live_server: LiveServer, path: str
) -> None:
    arrive(phone, live_server, path)
    check_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    page.context.add_cookies(phone.context.cookies())  # type: ignore[arg-type]  # what it gave
    page.goto(phone.url)
    check_axe(page)


def test_a_group_is_chosen_with_one_touch_and_counted(phone: Page, live_server: LiveServer) -> None:
    arrive(phone, live_server, "/pengantaran/tindakan/")
    bar = phone.locator(".need-bar")
    expect(bar.get_by_role("button", name="Kirim sekarang")).to_be_hidden()
    group = phone.get_by_label("Pilih semua: Papan latihan Kanim Pontianak: 6 kiriman terlewat")
    group.check()
    expect(bar).to_contain_text("6 dipilih")
    section = phone.locator(".need-group").filter(has=group)
    section.locator(".need .need-pick").first.uncheck()
    expect(group).not_to_be_checked()
    expect(bar).to_contain_text("3 dipilih")
    bar.get_by_role("button", name="Kirim sekarang").click()
    expect(phone.get_by_text("3 kiriman dikirim sekarang")).to_be_visible()


def test_enter_in_a_field_presses_no_button_by_chance(page: Page, live_server: LiveServer) -> None:
    arrive(page, live_server, "/pengantaran/tindakan/")
    page.locator(".need-menu summary", has_text="Pindahkan").click()
    page.locator("#need-time").press("Enter")
    expect(page.locator(".need-bar")).to_be_visible()
    expect(page).to_have_url(re.compile("/pengantaran/tindakan/"))
    assert not Delivery.objects.filter(state=State.PLANNED).exists()


def test_all_of_it_works_without_javascript(
    open_context: Callable[..., BrowserContext], live_server: LiveServer
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    arrive(page, live_server, "/pengantaran/tindakan/?sebab=terlewat")
    page.get_by_label("Pilih semua: Papan latihan").check()
    page.locator(".need-menu summary", has_text="Batalkan").click()
    page.get_by_role("button", name="Ya, batalkan").click()
    expect(page.get_by_text("6 kiriman dibatalkan.")).to_be_visible()
    expect(page.get_by_text("Tidak ada di saringan ini")).to_be_visible()


def test_the_bell_on_a_phone_leads_to_the_notices(phone: Page, live_server: LiveServer) -> None:
    arrive(phone, live_server, "/kalender/")
    phone.get_by_role("link", name="Pemberitahuan 5 belum dibaca").click()
    expect(phone.get_by_role("heading", name="5 belum dibaca")).to_be_visible()
    phone.get_by_role("button", name="Tandai sudah dibaca").click()
    expect(phone.get_by_role("heading", name="Semua sudah dibaca")).to_be_visible()
