"""Posting by hand, on a phone: by axe, by touch, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduler.models import Delivery, State
from tests.browser.axe import check_axe
from tests.people import build
from tests.scheduler.office_day import now
from tests.scheduler.stage import Stage, planned
from tests.scheduler.test_by_hand import LINK, channel_of
from tests.scheduler.test_pictures_on_the_way import pictured

pytestmark = pytest.mark.django_db(transaction=True)


def arrive(page: Page, live_server: LiveServer) -> Delivery:
    """Tono, signed in, at a post with a picture that has just been handed over."""
    network, at = build(), now() - timedelta(minutes=1)
    post = network.approved(at, **pictured(network, "whatsapp"))
    [row] = planned(network, channel_of(network), post=post, at=at, due=at)
    Stage().turn(at)
    client = Client()
    client.force_login(network.tono, "django.contrib.auth.backends.ModelBackend")
    address = live_server.url.replace("localhost", "127.0.0.1")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page.goto(f"{address}/pengantaran/{row.pk}/kerjakan/")
    return row


def test_axe_finds_nothing_and_nothing_sticks_out(
    phone: Page, page: Page, live_server: LiveServer
) -> None:
    arrive(phone, live_server)
    expect(phone.get_by_role("img", name="Loket")).to_be_visible()
    check_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    page.context.add_cookies(phone.context.cookies())  # type: ignore[arg-type]  # what it gave
    page.goto(phone.url)
    check_axe(page)


def test_one_touch_copies_and_one_saves_and_one_says_so(
    phone: Page, live_server: LiveServer
) -> None:
    row = arrive(phone, live_server)
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.get_by_role("button", name="Salin teks").click()
    expect(phone.get_by_role("button", name="Tersalin")).to_be_visible()
    assert phone.evaluate("navigator.clipboard.readText()") == "Layanan paspor buka."
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="Simpan gambar 1").click()
    assert saved.value.suggested_filename == f"gema-{row.pk}-1.jpg"
    phone.get_by_label("Tautan kirimannya").fill(LINK)
    phone.get_by_role("button", name="Sudah saya terbitkan").click()
    expect(phone.get_by_text("Sudah dicatat oleh Tono.")).to_be_visible()
    row.refresh_from_db()
    assert (row.state, row.url) == (State.SENT, LINK)


def test_all_of_it_works_without_javascript(
    open_context: Callable[..., BrowserContext], live_server: LiveServer, complaints: list[str]
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    arrive(page, live_server)
    expect(page.get_by_text("Layanan paspor buka.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Salin teks")).to_be_hidden()
    page.get_by_label("Tautan kirimannya").fill("https://contoh.test/bukan")
    page.get_by_role("button", name="Sudah saya terbitkan").click()
    expect(page.get_by_role("alert")).to_contain_text("Itu bukan tautan kiriman akun ini")
    expect(page.get_by_label("Tautan kirimannya")).to_have_value("https://contoh.test/bukan")
    complaints.clear()  # that the answer was a 409
    page.get_by_label("Tautan kirimannya").fill("")
    page.get_by_role("button", name="Sudah saya terbitkan").click()
    expect(page.get_by_role("heading", name="Tambahkan tautannya")).to_be_visible()
