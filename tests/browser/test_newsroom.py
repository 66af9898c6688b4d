"""What a journalist sees, on a phone at deadline and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from content.models import Office
from content.models.media import MediaRole
from newsroom.models import Item
from tests.browser import screens
from tests.browser.axe import check_axe
from tests.newsroom.press import Press, photo
from tests.people import build


@pytest.fixture
def items(live_server: LiveServer, settings: Settings, tmp_path: Path) -> dict[str, Item]:
    """A live, a corrected and a withdrawn item in a newsroom with contacts."""
    settings.MEDIA_ROOT = tmp_path
    press = Press(build())
    Office.objects.update(press_name="Meja Humas", press_phone="0812 5550 0123")
    office = press.network.pontianak
    live = press.publish(images=(photo(office, width=1700), photo(office, colour="navy")))
    corrected = press.publish(title="Biaya paspor", extra={"legal_basis": "PP 45/2024"})
    withdrawn = press.publish(title="Acara pekan depan")
    press.later(hours=2)
    press.correct(corrected, "Rp350.000", "Rp650.000", "Biayanya Rp650.000.", title="Biaya paspor")
    press.withdraw(withdrawn)
    return {"live": live, "corrected": corrected, "withdrawn": withdrawn}


@pytest.fixture
def site(live_server: LiveServer) -> str:
    return live_server.url.replace("localhost", "127.0.0.1")


def test_no_page_shuts_anybody_out(
    items: dict[str, Item], site: str, open_context: Callable[..., BrowserContext]
) -> None:
    paths = [item.get_absolute_url() for item in items.values()]
    paths += [reverse("newsroom:front"), reverse("newsroom:press")]
    paths += [
        reverse("newsroom:office", args=["ptk"]),
        reverse("newsroom:topic", args=["layanan"]),
        reverse("newsroom:front") + "?kantor=jap",
    ]
    for screen in (screens.DESK, screens.PHONE):
        page = open_context(**screen).new_page()
        for path in paths:
            page.goto(f"{site}{path}")
            check_axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_card_is_shown_whole(site: str, phone: Page, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    press = Press(build())
    for title, colour in (("Paspor", "navy"), ("Izin tinggal", "teal")):
        office = press.network.pontianak
        card = photo(office, width=1200, height=630, colour=colour, role=MediaRole.CARD)
        press.publish(title=title, images=(card,))
    phone.goto(f"{site}{reverse('newsroom:front')}")
    for shown in (".lead-photo", ".story-photo"):
        expect(phone.locator(shown)).to_have_css("object-fit", "contain")
    box = phone.locator(".lead-photo").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(1200 / 630, rel=0.01)


def test_a_journalist_finds_a_story_its_photo_and_a_number_to_call(
    items: dict[str, Item], site: str, phone: Page
) -> None:
    phone.goto(f"{site}{reverse('newsroom:front')}")
    phone.get_by_role("link", name="Layanan paspor sampai sore").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Layanan paspor sampai sore")
    number = phone.get_by_role("link", name="0812 5550 0123")
    expect(number).to_have_attribute("href", "tel:081255500123")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Unduh foto 1 ukuran penuh").click()
    assert download.value.suggested_filename == f"{items['live'].slug}-foto-1.jpg"


def test_the_text_is_copied_with_one_press(items: dict[str, Item], site: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}{items['corrected'].get_absolute_url()}")
    page.get_by_role("button", name="Salin teks").click()
    expect(page.get_by_role("button", name="Tersalin")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("RALAT: Biaya paspor")
    assert "Biayanya Rp650.000." in copied


def test_everything_can_be_read_without_javascript(
    items: dict[str, Item], site: str, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(java_script_enabled=False, **screens.PHONE).new_page()
    page.goto(f"{site}{items['corrected'].get_absolute_url()}")
    expect(page.get_by_role("button", name="Salin teks")).to_be_hidden()
    expect(page.get_by_text("Biayanya Rp650.000.")).to_be_visible()
    page.get_by_role("link", name="Teks polos").click()
    expect(page.get_by_text("RALAT: Biaya paspor")).to_be_visible()
    page.goto(f"{site}{reverse('newsroom:front')}")
    page.get_by_label("Kantor").select_option("ptk")
    page.get_by_role("button", name="Saring").click()
    expect(page.get_by_role("link", name="Biaya paspor")).to_be_visible()
