"""A day at the desk in a real browser: Rina decides by keyboard, Tono plans, moves and stops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from content import workflow
from content.drafts import create
from content.models import Person, Post, Status
from content.workflow import Step
from scheduler.models import Delivery, Stop
from tests.browser.axe import check_axe
from tests.people import Network, build, content
from tests.scheduler.office_day import (
    candidate,
    decided,
    desk_of,
    entry,
    now,
    submit,
    waiting,
)

pytestmark = pytest.mark.django_db(transaction=True)

WIB = ZoneInfo("Asia/Jakarta")
Open = Callable[[BrowserContext, Person, str], Page]


@pytest.fixture
def desk() -> Network:
    return build()


@pytest.fixture
def sit(live_server: LiveServer) -> Open:
    """Open a path in a browser that is signed in as this person."""
    address = live_server.url.replace("localhost", "127.0.0.1")

    def open_(context: BrowserContext, person: Person, path: str) -> Page:
        session = desk_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(f"{address}{path}")
        return page

    return open_


def status_of(post: Post) -> str:
    return Post.objects.get(pk=post.pk).status


def due_of(row: Delivery) -> str:
    return f"{Delivery.objects.get(pk=row.pk).due_at.astimezone(WIB):%Y-%m-%d %H:%M}"


def expect_ready(page: Page, title: str) -> None:
    """The post is there, and so are the keys: a press before the script has run is no press."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.wait_for_load_state()


def test_rina_decides_three_posts_by_keyboard_alone(
    context: BrowserContext, desk: Network, sit: Open
) -> None:
    first, second, third = waiting(desk, 3)
    page = sit(context, desk.rina, "/antrean/")
    page.get_by_role("link", name="Mulai memutuskan").press("Enter")
    expect_ready(page, "Kiriman 1")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Setujui")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("s")
    expect_ready(page, "Kiriman 2")

    page.keyboard.press("k")
    note = page.get_by_label("Catatan untuk penyusun")
    expect(note).to_be_focused()
    expect(page.locator("#note-hint")).to_contain_text("tekan Kembalikan sekali lagi")
    page.keyboard.type("Sebutkan jam istirahat, misalnya.")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect_ready(page, "Kiriman 3")

    page.keyboard.press("t")
    page.keyboard.type("Sudah pernah diumumkan.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    assert [status_of(post) for post in (first, second, third)] == [
        Status.APPROVED,
        Status.DRAFT,
        Status.REJECTED,
    ]


def test_a_key_counts_the_moment_the_help_has_closed(
    context: BrowserContext, desk: Network, sit: Open
) -> None:
    first, _second = waiting(desk, 2)
    page = sit(context, desk.rina, reverse("scheduler:review", args=[first.public_id]))
    expect_ready(page, "Kiriman 1")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    # Until the browser draws again, the focus is still inside the dialog that has just closed.
    page.evaluate("""() => {
        document.getElementById("keys").close();
        const key = new KeyboardEvent("keydown", {key: "s", bubbles: true, cancelable: true});
        document.querySelector("[data-close-keys]").dispatchEvent(key);
    }""")
    expect_ready(page, "Kiriman 2")
    assert status_of(first) == Status.APPROVED


def test_who_was_slower_reads_who_was_quicker_and_keeps_the_note(
    context: BrowserContext, desk: Network, sit: Open, complaints: list[str]
) -> None:
    first, _second = waiting(desk, 2)
    page = sit(context, desk.rina, reverse("scheduler:review", args=[first.public_id]))
    page.get_by_label("Catatan untuk penyusun").fill("Sebutkan jam istirahat.")
    decided(desk, first, Step.APPROVE, by=desk.bayu)
    page.get_by_role("button", name="Kembalikan").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Bayu baru saja menyetujui")
    expect(alert).to_be_focused()
    expect(page.get_by_label("Catatan Anda")).to_have_value("Sebutkan jam istirahat.")
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiriman 2")
    complaints.clear()  # the browser itself notes the 409


def test_a_time_is_said_in_all_zones_while_it_is_typed(
    context: BrowserContext, desk: Network, sit: Open
) -> None:
    desk.account()
    [post] = waiting(desk, 1)
    page = sit(context, desk.rina, reverse("scheduler:review", args=[post.public_id]))
    page.get_by_text("Pada waktu ini").click()
    page.get_by_label("Tanggal").fill("2030-12-02")
    page.get_by_role("textbox", name="Jam").fill("08:00")
    expect(page.locator("#meaning")).to_contain_text("08.00 WIB = 09.00 WITA = 10.00 WIT")


def test_all_the_offices_below_are_chosen_with_one_press(
    context: BrowserContext, desk: Network, sit: Open
) -> None:
    for office in (desk.centre, desk.pontianak, desk.jayapura):
        desk.account(office=office)
    post = create(desk.centre, "jam-layanan", by=desk.citra, at=now())
    post = workflow.submit(post, content(), by=desk.citra, at=now())
    page = sit(context, desk.rina, reverse("scheduler:review", args=[post.public_id]))
    page.get_by_text("Akun 2 kantor di bawahnya").click()
    page.get_by_role("button", name="Semua kantor").click()
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text("disetujui dan dijadwalkan")).to_be_visible()
    assert Delivery.objects.filter(post=post).count() == 3


def test_on_a_phone_the_buttons_stay_under_the_thumb(phone: Page, desk: Network, sit: Open) -> None:
    [post] = waiting(desk, 1)
    page = sit(phone.context, desk.rina, reverse("scheduler:review", args=[post.public_id]))
    approve = page.get_by_role("button", name="Setujui")
    expect(approve).to_be_in_viewport()
    page.get_by_role("heading", name="Riwayat").scroll_into_view_if_needed()
    expect(approve).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Kembalikan").tap()
    expect(page.get_by_label("Catatan untuk penyusun")).to_be_focused()
    assert status_of(post) == Status.SUBMITTED


def test_without_javascript_one_decides_all_the_same(
    open_context: Callable[..., BrowserContext], desk: Network, sit: Open
) -> None:
    [post] = waiting(desk, 1)
    address = reverse("scheduler:review", args=[post.public_id])
    page = sit(open_context(java_script_enabled=False), desk.rina, address)
    page.get_by_label("Catatan untuk penyusun").fill("Terima kasih.")
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    assert status_of(post) == Status.APPROVED


def next_month_entry(desk: Network) -> tuple[Delivery, str]:
    """An entry on the 10th of next month at 09.00 WIB, and the calendar that shows it."""
    first = (now().astimezone(WIB).replace(day=1) + timedelta(days=32)).replace(day=10)
    due = first.replace(hour=9, minute=0, second=0)
    row = entry(desk, desk.account(), due=due, title="Bazar paspor")
    return row, f"/kalender/?bulan={due:%Y-%m}&zona=Asia/Jakarta"


def test_tono_drags_an_entry_to_another_day_and_takes_it_back(
    context: BrowserContext, desk: Network, sit: Open
) -> None:
    row, calendar = next_month_entry(desk)
    planned = due_of(row)
    page = sit(context, desk.tono, calendar)
    target = page.locator(f'[data-date="{planned[:8]}12"]')
    page.locator(f"#pengantaran-{row.pk}").hover()
    page.mouse.down()
    target.hover()
    target.hover()
    with page.expect_navigation():
        page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("dipindahkan ke")
    assert due_of(row) == f"{planned[:8]}12 09:00"
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator("#notices")).to_contain_text("Kembali ke")
    assert due_of(row) == planned


def test_tono_moves_an_entry_by_keyboard(context: BrowserContext, desk: Network, sit: Open) -> None:
    row, calendar = next_month_entry(desk)
    page = sit(context, desk.tono, calendar)
    page.locator(f"#pengantaran-{row.pk}").focus()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Tanggal")).to_be_focused()
    dialog.get_by_label("Jam").fill("15:30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("15.30 WIB")
    expect(page.locator(f"#pengantaran-{row.pk}")).to_be_focused()
    assert due_of(row).endswith("15:30")


def test_a_crowded_day_opens_and_closes(context: BrowserContext, desk: Network, sit: Open) -> None:
    row, calendar = next_month_entry(desk)
    account = row.account
    for n in range(4):
        entry(desk, account, due=row.due_at + timedelta(hours=n + 1), title=f"Entri {n}")
    page = sit(context, desk.tono, calendar)
    last = page.get_by_text("Entri 3", exact=True)
    expect(last).to_be_hidden()
    page.get_by_role("checkbox", name="Tampilkan semua 5 kiriman").press("Space")
    expect(last).to_be_visible()


def test_tono_stops_and_goes_on(context: BrowserContext, desk: Network, sit: Open) -> None:
    page = sit(context, desk.tono, "/henti/")
    page.get_by_text("Semua pengiriman", exact=True).click()
    page.get_by_label("Alasan").fill("Salah tayang.")
    page.get_by_role("button", name="Hentikan sekarang").click()
    expect(page.get_by_role("heading", name="Semua pengiriman")).to_be_visible()
    page.goto(page.url.replace("/henti/", "/kalender/"))
    expect(page.get_by_role("region", name="Semua pengiriman dihentikan")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_text("Tidak ada yang dihentikan")).to_be_visible()
    assert not Stop.objects.standing().exists()


def test_axe_finds_nothing_at_a_full_desk(
    context: BrowserContext, desk: Network, sit: Open
) -> None:
    row, calendar = next_month_entry(desk)
    submit(desk, due=now() + timedelta(hours=1), title="Mendesak sekali")
    [post] = waiting(desk, 1)
    approved = desk.approved(now())
    candidate(desk)
    week = f"/kalender/?pekan={due_of(row)[:10]}"
    address = "/henti/"
    desk_of(desk.rina).post(address, {"reach": "office", "office": "JAP", "reason": "Uji."})
    page = sit(context, desk.rina, "/antrean/")
    origin = page.url.removesuffix("/antrean/")
    for path in (
        "/antrean/",
        "/antrean/calon/",
        "/antrean/belum-terjadwal/",
        reverse("scheduler:review", args=[post.public_id]),
        reverse("scheduler:plan", args=[approved.public_id]),
        calendar,
        week,
        f"/kalender/pindah/?delivery={row.pk}",
        "/pengantaran/",
        reverse("scheduler:delivery", args=[row.pk]),
        address,
    ):
        page.goto(f"{origin}{path}")
        check_axe(page)


def test_axe_finds_nothing_at_an_empty_desk_on_a_phone(
    phone: Page, desk: Network, sit: Open
) -> None:
    page = sit(phone.context, desk.rina, "/antrean/")
    origin = page.url.removesuffix("/antrean/")
    for path in ("/antrean/", "/antrean/calon/", "/kalender/", "/pengantaran/", "/henti/"):
        page.goto(f"{origin}{path}")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
