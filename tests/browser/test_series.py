"""Recurring posts: by axe, on a phone, without JavaScript, and the preview while one chooses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.models import Membership, Person, Role
from scheduler.models import Occurrence, Series
from tests.browser.axe import check_axe
from tests.people import Network, build

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, person: Person, live_server: LiveServer) -> str:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    address = live_server.url.replace("localhost", "127.0.0.1")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return address


def form_of(network: Network) -> str:
    network.account()
    post = network.approved(timezone.now(), title="Jam layanan")
    return f"/kiriman/{post.public_id}/rutin/"


def test_a_series_is_made_and_one_time_left_out_without_javascript(
    open_context: Callable[..., BrowserContext], live_server: LiveServer
) -> None:
    network = build()
    page = open_context(java_script_enabled=False).new_page()
    address = sign_in(page, network.tono, live_server)
    page.goto(address + form_of(network))
    page.get_by_text("Tanggal tiap bulan").click()
    page.get_by_label("Tanggal", exact=True).fill("25")
    page.get_by_text("Maju ke hari kerja sebelumnya").click()
    page.get_by_role("button", name="Perbarui").click()
    expect(page.locator("#series-preview")).to_contain_text("Libur nasional: Hari Raya Natal")
    expect(page.get_by_label("Tanggal", exact=True)).to_have_value("25")
    page.get_by_role("button", name="Buat jadwal rutin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jam layanan")
    page.locator("li.occasion a").first.click()
    page.get_by_role("button", name="Lewati").click()
    expect(page.locator("li.occasion").first).to_contain_text("Dilewati")


def test_the_days_follow_what_one_chooses(page: Page, live_server: LiveServer) -> None:
    network = build()
    address = sign_in(page, network.tono, live_server)
    page.goto(address + form_of(network))
    preview = page.locator("#series-preview")
    page.get_by_text("Hari kerja terakhir tiap bulan").click()
    expect(preview).to_contain_text("Setiap bulan: hari kerja terakhir")
    expect(page.get_by_label("Setiap berapa bulan")).to_be_visible()
    page.get_by_text("Pekanan", exact=True).click()
    for label in page.locator(".rule-pekan label").all():
        label.get_by_role("checkbox").set_checked(False)
    expect(preview).to_contain_text("Pilih setidaknya satu hari")


def test_axe_finds_nothing_and_nothing_sticks_out_on_a_phone(
    page: Page, phone: Page, live_server: LiveServer
) -> None:
    network = build()
    Membership.objects.create(person=network.ada, office=network.centre, role=Role.PUBLISHER)
    form = form_of(network)
    for screen in (page, phone):
        address = sign_in(screen, network.ada, live_server)
        screen.goto(address + form)
        check_axe(screen)
    page.get_by_role("button", name="Buat jadwal rutin").click()
    expect(page.get_by_text("Berjalan").first).to_be_visible()
    series = Series.objects.get()
    day = Occurrence.objects.order_by("date").values_list("date", flat=True)[0]
    for path in (
        "/kalender/rutin/",
        f"/kalender/rutin/{series.pk}/",
        f"/kalender/rutin/{series.pk}/{day}/",
        f"/kalender/rutin/{series.pk}/ubah/",
        "/kalender/libur/?tahun=2027",
        f"/kalender/?bulan={day:%Y-%m}",
    ):
        for screen in (page, phone):
            screen.goto(address + path)
            check_axe(screen)
        assert phone.evaluate("document.documentElement.scrollWidth") == 390, path
