"""Sari writes on her phone, and looks at everything she meets on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from composer.library import library
from composer.working import Working
from content import drafts
from content.models import Draft, Person, Post, Status
from tests.browser.axe import check_axe
from tests.people import Network, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network() -> Network:
    return build()


@pytest.fixture
def site(live_server: LiveServer) -> str:
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def signed_in(site: str) -> Callable[[Page, Person], None]:
    def sign_in(page: Page, person: Person) -> None:
        client = Client()
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])

    return sign_in


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "loket.jpg"
    Image.new("RGB", (800, 600), "#16407f").save(file)
    return file


def begun(network: Network) -> Post:
    """A draft that could be submitted, without a card to draw."""
    template = library()["jam-layanan"]
    working = Working(slots=template.examples, channels=("newsroom", "x"), card=False)
    at = timezone.now() - timedelta(hours=1)
    return drafts.create(
        network.pontianak, "jam-layanan", by=network.sari, at=at, content=working.as_json()
    )


def test_sari_writes_on_her_phone(
    phone: Page,
    site: str,
    network: Network,
    signed_in: Callable[[Page, Person], None],
    picture: Path,
    complaints: list[str],
) -> None:
    signed_in(phone, network.sari)
    phone.goto(f"{site}/")
    chooses_a_template(phone)
    submits_too_early(phone)
    complaints.clear()  # the browser grumbles about every 422
    types_and_sees_it(phone)
    looks_at_the_preview_and_comes_back(phone)
    adds_a_photo(phone, picture)
    phone.get_by_role("button", name="Ajukan").click()

    expect(phone.get_by_text("Terima kasih! Kiriman sudah diajukan")).to_be_visible()
    check_axe(phone)
    post = Post.objects.select_related("head").get()
    assert post.status == Status.SUBMITTED
    assert post.head is not None
    assert "Ada latihan bencana" in post.head.content["texts"]["x"]
    assert post.head.content["media"][0]["alt"] == "Loket paspor dengan antrean pendek"
    phone.goto(f"{site}/kiriman/")
    check_axe(phone)


def chooses_a_template(phone: Page) -> None:
    check_axe(phone)
    phone.get_by_role("link", name="Tulis", exact=True).click()
    expect(phone.get_by_role("heading", name="Mau mengabarkan apa?")).to_be_visible()
    check_axe(phone)
    phone.get_by_role("button", name="Perubahan jam layanan").click()
    expect(phone.locator("#slot-layanan")).to_be_visible()
    check_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def submits_too_early(phone: Page) -> None:
    """Each problem is named, the list has the focus, and a link leads to the blank."""
    phone.locator("#card").uncheck()
    for name in ("Halaman Facebook", "Instagram"):
        phone.get_by_role("checkbox", name=name).uncheck()
    phone.get_by_role("button", name="Ajukan").click()
    expect(phone.locator("#refusal")).to_be_focused()
    check_axe(phone)
    phone.get_by_role("link", name="Alasan belum diisi.").click()
    expect(phone.locator("#slot-alasan")).to_be_focused()


def types_and_sees_it(phone: Page) -> None:
    """Typing changes the previews and leaves the focus and the words alone."""
    reason, preview = phone.locator("#slot-alasan"), phone.locator("#preview-x .preview-text")
    reason.press_sequentially("Ada latihan", delay=5)
    expect(preview).to_contain_text("Ada latihan")
    expect(reason).to_be_focused()
    reason.press_sequentially(" bencana", delay=5)
    expect(preview).to_contain_text("Ada latihan bencana")
    expect(reason).to_have_value("Ada latihan bencana")
    expect(phone.locator("#slot-alasan-error")).to_have_count(0)
    phone.locator("#slot-layanan").fill("paspor")
    phone.locator("#slot-tanggal").fill("2026-11-27")
    phone.locator("#slot-jam").fill("08.00–12.00")
    expect(preview).to_contain_text("08.00–12.00")


def looks_at_the_preview_and_comes_back(phone: Page) -> None:
    where = phone.evaluate("scrollY")
    phone.get_by_role("link", name="Pratinjau").click()
    expect(phone.locator("#preview-x")).to_be_visible()
    expect(phone.locator("#slot-alasan")).to_be_hidden()
    expect(phone.locator(".gauge").first).to_contain_text("/20000")
    check_axe(phone)
    phone.get_by_role("link", name="Isian").click()
    expect(phone.locator("#slot-alasan")).to_be_visible()
    assert phone.evaluate("scrollY") == where


def adds_a_photo(phone: Page, picture: Path) -> None:
    phone.locator("#pictures").set_input_files(picture)
    alt = phone.get_by_role("textbox", name="Teks alternatif")
    alt.last.fill("Loket paspor dengan antrean pendek")
    expect(phone.locator("#preview-newsroom img").first).to_have_attribute(
        "alt", "Loket paspor dengan antrean pendek"
    )
    check_axe(phone)


def test_two_people_at_once_lose_nothing(
    page: Page,
    open_context: Callable[..., BrowserContext],
    site: str,
    network: Network,
    signed_in: Callable[[Page, Person], None],
    complaints: list[str],
) -> None:
    post = begun(network)
    address = f"{site}/tulis/{post.public_id}/"
    other = open_context().new_page()
    for screen, person in ((page, network.sari), (other, network.edi)):
        signed_in(screen, person)
        screen.goto(address)

    other.locator("#slot-alasan").fill("Kata Edi")
    expect(other.locator("#preview-x .preview-text")).to_contain_text("Kata Edi")
    page.locator("#slot-alasan").fill("Kata Sari")
    expect(page.locator("#refusal")).to_contain_text("Edi menyimpan draf ini lebih dahulu")
    expect(page.locator("#refusal ins")).to_contain_text("Sari")
    expect(page.locator("#saved")).to_contain_text("Belum tersimpan")
    expect(page.locator("#slot-alasan")).to_have_value("Kata Sari")
    check_axe(page)
    page.get_by_role("button", name="Pakai tulisan saya").click()
    expect(page.locator("#refusal")).to_have_count(0)
    expect(page.locator("#preview-x .preview-text")).to_contain_text("Kata Sari")
    complaints.clear()  # the browser grumbles about every 409


def test_a_channels_own_text_stays_open_and_focused(
    page: Page, site: str, network: Network, signed_in: Callable[[Page, Person], None]
) -> None:
    post = begun(network)
    signed_in(page, network.sari)
    page.goto(f"{site}/tulis/{post.public_id}/")
    page.locator("#override-x summary").click()
    own = page.locator("#text-x")
    own.fill("")
    own.press_sequentially("Kata-kata sendiri", delay=5)
    expect(page.locator("#preview-x .preview-text")).to_have_text("Kata-kata sendiri")
    expect(page.locator("#preview-x .meter")).to_contain_text("17/280")
    expect(own).to_be_focused()
    page.locator("#slot-alasan").fill("Alasan lain")
    expect(page.locator("#preview-newsroom")).to_contain_text("Alasan lain")
    expect(page.locator("#override-x")).to_have_attribute("open", "")
    expect(own).to_have_value("Kata-kata sendiri")
    check_axe(page)


def test_a_draft_is_submitted_from_the_keyboard(
    page: Page, site: str, network: Network, signed_in: Callable[[Page, Person], None]
) -> None:
    post = begun(network)
    signed_in(page, network.sari)
    page.goto(f"{site}/tulis/{post.public_id}/")
    page.locator("#slot-alasan").fill("Tanpa tetikus")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Terima kasih!")).to_be_visible()
    submitted = Post.objects.select_related("head").get()
    assert submitted.head is not None
    assert "Tanpa tetikus" in submitted.head.content["texts"]["x"]


def test_a_draft_is_written_and_submitted_without_javascript(
    open_context: Callable[..., BrowserContext],
    site: str,
    network: Network,
    signed_in: Callable[[Page, Person], None],
) -> None:
    post = begun(network)
    page = open_context(java_script_enabled=False).new_page()
    signed_in(page, network.sari)
    page.goto(f"{site}/tulis/{post.public_id}/")
    page.locator("#slot-alasan").fill("Tanpa skrip")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#preview-x .preview-text")).to_contain_text("Tanpa skrip")
    page.get_by_role("button", name="Ajukan").click()
    expect(page.get_by_text("Terima kasih!")).to_be_visible()
    assert Post.objects.get().status == Status.SUBMITTED


def test_words_typed_after_signing_out_are_offered_again(
    phone: Page,
    site: str,
    network: Network,
    signed_in: Callable[[Page, Person], None],
    complaints: list[str],
) -> None:
    post = begun(network)
    signed_in(phone, network.sari)
    phone.goto(f"{site}/tulis/{post.public_id}/")
    phone.context.clear_cookies(name="sessionid")
    phone.locator("#slot-alasan").fill("Ditulis setelah keluar")
    expect(phone.locator("#signed-out")).to_be_visible()
    check_axe(phone)
    phone.get_by_role("button", name="Simpan").click()
    expect(phone.locator("input[name=password]")).to_be_visible()

    signed_in(phone, network.sari)
    phone.goto(f"{site}/tulis/{post.public_id}/")
    expect(phone.locator("#kept")).to_contain_text("yang belum tersimpan masih ada")
    expect(phone.locator("#slot-alasan")).not_to_have_value("Ditulis setelah keluar")
    check_axe(phone)
    phone.get_by_role("button", name="Pakai tulisan itu").click()
    expect(phone.locator("#preview-x .preview-text")).to_contain_text("Ditulis setelah keluar")
    expect(phone.locator("#kept")).to_be_hidden()
    phone.reload()
    expect(phone.locator("#slot-alasan")).to_have_value("Ditulis setelah keluar")
    expect(phone.locator("#kept")).to_be_hidden()


def test_kept_words_do_not_write_over_what_somebody_saved_since(
    page: Page,
    site: str,
    network: Network,
    signed_in: Callable[[Page, Person], None],
    complaints: list[str],
) -> None:
    post = begun(network)
    address = f"{site}/tulis/{post.public_id}/"
    signed_in(page, network.sari)
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    page.locator("#slot-alasan").fill("Kata Sari")
    page.get_by_role("button", name="Ajukan").click()
    draft = post.draft
    content = {**draft.content, "slots": {**draft.content["slots"], "alasan": "Kata Edi"}}
    drafts.save(post, content, by=network.edi, at=timezone.now(), seen=draft.version)

    signed_in(page, network.sari)
    page.goto(address)
    page.get_by_role("button", name="Pakai tulisan itu").click()
    expect(page.locator("#refusal")).to_contain_text("Edi menyimpan draf ini lebih dahulu")
    expect(page.locator("#refusal ins", has_text="Sari")).to_be_visible()
    complaints.clear()  # the browser grumbles about every 409


def test_kept_words_can_be_dropped(
    page: Page, site: str, network: Network, signed_in: Callable[[Page, Person], None]
) -> None:
    post = begun(network)
    address = f"{site}/tulis/{post.public_id}/"
    signed_in(page, network.sari)
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    page.locator("#slot-alasan").fill("Tidak jadi")
    page.get_by_role("button", name="Simpan").click()
    signed_in(page, network.sari)
    page.goto(address)
    page.get_by_role("button", name="Buang", exact=True).click()
    page.goto(address)
    expect(page.locator("#slot-alasan")).to_be_visible()
    expect(page.locator("#kept")).to_be_hidden()


def test_what_was_saved_by_the_button_is_not_offered_again(
    page: Page, site: str, network: Network, signed_in: Callable[[Page, Person], None]
) -> None:
    """Even where the server has put it in order since: it is the same words."""
    post = begun(network)
    signed_in(page, network.sari)
    page.goto(f"{site}/tulis/{post.public_id}/")
    page.locator("#slot-alasan").fill("  Ada latihan  ")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Draf tersimpan.")).to_be_visible()
    expect(page.locator("#slot-alasan")).to_have_value("Ada latihan")
    expect(page.locator("#kept")).to_be_hidden()


def test_the_last_words_are_sent_when_the_page_is_left(
    phone: Page, site: str, network: Network, signed_in: Callable[[Page, Person], None]
) -> None:
    """By the page itself, not by the autosave whose pause is not over."""
    post = begun(network)
    signed_in(phone, network.sari)
    phone.goto(f"{site}/tulis/{post.public_id}/")
    with phone.expect_response(lambda answer: "hx-target" not in answer.request.headers) as left:
        phone.evaluate(
            """() => {
                const field = document.getElementById("slot-alasan");
                field.value = "Kata terakhir";
                field.dispatchEvent(new Event("input", { bubbles: true }));
                window.dispatchEvent(new PageTransitionEvent("pagehide"));
            }"""
        )
    assert left.value.request.method == "POST"
    assert left.value.ok
    assert Draft.objects.get().slots()["alasan"] == "Kata terakhir"
    expect(phone.locator("#preview-x .preview-text")).to_contain_text("Kata terakhir")
    phone.goto(f"{site}/tulis/{post.public_id}/")
    expect(phone.locator("#slot-alasan")).to_have_value("Kata terakhir")
    expect(phone.locator("#kept")).to_be_hidden()


def test_what_is_said_in_passing_covers_no_button(
    phone: Page, site: str, network: Network, signed_in: Callable[[Page, Person], None]
) -> None:
    signed_in(phone, network.sari)
    phone.goto(f"{site}/tulis/{begun(network).public_id}/")
    phone.context.clear_cookies(name="sessionid")
    phone.locator("#slot-alasan").fill("Ditulis setelah keluar")
    toast = phone.locator(".toast")
    expect(toast).to_be_visible()
    assert bottom_of(toast) <= top_of(phone.get_by_role("button", name="Simpan"))


def top_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"]


def bottom_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"]
