"""The page of figures: by axe on both screens, labels that do not touch, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, FloatRect, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import screens
from tests.browser.axe import check_axe
from tests.people import Network, build
from tests.web.awareness.heard import post_of, told

pytestmark = pytest.mark.django_db(transaction=True)


def furnish(network: Network) -> None:
    """Some weeks of three offices, told and untold, with a repost and a best hour."""
    now = timezone.now().replace(minute=5)
    posts = [post_of(network, office) for office in (network.pontianak, network.jayapura)]
    for n in range(28):
        for post in posts:
            told(network, now - timedelta(days=n), post=post, views=900 + 700 * (n % 5), likes=n)
        told(network, now - timedelta(days=n), post=posts[0], kind="mastodon", likes=n % 3)
        told(network, now - timedelta(days=n, hours=4), post=posts[1], kind="newsroom")
    echo = post_of(network, network.centre, origin=posts[0])
    told(network, now - timedelta(days=2), post=echo, views=90_000, reach=60_000, likes=800)


@pytest.fixture
def opened(live_server: LiveServer) -> Callable[[BrowserContext, str], Page]:
    def open_(context: BrowserContext, path: str) -> Page:
        network = build()
        furnish(network)
        client = Client()
        client.force_login(network.rina, "django.contrib.auth.backends.ModelBackend")
        address = live_server.url.replace("localhost", "127.0.0.1")
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{address}{path}")
        return page

    return open_


Opened = Callable[[BrowserContext, str], Page]


@pytest.mark.parametrize("screen", [screens.DESK, screens.PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_with_the_tables_open_and_closed(
    open_context: Callable[..., BrowserContext], opened: Opened, screen: dict[str, object]
) -> None:
    page = opened(open_context(**screen), "/gaung/?masa=90")
    check_axe(page)
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    check_axe(page)


@pytest.mark.parametrize("screen", [screens.DESK, screens.PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("span", ["30", "tahun"])
def test_words_in_charts_neither_touch_nor_stick_out(
    open_context: Callable[..., BrowserContext],
    opened: Opened,
    screen: dict[str, object],
    span: str,
) -> None:
    page = opened(open_context(**screen), f"/gaung/?masa={span}")
    charts = page.locator("svg.chart:visible")
    expect(charts).not_to_have_count(0)
    for chart in charts.all():
        frame = chart.bounding_box()
        assert frame is not None
        boxes = [box for each in chart.locator("text").all() if (box := each.bounding_box())]
        assert all(box["x"] >= frame["x"] - 1 for box in boxes)
        right = frame["x"] + frame["width"]
        assert all(box["x"] + box["width"] <= right + 1 for box in boxes)
        assert not [pair for pair in combinations(boxes, 2) if _touch(*pair)]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_is_read_and_narrowed_without_javascript(
    open_context: Callable[..., BrowserContext], opened: Opened
) -> None:
    page = opened(open_context(java_script_enabled=False), "/gaung/")
    expect(page.locator("svg[role=img]:visible").first).to_be_visible()
    page.get_by_text("Saringan dan tanggal").click()
    page.locator("select[name=kanal]").select_option("mastodon")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#kanal svg.chart:visible")).to_contain_text("tidak diberitahukan")
    page.locator("#kanal summary").click()
    expect(page.locator("#kanal").get_by_role("rowheader", name="Mastodon")).to_be_visible()
    page.get_by_role("link", name="Keterlibatan").click()
    expect(page.locator("#kanal svg.chart:visible")).not_to_contain_text("tidak diberitahukan")


def test_on_paper_stand_the_charts_and_not_the_form(
    open_context: Callable[..., BrowserContext], opened: Opened
) -> None:
    page = opened(open_context(), "/gaung/")
    page.emulate_media(media="print")
    expect(page.locator("svg.on-desk").first).to_be_visible()
    expect(page.get_by_text("Saringan dan tanggal")).to_be_hidden()
    expect(page.locator(".echo-foot").first).to_be_hidden()


def _touch(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not (beside or above)
