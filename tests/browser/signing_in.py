"""Signing in as a person does: with the form."""

from __future__ import annotations

from playwright.sync_api import Page

PATH = "/akun/login/"

# `web.demo.people` has it too, but what takes pictures runs without Django.
DEMO_PASSWORD = "contoh-gema-2026"


def sign_in(page: Page, address: str, email: str, password: str = DEMO_PASSWORD) -> None:
    """Fill the form and wait until it is gone."""
    page.goto(f"{address}{PATH}")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation(url=lambda url: PATH not in url):
        page.locator("input[name=password]").press("Enter")
