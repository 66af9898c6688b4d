"""Sari chooses which part of a photo is kept: by finger, by mouse, by keys, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, FloatRect, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from composer.library import library
from composer.working import Photo, Working
from content import drafts, pictures
from content.intake import store
from content.models import Media, Post
from tests.browser.axe import check_axe
from tests.content.intake.samples import drawing, opened, saved
from tests.people import MORNING, Network, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network(tmp_path: Path, settings: Settings) -> Network:
    settings.MEDIA_ROOT = tmp_path / "media"
    return build()


@pytest.fixture
def hall(network: Network) -> Media:
    """Red on the left, blue on the right, far too wide for Instagram."""
    data = saved(drawing(2400, 800), quality=90)
    return store(ContentFile(data, "aula.jpg"), network.pontianak, network.sari, timezone.now())


@pytest.fixture
def post(network: Network, hall: Media) -> Post:
    template = library()["jam-layanan"]
    working = Working(
        slots=template.examples,
        channels=("x", "instagram"),
        media=(Photo(hall.pk, "Aula layanan"),),
        card=False,
    )
    at = timezone.now() - timedelta(hours=1)
    content = working.as_json()
    return drafts.create(network.pontianak, "jam-layanan", by=network.sari, at=at, content=content)


@pytest.fixture
def opens(live_server: LiveServer, network: Network, post: Post) -> Callable[[Page], str]:
    """The writing screen, as Sari sees it; its address."""

    def open_(page: Page) -> str:
        client = Client()
        client.force_login(network.sari)
        session = client.cookies["sessionid"].value
        site = live_server.url.replace("localhost", "127.0.0.1")
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page.goto(f"{site}/tulis/{post.public_id}/")
        return f"{site}/tulis/{post.public_id}/"

    return open_


def expect_part(page: Page, hall: Media, left: int) -> None:
    """What Instagram would show, in its preview and on the photo."""
    right = left + 1528
    shown = page.locator("#preview-instagram .preview-media img")
    expect(shown).to_have_attribute("src", f"/media/{hall.pk}/640/{left}-0-{right}-800/")
    frame = page.locator(".focus-frames path")
    expect(frame).to_have_attribute("d", f"M0 0H2400V800H0ZM{left} 0H{right}V800H{left}Z")


def box_of(page: Page) -> FloatRect:
    """Where the photo stays: not before the typeface is there, which moves what is above it."""
    page.evaluate("document.fonts.ready.then(() => true)")
    stage = page.locator(".focus")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    return box


class Finger:
    """Touches a photo, at a part of its width, in the middle of its height."""

    def __init__(self, page: Page) -> None:
        self.box = box_of(page)
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def place(self, at: float) -> dict[str, float]:
        box = self.box
        return {"x": box["x"] + box["width"] * at, "y": box["y"] + box["height"] / 2}

    def tap(self, at: float) -> None:
        self.page.touchscreen.tap(**self.place(at))

    def drag(self, *stops: float) -> None:
        self._touch("touchStart", stops[0])
        for stop in stops[1:]:
            self._touch("touchMove", stop)
        self._touch("touchEnd")

    def _touch(self, kind: str, *at: float) -> None:
        points = [self.place(one) for one in at]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_finger_taps_and_drags_the_point(
    phone: Page, opens: Callable[[Page], str], hall: Media, complaints: list[str]
) -> None:
    opens(phone)
    finger = Finger(phone)
    expect_part(phone, hall, 436)
    check_axe(phone)
    finger.tap(0.1)
    expect_part(phone, hall, 0)
    expect(phone.locator(f"#focus-x-{hall.pk}")).to_have_value("10")
    finger.drag(0.1, 0.3, 0.6, 0.9)
    expect(phone.locator(f"#focus-x-{hall.pk}")).to_have_value("90")
    expect_part(phone, hall, 872)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_what_is_kept_is_what_goes_out_and_what_is_decided_on(
    phone: Page, opens: Callable[[Page], str], post: Post, hall: Media, complaints: list[str]
) -> None:
    opens(phone)
    Finger(phone).tap(0.9)
    expect_part(phone, hall, 872)
    phone.get_by_role("button", name="Ajukan").click()
    expect(phone.get_by_text("Terima kasih! Kiriman sudah diajukan")).to_be_visible()
    post.refresh_from_db()
    assert post.head is not None
    [sha256] = post.head.content["images"]["instagram"]
    sent = pictures.by_hash([sha256])[sha256]
    pixel = opened(pictures.read(sent)).getpixel((sent.width - 5, 5))
    assert isinstance(pixel, tuple)
    assert pixel[2] > pixel[0]
    shown = phone.locator("#preview-instagram .preview-media img")
    expect(shown).to_have_attribute("src", f"/media/{sent.pk}/")


def test_keys_move_it_and_numbers_do(
    page: Page, opens: Callable[[Page], str], hall: Media, complaints: list[str]
) -> None:
    opens(page)
    mark = page.get_by_role("button", name="Titik yang dijaga: 50% dari kiri, 50% dari atas")
    mark.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#focus-x-{hall.pk}")).to_have_value("35")
    expect(page.locator(f"#focus-y-{hall.pk}")).to_have_value("51")
    expect(page.locator(".focus-mark")).to_be_focused()
    expect_part(page, hall, 76)

    page.locator(f"#focus-x-{hall.pk}").fill("100")
    expect_part(page, hall, 872)
    page.reload()
    expect_part(page, hall, 872)
    check_axe(page)


def test_a_mouse_drags_it(page: Page, opens: Callable[[Page], str], hall: Media) -> None:
    opens(page)
    box = box_of(page)
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, middle, steps=5)
    frame = page.locator(".focus-frames path")
    expect(frame).to_have_attribute("d", "M0 0H2400V800H0ZM872 0H2400V800H872Z")
    page.mouse.up()
    expect_part(page, hall, 872)


def test_a_channel_that_cuts_is_named_as_soon_as_it_is_chosen(
    page: Page, opens: Callable[[Page], str], hall: Media
) -> None:
    opens(page)
    where = page.locator(f"#focus-where-{hall.pk}")
    expect(where).to_have_text("dipotong di Instagram")
    page.get_by_role("checkbox", name="Instagram").uncheck()
    expect(where).to_have_text("utuh di semua kanal")
    expect(page.locator(".focus-frames path")).to_have_count(0)
    page.get_by_role("checkbox", name="Instagram").check()
    expect_part(page, hall, 436)


def test_a_photo_too_many_is_left_out_where_there_is_no_room_for_it(
    page: Page, opens: Callable[[Page], str], post: Post, hall: Media
) -> None:
    more = [
        store(ContentFile(saved(drawing(900, 700 + n)), "a.jpg"), post.office, post.author, MORNING)
        for n in range(4)
    ]
    said = [asdict(Photo(one.pk, "Aula")) for one in more]
    post.draft.content["media"] = [*post.draft.content["media"], *said]
    post.draft.save()
    opens(page)
    expect(page.locator("#media-x")).to_contain_text("paling banyak 4 gambar")
    room = page.locator(f"#on-{more[0].pk}-x")
    room.focus()
    page.keyboard.press("Space")
    expect(page.locator("#media-x")).to_have_count(0)
    expect(room).to_be_focused()
    expect(room).not_to_be_checked()
    expect(page.locator("#preview-x .preview-media img")).to_have_count(4)
    check_axe(page)


def test_without_scripts_a_place_is_chosen_on_the_photo(
    open_context: Callable[..., BrowserContext], opens: Callable[[Page], str], hall: Media
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    opens(page)
    page.get_by_role("button", name="Kiri", exact=True).click()
    expect(page.locator(".focus-frames path")).to_have_attribute(
        "d", "M0 0H2400V800H0ZM0 0H1528V800H0Z"
    )
    page.locator(f"#focus-x-{hall.pk}").fill("100")
    page.get_by_role("button", name="Simpan").click()
    expect_part(page, hall, 872)
    expect(page.get_by_role("button", name="Kanan", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
