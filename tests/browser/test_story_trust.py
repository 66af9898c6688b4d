"""A clock that jumped and a record that came back, in a real browser, on both screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.models import Event, Person
from scheduler import safe_mode
from scheduler.doubt import CONFIRMED
from scheduler.models import Delivery, Hold, State, Why, Worker
from tests.browser import screens
from tests.browser.axe import check_axe
from tests.people import Network, build
from tests.scheduler.office_day import desk_of, entry, now

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[[BrowserContext, Person, str], Page]


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


def jumped() -> None:
    at = now()
    Worker.objects.create(
        owner="me", host="meja-1", pid=1, lanes=1, started_at=at, seen_at=at, doubt_since=at,
        doubt_seconds=7200,
    )  # fmt: skip


def came_back(desk: Network) -> None:
    """One found, one looked for, one for a person."""
    rows: list[Delivery] = []
    for n, title in enumerate(("Paspor selesai tiga hari", "Layanan Sabtu", "Antrean daring")):
        account = desk.account(handle=f"kanim{n}")
        rows.append(entry(desk, account, title=title))
    then = now() - timedelta(hours=3)
    Delivery.objects.update(due_at=then, run_at=then)
    safe_mode.enter(Why.RESTORED, now(), recorded_until=now() - timedelta(hours=8))
    Delivery.objects.filter(pk=rows[0].pk).update(
        state=State.SENT, finished_at=now(), url="https://contoh.test/1"
    )
    Delivery.objects.filter(pk=rows[1].pk).update(
        state=State.HELD, run_at=None, reason=Hold.RESTORED
    )


def both(open_context: Callable[..., BrowserContext]) -> list[BrowserContext]:
    return [open_context(), open_context(**screens.PHONE)]


def test_a_moderator_finds_the_clock_from_any_page_and_confirms_it(
    desk: Network, sit: Open, open_context: Callable[..., BrowserContext]
) -> None:
    for context in both(open_context):
        jumped()
        page = sit(context, desk.rina, "/")
        banner = page.get_by_role("region", name="Jam server melompat maju 2 jam")
        expect(banner).to_be_visible()
        check_axe(page)
        banner.get_by_role("link", name="Lihat").click()
        check_axe(page)
        page.get_by_role("button", name="Jam sudah benar").click()
        expect(page.get_by_text("menunggu server itu membacanya")).to_be_visible()
        check_axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0
        Worker.objects.all().delete()
        Event.objects.filter(kind=CONFIRMED).delete()


def test_what_came_back_is_told_on_its_page(
    desk: Network, sit: Open, open_context: Callable[..., BrowserContext]
) -> None:
    came_back(desk)
    for context in both(open_context):
        page = sit(context, desk.tono, "/")
        page.get_by_role("region", name="Dipulihkan dari cadangan").get_by_role("link").click()
        for heading in ("Menunggu Anda", "Sedang dicari", "Ternyata sudah tayang"):
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
        check_axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0
        page.get_by_role("link", name="Layanan Sabtu").click()
        expect(page.get_by_role("button", name="Sudah ada di sana")).to_be_visible()
