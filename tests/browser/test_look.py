"""The style guide in a real browser: every part, on both screens, in both themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import check_axe
from tests.people import Network

pytestmark = pytest.mark.django_db(transaction=True)


def test_axe_finds_nothing_on_a_desk(page: Page, guide: Callable[[Page], Network]) -> None:
    guide(page)
    check_axe(page)


def test_axe_finds_nothing_on_a_phone_and_nothing_sticks_out(
    phone: Page, guide: Callable[[Page], Network]
) -> None:
    guide(phone)
    check_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_the_theme_changes_at_once_and_is_still_there_on_the_next_page(
    page: Page, guide: Callable[[Page], Network]
) -> None:
    guide(page)
    page.locator(".sidebar .menu > summary").click()
    with page.expect_response("**/tema/"):
        page.locator(".sidebar").get_by_role("button", name="Gelap").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_theme_can_be_chosen_without_javascript(
    open_context: Callable[..., BrowserContext], guide: Callable[[Page], Network]
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    guide(page)
    page.locator(".sidebar .menu > summary").click()
    page.locator(".sidebar").get_by_role("button", name="Gelap").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(
    page: Page, guide: Callable[[Page], Network]
) -> None:
    guide(page)
    page.goto(page.url.replace("/gaya/", "/akun/2fa/"))
    page.locator("body").press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(
    page: Page, guide: Callable[[Page], Network]
) -> None:
    guide(page)
    menu = page.locator(".card .menu")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Salin tautan").focus()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_linked_page_opens_in_a_dialog(page: Page, guide: Callable[[Page], Network]) -> None:
    guide(page)
    page.locator(".card .menu summary").click()
    page.get_by_role("link", name="Unduh jejak").click()
    expect(page.get_by_role("dialog")).to_contain_text("Isi dialog")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_primary_action_is_reachable_on_a_phone_wherever_one_scrolls(
    phone: Page, guide: Callable[[Page], Network]
) -> None:
    guide(phone)
    phone.locator(".timeline").scroll_into_view_if_needed()
    expect(phone.locator(".page-actions").get_by_text("Ajukan")).to_be_in_viewport()
