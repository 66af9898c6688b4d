"""What gema.js and its companions add to plain pages, under the real content policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.people import Network

pytestmark = pytest.mark.django_db(transaction=True)

Guide = Callable[[Page], Network]
TRY = """document.querySelector("main").insertAdjacentHTML("afterbegin",
  '<form id="coba" hx-post="/coba" hx-swap="outerHTML">' +
  '<button class="button">Coba</button></form>');
htmx.process(document.getElementById("coba"));"""


def answer(status: int, body: str, trigger: str = "{}") -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        headers = {"HX-Trigger": trigger}
        route.fulfill(status=status, body=body, content_type="text/html", headers=headers)

    return fulfil


def test_a_refused_form_comes_back_in_place_with_a_toast(
    page: Page, guide: Guide, complaints: list[str]
) -> None:
    guide(page)
    toast = '{"toast": {"text": "Belum tersimpan."}}'
    page.route("**/coba", answer(422, '<p id="coba">Tanggalnya sudah lewat.</p>', toast))
    page.evaluate(TRY)
    page.get_by_role("button", name="Coba").click()
    expect(page.locator("#coba")).to_have_text("Tanggalnya sudah lewat.")
    expect(page.locator(".toast")).to_have_text("Belum tersimpan.")
    complaints.clear()  # the browser itself notes the 422


def test_after_a_fault_of_the_server_the_form_stays_and_a_toast_says_so(
    page: Page, guide: Guide, complaints: list[str]
) -> None:
    guide(page)
    page.route("**/coba", answer(500, "rusak"))
    page.evaluate(TRY)
    page.get_by_role("button", name="Coba").click()
    expect(page.get_by_role("alert").filter(has_text="Belum berhasil")).to_be_visible()
    expect(page.get_by_role("button", name="Coba")).to_be_enabled()
    complaints.clear()


def test_a_toast_never_becomes_markup(page: Page, guide: Guide) -> None:
    guide(page)
    page.route("**/coba", answer(200, '<p id="coba"></p>', '{"toast": {"text": "<b>tebal</b>"}}'))
    page.evaluate(TRY)
    page.get_by_role("button", name="Coba").click()
    expect(page.locator(".toast")).to_have_text("<b>tebal</b>")


def test_a_pressed_button_is_busy_and_cannot_be_pressed_twice(page: Page, guide: Guide) -> None:
    guide(page)
    asked: list[Route] = []
    page.route("**/coba", lambda route: asked.append(route))
    page.evaluate(TRY)
    button = page.get_by_role("button", name="Coba")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    button.dispatch_event("click")
    assert len(asked) == 1
    answer(200, '<p id="coba">Jadi</p>')(asked[0])
    expect(page.locator("#coba")).to_have_text("Jadi")


def test_leaving_with_unsaved_words_asks_first(page: Page, guide: Guide) -> None:
    guide(page)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.get_by_label("Isi pesan").press_sequentially("Tambahan. ")
    page.goto(page.url.replace("/gaya/", "/akun/2fa/"))
    assert asked == ["beforeunload"]


def test_ctrl_enter_sends_the_form_one_is_in(page: Page, guide: Guide) -> None:
    guide(page)
    page.get_by_label("Cari kiriman").fill("paspor")
    page.get_by_label("Cari kiriman").press("Control+Enter")
    page.wait_for_url("**/gaya/?q=paspor")
