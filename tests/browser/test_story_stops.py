"""Stopping and going on in a real browser: live, without JavaScript, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.models import Person
from scheduler import delivery
from scheduler.delivery import Task
from scheduler.models import Delivery, Reach, State, Stop
from scheduler.stops import stop
from tests.browser import screens
from tests.browser.axe import check_axe
from tests.people import Network, build
from tests.scheduler.office_day import desk_of, entry, now
from tests.scheduler.stage import Stage

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[[BrowserContext, Person, str], Page]
MINUTE = timedelta(minutes=1)
RUNNING = "2 sudah telanjur mulai dikirim"


@pytest.fixture
def desk() -> Network:
    return build()


@pytest.fixture
def sit(live_server: LiveServer) -> Open:
    address = live_server.url.replace("localhost", "127.0.0.1")

    def open_(context: BrowserContext, person: Person, path: str) -> Page:
        session = desk_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(f"{address}{path}")
        return page

    return open_


def under_way(desk: Network) -> list[Task]:
    """Two calls that have begun and not come back."""
    for n in range(2):
        entry(desk, desk.account(handle=f"jalan{n}"), due=now(), title=f"Sedang jalan {n}")
    with transaction.atomic():
        return delivery.claim("me", now(), 5)


def held(desk: Network) -> Stop:
    """Two in time on one account, one late on another."""
    lane, other = desk.account(handle="satu"), desk.account("newsroom", handle="kabar")
    texts = {"practice": "a", "newsroom": "b"}
    for n in range(2):
        entry(desk, lane, due=now() + n * timedelta(seconds=1), title=f"Masih sempat {n}")
    post = desk.approved(now(), texts=texts, title="Sudah terlambat")
    assert post.head is not None
    entry(desk, lane, due=now() + timedelta(days=1), title="Besok")
    Delivery.objects.create(
        post=post,
        revision=post.head,
        account=other,
        due_at=now() - 40 * MINUTE,
        run_at=now() - 40 * MINUTE,
        deadline_at=now() - 25 * MINUTE,
    )
    return stop(Reach.ALL, "Salah jadwal nasional.", by=desk.rina, at=now())


def stop_all(page: Page) -> None:
    page.get_by_text("Semua pengiriman", exact=True).click()
    page.get_by_label("Alasan").fill("Salah tayang.")
    page.get_by_role("button", name="Hentikan sekarang").click()


def test_what_cannot_be_called_back_is_seen_to_end(
    context: BrowserContext, desk: Network, sit: Open
) -> None:
    tasks = under_way(desk)
    page = sit(context, desk.rina, "/henti/")
    stop_all(page)
    expect(page.get_by_text(RUNNING)).to_be_visible()
    check_axe(page)
    for task in tasks:
        Stage().play(task, now())
    expect(page.get_by_text("kini selesai: 2 terkirim")).to_be_visible()


def test_without_javascript_a_reload_tells_the_truth(
    open_context: Callable[..., BrowserContext], desk: Network, sit: Open
) -> None:
    tasks = under_way(desk)
    page = sit(open_context(java_script_enabled=False), desk.rina, "/henti/")
    stop_all(page)
    expect(page.get_by_text(RUNNING)).to_be_visible()
    for task in tasks:
        Stage().play(task, now())
    page.reload()
    expect(page.get_by_text("kini selesai: 2 terkirim")).to_be_visible()


def test_rina_goes_on_and_moves_all_without_javascript(
    open_context: Callable[..., BrowserContext], desk: Network, sit: Open
) -> None:
    held(desk)
    context = open_context(java_script_enabled=False, **screens.PHONE)
    page = sit(context, desk.rina, "/henti/")
    Stage().turn(now() + timedelta(seconds=2))
    page.reload()
    page.get_by_role("link", name="Lanjutkan").click()
    page.get_by_text("Pindahkan semua ke waktu lain").click()
    expect(page.locator("#date")).to_be_visible()
    page.get_by_role("button", name="Lanjutkan pengiriman").click()
    expect(page.get_by_text("Dilanjutkan: 3 dipindahkan.")).to_be_visible()
    assert not Stop.objects.standing().exists()
    assert not Delivery.objects.filter(state=State.HELD).exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_axe_finds_nothing_where_one_stops_and_goes_on(
    open_context: Callable[..., BrowserContext], desk: Network, sit: Open, scheme: str, screen: str
) -> None:
    under_way(desk)
    made = held(desk)
    Stage().turn(now() + timedelta(seconds=2))
    size = screens.PHONE if screen == "phone" else screens.DESK
    page = sit(open_context(color_scheme=scheme, **size), desk.rina, "/henti/?reach=topic")
    check_axe(page)
    page.goto(page.url.partition("/henti/")[0] + reverse("scheduler:resume", args=[made.pk]))
    page.get_by_text("Pindahkan semua ke waktu lain").click()
    check_axe(page)
    width = size["viewport"]["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
