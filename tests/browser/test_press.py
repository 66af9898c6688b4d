"""Press lists: what an office sees and what a journalist sees, by axe, on a phone, without
JavaScript.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from channels.models import Account, Copy, Issue, Recipient
from channels.press import consent, tokens
from channels.press.book import Book
from channels.press.consent import Hand, Reader
from channels.press.models import CopyState, Source
from scheduler.models import Delivery, State
from tests.browser import screens
from tests.browser.axe import check_axe
from tests.browser.test_office_screens import CUT_OFF, sign_in
from tests.people import MORNING, Network, build
from tests.press.desk import press_account, readers
from tests.scheduler.stage import planned

# Where somebody wants to look at the screens: GEMA_PRESS_SHOTS=folder.
SHOTS = os.environ.get("GEMA_PRESS_SHOTS", "")


@pytest.fixture
def network(live_server: LiveServer) -> Network:
    return build()


@pytest.fixture
def press(network: Network) -> Account:
    """Everybody in some state, one issue through and one under way."""
    account = press_account(network)
    readers(account, 4)
    hand = Hand(Source.IMPORT, timezone.now(), by=network.sari)
    consent.add(account, Reader("budi@koran.test", "Budi", "Koran Uji"), hand)
    for email, ended in (("berhenti@media.test", consent.leave), ("lupa@media.test", None)):
        made = consent.add(account, Reader(email, "Nama", "Media"), hand)
        if ended is not None:
            ended(made.pk, hand)
        else:
            consent.erase([made.pk], hand)
    bounced = consent.add(account, Reader("salah@media.test", "Cici", "Radio Uji"), hand)
    consent.bounce({bounced.pk: "recipient 550 5.1.1 no such mailbox"}, hand)
    post = network.approved(texts={"press": "Layanan paspor buka sampai sore."})
    [row] = planned(network, account, post=post)
    Delivery.objects.filter(pk=row.pk).update(state=State.DUE, run_at=MORNING, reason="going-on")
    book = Book(account)
    book.lay(str(account.pk), row.key, "Layanan paspor buka sampai sore", "", MORNING)
    issue = Issue.objects.get()
    for copy, state in zip(Copy.objects.all(), ("sent", "unknown", "refused"), strict=False):
        said = "recipient 552 5.2.2 mailbox full" if state == "refused" else ""
        Copy.objects.filter(pk=copy.pk).update(state=CopyState(state), said=said)
    assert issue.copies.count() == 4
    return account


def office_pages(account: Account) -> list[str]:
    one = Recipient.objects.get(email="budi@koran.test")
    gone = Recipient.objects.get(email="")
    issue, delivery = Issue.objects.get(), Delivery.objects.get()
    names: list[tuple[str, list[int]]]
    names = [("press_list", []), ("press_add", []), ("press_import", [])]
    names += [("press_reader", [one.pk]), ("press_reader", [gone.pk]), ("press_issue", [issue.pk])]
    pages = [reverse(f"channels:{name}", args=[account.pk, *more]) for name, more in names]
    return [
        *pages,
        reverse("scheduler:account", args=[account.pk]),
        reverse("scheduler:delivery", args=[delivery.pk]),
        "/kanal/sambungkan/?kantor=PTK&kanal=press",
    ]


def public_pages() -> list[str]:
    asked = Recipient.objects.get(email="budi@koran.test")
    on, left = Recipient.objects.filter(state="subscribed")[0], Recipient.objects.get(state="left")
    tokened = [tokens.confirm_url(one) for one in (asked, on, left)]
    tokened += [tokens.leave_url(one) for one in (on, left)]
    return [
        "/ruang-berita/surel/ptk/",
        "/ruang-berita/surel/ptk/terkirim/",
        "/ruang-berita/wartawan/",
        "/ruang-berita/kantor/ptk/",
        *(urlsplit(url).path for url in tokened),
        "/ruang-berita/konfirmasi/setengah/",
    ]


def picture(page: Page, name: str) -> None:
    """For looking at, where somebody asked for it."""
    if not SHOTS:
        return
    assert page.viewport_size
    width = page.viewport_size["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_no_page_shuts_anybody_out(
    network: Network,
    press: Account,
    live_server: LiveServer,
    open_context: Callable[..., BrowserContext],
    complaints: list[str],
    size: str,
) -> None:
    page = open_context(**(screens.PHONE if size == "phone" else screens.DESK)).new_page()
    site = sign_in(page, network, live_server)
    for number, path in enumerate([*office_pages(press), *public_pages()]):
        page.goto(f"{site}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
        assert page.evaluate(CUT_OFF) == [], path
        check_axe(page)
        picture(page, f"{number:02}")
    complaints.clear()  # half an address is a 404, as it should be


def test_a_journalist_signs_up_and_leaves_on_a_phone_without_javascript(
    press: Account,
    live_server: LiveServer,
    open_context: Callable[..., BrowserContext],
) -> None:
    page = open_context(**screens.PHONE, java_script_enabled=False).new_page()
    site = live_server.url.replace("localhost", "127.0.0.1")
    page.goto(f"{site}/ruang-berita/kantor/ptk/")
    page.get_by_role("link", name="Lewat surel").click()
    page.get_by_label("Surel").fill("wartawan@baru.test")
    page.get_by_role("button", name="Daftarkan saya").click()
    expect(page.get_by_role("heading", name="Periksa kotak masuk Anda")).to_be_visible()
    made = Recipient.objects.get(email="wartawan@baru.test")
    page.goto(site + urlsplit(tokens.confirm_url(made)).path)
    page.get_by_role("button", name="Ya, saya setuju").click()
    expect(page.get_by_role("heading", name="Terima kasih, Anda terdaftar")).to_be_visible()
    page.goto(site + urlsplit(tokens.leave_url(made)).path)
    page.get_by_role("button", name="Ya, berhenti").click()
    page.get_by_role("button", name="Hapus juga data saya").click()
    expect(page.get_by_role("heading", name="Data Anda sudah dihapus")).to_be_visible()
    made.refresh_from_db()
    assert (made.state, made.email) == ("erased", "")


def test_an_officer_adds_imports_and_erases_without_javascript(
    network: Network,
    press: Account,
    live_server: LiveServer,
    open_context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    page = open_context(**screens.PHONE, java_script_enabled=False).new_page()
    site = sign_in(page, network, live_server)
    page.goto(f"{site}{reverse('channels:press_import', args=[press.pk])}")
    table = tmp_path / "wartawan.csv"
    table.write_text("surel,nama\nana@media.test,Ana\nsalah,Budi\n")
    page.get_by_label("Berkas CSV").set_input_files(table)
    page.get_by_role("button", name="Impor dan tanyai").click()
    expect(page.get_by_text("1 penerima ditambahkan")).to_be_visible()
    expect(page.get_by_text("Baris 3: alamat surel “salah” tidak terbaca")).to_be_visible()
    picture(page, "imported")
    page.goto(f"{site}{reverse('channels:press_list', args=[press.pk])}?q=ana@")
    page.get_by_role("link", name="ana@media.test").click()
    page.get_by_text("Hapus datanya…").click()
    page.get_by_role("button", name="Ya, hapus datanya").click()
    expect(page.get_by_text("Datanya sudah dihapus.")).to_be_visible()
